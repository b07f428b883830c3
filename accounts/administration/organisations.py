"""Which organisations, teams and areas does an administrator look after, and what can be done about them?"""

from itertools import groupby
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.urls import reverse

from accounts.administration.views import ForAdministrators
from accounts.models import Area, Organisation, Relation, Team
from core.today import today
from core.views import ActionView, CreateView, ScopedDetail, ScopedList


def page_of(organisation_id: int) -> str:
    return reverse("accounts:organisation", args=[organisation_id])


def current_people() -> Count:
    """How many people work there today, each counted once."""
    day = today()
    in_force = Q(memberships__starts_on__lte=day) & (
        Q(memberships__ends_on__isnull=True) | Q(memberships__ends_on__gte=day)
    )
    return Count("memberships__user", filter=in_force & Q(memberships__user__is_active=True), distinct=True)


class OrganisationList(ForAdministrators, ScopedList):
    """The board's own world, boards first."""

    model = Organisation
    template_name = "accounts/administration/organisations.html"

    def get_queryset(self) -> QuerySet[Organisation]:
        return super().get_queryset().annotate(people=current_people()).order_by("kind", "name")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        by_kind = groupby(context["records"], key=lambda organisation: organisation.get_kind_display())
        boards = Organisation.objects.visible_to(self.request.user).filter(kind=Organisation.Kind.ICB)
        return context | {"groups": [(kind, list(rows)) for kind, rows in by_kind], "boards": boards}


class OrganisationDetail(ForAdministrators, ScopedDetail):
    """One organisation: its details and teams; of a board also the areas of its report."""

    model = Organisation
    template_name = "accounts/administration/organisation.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        here = self.object
        mine = Relation.objects.visible_to(self.request.user).in_force(today())
        return super().get_context_data(
            teams=[
                (team, Team.rename.url_for(team), None if team.in_force_until else Team.close.url_for(team))
                for team in here.teams.annotate(people=current_people()).order_by("name")
            ],
            areas=[
                (area, None if area.in_force_until else Area.close.url_for(area))
                for area in here.areas.select_related("local_authority")
            ],
            relations=[
                (relation, Relation.end.url_for(relation))
                for relation in mine.filter(organisation=here).select_related("icb")
            ],
            **kwargs,
        )


class AboutOrganisation(ForAdministrators):
    """A form that stands in an organisation, and goes back to its page."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(back=page_of(self.organisation_id), **kwargs)  # type: ignore[misc]

    def success_url(self, record: Any) -> str:
        return page_of(self.organisation_id)

    @property
    def organisation_id(self) -> int:
        """Of the record, or of what the new one is made in."""
        record = getattr(self, "record", None)
        if record is None:
            return self.within.pk  # type: ignore[attr-defined]
        return getattr(record, "organisation_id", None) or getattr(record, "icb_id", None) or record.pk


class AddOrganisation(AboutOrganisation, CreateView):
    verb = Organisation.add
    within_model = Organisation

    def success_url(self, record: Organisation) -> str:
        return page_of(record.pk)


class AddTeam(AboutOrganisation, CreateView):
    verb = Team.add
    within_model = Organisation


class AddArea(AboutOrganisation, CreateView):
    verb = Area.add
    within_model = Organisation


class OrganisationActions(AboutOrganisation, ActionView):
    model = Organisation


class TeamActions(AboutOrganisation, ActionView):
    model = Team


class AreaActions(AboutOrganisation, ActionView):
    model = Area


class RelationActions(AboutOrganisation, ActionView):
    model = Relation

    def success_url(self, record: Relation) -> str:
        return reverse("accounts:organisation_list")
