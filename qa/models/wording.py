"""What does the feedback form of each ICB say around the wording?"""

from datetime import date
from typing import Any

from django.db import models

from accounts.models import Organisation
from accounts.roles import Permission
from core.history import History
from core.today import today
from core.workflow import Actor, Record, creates

OPENING = (
    "The plan and all the health advice received with it have been reviewed. This wording is given so "
    "that the health needs, the health provision and the outcomes of {name} are described clearly and "
    "accurately."
)
FOOTER = (
    "If a plan is issued, the ICB approved wording on this form is the contribution to it that {icb} has agreed "
    "(Children and Families Act 2014, sections 37 and 42). Please do not change it without asking the Designated "
    "Clinical Officers: {mailbox}."
)


class FormWordingQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> "FormWordingQuerySet":
        return self.filter(icb__in=user.scope.organisations)

    def of(self, icb: Organisation, *, on: date) -> "FormWording":
        """The words in force on this day; where an ICB has none of its own, those the portal came with."""
        own = self.filter(icb=icb, in_force_from__lte=on).order_by("-in_force_from", "-pk").first()
        return own or FormWording(icb=icb, opening=OPENING, footer=FOOTER, in_force_from=on)


class FormWording(Record):
    """An ICB's words on the feedback form, from a day on. A form once returned keeps the words of its day.
    `{name}`, `{icb}` and `{mailbox}` stand for the child, the ICB and its address."""

    icb = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    opening = models.TextField(max_length=1000)
    footer = models.TextField(max_length=1000)
    in_force_from = models.DateField()
    history = History()

    objects = FormWordingQuerySet.as_manager()

    class Meta:
        ordering = ["icb", "-in_force_from"]
        verbose_name = "words of the feedback form"
        constraints = [
            models.UniqueConstraint(
                fields=["icb", "in_force_from"],
                name="one_form_wording_a_day",
                violation_error_message="There are already words from this day on. Choose another day.",
            )
        ]

    def __str__(self) -> str:
        return f"Words of the feedback form from {self.in_force_from:%-d %B %Y}"

    def belongs_to(self) -> frozenset[int]:
        return frozenset({self.icb_id})

    @creates(permission=Permission.QUALITY_ASSURE, within="icb", label="Change the words of the feedback form")
    def put_in_force(
        cls, *, by: Actor, icb: Organisation, opening: str, footer: str, in_force_from: date | None = None
    ) -> "FormWording":
        return cls(icb=icb, opening=opening, footer=footer, in_force_from=in_force_from or today())

    def filled(self, words: str, name: str) -> str:
        facts = {"{name}": name, "{icb}": self.icb.name, "{mailbox}": self.icb.mailbox or "the DCOs"}
        for mark, fact in facts.items():
            words = words.replace(mark, fact)
        return words
