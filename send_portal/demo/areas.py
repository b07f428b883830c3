"""How do the demo's areas ask: as a matter of course, on trial, or through the Designated Medical Officer?"""

from datetime import date, timedelta

from accounts.models import Team
from core.today import pretend, today
from ehcp.models import AdviceRequest, AreaService, AreaWithoutAccess
from send_portal.demo.ages import at_age
from send_portal.demo.cast import BEGAN, Cast
from send_portal.demo.story import Story
from send_portal.demo.words import case_for

A_YEAR, WITHOUT_ACCESS = timedelta(days=365), timedelta(days=5)
# What the family and the school say, and the age; the last one is routed already.
ABOUT = (
    ("Seen by a consultant in Bath for epilepsy, says the mother. The school gives rescue medicine.", 8),
    ("The family says that a community nurse visits; the school does not know which team.", 3),
    ("Waits for a first appointment in the eye clinic, says the nursery.", 4),
)


def set_areas(cast: Cast) -> None:
    """Wiltshire asks two services and tries out not asking a third; Bath and North East Somerset has lost its single
    point of access, and the Designated Medical Officer has routed one of three requests."""
    nurse, autism = (add_service(cast, name) for name in ("Children in care nursing", "Autism assessment service"))
    began = today() - A_YEAR
    with pretend(began):
        for la in ("wiltshire", "swindon"):
            decide(cast, la, nurse, "looked_after", "c", began, "Their nurse knows every looked-after child.")
        decide(cast, "wiltshire", cast.team["paediatrics"], "always", "c", began, "The usual medical advice.")
        decide(cast, "wiltshire", cast.team["slt"], "always", "f", began, "Most children have needs of language.")
        decide(cast, "wiltshire", autism, "always", "f", began, "Asked in every assessment until the trial.")
    trial = today() - timedelta(days=75)
    with pretend(trial):
        decide(
            cast, "wiltshire", autism, "not_asked", "f", trial, "To free clinical time for assessments.", months=6,
            minutes=110, impact_assessment="EQIA 2026/14",
            monitoring="Complaints, incidents and late advice, read by the DCOs each month.",
        )  # fmt: skip
    lost = today() - WITHOUT_ACCESS
    with pretend(lost):
        AreaWithoutAccess.declare(
            by=cast["dco"], local_authority=cast.org["banes"], in_force_from=lost,
            reason="The provider’s single point of access has closed.",
        )  # fmt: skip
    for number, (about, age) in enumerate(ABOUT):
        story = Story(
            cast, today() - timedelta(days=34 + number), la="banes", case=case_for(age, 0), about=at_age(age, number)
        )
        story.register().decide_to_assess()
        with pretend(today() - timedelta(days=3 - number)):
            request = AdviceRequest.ask(by=story.coordinator, assessment=story.assessment, paragraph="c", about=about)
    with pretend(today()):
        request.route(
            by=cast["dmo"], service=cast.team["paediatrics"], chosen_at="panel", professional="Dr Ines Ayers"
        )


def add_service(cast: Cast, name: str) -> Team:
    provider = cast.org["provider"]
    return Team.add(by=cast["administrator"], organisation=provider, kind="service", name=name, in_force_from=BEGAN)


def decide(
    cast: Cast, la: str, service: Team, asked: str, paragraph: str, since: date, reason: str, **trial: object
) -> None:
    AreaService.decide(
        by=cast["dco"], local_authority=cast.org[la], service=service, asked=asked, paragraph=paragraph,
        in_force_from=since, reason=reason, **trial,
    )  # fmt: skip
