"""What does the law, and the local standard, say is due?

The rule book, one entry for each time limit. When the law changes, add an entry with the same key and the day
from which clocks begin under it: clocks that began before keep the old one. Nothing else has to change.
"""

from collections.abc import Iterable
from datetime import date
from difflib import get_close_matches

from clocks.reasons import REG_5_4, REG_8_2, REG_10_4, REG_27_3, REG_44_3, SECTION_31
from clocks.rule import Authority, ExceptionKind, Kind, Option, Owner, Phase, Rule, Unit

# Part 3 of the Children and Families Act 2014 (CFA) and the SEND Regulations 2014 (SI 2014/1530).
PART_3 = date(2014, 9, 1)
# SEND (First-tier Tribunal Recommendations Power) Regulations 2017 (SI 2017/1306).
SI_2017_1306 = date(2018, 4, 3)

LA, ICB, PROVIDER = Owner.LOCAL_AUTHORITY, Owner.ICB, Owner.PROVIDER
LIKE_AN_ORDER = (
    "Unless the Tribunal directed another time (reg 44(1)). It runs too where the local authority does not oppose an "
    "appeal, from the day on which it says so (reg 45), and from an agreement at mediation (reg 42(2))."
)
REQUEST_OR_RESPONSIBLE = "the local authority receives the request, or becomes responsible for the child"


def _order(
    key: str,
    *,
    name: str,
    action: str,
    starts: str,
    weeks: int,
    stops: str,
    part: str,
    exceptions: tuple[ExceptionKind, ...] = (),
) -> Rule:
    """What the local authority must do after a Tribunal order, unless the Tribunal directed otherwise (reg 44(1))."""
    return Rule(
        key=key, name=name, action=action, owner=(LA,), starts=starts, length=weeks, stops=stops,
        exceptions=exceptions, citation=f"SEND Regs 2014 reg 44(2){part}", in_force_from=PART_3, note=LIKE_AN_ORDER,
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
        exceptions=REG_10_4, citation="SEND Regs 2014 reg 13(2), (3)", in_force_from=PART_3,
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
        owner=(Owner.SCHOOL, LA), starts="the review meeting", length=2,
        stops="the report is sent to everybody who was to be invited",
        citation="SEND Regs 2014 reg 20(7)-(9), 21(7)-(8)", in_force_from=PART_3,
    ),
    Rule(
        key="review_decision", name="Decision after the review",
        action="Send the decision and proposed changes", owner=(LA,), starts="the review meeting", length=4,
        stops="the decision is sent with any proposed amendments",
        citation="SEND Regs 2014 reg 20(10), 21(9); Devon [2022] EWHC 493 (Admin)", in_force_from=PART_3,
    ),
    Rule(
        key="amended_plan", name="Amended plan", action="Send the amended plan", owner=(LA,),
        starts="the amendment notice is sent", length=8,
        stops="the final amended plan is sent to the family and the ICB, or the family is told why there is none",
        citation="SEND Regs 2014 reg 22(3), (4), 28", in_force_from=PART_3,
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
    Rule(
        key="reassess_decision", name="Decision whether to re-assess", action="Tell the family whether to re-assess",
        owner=(LA,), starts="the local authority receives the request to re-assess", length=15, unit=Unit.DAYS,
        stops="the family is told", citation="CFA 2014 s.44(2); SEND Regs 2014 reg 25(1)", in_force_from=PART_3,
    ),
    Rule(
        key="reassess_final", name="Final plan after a re-assessment", action="Send the final plan", owner=(LA,),
        starts="the family is told of the re-assessment, or the local authority decides on it by itself", length=14,
        stops="the final plan is sent to the family and the ICB", exceptions=REG_27_3,
        citation="CFA 2014 s.44(3); SEND Regs 2014 reg 27(2)", in_force_from=PART_3,
    ),
)

# What is known before the day of the move is due on that day, by which the date given replaces the fifteen.
ON_THE_DAY = "Known 15 working days or more before the move, it is due on the day of the move: give that date."
MOVES = (
    Rule(
        key="move_plan", name="Plan of a child who moves to another area", action="Transfer the plan", owner=(LA,),
        starts="the old local authority becomes aware of the move", length=15, unit=Unit.WORKING_DAYS,
        starting_day_counts=True, stops="the new local authority has the plan", takes=(Option.DATE,),
        citation="SEND Regs 2014 reg 15(2)", in_force_from=PART_3, note=ON_THE_DAY,
    ),
    Rule(
        key="move_tell_family", name="Telling the family what comes of the plan", action="Tell the family",
        owner=(LA,), starts="the plan is transferred to the new local authority", length=6,
        stops="the family knows of the transfer, and whether and when it is assessed or reviewed",
        citation="SEND Regs 2014 reg 15(4)", in_force_from=PART_3,
    ),
    Rule(
        key="move_tell_icb", name="Telling the next ICB of a child with a plan", action="Tell the next ICB",
        owner=(ICB,), starts="the old ICB becomes aware that another is responsible", length=15,
        unit=Unit.WORKING_DAYS, starting_day_counts=True, stops="the next ICB is told", takes=(Option.DATE,),
        citation="SEND Regs 2014 reg 15(7), 16(2)", in_force_from=PART_3, note=ON_THE_DAY,
    ),
    Rule(
        key="move_ask_review", name="Section G that the next ICB cannot arrange",
        action="Ask the local authority to assess or to review", owner=(ICB,),
        starts="the next ICB becomes aware of the move, or that it is responsible", length=15,
        unit=Unit.WORKING_DAYS, starting_day_counts=True, stops="the local authority is asked",
        citation="SEND Regs 2014 reg 15(8), 16(3)", in_force_from=PART_3,
    ),
)

MEDIATION_AND_APPEAL = (
    Rule(
        key="mediation_tell_icb", name="Telling the ICB of mediation on health", action="Tell the ICB",
        owner=(LA,), starts="the family tells the local authority that it wants mediation, health included", length=3,
        unit=Unit.WORKING_DAYS, stops="the ICB knows the issues, and the health provision that the family wants",
        citation="CFA 2014 s.53(2); SEND Regs 2014 reg 35(2)", in_force_from=PART_3,
    ),
    Rule(
        key="mediation_arrange", name="Mediation meeting", action="Hold the mediation", owner=(ICB, LA),
        starts="the local authority tells the ICB, which arranges it where all is about health; otherwise the family "
        "tells the local authority, which arranges it", length=30, unit=Unit.DAYS,
        stops="the mediation is held", citation="CFA 2014 s.53, 54; SEND Regs 2014 reg 35(3), (4), 36(2)",
        note="Whoever arranges it tells the family its date and place five working days before, unless they agree to "
        "less (reg 37(2)).", in_force_from=PART_3,
    ),
    Rule(
        key="mediation_outcome", name="Steps agreed at mediation", action="Do what was agreed",
        owner=(LA, ICB), starts="the mediation agreement", length=2, stops="the agreed steps are done",
        takes=(Option.DATE,), citation="SEND Regs 2014 reg 42(3), (5)", in_force_from=PART_3,
        note="What the family could have appealed has the time of an order instead (reg 42(2)).",
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
        "order_assess_notify", part="(b)", exceptions=REG_44_3, name="Telling the family that the assessment starts",
        weeks=2, action="Notify that the assessment starts", starts="the Tribunal orders an assessment",
        stops="the family is notified",
    ),
    _order(
        "order_assess_refuse", part="(b)(i)", exceptions=REG_44_3,
        name="Decision not to issue a plan after an ordered assessment", weeks=10,
        action="Notify a decision not to issue", starts="the Tribunal orders an assessment",
        stops="the family is notified",
    ),
    _order(
        "order_assess_final", part="(b)(ii)", exceptions=REG_44_3, name="Final plan after an ordered assessment",
        weeks=14, action="Send the final plan", starts="the Tribunal orders an assessment",
        stops="the final plan is sent",
    ),
    _order(
        "order_issue_draft", part="(c)(i)", exceptions=REG_44_3, name="Draft plan that was ordered", weeks=5,
        action="Send the draft plan", starts="the Tribunal orders a plan to be made", stops="the draft plan is sent",
    ),
    _order(
        "order_issue_final", part="(c)(ii)", exceptions=REG_44_3, name="Final plan that was ordered", weeks=11,
        action="Send the final plan", starts="the Tribunal orders a plan to be made", stops="the final plan is sent",
    ),
    _order(
        "order_reconsider", part="(d)", name="Case sent back to be reconsidered", weeks=2,
        action="Send a draft plan, or a decision against one", starts="the Tribunal refers the case back",
        stops="the draft plan is sent, or the family is told of the decision against one",
    ),
    _order(
        "order_amend", part="(e), (h)", name="Plan amended as ordered", weeks=5, action="Send the amended plan",
        starts="the Tribunal orders changes to the contents", stops="the amended plan is sent",
    ),
    _order(
        "order_placement", part="(f)", name="Placement amended as ordered", weeks=2, action="Send the amended plan",
        starts="the Tribunal orders a change of the placement only", stops="the amended plan is sent",
    ),
    Rule(
        key="regulation_6_response", name="Response to the Tribunal's health recommendations",
        action="Send the Regulation 6 response", owner=(ICB,), starts="the recommendation is made", length=5,
        starting_day_counts=True, stops="the response is sent to the family and the local authority",
        takes=(Option.DATE,), citation="SI 2017/1306 reg 6(3)", in_force_from=SI_2017_1306,
        note="Unless the Tribunal directed another time (reg 6(4)).",
    ),
    Rule(
        key="regulation_6_copy", name="Copy of the response for the Secretary of State",
        action="Send the copy to the Secretary of State", owner=(LA,), length=1, starting_day_counts=True,
        starts="the local authority receives the ICB's response", stops="the copy is sent",
        citation="SI 2017/1306 reg 6(6)", in_force_from=SI_2017_1306,
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
        authority=Authority.LOCAL, citation="SEND Regs 2014 reg 13(2)(c), 22(3)(c); local standard",
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

RULES = (*ASSESSMENT, *REVIEWS, *MOVES, *MEDIATION_AND_APPEAL, *ORDERS, *LOCAL)


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
