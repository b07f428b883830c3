"""What did another system send, and what is that on a form? JSON becomes what a browser would have sent."""

from collections.abc import Iterator
from io import BytesIO
from typing import Any

from django import forms
from django.conf import settings
from django.http import QueryDict
from rest_framework.exceptions import APIException, ParseError
from rest_framework.parsers import JSONParser

from core.forms import VerbForm

Errors = dict[str, list[str]]
NOT_ASKED = "This is not asked for here. Check the name"
ONE_ANSWER = "Send one answer, not a list"
NO_OBJECT = "Send text, a number, true, false or null, not an object"
UNREADABLE = "This has a character in it that cannot be read. Send UTF-8"
AS_A_FILE = "Send the file itself, as multipart/form-data"


class TooLarge(APIException):
    status_code = 413
    default_detail = "This is more than the portal can take at once."


class BoundedJSON(JSONParser):
    """JSON in UTF-8, no larger and no deeper than the portal can hold."""

    def parse(self, stream: Any, media_type: str | None = None, parser_context: Any = None) -> Any:
        limit = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        body = stream.read(limit + 1)
        if len(body) > limit:
            raise TooLarge
        try:
            return super().parse(BytesIO(body), media_type, {**(parser_context or {}), "encoding": "utf-8"})
        except RecursionError:
            raise ParseError("This is nested too deeply.") from None


def is_for_several(field: forms.Field | None) -> bool:
    return bool(field and getattr(field.widget, "allow_multiple_selected", False))


def form_data(sent: dict[str, list[Any]], shown: VerbForm) -> tuple[QueryDict, Errors]:
    """What was sent, as data for a form like the one `shown`, and what of it no field could take. A field that was
    left out has what the page would have shown in it, so that leaving out is the same as not touching."""
    data, errors = QueryDict(mutable=True), {}
    for name in [*shown.fields, *(name for name in sent if name not in shown.fields)]:
        try:
            answered = name in sent
            data.setlist(name, answers(sent[name], shown.fields.get(name)) if answered else shown_in(shown, name))
        except ValueError as why:
            errors[name] = [str(why)]
    return data, errors


def not_asked(sent: dict[str, list[Any]], form: VerbForm) -> Errors:
    """Names that this form does not have: a slip must not pass for an answer."""
    return {name: [NOT_ASKED] for name in sent if name not in form.fields}


def shown_in(form: VerbForm, name: str) -> list[Any]:
    field = form.fields[name]
    value = field.prepare_value(form.get_initial_for_field(field, name))
    if value is None:
        return []
    return list(value) if is_for_several(field) else [value]


def answers(values: list[Any], field: forms.Field | None) -> list[str]:
    """The texts that a browser would have sent for these values."""
    if isinstance(field, forms.FileField):
        if any(values):
            raise ValueError(AS_A_FILE)
        return []
    texts = [as_text(value) for value in values if value is not None]
    if len(texts) > 1 and not is_for_several(field):
        raise ValueError(ONE_ANSWER)
    return texts


def as_text(value: Any) -> str:
    if isinstance(value, dict | list):
        raise ValueError(NO_OBJECT)
    text = str(value).lower() if isinstance(value, bool) else str(value)
    if any("\ud800" <= character <= "\udfff" for character in text):
        raise ValueError(UNREADABLE)
    return text


def values_of(body: Any) -> dict[str, list[Any]]:
    """Names and their values, from JSON or from a form with files in it."""
    return dict(_named_values(body))


def _named_values(body: Any) -> Iterator[tuple[str, list[Any]]]:
    if isinstance(body, QueryDict):
        yield from ((name, [v for v in values if not hasattr(v, "read")]) for name, values in body.lists())
    elif isinstance(body, dict):
        for name, value in body.items():
            readable = name.encode(errors="replace").decode()
            yield readable, value if isinstance(value, list) else [value]
    else:
        raise ParseError("Send one JSON object, with the fields by name.")
