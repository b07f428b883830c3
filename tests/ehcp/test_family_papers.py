"""What the family wrote and sent in goes with each request for advice, and nothing else of the file does."""

import re
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test import Client

from core.models import Message
from core.scope import Scope, opened
from core.workflow import Refused
from ehcp.family_paper_forms import SayFamilyPapersForm
from ehcp.models import AdviceRequest, AssessmentRequest, ClinicianLink, FamilyPaper
from people.models import AccessLog, Child, Consent, Document, SharingWithoutConsent
from send_portal.demo.cast import Cast
from send_portal.demo.papers import pdf_file
from tests.ehcp.made import asked, assessing, days_ago

NOBODY: set[str] = set()


def added(cast: Cast, child: Child, title: str = "Letter from Alex", **facts: Any) -> Document:
    words = f"{child.name}: what we would like you to know."
    about = {"kind": "family", "owner": cast.org["wiltshire"], "file": pdf_file("letter.pdf", words)} | facts
    return Document.add(by=cast["coordinator"], child=child, title=title, **about)


def sent_on(cast: Cast, assessment: AssessmentRequest, *papers: Document) -> FamilyPaper:
    return FamilyPaper.say(by=cast["coordinator"], assessment=assessment, papers=papers)


def opens(cast: Cast, who: str) -> set[str]:
    """What this person's transactions see, with no filter but the wall."""
    with opened(cast[who].scope):
        return {one.title for one in Document.objects.all()}


def refused_by(cast: Cast, child: Child, **facts: Any) -> Consent:
    said = {"agreed_for": ["assessment"], "refused_organisations": [cast.org["provider"].pk]} | facts
    return Consent.record(
        by=cast["coordinator"], child=child, giver="parent", given_by="Alex", responsibility="mother",
        given_on=days_ago(0), how="written", **said,
    )  # fmt: skip


@pytest.fixture
def case(cast: Cast) -> AssessmentRequest:
    return assessing(cast)


@pytest.fixture
def request_(cast: Cast, case: AssessmentRequest) -> AdviceRequest:
    """Asked after the letter was said to go; a report of the school's stays in the file."""
    letter = added(cast, case.child)
    added(cast, case.child, "School report", kind="other")
    sent_on(cast, case, letter)
    return asked(cast, assessment=case)


def test_who_was_asked_opens_what_goes_with_the_request_and_nothing_else_of_the_file(
    client: Client, cast: Cast, request_: AdviceRequest
) -> None:
    client.force_login(cast["spa"])
    page = client.get(request_.get_absolute_url()).content.decode()
    assert "Letter from Alex" in page
    assert "School report" not in page
    paper = FamilyPaper.objects.get()
    answer = client.get(paper.file_url)
    assert b"".join(answer.streaming_content).startswith(b"%PDF")
    seen = AccessLog.objects.downloads_of(paper.document_id).get()
    assert seen.user == cast["spa"]
    other = Document.objects.get(title="School report")
    for address in (other.download_url, paper.document.download_url, paper.document.get_absolute_url()):
        assert client.get(address).status_code == 404, address
    assert client.get(f"/ehcp/family-papers/{paper.pk}/take-back/").status_code in (403, 404)
    for who in ("spa_2", "stranger"):
        client.force_login(cast[who])
        assert client.get(paper.file_url).status_code == 404, who


def test_the_wall_opens_those_papers_alone_and_closes_with_the_request(cast: Cast, request_: AdviceRequest) -> None:
    assert opens(cast, "spa") == {"Letter from Alex"}
    assert opens(cast, "spa_2") == opens(cast, "stranger") == NOBODY
    with opened(cast["spa"].scope), connection.cursor() as cursor:
        cursor.execute("UPDATE people_document SET title = 'Mine'")
        assert cursor.rowcount == 0
    request_.withdraw(by=cast["coordinator"], reason="The family has moved.")
    assert opens(cast, "spa") == NOBODY
    with opened(cast["spa"].scope):
        assert not FamilyPaper.objects.exists()


def test_a_request_that_is_passed_on_takes_the_papers_along(cast: Cast, request_: AdviceRequest) -> None:
    request_.give_answer(by=cast["spa"], answer="not_known")
    assert opens(cast, "spa") == NOBODY
    assert "Letter from Alex" in opens(cast, "adviser")
    request_.give_back(by=cast["dco"], service=cast.team["paediatrics_2"])
    assert opens(cast, "spa_2") == {"Letter from Alex"}
    assert opens(cast, "spa") == NOBODY


def test_a_paper_that_was_taken_back_or_withdrawn_is_closed_and_the_record_stays(
    client: Client, cast: Cast, request_: AdviceRequest
) -> None:
    paper = FamilyPaper.objects.get()
    with pytest.raises(PermissionDenied):
        paper.take_back(by=cast["spa"], reason="No.")
    paper.take_back(by=cast["coordinator"], reason="It is the school’s.")
    assert opens(cast, "spa") == NOBODY
    client.force_login(cast["coordinator"])
    assert "taken back on" in client.get(request_.get_absolute_url()).content.decode()
    sent_on(cast, request_.assessment, paper.document)
    assert opens(cast, "spa") == {"Letter from Alex"}
    paper.document.refresh_from_db()
    paper.document.withdraw(by=cast["coordinator"], reason="Another child’s.")
    assert opens(cast, "spa") == NOBODY
    client.force_login(cast["spa"])
    assert "Letter from Alex" not in client.get(request_.get_absolute_url()).content.decode()


def test_what_came_later_goes_to_all_who_were_asked_and_they_are_told(cast: Cast, request_: AdviceRequest) -> None:
    more = [added(cast, request_.child, title) for title in ("A video’s words", "Second letter")]
    sent_on(cast, request_.assessment, *more)
    assert opens(cast, "spa") == {"Letter from Alex", "A video’s words", "Second letter"}
    told = Message.objects.filter(subject__startswith="More papers of the family")
    assert [message.to for message in told] == [request_.provider.mailbox]


def test_no_advice_is_asked_before_it_is_said_what_the_family_sent_in(
    client: Client, cast: Cast, case: AssessmentRequest
) -> None:
    client.force_login(cast["coordinator"])
    ask = f"/ehcp/assessments/{case.pk}/advice-requests/ask/"
    say = client.get(ask)["Location"]
    assert "/family-papers/say/?next=" in say
    form = {"paragraph": "c", "asked_of": cast.team["paediatrics"].pk}
    assert "Say first what the family wrote" in client.post(ask, form).content.decode()
    assert "Tick what goes" in client.post(say, {}).content.decode()
    assert client.post(say, {"nothing_sent": "on"})["Location"] == ask
    assert client.post(ask, form).status_code == 302
    page = client.get(AdviceRequest.objects.get().get_absolute_url()).content.decode()
    assert re.search(r"The family sent nothing in, said Jo Bramley on", page)
    client.force_login(cast["spa"])
    assert "The family sent nothing in" in client.get(AdviceRequest.objects.get().get_absolute_url()).content.decode()


def test_only_what_can_be_a_familys_is_offered_and_a_scan_says_that_nobody_could_check_it(
    cast: Cast, case: AssessmentRequest
) -> None:
    scan = added(cast, case.child, "Scan", file=pdf_file("scan.pdf", ""))
    advice = added(cast, case.child, "Report of a clinic", kind="advice")
    held = Document.hold(
        by=cast["coordinator"], child=case.child, owner=cast.org["wiltshire"], kind="family", title="Held",
        file=pdf_file("held.pdf", "Nobody’s name."), is_sent_later=False,
    )  # fmt: skip
    field = SayFamilyPapersForm(by=cast["coordinator"], within=case).fields["papers"]
    ((_, label),) = list(field.choices)
    assert label.startswith("Scan (from the family, added")
    assert "Text could not be checked" in label
    assert field.initial == [scan.pk]
    Document.objects.filter(pk=scan.pk).update(added_on=days_ago(51))  # before the request for this assessment came
    assert SayFamilyPapersForm(by=cast["coordinator"], within=case).fields["papers"].initial == []
    elsewhere = added(cast, assessing(cast).child)
    for paper in (advice, held, elsewhere):
        with pytest.raises(ValidationError, match="cannot go|another child’s"):
            sent_on(cast, case, paper)
    sent_on(cast, case, scan)
    with pytest.raises(ValidationError, match="recorded already"):
        FamilyPaper.say(by=cast["coordinator"], assessment=case, nothing_sent=True)


def test_from_a_service_that_the_family_refused_they_are_kept_until_somebody_says_why_they_go(
    client: Client, cast: Cast, case: AssessmentRequest
) -> None:
    sent_on(cast, case, added(cast, case.child))
    refused_by(cast, case.child)
    request = asked(cast, assessment=case)  # medical advice, which must be asked for all the same
    request.refresh_from_db()
    assert "did not agree to" in request.papers_held_because
    assert opens(cast, "spa") == NOBODY
    assert Message.objects.filter(subject__startswith="The family’s papers are kept back").count() == 1
    client.force_login(cast["coordinator"])
    page = client.get(case.get_absolute_url()).content.decode()
    assert "Kept back from" in page
    address = f"{request.get_absolute_url()}send-family-papers/"
    assert client.post(address, {"revision": request.revision}).status_code == 422
    client.post(address, {"revision": request.revision, "reason": "Her mother asked for it by telephone."})
    assert opens(cast, "spa") == {"Letter from Alex"}
    assert "Her mother asked for it by telephone." in client.get(request.get_absolute_url()).content.decode()
    request.refresh_from_db()
    request.hold_family_papers(by=cast["coordinator"], reason="She changed her mind.")
    assert opens(cast, "spa") == NOBODY
    letters = Message.objects.filter(subject__startswith="The family’s papers are kept back")
    told = letters.count()
    sent_on(cast, case, added(cast, case.child, "Second letter"))
    refused_by(cast, case.child, agreed_for=["audit"])
    request.refresh_from_db()
    assert (request.papers_held_because, letters.count()) == ("She changed her mind.", told)


def test_a_refusal_that_comes_later_closes_them_and_what_lifts_it_opens_them(
    cast: Cast, request_: AdviceRequest
) -> None:
    with pytest.raises(Refused, match="did not refuse"):
        request_.hold_family_papers(by=cast["coordinator"], reason="Never mind.")
    refused_by(cast, request_.child)
    assert opens(cast, "spa") == NOBODY
    SharingWithoutConsent.record(
        by=cast["coordinator"], child=request_.child, ground="legal_duty", duty="Regulation 6(3)",
        organisation=cast.org["provider"], purpose="assessment", what="Her letter.", reason="The duty.",
        shared_on=days_ago(0), decided_with="Dr Lane", told_on=days_ago(0),
    )  # fmt: skip
    assert opens(cast, "spa") == {"Letter from Alex"}


def test_a_refusal_after_the_advice_closes_them_too_and_a_new_one_is_heeded_over_what_was_decided(
    cast: Cast, request_: AdviceRequest
) -> None:
    refused_by(cast, request_.child)
    request_.refresh_from_db()
    request_.send_family_papers(by=cast["coordinator"], reason="Her mother asked for it by telephone.")
    refused_by(cast, request_.child, agreed_for=["audit"])
    assert opens(cast, "spa") == {"Letter from Alex"}  # that was about something else
    refused_by(cast, request_.child)
    assert opens(cast, "spa") == NOBODY
    request_.refresh_from_db()
    request_.send_family_papers(by=cast["coordinator"], reason="She asked again.")
    request_.give_answer(
        by=cast["spa"], answer="known", last_contact_on=days_ago(20), service=cast.team["paediatrics"]
    )
    request_.return_advice(by=cast["spa"], advice_text="He has asthma, well controlled.")
    assert opens(cast, "spa") >= {"Letter from Alex"}
    refused_by(cast, request_.child)
    assert "Letter from Alex" not in opens(cast, "spa")


def test_what_was_decided_about_one_provider_is_not_decided_about_the_next(
    cast: Cast, request_: AdviceRequest
) -> None:
    refused_by(cast, request_.child)
    request_.refresh_from_db()
    request_.send_family_papers(by=cast["coordinator"], reason="Her mother asked for it by telephone.")
    request_.give_answer(by=cast["spa"], answer="not_known")
    request_.give_back(by=cast["dco"], service=cast.team["paediatrics_2"])
    assert opens(cast, "spa_2") == {"Letter from Alex"}
    assert request_.papers_sent_because == ""


def test_whoever_has_sent_the_advice_opens_no_paper_that_came_after_it(
    client: Client, cast: Cast, request_: AdviceRequest
) -> None:
    request_.give_answer(
        by=cast["spa"], answer="known", last_contact_on=days_ago(20), service=cast.team["paediatrics"]
    )
    request_.return_advice(by=cast["spa"], on=days_ago(0), advice_text="He has asthma, well controlled.")
    AdviceRequest.objects.filter(pk=request_.pk).update(returned_on=days_ago(3))
    FamilyPaper.objects.update(said_on=days_ago(4))
    later = sent_on(cast, request_.assessment, added(cast, request_.child, "About her father"))
    assert opens(cast, "spa") == {"Letter from Alex"}
    client.force_login(cast["spa"])
    assert client.get(later.file_url).status_code == 404
    client.force_login(cast["coordinator"])
    assert "About her father" not in client.get(request_.get_absolute_url()).content.decode()


def test_a_paper_that_was_withdrawn_is_named_to_nobody_who_could_not_open_it(
    client: Client, cast: Cast, request_: AdviceRequest
) -> None:
    paper = FamilyPaper.objects.get()
    paper.document.withdraw(by=cast["coordinator"], reason="Another child’s.")
    client.force_login(cast["coordinator"])
    child = f"/children/{request_.child_id}/"
    for address in (request_.get_absolute_url(), request_.assessment.get_absolute_url(), f"{child}chronology/"):
        page = client.get(address).content.decode()
        assert "Letter from Alex" not in page, address
        assert paper.file_url not in page, address


def test_a_clinician_with_a_link_opens_them_and_no_longer_once_it_is_used(
    client: Client, cast: Cast, request_: AdviceRequest
) -> None:
    request_.give_answer(
        by=cast["spa"], answer="known", last_contact_on=days_ago(20), service=cast.team["paediatrics"]
    )
    link = ClinicianLink.make(
        by=cast["spa"], request=request_, name="Dr Amin", profession="Paediatrician", email="amin@example.org"
    )
    client.get(f"/ehcp/link/open/{link.token}/")
    client.post("/ehcp/link/code/", {"code": link.code_to_say})
    page = client.get("/ehcp/link/advice/").content.decode()
    paper = FamilyPaper.objects.get()
    address = f"/ehcp/link/family-papers/{paper.pk}/"
    assert address in page
    assert b"".join(client.get(address).streaming_content).startswith(b"%PDF")
    assert "Dr Amin" in AccessLog.objects.downloads_of(paper.document_id).get().person
    with opened(Scope(link=link.pk)):
        assert [one.title for one in Document.objects.all()] == ["Letter from Alex"]
    refused_by(cast, request_.child)
    assert client.get(address).status_code == 404
    assert address not in client.get("/ehcp/link/advice/").content.decode()
    with opened(Scope(link=link.pk)):
        assert not Document.objects.exists()
    request_.refresh_from_db()
    request_.send_family_papers(by=cast["coordinator"], reason="Her mother asked for it by telephone.")
    assert b"".join(client.get(address).streaming_content).startswith(b"%PDF")
    link.refresh_from_db()
    link.answer(by=link.actor, advice_text="He has asthma, well controlled.")
    assert client.get(address).status_code == 404
    with opened(Scope(link=link.pk)):
        assert not Document.objects.exists()


def test_the_chronology_says_which_papers_went_when_and_by_whom(
    client: Client, cast: Cast, request_: AdviceRequest
) -> None:
    client.force_login(cast["dco"])
    told = client.get(f"/children/{request_.child_id}/chronology/").content.decode()
    assert "Family’s papers with the requests for advice: Letter from Alex" in told
    assert "Document added: Letter from Alex" in told
    assert "Jo Bramley" in told
