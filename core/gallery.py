"""What does every component look like, in every state? One page to look at after a change of look."""

from django import forms
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
        choices=[("met", "It was done"), ("withdrawn", "The request was withdrawn"), ("other", "Another reason")],
        widget=forms.RadioSelect,
    )
    outcome_detail = forms.CharField(required=False, label="What happened?")
    sections = forms.MultipleChoiceField(
        choices=[("C", "Section C"), ("E", "Section E"), ("G", "Section G")],
        widget=forms.CheckboxSelectMultiple,
        label="Sections looked at",
    )
    service = forms.ChoiceField(choices=[("", "---------"), ("slt", "Speech and language therapy"), ("ot", "Occupational therapy")])
    summary = forms.CharField(widget=forms.Textarea, max_length=400)
    email = forms.EmailField(required=False)
    passphrase = forms.CharField(widget=forms.PasswordInput, required=False)
    document = UploadField()
    agreed = forms.ChoiceField(choices=[("yes", "Yes"), ("no", "No")], widget=forms.RadioSelect, label="Section G is agreed")
    confirmed = forms.BooleanField(label="I have read the whole plan")


@require_GET
def gallery(request: HttpRequest) -> HttpResponse:
    wrong = EveryFieldForm(WRONG)
    wrong.is_valid()
    return render(request, "core/gallery.html", {"plain_form": EveryFieldForm(auto_id="plain_%s"), "wrong_form": wrong})


@require_http_methods(["GET", "POST"])
def form_page(request: HttpRequest) -> HttpResponse:
    """The page of a single form. It keeps nothing: sent with mistakes it shows them, sent right it is empty again."""
    form = EveryFieldForm(request.POST or None, request.FILES or None)
    sent_wrong = form.is_bound and not form.is_valid()
    shown = form if sent_wrong else EveryFieldForm()
    context = {"form": shown, "heading": "Every kind of field", "caption": "Gallery", "button": "Send", "back": "/gallery/"}
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
