"""How is a form drawn? Every form on every page through the design system, by writing `{{ form }}`.

A form may say how its fields look in `looks`, by field name:

    looks = {
        "reason": {"size": "m", "inline": True, "hints": {"moved": "To?"}, "reveals": {"other": ["detail"]}},
        "postcode": {"width": 10}, "weeks": {"suffix": "weeks"}, "account": {"rows": 12, "count": True},
    }
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.forms.renderers import DjangoTemplates
from django.template import engines

from core.fields import DateBoxes
from core.plain_words import plain_messages

OUR_TEMPLATES = "forms/"


class PortalRenderer(DjangoTemplates):
    """Our own form and field templates go to Jinja; every widget template of Django's stays with Django."""

    form_template_name = f"{OUR_TEMPLATES}form.html"
    formset_template_name = f"{OUR_TEMPLATES}formset.html"
    field_template_name = f"{OUR_TEMPLATES}field.html"

    def get_template(self, template_name: str) -> Any:
        if template_name.startswith(OUR_TEMPLATES):
            return engines["jinja"].get_template(template_name)
        return super().get_template(template_name)


@dataclass(frozen=True)
class Component:
    """A macro of the design system by name, and what it is called with."""

    name: str
    params: dict[str, Any]


def looks_of(field: BoundField) -> dict[str, Any]:
    return getattr(field.form, "looks", {}).get(field.name, {})


def fields_of(form: forms.BaseForm) -> list[BoundField]:
    """The visible fields, without those that another field's answer reveals."""
    hidden_until = {
        name
        for look in getattr(form, "looks", {}).values()
        for names in look.get("reveals", {}).values()
        for name in names
    }
    return [field for field in form.visible_fields() if field.name not in hidden_until]


def summary_of(*drawn: Any) -> list[dict[str, str]]:
    """The error summary's lines for these forms, each with a link to its field. Marks them as summarised."""
    return [line for form in drawn for line in _summary_lines(form)]


def _summary_lines(form: Any) -> Iterator[dict[str, str]]:
    if not isinstance(form, forms.BaseForm):
        return
    form.is_summarised = True
    for message in map(str, form.non_field_errors()):
        leads_to = getattr(form, "leads_to", {}).get(message)  # of no field: where it is put right, if that was said
        yield {"text": message} | ({"href": leads_to} if leads_to else {})
    for field in form.hidden_fields():
        yield from ({"text": message} for message in plain_messages(field))
    for field in form.visible_fields():
        yield from ({"text": message, "href": f"#{first_wrong_box(field)}"} for message in plain_messages(field))


def first_wrong_box(field: BoundField) -> str:
    if isinstance(field.field.widget, DateBoxes):
        wrong = wrong_boxes(field)
        return next((f"{field.auto_id}_{box}" for box in DateBoxes.boxes if box in wrong), f"{field.auto_id}_day")
    return field.auto_id


def wrong_boxes(field: BoundField) -> set[str]:
    """Which of the day, month and year boxes to mark; all of them when the error does not say."""
    errors = field.errors.as_data() if field.errors else []
    return {box for error in errors for box in (error.params or {}).get("boxes", DateBoxes.boxes)}


def component_of(field: BoundField) -> Component:
    """Which macro draws this field, with what."""
    widget = field.field.widget
    for kind, draw in DRAWN_BY:
        if isinstance(widget, kind):
            return draw(field)
    return draw_input(field)


def common(field: BoundField, *, caption: str = "label") -> dict[str, Any]:
    """What every macro takes: id, name, label or legend, hint, error, attributes."""
    look = looks_of(field)
    words: dict[str, Any] = {"text": label_text(field), "size": look.get("size", "s")}
    if look.get("heading"):
        words |= {"isPageHeading": True, "size": look.get("size", "l")}
    params: dict[str, Any] = {"id": field.auto_id, "name": field.html_name, "disabled": field.field.disabled}
    params |= {"fieldset": {"legend": words}} if caption == "legend" else {"label": words}
    if hint := hint_of(field):
        params["hint"] = hint
    if messages := plain_messages(field):
        params["errorMessage"] = {"text": " ".join(messages)}
    attributes = {name: value for name, value in field.field.widget.attrs.items() if name not in CONSUMED}
    return params | {"attributes": attributes, "classes": field.field.widget.attrs.get("class", "")}


def grouped(field: BoundField) -> dict[str, Any]:
    """Radio buttons and checkboxes: the field's id is the first one's, where the error summary leads."""
    params = common(field, caption="legend")
    return params | {"idPrefix": params.pop("id")}


CONSUMED = {
    "class",
    "id",
    "rows",
    "cols",
    "autocomplete",
    "placeholder",
    "type",
    "maxlength",
    "minlength",
    "min",
    "max",
    "step",
}
"""Attributes that a macro takes by name, or that would stop a long answer without a word."""


def label_text(field: BoundField) -> str:
    optional = looks_of(field).get("optional", not field.field.required)
    return (
        f"{field.label} (optional)"
        if optional and not isinstance(field.field, forms.BooleanField)
        else str(field.label)
    )


def hint_of(field: BoundField) -> dict[str, str]:
    """The help text. A file that was sent with a wrong form is gone: say so beside it."""
    words = str(field.help_text)
    if isinstance(field.field, forms.FileField) and field.form.is_bound and not field.errors and field.data:
        words = f"{words} Choose the file again: it was not kept because of the errors on this page.".strip()
    if not words:
        return {}
    return {"html" if hasattr(words, "__html__") else "text": words}


def draw_input(field: BoundField) -> Component:
    widget, look = field.field.widget, looks_of(field)
    params = common(field) | {"type": getattr(widget, "input_type", "text") or "text", "value": shown(field)}
    if isinstance(widget, forms.NumberInput):
        whole = isinstance(field.field, forms.IntegerField)
        params |= {"type": "text", "inputmode": "numeric" if whole else "decimal"}
    params |= {name: look[name] for name in ("width", "prefix", "suffix", "code") if name in look}
    params |= {name: widget.attrs[name] for name in ("autocomplete",) if name in widget.attrs}
    if isinstance(widget, forms.EmailInput):
        params |= {"spellcheck": False, "autocapitalize": "none"}
    return Component("input", params)


def shown(field: BoundField) -> str:
    return str(field.field.widget.format_value(field.value()) or "")


def draw_password(field: BoundField) -> Component:
    params = common(field) | {"autocomplete": field.field.widget.attrs.get("autocomplete", "current-password")}
    return Component("passwordInput", params)


def draw_textarea(field: BoundField) -> Component:
    look = looks_of(field)
    value = field.field.widget.format_value(field.value()) or ""
    if value.startswith(("\n", "\r")):
        value = f"\n{value}"  # browsers drop the first line break of a textarea
    params = common(field) | {"rows": look.get("rows", 6), "value": value}
    limit = getattr(field.field, "max_length", None)
    if look.get("count") and limit:
        return Component("characterCount", params | {"maxlength": limit})
    return Component("textarea", params)


def draw_file(field: BoundField) -> Component:
    params = common(field)
    params["multiple"] = getattr(field.field.widget, "allow_multiple_selected", False)
    return Component("file", params)


def draw_date(field: BoundField) -> Component:
    wrong = wrong_boxes(field)
    values = field.field.widget.decompress(field.value())
    params = common(field, caption="legend")
    items = [
        {
            "name": f"{field.html_name}_{box}",
            "id": f"{field.auto_id}_{box}",
            "label": box.capitalize(),
            "value": value,
            "width": 4 if box == "year" else 2,
            "error": box in wrong,
        }
        for box, value in zip(DateBoxes.boxes, values, strict=True)
    ]
    return Component("dateInput", params | {"items": items})


def draw_radios(field: BoundField) -> Component:
    look = looks_of(field)
    chosen = "" if field.value() is None else str(field.value())
    params = grouped(field) | {"items": items_of(field, {chosen})}
    return Component("radios", params | {name: look[name] for name in ("inline", "small") if name in look})


def draw_checkboxes(field: BoundField) -> Component:
    look = looks_of(field)
    chosen = {str(value) for value in field.value() or []}
    params = grouped(field) | {"items": items_of(field, chosen)}
    return Component("checkboxes", params | {name: look[name] for name in ("inline", "small") if name in look})


def draw_tick_box(field: BoundField) -> Component:
    """One box is its own label: a legend around it would say the same thing twice."""
    params = grouped(field)
    text = params.pop("fieldset")["legend"]["text"]
    item: dict[str, Any] = {"value": "on", "text": text, "checked": bool(field.value())}
    if "hint" in params:
        item["hint"] = params.pop("hint")
    if revealed := revealed_by(field, "on"):
        item["conditional"] = {"html": revealed}
    return Component("checkboxes", params | {"items": [item]})


def draw_select(field: BoundField) -> Component:
    chosen = "" if field.value() is None else str(field.value())
    items = [
        {"value": value, "text": text, "selected": value == chosen}
        for value, text in choices_of(field, blank="Choose one" if field.field.required else "None")
    ]
    return Component("select", common(field) | {"items": items})


def items_of(field: BoundField, chosen: set[str]) -> list[dict[str, Any]]:
    """Radio buttons or checkboxes, with their own hints and what they reveal."""
    hints = looks_of(field).get("hints", {})
    items = []
    for value, text in choices_of(field, blank=None):
        item: dict[str, Any] = {"value": value, "text": text, "checked": value in chosen}
        if value in hints:
            item["hint"] = {"text": hints[value]}
        if revealed := revealed_by(field, value):
            item["conditional"] = {"html": revealed}
        items.append(item)
    return items


def revealed_by(field: BoundField, value: str) -> str:
    names = looks_of(field).get("reveals", {}).get(value, [])
    return "".join(field.form[name].as_field_group() for name in names)


def choices_of(field: BoundField, *, blank: str | None) -> Iterator[tuple[str, str]]:
    """Values and words. Django's dashes for no choice become `blank`, or are left out where it is None."""
    for value, text in flattened(field.field.widget.choices):
        if value in (None, "") and str(text).startswith("---"):
            if blank is not None:
                yield "", blank
            continue
        yield "" if value is None else str(value), str(text)


def flattened(choices: Any) -> Iterator[tuple[Any, Any]]:
    """Choices in groups become single ones that name their group."""
    for value, text in choices:
        if isinstance(text, list | tuple):
            yield from ((inner, f"{value}: {words}") for inner, words in text)
        else:
            yield value, text


DRAWN_BY = (
    (DateBoxes, draw_date),
    (forms.CheckboxSelectMultiple, draw_checkboxes),
    (forms.RadioSelect, draw_radios),
    (forms.SelectMultiple, draw_checkboxes),
    (forms.Select, draw_select),
    (forms.CheckboxInput, draw_tick_box),
    (forms.Textarea, draw_textarea),
    (forms.FileInput, draw_file),
    (forms.PasswordInput, draw_password),
)
"""The first kind that fits draws the field; anything else is a one-line input."""
