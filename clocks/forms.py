"""What must somebody say to learn when something is due?"""

from collections.abc import Callable
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError

from accounts.models import Organisation, Team, User
from clocks.dates import LONGEST, OPTION_WORDS, DateError, Due, days_in_words, due
from clocks.excuses import Ground, Happened, MadeBy, often_meant
from clocks.models import Action, Clock, ClockException, LocalLength, Pause
from clocks.models.action import members_of, teams_around
from clocks.models.holding import colleagues_for
from clocks.models.pause import USUAL
from clocks.rule import Option, Phase, Rule
from clocks.rules import (
    ASSESSMENT,
    LOCAL,
    MEDIATION_AND_APPEAL,
    MOVES,
    ORDERS,
    REVIEWS,
    UnknownRule,
    rule_in_force,
    rule_keys,
)
from core.fields import DateField
from core.forms import VerbForm
from core.today import today
from people.models import Document

CHAPTERS = (
    ("Assessment and plan", ASSESSMENT),
    ("Reviews and re-assessments", REVIEWS),
    ("Moves", MOVES),
    ("Mediation and appeal", MEDIATION_AND_APPEAL),
    ("Orders, recommendations and remedies", ORDERS),
    ("Local standards", LOCAL),
)
PHASES = {Phase.SECONDARY_TO_POST16: "From secondary school to post-16", Phase.OTHER: "Any other transfer"}


def number(option: Option) -> Callable[[], forms.Field]:
    label = OPTION_WORDS[option].capitalize()
    return lambda: forms.IntegerField(label=label, required=False, min_value=1, max_value=LONGEST)


OPTION_FIELDS: dict[Option, Callable[[], forms.Field]] = {
    Option.CERTIFICATE: lambda: DateField(label="Date of the mediation certificate, if there is one", required=False),
    Option.WEEKS: number(Option.WEEKS),
    Option.MONTHS: number(Option.MONTHS),
    Option.DATE: lambda: DateField(label="The date directed or agreed", required=False),
    Option.PHASE: lambda: forms.ChoiceField(
        label="Which transfer is it?",
        required=False,
        choices=[("", "Not known"), *((case.value, words) for case, words in PHASES.items())],
    ),
}


class CalculatorForm(forms.Form):
    """A rule and its first day; a rule that needs more asks for it once it is chosen."""

    looks = {"rule": {"size": "s"}, "start": {"size": "s"}, "weeks": {"width": 3}, "months": {"width": 3}}

    rule = forms.ChoiceField(label="What is to be done?")
    start = DateField(label="The day it starts", subject="The day it starts")

    def __init__(self, *args: Any, icb: Organisation | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.icb = icb
        chapters = [(name, [(rule.key, rule.name) for rule in rules]) for name, rules in CHAPTERS]
        self.fields["rule"].choices = [("", "Choose a time limit"), *chapters]
        for option in self.options:
            self.fields[option.value] = OPTION_FIELDS[option]()

    @property
    def options(self) -> tuple[Option, ...]:
        """What the chosen rule may be told besides its start."""
        key = self.data.get("rule")
        return rule_in_force(key, today()).options if key in rule_keys() else ()

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if "rule" in said and said.get("start"):
            try:
                self.law = rule_in_force(said["rule"], said["start"])
                self.answer = self.work_out(self.law, said)
            except (DateError, UnknownRule) as wrong:
                self.add_error(self.field_to_blame(), ValidationError(str(wrong)))
        return said

    def work_out(self, law: Rule, said: dict[str, Any]) -> Due:
        given = {option.value: said.get(option.value) or None for option in self.options}
        if given.get("phase"):
            given["phase"] = Phase(given["phase"])
        length = LocalLength.objects.length_of(law.key, icb=self.icb) if law.is_local and self.icb else None
        return due(law, said["start"], length=length, **given)

    def field_to_blame(self) -> str:
        return self.options[0].value if self.options else "start"


class SetLengthForm(VerbForm):
    """One of the time limits that a board sets for itself."""

    verb = LocalLength.set_length
    button = "Save this length"
    done = "The length is saved. It counts for what starts from now on."
    guidance = "A time limit that is running keeps its day."
    looks = {"length": {"width": 3}}

    rule = forms.ChoiceField(label="Which time limit?", widget=forms.RadioSelect)
    length = forms.IntegerField(min_value=1, max_value=520, help_text="In the unit that stands beside the time limit")

    def prepare(self) -> None:
        self.fields["rule"].choices = [
            (rule.key, f"{rule.name} (in {rule.unit.value})") for rule in LOCAL if rule.has_own_length
        ]


RUNS_AGAIN = "The day on which the time limit runs again. That day counts."


class PauseForm(VerbForm):
    verb = Pause.pause
    button = "Pause it"
    done = "The time limit is paused. It runs again by itself on the day you gave."
    guidance = "Days of a pause do not count. Pauses that overlap count once. What is already late stays late."
    looks = {"reason": {"rows": 3}}

    starts_on = DateField(past=True, label="Paused from", subject="The first day of the pause")
    until_on = DateField(label="Paused until", subject="The day it runs again", help_text=RUNS_AGAIN)
    why = forms.ChoiceField(choices=Pause.Why.choices, widget=forms.RadioSelect, label="Why is it paused?")
    reason = forms.CharField(
        max_length=1000, widget=forms.Textarea, label="Reason", help_text="Who has been asked for what, and when."
    )

    def prepare(self) -> None:
        self.fields["starts_on"].initial, self.fields["until_on"].initial = today(), today() + USUAL


class ResumeForm(VerbForm):
    verb = Pause.resume
    button = "Let it run again"
    done = "The pause is over from the day you gave."

    on = DateField(label="It runs again on", subject="The day it runs again", help_text="That day counts.")

    def prepare(self) -> None:
        self.fields["on"].initial = today()


class ExtendForm(VerbForm):
    verb = Pause.extend
    button = "Extend the pause"
    done = "The pause is longer now."
    looks = {"reason": {"rows": 3}}

    until_on = DateField(label="Paused until", subject="The day it runs again", help_text=RUNS_AGAIN)
    reason = forms.CharField(max_length=1000, widget=forms.Textarea, label="Why is it still waiting?")

    def prepare(self) -> None:
        self.fields["until_on"].initial = self.record.until_on + USUAL


class RemoveForm(VerbForm):
    verb = Pause.remove
    button = "Remove the pause"
    done = "The pause is removed. It stays in the list as removed, and does not count."
    guidance = "For a pause that was entered by mistake. One that is over sooner ends with “Let it run again”."
    looks = {"removed_why": {"rows": 3}}

    removed_why = forms.CharField(max_length=1000, widget=forms.Textarea, label="What was wrong?")


# Exceptions


def reason_field(label: str, **options: Any) -> forms.CharField:
    return forms.CharField(max_length=4000, widget=forms.Textarea, label=label, **options)


def answers(label: str, choices: list[tuple[str, str]]) -> forms.ChoiceField:
    """Asked of one kind of exception only, so not compulsory for the form."""
    return forms.ChoiceField(label=label, choices=choices, widget=forms.RadioSelect, required=False)


class ProposeExceptionForm(VerbForm):
    """What the law knows, and what people often mean instead, so that the form can say why that is none."""

    verb = ClockException.propose
    button = "Propose this exception"
    done = "Exception proposed. The time limit keeps its day."
    guidance = (
        "An exception does not move or stop the time limit: what comes late is reported as late with an exception. "
        "Send what you can in time."
    )
    ONLY_HEALTH = ("appointment_by", "appointment", "ground")
    ONLY_AUTHORITY = ("advice_asked_on",)
    looks: ClassVar[dict[str, Any]] = {
        "kind": {
            "reveals": {"missed_appointment": ["appointment_by", "appointment"], "refused": ["ground"]},
        },
        **{name: {"optional": False} for name in (*ONLY_HEALTH, *ONLY_AUTHORITY)},
    }

    kind = forms.ChoiceField(label="What happened?", widget=forms.RadioSelect)
    appointment_by = answers("Who made the appointment?", MadeBy.choices)
    appointment = answers("What happened to it?", Happened.choices)
    ground = answers("Why does the body refuse?", Ground.choices)
    first_day = DateField(label="First day", subject="The first day")
    last_day = DateField(label="Last day", subject="The last day", required=False)
    advice_asked_on = DateField(
        label="If a school or setting was closed: when was the advice asked?",
        subject="The day on which the advice was asked",
        required=False,
    )
    reason = reason_field("Why could the time limit not be kept?")
    evidence = reason_field(
        "What shows it?", required=False, help_text="For example, who told you and when, or where it is recorded"
    )
    document = forms.ModelChoiceField(
        Document.objects.none(), required=False, label="A paper in the child’s file that shows it"
    )

    def prepare(self) -> None:
        clock, law = self.within, self.within.law
        for name in self.ONLY_AUTHORITY if law.is_health else self.ONLY_HEALTH:
            del self.fields[name]
        known = [(kind.key, f"{kind.words} ({kind.citation})") for kind in law.excuses]
        meant = [(wrong.key, wrong.words) for wrong in often_meant(law)]
        self.fields["kind"].choices = [*known, *meant]
        inside = f"Only the part inside the time limit counts: {days_in_words(clock.started_on, clock.due_on)}"
        closed = "" if law.is_health else ". Of a closure, the first closed day"
        self.fields["first_day"].help_text = f"{inside}{closed}"
        self.fields["last_day"].help_text = "Leave it empty if it was one day"
        papers = Document.objects.visible_to(self.by.user).filter(child=clock.child_id)
        self.fields["document"].queryset = papers.exclude(kind=Document.Kind.TRIBUNAL)


class AcceptExceptionForm(VerbForm):
    verb = ClockException.accept
    button = "Accept this exception"
    done = "Exception accepted. The time limit keeps its day."
    guidance = (
        "By accepting it you say that what happened made it impractical to keep the time limit. It does not move the "
        "day: what comes late is reported as late with an exception."
    )


class DeclineExceptionForm(VerbForm):
    verb = ClockException.decline
    button = "Decline this exception"
    done = "Exception declined."

    reason = reason_field("Why is it no exception?")


class WithdrawExceptionForm(VerbForm):
    verb = ClockException.withdraw
    button = "Withdraw this exception"
    done = "Exception withdrawn."
    guidance = "Nobody decides about it then. You can propose another one."


class RevokeExceptionForm(VerbForm):
    verb = ClockException.revoke
    button = "Revoke this exception"
    done = "Exception revoked. The time limit is reported without it from now on."

    why = forms.ChoiceField(label="Why?", choices=ClockException.Revoked.choices, widget=forms.RadioSelect)
    reason = reason_field("How do you know?")


# Who does it


class TakeForm(VerbForm):
    verb = Clock.take
    done = "You have it."
    guidance = "Your name stands beside it. Your team still sees it."


class GiveForm(VerbForm):
    verb = Clock.give
    button = "Give it to them"
    done = "Your colleague has it."

    person = forms.ModelChoiceField(User.objects.none(), label="To whom?", empty_label="Choose a colleague")

    def prepare(self) -> None:
        refused = self.verb.refusal(self.record, self.by)
        self.fields["person"].queryset = User.objects.none() if refused else colleagues_for(self.record)
        self.fields["person"].initial = self.record.person_id


class PutBackForm(VerbForm):
    verb = Clock.put_back
    done = "It is back with the team."
    guidance = "Anybody in the team can take it."


# Actions


class TeamChoice(forms.ModelChoiceField):
    def label_from_instance(self, team: Team) -> str:
        return f"{team} ({team.organisation})"


class SetActionForm(VerbForm):
    """What, who, by when. A colleague is named only where it must be one of one's own."""

    verb = Action.set
    button = "Set this action"
    done = "The action is set. It stands on their worklist."
    looks: ClassVar[dict[str, Any]] = {"why": {"rows": 2}}

    what = forms.CharField(
        max_length=150, label="What is to be done?", help_text="For example, book the hearing test"
    )
    why = forms.CharField(
        max_length=500, widget=forms.Textarea, label="What did it come from?", help_text="A meeting, a call, a report"
    )
    team = TeamChoice(Team.objects.none(), label="Who owes it?", empty_label="Choose a team")
    person = forms.ModelChoiceField(
        User.objects.none(), required=False, label="One of your own team", empty_label="The whole team"
    )
    due_on = DateField(future=True, label="By when?", subject="The day")

    def prepare(self) -> None:
        teams = teams_around(self.within)
        self.fields["team"].queryset = teams
        mine = [team for team in teams if self.by.user and team.pk in {m.team_id for m in self.memberships}]
        colleagues = User.objects.none()
        for team in mine:
            colleagues = colleagues | members_of(team)
        self.fields["person"].queryset = colleagues.distinct()

    @property
    def memberships(self) -> list[Any]:
        return self.by.user.current_memberships if self.by.user else []


class FinishActionForm(VerbForm):
    verb = Action.finish_action
    button = "It is done"
    done = "The action is done."
    looks: ClassVar[dict[str, Any]] = {"note": {"rows": 3}}

    on = DateField(past=True, label="When was it done?", subject="The day", initial=today)
    note = forms.CharField(max_length=2000, required=False, widget=forms.Textarea, label="What came of it?")


class DropActionForm(VerbForm):
    verb = Action.drop
    button = "Drop this action"
    done = "The action is dropped. Nobody is late for it."
    looks: ClassVar[dict[str, Any]] = {"reason": {"rows": 3}}

    reason = forms.CharField(max_length=2000, widget=forms.Textarea, label="Why is it not needed any more?")
