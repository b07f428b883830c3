"""What does the law, and the local standard, say is due?

The rule book, one entry for each time limit. When the law changes, add an entry with the same key and the day
from which clocks begin under it: clocks that began before keep the old one. Nothing else has to change.
"""

from collections.abc import Iterable
from datetime import date
from difflib import get_close_matches
from typing import Any

from clocks.rule import Authority, ExceptionKind, Kind, Option, Owner, Phase, Rule, Unit

# Part 3 of the Children and Families Act 2014 (CFA) and the SEND Regulations 2014 (SI 2014/1530).
PART_3 = date(2014, 9, 1)
# SEND (First-tier Tribunal Recommendations Power) Regulations 2017 (SI 2017/1306).
SI_2017_1306 = date(2018, 4, 3)

LA, ICB, PROVIDER = Owner.LOCAL_AUTHORITY, Owner.ICB, Owner.PROVIDER
FOUR_WEEKS = 28


def _local_authority_exceptions(regulation: str) -> tuple[ExceptionKind, ...]:
    """Regs 5(4) and 10(4) excuse the same four things."""

    def kind(key: str, letter: str, short: str, words: str, **facts: Any) -> ExceptionKind:
        citation = f"SEND Regs {regulation}({letter})"
        return ExceptionKind(key=key, short=short, words=words, citation=citation, **facts)

    closed = "from one week before it closed for at least four weeks until one week before it reopened"
    closure = {"is_closure": True, "least_days": FOUR_WEEKS}
    return (
        kind("school_closed", "a", "school closed", f"Advice was asked of a school or college {closed}", **closure),
        kind("early_years_closed", "b", "early-years setting closed",
             f"Advice was asked of an early-years setting {closed}", **closure),
        kind("exceptional_circumstances", "c", "exceptional circumstances",
             "Exceptional circumstances affect the child or family"),
        kind("away_from_area", "d", "away from the area",
             "The child or family is away from the area for four weeks", least_days=FOUR_WEEKS),
    )  # fmt: skip


REG_5_4 = _local_authority_exceptions("reg 5(4)")
REG_10_4 = _local_authority_exceptions("reg 10(4)")
REG_8_2 = (
    ExceptionKind(
        key="exceptional_circumstances",
        short="exceptional circumstances",
        words="Exceptional circumstances affect the child, parent or young person",
        citation="SEND Regs reg 8(2)(a)",
    ),
    ExceptionKind(
        key="away_from_area",
        short="away from the area",
        words="The child, parent or young person is away from the area for at least four weeks running",
        citation="SEND Regs reg 8(2)(b)",
        least_days=FOUR_WEEKS,
    ),
    ExceptionKind(
        key="missed_appointment",
        short="missed appointment",
        words="The child or young person missed an appointment that the advising body itself made",
        citation="SEND Regs reg 8(2)(c)",
        is_appointment=True,
    ),
)
SECTION_31 = (
    ExceptionKind(
        key="refused",
        short="refused in writing",
        words="The body refuses, because helping is incompatible with its own duties or would harm the exercise of "
        "its functions, and gives written reasons",
        citation="CFA 2014 s.31(2)",
        is_refusal=True,
    ),
)

REG_44 = "This time limit of regulation 44 could not be confirmed word for word: compare the order."
MEDIATION = "The time is confirmed; the words and numbers of regulations 35 to 37 could not be compared."
REG_6 = "Regulation 6 could not be confirmed word for word: the first day counts here, the earlier reading."
REQUEST_OR_RESPONSIBLE = "the local authority receives the request, or becomes responsible for the child"


def _order(
    key: str, *, name: str, action: str, starts: str, weeks: int, stops: str, part: str = "", check: str = ""
) -> Rule:
    """What the local authority must do after a Tribunal order, unless the Tribunal directed otherwise (reg 44(1))."""
    return Rule(
        key=key, name=name, action=action, owner=(LA,), starts=starts, length=weeks, stops=stops,
        citation=f"SEND Regs 2014 reg 44(2){part}", check=check, in_force_from=PART_3,
        note="Unless the Tribunal directed another time (reg 44(1)).",
    )  # fmt: skip


# One field to a line would make this page three times as long, and a rule is best read as one row.
# fmt: off
ASSESSMENT = (
    Rule(
        key="decide_to_assess", name="Decision whether to assess", action="Decide whether to assess",
        owner=(LA,), starts=REQUEST_OR_RESPONSIBLE, length=6, stops="the family is notified of the decision",
        exceptions=REG_5_4, citation="SEND Regs 2014 reg 4(1), 5(1)", in_force_from=PART_3,
    ),
    Rule(
        key="health_advice", name="Health advice for an assessment", action="Send health advice",
        owner=(ICB, PROVIDER), length=6, stops="the advice is sent to the local authority",
        starts="the first NHS body asked receives the local authority's request for advice",
        exceptions=REG_8_2, refusals=SECTION_31, citation="CFA 2014 s.31; SEND Regs 2014 reg 8(1)",
        in_force_from=PART_3,
    ),
    Rule(
        key="refuse_to_issue", name="Decision not to issue a plan", action="Notify a decision not to issue",
        owner=(LA,), starts=REQUEST_OR_RESPONSIBLE, length=16, stops="the family is notified of the decision",
        exceptions=REG_10_4, citation="SEND Regs 2014 reg 10(1)", in_force_from=PART_3,
    ),
    Rule(
        key="draft_representations", name="Time for the family to comment on the draft plan",
        action="Wait for the family's comments", kind=Kind.WINDOW, owner=(LA,),
        starts="the draft plan is served", length=15, unit=Unit.DAYS, starting_day_counts=True,
        stops="nothing: the time must run", citation="SEND Regs 2014 reg 13(1)(a), 22(2)(c)",
        in_force_from=PART_3,
    ),
    Rule(
        key="issue_final_plan", name="Final plan", action="Send the final plan", owner=(LA,),
        starts=REQUEST_OR_RESPONSIBLE, length=20, stops="the final plan is sent to the family and the ICB",
        exceptions=REG_10_4, citation="SEND Regs 2014 reg 13(2)", in_force_from=PART_3,
    ),
    Rule(
        key="section_23", name="Telling the local authority about a young child",
        action="Notify the local authority", owner=(Owner.NHS_BODY,), authority=Authority.LOCAL,
        starts="the NHS body forms the opinion, or the diagnosis is made if that is earlier", length=6,
        stops="the local authority is notified", citation="CFA 2014 s.23; local standard",
        note="The Act sets no time; the six weeks are the regional standard.",
    ),
)

REVIEWS = (
    Rule(
        key="annual_review", name="Annual review", action="Complete the annual review", owner=(LA,),
        starts="the first plan is made, or the last review is completed", length=12, unit=Unit.MONTHS,
        starting_day_counts=True, stops="the review is completed", citation="CFA 2014 s.44(1)",
        in_force_from=PART_3,
    ),
    Rule(
        key="review_invitations", name="Invitations to the review meeting",
        action="Invite, with the advice gathered", kind=Kind.COUNTS_BACK, owner=(LA, Owner.SCHOOL),
        starts="the review meeting", length=2, stops="the invitation is sent with the advice",
        citation="SEND Regs 2014 reg 20(3)-(4), 21(3)-(4)", in_force_from=PART_3,
    ),
    Rule(
        key="review_report", name="Report of the review meeting", action="Send the review report",
        owner=(Owner.SCHOOL, LA), starts="the review meeting", length=2, stops="the report is sent",
        citation="SEND Regs 2014 reg 20(7), 21(7)", in_force_from=PART_3,
    ),
    Rule(
        key="review_decision", name="Decision after the review",
        action="Send the decision and proposed changes", owner=(LA,), starts="the review meeting", length=4,
        stops="the decision is sent with any proposed amendments",
        citation="SEND Regs 2014 reg 20(10); Devon [2022] EWHC 493 (Admin)", in_force_from=PART_3,
    ),
    Rule(
        key="amended_plan", name="Amended plan", action="Send the amended plan", owner=(LA,),
        starts="the amendment notice is sent", length=8,
        stops="the final amended plan is sent to the family and the ICB",
        citation="SEND Regs 2014 reg 22(3)", in_force_from=PART_3,
    ),
    Rule(
        key="phase_transfer", name="Plan for a move between phases of education",
        action="Send the plan amended for the transfer", kind=Kind.FIXED, owner=(LA,),
        starts="the year of the transfer", stops="the amended plan is sent", takes=(Option.PHASE,),
        fixed_dates=((Phase.SECONDARY_TO_POST16, 3, 30), (Phase.OTHER, 2, 14)),
        citation="SEND Regs 2014 reg 18(1)", in_force_from=PART_3,
    ),
    Rule(
        key="phase_transfer_post16", name="Plan for a move between post-16 institutions",
        action="Send the plan amended for the transfer", kind=Kind.COUNTS_BACK, owner=(LA,),
        starts="the move", length=5, unit=Unit.MONTHS, stops="the amended plan is sent",
        citation="SEND Regs 2014 reg 18(2)", in_force_from=PART_3,
    ),
)

MEDIATION_AND_APPEAL = (
    Rule(
        key="mediation_tell_icb", name="Telling the ICB of mediation on health", action="Tell the ICB",
        owner=(LA,), starts="the family asks for mediation on health", length=3, unit=Unit.WORKING_DAYS,
        stops="the ICB is told", citation="CFA 2014 s.53; SEND Regs 2014 reg 35-37", check=MEDIATION,
        in_force_from=PART_3,
    ),
    Rule(
        key="mediation_arrange", name="Mediation meeting", action="Hold the mediation", owner=(ICB, LA),
        starts="the body is told of the family's request", length=30, unit=Unit.DAYS,
        stops="the mediation is held", citation="CFA 2014 s.53; SEND Regs 2014 reg 35-37", check=MEDIATION,
        in_force_from=PART_3,
    ),
    Rule(
        key="mediation_outcome", name="Steps agreed at mediation", action="Do what was agreed",
        owner=(LA, ICB), starts="the mediation agreement", length=2, stops="the agreed steps are done",
        takes=(Option.DATE,), citation="SEND Regs 2014 reg 42(3), (5)", in_force_from=PART_3,
    ),
    Rule(
        key="mediation_tell_la", name="Telling the local authority of a health-only agreement",
        action="Tell the local authority", owner=(ICB,), length=1,
        starts="the health-only mediation agreement", stops="the local authority is told",
        citation="SEND Regs 2014 reg 42(4)", in_force_from=PART_3,
    ),
    Rule(
        key="lodge_appeal", name="Appeal by the family", action="Lodge the appeal", owner=(Owner.FAMILY,),
        starts="the decision letter is sent", length=2, unit=Unit.MONTHS, certificate_months=1,
        stops="the appeal is lodged", takes=(Option.CERTIFICATE,), tribunal_days=True,
        citation="HESC Rules 2008 rule 20(1)(c), 12", in_force_from=PART_3,
    ),
    Rule(
        key="appeal_response", name="Response to an appeal", action="Send the response to the Tribunal",
        owner=(LA,), starts="the Tribunal sends the appeal to the local authority", length=30,
        unit=Unit.WORKING_DAYS, stops="the response is sent", takes=(Option.DATE,), tribunal_days=True,
        citation="HESC Rules 2008 rule 21, 12", in_force_from=PART_3,
        note="The ICB's part goes into the local authority's response: send it in good time.",
    ),
    Rule(
        key="tribunal_direction", name="Tribunal direction", action="Do what the Tribunal directed",
        kind=Kind.DIRECTED, owner=(Owner.NAMED,), starts="the direction is made",
        stops="the direction is met", needs_one_of=(Option.DATE,), tribunal_days=True,
        citation="HESC Rules 2008 rule 5, 12", in_force_from=PART_3,
    ),
)

ORDERS = (
    _order(
        "order_assess_notify", part="(b)", name="Telling the family that the assessment starts", weeks=2,
        action="Notify that the assessment starts", starts="the Tribunal orders an assessment",
        stops="the family is notified",
    ),
    _order(
        "order_assess_refuse", part="(b)(i)", name="Decision not to issue a plan after an ordered assessment",
        weeks=10, action="Notify a decision not to issue", starts="the Tribunal orders an assessment",
        stops="the family is notified",
    ),
    _order(
        "order_assess_final", part="(b)(ii)", name="Final plan after an ordered assessment", weeks=14,
        action="Send the final plan", starts="the Tribunal orders an assessment",
        stops="the final plan is sent",
    ),
    _order(
        "order_issue_draft", part="(c)(i)", name="Draft plan that was ordered", weeks=5, action="Send the draft plan",
        starts="the Tribunal orders a plan to be made", stops="the draft plan is sent",
    ),
    _order(
        "order_issue_final", part="(c)(ii)", name="Final plan that was ordered", weeks=11,
        action="Send the final plan", starts="the Tribunal orders a plan to be made", stops="the final plan is sent",
    ),
    _order(
        "order_amend", check=REG_44, name="Plan amended as ordered", weeks=5, action="Send the amended plan",
        starts="the Tribunal orders changes to the contents", stops="the amended plan is sent",
    ),
    _order(
        "order_placement", check=REG_44, name="Placement amended as ordered", weeks=2, action="Send the amended plan",
        starts="the Tribunal orders a change of the placement only", stops="the amended plan is sent",
    ),
    Rule(
        key="regulation_6_response", name="Response to the Tribunal's health recommendations",
        action="Send the Regulation 6 response", owner=(ICB,), starts="the recommendation is made", length=5,
        starting_day_counts=True, stops="the response is sent to the family and the local authority",
        citation="SI 2017/1306 reg 6", check=REG_6, in_force_from=SI_2017_1306,
    ),
    Rule(
        key="regulation_6_copy", name="Copy of the response for the Secretary of State",
        action="Send the copy to the Secretary of State", owner=(LA,), length=1, starting_day_counts=True,
        starts="the local authority receives the ICB's response", stops="the copy is sent",
        citation="SI 2017/1306 reg 6", check=REG_6, in_force_from=SI_2017_1306,
    ),
    Rule(
        key="complaint_remedy", name="Remedy after a complaint", action="Carry out the remedy",
        kind=Kind.DIRECTED, owner=(Owner.NAMED,), starts="the final decision", stops="the remedy is done",
        needs_one_of=(Option.WEEKS, Option.MONTHS, Option.DATE), citation="the ombudsman's final decision",
    ),
)

LOCAL = (
    Rule(
        key="section_g_started", name="Start of the health provision in Section G",
        action="Confirm that Section G has started", owner=(PROVIDER,), starts="the plan is issued", length=4,
        stops="the provider says that it has started", authority=Authority.LOCAL, assumed=True,
        citation="local standard",
    ),
    Rule(
        key="final_plan_copy", name="Copy of the final plan for the ICB", action="Send the ICB its copy",
        owner=(LA,), starts="the final plan is sent to the family", length=1, stops="the ICB has it",
        authority=Authority.LOCAL, citation="SEND Regs 2014 reg 13(2)(c); local standard",
        note="The copy is law; only its week is the local standard.",
    ),
    Rule(
        key="qa_turnaround", name="Quality assurance of health wording", action="Return the feedback",
        owner=(Owner.DCO,), starts="the draft or review papers are submitted complete", length=10,
        unit=Unit.WORKING_DAYS, stops="the feedback is returned", authority=Authority.LOCAL, assumed=True,
        pausable=True, citation="local standard",
    ),
    Rule(
        key="has_contact_family", name="First contact with the family", action="Contact the family",
        owner=(Owner.HAS,), starts="the referral is accepted", length=5, unit=Unit.WORKING_DAYS,
        stops="the family has been contacted", authority=Authority.LOCAL, assumed=True,
        citation="local standard",
    ),
    Rule(
        key="rest_of_advice", name="The rest of interim advice", action="Send the rest of the advice",
        kind=Kind.DIRECTED, owner=(ICB, PROVIDER), starts="interim advice is sent with a promise of the rest",
        stops="the rest is sent", needs_one_of=(Option.DATE,), authority=Authority.LOCAL,
        citation="promised by the service",
        note="Interim advice does not meet the six weeks of the advice itself: they run beside this.",
    ),
    Rule(
        key="review_contribution", name="A service's contribution to an annual review",
        action="Send the contribution to the annual review", kind=Kind.DIRECTED, owner=(PROVIDER,),
        starts="the service is asked", stops="it is sent, or the service says that it has nothing to add",
        needs_one_of=(Option.DATE,), authority=Authority.LOCAL,
        citation="SEND Regs 2014 reg 20(3)-(4), 21(3)-(4); local standard",
        note="It goes with the invitations, so it is due two weeks before the meeting. Asked later than that, or "
        "before a meeting is set, it is due on the day that was asked for.",
    ),
    Rule(
        key="misreporting_answer", name="Answer to a clinician whom a draft misreports",
        action="Answer the clinician whom the draft misreports", owner=(Owner.DCO,),
        starts="the clinician says so", length=5, unit=Unit.WORKING_DAYS, stops="they are answered",
        authority=Authority.LOCAL, assumed=True, citation="local standard",
    ),
    Rule(
        key="action", name="Action that somebody promised", action="Action", kind=Kind.DIRECTED,
        owner=(Owner.NAMED,), starts="the action is set", stops="it is done, or dropped with a reason",
        needs_one_of=(Option.DATE,), authority=Authority.LOCAL, citation="agreed between those involved",
    ),
)
# fmt: on

RULES = (*ASSESSMENT, *REVIEWS, *MEDIATION_AND_APPEAL, *ORDERS, *LOCAL)


class UnknownRule(LookupError):
    """No such rule, or not on that day; says what there is."""


def rule_keys(book: Iterable[Rule] = RULES) -> tuple[str, ...]:
    """Every rule's name in the order of the book."""
    return tuple(dict.fromkeys(rule.key for rule in book))


def rule_in_force(key: str, on: date, *, book: Iterable[Rule] = RULES) -> Rule:
    """The rule under which a clock begins on this day: of several, the one that came into force last."""
    book = tuple(book)
    versions = [rule for rule in book if rule.key == key]
    if not versions:
        raise UnknownRule(_no_such_rule(key, rule_keys(book)))
    in_force = [rule for rule in versions if rule.is_in_force(on)]
    if not in_force:
        raise UnknownRule(f"{key} was not in force on {on:%-d %B %Y}. {_periods(versions)}")
    return max(in_force, key=lambda rule: rule.in_force_from or date.min)


def _no_such_rule(key: str, keys: tuple[str, ...]) -> str:
    near = get_close_matches(key, keys, n=3)
    hint = f" Did you mean {' or '.join(near)}?" if near else ""
    return f"There is no rule called {key}.{hint} The rules are: {', '.join(keys)}."


def _periods(versions: Iterable[Rule]) -> str:
    periods = []
    for rule in versions:
        start = f"from {rule.in_force_from:%-d %B %Y}" if rule.in_force_from else "from the beginning"
        periods.append(start + (f" until {rule.in_force_until:%-d %B %Y}" if rule.in_force_until else ""))
    return f"It is in force {'; '.join(periods)}."
