"""What does an error say? Django's own messages, put as the portal would say them."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator
from django.forms.boundfield import BoundField

DETERMINERS = (
    "the ",
    "a ",
    "an ",
    "your ",
    "their ",
    "this ",
    "which ",
    "what ",
    "who ",
    "how ",
    "when ",
    "why ",
    "where ",
)


def plain_messages(field: BoundField) -> list[str]:
    """This field's errors in words that say what to do."""
    if not field.errors:
        return []
    return [words for error in field.errors.as_data() for words in in_plain_words(field, error)]


def in_plain_words(field: BoundField, error: ValidationError) -> list[str]:
    """A message that a form's author wrote stays; Django's own defaults are replaced."""
    say = SAID_FOR.get(error.code or "")
    if say and is_djangos_own(field.field, error):
        return [say(field, error.params or {})]
    return [str(message) for message in error.messages]


def is_djangos_own(field: forms.Field, error: ValidationError) -> bool:
    if error.code in FROM_VALIDATORS or str(error.message) == str(EmailValidator.message):
        return True
    return any(
        str(error.message) == str(kind.default_error_messages.get(error.code, ""))
        for kind in type(field).__mro__
        if kind.__module__.startswith("django.") and hasattr(kind, "default_error_messages")
    )


FROM_VALIDATORS = {"max_length", "min_length", "min_value", "max_value", "null_characters_not_allowed"}


def named(label: Any) -> str:
    """'Date of birth' as it stands inside a sentence: 'the date of birth'."""
    words = str(label)
    if len(words) > 1 and not words[1].isupper():
        words = words[0].lower() + words[1:]
    return words if words.lower().startswith(DETERMINERS) else f"the {words}"


def say_required(field: BoundField, params: dict[str, Any]) -> str:
    label, kind = str(field.label), field.field
    if isinstance(kind, forms.BooleanField):
        return f"Tick “{label}” to go on"
    if isinstance(kind, forms.FileField):
        return f"Choose a file for “{label}”"
    if isinstance(kind.widget, forms.CheckboxSelectMultiple | forms.SelectMultiple):
        return f"Choose at least one answer to “{label}”"
    if isinstance(kind.widget, forms.RadioSelect) or (isinstance(kind.widget, forms.Select) and label.endswith("?")):
        return f"Choose an answer to “{label}”"
    if isinstance(kind.widget, forms.Select):
        return f"Choose {named(label)}"
    return f"Answer “{label}”" if label.endswith("?") else f"Enter {named(label)}"


def say_invalid_choice(field: BoundField, params: dict[str, Any]) -> str:
    return f"Choose one of the answers listed for “{field.label}”"


def say_invalid(field: BoundField, params: dict[str, Any]) -> str:
    kind = field.field
    if isinstance(kind, forms.EmailField):
        return "Enter an email address in the right format, like name@example.org"
    if isinstance(kind, forms.IntegerField):
        return f"{field.label} must be a whole number, like 12"
    if isinstance(kind, forms.DecimalField):
        return f"{field.label} must be a number, like 12.5"
    return f"We could not read {named(field.label)}. Check it and enter it again"


def say_max_length(field: BoundField, params: dict[str, Any]) -> str:
    limit, typed = params["limit_value"], params["show_value"]
    return f"{field.label} must be {limit:,} characters or fewer. You have entered {typed:,}"


def say_min_length(field: BoundField, params: dict[str, Any]) -> str:
    return f"{field.label} must be at least {params['limit_value']:,} characters"


def say_min_value(field: BoundField, params: dict[str, Any]) -> str:
    return f"{field.label} must be {params['limit_value']} or more"


def say_max_value(field: BoundField, params: dict[str, Any]) -> str:
    return f"{field.label} must be {params['limit_value']} or less"


def say_null_characters(field: BoundField, params: dict[str, Any]) -> str:
    return f"{field.label} has a hidden character in it. Delete it and type it again"


SAID_FOR = {
    "required": say_required,
    "invalid_choice": say_invalid_choice,
    "invalid": say_invalid,
    "max_length": say_max_length,
    "min_length": say_min_length,
    "min_value": say_min_value,
    "max_value": say_max_value,
    "null_characters_not_allowed": say_null_characters,
}
