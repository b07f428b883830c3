"""Which pages are there to work through many requests: to say who knows the child, or to choose who is asked?"""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from accounts.models import Team
from accounts.roles import Permission
from clocks.models import Clock
from core.today import today
from core.views import OnlyFor, ScopedList, VerbPage
from ehcp.arrivals import new_among, new_since
from ehcp.models import AdviceRequest
from people.models import Child
from people.views import ForCasework

ROWS = 25
Ending = AdviceRequest.Ending


class TriageFilter(forms.Form):
    """Which of the requests, by name, service, who has it, and whether the local authority is being asked."""

    WHO = [("", "Everybody"), ("me", "Me"), ("nobody", "Nobody yet")]
    STATE = [("", "To be answered"), ("asked", "Waiting for the local authority"), ("all", "Both")]

    find = forms.CharField(required=False, max_length=120, label="Name, NHS number or case reference")
    service = forms.ModelChoiceField(Team.objects.none(), required=False, label="Service", empty_label="All")
    who = forms.ChoiceField(required=False, choices=WHO, label="Who has it")
    state = forms.ChoiceField(required=False, choices=STATE, label="State")
    looks = {name: {"optional": False} for name in ("find", "service", "who", "state")}

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, auto_id="filter_%s", **kwargs)
        self.user = user
        here = [organisation.pk for organisation in user.organisations_with(Permission.ANSWER_ADVICE)]
        services = Team.objects.in_force(today()).filter(organisation__in=here, kind=Team.Kind.SERVICE)
        self.fields["service"].queryset = services  # type: ignore[attr-defined]

    def narrow(self, requests: Any) -> Any:
        chosen = self.cleaned_data if self.is_valid() else {}
        waits = Q(ending=Ending.MORE_INFORMATION)
        state = chosen.get("state", "")
        if state != "all":
            requests = requests.filter(waits) if state == "asked" else requests.exclude(waits)
        if words := chosen.get("find"):
            requests = requests.filter(child__in=Child.objects.visible_to(self.user).matching(words))
        if service := chosen.get("service"):
            requests = requests.filter(asked_of=service)
        whose = {"me": Q(advice_clock__person=self.user), "nobody": Q(advice_clock__person=None)}
        return requests.filter(whose.get(chosen.get("who", ""), Q()))


class Triage(ForCasework, VerbPage):
    """A provider's requests one after the other: the answer to one leads to the next."""

    model = AdviceRequest
    verb = AdviceRequest.give_answer
    template_name = "ehcp/triage.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        here = request.user.organisations_with(Permission.ANSWER_ADVICE)
        if not here:
            raise PermissionDenied
        mine = self.get_queryset().filter(provider__in=here)
        self.filters = TriageFilter(request.GET.dict(), user=request.user)
        to_answer = mine.filter(status=AdviceRequest.Status.ASKED)
        self.queue = list(self.filters.narrow(to_answer).soonest_first().values_list("pk", flat=True))
        self.record = self.chosen(mine)
        if self.record is None:
            return self.render_to_response(self.around())
        self.note_view(self.record)
        return super().dispatch(request, *args, **kwargs)

    def chosen(self, mine: Any) -> AdviceRequest | None:
        """The one in the address, also if a colleague was quicker; without one the most urgent."""
        asked = self.request.GET.get("at", "")
        wanted = int(asked) if asked.isdecimal() and len(asked) < 18 else next(iter(self.queue), 0)
        found = mine.for_list().select_related("asked_by").filter(pk=wanted).first()
        return found or mine.for_list().select_related("asked_by").filter(pk__in=self.queue[:1]).first()

    def form_arguments(self) -> dict[str, Any]:
        return {"record": self.record}

    @property
    def place(self) -> int:
        return self.queue.index(self.record.pk) if self.record.pk in self.queue else -1

    @property
    def following(self) -> int | None:
        """Whose turn it is next; after the last one the first that was skipped."""
        rest = [pk for pk in self.queue[self.place + 1 :] + self.queue[: max(self.place, 0)] if pk != self.record.pk]
        return rest[0] if rest else None

    def address_at(self, pk: int | None) -> str:
        chosen = self.request.GET.copy()
        chosen.pop("at", None)
        if pk:
            chosen["at"] = str(pk)
        return f"{reverse('ehcp:triage')}?{chosen.urlencode()}" if chosen else reverse("ehcp:triage")

    def success_url(self, record: Any) -> str:
        return self.address_at(self.following)

    def about(self, record: Any) -> str:
        return f"{record.child}: "

    def around(self) -> dict[str, Any]:
        """The rest of the queue, beside the form."""
        at = max(self.place, 0) if self.record else 0
        page = Paginator(self.queue, ROWS).get_page(at // ROWS + 1)
        rows = {row.pk: row for row in self.get_queryset().for_list().filter(pk__in=list(page))}
        here = self.record.pk if self.record else None
        lines = [(rows[pk], self.address_at(pk), pk == here) for pk in page if pk in rows]
        new = {"new": new_among(rows.values(), on=today()), "new_since": new_since(today())}
        return {"filters": self.filters, "lines": lines, "page": page, "number": len(self.queue)} | new

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        refusal = self.verb.refusal(self.record, self.request.user)
        context = super().get_context_data(record=self.record, refusal=refusal, **kwargs, **self.around())
        ask = {"action": self.address_at(self.record.pk), "place": self.place + 1}
        return context | ask | {"skip": self.address_at(self.following) if self.following else "", "take": self.take}

    @property
    def take(self) -> str:
        """Where somebody takes it for themselves, while nobody has."""
        clock, user = self.record.advice_clock, self.request.user
        free = Clock.take.is_offered(clock, user) and clock.person_id is None
        return Clock.take.url_for(clock) if free and Clock.take.refusal(clock, user) is None else ""


class RequestsToRoute(OnlyFor, ForCasework, ScopedList):
    """For the Designated Medical Officer: who is asked, in an area without a single point of access?"""

    model = AdviceRequest
    template_name = "ehcp/to_route.html"

    needed = (Permission.ROUTE_ADVICE,)

    def get_queryset(self) -> Any:
        return super().get_queryset().to_route().for_list().soonest_first()  # type: ignore[attr-defined]
