"""What was agreed to, refused and withdrawn, by whom, and what that stops."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.urls import reverse

from core.scope import Scope, opened
from core.today import pretend, today
from core.workflow import Refused
from ehcp.models import AdviceRequest, ClinicianLink, DraftShown
from people.consented import Answer, flags_of, has_agreed, standings, who_said_no, why_not
from people.models import Child, Consent, SharingWithoutConsent
from people.models.consent import Purpose
from send_portal.demo.cast import Cast
from send_portal.demo.factories import make_child
from tests.ehcp.made import asked, assessing, days_ago, drafted, with_service
from tests.papers import pdf_bytes, sent

P = Purpose


@pytest.fixture
def child(cast: Cast) -> Child:
    return make_child(cast, on=days_ago(60), given_name="Wren", family_name="Tidewell")


def born(years: int, days: int = 30) -> date:
    """Of this age, since so many days."""
    day = today() - timedelta(days=days)
    return day.replace(year=day.year - years, day=min(day.day, 28))


def answer(cast: Cast, child: Child, *agreed: str, **facts: Any) -> Consent:
    mother = {"giver": "parent", "given_by": "Alex Tidewell", "responsibility": "mother"}
    said = {"given_on": days_ago(10), "how": "spoken", "agreed_for": list(agreed)}
    return Consent.record(by=cast["coordinator"], child=child, **(mother | said | facts))


def own_answer(cast: Cast, child: Child, *agreed: str, **facts: Any) -> Consent:
    own = {"given_by": "", "responsibility": "", "assessor": "Dr Hale, paediatrician", "assessed_on": days_ago(5)}
    return answer(cast, child, *agreed, **({"giver": "child", "given_on": days_ago(5)} | own | facts))


def share(cast: Cast, child: Child, **facts: Any) -> SharingWithoutConsent:
    why = {"ground": "legal_duty", "duty": "Regulation 6(1)(f)", "purpose": P.ASSESSMENT, "what": "The request."}
    who = {"organisation": cast.org["provider"], "decided_with": "Caldicott Guardian", "shared_on": today()}
    reason = {"reason": "Only they assess this.", "why_not_told": "They could not be reached."}
    return SharingWithoutConsent.record(by=cast["coordinator"], child=child, **(why | who | reason | facts))


def test_a_family_agrees_to_some_things_and_refuses_others(cast: Cast, child: Child) -> None:
    answer(cast, child, P.ASSESSMENT, refused_for=[P.INSPECTION, P.QUOTING], refused_with=["school"])
    found = standings(child)
    assert {s.purpose: s.answer for s in found.values()} == {
        P.ASSESSMENT: Answer.IN_PART, P.INSPECTION: Answer.REFUSED, P.QUOTING: Answer.REFUSED,
    }  # fmt: skip
    assert flags_of(found) == [{"text": "Consent refused: inspection, quoting", "colour": "red"}]
    assert has_agreed(child, P.ASSESSMENT)
    assert not has_agreed(child, P.INSPECTION)
    assert not has_agreed(child, P.SURVEY), "nobody asked is not a yes"


def test_a_later_answer_takes_the_place_of_an_earlier_one(cast: Cast, child: Child) -> None:
    answer(cast, child, refused_for=[P.AUDIT])
    later = answer(cast, child, P.AUDIT, given_on=days_ago(2))
    assert standings(child)[P.AUDIT].answer == Answer.AGREED
    later.strike_out(by=cast["dco"], reason="It was about another family.")
    assert standings(child)[P.AUDIT].answer == Answer.REFUSED


def test_some_of_it_is_withdrawn_and_then_the_rest(cast: Cast, child: Child) -> None:
    consent = answer(cast, child, P.ASSESSMENT, P.SURVEY)
    consent.withdraw(by=cast["dco"], on=today(), purposes=[P.SURVEY], who_withdrew="Alex Tidewell")
    assert consent.status == Consent.Status.STANDS
    assert standings(child)[P.SURVEY].answer == Answer.WITHDRAWN
    assert has_agreed(child, P.ASSESSMENT)
    consent.withdraw(by=cast["dco"], on=today(), purposes=[P.ASSESSMENT], who_withdrew="Alex Tidewell")
    assert consent.status == Consent.Status.WITHDRAWN
    with pytest.raises(Refused):
        consent.withdraw(by=cast["dco"], on=today(), purposes=[P.SURVEY], who_withdrew="Alex Tidewell")


@pytest.mark.parametrize(
    ("age", "giver", "is_refused"),
    [(15, "parent", False), (16, "parent", True), (15, "young_person", True), (16, "young_person", False),
     (16, "child", True), (15, "child", False), (15, "nobody", True), (17, "nobody", False)],
)  # fmt: skip
def test_from_16_the_young_person_decides(cast: Cast, age: int, giver: str, is_refused: bool) -> None:
    child = make_child(cast, on=days_ago(60), date_of_birth=born(age))
    facts = {"giver": giver, "given_on": today(), "assessor": "Dr Hale", "assessed_on": today()}
    if giver != "parent":
        facts |= {"given_by": "", "responsibility": ""}
    if giver == "nobody":
        facts["best_interests"] = "Asked the family; the advice decides what help there is."
    if is_refused:
        with pytest.raises(ValidationError, match="Choose the child|young person decides"):
            answer(cast, child, P.AUDIT, **facts)
    else:
        assert answer(cast, child, P.AUDIT, **facts).pk


@pytest.mark.parametrize(
    "missing",
    [{"responsibility": ""}, {"giver": "child", "given_by": "", "responsibility": ""}, {"how": "form"},
     {"agreed_for": []}, {"refused_for": [P.AUDIT]}],
)  # fmt: skip
def test_an_answer_is_whole_or_the_database_refuses_it(cast: Cast, child: Child, missing: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        answer(cast, child, **({"agreed_for": [P.AUDIT]} | missing))


def test_a_parent_cannot_agree_to_what_a_competent_child_refused(cast: Cast, child: Child) -> None:
    own_answer(cast, child, P.SURVEY, refused_for=[P.QUOTING])
    with pytest.raises(ValidationError, match="Ask them, not the parent"):
        answer(cast, child, P.QUOTING, given_on=days_ago(1))
    assert answer(cast, child, P.SURVEY, given_on=days_ago(1)).pk


def test_a_parents_answer_is_to_be_asked_again_once_the_child_is_16(cast: Cast) -> None:
    child = make_child(cast, on=days_ago(700), date_of_birth=born(16, days=5), given_name="Otis")
    answer(cast, child, P.ASSESSMENT, P.AUDIT, given_on=days_ago(400))
    assert standings(child, on=days_ago(30))[P.AUDIT].answer == Answer.AGREED
    standing = standings(child)[P.AUDIT]
    assert standing.answer == Answer.ASK_AGAIN
    assert "Otis is 16 or over now and decides" in standing.words
    assert not has_agreed(child, P.AUDIT)
    waiting = Consent.objects.visible_to(cast["dco"])
    assert not waiting.to_ask_again(days_ago(30)).exists()
    assert waiting.to_ask_again(today()).count() == 1
    own = {"giver": "young_person", "given_by": "", "responsibility": "", "given_on": today()}
    answer(cast, child, P.AUDIT, **own)
    assert waiting.to_ask_again(today()).count() == 1, "the assessment is still to be asked"
    answer(cast, child, refused_for=[P.ASSESSMENT], **own)
    assert not waiting.to_ask_again(today()).exists()


def test_who_said_no_is_left_out_of_a_sample(cast: Cast, child: Child) -> None:
    others = [make_child(cast, on=days_ago(60)) for _ in range(3)]
    answer(cast, child, refused_for=[P.AUDIT])
    answer(cast, others[0], P.AUDIT)
    withdrawn = answer(cast, others[1], P.AUDIT)
    withdrawn.withdraw(by=cast["dco"], on=today(), purposes=[P.AUDIT], who_withdrew="Alex")
    everybody = [each.pk for each in (child, *others)]
    assert who_said_no(P.AUDIT, everybody) == {child.pk, others[1].pk}
    assert who_said_no(P.SURVEY, everybody) == set()


# What it stops


def ask(cast: Cast, assessment: Any, team: str, paragraph: str) -> AdviceRequest:
    return AdviceRequest.ask(
        by=cast["coordinator"], assessment=assessment, paragraph=paragraph, asked_of=cast.team[team]
    )


def test_medical_advice_is_asked_for_whatever_was_refused_and_other_advice_is_not(cast: Cast, child: Child) -> None:
    assessment = assessing(cast, child)
    answer(cast, child, refused_for=[P.ASSESSMENT, P.ADVICE])
    assert ask(cast, assessment, "paediatrics", "c").pk
    for paragraph in "fh":
        with pytest.raises(ValidationError, match="record sharing without consent first"):
            ask(cast, assessment, "slt", paragraph)


def test_only_the_organisation_that_was_refused_is_left_out(cast: Cast, child: Child) -> None:
    assessment = assessing(cast, child)
    answer(cast, child, P.ASSESSMENT, refused_organisations=[cast.org["provider_2"].pk])
    assert ask(cast, assessment, "slt", "f").pk
    with pytest.raises(ValidationError, match="did not agree to Three Rivers"):
        ask(cast, assessment, "slt_2", "f")


def test_sharing_without_consent_lifts_a_refusal_for_that_organisation_alone(cast: Cast, child: Child) -> None:
    assessment = assessing(cast, child)
    answer(cast, child, refused_for=[P.ASSESSMENT])
    share(cast, child, shared_on=days_ago(20))
    assert why_not(child, P.ASSESSMENT, to=cast.org["provider"]), "it was before the refusal"
    share(cast, child)
    assert ask(cast, assessment, "slt", "f").pk
    assert why_not(child, P.ASSESSMENT, to=cast.org["provider_2"])


def test_advice_that_must_be_given_is_sent_and_advice_the_family_asked_for_is_not(cast: Cast, child: Child) -> None:
    assessment = assessing(cast, child)
    requests = {
        paragraph: asked(cast, team, paragraph, assessment=assessment)
        for paragraph, team in (("c", "paediatrics"), ("h", "slt"))
    }
    for request in requests.values():
        request.give_answer(
            by=cast["spa"], answer="known", service=request.asked_of, on=days_ago(14), last_contact_on=days_ago(30)
        )
    answer(cast, child, P.ASSESSMENT, P.ADVICE)
    consent = Consent.objects.get(child=child)
    consent.withdraw(by=cast["dco"], on=today(), purposes=[P.ADVICE], who_withdrew="Alex Tidewell")
    with opened(Scope.of([cast.org["provider"].pk])):
        requests["c"].return_advice(by=cast["spa"], advice_text="Seen in May.")
        with pytest.raises(ValidationError, match="withdrawn on .* Ask the local authority to withdraw"):
            requests["h"].return_advice(by=cast["spa"], advice_text="Seen in June.")


def test_a_draft_is_not_shown_to_services_that_the_family_left_out_and_the_final_plan_is(
    cast: Cast, client: Client, child: Child
) -> None:
    request = with_service(cast, assessment=assessing(cast, child))
    request.return_advice(by=cast["spa"], advice_text="A nurse, monthly.")
    answer(cast, child, refused_for=[P.ASSESSMENT], given_on=today())
    plan = drafted(cast, request.assessment)
    wording = {"E": "He walks.", "C": "He tires.", "G": "A nurse, monthly."}
    with opened(cast["dco"].scope):
        plan.agree_health_wording(by=cast["dco"], on=today(), wording=wording)
    assert not DraftShown.objects.exists()
    client.force_login(cast["coordinator"])
    page = client.get(plan.get_absolute_url()).content.decode()
    assert "Larkmead: not shown the draft. Refused on" in page.replace(" Community Health Trust", "")
    plan.assessment.refresh_from_db()
    plan.assessment.decide_to_issue(by=cast["coordinator"], on=today())
    plan.issue(by=cast["coordinator"], sections=wording | {"A": "His views."}, reason="They asked.")
    final = DraftShown.objects.get()
    assert (final.shown_on, final.final_g, final.wording) == (None, "A nurse, monthly.", [])


def test_a_draft_that_was_shown_goes_to_no_further_clinician_after_a_withdrawal(cast: Cast, child: Child) -> None:
    consent = answer(cast, child, P.ASSESSMENT)
    request = with_service(cast, assessment=assessing(cast, child))
    request.return_advice(by=cast["spa"], advice_text="A nurse, monthly.")
    drafted(cast, request.assessment).agree_health_wording(by=cast["dco"], on=today(), wording={"G": "A nurse."})
    consent.withdraw(by=cast["dco"], on=today(), purposes=[P.ASSESSMENT], who_withdrew="Alex")
    person = {"name": "Dr Hale", "profession": "Paediatrician", "email": "hale@trust.example"}
    with opened(cast["spa"].scope), pytest.raises(ValidationError, match="The draft is not sent to anybody else"):
        ClinicianLink.make_for_draft(by=cast["spa"], shown=DraftShown.objects.get(), **person)


# Sharing without consent


def test_sharing_without_consent_says_which_duty_and_whether_the_family_knows(cast: Cast, child: Child) -> None:
    for wrong in ({"duty": ""}, {"why_not_told": ""}, {"with_whom": "The police"}):
        with pytest.raises(ValidationError):
            share(cast, child, **wrong)
    sharing = share(cast, child)
    assert sharing.status == sharing.Status.FAMILY_NOT_TOLD
    sharing.tell_family(by=cast["dco"], on=today())
    assert (sharing.status, sharing.told_on) == ("told", today())


# Who sees it


def test_a_provider_learns_what_is_refused_and_not_the_record(cast: Cast, client: Client, child: Child) -> None:
    asked(cast, "slt", "f", assessment=assessing(cast, child))
    consent = answer(cast, child, P.SURVEY, refused_for=[P.ADVICE])
    assert not Consent.objects.visible_to(cast["spa"]).exists()
    with opened(cast["spa"].scope):
        assert why_not(child, P.ADVICE)
    with opened(cast["spa_2"].scope):
        assert not Consent.objects.filter(pk=consent.pk).exists()
    client.force_login(cast["spa"])
    page = client.get(child.get_absolute_url()).content.decode()
    assert "Sharing health advice with the local authority" in page
    assert "is sent all the same" in page
    assert "Being asked for feedback" not in page
    assert client.get(consent.get_absolute_url()).status_code == 404
    with pytest.raises(PermissionDenied):
        Consent.record(by=cast["spa"], child=child, giver="child", given_on=today(), how="spoken")


# The pages


def typed(**facts: Any) -> dict[str, Any]:
    return {
        "giver": "parent", "given_by": "Alex Tidewell", "responsibility": "mother", "given_on": today().isoformat(),
        "how": "spoken", "answer_assessment": "agrees", "answer_inspection": "refuses",
    } | facts  # fmt: skip


def test_the_page_says_beside_the_field_what_is_missing(cast: Cast, client: Client, child: Child) -> None:
    client.force_login(cast["coordinator"])
    address = f"/people/children/{child.pk}/consent/record/"
    nothing = client.post(address, {"giver": "nobody", "given_on": today().isoformat(), "how": "form"})
    errors = nothing.context_data["form"].errors
    assert set(errors) >= {"assessor", "assessed_on", "best_interests", "answer_assessment", "file"}
    both = client.post(address, typed(agreed_with=["school"], refused_with=["school"]))
    assert "Ticked above as well" in both.content.decode()
    assert not Consent.objects.exists()
    form = sent(pdf_bytes(f"Consent for {child.name}"))
    done = client.post(address, typed(how="form", file=form, refused_organisations=[cast.org["provider_2"].pk]))
    assert done.status_code == 302
    consent = Consent.objects.get()
    assert consent.document.kind == "consent"
    page = client.get(consent.get_absolute_url()).content.decode()
    assert "Three Rivers" in page
    case = client.get(child.get_absolute_url()).content.decode()
    assert "Consent refused: inspection" in case
    assert "name another case" in case
    assert "it cannot stop this itself" in case
    assert "Not for an inspection" in client.get(f"{child.get_absolute_url()}chronology/").content.decode()
    consent.document.withdraw(by=cast["dco"], reason="The wrong child’s.")
    assert consent.document.title not in client.get(consent.get_absolute_url()).content.decode()


def test_the_worklist_says_whom_to_ask_again(cast: Cast, client: Client) -> None:
    child = make_child(cast, on=days_ago(700), date_of_birth=born(16, days=5))
    with pretend(days_ago(400)):
        answer(cast, child, P.AUDIT, given_on=days_ago(400))
    client.force_login(cast["dco"])
    assert "Consent to be asked again: 1 answer" in client.get(reverse("desk:worklist")).content.decode()
    assert child.name in client.get("/people/consents/").content.decode()
    client.force_login(cast["stranger"])
    assert child.name not in client.get("/people/consents/").content.decode()
