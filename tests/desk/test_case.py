"""One child's whole story on one page, and only to those whose business it is."""

import html
import re
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from core.models import Message
from core.today import pretend, today
from desk.case import Case
from desk.past import in_the_past
from desk.stages import advice_in
from desk.timeline import UNTOLD, Records, timeline, told_models
from ehcp.models import AdviceRequest, AssessmentRequest, Plan
from people.models import AccessLog, Child, Contact, Document
from send_portal.demo.cast import Cast
from send_portal.demo.factories import make_child
from tests.desk.conftest import DAY, asked, received
from tests.ehcp.panel_story import meeting_of, on_agenda, panel_of

PDF = b"%PDF-1.7 made up"


def paper(name: str) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, PDF, content_type="application/pdf")


@pytest.fixture
def story(cast: Cast, settings: object, tmp_path: object) -> Child:
    """From the request to the issued plan, each step on its own day."""
    settings.MEDIA_ROOT = tmp_path
    by, day = cast["coordinator"], date(2026, 1, 5)
    with pretend(day):
        child = make_child(cast, given_name="Nell", family_name="Marchbank", on=day, looked_after=True)
        Contact.add(by=by, child=child, name="Ann Marchbank", relationship="Mother", parental_responsibility=True)
        assessment = AssessmentRequest.register(by=by, child=child, received_on=day, source="1")
    with pretend(date(2026, 1, 12)):
        assessment.decide_to_assess(by=by, on=today())
        request = AdviceRequest.ask(by=by, assessment=assessment, paragraph="f", asked_of=cast.team["slt"])
    with pretend(date(2026, 1, 14)):
        request.give_answer(
            by=cast["spa"], answer="known", last_contact_on=request.received_on, service=cast.team["slt"]
        )
    with pretend(date(2026, 2, 2)):
        request.return_advice(by=cast["spa"], file=paper("advice.pdf"))
    with pretend(date(2026, 2, 9)):
        sections = {
            "B": "Nell needs help with speech.",
            "C": "Nell has asthma.",
            "G": "A nurse reviews her care.",
        }
        plan = Plan.submit(by=by, assessment=assessment, sections=sections)
    with pretend(date(2026, 2, 16)):
        plan.agree_health_wording(
            by=cast["dco"], on=today(), wording={"E": "She takes part.", "C": "Asthma.", "G": "A nurse."}
        )
    with pretend(date(2026, 2, 23)):
        plan.issue(by=by, sections=sections, reason="The family asked.")
    return child


def text_of(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return html.unescape(answer.content.decode()).replace("\N{NO-BREAK SPACE}", " ")


def test_the_timeline_tells_every_step_newest_first(cast: Cast, story: Child) -> None:
    told = [(event.on, event.title, event.by) for event in Case(story, cast["dco"]).events]
    jo, sam, ruth = "Jo Bramley", "Sam Hartley", "Ruth Okonjo"
    slt = ": Speech and language therapy"
    assert [(on, title.removesuffix(slt), by) for on, title, by in told] == [
        (
            date(2026, 2, 23),
            "Final plan’s C and G given to those who gave advice",
            "The portal (the plan was issued)",
        ),
        (date(2026, 2, 23), "Plan issued", jo),
        (
            date(2026, 2, 16),
            "Draft’s health wording shown to those who gave advice",
            "The portal (the wording was agreed)",
        ),
        (date(2026, 2, 16), "Section G and the health wording agreed", ruth),
        (date(2026, 2, 9), "Draft plan submitted to the DCOs", jo),
        (date(2026, 2, 2), "Advice sent to the local authority", sam),
        (date(2026, 1, 14), "Point of access answered", sam),
        (date(2026, 1, 12), "Advice asked for", jo),
        (date(2026, 1, 12), "Decided to assess", jo),
        (date(2026, 1, 5), "Needs-assessment request received", jo),
        (date(2026, 1, 5), "Person added: Ann Marchbank (Mother)", jo),
        (date(2026, 1, 5), "Child registered", jo),
    ]


def test_a_document_stands_beside_the_event_it_came_with(cast: Cast, story: Child) -> None:
    events = Case(story, cast["coordinator"]).events
    (sent,) = (event for event in events if event.title.startswith("Advice sent"))
    assert [paper["title"] for paper in sent.documents] == ["Advice: Speech and language therapy"]
    assert not [event for event in events if event.kind == "Documents"]


def test_a_document_that_came_by_itself_is_an_event(cast: Cast, story: Child) -> None:
    by = cast["coordinator"]
    Document.add(
        by=by,
        child=story,
        owner=cast.org["wiltshire"],
        kind="other",
        title="School letter",
        file=paper("letter.pdf"),
    )
    event = Case(story, by).events[0]
    assert (event.title, event.kind) == ("Document added: School letter", "Documents")


def test_a_step_recorded_later_says_when(cast: Cast) -> None:
    assessment = received(cast, days_ago=20)
    assessment.decide_to_assess(by=cast["coordinator"], on=today() - timedelta(days=5))
    event = Case(assessment.child, cast["coordinator"]).events[0]
    assert event.on == DAY - timedelta(days=5)
    assert event.details == ["Recorded on 2 March 2026."]


def test_the_timeline_can_be_narrowed_to_a_kind(cast: Cast, story: Child, client: Client) -> None:
    client.force_login(cast["dco"])
    page = text_of(client, f"/children/{story.pk}/?kind=Advice")
    assert "Advice asked for" in page
    assert "Section G and the health wording agreed" not in page


def test_the_page_says_who_the_child_is_and_what_changes_how_people_act(
    cast: Cast, story: Child, client: Client
) -> None:
    client.force_login(cast["dco"])
    page = text_of(client, story.get_absolute_url())
    number = story.nhs_number
    for words in (
        "Nell Marchbank",
        f"{number[:3]} {number[3:6]} {number[6:]}",
        f"aged {story.age}",
        "Wiltshire",
        story.school,
        "Jo Bramley",
        "Looked after",
        "Ann Marchbank",
        "Nell has asthma.",
        "ICB approved wording",
        "See who looked at this record",
    ):
        assert words in page


def test_the_stage_strip_marks_the_present_one(cast: Cast, story: Child) -> None:
    def present(child: Child) -> str:
        (now,) = (stage for stage in Case(child, cast["dco"]).stages if stage["state"] == "now")
        return now["name"]

    assert present(story) == "Issued"
    request = received(cast, days_ago=20)
    assert present(request.child) == "Requested"
    request.decide_to_assess(by=cast["coordinator"], on=today())
    assert present(request.child) == "Assessing"
    Plan.submit(by=cast["coordinator"], assessment=request, sections={"C": "A need."})
    assert present(request.child) == "Quality assurance"


def test_a_request_that_was_refused_ends_the_strip(cast: Cast) -> None:
    request = received(cast, days_ago=20)
    request.decide_not_to_assess(by=cast["coordinator"], on=today(), reason="The school can meet these needs.")
    stages = Case(request.child, cast["dco"]).stages
    assert [(stage["name"], stage["state"]) for stage in stages] == [
        ("Requested", "done"),
        ("Decided not to assess", "now"),
    ]


def test_the_buttons_are_those_that_this_person_may_press_now(cast: Cast, client: Client) -> None:
    child = make_child(cast, on=today())
    case = Case(child, cast["coordinator"])
    assert [button.label for button in case.turn.actions] == ["Register a needs-assessment request"]
    labels = {button.label for button in case.additions}
    assert {
        "Add a person",
        "Add a document",
        "Change details",
    } <= labels
    AssessmentRequest.register(by=cast["coordinator"], child=child, received_on=today(), source="1")
    case = Case(child, cast["coordinator"])
    assert (case.turn.actions[0].label, case.turn.stands_out) == ("Decide to assess", True)
    assert "Decide to assess" not in {button.label for button in Case(child, cast["dco"]).turn.actions}
    client.force_login(cast["coordinator"])
    above, _, below = text_of(client, child.get_absolute_url()).partition(">Time limits<")
    assert "Decide to assess" in above
    assert "More you can do" in below, "the time limits come before what may be done besides"
    beside = {"Decide not to assess", "Withdraw the request", "Add a person"}
    assert {label for label in beside if f">{label}<" in re.sub(r">\s+|\s+<", lambda m: m[0].strip(), above)} == set()


@pytest.mark.parametrize(
    "person",
    ["stranger", "other_coordinator", "swindon_coordinator", "board_member", "administrator", "spa_2"],
)
def test_strangers_and_the_board_find_nothing(cast: Cast, story: Child, client: Client, person: str) -> None:
    client.force_login(cast[person])
    assert client.get(story.get_absolute_url()).status_code == 404


def test_a_provider_sees_what_was_asked_of_it_and_no_more(cast: Cast, story: Child, client: Client) -> None:
    client.force_login(cast["spa"])
    page = text_of(client, story.get_absolute_url())
    for words in ("Nell Marchbank", "Speech and language therapy", "Wiltshire"):
        assert words in page
    for words in (story.nhs_number[:3] + " ", story.school, "Ann Marchbank", "asthma", "What happened"):
        assert words not in page


def test_an_adviser_sees_the_file_once_the_request_is_theirs(cast: Cast, client: Client) -> None:
    request = asked(cast, days_ago=3, team="paediatrics", paragraph="c")
    client.force_login(cast["adviser"])
    assert client.get(request.child.get_absolute_url()).status_code == 404
    request.give_answer(by=cast["spa"], answer="not_known")
    assert "What happened" in text_of(client, request.child.get_absolute_url())


def test_looking_at_a_case_is_logged(cast: Cast, story: Child, client: Client) -> None:
    client.force_login(cast["dco"])
    client.get(story.get_absolute_url())
    seen = AccessLog.objects.of_child(story.pk)
    assert [(line.user, line.path) for line in seen] == [(cast["dco"], story.get_absolute_url())]


def test_the_way_to_a_plan_counts_the_requests_that_are_answered(cast: Cast) -> None:
    first, second = asked(cast, days_ago=3), asked(cast, days_ago=3)
    assert advice_in([second]) == "0 of 1 request for advice answered"
    second.withdraw(by=cast["coordinator"], reason="Asked twice.")
    assert advice_in([first, second]) == "0 of 1 request for advice answered"
    first.status = AdviceRequest.Status.ENDED  # with a written reason: answered, and no advice came
    assert advice_in([first, second]) == "1 of 1 request for advice answered"
    assert advice_in([second]) == ""


def test_a_panel_that_is_not_theirs_to_open_is_told_and_not_linked(cast: Cast) -> None:
    case = on_agenda(cast, meeting_of(panel_of(cast), cast), stage="issue")
    by, child = cast["coordinator"], case.child
    with pretend(case.put_on_on):
        request = AdviceRequest.ask(
            by=by, assessment=case.assessment, paragraph="c", asked_of=cast.team["paediatrics"]
        )
        request.give_answer(by=cast["spa"], answer="not_known", on=today())
        told = {
            person: next(
                e.href for e in timeline(Records(child, cast[person]), []) if e.title.startswith("Put to a panel")
            )
            for person in ("coordinator", "dco", "adviser")
        }
    meeting = case.get_absolute_url()
    assert told == {"coordinator": meeting, "dco": meeting, "adviser": ""}


def test_a_long_story_takes_no_more_queries_than_a_short_one(
    cast: Cast, story: Child, client: Client, queries: Callable[..., int]
) -> None:
    def look() -> None:
        assert client.get(story.get_absolute_url()).status_code == 200

    client.force_login(cast["dco"])
    look()
    few = queries(look)
    for number in range(20):
        Contact.add(by=cast["coordinator"], child=story, name=f"Person {number}", relationship="Aunt")
        Document.add(
            by=cast["coordinator"],
            child=story,
            owner=cast.org["wiltshire"],
            kind="other",
            title=f"Letter {number}",
            file=paper("letter.pdf"),
        )
    assert queries(look) == few


TOLD_AS_NAMED = {"Put to a panel", "Work stopped: the request was withdrawn"}  # the past, or reads like it


def test_every_verb_of_a_childs_record_is_told_in_words(cast: Cast) -> None:
    from core.workflow import verbs_of

    for model in told_models():
        for verb in verbs_of(model):
            told = in_the_past(verb)
            assert told == "" or told[0].isupper(), verb
            assert told != verb.label or verb.label in TOLD_AS_NAMED, f"an order is no story: {told}"


def test_what_is_not_told_is_told_by_another_record() -> None:
    assert {"clocks.clock", "people.involvement"} == UNTOLD


def test_a_letter_that_did_not_arrive_stands_on_the_childs_page_until_somebody_decides(
    cast: Cast, client: Client
) -> None:
    request = asked(cast, days_ago=3)
    other = asked(cast, days_ago=3)
    letters = Message.objects.filter(to=request.provider.mailbox)
    assert letters.count() == 2
    letter = letters.get(child_id=request.child_id)
    heading = "A letter about this child may not have arrived"
    client.force_login(cast["dco"])
    assert heading not in text_of(client, request.child.get_absolute_url())
    Message.objects.filter(pk=letter.pk).update(status="failed")
    page = text_of(client, request.child.get_absolute_url())
    assert heading in page
    assert letter.to in page
    assert heading not in text_of(client, other.child.get_absolute_url())
    letter.refresh_from_db()
    letter.give_up(by=cast["administrator"])
    assert heading not in text_of(client, request.child.get_absolute_url())
