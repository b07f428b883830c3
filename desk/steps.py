"""Which record keeps a clock, and which verb does it wait for?

Both come from the verbs' own declarations, so a new process stands on the worklist as soon as it is declared.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.db.models import Model, Q
from django.urls import NoReverseMatch, resolve

from clocks.models import Action, Clock, TimeLimit, by_hand
from clocks.models.holding import taken_by_its_record
from clocks.workflow import Lapses, Starts, StartsOwnRule, Stops
from core.views import VerbPage
from core.workflow import VERBS, Actor, Verb, made_in, verbs_of
from ehcp.models import AdviceRequest, AnnualReview, AssessmentRequest, Plan, ProvisionLine, Section23Notification
from has_team.models import Referral
from qa.models import Episode

SMALL_FORM = 8  # fields that can stand in a row of the list


@dataclass(frozen=True)
class Button:
    """A verb that this person may carry out now, and its page."""

    verb: Verb
    record: Any
    blocked: str | None = None

    @property
    def label(self) -> str:
        return self.verb.label

    @property
    def url(self) -> str:
        return address_of(self.verb, self.record)

    @property
    def fits_in_a_row(self) -> bool:
        """The plain form of few fields opens in its row; a page of its own making opens as a page."""
        return has_plain_page(self.verb, self.url) and len(self.verb.form.base_fields) <= SMALL_FORM


@dataclass(frozen=True)
class Step:
    """A verb on another record than the clock's own: the one reached by `of`, in these statuses; or
    one that makes something in the clock's record."""

    verb: Verb
    of: str = ""
    when: tuple[str, ...] = ()

    def button(self, record: Any, by: Actor) -> Button | None:
        if self.verb.creates:
            return creation_in(self.verb, record, by)
        acted_on = getattr(record, self.of, None)
        if acted_on is None or acted_on.status not in self.when:
            return None
        acted_on.child = record.child  # the same one, already read
        if not self.verb.is_offered(acted_on, by):
            return None
        return Button(self.verb, acted_on, self.verb.refusal(acted_on, by))


# The final plan's clock is the assessment's, and what it waits for is done to the plan.
ELSEWHERE: dict[str, tuple[Step, ...]] = {
    "issue_final_plan": (
        Step(Plan.submit),
        Step(Plan.resubmit, of="plan", when=(Plan.Status.WITH_LA,)),
        Step(Plan.issue, of="plan", when=(Plan.Status.AGREED,)),
    ),
}


# The steps of a review stand in turn: the last one that is possible now comes first. The day for notifying that no
# plan is issued (reg 10(1)) is about that decision; the other one comes after it.
IN_TURN: dict[str, tuple[Verb, ...]] = {
    "refuse_to_issue": (
        AssessmentRequest.decide_not_to_issue,
        AssessmentRequest.decide_to_issue,
        AssessmentRequest.decide_to_assess,
        AssessmentRequest.decide_not_to_assess,
    ),
    "section_23": (
        Section23Notification.notify_authority,
        Section23Notification.give_opportunity,
        Section23Notification.tell_parent,
    ),
    "annual_review": (
        AnnualReview.decide_to_keep,
        AnnualReview.decide_to_amend,
        AnnualReview.decide_to_cease,
        AnnualReview.record_held,
        AnnualReview.record_invitations,
        AnnualReview.set_meeting,
    ),
}


@dataclass(frozen=True)
class Work:
    """The record on which somebody works at what is due by this rule of another one, found by its foreign key; and
    the verb that begins it."""

    model: Any
    rule: str
    of: str
    begin: Verb
    when: str

    def button(self, record: Any, by: Actor) -> Button | None:
        """To begin it. That it has not begun is known, so nothing more is asked."""
        begin = Button(self.begin, record)
        may = self.begin.form is not None and by.may(self.begin.permission, record)
        return begin if may and record.status == self.when and begin.url else None


# What is due on these is done on another record's page, once somebody has begun.
WORKED_ON: dict[type[Model], Work] = {
    AdviceRequest: Work(Referral, "health_advice", "advice_request", Referral.accept, AdviceRequest.Status.WITH_HAS),
    Plan: Work(Episode, "qa_turnaround", "plan", Episode.take, Plan.Status.WITH_HEALTH),
    AnnualReview: Work(
        Episode, "qa_turnaround", "annual_review", Episode.take_review, AnnualReview.Status.WITH_HEALTH
    ),
}

# The conditions of these records' verbs ask nothing of the database: a list may try every verb on every row.
QUIET = (AssessmentRequest, AdviceRequest, Action, TimeLimit, ProvisionLine)


@cache
def keepers() -> dict[str, tuple[tuple[type[Model], str], ...]]:
    """By rule: the models that have such a clock, and the field that holds it."""
    found: dict[str, dict[tuple[type[Model], str], None]] = defaultdict(dict)
    for verb in VERBS:
        for effect in verb.effects:
            if isinstance(effect, Starts):
                rules = by_hand() if isinstance(effect, StartsOwnRule) else [effect.rule]
                for rule in rules:
                    found[rule][(verb.model, effect.field)] = None
    return {rule: tuple(places) for rule, places in found.items()}


def records_of(clocks: Iterable[Clock], user: Any) -> dict[int, Any]:
    """The record behind each clock, that this person may see: one query for each type of record."""
    fields: dict[Any, set[str]] = defaultdict(set)
    wanted: dict[Any, list[int]] = defaultdict(list)
    for clock in clocks:
        for model, field in keepers().get(clock.rule, ()):
            fields[model].add(field)
            wanted[model].append(clock.pk)
    found: dict[int, Any] = {}
    for model, names in fields.items():
        times_one_of_them = Q()
        for name in names:
            times_one_of_them |= Q(**{f"{name}__in": wanted[model]})
        for record in listed(model, user).filter(times_one_of_them):
            found |= {getattr(record, f"{name}_id"): record for name in names if getattr(record, f"{name}_id")}
    return found


def works_on(records: Iterable[Any], user: Any) -> dict[Any, Any]:
    """The open work on each of these records: one query for each type of work."""
    together: dict[Any, list[Any]] = defaultdict(list)
    for record in records:
        if type(record) in WORKED_ON:
            together[type(record)].append(record)
    found: dict[Any, Any] = {}
    for model, some in together.items():
        work = WORKED_ON[model]
        rows = work.model.objects.visible_to(user).filter(**{f"{work.of}__in": some}).order_by("pk")
        by_record = {getattr(row, f"{work.of}_id"): row for row in rows if is_open(row)}
        found |= {record: by_record[record.pk] for record in some if record.pk in by_record}
    return found


def work_for(clock: Clock, record: Any) -> Work | None:
    """Where what this clock waits for is worked at, if that is another record."""
    work = WORKED_ON.get(type(record))
    return work if work and work.rule == clock.rule else None


def is_open(work: Any) -> bool:
    return not hasattr(work, "OPEN") or work.status in work.OPEN


def listed(model: Any, user: Any) -> Any:
    """What this person may see of it, with the joins that a list needs."""
    visible = model.objects.visible_to(user)
    return visible.for_list() if hasattr(visible, "for_list") else visible.select_related("child")


def next_step(clock: Clock, record: Any, by: Actor) -> Button | None:
    """The verb that this clock waits for, if this person may carry it out now."""
    return next((button for button in steps(clock, record, by) if not button.blocked), None)


def steps(clock: Clock, record: Any, by: Actor) -> Iterator[Button]:
    """Everything this person may do about it, the likeliest first; ways out (withdrawing) last."""
    if record is None:
        return
    if (work := work_for(clock, record)) and (begin := work.button(record, by)):
        yield begin
    if clock.rule in IN_TURN:
        in_turn = (verb for verb in IN_TURN[clock.rule] if verb.is_offered(record, by))
        yield from (Button(verb, record, verb.refusal(record, by)) for verb in in_turn)
        return
    if clock.rule in ELSEWHERE:
        yield from (button for step in ELSEWHERE[clock.rule] if (button := step.button(record, by)))
        return
    for verb in verbs_of(type(record)):
        if isinstance(record, QUIET):
            if verb.is_offered(record, by) and not is_way_out(verb):
                yield Button(verb, record, verb.refusal(record, by))
        elif verb.is_offered(record, by) and stops(verb, clock, record):
            yield Button(verb, record)


def sharing(clock: Clock, by: Actor) -> Iterator[Button]:
    """Who in the team does it: taking it, giving it, putting it back. The conditions ask nothing of the database."""
    if not clock.is_running or taken_by_its_record(clock):
        return
    for verb in (Clock.take, Clock.give, Clock.put_back):
        is_theirs_already = verb is Clock.take and clock.person_id is not None
        if not is_theirs_already and verb.is_offered(clock, by) and verb.refusal(clock, by) is None:
            yield Button(verb, clock)


def stops(verb: Verb, clock: Clock, record: Any) -> bool:
    """Whether this is what the clock waits for."""
    fields = [effect.field for effect in verb.effects if isinstance(effect, Stops)]
    return any(getattr(record, f"{field}_id") == clock.pk for field in fields)


def is_way_out(verb: Verb) -> bool:
    return any(isinstance(effect, Lapses) and effect.why == Clock.Lapsed.WITHDRAWN for effect in verb.effects)


def creation_in(verb: Verb, record: Any, by: Actor) -> Button | None:
    """The button that makes something in this record, where this person may and a page for it exists."""
    if verb.form is None or not by.may(verb.permission, record):
        return None
    button = Button(verb, record, verb.refusal(record, by))
    return button if button.url else None


def creations_in(record: Model, by: Actor) -> list[Button]:
    """All that can be made in this record: verbs whose `within` names a record of its kind."""
    return [button for verb in made_in(record) if (button := creation_in(verb, record, by))]


def open_creations_in(record: Model, by: Actor) -> list[Button]:
    """Those of them that nothing stands in the way of."""
    return [button for button in creations_in(record, by) if not button.blocked]


def address_of(verb: Verb, record: Any) -> str:
    """The page of the verb's form; empty while it has none."""
    try:
        return verb.url_for(record)
    except NoReverseMatch:
        return ""


def has_plain_page(verb: Verb, url: str) -> bool:
    view = getattr(resolve(url).func, "view_class", None)
    return bool(view and issubclass(view, VerbPage) and view.template_name == VerbPage.template_name)
