"""One made-up record of each kind that the API knows, made through the verbs."""

from datetime import date
from typing import Any

from clocks.models import ClockException, Pause
from core.today import pretend
from ehcp.models import (
    AdviceRequest,
    AnnualReview,
    AssessmentRequest,
    EarlierAdvice,
    FamilyPaper,
    Panel,
    PanelCase,
    PanelMeeting,
    PhaseTransfer,
    Plan,
    ReviewContribution,
    Section23Notification,
)
from has_team.models import Referral
from people.models import Consent, SharingWithoutConsent
from qa.accounting import accounting_of
from qa.models import AccountedLine, Episode, GlossaryTerm, LibraryUse
from send_portal.demo.cast import Cast
from send_portal.demo.factories import make_child
from send_portal.demo.library import add_entry
from tribunals.models import Appeal

RECEIVED, DECIDED, ASKED, SUBMITTED = date(2026, 1, 5), date(2026, 2, 2), date(2026, 2, 3), date(2026, 3, 9)


def assessing(cast: Cast, **facts: Any) -> AssessmentRequest:
    with pretend(DECIDED):
        child = make_child(cast, on=RECEIVED, **facts)
        by = cast["coordinator"]
        assessment = AssessmentRequest.register(by=by, child=child, received_on=RECEIVED, source="1")
        assessment.decide_to_assess(by=by, on=DECIDED)
        FamilyPaper.say(by=by, assessment=assessment, nothing_sent=True)
    return assessment


def asked(cast: Cast, assessment: AssessmentRequest, team: str = "slt", paragraph: str = "f") -> AdviceRequest:
    with pretend(ASKED):
        return AdviceRequest.ask(
            by=cast["coordinator"],
            assessment=assessment,
            paragraph=paragraph,
            asked_of=cast.team[team],
            sent_on=ASKED,
        )


def one_of_each(cast: Cast) -> dict[str, Any]:
    """By the name of their list."""
    assessment = assessing(cast, date_of_birth=date(2023, 5, 4))
    child, by = assessment.child, cast["coordinator"]
    request = asked(cast, assessment)
    for_advisers = asked(cast, assessment, "paediatrics", "c")
    answered = asked(cast, assessment, paragraph="h")
    with pretend(SUBMITTED):
        earlier = EarlierAdvice.propose(
            by=by, assessment=assessment, service=cast.team["slt"], paragraph="f", title="Clinic report",
            author="A therapist", given_on=ASKED,
        )  # fmt: skip
        answered.give_answer(
            by=cast["spa"], answer="known", last_contact_on=ASKED, service=cast.team["slt"], on=ASKED
        )
        answered.return_advice(by=cast["spa"], advice_text="Wears splints on both ankles, with pain.")
        for_advisers.give_answer(by=cast["spa"], answer="not_known", on=date(2026, 2, 10))
        plan = Plan.submit(by=by, assessment=assessment, sections={"C": "A need.", "G": "A nurse."}, on=SUBMITTED)
        AnnualReview.register(by=by, child=child, since_on=RECEIVED)  # of a plan that is older than the portal
        review = AnnualReview.log(by=cast["dco"], child=child, asked_on=SUBMITTED, has_health_needs=True)
        contribution = ReviewContribution.ask(
            by=by, annual_review=review, service=cast.team["slt"], about="What changed.", due_on=SUBMITTED
        )
        transfer = PhaseTransfer.register(by=by, child=child, kind="primary", moves_on=date(2026, 9, 1))
        exception = ClockException.propose(
            by=cast["spa"],
            clock=request.advice_clock,
            kind="exceptional_circumstances",
            first_day=ASKED,
            reason="A bereavement.",
        )
        panel = Panel.set_up(
            by=cast["la_manager"], local_authority=cast.org["wiltshire"], name=f"Panel {child.reference}",
            in_force_from=SUBMITTED, rhythm="by_date", decides="issue", health_sits=True,
        )  # fmt: skip
        meeting = PanelMeeting.plan(by=cast["la_manager"], panel=panel, meets_on=date(2026, 3, 17))
        panel_case = PanelCase.put_on(by=by, assessment=assessment, meeting=meeting)
        episode = Episode.take(by=cast["dco"], plan=plan)
        line = accounting_of(episode).open_parts[0].key
        said = {"line": line, "mark": "left_out", "why": "twice"}
        account = AccountedLine.account(by=cast["dco"], episode=episode, **said)
        entry = add_entry(cast, f"key-{child.pk}", "G", "Nursing", "A nurse reviews {name}’s care plan every term.")
        use = LibraryUse.insert(by=cast["dco"], episode=episode, section="G", entry=entry)
        term = GlossaryTerm.add(by=cast["dco"], icb=cast.org["icb"], term=f"word {child.pk}", plain="a plain word")
        pause = Pause.pause(
            by=cast["dco"],
            clock=plan.qa_clock,
            until_on=date(2026, 3, 16),
            why="papers",
            reason="The school’s report.",
        )
        referral = Referral.accept(
            by=cast["adviser"],
            advice_request=for_advisers,
            criterion="not_known",
            responsibility_checked_on=SUBMITTED,
            on=SUBMITTED,
        )
        young = Section23Notification.identify(
            by=cast["dco"], child=child, body=cast.org["icb"], opinion="needs", grounds="Few words.",
            clinician="Dr Ayers", identified_on=SUBMITTED,
        )  # fmt: skip
        consent = Consent.record(
            by=by, child=child, giver="parent", given_by="Alex", responsibility="mother", given_on=SUBMITTED,
            how="spoken", agreed_for=["audit"],
        )  # fmt: skip
        sharing = SharingWithoutConsent.record(
            by=by, child=child, ground="safeguarding", with_whom="The police", what="The address.", reason="Danger.",
            shared_on=SUBMITTED, decided_with="Safeguarding lead", why_not_told="It would add to the danger.",
        )  # fmt: skip
        appeal = Appeal.log(
            by=cast["dco"],
            child=child,
            kind="extended",
            reference="EH865/26/00001",
            registered_on=ASKED,
            sent_to_la_on=ASKED,
            wording_at_lodgement="unclear",
        )
    return {
        "children": child,
        "clocks": request.advice_clock,
        "exceptions": exception,
        "pauses": pause,
        "assessment-requests": assessment,
        "advice-requests": request,
        "earlier-advice": earlier,
        "family-papers": assessment.family_papers.get(),
        "plans": plan,
        "annual-reviews": review,
        "review-contributions": contribution,
        "phase-transfers": transfer,
        "panels": panel,
        "panel-meetings": meeting,
        "panel-cases": panel_case,
        "quality-assurances": episode,
        "accounted-lines": account,
        "standard-wordings": entry,
        "standard-wording-versions": use.version,
        "standard-wording-uses": use,
        "glossary-terms": term,
        "referrals": referral,
        "appeals": appeal,
        "consents": consent,
        "section-23-notifications": young,
        "sharings-without-consent": sharing,
    }
