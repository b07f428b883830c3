"""What does a person fill in to run an audit, to mark a plan, and to say what follows from it?"""

from typing import Any, ClassVar

from django import forms

from accounts.models import Organisation, Team, User
from clocks.dates import add_months
from clocks.models.action import members_of
from core.fields import DateField
from core.forms import VerbForm
from core.today import today
from qa.forms import Lines
from qa.models import Audit, AuditAction, AuditCase, Finding, QuestionSet
from qa.models.audit import LARGEST, MONTHS_TO_NEXT, SMALLEST
from qa.models.audit_questions import MOST_WEIGHT, SECTIONS, standard
from qa.models.finding import teams_for

SPARE = 2  # empty places for new questions


class LocalAuthority(forms.ModelChoiceField):
    """One of those that this board works with."""

    def offer(self, icb: Organisation) -> None:
        served = Organisation.objects.filter(kind=Organisation.Kind.LOCAL_AUTHORITY, icb_relations__icb=icb)
        self.queryset = served.distinct().order_by("name")


class ScopeForm(VerbForm):
    verb = Audit.scope
    button = "Begin this audit"
    done = "The scope is set. Draw the sample next."
    guidance = (
        "All plans of the period are the population. The portal draws from them with a number of its own, "
        "which it keeps: anybody can draw the same plans again, and nobody chooses them."
    )
    looks: ClassVar[dict[str, Any]] = {
        "local_authority": {"optional": False},
        "strata": {"optional": False},
        "previous": {"optional": False},
        "size": {"width": 3, "suffix": "plans"},
        "twice_per_cent": {"width": 3, "suffix": "%"},
    }

    local_authority = LocalAuthority(
        Organisation.objects.none(), required=False, label="Local authority", empty_label="All of them together"
    )
    drawn_from = forms.ChoiceField(
        choices=Audit.Population.choices,
        widget=forms.RadioSelect,
        initial=Audit.Population.ISSUED,
        label="Which plans?",
        help_text="Of panel cases, those whose plan has not been issued yet are counted beside, and not drawn.",
    )
    period_from = DateField(past=True, label="From", subject="The first day")
    period_to = DateField(past=True, label="Until", subject="The last day")
    size = forms.IntegerField(min_value=SMALLEST, max_value=LARGEST, initial=20, label="How many plans?")
    strata = forms.ChoiceField(
        required=False,
        choices=Audit.Strata.choices,
        widget=forms.RadioSelect,
        label="Shall each part of the population give its share?",
    )
    twice_per_cent = forms.IntegerField(
        min_value=0,
        max_value=100,
        initial=20,
        label="Which share do two people mark?",
        help_text="So that you can say how far markers agree.",
    )
    previous = forms.ModelChoiceField(
        Audit.objects.none(),
        required=False,
        label="Does it repeat an earlier audit?",
        empty_label="No, it is the first",
        help_text="The results are then shown beside the earlier ones.",
    )

    def prepare(self) -> None:
        self.fields["local_authority"].offer(self.within)
        earlier = Audit.objects.visible_to(self.by).published().filter(icb=self.within, repeated__isnull=True)
        self.fields["previous"].queryset = earlier.exclude(kind=Audit.Kind.OUTSIDE)


class EnterOutsideForm(VerbForm):
    verb = Audit.enter_outside
    button = "Enter this audit"
    done = "The audit is entered. Add its points one by one."

    title = forms.CharField(max_length=150, label="What was audited?")
    body = forms.CharField(max_length=200, label="Whose audit is it?", help_text="For example, the regional NHS team")
    held_on = DateField(past=True, label="Date of its report", subject="The date")
    local_authority = LocalAuthority(
        Organisation.objects.none(), required=False, label="Local authority", empty_label="All of them together"
    )

    def prepare(self) -> None:
        self.fields["local_authority"].offer(self.within)


class DrawForm(VerbForm):
    verb = Audit.draw
    button = "Draw the sample"
    done = "Drawn. The papers are ready to be marked, without names."
    guidance = (
        "The list of plans is frozen as it is now, with the place of each in the draw. Names, numbers, dates of "
        "birth, schools and addresses are blanked in what the markers read."
    )


class EndMarkingForm(VerbForm):
    verb = Audit.end_marking
    button = "End the marking"
    done = "The marking has ended. Write what was found."
    guidance = "Nobody can mark after this. Findings and actions come next."


class PublishForm(VerbForm):
    verb = Audit.publish
    button = "Publish"
    done = "Published. The local authority sees it now."
    guidance = (
        "Results, findings and actions can be read by the local authority from now on, and the report is final."
    )
    looks: ClassVar[dict[str, Any]] = {"conclusion": {"rows": 4}}

    conclusion = Lines(
        max_length=4000, label="What does it come to?", help_text="In a few sentences that a parent can read."
    )
    re_audit_due_on = DateField(
        future=True, label="When is it repeated?", subject="The day", help_text="Within twelve months."
    )

    def prepare(self) -> None:
        self.fields["re_audit_due_on"].initial = add_months(today(), MONTHS_TO_NEXT)


class StopForm(VerbForm):
    verb = Audit.stop
    button = "Stop this audit"
    done = "Stopped."
    guidance = "What was drawn and marked is kept, and nothing is counted."
    looks: ClassVar[dict[str, Any]] = {"reason": {"rows": 3}}

    reason = Lines(max_length=2000, label="Why?")


class AddFindingForm(VerbForm):
    verb = Finding.add
    button = "Add it"
    done = "Added."
    looks: ClassVar[dict[str, Any]] = {"words": {"rows": 4}}

    words = Lines(max_length=2000, label="What was found?")
    no_action = forms.CharField(
        max_length=500,
        required=False,
        label="If nothing needs doing, why?",
        help_text="Otherwise set an action next.",
    )


class ChangeFindingForm(VerbForm):
    verb = Finding.change
    button = "Save"
    looks: ClassVar[dict[str, Any]] = {"words": {"rows": 4}}

    words = Lines(max_length=2000, label="What was found?")
    no_action = forms.CharField(max_length=500, required=False, label="If nothing needs doing, why?")

    def prepare(self) -> None:
        self.fields["words"].initial, self.fields["no_action"].initial = self.record.words, self.record.no_action


class GiveAnswerForm(VerbForm):
    verb = Finding.give_answer
    button = "Save our answer"
    done = "Answered."
    looks: ClassVar[dict[str, Any]] = {"answer": {"rows": 5}}

    answer = Lines(max_length=4000, label="What do we answer?")

    def prepare(self) -> None:
        self.fields["answer"].initial = self.record.answer


class TeamOfOrganisation(forms.ModelChoiceField):
    def label_from_instance(self, team: Team) -> str:
        return f"{team} ({team.organisation})"


class SetAuditActionForm(VerbForm):
    verb = AuditAction.set
    button = "Set this action"
    done = "The action is set. It stands on their worklist."

    what = forms.CharField(max_length=150, label="What is to be done?")
    team = TeamOfOrganisation(Team.objects.none(), label="Who owes it?", empty_label="Choose a team")
    person = forms.ModelChoiceField(
        User.objects.none(), required=False, label="One of your own team", empty_label="The whole team"
    )
    due_on = DateField(future=True, label="By when?", subject="The day")
    about = forms.ModelChoiceField(
        AuditCase.objects.none(),
        required=False,
        label="Is it about one plan?",
        empty_label="No, about how we work",
        help_text="Then it stands in that child’s file.",
    )

    def prepare(self) -> None:
        audit = self.within.audit
        self.fields["team"].queryset = teams_for(audit).order_by("organisation__name", "name")
        own = [member.team for member in self.by.memberships_with_children if member.team_id]
        people = [person.pk for team in own for person in members_of(team)]
        self.fields["person"].queryset = User.objects.filter(pk__in=people).order_by("name", "pk")
        drawn = AuditCase.objects.visible_to(self.by).filter(audit=audit, member__isnull=False)
        self.fields["about"].queryset = drawn.order_by("number")


class FinishAuditActionForm(VerbForm):
    verb = AuditAction.finish_action
    button = "Record that it is done"
    done = "Done."
    looks: ClassVar[dict[str, Any]] = {"note": {"rows": 3}}

    on = DateField(past=True, label="When was it done?", subject="The day")
    note = Lines(max_length=2000, required=False, label="What came of it?")

    def prepare(self) -> None:
        self.fields["on"].initial = today()


class DropAuditActionForm(VerbForm):
    verb = AuditAction.drop
    button = "Drop it"
    done = "Dropped."
    looks: ClassVar[dict[str, Any]] = {"reason": {"rows": 3}}

    reason = Lines(max_length=2000, label="Why is it not needed?")


class QuestionsForm(VerbForm):
    """Every question of the version in force, to change, and places for new ones. One left empty is dropped."""

    verb = QuestionSet.put_in_force
    button = "Use these questions"
    done = "The new version is in force for audits begun from now on."
    guidance = "Audits that have begun keep their questions. A question whose words you delete is dropped."

    def prepare(self) -> None:
        now = QuestionSet.objects.in_force(self.within, on=today())
        rows = list(now.questions.values("section", "words", "weight", "example")) if now else standard()
        self.places = range(1, len(rows) + SPARE + 1)
        for place in self.places:
            self.add_fields(place, rows[place - 1] if place <= len(rows) else {})
        self.looks = {f"example_{place}": {"rows": 3} for place in self.places}
        self.looks |= {f"weight_{place}": {"width": 2} for place in self.places}

    def add_fields(self, place: int, row: dict[str, Any]) -> None:
        required = bool(row)
        self.fields[f"words_{place}"] = forms.CharField(
            max_length=300, required=False, label=f"Question {place}", initial=row.get("words")
        )
        self.fields[f"section_{place}"] = forms.ChoiceField(
            choices=SECTIONS, required=False, label=f"What question {place} is about", initial=row.get("section", "")
        )
        self.fields[f"weight_{place}"] = forms.IntegerField(
            min_value=1, max_value=MOST_WEIGHT, required=False, label=f"Weight of question {place}",
            initial=row.get("weight", 1), help_text=f"1 to {MOST_WEIGHT}",
        )  # fmt: skip
        self.fields[f"example_{place}"] = Lines(
            max_length=1000, required=False, label=f"Worked example for question {place}",
            initial=row.get("example"), help_text="What a Yes, a Partly and a No look like" if required else "",
        )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        for place in self.places:
            if found.get(f"words_{place}") and not found.get(f"example_{place}"):
                self.add_error(f"example_{place}", "Give a worked example")
        return found

    def facts(self) -> dict[str, Any]:
        given = self.cleaned_data
        rows = [
            {name: given[f"{name}_{place}"] for name in ("section", "words", "example")}
            | {"weight": given[f"weight_{place}"] or 1}
            for place in self.places
            if given[f"words_{place}"]
        ]
        return {"questions": rows}
