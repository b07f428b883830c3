"""What has a team typed into a form and not sent yet?"""

from typing import Any

from core.models import Draft
from core.today import now


def save_draft(
    *, by: Any, organisation_id: int, form: str, record: str, data: dict[str, Any], team_id: int | None = None
) -> Draft:
    """Keep this, instead of what the team had typed there before."""
    draft, _ = Draft.objects.update_or_create(
        organisation_id=organisation_id,
        team_id=team_id,
        form=form,
        record=record,
        defaults={"data": data, "saved_by": by, "saved_at": now()},
    )
    return draft


def load_draft(*, organisation_id: int, form: str, record: str, team_id: int | None = None) -> Draft | None:
    """With who saved it, and when, to show a colleague."""
    drafts = Draft.objects.filter(organisation_id=organisation_id, team_id=team_id, form=form, record=record)
    return drafts.select_related("saved_by").first()


def discard_draft(*, organisation_id: int, form: str, record: str, team_id: int | None = None) -> None:
    """The form was sent, or nobody wants it."""
    Draft.objects.filter(organisation_id=organisation_id, team_id=team_id, form=form, record=record).delete()
