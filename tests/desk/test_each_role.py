"""What each role finds on its list when a case comes to it, and what it can press."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from accounts.models import Membership, User
from accounts.roles import System
from clocks.models import Clock
from core.history import recorded
from core.today import today
from desk.worklist import Row, Tab, Worklist
from ehcp.models import AdviceRequest, AnnualReview, AreaWithoutAccess, AssessmentRequest, Plan
from has_team.models import Referral
from qa.models import Episode
from send_portal.demo.cast import Cast
from send_portal.demo.factories import make_child
from tests.desk.conftest import asked, received
from tribunals.models import Appeal, Regulation6Response


def only_row(person: User, tab: Tab = Tab.LATER) -> Row:
    (row,) = Worklist(person).page(tab, 1).object_list
    return row


def drafted(cast: Cast) -> Plan:
    assessment = received(cast, days_ago=30)
    assessment.decide_to_assess(by=cast["coordinator"], on=today())
    return Plan.submit(by=cast["coordinator"], assessment=assessment, sections={"C": "A need.", "G": "A nurse."})


def with_advisers(cast: Cast) -> Referral:
    request = asked(cast, days_ago=3, team="paediatrics", paragraph="c")
    request.give_answer(by=cast["spa"], answer="not_known")
    return request


def in_review(cast: Cast) -> Regulation6Response:
    """A response with one answer, read by both clinicians."""
    day = today() - timedelta(days=3)
    child = make_child(cast, on=today() - timedelta(days=200))
    appeal = Appeal.log(
        by=cast["dco"],
        child=child,
        kind="extended",
        reference="EH865/26/00017",
        registered_on=today() - timedelta(days=120),
        sent_to_la_on=today() - timedelta(days=120),
        logged_on=today() - timedelta(days=120),
        wording_at_lodgement="agreed",
    )
    Appeal.objects.get(pk=appeal.pk).record_order(
        by=cast["dco"], made_on=day, arrived_on=day, recommendations=["A nurse reviews the care plan."]
    )
    response = Regulation6Response.objects.get(appeal=appeal)
    (answer,) = response.answers_in_order()
    answer.write(by=cast["dco"], decision="agree", steps="A nurse reviews it.", by_when=today() + timedelta(days=60))
    response = Regulation6Response.objects.get(appeal=appeal)
    response.send_to_review(by=cast["dco"], reviewers=[cast["reviewer"], cast["reviewer_2"]])
    return response


def agree(response: Regulation6Response, person: User) -> None:
    Regulation6Response.objects.get(pk=response.pk).current_reviews.get(reviewer=person).agree(by=person)


def test_a_dco_takes_a_draft_from_the_list_and_finds_her_desk_there(cast: Cast) -> None:
    plan = drafted(cast)
    row = only_row(cast["dco"])
    assert (row.clock.rule, row.button.label, row.rule_in_short) == ("qa_turnaround", "Take", "Local standard")
    episode = Episode.take(by=cast["dco"], plan=plan)
    row = only_row(cast["dco"])
    assert (row.button, row.href) == (None, episode.get_absolute_url())


def test_an_annual_review_is_taken_from_the_list_too(cast: Cast) -> None:
    child = make_child(cast, on=today())
    AnnualReview.log(by=cast["dco"], child=child, asked_on=today(), has_health_needs=True, section_c="A need.")
    assert only_row(cast["dco"]).button.label == "Take"


def test_the_coordinator_waits_for_the_dco_and_then_submits_the_issued_plan(cast: Cast) -> None:
    plan = drafted(cast)
    buttons = {r.clock.rule: r.button for r in Worklist(cast["coordinator"]).page(Tab.LATER, 1).object_list}
    assert buttons["issue_final_plan"] is None
    plan.agree_health_wording(by=cast["dco"], on=today(), wording={"E": "One.", "C": "Two.", "G": "Three."})
    buttons = {r.clock.rule: r.button for r in Worklist(cast["coordinator"]).page(Tab.LATER, 1).object_list}
    assert buttons["issue_final_plan"].label == "Submit the issued plan"


def test_an_adviser_accepts_from_the_list_and_goes_on_at_the_referral(cast: Cast) -> None:
    request = with_advisers(cast)
    row = only_row(cast["adviser"])
    assert (row.clock.rule, row.button.label) == ("health_advice", "Accept")
    Referral.accept(
        by=cast["adviser"], advice_request=request, criterion="not_known", responsibility_checked_on=today()
    )
    (advice,) = (
        row
        for tab in (Tab.THIS_WEEK, Tab.LATER)
        for row in Worklist(cast["adviser"]).page(tab, 1).object_list
        if row.clock.rule == "health_advice"
    )
    assert (advice.button, advice.stands_on) == (None, Referral.objects.get())


def test_a_reviewer_has_the_response_until_she_has_decided(cast: Cast) -> None:
    response = in_review(cast)
    row = only_row(cast["reviewer"])
    assert (row.clock.rule, row.record, row.page_verb) == ("regulation_6_response", response, "Review")
    agree(response, cast["reviewer"])
    worklist = Worklist(cast["reviewer"])
    assert (worklist.counts[Tab.LATER], worklist.counts[Tab.WAITING]) == (0, 1)


def test_the_executive_lead_has_it_once_every_reviewer_agrees(cast: Cast) -> None:
    response = in_review(cast)
    assert not any(Worklist(cast["chief_nurse"]).counts.values())
    for key in ("reviewer", "reviewer_2"):
        agree(response, cast[key])
    row = only_row(cast["chief_nurse"])
    assert (row.record, row.page_verb) == (response, "Sign")
    Regulation6Response.objects.get(pk=response.pk).sign(by=cast["chief_nurse"])
    assert only_row(cast["dco"]).button.label == "Record that it was sent"


def test_a_response_that_must_be_changed_comes_back_to_the_dcos(cast: Cast) -> None:
    response = in_review(cast)
    assert Worklist(cast["dco"]).counts[Tab.LATER] == 0
    review = response.current_reviews.get(reviewer=cast["reviewer"])
    review.ask_for_change(by=cast["reviewer"], reasons="Say which nurse, and from when, in the first answer.")
    assert only_row(cast["dco"]).record == response


@pytest.mark.parametrize(
    ("person", "arrange"), [("dco", drafted), ("adviser", with_advisers), ("reviewer", in_review)]
)
def test_each_roles_list_takes_no_more_queries_for_more_rows(
    cast: Cast, client: Client, queries: Callable[..., int], person: str, arrange: Callable[[Cast], object]
) -> None:
    def look() -> None:
        assert client.get("/?tab=later").status_code == 200

    client.force_login(cast[person])
    arrange(cast)
    look()
    few = queries(look)
    if arrange is in_review:
        return  # one order has one reference; the query count above is what matters for a second row too
    for _ in range(6):
        arrange(cast)
    assert queries(look) == few


@pytest.mark.parametrize("person", ["reviewer", "chief_nurse"])
def test_a_reviewer_opens_the_child_and_sees_the_response_only(cast: Cast, client: Client, person: str) -> None:
    response = in_review(cast)
    for key in ("reviewer", "reviewer_2"):
        agree(response, cast[key])
    client.force_login(cast[person])
    page = client.get(response.child.get_absolute_url()).content.decode()
    assert "You see what was asked of you" in page
    assert response.get_absolute_url() in page
    assert "What happened" not in page


def test_the_first_page_leads_to_what_stands_in_a_row_with_how_much_of_it(cast: Cast, client: Client) -> None:
    asked(cast, days_ago=2, team="slt")
    with_advisers(cast)
    AreaWithoutAccess.declare(
        by=cast["dco"], local_authority=cast.org["banes"], in_force_from=today(), reason="It has closed."
    )
    child = make_child(cast, la="banes")
    by = cast["banes_coordinator"]
    assessment = AssessmentRequest.register(by=by, child=child, received_on=today(), source="1")
    assessment.decide_to_assess(by=by, on=today())
    AdviceRequest.ask(by=by, assessment=assessment, paragraph="c")
    for person, words in (
        ("spa", "To be answered: 1 request for advice"),
        ("adviser", "To be accepted: 1 request"),
        ("dmo", "To be sent to a service: 1 request for advice"),
    ):
        client.force_login(cast[person])
        shown = client.get("/").content.decode().replace("\N{NO-BREAK SPACE}", " ")
        assert words in shown
    client.force_login(cast["coordinator"])
    assert "To be answered" not in client.get("/").content.decode()


def test_what_an_appeal_times_is_for_those_who_see_appeals(cast: Cast, client: Client) -> None:
    in_review(cast)

    def seen_by(person: User) -> set[str]:
        return {clock.rule for clock in Clock.objects.visible_to(person)}

    assert seen_by(cast["dco"]) == {"appeal_response", "regulation_6_response"}
    assert seen_by(cast["dmo"]) == seen_by(cast["coordinator"]) == set()
    assert seen_by(cast["reviewer"]) == {"regulation_6_response"}


def test_a_reviewer_who_was_not_named_learns_of_no_response_from_the_api(cast: Cast, client: Client) -> None:
    in_review(cast)
    with recorded(verb="test", by=System("test")):
        third = User.objects.create_user("reviewer-3@portal.example", name="Dr Iona Reef")
        Membership.objects.create(
            user=third, organisation=cast.org["icb"], team=cast.team["core_group"], role="reviewing_clinician",
            starts_on=today(),
        )  # fmt: skip
    for person, found in ((cast["reviewer"], 1), (third, 0)):
        client.force_login(person)
        assert client.get("/api/v1/clocks/").json()["count"] == found
