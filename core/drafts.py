"""What has a team typed into a form and not sent yet?"""

from typing import Any

from django.db.models import QuerySet

from core.models import Draft
from core.today import now

# Of what a form sends, what is the page's own and nobody typed.
NOT_TYPED = frozenset(
    {"csrfmiddlewaretoken", "submission", "revision", "draft_version", "save_draft", "discard_draft"}
)


def label_of(record: Any) -> str:
    return f"{record._meta.label_lower}:{record.pk}" if record is not None else ""


def place_of(user: Any, record: Any) -> dict[str, int | None]:
    """For which organisation and team this person writes: the one that the record belongs to, where it is one of
    theirs."""
    owners = (record.belongs_to() if record is not None else None) or frozenset()
    members = sorted(
        user.memberships_with_children, key=lambda m: (m.organisation_id not in owners, m.team_id is None)
    )
    return {"organisation_id": members[0].organisation_id, "team_id": members[0].team_id}


def typed(data: Any) -> dict[str, list[str]]:
    """Files are not kept: a browser would not fill them in again."""
    return {name: data.getlist(name) for name in data if name not in NOT_TYPED}


def drafts_of(user: Any, *, form: str, record: Any) -> QuerySet[Draft]:
    """At most one."""
    return Draft.objects.filter(**place_of(user, record), form=form, record=label_of(record))


def load_draft(user: Any, *, form: str, record: Any) -> Draft | None:
    """With who saved it, and when, to show a colleague."""
    return drafts_of(user, form=form, record=record).select_related("saved_by").first()


def save_draft(user: Any, *, form: str, record: Any, data: dict[str, list[str]], version: str = "") -> Draft:
    """Keep this. What a colleague saved since this form was opened (`version`) is kept beside it, not lost."""
    first = {"data": data, "saved_by": user, "saved_at": now()}
    mine = {**place_of(user, record), "form": form, "record": label_of(record)}
    claimed, is_first = Draft.objects.get_or_create(**mine, defaults=first)  # of two at once, one finds the other's
    if is_first:
        return claimed
    draft = Draft.objects.select_for_update().get(pk=claimed.pk)
    if draft.version != version and draft.saved_by_id != user.pk and draft.data != data:
        draft.other = {"by": str(draft.saved_by), "at": draft.version, "data": draft.data}
    draft.data, draft.saved_by, draft.saved_at = data, user, now()
    draft.save()
    return draft


def discard_draft(user: Any, *, form: str, record: Any) -> None:
    """The form was sent, or nobody wants it."""
    drafts_of(user, form=form, record=record).delete()


def drafts_for(user: Any, records: list[Any]) -> dict[str, Draft]:
    """The latest of each of these records, for a list: one query."""
    labels = {label_of(record) for record in records}
    found = Draft.objects.visible_to(user).filter(record__in=labels).select_related("saved_by").order_by("saved_at")
    return {draft.record: draft for draft in found}
