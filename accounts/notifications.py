"""What do we tell people about their account?"""

from typing import Any

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from allauth.core import context as current
from django.conf import settings
from django.urls import reverse

from accounts.models import Membership, Organisation, User
from accounts.roles import PERMISSIONS, SEES_CHILDREN, Permission, Role
from core.models import Message
from core.outbox import queue_message
from core.today import today
from core.workflow import Actor

HOW_LONG = f"{settings.PASSWORD_RESET_TIMEOUT // 60} minutes"


def address_of(path: str) -> str:
    """With the name by which the portal is reached: this request's, or the first one of the settings."""
    if current.request:
        return current.request.build_absolute_uri(path)
    return f"{settings.PORTAL_ADDRESS}{path}"


def password_link(user: User) -> str:
    """Where this person, and nobody else, sets a password: once, and not for long."""
    key = {"uidb36": user_pk_to_url_str(user), "key": default_token_generator.make_token(user)}
    return address_of(reverse("account_reset_password_from_key", kwargs=key))


def invited(user: User, *, by: Actor, organisation: Organisation, role: str, **_: Any) -> None:
    """A link for a new account; somebody who has one already learns of the role."""
    held = f"{Role(role).label}, {organisation.name}"
    if user.has_usable_password():
        write(user, "role", "You have a new role", f"{by} has given you a role: {held}.", holds_secret=False)
    else:
        write(user, "invitation", "Your account", f"{by} has made an account for you: {held}.", way_in(user))


def invited_again(user: User, *, by: Actor, **_: Any) -> None:
    write(user, "invitation", "Your account", f"{by} has sent you a new link to your account.", way_in(user))


def switched_on(user: User, *, by: Actor, **_: Any) -> None:
    write(user, "switched-on", "Your account is switched on", f"{by} has switched it on again.", way_in(user))


def device_taken_away(user: User, *, by: Actor, **_: Any) -> None:
    """Also a warning: somebody may have asked for this in their name."""
    said = (
        f"{by} has taken away your device for one-time codes, and ended your password and open sessions.\n\n"
        "If you did not ask for this, tell your administrator at once."
    )
    write(user, "device", "Set up your sign-in anew", said, way_in(user))


def role_given(membership: Membership, *, by: Actor, **_: Any) -> None:
    """Whoever answers for the children, and the other administrators, learn at once who may now see them."""
    if membership.role not in SEES_CHILDREN:
        return
    said = (
        f"{by} has given {membership.user.name} ({membership.user.email}) a role in which they see children: "
        f"{membership.get_role_display()}, {membership.organisation.name}, from {membership.starts_on:%-d %B %Y}.\n\n"
        "If that should not be, tell an administrator and your Designated Clinical Officers at once."
    )
    for address in sorted(watching(membership, by)):
        queue_message(
            key=f"membership:{membership.pk}:given:{address}",
            to=address,
            subject=f"{settings.PORTAL_NAME}: somebody was given a role in which they see children",
            body=f"{said}\n\nSign in: {address_of('/')}\n",
        )


def watching(membership: Membership, by: Actor) -> set[str]:
    """The mailboxes of the organisation and of the board that looks after it, and that board's administrators but
    for the one who did it and the person themselves."""
    concerned = Organisation.objects.filter(pk__in=membership.belongs_to())
    manage = [role for role, may in PERMISSIONS.items() if Permission.MANAGE_ACCOUNTS in may]
    administrators = User.objects.filter(
        is_active=True,
        pk__in=Membership.objects.in_force(today())
        .filter(organisation__in=concerned, role__in=manage)
        .values("user"),
    ).exclude(pk__in=[membership.user_id, getattr(by.user, "pk", 0)])
    return {o.mailbox for o in concerned if o.mailbox} | {person.email for person in administrators}


WAITING = "waiting:"  # letters to administrators about what was not delivered


def something_waits(user: User, *, letters: int, tasks: int) -> bool:
    """To an administrator, once a day. Not while an earlier one has not left: when mail is down, a letter that says
    so would only join the others."""
    theirs = f"{WAITING}{user.pk}:"
    if Message.objects.unsent().filter(key__startswith=theirs).exists():
        return False
    waiting = ["- " + many(letters, "letter not delivered", "letters not delivered")] if letters else []
    waiting += ["- " + many(tasks, "failed task", "failed tasks")] if tasks else []
    body = [
        f"Dear {user.name},",
        "These wait for a decision of yours or of another administrator:",
        "\n".join(waiting),
        f"Decide here: {address_of(reverse('core:operations'))}",
        "You get this letter once a day until nothing waits.",
    ]
    return queue_message(
        key=f"{theirs}{today().isoformat()}",
        to=user.email,
        subject=f"{settings.PORTAL_NAME}: {many(letters + tasks, 'thing', 'things')} to decide about",
        body="\n\n".join(body) + "\n",
    )


def many(number: int, one: str, several: str) -> str:
    return f"{number} {one if number == 1 else several}"


def way_in(user: User) -> str:
    return (
        f"Set a password here, within {HOW_LONG}:\n{password_link(user)}\n\n"
        f"Afterwards ask for another link here:\n{address_of(reverse('account_reset_password'))}\n\n"
        "Have your phone to hand: people who see children’s records also give a code from an app."
    )


def write(user: User, about: str, subject: str, *parts: str, holds_secret: bool = True) -> None:
    """One letter for one change of the account: the same press of a button is not told twice."""
    greeting = f"Dear {user.name},"
    queue_message(
        key=f"account:{user.pk}:{about}:{user.history.latest().pk}",
        to=user.email,
        subject=f"{settings.PORTAL_NAME}: {subject[0].lower()}{subject[1:]}",
        body="\n\n".join([greeting, *parts, f"Sign in: {address_of('/')}"]) + "\n",
        holds_secret=holds_secret,
    )
