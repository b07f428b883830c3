"""A clinician without an account answers one request: what a link opens, and what it never does."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse

from accounts.models import User
from clocks.models import Clock
from core.logs import without_secrets
from core.models import Message
from core.scope import Scope, opened
from core.today import now, pretend, today
from core.workflow import Refused
from ehcp.models import AdviceRequest, AssessmentRequest, ClinicianLink, LinkDraft, Plan
from ehcp.models.link import SIGNED
from ehcp.models.link_use import found_by
from people.models import AccessLog, Child, Contact, Document, Involvement, ListLog
from people.models.consent import Purpose
from qa.models import Episode
from send_portal.demo.cast import Cast
from send_portal.demo.factories import make_child
from send_portal.demo.papers import pdf_bytes
from tests.ehcp.areas import without_access
from tests.ehcp.made import asked, assessing, days_ago, drafted, with_service
from tests.people.test_consent import answer

ADVICE = {"needs": "He tires after an hour.", "provision": "A physiotherapist, monthly."}
PERSON = {"name": "Dr Noor Ali", "profession": "Paediatrician", "email": "noor.ali@clinic.example"}


@pytest.fixture
def request_(cast: Cast) -> AdviceRequest:
    return with_service(cast)


@pytest.fixture
def link(cast: Cast, request_: AdviceRequest) -> ClinicianLink:
    return ClinicianLink.make(by=cast["spa"], request=request_, **PERSON)


def address_in(message: Message) -> str:
    return re.search(r"http://\S+(/ehcp/link/open/\S+)", message.body)[1]


def letter_of(link: ClinicianLink) -> Message:
    return Message.objects.get(key=f"clinician-link:{link.pk}")


def opened_by(link: ClinicianLink, client: Client | None = None) -> Client:
    client = client or Client()
    assert client.get(f"/ehcp/link/open/{link.token}/").headers["Location"] == "/ehcp/link/code/"
    assert client.post("/ehcp/link/code/", {"code": link.code_to_say}).status_code == 302
    return client


def pdf(text: str, name: str = "advice.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, pdf_bytes(text), content_type="application/pdf")


def test_the_advice_is_sent_by_the_ordinary_verb_and_history_says_by_whom(link: ClinicianLink) -> None:
    client = opened_by(link)
    assert client.post("/ehcp/link/advice/", ADVICE).headers["Location"] == "/ehcp/link/receipt/"
    request = AdviceRequest.objects.get(pk=link.request_id)
    assert (request.status, request.returned_on) == ("returned", today())
    assert "He tires after an hour." in request.advice_text
    assert request.advice_clock.met_on == today()
    line = request.history.latest("history_id")
    assert (line.verb, line.history_user) == ("return_advice", None)
    assert line.actor == f"Dr Noor Ali, Paediatrician, by a link from {link.sent_by}"
    link.refresh_from_db()
    assert (link.status, link.state) == ("answered", "Answered")


def test_a_file_arrives_with_its_checksum_on_the_receipt_and_in_the_letter(link: ClinicianLink) -> None:
    client = opened_by(link)
    client.post("/ehcp/link/advice/", {"file": pdf(f"About {link.child.name}")})
    request = AdviceRequest.objects.get(pk=link.request_id)
    assert request.document.by_link == link.pk
    receipt = client.get("/ehcp/link/receipt/").content.decode()
    letter = Message.objects.get(key=f"clinician-link:{link.pk}:receipt")
    for said in (request.document.sha256, link.reference):
        assert said in receipt
        assert said in letter.body
    assert link.child.name not in receipt
    assert link.child.family_name not in letter.subject + letter.body


def test_the_letter_holds_the_link_and_neither_the_code_nor_the_child(link: ClinicianLink) -> None:
    letter = letter_of(link)
    assert address_in(letter) == f"/ehcp/link/open/{link.token}/"
    assert letter.holds_secret
    assert link.code_to_say not in letter.body
    for secret in (link.child.family_name, link.child.reference, link.child.nhs_number):
        assert secret not in letter.body


def test_neither_secret_nor_code_is_kept(link: ClinicianLink) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT row_to_json(l)::text FROM ehcp_clinicianlink AS l WHERE id = %s", [link.pk])
        row = cursor.fetchone()[0]
        cursor.execute("SELECT row_to_json(l)::text FROM ehcp_historicalclinicianlink AS l WHERE id = %s", [link.pk])
        history = cursor.fetchone()[0]
    assert link.secret not in row + history
    assert '"code":"argon2' in row
    assert '"code"' not in history


def bad_links(link: ClinicianLink, cast: Cast) -> dict[str, str]:
    """Links that cannot be used, each for another reason."""
    token = link.token
    last = "A" if token[-1] != "A" else "B"
    return {
        "tampered": f"{token[:-1]}{last}",
        "never made": SIGNED.sign("nobody-has-this"),
        "not signed": link.secret,
        "nonsense": "abc",
    }


def test_a_link_that_cannot_be_used_says_so_in_the_same_way_whatever_the_reason(
    cast: Cast, link: ClinicianLink
) -> None:
    answers = {why: Client().get(f"/ehcp/link/open/{token}/") for why, token in bad_links(link, cast).items()}
    with pretend(today() + timedelta(days=15)):
        answers["run out"] = Client().get(f"/ehcp/link/open/{link.token}/")
    answers["no link at all"] = Client().get("/ehcp/link/advice/")
    answered = opened_by(link)
    answers["without a code"] = Client().get("/ehcp/link/advice/")
    answered.post("/ehcp/link/advice/", ADVICE)
    answers["used"] = Client().get(f"/ehcp/link/open/{link.token}/")
    answers["used, in the same session"] = answered.get("/ehcp/link/advice/")
    other = ClinicianLink.make(by=cast["spa"], request=with_service(cast), **PERSON)
    in_use = opened_by(other)
    other.end(by=cast["spa"], reason="Wrong person.")
    answers["ended"] = Client().get(f"/ehcp/link/open/{other.token}/")
    answers["ended, in an open session"] = in_use.get("/ehcp/link/advice/")
    withdrawn = ClinicianLink.make(by=cast["spa"], request=with_service(cast), **PERSON)
    in_use = opened_by(withdrawn)
    withdrawn.request.withdraw(by=cast["coordinator"], reason="Asked by mistake.")
    answers["not asked any more"] = Client().get(f"/ehcp/link/open/{withdrawn.token}/")
    answers["not asked any more, in an open session"] = in_use.get("/ehcp/link/advice/")
    pages = {re.sub(r'nonce="[^"]*"', "", answer.content.decode()) for answer in answers.values()}
    assert {answer.status_code for answer in answers.values()} == {404}
    assert len(pages) == 1
    assert link.child.family_name not in pages.pop()
    assert all("no-store" in answer.headers["Cache-Control"] for answer in answers.values())
    assert all(answer.headers["Referrer-Policy"] == "no-referrer" for answer in answers.values())


def test_five_wrong_codes_lock_the_link_for_good_and_whoever_sent_it_is_told(link: ClinicianLink) -> None:
    wrong = "000000" if link.code_to_say != "000000" else "111111"
    statuses = []
    for _ in range(5):  # in a new session each time: they count together
        client = Client()
        client.get(f"/ehcp/link/open/{link.token}/")
        statuses.append(client.post("/ehcp/link/code/", {"code": wrong}).status_code)
    assert statuses == [422, 422, 422, 422, 404]
    link.refresh_from_db()
    assert (link.status, link.wrong_codes) == ("locked", 5)
    assert client.post("/ehcp/link/code/", {"code": link.code_to_say}).status_code == 404
    told = Message.objects.get(subject__startswith="A clinician’s link is locked")
    assert told.to == link.provider.mailbox


def test_before_the_code_nothing_of_the_child_is_shown_or_logged(link: ClinicianLink) -> None:
    client = Client()
    client.get(f"/ehcp/link/open/{link.token}/")
    page = client.get("/ehcp/link/code/")
    assert link.child.family_name not in page.content.decode()
    assert link.child.given_name not in page.content.decode()
    assert not AccessLog.objects.of_child(link.child_id).exists()


def test_each_view_is_logged_with_the_child_as_that_person(link: ClinicianLink) -> None:
    client = opened_by(link)
    client.get("/ehcp/link/advice/")
    line = AccessLog.objects.of_child(link.child_id).get()
    assert (line.user, line.organisation, line.outcome) == (None, link.provider, 200)
    assert line.who == str(link.actor)
    assert line.path == "/ehcp/link/advice/"  # never the secret


def test_a_saved_draft_comes_back_in_a_new_session_with_the_code(link: ClinicianLink, cast: Cast) -> None:
    first = opened_by(link)
    kept = first.post("/ehcp/link/advice/", {"needs": "Half a sentence", "save_draft": "auto"})
    assert (kept.status_code, "Draft-Version" in kept.headers) == (204, True)
    again = Client()
    again.get(f"/ehcp/link/open/{link.token}/")
    assert again.get("/ehcp/link/advice/").status_code == 404
    assert "Half a sentence" in opened_by(link).get("/ehcp/link/advice/").content.decode()
    with opened(Scope.of(o.pk for o in cast.org.values())):
        assert not LinkDraft.objects.exists()  # nobody but the link's person reads it


def test_a_new_link_to_the_same_mailbox_takes_the_draft_along_and_ends_the_old_one(
    link: ClinicianLink, cast: Cast
) -> None:
    opened_by(link).post("/ehcp/link/advice/", {"needs": "Half a sentence", "save_draft": "yes"})
    link.refresh_from_db()
    link.send_anew(by=cast["spa"], email=link.email)
    new = link.successor
    assert (link.status, new.name, new.status) == ("ended", link.name, "open")
    assert "Half a sentence" in opened_by(new).get("/ehcp/link/advice/").content.decode()
    assert Client().get(f"/ehcp/link/open/{link.token}/").status_code == 404


def test_the_database_shows_a_link_its_own_request_and_nothing_else(cast: Cast, link: ClinicianLink) -> None:
    child = link.child
    Contact.add(by=cast["coordinator"], child=child, name="Jo Ali", relationship="Parent")
    other_request = asked(cast, "paediatrics", "c", assessment=link.request.assessment)
    drafted(cast, link.request.assessment)
    elsewhere = ClinicianLink.make(by=cast["spa"], request=with_service(cast), **PERSON)
    letter = {"kind": "other", "title": "Letter", "file": pdf(elsewhere.child.name)}
    Document.add(by=cast["coordinator"], child=elsewhere.child, owner=cast.org["wiltshire"], **letter)
    make_child(cast)
    with opened(Scope(link=link.pk)):
        assert set(Child.objects.all()) == {child}
        assert set(AdviceRequest.objects.all()) == {link.request}
        assert other_request not in AdviceRequest.objects.all()
        assert set(Clock.objects.all()) == {link.request.advice_clock}
        assert set(ClinicianLink.objects.all()) == {link}
        for model in (Contact, Involvement, AssessmentRequest, Plan, Document, Episode, AccessLog, ListLog):
            assert not model.objects.exists(), model


def test_the_database_lets_a_link_change_nothing_of_the_child(link: ClinicianLink) -> None:
    with (
        opened(Scope(link=link.pk)),
        pytest.raises(DatabaseError),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("UPDATE people_child SET school = 'Another' WHERE id = %s", [link.child_id])


def test_an_ended_link_opens_nothing_in_the_database(cast: Cast, link: ClinicianLink) -> None:
    link.end(by=cast["spa"], reason="Wrong person.")
    with opened(Scope(link=link.pk)):
        assert not Child.objects.exists()
        assert not AdviceRequest.objects.exists()


def test_only_whoever_holds_the_request_makes_a_link(cast: Cast) -> None:
    unanswered = asked(cast)
    with pytest.raises(Refused, match="Say first which service"):
        ClinicianLink.make(by=cast["spa"], request=unanswered, **PERSON)
    unanswered.give_answer(by=cast["spa"], answer="not_known", on=days_ago(2))
    with pytest.raises(Refused, match="has this request now"):
        ClinicianLink.make(by=cast["spa"], request=unanswered, **PERSON)
    link = ClinicianLink.make(by=cast["adviser"], request=unanswered, **PERSON)
    # What is told to the Health Advisers does not end the request: the advice is theirs to write.
    opened_by(link).post("/ehcp/link/advice/", ADVICE)
    unanswered.refresh_from_db()
    link.refresh_from_db()
    assert (unanswered.status, link.status) == ("with_has", "answered")
    assert "He tires after an hour." in link.told


def test_a_link_does_not_outlive_the_request_that_it_was_made_for(cast: Cast) -> None:
    """Given back to be routed to another provider: the first one's clinician is out, and the other asks its own."""
    without_access(cast)
    request = AdviceRequest.ask(
        by=cast["coordinator"], assessment=assessing(cast), paragraph="c", sent_on=days_ago(9)
    )
    with pytest.raises(Refused, match="Say first which service"):  # nobody could send advice by it yet
        ClinicianLink.make(by=cast["dmo"], request=request, **PERSON)
    request.route(by=cast["dco"], service=cast.team["slt"], chosen_at="after")
    link = ClinicianLink.make(by=cast["spa"], request=request, **PERSON)
    client = opened_by(link)
    request.give_back_to_router(by=cast["spa"], reason="Not ours.")
    request.route(by=cast["dco"], service=cast.team["slt_2"], chosen_at="after")
    assert client.post("/ehcp/link/advice/", ADVICE).status_code == 404
    request.refresh_from_db()
    assert request.status == "with_service"
    assert ClinicianLink.make(by=cast["spa_2"], request=request, **PERSON).is_usable


def test_two_links_to_one_request_are_refused(cast: Cast, link: ClinicianLink) -> None:
    with pytest.raises(ValidationError, match="open already"):
        ClinicianLink.make(by=cast["spa"], request=link.request, **PERSON)


def test_a_file_about_another_child_is_held_and_noted_with_that_child(cast: Cast, link: ClinicianLink) -> None:
    other = make_child(cast, given_name="Wren", family_name="Hollowby")
    client = opened_by(link)
    stopped = client.post("/ehcp/link/advice/", {"file": pdf(f"{link.child.name} and {other.name}")})
    assert (stopped.status_code, "It has the name of another child" in stopped.content.decode()) == (422, True)
    answer = client.post(
        "/ehcp/link/advice/", {**ADVICE, "file": pdf(f"{link.child.name} and {other.name}"), "hold": "on"}
    )
    assert "a second person" in answer.content.decode()
    noted = ListLog.objects.get(children=[other.pk])
    assert (noted.user, noted.who) == (None, str(link.actor))
    held = Document.objects.get(by_link=link.pk)
    assert (held.status, held.uploader) == ("held", None)
    assert Message.objects.filter(to=held.checker.mailbox, subject__startswith="A file is held").exists()
    # When the second person has released it, the clinician sends it with what was written
    held.release(by=cast["spa"], reason="His sister.")
    draft = client.get("/ehcp/link/advice/").content.decode()
    assert "has been looked at" in draft
    assert "He tires after an hour." in draft
    client.post("/ehcp/link/advice/", ADVICE)
    assert AdviceRequest.objects.get(pk=link.request_id).document == held


def test_a_draft_that_waited_for_the_advice_comes_back_to_the_dco(cast: Cast, link: ClinicianLink) -> None:
    plan = drafted(cast, link.request.assessment)
    episode = Episode.take(by=cast["dco"], plan=plan)
    episode.wait_for_advice(by=cast["dco"])
    opened_by(link).post("/ehcp/link/advice/", ADVICE)
    episode.refresh_from_db()
    assert episode.status != "waiting"


def test_the_code_is_shown_once_to_whoever_made_the_link(client: Client, cast: Cast, request_: AdviceRequest) -> None:
    client.force_login(cast["spa"])
    page = client.post(f"/ehcp/advice-requests/{request_.pk}/link/make/", PERSON)
    code = re.search(r'id="code">(\d{3}) (\d{3})<', page.content.decode())
    assert code
    assert "no-store" in page.headers["Cache-Control"]
    link = ClinicianLink.objects.get()
    link.give_code(by=link.actor, code="".join(code.groups()))
    assert link.is_right
    shown = client.get(request_.get_absolute_url()).content.decode()
    assert "By link: Dr Noor Ali, Paediatrician" in shown
    assert "".join(code.groups()) not in shown


def test_nobody_with_an_account_answers_in_the_clinicians_name(cast: Cast, link: ClinicianLink) -> None:
    client = Client()
    client.force_login(cast["spa"])
    assert client.get(reverse("ehcp:clinicianlink_do", args=[link.pk, "answer"])).status_code in (302, 404)
    assert ClinicianLink.answer.form is None


def test_the_log_does_not_hold_the_address(link: ClinicianLink) -> None:
    said = without_secrets(f'"GET /ehcp/link/open/{link.token}/ HTTP/1.1" 302')
    assert link.secret not in said
    assert found_by(link.token) == link.pk


def test_a_link_runs_out_while_it_is_used(link: ClinicianLink) -> None:
    client = opened_by(link)
    with pretend(today() + timedelta(days=15)):
        assert now() > link.expires_at
        assert client.post("/ehcp/link/advice/", ADVICE).status_code == 404
    assert AdviceRequest.objects.get(pk=link.request_id).status == "with_service"


def test_strangers_do_not_see_links(cast: Cast, link: ClinicianLink) -> None:
    def seen_by(who: User) -> Any:
        with opened(who.scope):
            return list(ClinicianLink.objects.visible_to(who)), ClinicianLink.objects.count()

    assert seen_by(cast["spa"]) == ([link], 1)
    assert seen_by(cast["coordinator"]) == ([link], 1)
    for who in ("spa_2", "stranger", "swindon_coordinator"):
        assert seen_by(cast[who]) == ([], 0)


def test_what_the_family_took_back_is_not_sent_and_their_words_are_not_told(cast: Cast) -> None:
    request = asked(cast, "slt", "h")
    request.give_answer(
        by=cast["spa"], answer="known", service=cast.team["slt"], on=days_ago(14), last_contact_on=days_ago(30)
    )
    link = ClinicianLink.make(by=cast["spa"], request=request, **PERSON)
    answer(cast, request.child, refused_for=[Purpose.ADVICE])
    refused = opened_by(link).post("/ehcp/link/advice/", ADVICE)
    assert refused.status_code == 422
    assert "The family no longer asks for this advice" in refused.content.decode()
    assert "Refused" not in refused.content.decode()
    link.end(by=cast["spa"], reason="The family took it back.")
    with pytest.raises(ValidationError, match="withdraw this request"):
        ClinicianLink.make(by=cast["spa"], request=request, **PERSON)
