"""Which pages does the header link to, for this person, and where do they start?"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from accounts.roles import Permission
from core.operations import undecided

P = Permission


def holds(*permissions: Permission) -> Callable[[Any], bool]:
    return lambda user: any(user.holds(permission) for permission in permissions)


def only(*permissions: Permission, but: Permission) -> Callable[[Any], bool]:
    """Whoever holds one of them, but for those who reach the page another way."""
    return lambda user: holds(*permissions)(user) and not user.holds(but)


@dataclass(frozen=True)
class Link:
    """A page of the header, for those of whom `opens_to` is true; `waiting` says how many things wait there for a
    decision that nobody else is told of."""

    text: str
    name: str
    opens_to: Callable[[Any], bool]
    waiting: Callable[[Any], int] = lambda user: 0

    def text_for(self, user: Any) -> str:
        number = self.waiting(user)
        return f"{self.text} ({number})" if number else self.text


def workings(user: Any) -> int:
    return sum(undecided(user).values())


LINKS = (
    Link("Worklist", "desk:worklist", lambda user: user.sees_children),
    Link("Find a child", "people:child_list", lambda user: user.sees_children),
    Link("Assessments", "ehcp:assessmentrequest_list", holds(P.REGISTER_ASSESSMENT)),
    Link("Annual reviews", "ehcp:annualreview_list", holds(P.RUN_REVIEWS, P.ASK_HEALTH_FOR_REVIEW)),
    Link("Advice requests", "ehcp:advicerequest_list", holds(P.ANSWER_ADVICE, P.ASK_ADVICE)),
    Link("Section 23", "ehcp:section23notification_list", holds(P.NOTIFY_SECTION_23, P.ANSWER_SECTION_23)),
    Link("Panels", "ehcp:panelmeeting_list", holds(P.SEE_PANELS)),
    Link("QA queue", "qa:queue", holds(P.QUALITY_ASSURE)),
    Link("Health feedback", "qa:returned", holds(P.SUBMIT_PLAN)),
    Link("Audits", "qa:audit_list", only(P.MARK_AUDIT, P.READ_AUDIT, but=P.QUALITY_ASSURE)),
    Link("Standard wording", "qa:libraryentry_list", only(P.READ_LIBRARY, but=P.QUALITY_ASSURE)),
    Link("Referrals", "has_team:referral_list", holds(P.WORK_REFERRAL, P.APPROVE_ADVICE)),
    Link("Appeals", "tribunals:appeal_list", holds(P.SEE_APPEALS)),
    Link("Assurance", "assurance:trainingsession_list", holds(P.LOG_ASSURANCE)),
    Link("Reports", "reporting:highlightreport_list", holds(P.WRITE_REPORT)),
    Link("Responses", "tribunals:regulation6response_list", holds(P.REVIEW_RESPONSE, P.SIGN_RESPONSE)),
    Link("Compliance", "reporting:compliance", holds(P.SEE_COMPLIANCE)),
    Link("QA figures", "reporting:measured", holds(P.SEE_COMPLIANCE)),
    Link("Exceptions", "clocks:clockexception_list", holds(P.DECIDE_EXCEPTION)),
    Link("Board", "reporting:board", holds(P.READ_REPORT)),
    Link("Date calculator", "clocks:calculator", lambda user: user.sees_children),
    Link("Panels", "ehcp:panel_list", lambda user: user.holds(P.RUN_PANELS) and not user.holds(P.SEE_PANELS)),
    Link("Administration", "accounts:user_list", holds(P.MANAGE_ACCOUNTS)),
    Link("Operations", "core:operations", holds(P.SEE_OPERATIONS), workings),
)


def links_for(request: HttpRequest) -> list[dict[str, Any]]:
    """The header's links: text, address, and whether this page is under it."""
    open_to_them = [(link.text_for(request.user), page(link.name)) for link in LINKS if link.opens_to(request.user)]
    above = [href for _, href in open_to_them if href and is_under(request.path, href)]
    here = max(above, key=len, default="")  # of a page and the one it lies under, the nearer
    return [{"text": text, "href": href, "current": href == here} for text, href in open_to_them if href]


def is_under(path: str, href: str) -> bool:
    return path == href if href == "/" else path.startswith(href)


def page(name: str) -> str:
    """The address of a page; empty while the portal has none of that name."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def first_page_of(user: Any) -> str:
    """The worklist, for those who work with children; the board; or the portal's own workings."""
    if user.sees_children:
        return reverse("desk:worklist")
    theirs = [("core:operations", P.SEE_OPERATIONS), ("reporting:board", P.READ_REPORT)]
    pages = (page(name) for name, permission in theirs if user.holds(permission))
    return next((address for address in pages if address), reverse("accounts:home"))
