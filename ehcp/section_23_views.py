"""Which pages are there about section 23 notifications?"""

from typing import Any

from django import forms
from django.db import models
from django.db.models import Q

from accounts.models import Organisation
from accounts.roles import Permission
from core.views import ActionView, CreateView, ScopedDetail
from ehcp.models import Section23Notification
from ehcp.section_23_forms import body_of
from ehcp.views import FilteredList, FilterForm, NamesChild
from people import consented
from people.models import Child
from people.models.consent import Purpose


class Section23Filter(FilterForm):
    """As every list, and by area."""

    area = forms.ModelChoiceField(Organisation.objects.none(), required=False, label="Area", empty_label="All areas")
    looks = {**FilterForm.looks, "area": {"optional": False}}

    def __init__(self, *args: Any, records: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        there = records.order_by().values("child__local_authority")
        self.fields["area"].queryset = Organisation.objects.filter(pk__in=there).order_by("name")

    def narrow(self, records: Any, is_open: Q, user: Any) -> Any:
        narrowed = super().narrow(records, is_open, user)
        area = self.cleaned_data.get("area") if self.is_valid() else None
        return narrowed.filter(child__local_authority=area) if area else narrowed


class Section23List(FilteredList):
    """Those that are not finished, soonest due first."""

    model = Section23Notification
    template_name = "ehcp/section23notification_list.html"
    is_open = Q(status__in=Section23Notification.OPEN)

    def make_filters(self, data: dict[str, str], records: Any) -> FilterForm:
        return Section23Filter(data, states=self.model.Status.choices, records=records)

    def in_order(self, records: Any) -> Any:
        return records.soonest_first()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(begins=self.request.user.holds(Permission.NOTIFY_SECTION_23), **kwargs)


class Section23Page(ScopedDetail):
    """The four steps of the Act, what the parent said, and what the local authority answered."""

    model = Section23Notification
    template_name = "ehcp/section23notification.html"

    def get_queryset(self) -> models.QuerySet:
        return super().get_queryset().for_list()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        record = self.object
        clock = record.notification_clock
        standing = consented.standings(record.child).get(Purpose.SECTION_23) if record.notified_on else None
        said = standing.words if standing else record.parent_said
        is_no = standing.is_no if standing else record.parent_agrees is False
        return super().get_context_data(clocks=[clock.line] if clock else [], said=said, is_no=is_no, **kwargs)


class IdentifyChild(NamesChild, CreateView):
    verb = Section23Notification.identify
    within_model = Child


class IdentifyNewChild(CreateView):
    verb = Section23Notification.identify_new_child
    template_name = "people/child_form.html"

    def get_within(self) -> Organisation | None:
        return body_of(self.request.user)


class Section23Actions(NamesChild, ActionView):
    model = Section23Notification
