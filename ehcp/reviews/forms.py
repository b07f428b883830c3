"""What does a person fill in about a review?"""

from typing import Any, ClassVar

from django import forms

from core.fields import DateField
from core.forms import VerbForm
from core.today import today
from ehcp.forms import reason_field
from ehcp.models import AmendedPlan, AnnualReview, PhaseTransfer, Plan
from ehcp.models.amended import wording_in_force
from ehcp.models.reviewed import section_set_of
from ehcp.models.section_set import HEALTH, Section
from ehcp.plan_forms import SectionsForm

YES_NO: ClassVar = [("yes", "Yes"), ("no", "No")]


def yes_or_no(label: str, help_text: str = "") -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        choices=YES_NO,
        coerce=lambda answer: answer == "yes",
        widget=forms.RadioSelect,
        label=label,
        help_text=help_text,
    )


class RegisterReviewForm(VerbForm):
    verb = AnnualReview.register
    button = "Register this plan"
    done = "The plan’s next review is on the list."
    guidance = "For a plan that was made before the portal, or that came with a child from elsewhere."

    since_on = DateField(
        past=True,
        label="Date the plan was made, or last reviewed",
        subject="The date",
        help_text="The later of the two. For example, 13 7 2026",
    )


class SetMeetingForm(VerbForm):
    verb = AnnualReview.set_meeting
    button = "Save the date"
    done = "The date of the meeting is recorded."
    guidance = (
        "Invitations go two weeks before at the least, with the advice that was gathered, to health too "
        "(regulation 20(3) and (4)). If the meeting is moved, they go anew."
    )

    meeting_on = DateField(label="Date of the review meeting", subject="The date of the meeting")


class InvitationsForm(VerbForm):
    verb = AnnualReview.record_invitations
    button = "Save"
    done = "The invitations are recorded."
    looks: ClassVar[dict[str, Any]] = {"health_invited": {"inline": True}}

    on = DateField(past=True, label="Date the invitations went", subject="The date", initial=today)
    health_invited = yes_or_no("Was health invited?")


class HeldForm(VerbForm):
    verb = AnnualReview.record_held
    button = "Save"
    done = "The meeting is recorded. The report and the decision are timed now."
    looks: ClassVar[dict[str, Any]] = {"health_attended": {"inline": True}}

    on = DateField(past=True, label="Date of the meeting", subject="The date")
    health_attended = yes_or_no("Did somebody from health attend, or send a report?")

    def prepare(self) -> None:
        self.initial = {"on": self.record.meeting_on} | self.initial


class StepForm(VerbForm):
    """One step, on the day it was done."""

    button = "Save"

    on = DateField(past=True, label="Date it was sent", subject="The date", initial=today)


class ReportForm(StepForm):
    verb = AnnualReview.record_report
    done = "The report is recorded."


class KeepForm(StepForm):
    verb = AnnualReview.decide_to_keep
    button = "Record the decision"
    done = "The review is complete. The next one is on the list."
    guidance = "The family must be told of their right to mediation and to appeal (regulations 20(11) and 21(10))."

    on = DateField(past=True, label="Date the decision was sent to the family", subject="The date", initial=today)


class AmendForm(KeepForm):
    verb = AnnualReview.decide_to_amend
    done = "The review is complete. The amended plan is due in eight weeks."
    guidance = (
        "The proposed amendments go with the decision, within four weeks of the meeting. The family has at least 15 "
        "days to comment on them (regulation 22(2))."
    )


class CeaseForm(KeepForm):
    verb = AnnualReview.decide_to_cease
    done = "The review is complete. The plan ends once the time to appeal has passed."
    guidance = (
        "The family and the school must have been consulted. They and the board are told, and the family of its "
        "right to mediation and to appeal. The plan, and what it says, goes on until the time to appeal has passed "
        "or the appeal is decided (regulation 31; CFA 2014 s.45(4))."
    )


class AmendedPlanForm(StepForm):
    verb = AnnualReview.record_amended_plan
    done = "The amended plan is recorded. Submit its words next: they are the ICB’s copy, and are compared."

    on = DateField(past=True, label="Date the amended plan was sent", subject="The date", initial=today)


class KeepAfterAllForm(StepForm):
    verb = AnnualReview.keep_after_all
    done = "The plan stays as it is."
    guidance = (
        "After what the family said, the plan is not amended. They must be told so within the same eight weeks, with "
        "the reasons and their right to mediation and to appeal (regulation 22(4) and (5))."
    )

    on = DateField(past=True, label="Date the family was told", subject="The date", initial=today)


class SubmitAmendedForm(SectionsForm):
    """Nothing is filled in beforehand: what was sent is compared with what was agreed at the review."""

    verb = AmendedPlan.submit
    keeps_draft = True
    only_health = True
    button = "Submit the amended plan"
    done = "The amended plan is kept, and compared with the wording that was agreed at the review."
    guidance = (
        "Upload or paste the amended plan, or fill in its health sections, word for word as they were sent. Its "
        "other sections are not kept."
    )
    required = (Section.C, Section.G)
    shows_advice = False


class ReceiveAmendedForm(StepForm):
    verb = AnnualReview.receive_amended_plan
    done = "It is recorded that we have the amended plan."

    on = DateField(past=True, label="Date it came", subject="The date", initial=today)


class CloseReviewForm(VerbForm):
    verb = AnnualReview.close
    button = "Close this review"
    done = "The review is closed. Its time limits have ended and do not count as missed."

    on = DateField(past=True, label="Date", subject="The date", initial=today)
    reason = reason_field("Why will there be no decision?")


class LogAnnualReviewForm(VerbForm):
    verb = AnnualReview.log
    button = "Send to the DCOs"
    done = "The annual review is in the Designated Clinical Officers’ queue."
    looks: ClassVar[dict[str, Any]] = {
        "has_health_needs": {"inline": True},
        **{f"section_{letter}": {"rows": 6} for letter in "ecg"},
    }

    asked_on = DateField(past=True, label="Date the DCO was asked", subject="The date", initial=today)
    meeting_on = DateField(required=False, label="Date of the review meeting")
    has_health_needs = yes_or_no("Does the child have health needs?")
    section_e, section_c, section_g = (
        forms.CharField(max_length=100_000, required=False, widget=forms.Textarea) for section in HEALTH
    )

    def prepare(self) -> None:
        """The wording of the plan that was issued here, or as it was last amended, is filled in."""
        self.plan = plan_in_force(self.within, self.by)
        in_force = wording_in_force(self.within, self.plan)
        said = {f"section_{s.lower()}": in_force.text_for(s) for s in HEALTH} if in_force else {}
        for section, letter in section_set_of(self.plan, on=today()).letters.items():
            if section in HEALTH:
                self.fields[f"section_{section.lower()}"].label = f"Section {letter} as it stands"
        self.initial = said | self.initial

    def facts(self) -> dict[str, Any]:
        """The review is of the plan in force, where the portal has it."""
        return super().facts() | {"plan": self.plan}


def plan_in_force(child: Any, by: Any) -> Plan | None:
    return Plan.objects.visible_to(by).filter(child=child).issued().order_by("-issued_on").first()


# Moves between phases of education


class RegisterTransferForm(VerbForm):
    verb = PhaseTransfer.register
    button = "Register this transfer"
    done = "The transfer is on the list."
    guidance = (
        "The plan is reviewed and amended by 14 February of the year of the move; from secondary school to post-16, "
        "by 30 March (regulation 18(1))."
    )

    kind = forms.ChoiceField(
        choices=[choice for choice in PhaseTransfer.Kind.choices if choice[0] != PhaseTransfer.Kind.POST_16],
        widget=forms.RadioSelect,
        label="Which move is it?",
    )
    moves_on = DateField(
        label="Date of the move", subject="The date of the move", help_text="For example, 1 9 2027, the first of term"
    )


class RegisterPost16Form(VerbForm):
    verb = PhaseTransfer.register_post16
    button = "Register this move"
    done = "The move is on the list."
    guidance = "The plan is reviewed and amended five months before the move (regulation 18(2))."

    moves_on = DateField(label="Date of the move", subject="The date of the move")


class TransferPlanForm(StepForm):
    verb = PhaseTransfer.record_amended_plan
    done = "The amended plan is recorded. The time limit has ended."

    on = DateField(past=True, label="Date the amended plan was sent", subject="The date", initial=today)


class CancelTransferForm(VerbForm):
    verb = PhaseTransfer.cancel
    button = "Cancel this transfer"
    done = "The transfer is cancelled. Its time limit has ended and does not count as missed."

    on = DateField(past=True, label="Date", subject="The date", initial=today)
    reason = reason_field("Why will it not take place?")
