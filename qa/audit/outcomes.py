"""What can a marker find, and why?"""

from django.db import models

from ehcp.models import Plan
from qa.models.comparison import Comparison


class Outcome(models.TextChoices):
    """Only the exact wording of both C and G counts as used."""

    USED = "used", "Used"
    NOT_USED = "not_used", "Not used"
    NOT_ASKED = "not_asked", "QA not asked for"


class NotUsed(models.TextChoices):
    """Why the approved wording counts as not used. Partly used is not used; nor is a plan that did not wait."""

    THERAPY_IN_G = "therapy_in_g", "Therapy was put in Section G"
    PARTLY_USED = "partly_used", "Partly used"
    LEFT_OUT = "left_out", "Left out"
    OTHER_WORDING = "other_wording", "Other wording took its place"
    BEFORE_ANSWER = "before_answer", "QA was asked for, and the plan issued before it came back"
    NOT_AGREED = "not_agreed", "QA was asked for, and the plan issued though it was not agreed"


NotAsked = Plan.NotAsked
REASONS = {Outcome.USED: (), Outcome.NOT_USED: tuple(NotUsed.values), Outcome.NOT_ASKED: tuple(NotAsked.values)}
EVERY_REASON = [*NotUsed.choices, *NotAsked.choices]

# What the portal's comparison found, in a marker's three words: quality assurance that was asked for and not waited
# for is not “not asked for”.
AS_A_MARKER_SAYS = {
    Comparison.Outcome.USED: Outcome.USED,
    Comparison.Outcome.NOT_USED: Outcome.NOT_USED,
    Comparison.Outcome.NOT_ASKED: Outcome.NOT_ASKED,
    Comparison.Outcome.BEFORE_ANSWER: Outcome.NOT_USED,
    Comparison.Outcome.NOT_AGREED: Outcome.NOT_USED,
}
