"""What was done around the cases in the demo's year, and which reports were published?"""

from datetime import date, timedelta

from django.core.management import call_command

from assurance.models import ComplexCase, CoproductionEpisode, TrainingSession
from core.calendar import first_working_day_on_or_after
from core.today import pretend, today
from reporting.models import HighlightReport
from reporting.months import month_of, previous_month
from reporting.tasks import draft_highlight_reports
from send_portal.demo.cast import Cast
from send_portal.demo.story import Story

PUBLISHED = "reporting/published"
SOURCE = "Published highlight report, March 2024"
TRAINING = [
    ("Writing health outcomes that belong to the child", "New EHC coordinators", 14),
    ("What belongs in Section G, and what does not", "Community paediatric nursing", 9),
    ("Health advice in six weeks: who does what", "Single points of access", 11),
    ("Reading a feedback form", "Parent carer forum", 22),
    ("Regulation 6 responses: steps, dates and reasons", "Reviewing clinicians", 6),
]
COMPLEX = [
    ("Lead nurse, children’s community nursing", "Who trains school staff while a post is vacant."),
    ("EHC coordinator", "Whether a private report’s recommendation belongs in Section G."),
    ("Commissioner, children’s services", "Overnight care that two providers each think is the other’s."),
    ("Community paediatrician", "A young person moving to adult services in the middle of an assessment."),
]
NARRATIVE = {
    "focus_first": [
        "More requests for medical advice than in any month since April; all were answered inside six weeks.",
        "Two drafts went to families before health had seen them; both local authorities were told the same week.",
        "Speech and language advice arrived late for three children; a recovery plan is agreed with the provider.",
        "The waiting list for the neurodevelopmental pathway grew, and with it the Health Advisers’ work.",
        "Section G of eleven plans named a service that has changed its name; the library of wording is updated.",
    ],
    "focus_second": [
        "A new single point of access started in Swindon, with one address for every request.",
        "The number of appeals with a health part rose to four; one is waiting for a hearing date.",
        "Annual reviews reach the DCOs about nine days before the meeting; the aim is fourteen.",
        "Young people aged 16 and over are asked for their own views in every assessment from this month.",
        "Coordinators asked for shorter feedback forms; the new one fits on a page.",
    ],
    "risk": [
        "Risk 12, late therapy advice: score lowered from 12 to 9 after the provider’s recovery plan.",
        "Risk 15, one DCO on leave in March: cover is agreed with the ICB next door.",
        "Wording changed after agreement in three issued plans; each was raised and two are put right.",
        "No ombudsman decision this month; one complaint upheld about a late reply.",
        "Business continuity was tried for a day without the electronic record; advice went out in time.",
    ],
    "achievements": [
        "Every Regulation 6 response since April was sent inside five weeks.",
        "The share of plans issued with the agreed wording rose again.",
        "Thirty-one coordinators have now had the training on health outcomes.",
        "A parent wrote: “It is the first form about my son that I could read to him.”",
        "Two episodes of coproduction changed the invitation letter to annual reviews.",
        "The Health Advisers completed every report inside six weeks.",
    ],
    "ahead": [
        "A sample audit of issued plans with the three local authorities.",
        "The DCOs’ annual report for the partnership board.",
        "Joint training with the parent carer forum.",
        "Preparation for the January return of plans.",
    ],
}


def log_the_year(cast: Cast, stories: list[Story]) -> None:
    """Training, advice on complex cases and coproduction, a few each month."""
    areas = list(cast.org["icb"].areas.order_by("position"))
    for back in range(370, 0, -11):
        day, turn = today() - timedelta(days=back), back // 11
        with pretend(day):
            if turn % 3 == 0:
                title, audience, attended = TRAINING[turn % len(TRAINING)]
                facts = {"area": areas[turn % 3], "title": title, "audience": audience, "attended": attended}
                TrainingSession.log(by=cast["dco"], icb=cast.org["icb"], held_on=day, **facts)
            elif turn % 3 == 1:
                log_complex_case(cast, stories, turn, day)
            else:
                log_coproduction(cast, stories, turn, day)


def known_by(stories: list[Story], turn: int, day: date) -> Story | None:
    """A child whom the board already knew then."""
    known = [s for s in stories if s.la != "other_la" and s.began <= day]
    return known[turn % len(known)] if known else None


def log_complex_case(cast: Cast, stories: list[Story], turn: int, day: date) -> None:
    if story := known_by(stories, turn, day):
        asked_by, asked_for = COMPLEX[turn % len(COMPLEX)]
        ComplexCase.log(by=cast["dco"], child=story.child, asked_on=day, asked_by=asked_by, asked_for=asked_for)


def log_coproduction(cast: Cast, stories: list[Story], turn: int, day: date) -> None:
    if story := known_by(stories, turn, day):
        CoproductionEpisode.log(
            by=cast["dco"],
            icb=cast.org["icb"],
            area=cast.org["icb"].areas.get(local_authority=cast.org[story.la]),
            child=story.child,
            held_on=day,
            with_whom="Young person and parent",
            what_changed="The wording of two outcomes, and who is told when medicine changes.",
        )


def import_published_figures() -> None:
    """The figures of 2023/24, from before the portal."""
    options = {"icb": "QOX", "source": SOURCE, "verbosity": 0}
    call_command("import_measures", f"{PUBLISHED}/highlight_2023_24.csv", **options)
    call_command("import_measures", f"{PUBLISHED}/highlight_2024_03_by_area.csv", month="2024-03", **options)


def publish_report(cast: Cast, month: date) -> None:
    """On the first working day after the month, with every box written."""
    with pretend(first_working_day_on_or_after(month_of(month + timedelta(days=31)))):
        report = HighlightReport.draft(by=cast["dco"], icb=cast.org["icb"], month=month)
        boxes = {name: "\n".join(points) for name, points in NARRATIVE.items()}
        report.write_narrative(by=cast["dco"], period_from=month, period_to=month, **boxes)
        report.publish(by=cast["dco"])


def publish_reports(cast: Cast) -> None:
    """Two published reports and, for last month, the draft that the portal makes by itself."""
    last = previous_month(today())
    for month in (previous_month(previous_month(last)), previous_month(last)):
        publish_report(cast, month)
    with pretend(first_working_day_on_or_after(month_of(today()))):
        draft_highlight_reports()
