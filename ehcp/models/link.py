"""Which clinician without an account was sent a link, by whom, and what became of it?"""

import secrets
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth.hashers import check_password, make_password
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.core.signing import Signer
from django.db import models
from django.db.models import Q
from django.urls import reverse

from accounts.models import Organisation
from accounts.models.calendar_feed import digest_of
from accounts.roles import Permission, WithLink
from core import notify
from core.constraints import paired
from core.history import History
from core.scope import Scope, opened
from core.today import now, today
from core.workflow import Actor, creates, next_id, transition
from ehcp import link_letters
from ehcp.link_conditions import (
    ONE_ALREADY,
    has_no_open_link,
    held_here,
    nothing_to_read,
    of_ours,
    of_this_body,
    ran_out,
    still_wanted,
    waits_for_a_clinician,
)
from ehcp.models.advice import AdviceRequest
from ehcp.models.asking import paper_of, refuse_to_send_without_consent, refuse_to_show_without_consent
from ehcp.models.shown import DraftShown
from people.letters import Tells
from people.models import ChildScoped, Document
from people.models.involvement import ChildScopedQuerySet

LASTS = timedelta(days=14)
WRONG_CODES = 5
SIGNED = Signer(salt="clinician-link", sep=".")


class ClinicianLinkQuerySet(ChildScopedQuerySet):
    def visible_to(self, user: Any) -> Any:
        """Those that one's own organisation made, or of the child's whole file."""
        return self.filter(Q(provider__in=user.scope.child_organisations) | Q(self.reached_by(user)))

    def for_list(self) -> Any:
        return self.select_related("child", "provider", "sent_by", "request", "request__asked_of")

    def for_page(self, pk: int) -> "ClinicianLink | None":
        """With what its person sees, in one query. Not of one that was ended: then the child is out of reach."""
        joined = self.for_list().select_related(
            "child__local_authority", "request__advice_clock", "request__asked_by"
        )
        return joined.select_related("request__provider", "shown").filter(pk=pk).first()

    def newest_of(self, requests: Any) -> dict[int, "ClinicianLink"]:
        """The latest link to each of these requests for advice."""
        return {link.request_id: link for link in self.filter(request__in=requests).order_by("pk")}


class ClinicianLink(ChildScoped):
    """One link to one request for advice, for one named clinician. Neither its secret nor its code is kept: one is
    told by its digest, the other by its hash."""

    class Status(models.TextChoices):
        OPEN = "open", "Sent, not answered yet"
        ANSWERED = "answered", "Answered"
        ENDED = "ended", "Ended by who sent it"
        LOCKED = "locked", "Locked: wrong codes were given"

    request = models.ForeignKey(AdviceRequest, models.PROTECT, related_name="links")
    shown = models.ForeignKey(
        DraftShown,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="links",
        help_text="For a draft, not for advice.",
    )
    provider = models.ForeignKey(Organisation, models.PROTECT, related_name="+", help_text="Whose people made it.")
    name = models.CharField(max_length=70)
    profession = models.CharField(max_length=60)
    email = models.EmailField()
    mobile = models.CharField(max_length=20, blank=True)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.OPEN, editable=False)
    digest = models.CharField(max_length=64, unique=True)
    code = models.CharField(max_length=128, help_text="Hashed.")
    code_by_text = models.BooleanField(default=False)
    sent_at = models.DateTimeField()
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    expires_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True, blank=True, help_text="When the right code was given first.")
    wrong_codes = models.PositiveSmallIntegerField(default=0)
    locked_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    told = models.TextField(blank=True, max_length=50_000, help_text="To the Health Advisers, who write the advice.")
    document = models.ForeignKey(Document, models.PROTECT, null=True, blank=True, related_name="+")
    checksum = models.CharField(max_length=64, blank=True, help_text="Of the file that was sent.")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    reason = models.CharField(max_length=300, blank=True)
    history = History(excluded_fields=["code"])

    secret = ""  # in hand only in the request that makes it, as are these six digits
    code_to_say = ""
    is_right = False
    successor: "ClinicianLink | None" = None

    objects = ClinicianLinkQuerySet.as_manager()

    class Meta:
        ordering = ["-sent_at", "-pk"]
        verbose_name = "clinician’s link"
        constraints = [
            models.UniqueConstraint(
                fields=["request"],
                condition=Q(status="open"),
                name="one_open_link_a_request",
                violation_error_message=ONE_ALREADY,
            ),
            models.CheckConstraint(condition=Q(digest__regex=r"^[0-9a-f]{64}$"), name="clinician_link_by_digest"),
            models.CheckConstraint(condition=Q(wrong_codes__lte=WRONG_CODES), name="clinician_link_locks_in_time"),
            paired("clinician_link_ended_at_and_by", "ended_at", "ended_by"),
            models.CheckConstraint(
                condition=Q(status="open", locked_at=None, answered_at=None, ended_at=None)
                | Q(status="locked", locked_at__isnull=False, answered_at=None, ended_at=None)
                | Q(
                    status="answered",
                    answered_at__isnull=False,
                    opened_at__isnull=False,
                    ended_at=None,
                    locked_at=None,
                )
                | Q(status="ended", ended_at__isnull=False, answered_at=None) & ~Q(reason=""),
                name="clinician_link_ends_one_way",
            ),
        ]

    def __str__(self) -> str:
        return f"Link for {self.name}, {self.profession}"

    def get_absolute_url(self) -> str:
        return (self.shown or self.request).get_absolute_url()

    def belongs_to(self) -> frozenset[int]:
        return frozenset({self.provider_id})

    @property
    def reference(self) -> str:
        """What a receipt is found by."""
        return f"L{self.pk:06d}"

    @property
    def has_run_out(self) -> bool:
        return now() >= self.expires_at

    @property
    def page(self) -> str:
        """Where its person goes with the code."""
        return reverse("ehcp:link_draft" if self.shown_id else "ehcp:link_answer")

    @property
    def is_usable(self) -> bool:
        return self.status == self.Status.OPEN and not self.has_run_out

    @property
    def state(self) -> str:
        """In words, for lists."""
        if self.status == self.Status.OPEN and self.has_run_out:
            return "Ran out, not answered"
        if self.status == self.Status.OPEN and self.opened_at:
            return "Opened, not answered yet"
        return self.get_status_display()

    @property
    def token(self) -> str:
        """What stands in the address: the secret, signed, so that a changed one is told before anything is read."""
        return SIGNED.sign(self.secret)

    @property
    def actor(self) -> WithLink:
        """The person with this link: may answer this request, and add the file that goes with it."""
        allowed = {
            (str(Permission.RETURN_ADVICE), "ehcp.clinicianlink", self.pk),
            (str(Permission.RETURN_ADVICE), "ehcp.advicerequest", self.request_id),
            (str(Permission.ADD_DOCUMENT), "accounts.organisation", self.provider_id),
        }
        if self.shown_id:
            answers = (str(Permission.RETURN_ADVICE), "ehcp.clinicianlink", self.pk)
            allowed = {answers, (str(Permission.SAY_IF_REPORTED), "ehcp.draftshown", self.shown_id)}
        return WithLink(
            pk=self.pk,
            name=self.name,
            profession=self.profession,
            sent_by=str(self.sent_by),
            organisation=self.provider,
            allowed=frozenset(allowed),
        )

    def make_secrets(self) -> None:
        self.secret = secrets.token_urlsafe(32)
        self.code_to_say = f"{secrets.randbelow(10**6):06d}"
        self.digest, self.code = digest_of(self.secret), make_password(self.code_to_say)

    @classmethod
    def sent_to(cls, request: AdviceRequest, *, by: Actor, **facts: Any) -> "ClinicianLink":
        link = cls(
            pk=next_id(cls),
            child=request.child,
            request=request,
            sent_by=by.user,
            sent_at=now(),
            expires_at=now() + LASTS,
            **facts,
        )
        link.code_by_text = bool(link.mobile) and notify.can_text()
        link.make_secrets()
        return link

    @creates(
        permission=Permission.MAKE_LINK,
        within="request",
        conditions=[waits_for_a_clinician, held_here, has_no_open_link],
        effects=[Tells(link_letters.link_sent)],
        label="Ask a clinician who has no account",
    )
    def make(
        cls, *, by: Actor, request: AdviceRequest, name: str, profession: str, email: str, mobile: str = ""
    ) -> "ClinicianLink":
        """The link goes by email; its code another way: by text, or read out by whoever made it."""
        refuse_to_send_without_consent(request)
        person = {"name": name, "profession": profession, "email": email, "mobile": mobile}
        return cls.sent_to(request, by=by, provider=request.advice_clock.owing, **person)

    @creates(
        permission=Permission.MAKE_LINK,
        within="shown",
        conditions=[of_ours, nothing_to_read],
        effects=[Tells(link_letters.link_sent)],
        label="Send it to a clinician who has no account",
    )
    def make_for_draft(
        cls, *, by: Actor, shown: DraftShown, name: str, profession: str, email: str, mobile: str = ""
    ) -> "ClinicianLink":
        """To read what a draft says with their advice, or the final plan’s C and G."""
        refuse_to_show_without_consent(shown)
        person = {"name": name, "profession": profession, "email": email, "mobile": mobile}
        return cls.sent_to(shown.request, by=by, provider=shown.owner, shown=shown, **person)

    @transition(
        source=[Status.OPEN, Status.LOCKED],
        permission=Permission.MAKE_LINK,
        target=Status.ENDED,
        conditions=[of_this_body],
        label="End this link",
    )
    def end(self, *, by: Actor, reason: str) -> None:
        """It lets nobody in from now on. What was typed and not sent is gone."""
        self.ended_at, self.ended_by, self.reason, self.locked_at = now(), by.user, reason, None

    @transition(
        source=[Status.OPEN, Status.LOCKED],
        target=Status.ENDED,
        permission=Permission.MAKE_LINK,
        conditions=[of_this_body, still_wanted],
        label="Send a new link",
    )
    def send_anew(self, *, by: Actor, email: str, mobile: str = "") -> None:
        """To the same person, with a new secret and a new code. The old one lets nobody in any more."""
        self.ended_at, self.ended_by, self.locked_at = now(), by.user, None
        self.reason = "A new link was sent."

    @transition(
        source=[Status.OPEN, Status.LOCKED],
        target=Status.ENDED,
        permission=Permission.MAKE_LINK,
        internal=True,
        label="Link ended: the advice is not asked of this clinician any more",
    )
    def call_off(self, *, by: Actor, who: Any) -> None:
        """Follows when somebody withdrew the request, sent the advice, or gave it to another body."""
        self.ended_at, self.ended_by, self.locked_at = now(), who, None
        self.reason = "The advice is not asked of this clinician any more."

    # What the person with the link does. Nobody with an account can.

    @transition(
        source=[Status.OPEN],
        target=(Status.OPEN, Status.LOCKED),
        permission=Permission.RETURN_ADVICE,
        conditions=[ran_out],
        effects=[Tells(link_letters.link_locked)],
        internal=True,
    )
    def give_code(self, *, by: Actor, code: str) -> str:
        """Under the row's lock, so that nobody tries two at once. A wrong one counts for good, over all sessions."""
        self.is_right = check_password(code, self.code)
        if self.is_right:
            self.opened_at = self.opened_at or now()
            return self.Status.OPEN
        self.wrong_codes += 1
        if self.wrong_codes < WRONG_CODES:
            return self.Status.OPEN
        self.locked_at = now()
        return self.Status.LOCKED

    @transition(
        source=[Status.OPEN],
        target=Status.ANSWERED,
        permission=Permission.RETURN_ADVICE,
        conditions=[ran_out],
        effects=[Tells(link_letters.link_answered)],
        internal=True,
    )
    def answer(
        self, *, by: Actor, advice_text: str = "", file: UploadedFile | None = None, checked: Document | None = None
    ) -> None:
        """A service's advice is sent by the ordinary verb. What the Health Advisers asked for goes to them, who write
        theirs with it."""
        self.refuse_what_the_family_took_back()
        if self.request.is_with_health_advisers:
            facts = paper_of(self.request, on=today())
            self.document = Document.to_send(by=by, owner=self.provider, file=file, checked=checked, **facts)
            self.told = advice_text
        else:
            self.request.return_advice(by=by, advice_text=advice_text, file=file, checked=checked)
            self.document = self.request.document
        if not advice_text.strip() and self.document is None:
            raise ValidationError({"file": "Add the advice, as a file or as text."})
        self.checksum = self.document.sha256 if self.document else ""
        self.answered_at = now()

    def refuse_what_the_family_took_back(self) -> None:
        """A link opens no record of consent, so it is asked in the scope of the child's ICB, and told without its
        words."""
        try:
            with opened(Scope.of([self.child.icb_id])):
                refuse_to_send_without_consent(self.request)
        except ValidationError as refused:
            words = f"The family no longer asks for this advice, so it cannot be sent. Tell {self.sent_by}."
            raise ValidationError(words) from refused

    @transition(
        source=[Status.OPEN],
        target=Status.ANSWERED,
        permission=Permission.RETURN_ADVICE,
        conditions=[ran_out],
        internal=True,
        label="Say whether the draft reports the advice rightly",
    )
    def answer_draft(self, *, by: Actor, words_wrong: str = "", should_say: str = "") -> None:
        if words_wrong:
            self.shown.say_it_misreports(by=by, words_wrong=words_wrong, should_say=should_say)
        else:
            self.shown.say_it_fits(by=by)
        self.answered_at = now()
