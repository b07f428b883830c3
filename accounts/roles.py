"""What may each role do? The whole policy, on one page."""

from dataclasses import dataclass
from typing import Any

from django.db.models import TextChoices


class Role(TextChoices):
    DCO = "dco", "Designated Clinical Officer"
    DMO = "dmo", "Designated Medical Officer"
    HAS_ADVISER = "has_adviser", "Health Adviser for SEND"
    COORDINATOR = "coordinator", "EHCP coordinator"
    LA_MANAGER = "la_manager", "LA SEND manager"
    SPA = "spa", "Provider single point of access"
    REVIEWING_CLINICIAN = "reviewing_clinician", "Reviewing clinician"
    EXECUTIVE_LEAD = "executive_lead", "Executive lead (Chief Nurse)"
    BOARD_MEMBER = "board_member", "Board member"
    ADMINISTRATOR = "administrator", "Administrator"


class Permission(TextChoices):
    # The child and the assessment
    REGISTER_CHILD = "register_child"
    EDIT_CHILD = "edit_child"
    RECORD_CONSENT = "record_consent"
    SEE_ACCESS_LOG = "see_access_log"
    REGISTER_ASSESSMENT = "register_assessment"
    DECIDE_ASSESSMENT = "decide_assessment"
    ASK_ADVICE = "ask_advice"
    ANSWER_ADVICE = "answer_advice"
    RETURN_ADVICE = "return_advice"
    RETURN_FOR_QUALITY = "return_for_quality"
    CALL_OFF_ADVICE = "call_off_advice"
    ROUTE_ADVICE = "route_advice"
    SET_ASKING = "set_asking"
    ADD_DOCUMENT = "add_document"
    PROPOSE_EXCEPTION = "propose_exception"
    DECIDE_EXCEPTION = "decide_exception"
    SEE_WITHDRAWN = "see_withdrawn"
    NOTIFY_SECTION_23 = "notify_section_23"
    ANSWER_SECTION_23 = "answer_section_23"
    # The plan and its wording
    SUBMIT_PLAN = "submit_plan"
    ISSUE_PLAN = "issue_plan"
    QUALITY_ASSURE = "quality_assure"
    EXPLAIN_WORDING = "explain_wording"
    READ_LIBRARY = "read_library"
    PROPOSE_WORDING = "propose_wording"
    APPROVE_WORDING = "approve_wording"
    RUN_AUDIT = "run_audit"
    MARK_AUDIT = "mark_audit"
    READ_AUDIT = "read_audit"
    RUN_REVIEWS = "run_reviews"
    ASK_HEALTH_FOR_REVIEW = "ask_health_for_review"
    # Panels
    SEE_PANELS = "see_panels"
    RUN_PANELS = "run_panels"
    PUT_TO_PANEL = "put_to_panel"
    RECORD_PANEL = "record_panel"
    # Health Advisers
    WORK_REFERRAL = "work_referral"
    ALLOCATE_REFERRAL = "allocate_referral"
    APPROVE_ADVICE = "approve_advice"
    # The Tribunal
    SEE_APPEALS = "see_appeals"
    RUN_APPEALS = "run_appeals"
    REVIEW_RESPONSE = "review_response"
    SIGN_RESPONSE = "sign_response"
    COPY_RESPONSE = "copy_response"
    # The worklist
    SAVE_FILTER = "save_filter"
    TAKE_WORK = "take_work"
    HAND_OVER_WORK = "hand_over_work"
    SET_ACTION = "set_action"
    DO_ACTION = "do_action"
    LOG_TIME_LIMIT = "log_time_limit"
    CONFIRM_SECTION_G = "confirm_section_g"
    # Around the cases, and the figures
    LOG_ASSURANCE = "log_assurance"
    SEE_CASE_FIGURES = "see_case_figures"
    SEE_COMPLIANCE = "see_compliance"
    WRITE_REPORT = "write_report"
    READ_REPORT = "read_report"
    KEEP_CALENDAR = "keep_calendar"
    SEE_OPERATIONS = "see_operations"
    MANAGE_ACCOUNTS = "manage_accounts"
    # Clinicians without an account
    MAKE_LINK = "make_link"
    # Those whose advice was used
    SAY_IF_REPORTED = "say_if_reported"
    ANSWER_MISREPORTING = "answer_misreporting"
    # One's own account
    CHOOSE_LETTERS = "choose_letters"


P = Permission

_TEAMWORK = {P.SAVE_FILTER, P.TAKE_WORK, P.DO_ACTION}
_COORDINATOR = _TEAMWORK | {
    P.SET_ACTION,
    P.LOG_TIME_LIMIT,
    P.REGISTER_CHILD,
    P.EDIT_CHILD,
    P.RECORD_CONSENT,
    P.ANSWER_SECTION_23,
    P.REGISTER_ASSESSMENT,
    P.DECIDE_ASSESSMENT,
    P.ASK_ADVICE,
    P.CALL_OFF_ADVICE,
    P.RETURN_FOR_QUALITY,
    P.ADD_DOCUMENT,
    P.PROPOSE_EXCEPTION,
    P.SUBMIT_PLAN,
    P.ISSUE_PLAN,
    P.EXPLAIN_WORDING,
    P.CONFIRM_SECTION_G,
    P.COPY_RESPONSE,
    P.RUN_REVIEWS,
    P.ASK_HEALTH_FOR_REVIEW,
}
# How advice is asked for in an area, and case by case: the board's Designated Officers, medical and clinical.
_ASKING = {P.RETURN_FOR_QUALITY, P.ASK_ADVICE, P.ROUTE_ADVICE, P.SET_ASKING}
_DCO = _TEAMWORK | {
    P.SET_ACTION,
    P.LOG_TIME_LIMIT,
    P.HAND_OVER_WORK,
    P.CONFIRM_SECTION_G,
    P.ASK_HEALTH_FOR_REVIEW,
    P.SEE_ACCESS_LOG,
    P.RECORD_CONSENT,
    P.NOTIFY_SECTION_23,
    P.ADD_DOCUMENT,
    P.PROPOSE_EXCEPTION,
    P.DECIDE_EXCEPTION,
    P.SEE_WITHDRAWN,
    P.QUALITY_ASSURE,
    P.EXPLAIN_WORDING,
    P.RUN_AUDIT,
    P.MARK_AUDIT,
    P.READ_AUDIT,
    P.ALLOCATE_REFERRAL,
    P.APPROVE_ADVICE,
    P.SEE_APPEALS,
    P.RUN_APPEALS,
    P.LOG_ASSURANCE,
    P.SEE_CASE_FIGURES,
    P.SEE_COMPLIANCE,
    P.WRITE_REPORT,
    P.READ_REPORT,
    *_ASKING,
}

PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.DCO: frozenset(_DCO),
    Role.DMO: frozenset(
        _TEAMWORK
        | _ASKING
        | {P.SET_ACTION, P.CONFIRM_SECTION_G, P.ADD_DOCUMENT, P.QUALITY_ASSURE, P.EXPLAIN_WORDING}
        | {P.PROPOSE_EXCEPTION, P.ASK_HEALTH_FOR_REVIEW, P.READ_REPORT}
        | {P.RECORD_CONSENT, P.NOTIFY_SECTION_23}
    ),
    Role.HAS_ADVISER: frozenset(
        _TEAMWORK
        | {P.SET_ACTION, P.WORK_REFERRAL, P.ALLOCATE_REFERRAL, P.ADD_DOCUMENT, P.PROPOSE_EXCEPTION}
        | {P.MARK_AUDIT, P.RECORD_CONSENT, P.NOTIFY_SECTION_23}
    ),
    Role.COORDINATOR: frozenset(_COORDINATOR),
    Role.LA_MANAGER: frozenset(
        _COORDINATOR
        | {P.HAND_OVER_WORK, P.DECIDE_EXCEPTION, P.SEE_COMPLIANCE, P.SEE_WITHDRAWN, P.READ_REPORT, P.READ_AUDIT}
    ),
    Role.SPA: frozenset(
        _TEAMWORK
        | {P.HAND_OVER_WORK, P.CONFIRM_SECTION_G, P.ANSWER_ADVICE, P.RETURN_ADVICE}
        | {P.ADD_DOCUMENT, P.PROPOSE_EXCEPTION, P.NOTIFY_SECTION_23}
    ),
    Role.REVIEWING_CLINICIAN: frozenset({P.SAVE_FILTER, P.REVIEW_RESPONSE}),
    Role.EXECUTIVE_LEAD: frozenset({P.SAVE_FILTER, P.SIGN_RESPONSE, P.READ_REPORT}),
    Role.BOARD_MEMBER: frozenset({P.READ_REPORT}),
    Role.ADMINISTRATOR: frozenset({P.SEE_OPERATIONS, P.MANAGE_ACCOUNTS}),
}

# Multi-agency panels: who sees them, who sets them up, who puts cases to them, who records who sat.
_AT_PANELS = {
    Role.COORDINATOR: {P.SEE_PANELS, P.PUT_TO_PANEL, P.RECORD_PANEL},
    Role.LA_MANAGER: {P.SEE_PANELS, P.RUN_PANELS, P.PUT_TO_PANEL, P.RECORD_PANEL},
    Role.DCO: {P.SEE_PANELS, P.RUN_PANELS, P.RECORD_PANEL},
    Role.DMO: {P.SEE_PANELS, P.RECORD_PANEL},
    Role.ADMINISTRATOR: {P.RUN_PANELS},
}
PERMISSIONS |= {role: PERMISSIONS[role] | granted for role, granted in _AT_PANELS.items()}

# Standard wording: a Designated Officer proposes it, another DCO or the Chief Nurse approves it.
_AT_LIBRARY = {
    Role.DCO: {P.READ_LIBRARY, P.PROPOSE_WORDING, P.APPROVE_WORDING},
    Role.DMO: {P.READ_LIBRARY, P.PROPOSE_WORDING},
    Role.EXECUTIVE_LEAD: {P.READ_LIBRARY, P.APPROVE_WORDING},
}
PERMISSIONS |= {role: PERMISSIONS[role] | granted for role, granted in _AT_LIBRARY.items()}


def roles_with(permission: Permission) -> list[Role]:
    return [role for role, granted in PERMISSIONS.items() if permission in granted]


# How a role reaches children: all those its organisation is involved with; only those its team is involved with
# (an adviser's referrals, a reviewer's responses); or none, and then no record of a child is ever shown.
WHOLE_ORGANISATION = frozenset({Role.DCO, Role.DMO, Role.COORDINATOR, Role.LA_MANAGER, Role.SPA})
BY_TEAM = frozenset({Role.HAS_ADVISER, Role.REVIEWING_CLINICIAN, Role.EXECUTIVE_LEAD})
SEES_CHILDREN = WHOLE_ORGANISATION | BY_TEAM

# Whoever sees children is written to about them, chooses which letters they get, and may have their due dates in
# their own calendar.
PERMISSIONS |= {role: PERMISSIONS[role] | {P.KEEP_CALENDAR, P.CHOOSE_LETTERS} for role in SEES_CHILDREN}

# Where a role is held: in which kind of organisation, and in a team of which kinds. A role that is not named below
# may be held in any of the organisation's teams. The database holds people to both.
_ELSEWHERE = {
    Role.COORDINATOR: "local_authority",
    Role.LA_MANAGER: "local_authority",
    Role.SPA: "provider",
}
HELD_IN: dict[Role, str] = {role: _ELSEWHERE.get(role, "icb") for role in Role}
HELD_IN_TEAM: dict[Role, frozenset[str]] = {
    Role.HAS_ADVISER: frozenset({"has"}),
    Role.REVIEWING_CLINICIAN: frozenset({"core_group"}),
    Role.EXECUTIVE_LEAD: frozenset({"executive"}),
    Role.DCO: frozenset({"dco"}),
    Role.DMO: frozenset({"dco"}),
    Role.SPA: frozenset({"spa", "service"}),
    Role.BOARD_MEMBER: frozenset({"board"}),
}


# Whoever holds a request for advice may have a clinician without an account answer it.
for _role in (Role.SPA, Role.HAS_ADVISER, Role.DMO):
    PERMISSIONS[_role] |= {P.MAKE_LINK}
# Whoever gave advice says whether a draft reports it rightly; whoever writes or agrees the wording answers.
for _role in (Role.SPA, Role.HAS_ADVISER):
    PERMISSIONS[_role] |= {P.SAY_IF_REPORTED}
for _role in (Role.DCO, Role.DMO, Role.COORDINATOR, Role.LA_MANAGER):
    PERMISSIONS[_role] |= {P.ANSWER_MISREPORTING}


@dataclass(frozen=True)
class System:
    """The portal itself, by the name of what it does: what follows from somebody's act, or from the calendar."""

    name: str
    user: None = None

    def may(self, permission: str, record: Any) -> bool:
        return True

    def __str__(self) -> str:
        return f"The portal ({self.name})"


@dataclass(frozen=True)
class WithLink:
    """A person with a link and no account: named by whoever sent it, allowed what the link is for alone."""

    pk: int
    name: str
    profession: str
    sent_by: str
    organisation: Any
    allowed: frozenset[tuple[str, str, int]]
    user: None = None

    def may(self, permission: str, record: Any) -> bool:
        """What the link names, and a file that it brought itself."""
        if permission == Permission.ADD_DOCUMENT and getattr(record, "by_link", None) == self.pk:
            return True
        meta = getattr(record, "_meta", None)
        return meta is not None and (str(permission), meta.label_lower, record.pk) in self.allowed

    def __str__(self) -> str:
        return f"{self.name}, {self.profession}, by a link from {self.sent_by[:40]}"


def sender_of(by: Any) -> Any:
    """The person who acts, with an account or with a link; None where the portal itself does."""
    return by.user or (by if isinstance(by, WithLink) else None)


def account_or_words(by: Any) -> tuple[int | None, str]:
    """For a log: an account by its number, a person with a link by what history calls them."""
    return (by.user.pk, "") if by.user else (None, str(by)[:200])
