"""Which ways of narrowing their worklist has a person named?"""

from typing import Any
from urllib.parse import parse_qsl, urlencode

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.urls import reverse

from accounts.models import User
from accounts.roles import Permission
from core.history import History
from core.saving import keep
from core.today import today
from core.workflow import Actor, Record, creates, transition

# What may be kept: never the name that was searched for, which is a child's.
KEPT = ("rule", "la", "service", "who", "due", "exception", "tab")


class SavedFilterQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> "SavedFilterQuerySet":
        """One's own, and nobody else's."""
        return self.filter(owner=user.pk, removed_on=None)


def is_anothers(saved: "SavedFilter", by: Actor) -> str | None:
    return None if by.user is None or saved.owner_id == by.user.pk else "This filter belongs to somebody else."


class SavedFilter(Record):
    """A view of the worklist that one person named: the tab and what narrows it."""

    owner = models.ForeignKey(User, models.PROTECT, related_name="+")
    name = models.CharField(max_length=60)
    query = models.CharField(max_length=400)
    is_first = models.BooleanField(default=False)
    removed_on = models.DateField(null=True, blank=True)
    history = History()

    objects = SavedFilterQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        verbose_name = "saved filter"
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "name"],
                condition=Q(removed_on=None),
                name="one_saved_filter_a_name",
                violation_error_message="You have a filter of this name. Choose another name.",
            ),
            models.UniqueConstraint(
                fields=["owner"], condition=Q(is_first=True, removed_on=None), name="one_first_view_a_person"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return f"{reverse('desk:worklist')}?saved={self.pk}"

    def belongs_to(self) -> None:
        """To a person, wherever they work: the condition of each verb holds to that."""
        return None

    @property
    def chosen(self) -> dict[str, str]:
        return dict(parse_qsl(self.query))

    @creates(permission=Permission.SAVE_FILTER, label="Save this filter")
    def save_as(cls, *, by: Actor, name: str, query: str, first: bool = False) -> "SavedFilter":
        if by.user is None:
            raise ValidationError("A filter belongs to a person.")
        saved = cls(owner=by.user, name=name, query=kept_of(query))
        if first:
            saved.come_first()
        return saved

    @transition(permission=Permission.SAVE_FILTER, conditions=[is_anothers], label="Rename")
    def rename(self, *, by: Actor, name: str) -> None:
        self.name = name

    @transition(permission=Permission.SAVE_FILTER, conditions=[is_anothers], label="Open the worklist with it")
    def open_first(self, *, by: Actor, first: bool = True) -> None:
        self.come_first() if first else self.step_back()

    @transition(permission=Permission.SAVE_FILTER, conditions=[is_anothers], label="Delete")
    def remove(self, *, by: Actor) -> None:
        self.removed_on, self.is_first = today(), False

    def come_first(self) -> None:
        for other in SavedFilter.objects.filter(owner=self.owner, is_first=True).exclude(pk=self.pk):
            other.step_back()
            keep(other)
        self.is_first = True

    def step_back(self) -> None:
        self.is_first = False


def kept_of(query: str) -> str:
    """What of an address is kept, in one order, so that two ways of asking for the same are the same."""
    given = dict(parse_qsl(query))
    return urlencode({name: given[name] for name in KEPT if given.get(name)})
