"""Of all that can be done about an assessment, its plan or a request for advice, what comes next?"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from accounts.roles import Permission
from core.workflow import Action, Verb, made_in
from ehcp.models import AdviceRequest, AssessmentRequest, ClinicianLink, EarlierAdvice, FamilyPaper, PanelCase, Plan

NEXT = (
    AssessmentRequest.register,
    AssessmentRequest.decide_to_assess,  # reg 4, 5
    AssessmentRequest.decide_not_to_assess,
    AdviceRequest.ask,  # reg 6(1)(c): in every assessment; asked once, more is no next step
    Plan.resubmit,
    Plan.submit,
    AssessmentRequest.decide_to_issue,  # reg 10, 13
    AssessmentRequest.decide_not_to_issue,
    Plan.record_family_saw,  # the family's 15 days
    Plan.issue,
)
# A plan's own acts: when each is the next one.
WHEN: dict[Any, Callable[[Plan], bool]] = {
    Plan.resubmit: lambda plan: plan.status == Plan.Status.WITH_LA,
    Plan.record_family_saw: lambda plan: plan.status == Plan.Status.AGREED and plan.family_saw_on is None,
    Plan.issue: lambda plan: plan.status == Plan.Status.AGREED,
}
# These go by what the advice says.
AFTER_ADVICE = (Plan.submit, AssessmentRequest.decide_to_issue, AssessmentRequest.decide_not_to_issue)
BESIDE = (
    AdviceRequest.ask,
    FamilyPaper.say,
    AdviceRequest.send_family_papers,
    EarlierAdvice.propose,
    PanelCase.put_on,
    AssessmentRequest.record_considering,
    AssessmentRequest.change_coordinator,
    Plan.change_coordinator,
    Plan.record_final_sent,
    ClinicianLink.make,
)
WAYS_OUT = (
    AdviceRequest.hold_family_papers,
    Plan.record_issued,
    AssessmentRequest.withdraw,
    AdviceRequest.give_back_to_router,
    AdviceRequest.return_for_quality,
    AdviceRequest.withdraw,
)
MIDDLE = len(NEXT)  # what no law puts in order
DONE = ("already has", "Recorded already")


@dataclass(frozen=True)
class Turn:
    """The buttons in their order; the first stands out where it is what is to be done now."""

    actions: list[Any]
    stands_out: bool

    @property
    def first(self) -> Any | None:
        """What is to be done now, if anything is."""
        return self.actions[0] if self.actions and self.stands_out else None

    @property
    def others(self) -> list[Any]:
        return self.actions[1:] if self.first else self.actions


def in_turn(actions: Iterable[Any], *, by: Any, advice: Iterable[AdviceRequest]) -> Turn:
    """The next act first, ways out last. What was done already is read on the page, not from a button."""
    requests = list(advice)
    must_ask = by.holds(Permission.DECIDE_ASSESSMENT) and not any(asked.paragraph == "c" for asked in requests)
    waits = any(asked.status in AdviceRequest.OPEN for asked in requests)
    told = [action for action in actions if not any(words in (action.blocked or "") for words in DONE)]
    placed = sorted(
        ((place_of(action, must_ask=must_ask, waits=waits), action) for action in told), key=lambda pair: pair[0]
    )
    first = next((place for place, action in placed if not action.blocked), MIDDLE + 1)
    return Turn([action for _, action in placed], stands_out=first <= MIDDLE)


def place_of(action: Any, *, must_ask: bool, waits: bool) -> int:
    verb = action.verb
    if waits and verb in AFTER_ADVICE:
        return MIDDLE + 1
    if verb in WHEN and not WHEN[verb](action.record):
        return MIDDLE + 1
    if verb in NEXT and (must_ask or verb is not AdviceRequest.ask):
        return NEXT.index(verb)
    if verb in BESIDE:
        return MIDDLE + 1
    return MIDDLE + 2 if verb in WAYS_OUT else MIDDLE


def offers(*verbs: Verb, within: Any, by: Any) -> list[Action]:
    """Those of these verbs that this person may make something in the record with; `blocked` says why not yet."""
    return [Action(verb, within, verb.refusal(within, by)) for verb in verbs if by.may(verb.permission, within)]


def made_here(record: Any, by: Any) -> list[Action]:
    """What this person can make in the record now, also by apps above: accept a request, take a draft."""
    with_a_form = (verb for verb in made_in(record) if verb.form is not None)
    return [action for action in offers(*with_a_form, within=record, by=by) if not action.blocked]
