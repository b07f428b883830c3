"""The needs-assessment request through its pages."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from core.today import today
from ehcp.models import AdviceRequest, AssessmentRequest, Plan
from people.models import Child
from send_portal.demo.cast import Cast
from send_portal.demo.factories import make_child
from tests.ehcp.made import asked, assessing, days_ago, drafted, with_service


@pytest.fixture
def coordinator(cast: Cast, client: Client) -> Client:
    client.force_login(cast["coordinator"])
    return client


def register(client: Client, child_id: int, **facts: str):
    form = {"received_on": today().isoformat(), "source": "1"} | facts
    return client.post(f"/ehcp/children/{child_id}/assessments/register/", form)


def test_a_registered_request_shows_its_three_time_limits_with_the_law_and_the_days_left(
    cast: Cast, coordinator: Client
) -> None:
    answer = register(coordinator, make_child(cast).pk)
    page = coordinator.get(answer["Location"]).content.decode()
    for citation in ("reg 4(1)", "reg 10(1)", "reg 13(2)"):
        assert citation in page
    assert "in 42\N{NO-BREAK SPACE}days" in page
    assert "in 140\N{NO-BREAK SPACE}days" in page
    assert AssessmentRequest.objects.get().coordinator == cast["coordinator"]


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"received_on": ""}, "Enter the date of the request"),
        ({"received_on": "2026-13-01"}, "month from 1 to 12"),
        ({"received_on": (today() + timedelta(days=1)).isoformat()}, "must be today or in the past"),
        ({"received_on": "1999-01-01"}, "before the child was born"),
        ({"source": "9"}, "Choose one of the answers"),
    ],
)
def test_a_wrong_request_is_refused_beside_its_field(
    cast: Cast, coordinator: Client, wrong: dict[str, str], said: str
) -> None:
    answer = register(coordinator, make_child(cast).pk, **wrong)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not AssessmentRequest.objects.exists()


def test_where_a_request_comes_from_is_kept_by_the_codes_of_sen2() -> None:
    codes = {code: str(words) for code, words in AssessmentRequest._meta.get_field("source").choices}
    assert list(codes) == ["1", "2", "3", "4", "5"]
    for code, word in {"1": "parent", "3": "health", "4": "social care", "5": "other"}.items():
        assert word in codes[code].lower()


def test_a_second_request_while_one_is_open_is_refused(cast: Cast, coordinator: Client) -> None:
    assessment = assessing(cast)
    answer = register(coordinator, assessment.child_id)
    assert answer.status_code == 422
    assert "already has an open needs-assessment request" in answer.content.decode()


def test_the_form_of_a_second_request_says_at_once_which_one_is_open(cast: Cast, coordinator: Client) -> None:
    child = make_child(cast)
    address = f"/ehcp/children/{child.pk}/assessments/register/"
    assert 'name="source"' in coordinator.get(address).content.decode()
    running = assessing(cast, child)
    page = coordinator.get(address).content.decode()
    assert f'href="{running.get_absolute_url()}"' in page
    assert "already has an open needs-assessment request" in page
    assert 'name="source"' not in page


def test_while_one_is_open_the_child_s_page_offers_no_second_one(cast: Cast, coordinator: Client) -> None:
    child = make_child(cast)
    offer = "Register a needs-assessment request"
    assert offer in coordinator.get(child.get_absolute_url()).content.decode()
    request = assessing(cast, child)
    assert offer not in coordinator.get(child.get_absolute_url()).content.decode()
    request.withdraw(by=cast["coordinator"], on=today(), reason="The family has moved.")
    assert offer in coordinator.get(child.get_absolute_url()).content.decode()


def test_a_double_click_registers_one_request(cast: Cast, coordinator: Client) -> None:
    child = make_child(cast)
    token = {"submission": "0d1f1c7e-39d4-4a43-9a51-0d6a0d6b8a12"}
    first, second = register(coordinator, child.pk, **token), register(coordinator, child.pk, **token)
    assert first["Location"] == second["Location"]
    assert AssessmentRequest.objects.count() == 1


def test_before_the_decision_the_page_says_why_advice_cannot_be_asked_for(cast: Cast, coordinator: Client) -> None:
    answer = register(coordinator, make_child(cast).pk)
    page = coordinator.get(answer["Location"]).content.decode()
    assert "Decide to assess first" in page
    number = answer["Location"].rstrip("/").split("/")[-1]
    form = {"paragraph": "c", "asked_of": cast.team["paediatrics"].pk}
    refused = coordinator.post(f"/ehcp/assessments/{number}/advice-requests/ask/", form)
    assert refused.status_code == 422
    assert not AdviceRequest.objects.exists()


def test_a_decision_cannot_come_before_what_it_decides(cast: Cast, coordinator: Client) -> None:
    assessment = assessing(cast)
    address = f"/ehcp/assessments/{assessment.pk}/decide-to-issue/"
    answer = coordinator.post(address, {"on": days_ago(30).isoformat(), "revision": assessment.revision})
    assert answer.status_code == 422
    assert "before it was decided to assess" in answer.content.decode()
    answer = coordinator.post(address, {"on": days_ago(1).isoformat(), "revision": assessment.revision})
    assert answer.status_code == 302
    assessment.refresh_from_db()
    assert assessment.status == "issuing"
    assert assessment.refuse_clock.lapsed_why == "issuing"


def next_act(client: Client, address: str) -> str:
    """What the button says that stands out; only one does."""
    main = client.get(address).content.decode().partition("<main")[2].partition("</main")[0]
    green = re.findall(r'class="nhsuk-button"[^>]*>([^<]+)<', main)
    assert len(green) <= 1
    return green[0].strip() if green else ""


def test_the_button_that_stands_out_is_the_next_act_in_law(cast: Cast, coordinator: Client) -> None:
    address = register(coordinator, make_child(cast, on=days_ago(60)).pk, received_on=days_ago(50).isoformat())[
        "Location"
    ]
    assert next_act(coordinator, address) == "Decide to assess"
    assessment = AssessmentRequest.objects.get()
    assert next_act(coordinator, assessment.child.get_absolute_url()) == "Decide to assess"
    assessment.decide_to_assess(by=cast["coordinator"], on=days_ago(20))
    assert next_act(coordinator, address) == "Ask for advice"
    request = with_service(cast, assessment=assessment)
    medical = asked(cast, assessment=assessment)
    assert next_act(coordinator, address) == ""  # the advice is awaited
    assert next_act(coordinator, request.get_absolute_url()) == ""  # to withdraw it is possible, and no next act
    request.return_advice(by=cast["spa"], advice_text="Needs a nurse.")
    medical.withdraw(by=cast["coordinator"], reason="Asked of the wrong service.")
    assert next_act(coordinator, address) == "Submit a draft plan"
    plan = drafted(cast, assessment)
    assert next_act(coordinator, plan.get_absolute_url()) == ""  # health has it
    assert next_act(coordinator, address) == "Decide to issue a plan"
    plan.agree_health_wording(
        by=cast["dco"], on=days_ago(4), wording={"E": "An aim.", "C": "A need.", "G": "A nurse."}
    )
    assert next_act(coordinator, plan.get_absolute_url()) == "Record that the family has the draft"
    plan.record_family_saw(by=cast["coordinator"], on=days_ago(3))
    assert next_act(coordinator, plan.get_absolute_url()) == "Submit the issued plan"


def test_a_request_is_registered_from_the_first_page_the_child_found_or_added_on_the_way(
    cast: Cast, coordinator: Client
) -> None:
    waiting = make_child(cast, given_name="Nell", family_name="Tidewell", on=days_ago(60))
    running = assessing(cast, make_child(cast, given_name="Theo", family_name="Tidewell", on=days_ago(60)))
    make_child(cast, la="swindon", family_name="Tidewell")
    for page in ("/", "/people/children/", "/ehcp/assessments/"):
        assert 'href="/ehcp/assessments/register/"' in coordinator.get(page).content.decode()
    assert "/ehcp/assessments/register/?find=Tide" in coordinator.get("/people/children/?find=Tide").content.decode()
    found = coordinator.get("/ehcp/assessments/register/", {"find": "Tidewell"})
    assert dict(found.context_data["rows"]) == {waiting: None, running.child: running}
    assert f"/ehcp/children/{waiting.pk}/assessments/register/" in found.content.decode()
    new = {"given_name": "Ada", "family_name": "Farsley", "date_of_birth": "2019-05-04", "pronouns": "she"}
    done = coordinator.post("/ehcp/assessments/register/new-child/", new)
    assert done["Location"] == f"/ehcp/children/{Child.objects.get(given_name='Ada').pk}/assessments/register/"
    coordinator.force_login(cast["dco"])
    assert coordinator.get("/ehcp/assessments/register/").status_code == 403
    assert "/ehcp/assessments/register/" not in coordinator.get("/").content.decode()


def test_refusing_needs_a_reason(cast: Cast, coordinator: Client) -> None:
    assessment = assessing(cast)
    address = f"/ehcp/assessments/{assessment.pk}/decide-not-to-issue/"
    answer = coordinator.post(address, {"on": today().isoformat(), "reason": " ", "revision": assessment.revision})
    assert answer.status_code == 422
    assert "Enter the reasons given to the family" in answer.content.decode()


@pytest.mark.parametrize("verb", ["withdraw", "decide-not-to-issue"])
def test_when_no_plan_will_come_nobody_owes_advice_or_a_look_at_the_draft(
    cast: Cast, coordinator: Client, verb: str
) -> None:
    request = asked(cast)
    plan = drafted(cast, request.assessment)
    form = {
        "on": today().isoformat(),
        "reason": "The family moved abroad.",
        "revision": request.assessment.revision,
    }
    assert coordinator.post(f"/ehcp/assessments/{request.assessment_id}/{verb}/", form).status_code == 302
    request, plan = AdviceRequest.objects.get(), Plan.objects.get()
    assert (request.status, plan.status) == ("withdrawn", "closed")
    assert "abroad" not in request.reason
    assert not [clock for clock in request.child.clocks.all() if clock.is_running]


def test_two_people_at_once_the_second_is_told_and_keeps_the_text(cast: Cast, coordinator: Client) -> None:
    assessment = assessing(cast)
    seen = assessment.revision
    assessment.decide_to_issue(by=cast["la_manager"], on=today())
    form = {"on": today().isoformat(), "reason": "My long reason.", "revision": seen}
    answer = coordinator.post(f"/ehcp/assessments/{assessment.pk}/withdraw/", form)
    assert answer.status_code == 422
    assert "My long reason." in answer.content.decode()
    assert "Decided to issue a plan: Helen Sturrock" in answer.content.decode(), "as told, not as ordered"
    assert AssessmentRequest.objects.get().status == "issuing"


@pytest.mark.parametrize(
    "person", ["stranger", "other_coordinator", "swindon_coordinator", "spa", "spa_2", "adviser", "reviewer"]
)
def test_strangers_get_404_and_a_provider_that_was_asked_too(cast: Cast, client: Client, person: str) -> None:
    request = asked(cast)
    client.force_login(cast[person])
    number, child = request.assessment_id, request.child_id
    for path in ("", "withdraw/", "decide-to-issue/", "advice-requests/ask/", "plan/submit/"):
        assert client.get(f"/ehcp/assessments/{number}/{path}").status_code == 404
        if path:
            assert client.post(f"/ehcp/assessments/{number}/{path}", {"reason": "x"}).status_code == 404
    expected = 403 if person == "spa" else 404  # the asked provider knows the child, and may not do this
    assert client.get(f"/ehcp/children/{child}/assessments/register/").status_code == expected


def test_the_dco_reads_but_does_not_decide(cast: Cast, client: Client) -> None:
    assessment = assessing(cast)
    client.force_login(cast["dco"])
    page = client.get(f"/ehcp/assessments/{assessment.pk}/")
    assert page.status_code == 200
    assert "Decide to issue" not in page.content.decode()
    assert client.get(f"/ehcp/assessments/{assessment.pk}/decide-to-issue/").status_code == 403


@pytest.mark.parametrize("person", ["board_member", "administrator"])
def test_who_sees_no_child_is_refused(cast: Cast, client: Client, person: str) -> None:
    assessment = assessing(cast)
    client.force_login(cast[person])
    assert client.get("/ehcp/assessments/").status_code == 403
    assert client.get(f"/ehcp/assessments/{assessment.pk}/").status_code == 404


def test_the_list_shows_the_open_ones_of_the_own_authority_and_filters(cast: Cast, coordinator: Client) -> None:
    kept = assessing(cast, make_child(cast, given_name="Nell", family_name="Tidewell", on=days_ago(60)))
    gone = assessing(cast, make_child(cast, given_name="Theo", family_name="Farsley", on=days_ago(60)))
    gone.withdraw(by=cast["coordinator"], on=today(), reason="Withdrawn by the family.")
    page = coordinator.get("/ehcp/assessments/").content.decode()
    assert "Tidewell" in page
    assert "Farsley" not in page
    page = coordinator.get("/ehcp/assessments/", {"state": "withdrawn"}).content.decode()
    assert "Farsley" in page
    assert "Tidewell" not in page
    page = coordinator.get("/ehcp/assessments/", {"state": "all", "find": kept.child.reference}).content.decode()
    assert "Tidewell" in page
    assert "Farsley" not in page
    coordinator.force_login(cast["swindon_coordinator"])
    assert "Tidewell" not in coordinator.get("/ehcp/assessments/", {"state": "all"}).content.decode()


def test_list_and_page_make_the_same_queries_for_2_rows_and_for_20(
    cast: Cast, coordinator: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    assessment = assessing(cast)
    teams = ["paediatrics", "slt", "ot", "slt_2", "paediatrics_2"]
    for team in teams[:2]:
        asked(cast, team, "f", assessment=assessment)
    addresses = [f"/ehcp/assessments/{assessment.pk}/", "/ehcp/assessments/"]
    assessing(cast)
    counts = []
    for address in addresses:
        coordinator.get(address)
        with django_assert_num_queries(100, exact=False) as few:
            coordinator.get(address)
        counts.append(len(few))
    for team in teams:
        for paragraph in ("c", "h"):
            asked(cast, team, paragraph, assessment=assessment)
    for _ in range(12):
        assessing(cast)
    for address, count in zip(addresses, counts, strict=True):
        with django_assert_num_queries(count):
            coordinator.get(address)
