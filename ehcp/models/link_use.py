"""Which link is this, and what has its clinician typed and not sent?"""

from typing import Any

from django.core.signing import BadSignature
from django.db import connection, models

from accounts.models.calendar_feed import digest_of
from accounts.roles import System, WithLink
from core.scope import Scope, opened
from core.today import now
from core.workflow import Actor, follows
from ehcp.models.advice import AdviceRequest
from ehcp.models.link import SIGNED, ClinicianLink


class LinkDraft(models.Model):
    """What a clinician typed and has not sent. Shown to nobody else: the database gives it to their link alone."""

    link = models.OneToOneField(ClinicianLink, models.PROTECT, related_name="+")
    data = models.JSONField(default=dict)
    saved_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"Draft of {self.link_id}"

    @classmethod
    def of(cls, link: ClinicianLink) -> "LinkDraft | None":
        draft = cls.objects.filter(link=link).first()
        return draft if draft and draft.data else None

    @classmethod
    def keep_for(cls, link: ClinicianLink, data: dict[str, list[str]]) -> "LinkDraft":
        draft, _ = cls.objects.update_or_create(link=link, defaults={"data": data, "saved_at": now()})
        return draft

    @property
    def version(self) -> str:
        return self.saved_at.isoformat()


def send_another(link: ClinicianLink, *, by: Actor, email: str, mobile: str = "") -> None:
    """What was typed goes along, where it goes to the same mailbox."""
    person = {"name": link.name, "profession": link.profession, "email": email, "mobile": mobile}
    if link.shown:
        link.successor = ClinicianLink.make_for_draft(by=by, shown=link.shown, **person)
    else:
        link.successor = ClinicianLink.make(by=by, request=link.request, **person)
    with opened(Scope(link=link.pk)):
        draft = LinkDraft.of(link) if email == link.email else None
    if draft:
        with opened(Scope(link=link.successor.pk)):
            LinkDraft.keep_for(link.successor, draft.data)


follows(ClinicianLink.send_anew, send_another)


def call_off(request: AdviceRequest, *, by: Actor, **facts: Any) -> None:
    """Whoever has a link learns no more of a child of whom they are not asked any more. Not what they send by it."""
    if isinstance(by, WithLink):
        return
    for link in request.links.filter(shown=None, status__in=["open", "locked"]):
        link.call_off(by=System("the advice is not asked of them any more"), who=by.user or link.sent_by)


for verb in (
    AdviceRequest.withdraw,
    AdviceRequest.close_as_sufficient,
    AdviceRequest.give_back_to_router,
    AdviceRequest.give_back,
    AdviceRequest.return_advice,
    AdviceRequest.return_health_advisers_advice,
):
    follows(verb, call_off)


def found_by(token: str) -> int | None:
    """The number of the usable link whose secret this is. The signature is compared in constant time, and first: a
    changed address asks nothing of the database."""
    try:
        secret = SIGNED.unsign(token)
    except BadSignature:
        return None
    with connection.cursor() as cursor:
        cursor.execute("SELECT app_link_with_digest(%s, %s)", [digest_of(secret), now()])
        return cursor.fetchone()[0]
