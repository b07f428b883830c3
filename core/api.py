"""How does another system read records and ask for their verbs? By the rules of the pages: views decide nothing."""

from collections.abc import Iterator
from typing import Any, ClassVar

from django.core.exceptions import NON_FIELD_ERRORS
from django.db import models
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.pagination import PageNumberPagination
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from core.api_body import Errors, form_data, not_asked, values_of
from core.api_schema import ActionReading, FormMetadata, NotDoneReading, PortalSchema, StaleReading
from core.forms import VerbForm
from core.models import Submission
from core.plain_words import plain_messages
from core.views import Scoped, submission_token
from core.workflow import Record, Verb, verbs_of

NAMESPACE = "api"
Actions = list[dict[str, Any]]
NO_TOKEN = "Send a UUID, a new one for each thing that you make"  # noqa: S105 a message


class Pages(PageNumberPagination):
    """There is no way to switch the pages off."""

    page_size = 50
    page_size_query_param = None


class Reading(serializers.ModelSerializer):
    """What can be read of a record. Verbs write."""

    def get_fields(self) -> dict[str, serializers.Field]:
        fields = super().get_fields()
        for field in fields.values():
            field.read_only, field.required = True, False
        return fields


class FullReading(Reading):
    """A record by itself, with what this person may ask of it now."""

    actions = serializers.SerializerMethodField()

    @extend_schema_field(ActionReading(many=True))
    def get_actions(self, record: Record) -> Actions:
        return self.context["view"].actions_of(record)


class RecordViews(Scoped, GenericViewSet):
    """One kind of record: its list, each one, its verbs, and the verbs that make one."""

    listed_as: ClassVar[str] = ""
    row: ClassVar[Any] = None
    full: ClassVar[Any] = None
    filters: ClassVar[dict[str, str]] = {}
    made_in: ClassVar[dict[Verb, type["RecordViews"] | None]] = {}
    request: Any
    verb: Any = None
    within: Any = None
    pagination_class = Pages
    metadata_class = FormMetadata
    schema = PortalSchema()

    def list(self, request: Any) -> Response:
        page = self.paginate_queryset(self.narrowed(self.for_list()))
        return self.get_paginated_response(self.get_serializer(page, many=True).data)

    def retrieve(self, request: Any, pk: int) -> Response:
        record = get_object_or_404(self.for_list(), pk=pk)
        self.note_view(record)
        return Response(self.get_serializer(record).data)

    def act(self, request: Any, pk: int) -> Response:
        around = self.acted_on()
        form, errors = self.filled_form(around)
        if errors or not form.is_valid() or form.act() is None:
            return not_done(form, errors)
        return self.shown(around["record"].pk)

    def create(self, request: Any, pk: int | None = None) -> Response:
        around = self.acted_on()
        claim = self.claim()
        if claim and claim.outcome:
            return Response(status=303, headers={"Location": claim.outcome})
        form, errors = self.filled_form(around)
        if errors or not form.is_valid() or (made := form.act()) is None:
            return not_done(form, errors)
        address = reverse(f"{NAMESPACE}:{self.listed_as}", args=[made.pk])
        if claim:
            claim.settle(address)
        return self.shown(made.pk, status=201, headers={"Location": address})

    def get_serializer_class(self) -> Any:
        return self.row if self.action == "list" else self.full

    def for_list(self) -> Any:
        return self.get_queryset().for_list()  # type: ignore[attr-defined]

    def narrowed(self, records: models.QuerySet) -> models.QuerySet:
        """By the filters in the address. A name or an answer that is not known is refused: ignored, it would give
        more than was asked for."""
        asked = {name: value for name, value in self.request.query_params.items() if name != "page"}
        wrong = [name for name, value in asked.items() if not self.can_filter(name, value)]
        if wrong:
            raise ValidationError({name: ["There is no such filter, or no such answer to it."] for name in wrong})
        return records.filter(**{self.filters[name]: value for name, value in asked.items() if value})

    def can_filter(self, name: str, value: str) -> bool:
        answers = self.model.Status.values if name == "status" and name in self.filters else [value]
        return name in self.filters and "\0" not in value and value in ["", *answers]

    def acted_on(self) -> dict[str, Any]:
        """The record that the verb acts on, or the one that it makes another in: 404 unless visible, 403 unless
        allowed."""
        around = (
            self.find_within() if self.verb.creates else get_object_or_404(self.get_queryset(), pk=self.kwargs["pk"])
        )
        if around is not None:
            self.note_view(around)
        self.verb.check_permission(around, self.request.user)
        return {"within" if self.verb.creates else "record": around}

    def find_within(self) -> Any:
        if self.within is None:
            return None
        views = self.within(request=self.request)
        return get_object_or_404(views.get_queryset(), pk=self.kwargs["pk"])

    def make_form(self, around: dict[str, Any], *args: Any) -> VerbForm:
        return self.verb.form(*args, by=self.request.user, initial=self.filled_beforehand(**around), **around)

    def filled_beforehand(self, **around: Any) -> dict[str, Any]:
        """What the form's page puts into it beforehand."""
        return {}

    def filled_form(self, around: dict[str, Any]) -> tuple[VerbForm, Errors]:
        sent = {
            name: values for name, values in values_of(self.request.data).items() if name not in self.request.FILES
        }
        if self.verb.creates:
            sent.pop("submission", None)
        data, errors = form_data(sent, self.make_form(around))
        form = self.make_form(around, data, self.request.FILES)
        return form, errors | not_asked(sent, form)

    def claim(self) -> Submission | None:
        """The row that says that this was sent before, and what came of it."""
        values = values_of(self.request.data).get("submission")
        if values is None:
            return None
        token = submission_token(str(values[0]) if values else "")
        if token is None:
            raise ValidationError({"submission": [NO_TOKEN]})
        return Submission.claim(token, by=self.request.user)

    def shown(self, pk: int, *, status: int = 200, headers: dict[str, str] | None = None) -> Response:
        """The record as it is now; nothing when the act took it out of this person's sight."""
        record = self.for_list().filter(pk=pk).first()
        if record is None:
            return Response(status=204)
        return Response(self.get_serializer(record).data, status=status, headers=headers)

    def actions_of(self, record: Record) -> Actions:
        actions = record.actions_for(self.request.user)
        return [
            {"verb": a.verb.name, "label": a.label, "url": self.address_of(a.verb, record), "blocked": a.blocked}
            for a in actions
        ]

    def address_of(self, verb: Verb, record: Record) -> str:
        return reverse(f"{NAMESPACE}:{self.listed_as}_{verb.name}", args=[record.pk])

    @classmethod
    def addresses(cls) -> Iterator[URLPattern]:
        at_top = next((verb for verb, within in cls.made_in.items() if within is None), None)
        posts = {"post": "create"} if at_top else {}
        yield path(
            f"{cls.listed_as}/", cls.as_view({"get": "list", **posts}, verb=at_top), name=f"{cls.listed_as}_list"
        )
        yield path(f"{cls.listed_as}/<int:pk>/", cls.as_view({"get": "retrieve"}), name=cls.listed_as)
        for verb in verbs_of(cls.model):
            if verb.form and not verb.creates:
                yield cls.address(f"{cls.listed_as}/<int:pk>/{slug(verb)}/", "act", verb)
        for verb, within in cls.made_in.items():
            if within:
                only_one = list(cls.made_in.values()).count(within) == 1
                list_address = f"{within.listed_as}/<int:pk>/{cls.listed_as}/"
                yield cls.address(
                    list_address if only_one else f"{list_address}{slug(verb)}/", "create", verb, within
                )

    @classmethod
    def address(cls, address: str, action: str, verb: Verb, within: Any = None) -> URLPattern:
        view = cls.as_view({"post": action}, verb=verb, within=within)
        return path(address, view, name=f"{cls.listed_as}_{verb.name}")


def slug(verb: Verb) -> str:
    return verb.name.replace("_", "-")


def addresses(*kinds: type[RecordViews]) -> list[URLPattern]:
    return [address for kind in kinds for address in kind.addresses()]


def not_done(form: VerbForm, errors: Errors) -> Response:
    """Why not, in the words of the page: 409 when somebody was quicker, 422 otherwise."""
    if form.has_error(NON_FIELD_ERRORS, "stale"):
        stale = {"detail": form.non_field_errors()[0], "revision": form.record.revision, "changes": form.changes}
        return Response(StaleReading(stale).data, status=409)
    beside = {field.name: plain_messages(field) for field in form if field.errors and field.name not in errors}
    refused = [str(message) for message in form.non_field_errors()]
    return Response(NotDoneReading({"errors": beside | errors, "refused": refused}).data, status=422)
