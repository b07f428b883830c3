"""What follows here, in the same transaction, when advice arrives or a plan is issued?"""

from datetime import date
from typing import Any

from accounts.roles import System
from core.saving import keep
from core.scope import Scope, opened
from core.today import today
from core.workflow import Actor, follows
from ehcp.models import AdviceRequest, AmendedPlan, AnnualReview, PanelCase, Plan
from people.models import Document
from qa import lines, notifications, turnaround
from qa.accounting import accounting_of, suggested
from qa.audit.drawing import draw_sample, ready_reserve
from qa.likeness import Mark as Became
from qa.models import (
    AccountedLine,
    AdviceText,
    Answer,
    Audit,
    AuditCase,
    Comparison,
    Episode,
    LevelOneCheck,
    LibraryUse,
    Mark,
    QuestionSet,
)
from qa.queue import untaken_waiting


def bring_back(request: AdviceRequest, *, by: Actor, **facts: Any) -> None:
    """Advice that a draft waited for is there, or will not come: back to the DCO. The provider who sent it
    sees neither the plan nor this, so it happens in the scope of the child's ICB."""
    if request.status in AdviceRequest.OPEN:
        return
    with opened(Scope.of([request.child.icb_id])):
        for episode in Episode.objects.waiting().filter(plan__assessment=request.assessment_id):
            episode.advice_arrived(by=System("health advice arrived"), on=today())
        for plan in untaken_waiting().filter(assessment=request.assessment_id):
            come_back_if_all_is_there(plan)


def come_back_if_all_is_there(plan: Plan) -> None:
    """A draft that came from a panel and that nobody has taken: into the queue once it is whole."""
    if plan.assessment.advice_requests.outstanding().exists():
        return
    by = System("health advice arrived")
    plan.come_back(by=by)
    turnaround.run_untaken(plan, by=by)


def wait_for_the_rest(case: PanelCase, *, by: Actor, **facts: Any) -> None:
    """A panel's draft whose advice has not all come waits for it: nobody reads half of it by mistake."""
    owed = list(case.assessment.advice_requests.outstanding().for_list())
    if owed and case.plan:
        waits = System("the panel’s draft came before its advice")
        case.plan.wait_for_advice(by=waits)
        turnaround.pause_untaken(case.plan, by=waits, owed=owed)


def wait_no_longer(episode: Episode, *, by: Actor, plan: Plan, **facts: Any) -> None:
    """A DCO takes it as it is."""
    if plan.status == Plan.Status.WAITING:
        plan.come_back(by=by)
        turnaround.run_untaken(plan, by=System("a DCO took the draft"))


def end_unreturned(plan: Plan, *, by: Actor, on: date, **facts: Any) -> None:
    """The plan was issued, or will never be: nobody need read this draft any more."""
    for episode in plan.episodes.open():
        episode.end_unreturned(by=System("the plan needs no answer"), on=on)


def compare_issued(plan: Plan, *, by: Actor, **facts: Any) -> None:
    """Every issued plan is compared, and a quality assurance that it overtook has ended: its DCO is told."""
    readers = [episode.taken_by for episode in plan.episodes.open().select_related("taken_by")]
    end_unreturned(plan, by=by, on=plan.issued_on or today())
    comparison = Comparison.of_plan(plan)
    keep(comparison)
    notifications.compared(comparison, reader=readers[0] if readers else None)
    if plan.section_g_agreed_on:
        lines.ask(plan, on=plan.issued_on or today())


def compare_amended(amended: AmendedPlan, *, by: Actor, **facts: Any) -> None:
    """Every amended plan too, with what was agreed at its review."""
    comparison = Comparison.of_amended(amended)
    keep(comparison)
    notifications.compared(comparison)


def drop_lines(plan: Plan, *, by: Actor, **facts: Any) -> None:
    """A new draft: what was agreed for the one before is not provision yet, and is drawn up anew when it is."""
    lines.replace(plan.provision_lines.agreed(), by=System("a new draft was submitted"))


def ask_about_amended(review: AnnualReview, *, by: Actor, on: date, **facts: Any) -> None:
    """The amended plan is with the family: its lines are asked about; those of the plan before keep their days."""
    lines.ask(review, on=on)


def read_paper(request: AdviceRequest, *, by: Actor, file: Any = None, **facts: Any) -> None:
    """The words of the paper that came, kept for the desk. The provider who sent it sees nothing of that."""
    with opened(Scope.of([request.child.icb_id])):
        AdviceText.of(request, upload=file)


def read_replacement(document: Document, *, by: Actor, file: Any = None, **facts: Any) -> None:
    """A newer version of a paper says something else: its lines are accounted for anew."""
    with opened(Scope.of([document.child.icb_id])):
        for request in AdviceRequest.objects.filter(document=document).select_related("document", "child"):
            AdviceText.of(request, upload=file)


def read_papers(episode: Episode, *, by: Actor, **facts: Any) -> None:
    """Of advice whose file was replaced, or that came before the portal read any."""
    for request in episode.advice().filter(returned_on__isnull=False).select_related("document"):
        AdviceText.of(request)


def account_for_no_needs(episode: Episode, *, by: Actor, **facts: Any) -> None:
    """The one press for no health needs says what became of the advice too: what the words suggest, wherever they
    suggest anything. What is left is a need or a provision that the standard wording does not say."""
    for piece in accounting_of(episode).pieces:
        if not piece.has_to_account and not piece.whole.is_done:
            AccountedLine.account(by=by, episode=episode, line=piece.whole.key, mark=Became.NOTHING)
        for part in piece.open_parts:
            if part.proposal.can_be_confirmed and part.account is None:
                AccountedLine.account(by=by, episode=episode, line=part.key, **suggested(part))


for verb in (
    AdviceRequest.return_advice,
    AdviceRequest.return_health_advisers_advice,
    AdviceRequest.give_answer,
    AdviceRequest.answer_for_area,
    AdviceRequest.withdraw,
    AdviceRequest.close_as_sufficient,
):
    follows(verb, bring_back)
follows(PanelCase.send_to_qa, wait_for_the_rest)
follows(Episode.take, wait_no_longer)
follows(AdviceRequest.return_advice, read_paper)
follows(Document.replace, read_replacement)
follows(Episode.take, read_papers)
follows(Episode.take_review, read_papers)
follows(Episode.use_standard_wording, account_for_no_needs)
follows(Plan.issue, compare_issued)
follows(Plan.record_issued, compare_issued)
follows(AmendedPlan.submit, compare_amended)
follows(Plan.close, end_unreturned)
follows(Plan.resubmit, drop_lines)
follows(AnnualReview.record_amended_plan, ask_about_amended)


def settle_uses(episode: Episode, *, by: Actor, **facts: Any) -> None:
    """The wording is agreed: what became of the standard wording that was inserted into it?"""
    agreed = {row.section: row.approved for row in episode.sections.all()}
    for use in LibraryUse.objects.not_settled(episode):
        use.settle(by=System("the wording was agreed"), agreed=agreed.get(use.section, ""))


def wording_for(use: LibraryUse, issued: Any) -> str:
    """What was issued in the place of the section that it was inserted into."""
    return issued.text_for(use.episode.section(use.section).stands_for) if issued else ""


def compare_uses(plan: Plan, *, by: Actor, **facts: Any) -> None:
    """The plan is issued: does it hold the standard wording? The library is the ICB's own."""
    issued = plan.latest("issued")
    with opened(Scope.of([plan.child.icb_id])):
        for use in LibraryUse.objects.filter(episode__plan=plan).exclude(outcome=""):
            use.compare(by=System("the plan was issued"), issued=wording_for(use, issued))


def compare_uses_of_review(amended: AmendedPlan, *, by: Actor, **facts: Any) -> None:
    """The amended plan is sent: the same is asked of what was inserted at its review."""
    with opened(Scope.of([amended.child.icb_id])):
        for use in LibraryUse.objects.filter(episode__annual_review=amended.annual_review_id).exclude(outcome=""):
            use.compare(by=System("the amended plan was sent"), issued=wording_for(use, amended))


follows(AmendedPlan.submit, compare_uses_of_review)
follows(Episode.return_agreed, settle_uses)
follows(Plan.issue, compare_uses)
follows(Plan.record_issued, compare_uses)


def read_anew(request: AdviceRequest, *, by: Actor, **facts: Any) -> None:
    """It went back for quality: what was read stays, and what is written anew is read anew. Whoever returned it may
    see none of the board's readings, so it happens in the scope of the child's ICB."""
    with opened(Scope.of([request.child.icb_id])):
        for check in LevelOneCheck.objects.filter(advice_request=request).in_force():
            check.supersede(by=System("the advice was returned for quality"))


follows(AdviceRequest.return_for_quality, read_anew)


def keep_questions(question_set: QuestionSet, *, by: Actor, questions: Any, **facts: Any) -> None:
    question_set.ask(questions)


def keep_answers(mark: Mark, *, by: Actor, answers: Any, **facts: Any) -> None:
    for question, given in answers.items():
        Answer(mark=mark, question=question, given=given).save()


def keep_items(check: LevelOneCheck, *, by: Actor, given: Any, **facts: Any) -> None:
    check.keep_items(given)


follows(LevelOneCheck.read_advice, keep_items)
follows(QuestionSet.put_in_force, keep_questions)
follows(Mark.mark, keep_answers)
follows(Mark.settle, keep_answers)
follows(Audit.draw, draw_sample)
follows(AuditCase.draw_reserve, ready_reserve)
