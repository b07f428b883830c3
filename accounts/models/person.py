"""Who has an account, what may they do, and who looks after the account?"""

from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.urls import reverse

from accounts.models.organisation import MANAGE, Organisation, boards_of
from accounts.models.team import Team
from accounts.roles import BY_TEAM, PERMISSIONS, SEES_CHILDREN, WHOLE_ORGANISATION, Permission, Role
from core.history import History, recorded
from core.scope import Scope
from core.today import today
from core.workflow import Actor, Record, Refused, creates, transition

if TYPE_CHECKING:
    from accounts.models.membership import Membership


class UserQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> "UserQuerySet":
        """Whoever has, had or will have a role in this administrator's world."""
        return self.filter(memberships__organisation__in=Organisation.objects.visible_to(user)).distinct()

    def administrators(self, on: date) -> "UserQuerySet":
        """Whoever looks after the portal on this day, of every board."""
        theirs = Q(memberships__ends_on__isnull=True) | Q(memberships__ends_on__gte=on)
        held = self.filter(theirs, memberships__role=Role.ADMINISTRATOR, memberships__starts_on__lte=on)
        return held.filter(is_active=True).distinct()

    def matching(self, words: str) -> "UserQuerySet":
        """By parts of the name, the email address or the job title."""
        found = self
        for word in words.split():
            found = found.filter(Q(name__icontains=word) | Q(email__icontains=word) | Q(job_title__icontains=word))
        return found


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):  # type: ignore[misc]
    def create_user(self, email: str, password: str | None = None, **facts: Any) -> "User":
        user = self.model(email=self.normalize_email(email).lower(), **facts)
        user.set_password(password)
        user.full_clean(exclude=["password"])
        user.save()
        return user


def is_somebody_else(person: "User", by: Actor) -> str | None:
    return "Another administrator must do this for you." if by.user == person else None


def is_switched_on(person: "User", by: Actor) -> str | None:
    return None if person.is_active else "The account is switched off."


def is_switched_off(person: "User", by: Actor) -> str | None:
    return "The account is switched on." if person.is_active else None


def waits_for_a_password(person: "User", by: Actor) -> str | None:
    if person.has_usable_password():
        return "They have set a password. They can ask for a new link themselves, where they sign in."
    return None


def is_oneself(person: "User", by: Actor) -> str | None:
    return None if by.user == person else "Everybody chooses for themselves which letters they get."


def gets_the_digest(person: "User", by: Actor) -> str | None:
    return "You have stopped it already." if person.digest_stopped_on else None


def gets_no_digest(person: "User", by: Actor) -> str | None:
    return None if person.digest_stopped_on else "You get it already."


def has_device(person: "User", by: Actor) -> str | None:
    return None if person.authenticator_set.exists() else "They have no device for one-time codes yet."


class User(AbstractBaseUser, Record):
    """A person who signs in. What they may do comes from their memberships, never from the account."""

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120)
    job_title = models.CharField(max_length=120, blank=True)
    last_login = None  # the access log and the sessions say it; a save at each sign-in would fill the history
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)
    digest_stopped_on = models.DateField(null=True, blank=True, help_text="They want no daily letter of what is due.")
    history = History(excluded_fields=["password", "last_login"])

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        ordering = ["name", "pk"]
        constraints = [models.UniqueConstraint(Lower("email"), name="one_account_an_email")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("accounts:user", args=[self.pk])

    @property
    def user(self) -> "User":
        """An actor's user: itself."""
        return self

    @cached_property
    def current_memberships(self) -> list["Membership"]:
        """Memberships in force today, with their organisation and team; read once a request."""
        return list(self.memberships.in_force(today()).select_related("organisation", "team"))

    @cached_property
    def roles(self) -> frozenset[str]:
        return frozenset(m.role for m in self.current_memberships)

    @cached_property
    def organisation(self) -> Organisation | None:
        """Where this person works: the first of their memberships."""
        return self.current_memberships[0].organisation if self.current_memberships else None

    @cached_property
    def scope(self) -> Scope:
        members = self.current_memberships
        return Scope(
            organisations=frozenset(m.organisation_id for m in members),
            child_organisations=frozenset(m.organisation_id for m in members if m.role in WHOLE_ORGANISATION),
            teams=frozenset(m.team_id for m in members if m.team_id and m.role in BY_TEAM),
        )

    @property
    def memberships_with_children(self) -> list["Membership"]:
        """An administrator who stands in a team is none of those who look after its children."""
        return [member for member in self.current_memberships if member.role in SEES_CHILDREN]

    @property
    def sees_children(self) -> bool:
        return bool(self.roles & SEES_CHILDREN)

    @property
    def must_use_codes(self) -> bool:
        """One-time codes are compulsory for all who see a child or look into the portal's workings."""
        return self.sees_children or self.holds(Permission.SEE_OPERATIONS)

    def check_password(self, raw_password: str | None) -> bool:
        """Django hashes a right password anew when the hasher became stronger, and that saves this row."""
        with recorded(verb="strengthen_password_hash", by=self):
            return super().check_password(raw_password)

    @property
    def is_coordinator(self) -> bool:
        return Role.COORDINATOR in self.roles

    def holds(self, permission: str) -> bool:
        """In any of this person's organisations."""
        return any(permission in PERMISSIONS[Role(m.role)] for m in self.current_memberships)

    def letters_in_care(self) -> Q:
        """Which letters this administrator looks after. About a child: those of their board, to whomever. Of the
        others: those to people and mailboxes of their board's world, and to an address that nobody here has."""
        mailboxes = Organisation.objects.exclude(mailbox="")
        ours = Q(to__in=User.objects.visible_to(self).values("email"))
        ours |= Q(to__in=mailboxes.visible_to(self).values("mailbox"))
        known = Q(to__in=User.objects.values("email")) | Q(to__in=mailboxes.values("mailbox"))
        return Q(icb_id__in=boards_of(self)) | Q(icb_id__isnull=True) & (ours | ~known)

    def may(self, permission: str, record: Any) -> bool:
        """Whether a membership gives this permission in one of the organisations that the record belongs to.
        With no record (a list, a first registration), or one that is the portal's own: in any."""
        owners = None if record is None else record.belongs_to()
        if owners is None:
            return self.holds(permission)
        return any(
            m.organisation_id in owners and permission in PERMISSIONS[Role(m.role)] for m in self.current_memberships
        )

    def organisations_with(self, permission: Permission) -> list[Organisation]:
        return [m.organisation for m in self.current_memberships if permission in PERMISSIONS[Role(m.role)]]

    # What administrators do with the account

    def home(self) -> "Membership | None":
        """The role by which the account is looked after: of those in force the one recorded first, so that
        nobody comes to rule over an account by adding a role to it; of none in force, the one that ends last."""
        theirs = self.memberships.select_related("organisation")
        last = theirs.order_by(F("ends_on").desc(nulls_first=True), "pk")
        return theirs.in_force(today()).order_by("pk").first() or last.first()

    def belongs_to(self) -> frozenset[int]:
        """As an account: to the organisation where the person is at home, and the boards that work with it."""
        home = self.home()
        return home.organisation.belongs_to() if home else frozenset()

    @creates(permission=MANAGE, within="organisation", label="Invite a person")
    def invite(
        cls,
        *,
        by: Actor,
        organisation: Organisation,
        email: str,
        name: str,
        role: str,
        starts_on: date,
        job_title: str = "",
        team: Team | None = None,
    ) -> "User":
        """Make the account with its first role, and send the link to set a password. Somebody who has an account
        through another board keeps it, and gets the role; their name and title stay as they are."""
        address = email.strip().lower()
        person = cls.objects.filter(email=address).first()
        if person is None:
            person = cls(email=address, name=name, job_title=job_title)
            person.set_unusable_password()
        elif by.user and cls.objects.visible_to(by.user).filter(pk=person.pk).exists():
            words = f"{person.name} has an account with this address. Find them under People and add the role there"
            raise Refused({"email": words})
        return person

    @transition(permission=MANAGE, conditions=[is_switched_on, waits_for_a_password], label="Invite again")
    def invite_again(self, *, by: Actor) -> None:
        """The link in the first letter has run out, or the letter is lost."""

    @transition(permission=MANAGE, label="Change name or job title")
    def change_details(self, *, by: Actor, name: str, job_title: str = "") -> None:
        """Not the email address: it is how somebody proves who they are. A new address is a new account."""
        self.name, self.job_title = name, job_title

    @transition(permission=MANAGE, conditions=[is_somebody_else, is_switched_on], label="Switch off the account")
    def deactivate(self, *, by: Actor) -> None:
        """At once: with the password every session and every link that was sent goes too."""
        self.is_active = False
        self.set_unusable_password()

    @transition(permission=MANAGE, conditions=[is_switched_off], label="Switch on the account")
    def reactivate(self, *, by: Actor) -> None:
        """They set a password anew, by a link that only their mailbox gets."""
        self.is_active = True

    @transition(
        permission=MANAGE,
        conditions=[is_somebody_else, is_switched_on, has_device],
        label="Take away the device for codes",
    )
    def reset_device(self, *, by: Actor) -> None:
        """After a lost phone. Whoever has it may have the password and an open session too: these go with it,
        and the way back is a link that only their mailbox gets."""
        self.authenticator_set.all().delete()
        self.set_unusable_password()

    # What people do with their own

    @transition(
        permission=Permission.CHOOSE_LETTERS,
        conditions=[is_oneself, gets_the_digest],
        label="Stop the daily letter of what is due",
    )
    def stop_digest(self, *, by: Actor) -> None:
        """Reminders of single time limits go on: they are the record that somebody was told."""
        self.digest_stopped_on = today()

    @transition(
        permission=Permission.CHOOSE_LETTERS,
        conditions=[is_oneself, gets_no_digest],
        label="Get the daily letter of what is due",
    )
    def start_digest(self, *, by: Actor) -> None:
        self.digest_stopped_on = None
