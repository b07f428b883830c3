"""Who may release, replace or withdraw a file, in words where they may not?"""

from typing import Any

from accounts.roles import Permission
from core.workflow import Actor


def not_the_uploader(document: Any, by: Actor) -> str | None:
    if by.user is not None and by.user.pk == document.uploader_id:
        return "You added this file. A second person must look at it."
    return None


def of_the_checker(document: Any, by: Actor) -> str | None:
    mine = by.user.organisations_with(Permission.ADD_DOCUMENT) if by.user else []
    if document.checker_id in {organisation.pk for organisation in mine}:
        return None
    return f"Somebody of {document.checker} must look at it."


def not_made_here(document: Any, by: Actor) -> str | None:
    """A replacement is somebody's upload: what the portal made is told by its scan for good."""
    if document.scan == document.Scan.MADE_HERE:
        return "The portal made this when it was sent, and it stays as it was sent."
    return None


def of_the_owner(document: Any, by: Actor) -> str | None:
    mine = by.user.organisations_with(Permission.ADD_DOCUMENT) if by.user else []
    if document.owner_id in {organisation.pk for organisation in mine}:
        return None
    return f"{document.owner} added it, and is who can replace it."


def of_the_owner_or_who_looks_after_it(document: Any, by: Actor) -> str | None:
    if by.may(Permission.SEE_WITHDRAWN, document) or not of_the_owner(document, by):
        return None
    return f"{document.owner}, a Designated Clinical Officer or an LA SEND manager can withdraw it."
