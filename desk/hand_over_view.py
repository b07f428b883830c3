"""Who hands over whose work, to whom?"""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.generic import TemplateView

from accounts.models import User
from core.views import viewed
from desk.hand_over import HandOver, in_hand_of, organisations_of, people_with_work, takers

TEAM = "team"


class PersonForm(forms.Form):
    """Whose work it is: somebody who leaves, or is away."""

    person = forms.ModelChoiceField(User.objects.none(), label="Whose work?", empty_label="Choose a person")

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = people_with_work(user)  # type: ignore[attr-defined]


class ToForm(forms.Form):
    """To a colleague, or back to the teams that it belongs to."""

    to = forms.ChoiceField(label="Who takes it over?")

    def __init__(self, *args: Any, user: User, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.colleagues = {str(one.pk): one for one in takers(user, but=person)}
        named = [(key, one.name) for key, one in self.colleagues.items()]
        fields: dict[str, Any] = self.fields
        fields["to"].choices = [("", "Choose"), (TEAM, "Back to the team"), *named]

    @property
    def taker(self) -> User | None:
        return self.colleagues.get(self.cleaned_data["to"])


class HandOverView(TemplateView):
    """Choose the person, see what they have, choose who takes it: one press."""

    template_name = "desk/hand_over.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not organisations_of(request.user):
            raise PermissionDenied
        self.chooser = PersonForm(request.GET if request.GET.get("person") else None, user=request.user)
        self.person = self.chooser.cleaned_data["person"] if self.chooser.is_valid() else None
        return super().dispatch(request, *args, **kwargs)  # type: ignore[return-value]

    def post(self, request: HttpRequest) -> HttpResponse:
        if self.person is None:
            return HttpResponseRedirect(request.path)
        form = ToForm(request.POST, user=request.user, person=self.person)
        ticked, work = set(request.POST.getlist("item")), self.work()
        if form.is_valid() and not ticked:
            form.add_error("to", "Tick what is to be handed over")
        elif form.is_valid():
            done = work.carry_out(ticked, to=form.taker)
            if done:
                return self.say(len(done), form.taker)
            form.add_error(None, "Nothing was handed over. Untick what is refused below, or choose somebody else.")
        context = self.get_context_data(form=form, work=work, ticked=ticked)
        return self.render_to_response(context, status=422)

    def say(self, number: int, to: User | None) -> HttpResponse:
        things = "1 thing" if number == 1 else f"{number} things"
        whom = to.name if to else "the team"
        messages.success(self.request, f"{things} of {self.person}’s went to {whom}. They were told by letter.")
        return HttpResponseRedirect(f"{reverse('desk:hand_over')}?person={self.person.pk}")

    def work(self) -> HandOver:
        items = in_hand_of(self.person, user=self.request.user)
        for item in items:
            viewed(self.request, item.child.pk, what="work in somebody’s hands")
        return HandOver(self.person, self.request.user, items)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = {"chooser": self.chooser, "person": self.person}
        if self.person and "work" not in kwargs:
            work = self.work()
            ticked = {item.key for item in work.items}
            context |= {"form": ToForm(user=self.request.user, person=self.person), "work": work, "ticked": ticked}
        return super().get_context_data(**context, **kwargs)
