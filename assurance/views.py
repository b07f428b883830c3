"""Which pages show and log the work around the cases?"""

import re
from datetime import date
from typing import Any, ClassVar

from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import Http404
from django.urls import reverse

from accounts.models import Area, Organisation
from accounts.roles import Permission
from assurance.forms import MonthFilterForm
from assurance.models import ComplexCase, CoproductionEpisode, TrainingSession, icbs_of
from core.jinja import long_date
from core.today import today
from core.views import ActionView, CreateView, OnlyFor, ScopedDetail, ScopedList
from people.models import Child

FOUND_AT_ONCE = 10


class OnlyForThoseWhoLog(OnlyFor):
    """Lists are for those who keep this work; a record of another ICB is not there at all."""

    needed = (Permission.LOG_ASSURANCE,)


class LogList(OnlyForThoseWhoLog, ScopedList):
    """What was logged, newest first, by month and area."""

    day: ClassVar[str] = "held_on"
    area_of: ClassVar[str] = "area"

    def get_queryset(self) -> models.QuerySet:
        rows = super().get_queryset().for_list()
        self.filters = MonthFilterForm(self.request.GET or None, areas=self.areas())
        chosen = self.filters.cleaned_data if self.filters.is_bound and self.filters.is_valid() else {}
        if month := month_of(chosen.get("month", "")):
            rows = rows.filter(**{f"{self.day}__year": month.year, f"{self.day}__month": month.month})
        return rows.filter(**self.in_area(chosen["area"])) if chosen.get("area") else rows

    def areas(self) -> models.QuerySet:
        return Area.objects.in_force(today()).filter(icb__in=icbs_of(self.request.user))

    def in_area(self, area: Area) -> dict[str, Any]:
        return {"area": area}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(filters=self.filters, tabs=tabs(self.model), **kwargs)


class TrainingList(LogList):
    model = TrainingSession
    template_name = "assurance/training_list.html"


class CoproductionList(LogList):
    model = CoproductionEpisode
    template_name = "assurance/coproduction_list.html"


class ComplexCaseList(LogList):
    """The cases, and the box that finds the child to log the next one for."""

    model = ComplexCase
    day = "asked_on"
    template_name = "assurance/complex_case_list.html"

    def in_area(self, area: Area) -> dict[str, Any]:
        return {"child__local_authority": area.local_authority_id}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        words = self.request.GET.get("child", "").strip()[:80]
        mine = Child.objects.visible_to(self.request.user)
        found = mine.matching(words) if words else mine.none()
        children = found.select_related("local_authority")[:FOUND_AT_ONCE]
        return super().get_context_data(words=words, children=children, **kwargs)


class LogDetail(ScopedDetail):
    """One record: what was logged, and what may be done to it."""

    template_name = "assurance/record.html"

    def get_queryset(self) -> models.QuerySet:
        return super().get_queryset().for_list()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        facts = FACTS[self.model](self.object)
        address = f"assurance:{self.model.__name__.lower()}_list"
        return super().get_context_data(facts=facts, heading=facts[0][1], list_name=address, **kwargs)


class LogForICB(CreateView):
    """Logs something of one's own ICB; who keeps the work of several names one in the address."""

    def get_within(self) -> Organisation:
        mine = {icb.pk: icb for icb in self.request.user.organisations_with(Permission.LOG_ASSURANCE)}
        if not mine:
            raise PermissionDenied
        asked = self.request.GET.get("icb") or str(next(iter(mine)))
        if not asked.isdigit() or int(asked) not in mine:
            raise Http404
        return mine[int(asked)]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        address = self.model.__name__.lower()
        return super().get_context_data(back_to=f"assurance:{address}_list", **kwargs)

    template_name = "assurance/log.html"


class LogForChild(CreateView):
    within_model = Child


class CorrectView(ActionView):
    """Forms that change a record start from what it says now."""

    def initial(self) -> dict[str, Any]:
        now = {name: self.now(name) for name in self.verb.form.base_fields if hasattr(self.record, name)}
        return now | super().initial()

    def now(self, name: str) -> Any:
        value = getattr(self.record, name)
        return value.reference if isinstance(value, Child) else value


def facts_of_training(session: TrainingSession) -> list[tuple[str, Any]]:
    return [
        ("Session", session.title),
        ("Date", long_date(session.held_on)),
        ("Area", session.in_area),
        ("For", session.audience),
        ("Attended", "Not counted" if session.attended is None else session.attended),
    ]


def facts_of_case(case: ComplexCase) -> list[tuple[str, Any]]:
    return [
        ("Child", case.child.name),
        ("Case reference", case.child.reference),
        ("Local authority", case.child.local_authority.name),
        ("Asked on", long_date(case.asked_on)),
        ("Asked by", case.asked_by),
        ("What for", case.asked_for),
        ("What came of it", case.outcome),
        ("Outcome recorded for", long_date(case.outcome_on)),
    ]


def facts_of_coproduction(episode: CoproductionEpisode) -> list[tuple[str, Any]]:
    return [
        ("With whom", episode.with_whom),
        ("Date", long_date(episode.held_on)),
        ("Area", episode.in_area),
        ("Child", f"{episode.child.name}, {episode.child.reference}" if episode.child else "About no single child"),
        ("What changed", episode.what_changed),
    ]


FACTS: dict[Any, Any] = {
    TrainingSession: facts_of_training,
    ComplexCase: facts_of_case,
    CoproductionEpisode: facts_of_coproduction,
}


def month_of(text: str) -> date | None:
    """2026-07, as a browser's month box sends it; anything else filters nothing."""
    found = re.fullmatch(r"(\d{4})-(0[1-9]|1[0-2])", text or "")
    return date(int(found[1]), int(found[2]), 1) if found and int(found[1]) else None


def tabs(model: Any) -> list[dict[str, Any]]:
    lists = [(TrainingSession, "Training"), (ComplexCase, "Complex cases"), (CoproductionEpisode, "Coproduction")]
    return [
        {"text": text, "href": reverse(f"assurance:{kind.__name__.lower()}_list"), "current": kind is model}
        for kind, text in lists
    ]
