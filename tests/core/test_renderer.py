"""How is a form drawn?"""

import re
from datetime import date
from html.parser import HTMLParser
from typing import Any

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.forms.renderers import get_default_renderer
from django.template import engines

from core.fields import DateField, UploadField
from core.gallery import WRONG, EveryFieldForm

UNKIND = '"><script>alert(1)</script>'


class Page(HTMLParser):
    """What a browser would make of it: elements with their attributes, and text by the id around it."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.ids: set[str] = set()
        self.feed(str(html))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.elements.append((tag, found))
        if found.get("id"):
            assert found["id"] not in self.ids, f"{found['id']} is there twice"
            self.ids.add(found["id"] or "")

    def named(self, name: str) -> list[dict[str, str | None]]:
        return [attrs for _, attrs in self.elements if attrs.get("name") == name]

    def labelled(self) -> set[str | None]:
        return {attrs.get("for") for tag, attrs in self.elements if tag == "label"}


@pytest.fixture
def empty() -> Page:
    return Page(EveryFieldForm())


@pytest.fixture
def wrong() -> Page:
    form = EveryFieldForm(WRONG)
    form.is_valid()
    return Page(form)


def test_every_field_is_drawn_once_with_a_label_of_its_own(empty: Page) -> None:
    for name in EveryFieldForm.base_fields:
        found = empty.named(name) or empty.named(f"{name}_day")
        assert found, name
        assert {attrs["id"] for attrs in found} <= empty.labelled(), name


def test_no_browser_check_stands_in_the_way_of_our_messages(empty: Page) -> None:
    assert not [attrs for _, attrs in empty.elements if {"required", "maxlength", "min", "max"} & attrs.keys()]


def test_a_date_has_three_boxes_in_a_group_with_its_hint(empty: Page) -> None:
    boxes = [empty.named(f"date_of_birth_{box}")[0] for box in ("day", "month", "year")]
    assert {box["inputmode"] for box in boxes} == {"numeric"}
    group = next(
        a for tag, a in empty.elements if tag == "fieldset" and "date_of_birth" in (a.get("aria-describedby") or "")
    )
    assert group["aria-describedby"] in empty.ids


def test_only_the_wrong_box_of_a_date_is_marked_and_linked() -> None:
    class BornForm(forms.Form):
        born_on = DateField()

    form = BornForm({"born_on_day": "4", "born_on_month": "", "born_on_year": "2019"})
    html = str(form)
    page = Page(html)
    marked = [a["name"] for _, a in page.elements if "nhsuk-input--error" in (a.get("class") or "")]
    assert marked == ["born_on_month"]
    assert 'href="#id_born_on_month"' in html
    assert page.named("born_on_day")[0]["value"] == "4"


def test_each_line_of_the_error_summary_leads_to_a_field_that_is_there(wrong: Page) -> None:
    targets = {a["href"][1:] for tag, a in wrong.elements if tag == "a" and (a.get("href") or "").startswith("#")}
    assert len(targets) == 10
    assert targets <= wrong.ids


def test_each_message_is_tied_to_its_field(wrong: Page) -> None:
    described = {word for _, a in wrong.elements for word in (a.get("aria-describedby") or "").split()}
    errors = {an_id for an_id in wrong.ids if an_id.endswith("-error")}
    assert len(errors) == 10
    assert errors <= described
    assert described <= wrong.ids


def test_what_was_typed_is_still_there(wrong: Page) -> None:
    assert wrong.named("given_name")[0]["value"] == WRONG["given_name"]
    assert wrong.named("nhs_number")[0]["value"] == WRONG["nhs_number"]
    assert wrong.named("weeks")[0]["value"] == "30"
    assert [a["value"] for a in wrong.named("outcome") if "checked" in a] == ["other"]
    assert wrong.named("outcome_detail")[0]["value"] == "Moved to <Wales>"


@pytest.mark.parametrize("revealed", [False, True])
@pytest.mark.parametrize("text", ["One.\n\n  Two, indented.\n\tThree.", "\nA line down.", "a & b <c>"])
def test_a_long_answer_comes_back_letter_for_letter(text: str, revealed: bool) -> None:
    class StoryForm(forms.Form):
        why = forms.ChoiceField(choices=[("x", "X")], widget=forms.RadioSelect)
        story = forms.CharField(widget=forms.Textarea, strip=False)
        looks = {"why": {"reveals": {"x": ["story"]}}} if revealed else {}

    html = str(StoryForm({"story": text}))
    shown = re.search(r"<textarea[^>]*>(.*?)</textarea>", html, re.S)
    assert shown
    as_browsers_read_it = re.sub(r"^\n", "", shown[1])
    for mark, meant in (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&")):
        as_browsers_read_it = as_browsers_read_it.replace(mark, meant)
    assert as_browsers_read_it == text


def test_nothing_typed_labelled_or_chosen_can_become_markup() -> None:
    class UnkindForm(forms.Form):
        line = forms.CharField(label=UNKIND, help_text=UNKIND)
        text = forms.CharField(widget=forms.Textarea)
        one = forms.ChoiceField(choices=[(UNKIND, UNKIND)], widget=forms.RadioSelect)
        many = forms.MultipleChoiceField(choices=[(UNKIND, UNKIND)], widget=forms.CheckboxSelectMultiple)
        listed = forms.ChoiceField(choices=[(UNKIND, UNKIND)])
        day = DateField()
        looks = {"one": {"hints": {UNKIND: UNKIND}}, "line": {"suffix": UNKIND}}

        def clean(self) -> None:
            raise forms.ValidationError(UNKIND)

    form = UnkindForm(dict.fromkeys(("line", "text", "one", "many", "listed", "day_day", "day_month", "day"), UNKIND))
    page = Page(form)
    assert "<script" not in str(form)
    assert not [tag for tag, _ in page.elements if tag == "script"]


def test_help_that_django_made_as_markup_is_kept_as_markup() -> None:
    class HelpForm(forms.Form):
        new = forms.CharField(help_text=engines["django"].from_string("<ul><li>Long</li></ul>").render())

    assert "<li>Long</li>" in str(HelpForm())


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        (forms.CharField(label="Reason"), "", "Enter the reason"),
        (forms.CharField(label="LA reference"), "", "Enter the LA reference"),
        (forms.CharField(label="What changed?"), "", "Answer “What changed?”"),
        (forms.ChoiceField(choices=[("a", "A")], label="Service"), "", "Choose the service"),
        (
            forms.ChoiceField(choices=[("a", "A")], label="Service"),
            "b",
            "Choose one of the answers listed for “Service”",
        ),
        (forms.BooleanField(label="I have read it"), "", "Tick “I have read it” to go on"),
        (forms.IntegerField(label="Weeks"), "two", "Weeks must be a whole number, like 12"),
        (forms.IntegerField(label="Weeks", max_value=20), "21", "Weeks must be 20 or less"),
        (
            forms.CharField(label="Name", max_length=3),
            "abcd",
            "Name must be 3 characters or fewer. You have entered 4",
        ),
        (
            forms.EmailField(label="Email"),
            "x",
            "Enter an email address in the right format, like name@example.org",
        ),
        (
            forms.CharField(error_messages={"required": "Say why, in a sentence"}),
            "",
            "Say why, in a sentence",
        ),
    ],
)
def test_an_error_says_what_to_do_in_plain_words(field: forms.Field, value: str, message: str) -> None:
    form = type("AnyForm", (forms.Form,), {"it": field})({"it": value})
    html = str(form)
    assert html.count(message) == 2, html


def test_a_file_that_was_sent_with_a_wrong_form_must_be_chosen_again() -> None:
    class SendForm(forms.Form):
        reason = forms.CharField()
        document = UploadField()

    sent = SimpleUploadedFile("a.pdf", b"%PDF-1.7\n%%EOF")
    assert "Choose the file again" in str(SendForm({}, {"document": sent}))
    assert "Choose the file again" not in str(SendForm({}))


def test_a_choice_of_nothing_reads_as_words() -> None:
    class ServiceForm(forms.Form):
        must = forms.ChoiceField(choices=[("", "---------"), ("a", "A")])
        may = forms.ChoiceField(choices=[("", "---------"), ("a", "A")], required=False)

    html = str(ServiceForm())
    assert "----" not in html
    assert "Choose one" in html
    assert "None" in html


def test_an_optional_field_says_so_and_a_field_shown_by_an_answer_may_leave_it_out() -> None:
    class SomeForm(forms.Form):
        note = forms.CharField(required=False)
        other = forms.CharField(required=False)
        looks = {"other": {"optional": False}}

    html = str(SomeForm())
    assert "Note (optional)" in html
    assert "Other (optional)" not in html


def test_a_date_that_is_known_fills_its_boxes() -> None:
    class DueForm(forms.Form):
        due_on = DateField()

    page = Page(DueForm(initial={"due_on": date(2026, 7, 3)}))
    values = [page.named(f"due_on_{box}")[0]["value"] for box in ("day", "month", "year")]
    assert values == ["3", "7", "2026"]


def test_django_still_draws_its_own_widgets() -> None:
    """The admin's and other packages' templates are Django's: only ours go to Jinja."""
    renderer: Any = get_default_renderer()
    assert 'type="text"' in renderer.render(
        "django/forms/widgets/text.html", {"widget": {"name": "x", "type": "text", "attrs": {}}}
    )
    assert 'type="hidden"' in forms.HiddenInput().render("revision", 4)
