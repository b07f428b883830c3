"""A clinician without an account in the demo's stories: asked by a link, and answering by it."""

from ehcp.models import ClinicianLink, DraftShown
from send_portal.demo.story import Story

CLINICIAN = {"name": "Dr Noor Ali", "profession": "Speech therapist", "email": "noor.ali@clinic.example"}


def send_link(story: Story, days: int = 38) -> ClinicianLink:
    """The point of access has the therapist who knows the child write the therapy advice. The link was opened."""
    with story.on(days):
        link = ClinicianLink.make(by=story.spa, request=story.therapy, **CLINICIAN)
        link.give_code(by=link.actor, code=link.code_to_say)
    return link


def say_misreported(story: Story, days: int = 95) -> None:
    """The therapy service reads the agreed wording, and says that it misreports its advice."""
    with story.on(days):
        shown = DraftShown.objects.get(plan=story.plan, request=story.therapy)
        shown.say_it_misreports(
            by=story.spa, words_wrong="“weekly”, in Section G", should_say="“each half term”, as we advised"
        )
