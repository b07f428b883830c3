"""What did the demo's families agree to and refuse?"""

from datetime import timedelta
from typing import Any

from core.today import today
from people.models import Consent, SharingWithoutConsent
from people.models.consent import Purpose
from send_portal.demo.story import Story


def family_agrees(story: Story, days: int = 1, *agreed: str, **facts: Any) -> Consent:
    """A parent answers when the request comes."""
    parent = {"giver": "parent", "given_by": f"Alex {story.child.family_name}", "responsibility": "mother"}
    said = {"agreed_for": agreed or [Purpose.ASSESSMENT, Purpose.ADVICE, Purpose.AUDIT, Purpose.INSPECTION]}
    with story.on(days) as day:
        return Consent.record(
            by=story.coordinator, child=story.child, given_on=day, how="written", **(parent | said | facts)
        )


def refuses_in_part(story: Story) -> None:
    story.register()
    family_agrees(story, refused_for=[Purpose.QUOTING, Purpose.SURVEY], refused_with=["school"])


def withdraws(story: Story) -> None:
    """And later it must be shared all the same: nobody else assesses this."""
    story.register().decide_to_assess()
    consent = family_agrees(story)
    with story.on(31) as day:
        withdrawn = [Purpose.ASSESSMENT, Purpose.INSPECTION]
        consent.withdraw(by=story.coordinator, on=day, purposes=withdrawn, who_withdrew=consent.given_by)
        SharingWithoutConsent.record(
            by=story.coordinator,
            child=story.child,
            ground=SharingWithoutConsent.Ground.LEGAL_DUTY,
            duty="SEND Regulations 2014, regulation 6(1)(f)",
            purpose=Purpose.ASSESSMENT,
            organisation=story.team(2).organisation,
            what="The request for an assessment, and what the school wrote.",
            reason="Only this service can say what help with speech is needed.",
            shared_on=day,
            decided_with="The trust’s Caldicott Guardian",
            told_on=day,
        )
    story.ask_for_advice(31)


def turned_16(story: Story) -> None:
    """A parent agreed; since their birthday, ten days ago, the young person decides."""
    birthday = today() - timedelta(days=10)
    story.register(date_of_birth=birthday.replace(year=birthday.year - 16, day=min(birthday.day, 28)))
    family_agrees(story)
