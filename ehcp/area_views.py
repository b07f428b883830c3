"""Which pages are there about how advice is asked for in each area?"""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.generic import TemplateView

from accounts.models import Organisation, Relation
from accounts.roles import Permission
from core.today import today
from core.views import ActionView, CreateView
from ehcp import area_forms  # noqa: F401 the forms of its verbs
from ehcp.models import AreaService, AreaWithoutAccess
from ehcp.models.area import assessments_without
from people.views import ForCasework


@dataclass
class Trial:
    """A service that is not asked for a time: what that frees, counted on this day."""

    setting: AreaService
    not_asked: int

    @property
    def hours(self) -> float:
        return round(self.not_asked * self.setting.minutes / 60, 1)


@dataclass
class Line:
    """One setting with what can be done to it."""

    setting: Any
    trial: Trial | None
    actions: list[Any]


@dataclass
class Area:
    """One local authority's."""

    authority: Organisation
    by_hand: list[Line] = field(default_factory=list)
    services: list[Line] = field(default_factory=list)
    offers: list[tuple[str, str]] = field(default_factory=list)

    @property
    def names_a_nurse(self) -> bool:
        asked = AreaService.Asked.LOOKED_AFTER
        return any(line.setting.asked == asked and line.setting.is_in_force for line in self.services)

    @property
    def has_no_access_now(self) -> bool:
        return any(line.setting.is_in_force for line in self.by_hand)


def areas_of(user: Any) -> list[Organisation]:
    """The local authorities that this person's board works with, or their own."""
    mine = user.scope.organisations
    related = Relation.objects.in_force(today()).filter(icb__in=mine).values("organisation")
    kind = Organisation.Kind.LOCAL_AUTHORITY
    theirs = Organisation.objects.filter(kind=kind)
    return list((theirs.filter(pk__in=related) | theirs.filter(pk__in=mine)).distinct().order_by("short_name"))


def may_see(user: Any) -> bool:
    return user.holds(Permission.SET_ASKING) or user.holds(Permission.ASK_ADVICE)


class Areas(ForCasework, TemplateView):
    """Every area: is there a single point of access, who is asked as a matter of course, which trials run, and how
    many hours do they free."""

    template_name = "ehcp/areas.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not may_see(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        by_hand = lines_by_area(AreaWithoutAccess.objects.visible_to(user).for_access(), user)
        services = lines_by_area(AreaService.objects.visible_to(user).for_list(), user)
        areas = [Area(one, by_hand[one.pk], services[one.pk], offers_for(one, user)) for one in areas_of(user)]
        return super().get_context_data(areas=areas, **kwargs)


def lines_by_area(settings: Any, user: Any) -> dict[int, list[Line]]:
    found: dict[int, list[Line]] = defaultdict(list)
    for setting in settings:
        open_actions = [action for action in setting.actions_for(user) if not action.blocked]
        found[setting.local_authority_id].append(Line(setting, trial_of(setting, user), open_actions))
    return found


def trial_of(setting: Any, user: Any) -> Trial | None:
    if getattr(setting, "asked", "") != AreaService.Asked.NOT_ASKED:
        return None
    return Trial(setting, assessments_without(setting, user=user, on=today()))


def offers_for(authority: Organisation, user: Any) -> list[tuple[str, str]]:
    if not user.may(Permission.SET_ASKING, authority):
        return []
    verbs = {
        "areaservice_decide": AreaService.decide,
        "areawithoutaccess_declare": AreaWithoutAccess.declare,
    }
    return [(verb.label, reverse(f"ehcp:{name}", args=[authority.pk])) for name, verb in verbs.items()]


class SetForArea(ForCasework, CreateView):
    """In one of the local authorities that one's board works with."""

    def get_within(self) -> Organisation:
        known = {one.pk: one for one in areas_of(self.request.user)}
        return known.get(self.kwargs["pk"]) or get_object_or_404(Organisation.objects.none())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(back=reverse("ehcp:area_list"), caption=str(self.within), **kwargs)


class DecideAreaService(SetForArea):
    verb = AreaService.decide


class DeclareWithoutAccess(SetForArea):
    verb = AreaWithoutAccess.declare


class AreaServiceActions(ActionView):
    model = AreaService


class AreaWithoutAccessActions(ActionView):
    model = AreaWithoutAccess
