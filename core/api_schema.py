"""What does the API say about itself: to whom writes a client, and to a client about one record's form?"""

from typing import Any

from django import forms
from drf_spectacular.authentication import SessionScheme
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers
from rest_framework.metadata import BaseMetadata

from core.api_body import is_for_several
from core.fields import DateField
from core.forms import VerbForm
from core.renderer import flattened

TYPES: list[tuple[type[forms.Field], dict[str, str]]] = [
    (forms.BooleanField, {"type": "boolean"}),
    (forms.IntegerField, {"type": "integer"}),
    (forms.ModelChoiceField, {"type": "integer"}),
    (DateField, {"type": "string", "format": "date"}),
    (forms.TimeField, {"type": "string", "format": "time"}),
    (forms.EmailField, {"type": "string", "format": "email"}),
    (forms.FileField, {"type": "string", "format": "binary"}),
]
SUBMISSION = {
    "type": "string",
    "format": "uuid",
    "description": "Your own number for this act. Sent again, nothing is made twice.",
}


def type_of(field: forms.Field) -> dict[str, Any]:
    """This field as JSON schema. Choices that depend on the record are asked for with OPTIONS."""
    schema: dict[str, Any] = next((dict(s) for kind, s in TYPES if isinstance(field, kind)), {"type": "string"})
    if isinstance(field, forms.IntegerField):
        limits = {"minimum": field.min_value, "maximum": field.max_value}
        schema |= {name: limit for name, limit in limits.items() if limit is not None}
    if isinstance(field, forms.CharField) and field.max_length:
        schema["maxLength"] = field.max_length
    if isinstance(field, forms.ChoiceField) and not isinstance(field, forms.ModelChoiceField) and field.choices:
        schema["enum"] = [str(value) for value, _ in flattened(field.choices)]
    return {"type": "array", "items": schema} if is_for_several(field) else schema


def body_of(form: type[VerbForm]) -> dict[str, Any]:
    """The body that this verb's form takes, by media type."""
    properties = {
        name: type_of(field) | {"description": " ".join(filter(None, [str(field.label or ""), str(field.help_text)]))}
        for name, field in form.base_fields.items()
    }
    if form.verb.creates:
        properties = {name: s for name, s in properties.items() if name != "revision"} | {"submission": SUBMISSION}
    required = [name for name, field in form.base_fields.items() if field.required and field.initial is None]
    schema = {"type": "object", "properties": properties} | ({"required": required} if required else {})
    has_file = any(isinstance(field, forms.FileField) for field in form.base_fields.values())
    return {"application/json": schema} | ({"multipart/form-data": schema} if has_file else {})


def described(form: VerbForm) -> list[dict[str, Any]]:
    """Each field of this record's form, with its choices and what stands in it."""
    return [
        {
            "name": name,
            "label": str(form[name].label),
            "hint": str(field.help_text),
            "required": field.required,
            "schema": type_of(field),
            "value": form.get_initial_for_field(field, name),
            "choices": choices_of(field),
        }
        for name, field in form.fields.items()
    ]


def choices_of(field: forms.Field) -> list[dict[str, str]]:
    pairs = flattened(field.choices) if isinstance(field, forms.ChoiceField) else ()
    return [{"value": str(value), "label": str(label)} for value, label in pairs if value not in (None, "")]


class FormMetadata(BaseMetadata):
    """OPTIONS: what the form asks of this record. Whoever may not act may not ask either."""

    def determine_metadata(self, request: Any, view: Any) -> dict[str, Any]:
        if not view.verb:
            return {}
        around = view.acted_on()
        form = view.make_form(around)
        return {
            "verb": view.verb.name,
            "label": view.verb.label,
            "guidance": form.guidance,
            "blocked": view.verb.refusal(*around.values(), request.user),
            "fields": described(form),
        }


class ActionReading(serializers.Serializer):
    """Something that you may ask of this record. `blocked` says why not now."""

    verb = serializers.CharField()
    label = serializers.CharField()
    url = serializers.CharField()
    blocked = serializers.CharField(allow_null=True)


class NotDoneReading(serializers.Serializer):
    """What is wrong, beside the fields and with the whole, in the words of the page."""

    errors = serializers.DictField(child=serializers.ListField(child=serializers.CharField()))
    refused = serializers.ListField(child=serializers.CharField())


class ChangeReading(serializers.Serializer):
    verb = serializers.CharField(source="verb_in_words")
    by = serializers.CharField(source="actor")
    at = serializers.DateTimeField(source="history_date")


class StaleReading(serializers.Serializer):
    """Somebody else changed the record since the revision that you named."""

    detail = serializers.CharField()
    revision = serializers.IntegerField()
    changes = ChangeReading(many=True)


class PortalSessionScheme(SessionScheme):
    """Found by being a class: how the schema speaks of signing in."""

    target_class = "accounts.api_access.PortalSession"


class PortalSchema(AutoSchema):
    """The forms, not the serializers, say what may be sent."""

    @property
    def verb(self) -> Any:
        return self.view.verb if self.method == "POST" else None

    def get_request_serializer(self) -> Any:
        return body_of(self.verb.form) if self.verb else None

    def get_response_serializers(self) -> Any:
        if not self.verb:
            return super().get_response_serializers()
        done = {201: self.view.full} if self.verb.creates else {200: self.view.full, 409: StaleReading}
        return done | {422: NotDoneReading}

    def get_summary(self) -> str | None:
        return self.verb.label if self.verb else None

    def get_description(self) -> str:
        if not self.verb:
            return self.view.model.__doc__ or ""
        return " ".join(filter(None, [self.verb.body.__doc__, self.verb.form.guidance]))

    def get_operation_id(self) -> str:
        name = self.view.listed_as.replace("-", "_")
        return f"{name}_{self.verb.name if self.verb else self.view.action}"

    def get_tags(self) -> list[str]:
        return [self.view.listed_as]

    def get_override_parameters(self) -> list[Any]:
        filters = self.view.filters if self.view.action == "list" else {}
        return [OpenApiParameter(name, str, OpenApiParameter.QUERY) for name in filters]
