"""Which pages show, propose, approve and count standard wording? Views decide nothing."""

from datetime import timedelta
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.views.generic import TemplateView

from accounts.roles import Permission
from core.today import today
from core.views import ActionView, CreateView, OnlyFor, Scoped, ScopedDetail, ScopedList
from qa.comparison import redline
from qa.library.forms import LibraryFilter, Period
from qa.library.reading import example_of, findings_of
from qa.models import LibraryEntry, LibraryUse, LibraryVersion
from qa.tabs import tabs

A_MONTH, YEAR = timedelta(days=365) / 12, 12


class ForLibrary(OnlyFor):
    """Pages of those who read the library."""

    request: HttpRequest
    needed = (Permission.READ_LIBRARY,)
    tab = "library"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        others = tabs(user, self.tab) if user.holds(Permission.QUALITY_ASSURE) else []
        proposes = user.holds(Permission.PROPOSE_WORDING)
        return super().get_context_data(tabs=others, proposes=proposes, **kwargs)  # type: ignore[misc]


class LibraryList(ForLibrary, ScopedList):
    model = LibraryEntry
    template_name = "qa/library/list.html"

    def get_queryset(self) -> Any:
        self.filter = LibraryFilter(self.request.GET)
        chosen = self.filter.cleaned_data if self.filter.is_valid() else {}
        return super().get_queryset().narrowed(**chosen).for_list()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        proposed = LibraryVersion.objects.visible_to(self.request.user).filter(status="proposed").count()
        return super().get_context_data(filter=self.filter, proposed=proposed, **kwargs)


class EntryPage(ScopedDetail):
    """Its versions, each with what changed; how it reads for a child; what the checks say of it."""

    model = LibraryEntry
    template_name = "qa/library/entry.html"

    def get_queryset(self) -> Any:
        return super().get_queryset().for_list()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, entry = self.request.user, self.object
        versions = list(entry.versions.all())
        before = {version.number: version for version in versions}
        shown = [
            {
                "version": version,
                "pieces": redline(before[version.number - 1].wording, version.wording) if version.number > 1 else [],
                "actions": version.actions_for(user) if version.is_proposed else [],
            }
            for version in versions
        ]
        latest = entry.proposed or entry.current
        may_add = user.may(Permission.PROPOSE_WORDING, entry)
        refusal = LibraryVersion.propose.refusal(entry, user)
        return super().get_context_data(
            shown=shown,
            current=entry.current,
            example=example_of(latest) if latest else "",
            findings=findings_of(entry, latest) if latest else [],
            new_version=may_add and not refusal,
            caption=entry.topic,
            **kwargs,
        )


class ProposeEntry(CreateView):
    verb = LibraryEntry.propose

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(back=reverse("qa:libraryentry_list"), **kwargs)


class InsertView(CreateView):
    """The same as the desk's own button, on a page of its own."""

    def success_url(self, record: LibraryUse) -> str:
        return record.get_absolute_url()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        back = reverse("qa:desk", args=[self.within.pk])
        return super().get_context_data(back=back, caption=self.within.child, **kwargs)


class UsePage(ForLibrary, Scoped, TemplateView):
    """How often each version was inserted, and what became of that. Nobody is named."""

    model = LibraryUse
    needed = (Permission.QUALITY_ASSURE,)
    tab = "library_use"
    template_name = "qa/library/use.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        period = Period(self.request.GET)
        months = period.cleaned_data["months"] if period.is_valid() else YEAR
        first, last = today() - months * A_MONTH, today()
        rows = self.get_queryset().filter(inserted_on__range=(first, last)).counted()
        return super().get_context_data(filter=period, first=first, last=last, rows=list(rows), **kwargs)


class VersionAction(ActionView):
    """Approving shows the words once more, and what is new in them."""

    model = LibraryVersion
    template_name = "qa/library/version.html"

    def get_queryset(self) -> Any:
        return super().get_queryset().for_list()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        current = self.record.entry.current
        pieces = redline(current.wording, self.record.wording) if current else []
        caption, found = str(self.record), findings_of(self.record.entry, self.record)
        return super().get_context_data(pieces=pieces, caption=caption, findings=found, **kwargs)
