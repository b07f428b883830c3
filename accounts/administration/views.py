"""Who are the people of an administrator's world, and what can be done about their accounts and roles?"""

from typing import Any

from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.generic import TemplateView

from accounts.administration import history
from accounts.administration.forms import FindPersonForm
from accounts.leaving import in_hand
from accounts.models import Membership, Organisation, User
from accounts.roles import Permission
from core.today import today
from core.views import ActionView, CreateView, OnlyFor, ScopedDetail, ScopedList


class ForAdministrators(OnlyFor):
    """403 for everybody else. What lies in another board's world is 404, as the queryset does not hold it."""

    request: HttpRequest

    needed = (Permission.MANAGE_ACCOUNTS,)


class PeopleList(ForAdministrators, ScopedList):
    """Everybody who has, had or will have a role in this world."""

    model = User
    template_name = "accounts/administration/people.html"

    def get_queryset(self) -> QuerySet[User]:
        by = self.request.user
        self.form = FindPersonForm(self.request.GET or None, by=by)
        here = Membership.objects.visible_to(by).in_force(today()).select_related("organisation", "team")
        return self.form.narrowed(super().get_queryset()).prefetch_related(
            Prefetch("memberships", here, to_attr="roles_here")
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(filters=self.form, **kwargs)


class PersonDetail(ForAdministrators, ScopedDetail):
    """One person: the account, the roles in this world, and what was done with both."""

    model = User
    template_name = "accounts/administration/person.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        by, person = self.request.user, self.object
        members = Membership.objects.visible_to(by).filter(user=person).select_related("organisation", "team")
        actions = [action for action in context["actions"] if not action.blocked]
        return context | {
            "memberships": [(m, None if m.has_ended else Membership.end.url_for(m)) for m in members],
            "works_elsewhere": person.memberships.in_force(today()).exclude(pk__in=members.values("pk")).exists(),
            "looks_after": by.may(Permission.MANAGE_ACCOUNTS, person),
            "has_device": person.authenticator_set.exists(),
            "actions": actions,
            "lines": history.lines_of(person, by=by),
        }


class Where(ForAdministrators, TemplateView):
    """In which organisation: the first question before somebody is invited or gets one more role."""

    template_name = "accounts/administration/where.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        person = None
        if "pk" in self.kwargs:
            person = get_object_or_404(User.objects.visible_to(self.request.user), pk=self.kwargs["pk"])
        address = "accounts:membership_add" if person else "accounts:user_invite"
        chosen = f"?user={person.pk}" if person else ""
        world = Organisation.objects.visible_to(self.request.user).order_by("kind", "name")
        places = [(place, reverse(address, args=[place.pk]) + chosen) for place in world]
        return super().get_context_data(person=person, places=places, **kwargs)


class Invite(ForAdministrators, CreateView):
    verb = User.invite
    within_model = Organisation

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(back=reverse("accounts:user_where"), **kwargs)


class AddRole(ForAdministrators, CreateView):
    verb = Membership.add
    within_model = Organisation

    def get_context_data(self, form: Any, **kwargs: Any) -> dict[str, Any]:
        asked = form["user"].value()
        people = User.objects.visible_to(self.request.user)
        person = people.filter(pk=asked).first() if str(asked or "").isdigit() else None
        about = {"back": person.get_absolute_url(), "caption": f"{person}, {self.within}"} if person else {}
        return super().get_context_data(form=form, **about, **kwargs)


class PersonActions(ForAdministrators, ActionView):
    model = User

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        if self.verb is User.deactivate:
            here = Membership.objects.visible_to(self.request.user).filter(user=self.record)
            context["guidance"] = with_work(self.verb, self.record, here.values_list("organisation", flat=True))
        return context


class MembershipActions(ForAdministrators, ActionView):
    model = Membership

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        guidance = with_work(self.verb, self.record.user, [self.record.organisation_id])
        return context | {"guidance": guidance}


def with_work(verb: Any, person: User, organisations: Any) -> str:
    """What the form says, and what would be left behind."""
    return f"{verb.form.guidance} {in_hand(person, organisations)}"
