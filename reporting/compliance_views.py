"""Which pages show how many time limits were kept?"""

import csv
from dataclasses import replace
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.generic import ListView, TemplateView, View

from accounts.models import Organisation, Relation
from accounts.roles import Permission
from clocks.models import Clock, read_exceptions
from clocks.rules import rule_in_force, rule_keys
from core.today import today
from core.views import OnlyFor
from reporting.compliance import HEALTH_ADVICE, WORDS, Compliance, Counts, Line, Span, Which, cases, compliance
from reporting.exports import safe
from reporting.forms import MonthChoice
from reporting.months import add_months, key_of, month_of, period_in_words

MONTHS_OFFERED = 48
MONTHS_BEFORE = 12  # and this one


class SpanForm(forms.Form):
    """From which month to which, and where."""

    looks = {name: {"optional": False} for name in ("first", "last", "la")}

    first = MonthChoice(label="From")
    last = MonthChoice(label="To")
    la = forms.ModelChoiceField(
        Organisation.objects.none(), required=False, label="Local authority", empty_label="All local authorities"
    )

    def __init__(self, data: Any, *, authorities: models.QuerySet, **options: Any) -> None:
        this_month = month_of(today())
        asked = {
            "first": data.get("first") or key_of(add_months(this_month, -MONTHS_BEFORE)),
            "last": data.get("last") or key_of(this_month),
            "la": data.get("la", ""),
        }
        super().__init__(asked, **options)
        offered = [add_months(this_month, -back) for back in range(MONTHS_OFFERED)]
        fields: dict[str, Any] = self.fields
        for name in ("first", "last"):
            fields[name].offer(offered)
        if authorities.exists():
            fields["la"].queryset = authorities
        else:
            del fields["la"]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("first") and said.get("last") and said["last"] < said["first"]:
            self.add_error("last", "The last month is before the first. Choose it or a later one")
        return said


class OfCompliance(OnlyFor):
    """For those who answer for the limits of a board or of a local authority, in their own."""

    request: HttpRequest

    needed = (Permission.SEE_COMPLIANCE,)

    def form(self) -> SpanForm:
        return SpanForm(self.request.GET, authorities=authorities_of(self.organisations()))

    def organisations(self) -> frozenset[int]:
        mine = self.request.user.organisations_with(Permission.SEE_COMPLIANCE)
        return frozenset(organisation.pk for organisation in mine)

    def span_of(self, form: SpanForm) -> Span:
        said = form.cleaned_data
        return Span(
            first=said["first"],
            last=said["last"],
            on=today(),
            organisations=self.organisations(),
            authority=said.get("la"),
        )

    def asked_span(self) -> Span:
        form = self.form()
        if not form.is_valid():
            raise Http404
        return self.span_of(form)


def authorities_of(boards: frozenset[int]) -> models.QuerySet:
    """Those that these boards work with; none for somebody of a local authority, who has one."""
    served = Relation.objects.in_force(today()).filter(icb__in=boards).values("organisation")
    authorities = Organisation.objects.filter(kind=Organisation.Kind.LOCAL_AUTHORITY, pk__in=served)
    return authorities.order_by("name")


def asked_of(span: Span, **more: str) -> str:
    """The span as a query, for the links of its numbers."""
    return urlencode(
        {
            **more,
            "first": key_of(span.first),
            "last": key_of(span.last),
            **({"la": span.authority.pk} if span.authority else {}),
        }
    )


def number(counts: Counts, which: Which, span: Span, rule: str) -> dict[str, Any]:
    """One number, which opens its list unless it is nought."""
    if not counts.of(which):
        return {"text": 0, "href": ""}
    address = reverse("reporting:compliance_cases")
    return {"text": counts.of(which), "href": f"{address}?{asked_of(span, rule=rule, which=which)}"}


def table_of(lines: list[Line], span: Span) -> list[dict[str, Any]]:
    return [
        {
            "line": line,
            "counts": line.counts,
            "numbers": [number(line.counts, which, span, line.rule.key) for which in Which],
        }
        for line in lines
        if line.counts.due or line.counts.lapsed
    ]


def without_any(lines: list[Line]) -> list[str]:
    return [line.rule.name for line in lines if not (line.counts.due or line.counts.lapsed)]


class CompliancePage(OfCompliance, TemplateView):
    template_name = "reporting/compliance.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = self.form()
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=422)
        span = self.span_of(form)
        return self.render_to_response(self.get_context_data(form=form, **shown(compliance(span, request.user))))


def shown(found: Compliance) -> dict[str, Any]:
    span = found.span
    return {
        "found": found,
        "period": period_in_words(span.first, span.last),
        "heads": list(WORDS.values()),
        "tables": [
            ("Limits in law", table_of(found.statutory, span), without_any(found.statutory)),
            ("Local standards", table_of(found.local, span), without_any(found.local)),
        ],
        "months": [month_row(month, counts, span) for month, counts in found.months],
        "csv": f"{reverse('reporting:compliance_csv')}?{asked_of(span)}",
    }


def month_row(month: date, counts: Counts, span: Span) -> dict[str, Any]:
    alone = replace(span, first=month, last=month)
    due, excused = (number(counts, which, alone, HEALTH_ADVICE) for which in (Which.DUE, Which.EXCUSED))
    return {"month": month, "counts": counts, "due": due, "excused": excused}


class ComplianceCases(OfCompliance, ListView):
    """The limits behind one number, with the exception where there is one."""

    model = Clock
    template_name = "reporting/compliance_cases.html"
    paginate_by = 50

    def get_queryset(self) -> models.QuerySet:
        self.span, rule = self.asked_span(), self.request.GET.get("rule", "")
        which = self.request.GET.get("which", "")
        if rule not in rule_keys() or which not in list(Which):
            raise Http404
        self.rule, self.which = rule, Which(which)
        return cases(self.span, self.request.user, rule, self.which)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        read_exceptions(context["object_list"], self.request.user)
        return context | {
            "law": rule_in_force(self.rule, self.span.last),
            "which": WORDS[self.which],
            "period": period_in_words(self.span.first, self.span.last),
            "where": self.span.authority,
            "back": f"{reverse('reporting:compliance')}?{asked_of(self.span)}",
        }


class ComplianceCSV(OfCompliance, View):
    """Both tables, for a spreadsheet."""

    HEAD = (
        "table", "key", "time_limit", "citation", "counted", "met_in_time", "met_late", "not_met_and_late",
        "with_accepted_exception", "ended_not_counted", "in_time_all", "in_time_without_exceptions", "from", "to",
        "local_authority",
    )  # fmt: skip

    def get(self, request: HttpRequest) -> HttpResponse:
        found = compliance(self.asked_span(), request.user)
        span = found.span
        response = HttpResponse(content_type="text/csv; charset=utf-8")
        name = f"compliance-{key_of(span.first)}-to-{key_of(span.last)}.csv"
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        writer = csv.writer(response, lineterminator="\r\n")
        writer.writerow(self.HEAD)
        for line in found.lines:
            writer.writerow([safe(str(cell)) for cell in csv_row(line, span)])
        return response


def csv_row(line: Line, span: Span) -> list[str | int | date]:
    rule, counts = line.rule, line.counts
    return [
        "local standard" if rule.is_local else "law", rule.key, rule.name, rule.citation,
        *(counts.of(which) for which in Which), counts.share, counts.share_without_exceptions,
        key_of(span.first), key_of(span.last), span.authority.name if span.authority else "all",
    ]  # fmt: skip
