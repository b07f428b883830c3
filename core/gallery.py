"""What does every component look like, in every state? One page to look at after a change of look."""

from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_http_methods

from core.fields import DateField, NHSNumberField, UploadField


class EveryFieldForm(forms.Form):
    """Every kind of field there is."""

    looks = {
        "postcode": {"width": 10},
        "weeks": {"width": 2, "suffix": "weeks"},
        "outcome": {
            "size": "m",
            "hints": {"other": "For example, the family moved."},
            "reveals": {"other": ["outcome_detail"]},
        },
        "summary": {"count": True, "rows": 4},
        "agreed": {"inline": True, "small": True},
    }

    given_name = forms.CharField(max_length=40, help_text="As on the child’s NHS record.")
    nhs_number = NHSNumberField(required=False)
    postcode = forms.CharField(required=False, max_length=8)
    date_of_birth = DateField(past=True)
    weeks = forms.IntegerField(min_value=1, max_value=20, label="Length of the extension")
    outcome = forms.ChoiceField(
        label="Why does it end?",
        choices=[
            ("met", "It was done"),
            ("withdrawn", "The request was withdrawn"),
            ("other", "Another reason"),
        ],
        widget=forms.RadioSelect,
    )
    outcome_detail = forms.CharField(required=False, label="What happened?")
    sections = forms.MultipleChoiceField(
        choices=[("C", "Section C"), ("E", "Section E"), ("G", "Section G")],
        widget=forms.CheckboxSelectMultiple,
        label="Sections looked at",
    )
    service = forms.ChoiceField(
        choices=[("", "---------"), ("slt", "Speech and language therapy"), ("ot", "Occupational therapy")]
    )
    summary = forms.CharField(widget=forms.Textarea, max_length=400)
    email = forms.EmailField(required=False)
    passphrase = forms.CharField(widget=forms.PasswordInput, required=False)
    document = UploadField()
    agreed = forms.ChoiceField(
        choices=[("yes", "Yes"), ("no", "No")], widget=forms.RadioSelect, label="Section G is agreed"
    )
    confirmed = forms.BooleanField(label="I have read the whole plan")


class FilterForm(forms.Form):
    """A line of filters over a list."""

    name = forms.CharField(required=False, label="Name, NHS number or reference")
    area = forms.ChoiceField(required=False, choices=[("", "All areas"), ("n", "North"), ("s", "South")])
    looks = {"name": {"optional": False}, "area": {"optional": False}}


@require_GET
def gallery(request: HttpRequest) -> HttpResponse:
    wrong = EveryFieldForm(WRONG)
    wrong.is_valid()
    context = made_up() | {
        "plain_form": EveryFieldForm(auto_id="plain_%s"),
        "wrong_form": wrong,
        "filters": FilterForm(),
    }
    return render(request, "core/gallery.html", context)


@require_http_methods(["GET", "POST"])
def form_page(request: HttpRequest) -> HttpResponse:
    """The page of a single form. It keeps nothing: mistakes are shown, and sent right it is empty again."""
    form = EveryFieldForm(request.POST or None, request.FILES or None)
    sent_wrong = form.is_bound and not form.is_valid()
    shown = form if sent_wrong else EveryFieldForm()
    context = {
        "form": shown,
        "heading": "Every kind of field",
        "caption": "Gallery",
        "button": "Send",
        "back": "/gallery/",
    }
    return render(request, "core/form.html", context, status=422 if sent_wrong else 200)


WRONG = {
    "given_name": "x" * 41,
    "nhs_number": "999 123 4560",
    "date_of_birth_day": "31",
    "date_of_birth_month": "2",
    "date_of_birth_year": "2019",
    "weeks": "30",
    "outcome": "other",
    "outcome_detail": "Moved to <Wales>",
    "email": "nobody",
    "summary": "First line.\n\n  Indented third line.",
}


def made_up() -> dict[str, Any]:
    """Examples that show every state of every component, on one made-up day."""
    return {
        "day": DAY,
        "notices": [
            SimpleNamespace(level_tag="success", message="Advice sent to the coordinator."),
            SimpleNamespace(level_tag="warning", message="This child turns 25 on 4 December."),
        ],
        "facts": [
            ("Born", "4 May 2019, aged 7"),
            ("NHS number", "999 123 4578"),
            ("School", "Example Primary School"),
        ],
        "running": CLOCKS,
        "way": STAGES,
        "tabs": TABS,
        "due_rows": DUE,
        "page": Paginator(range(120), 25).page(3),
        "actions": ACTIONS,
        "tasks": TASKS,
        "events": EVENTS,
        "reminders": REMINDERS,
        "documents": DOCUMENTS,
        "card_rows": [("Issued", "13 July 2026"), ("Section G", "Agreed"), ("Disagreement", "")],
        "lines": [
            {"text": "6 sessions of 45 minutes each term", "mark": "Reworded", "colour": "yellow"},
            {"text": "Given by a speech and language therapist", "mark": "Left out", "colour": "red"},
            {"text": "A programme for school staff", "mark": "Carried", "colour": "green"},
        ],
        "changed": [
            ("same", "Therapy will be given "),
            ("removed", "regularly"),
            ("added", "6 times each term"),
            ("same", "."),
        ],
        "numbers": [
            {"value": "83%", "label": "advice in six weeks", "note": "72 of 87, year to date", "href": "#"},
            {"value": "2", "label": "appeals registered"},
            {"value": "X", "label": "not collected", "note": "Starts in April 2026"},
        ],
        "looked": [
            {
                "at": datetime(2026, 7, 13, 14, 30),
                "who": "Sam Sample",
                "organisation": "North Council",
                "what": "Case page",
            },
            {
                "at": datetime(2026, 7, 12, 9, 0),
                "who": "Kim Example",
                "organisation": "Elsewhere ICB",
                "what": "Case page",
                "refused": True,
            },
        ],
    }


DAY = date(2026, 7, 13)
CLOCKS = [
    {
        "name": "Six weeks for health advice",
        "start": date(2026, 6, 15),
        "due": date(2026, 7, 27),
        "citation": "SEND Regulations 2014, regulation 8(1)",
    },
    {
        "name": "Decision to assess",
        "start": date(2026, 5, 25),
        "due": date(2026, 7, 6),
        "citation": "Regulation 4(1)",
        "exceptions": [
            {
                "text": "Exception proposed: away from the area, 1 to 30 June 2026, reg 5(4)(d)",
                "href": "#",
                "first": date(2026, 6, 1),
                "last": date(2026, 6, 30),
                "accepted": False,
            }
        ],
    },
    {
        "name": "Answer to the Tribunal",
        "start": date(2026, 6, 8),
        "due": date(2026, 7, 13),
        "citation": "Regulation 6",
    },
    {
        "name": "Final plan",
        "start": date(2026, 1, 5),
        "due": date(2026, 5, 25),
        "citation": "Regulation 13(2)",
        "ended": date(2026, 5, 20),
    },
    {
        "name": "Draft plan",
        "start": date(2026, 1, 5),
        "due": date(2026, 4, 27),
        "citation": "Regulation 13(1)",
        "ended": date(2026, 5, 6),
    },
    {
        "name": "Annual review",
        "start": date(2026, 1, 5),
        "due": date(2027, 1, 5),
        "citation": "Regulation 18",
        "ended": date(2026, 3, 2),
        "state": "lapsed",
    },
]
STAGES = [
    {"name": "Requested", "state": "done", "on": date(2026, 5, 25)},
    {"name": "Assessing", "state": "done", "on": date(2026, 6, 15)},
    {"name": "Draft", "state": "now", "note": "2 of 3 advice in"},
    {"name": "QA", "state": "later"},
    {"name": "Issued", "state": "later"},
    {"name": "Review", "state": "later"},
]
TABS = [
    {"text": "Overdue", "href": "#", "count": 2},
    {"text": "This week", "href": "#", "count": 14, "current": True},
    {"text": "Later", "href": "#", "count": 31},
    {"text": "Waiting for others", "href": "#", "count": 6},
    {"text": "Done", "href": "#"},
]
DUE = [
    {
        "child": "Ada Example",
        "about": "7, North Council",
        "what": "Send health advice: speech and language therapy",
        "rule": "Six weeks, reg 8(1)",
        "due": date(2026, 7, 11),
        "who": "Sam Sample",
        "verb": "Send advice",
    },
    {
        "child": "Ben Sample-Longsurname",
        "about": "15, South Council",
        "what": "Decide whether to assess",
        "rule": "Six weeks, reg 5(1)",
        "due": date(2026, 7, 13),
        "who": "Nobody yet",
        "verb": "Decide",
    },
    {
        "child": "Cy Madeup",
        "about": "4, West Council",
        "what": "Quality-assure the draft plan",
        "rule": "Our own: 5 working days",
        "due": date(2026, 7, 16),
        "who": "Kim Example",
        "verb": "Open",
    },
]
ACTIONS = [
    SimpleNamespace(label="Agree", url="#", blocked=None),
    SimpleNamespace(label="Return to the coordinator", url="#", blocked=None),
    SimpleNamespace(label="Issue", url="#", blocked="Section G is not agreed."),
]
TASKS = [
    {
        "title": "Log the referral",
        "href": "#",
        "hint": "Done by Sam Sample on 2 July 2026",
        "status": "Completed",
    },
    {"title": "Offer an appointment", "href": "#", "status": "Next", "colour": "blue"},
    {"title": "Write the advice", "status": "Cannot start yet"},
]
DOCUMENTS = [
    {
        "title": "Speech and language therapy advice",
        "href": "#",
        "kind": "PDF",
        "size": 240_000,
        "on": date(2026, 7, 2),
        "by": "Example Community Trust",
    },
    {"title": "Draft plan", "href": "#", "kind": "Word", "size": 1_800_000, "about": "Sections A to K"},
]
EVENTS = [
    {
        "on": date(2026, 7, 2),
        "title": "Advice returned",
        "by": "Example Community Trust",
        "detail": "Known to the service since 2023.",
        "documents": DOCUMENTS[:1],
    },
    {"on": date(2026, 6, 15), "title": "Decided to assess", "by": "Lee Coordinator"},
    {"on": date(2026, 5, 25), "title": "Assessment requested", "by": "Parent"},
]
REMINDERS = [
    SimpleNamespace(
        recipient="Lee Coordinator",
        get_told_as_display=lambda: "Has it",
        clock=SimpleNamespace(action="Send health advice"),
        due_on=date(2026, 8, 24),
        rung_in_words="2 days before",
        queued_at=datetime(2026, 8, 21, 6, 0, tzinfo=UTC),
    )
]
