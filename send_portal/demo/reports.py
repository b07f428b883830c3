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
from send_portal.demo.narrative import NARRATIVE
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
        report.write_narrative(by=cast["dco"], period_from=month, period_to=month, **NARRATIVE)
        report.publish(by=cast["dco"])


def publish_reports(cast: Cast) -> None:
    """Two published reports and, for last month, the draft that the portal makes by itself."""
    last = previous_month(today())
    for month in (previous_month(previous_month(last)), previous_month(last)):
        publish_report(cast, month)
    with pretend(first_working_day_on_or_after(month_of(today()))):
        draft_highlight_reports()
