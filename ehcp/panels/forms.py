"""What does a person fill in about a panel and its meetings?"""

from datetime import timedelta
from typing import Any, ClassVar

from django import forms

from accounts.models import Organisation, Relation
from accounts.roles import Permission
from core.fields import DateField
from core.forms import VerbForm
from core.today import today
from ehcp.models import Panel, PanelMeeting, PanelSeat, PanelTerms

Rhythm, Decides = PanelTerms.Rhythm, PanelTerms.Decides
BLANK = ("", "Choose")
YES, NO = "yes", "no"
TIMES = ["%H:%M", "%H.%M", "%H:%M:%S", "%I:%M%p", "%I.%M%p", "%I%p"]
SEATS = 10  # on one page
SEAT_FACTS = ("role", "organisation", "name", "sector", "attendance")
Sector, Attendance = PanelSeat.Sector, PanelSeat.Attendance


def authorities_looked_after(by: Any) -> Any:
    """Those whose panels this person may set up: one's own, or those that one's board works with."""
    mine = [organisation.pk for organisation in by.organisations_with(Permission.RUN_PANELS)]
    served = Relation.objects.in_force(today()).filter(icb__in=mine).values("organisation")
    authorities = Organisation.objects.filter(kind=Organisation.Kind.LOCAL_AUTHORITY)
    return (authorities.filter(pk__in=mine) | authorities.filter(pk__in=served)).order_by("name")


class TermsForm(VerbForm):
    """How a panel works from a day on."""

    looks: ClassVar[dict[str, Any]] = {
        "rhythm": {"reveals": {Rhythm.MONTHLY: ["week_of_month"]}},
        "week_of_month": {"optional": False},
        "weekday": {"optional": False},
        "starts_at": {"width": 5},
        "papers": {"reveals": {YES: ["papers_days"]}},
        "papers_days": {"width": 2, "suffix": "working days", "optional": False},
        "health": {"reveals": {YES: ["sits_for_health"]}},
    }

    rhythm = forms.ChoiceField(choices=Rhythm.choices, widget=forms.RadioSelect, label="How often does it meet?")
    week_of_month = forms.TypedChoiceField(
        choices=[BLANK, *PanelTerms.WeekOfMonth.choices],
        required=False,
        coerce=int,
        empty_value=None,
        label="Which week of the month?",
    )
    weekday = forms.TypedChoiceField(
        choices=[BLANK, *PanelTerms.Weekday.choices],
        required=False,
        coerce=int,
        empty_value=None,
        label="Weekday",
        help_text="Leave it as it is if each meeting is planned by date.",
    )
    starts_at = forms.TimeField(
        required=False,
        input_formats=TIMES,
        label="Time",
        help_text="For example, 9:30",
        error_messages={"invalid": "Enter the time as hours and minutes, like 9:30"},
        widget=forms.TextInput,
    )
    decides = forms.ChoiceField(choices=Decides.choices, widget=forms.RadioSelect, label="What does it decide?")
    papers = forms.ChoiceField(
        choices=[(YES, "Yes"), (NO, "No")],
        widget=forms.RadioSelect,
        label="Are the papers sent round before the meeting?",
    )
    papers_days = forms.IntegerField(
        required=False, min_value=1, max_value=30, label="How long before the meeting at the latest?"
    )
    health = forms.ChoiceField(
        choices=[(YES, "Yes"), (NO, "No: the panel is internal")],
        widget=forms.RadioSelect,
        label="Does somebody of health sit on it?",
    )
    sits_for_health = forms.CharField(
        required=False, max_length=120, label="Who normally sits for health?", help_text="Name or role"
    )

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("rhythm") not in (None, Rhythm.BY_DATE) and said.get("weekday") is None:
            self.add_error("weekday", "Choose the day of the week")
        if said.get("rhythm") == Rhythm.MONTHLY and said.get("week_of_month") is None:
            self.add_error("week_of_month", "Choose which week of the month")
        if said.get("papers") == YES and said.get("papers_days") is None and "papers_days" not in self.errors:
            self.add_error("papers_days", "Enter how many working days before the meeting")
        return said

    def facts(self) -> dict[str, Any]:
        """What belongs to another answer is left out."""
        facts = super().facts()
        if facts["rhythm"] == Rhythm.BY_DATE:
            facts["weekday"] = None
        if facts["rhythm"] != Rhythm.MONTHLY:
            facts["week_of_month"] = None
        if facts.pop("papers") == NO:
            facts["papers_days"] = None
        facts["health_sits"] = facts.pop("health") == YES
        if not facts["health_sits"]:
            facts["sits_for_health"] = ""
        return facts


class SetUpPanelForm(TermsForm):
    verb = Panel.set_up
    button = "Set up this panel"
    done = "The panel is set up. Plan its meetings next."

    local_authority = forms.ModelChoiceField(
        Organisation.objects.none(), label="Local authority", empty_label="Choose"
    )
    name = forms.CharField(max_length=80, label="Name", help_text="For example, EHC panel")
    in_force_from = DateField(
        label="From which day?",
        subject="The day",
        help_text="A panel that meets every second week is counted from here. For example, 13 7 2026",
        initial=today,
    )

    def prepare(self) -> None:
        authorities = authorities_looked_after(self.by.user)
        self.fields["local_authority"].queryset = authorities
        if len(authorities) == 1 and not self.is_bound:
            self.initial.setdefault("local_authority", authorities[0].pk)
        self.order_fields(["local_authority", "name", "in_force_from"])


class ChangeTermsForm(TermsForm):
    verb = Panel.change_terms
    button = "Save"
    done = "The panel works so from that day."
    guidance = "Meetings that are planned already keep their day: move or cancel them one by one."

    in_force_from = DateField(label="From which day?", subject="The day")

    def prepare(self) -> None:
        now = self.record.terms_on(today())
        same = ("rhythm", "week_of_month", "weekday", "decides", "papers_days", "sits_for_health")
        known = {name: getattr(now, name) for name in same}
        known |= {"papers": YES if now.papers_days else NO, "health": YES if now.health_sits else NO}
        known["starts_at"] = f"{now.starts_at:%H:%M}" if now.starts_at else ""
        self.initial = known | self.initial
        self.order_fields(["in_force_from"])


class ClosePanelForm(VerbForm):
    verb = Panel.close
    button = "Close this panel"
    done = "The panel is closed. What it decided stays."

    in_force_until = DateField(label="Last day", initial=today)


class PlanMeetingsForm(VerbForm):
    verb = Panel.plan_meetings
    button = "Plan these meetings"
    done = "The meetings are planned."
    guidance = "All meetings of its rhythm to that day, but for those on a bank holiday."

    until = DateField(future=True, label="To which day?", subject="The day")

    def prepare(self) -> None:
        self.fields["until"].initial = today() + AHEAD

    def clean_until(self) -> Any:
        until = self.cleaned_data["until"]
        if until and until > today() + timedelta(days=366):
            raise forms.ValidationError("Choose a day within the next 12 months")
        return until


AHEAD = timedelta(weeks=13)


class PlanMeetingForm(VerbForm):
    verb = PanelMeeting.plan
    button = "Plan this meeting"
    done = "The meeting is planned."

    meets_on = DateField(label="Day", subject="The day")


class MoveMeetingForm(VerbForm):
    verb = PanelMeeting.move
    button = "Move this meeting"
    done = "The meeting is moved. Its agenda went along."

    meets_on = DateField(label="New day", subject="The day")
    reason = forms.CharField(max_length=1000, label="Why is it moved?")


class CancelMeetingForm(VerbForm):
    verb = PanelMeeting.cancel
    button = "Cancel this meeting"
    done = "The meeting is cancelled."

    reason = forms.CharField(max_length=1000, label="Why is it cancelled?")
    instead = forms.ModelChoiceField(
        PanelMeeting.objects.none(),
        required=False,
        label="Where do the cases on its agenda go?",
        empty_label="Choose a meeting",
        help_text="Each goes to the end of that agenda. No case is lost.",
    )

    def prepare(self) -> None:
        others = meetings_to_choose(self.by.user, self.record.panel.local_authority_id)
        self.fields["instead"].queryset = others.exclude(pk=self.record.pk)


def meetings_to_choose(user: Any, authority: int) -> Any:
    """Those that are to come, and those of the last fortnight, whose agenda may be written up late."""
    coming = PanelMeeting.objects.visible_to(user).coming(today() - timedelta(days=14))
    return coming.filter(panel__local_authority=authority).select_related("panel").order_by("meets_on", "pk")


class RecordPapersForm(VerbForm):
    verb = PanelMeeting.record_papers
    button = "Save"
    done = "It is recorded that the papers went round."

    on = DateField(past=True, label="Date the papers went round", subject="The date", initial=today)


class AttendanceForm(VerbForm):
    """A row for each seat. What the last meeting's seats were is filled in, without who was there."""

    verb = PanelMeeting.record_attendance
    button = "Save who sat"
    done = "It is recorded who sat."

    def prepare(self) -> None:
        now = {seat.position: seat for seat in self.record.seats.standing()}
        usual = {} if now else usual_seats(self.record)
        for number in range(max(SEATS, len(now) + 3)):
            self.add_row(number)
            seat = now.get(number) or usual.get(number)
            for name in SEAT_FACTS if seat else ():
                self.initial.setdefault(f"{name}_{number}", getattr(seat, name))

    def add_row(self, number: int) -> None:
        def text(label: str, longest: int) -> forms.CharField:
            return forms.CharField(required=False, max_length=longest, label=label)

        def choice(label: str, choices: Any) -> forms.ChoiceField:
            return forms.ChoiceField(required=False, choices=[BLANK, *choices], label=label)

        self.fields |= {
            f"role_{number}": text("Role", 80),
            f"organisation_{number}": text("Organisation", 120),
            f"name_{number}": text("Name", 120),
            f"sector_{number}": choice("Sits for", Sector.choices),
            f"attendance_{number}": choice("Attendance", Attendance.choices),
        }

    @property
    def numbers(self) -> range:
        return range(sum(name.startswith("role_") for name in self.fields))

    def rows(self) -> list[dict[str, Any]]:
        """The fields of each seat, for the page."""
        return [{name: self[f"{name}_{number}"] for name in SEAT_FACTS} for number in self.numbers]

    @property
    def looks(self) -> dict[str, Any]:
        return {name: {"optional": False} for name in self.fields}

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        for number in self.numbers:
            row = {name: said.get(f"{name}_{number}", "") for name in SEAT_FACTS}
            if any(row[name] for name in ("role", "name", "attendance")):
                self.refuse_gaps(number, row)
        return said

    def refuse_gaps(self, number: int, row: dict[str, Any]) -> None:
        for name, words in GAPS.items():
            if not row[name] and f"{name}_{number}" not in self.errors:
                self.add_error(f"{name}_{number}", words.format(seat=number + 1))

    def facts(self) -> dict[str, Any]:
        said = self.cleaned_data
        rows = [{name: said[f"{name}_{number}"] for name in SEAT_FACTS} for number in self.numbers]
        return {"seats": [row for row in rows if row["role"]]}


GAPS = {
    "role": "Enter the role of seat {seat}",
    "organisation": "Enter the organisation of seat {seat}",
    "sector": "Choose whom seat {seat} is for",
    "attendance": "Choose whether seat {seat} was present",
}


def usual_seats(meeting: PanelMeeting) -> dict[int, PanelSeat]:
    """Who sat last time, without whether they were there; for a first meeting, who usually sits."""
    before = meeting.panel.meetings.filter(status="held", meets_on__lt=meeting.meets_on).order_by("-meets_on").first()
    seats = list(before.seats.standing()) if before else first_seats(meeting)
    for seat in seats:
        seat.attendance = ""
    return dict(enumerate(seats))


def first_seats(meeting: PanelMeeting) -> list[PanelSeat]:
    authority = meeting.panel.local_authority.name
    local = Sector.LOCAL_AUTHORITY
    seats = [
        PanelSeat(role="Chair", organisation=authority, sector=local),
        PanelSeat(role="Educational psychologist", organisation=authority, sector=local),
        PanelSeat(role="Social care", organisation=authority, sector=Sector.SOCIAL_CARE),
    ]
    if meeting.health_sits:
        sits = meeting.panel.terms_on(meeting.meets_on).sits_for_health or "Health member"
        seats.append(PanelSeat(role=sits[:80], organisation="", sector=Sector.HEALTH))
    return seats
