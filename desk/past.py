"""How is a verb told once it has been done?

Labels are written for buttons ("Ask for advice"); a story says what happened ("Asked for advice").
"""

from collections.abc import Callable
from typing import Any

from core.history import tells_the_past
from core.workflow import VERBS, Verb, verbs_of

# Told by the verb that called them.
NOT_TOLD = frozenset(
    {
        "assessmentrequest.record_plan_issued",
        "annualreview.open",
        "plan.change_coordinator",
        "clinicianlink.answer_draft",
        "draftshown.await_answer",
        "clinicianlink.give_code",  # stands on the request, with how often it was wrong
    }
    | {"referral.take_back", "referral.send", "episode.hold_agreement"}
    | {"levelonecheck.supersede", "libraryuse.settle", "libraryuse.compare"}
    | {"panelcase.put_on_next", "panelcase.send_to_qa"}
    | {"provisionline.replace", "provisionline.correct"}
)

DONE = {
    "child.register": "Child registered",
    "child.change_details": "Details changed",
    "child.register_by_health": "Child registered by a health body",
    "contact.add": "Person added",
    "contact.change": "Person’s details changed",
    "consent.record": "Consent recorded",
    "consent.record_with_notification": "Consent recorded",
    "consent.withdraw": "Consent withdrawn",
    "consent.strike_out": "Consent struck out",
    "sharingwithoutconsent.record": "Shared without consent",
    "sharingwithoutconsent.tell_family": "Family told of the sharing",
    "assessmentrequest.register": "Needs-assessment request received",
    "assessmentrequest.decide_to_assess": "Decided to assess",
    "assessmentrequest.decide_not_to_assess": "Decided not to assess",
    "assessmentrequest.decide_to_issue": "Decided to issue a plan",
    "assessmentrequest.decide_not_to_issue": "Decided not to issue a plan",
    "assessmentrequest.withdraw": "Request withdrawn",
    "advicerequest.ask": "Advice asked for",
    "advicerequest.give_answer": "Point of access answered",
    "advicerequest.return_advice": "Advice sent to the local authority",
    "advicerequest.return_health_advisers_advice": "Health Advisers’ advice sent to the local authority",
    "advicerequest.route": "Service chosen by the Designated Medical Officer",
    "advicerequest.answer_for_area": "Designated Medical Officer: no service knows the child",
    "advicerequest.give_back_to_router": "Given back to the Designated Medical Officer",
    "advicerequest.send_interim": "Interim advice sent, the rest promised",
    "advicerequest.return_for_quality": "Advice returned for quality",
    "advicerequest.close_as_sufficient": "Closed: earlier advice is sufficient",
    "assessmentrequest.record_considering": "Notice that an assessment is considered (reg 4(2))",
    "earlieradvice.propose": "Earlier advice put forward",
    "earlieradvice.record_agreement": "Earlier advice: one more agreed",
    "earlieradvice.record_disagreement": "Earlier advice is not sufficient",
    "advicerequest.hold_family_papers": "Family’s papers kept back from a service that is asked",
    "advicerequest.send_family_papers": "Family’s papers sent to a service that is asked",
    "familypaper.say": "Family’s papers with the requests for advice",
    "familypaper.take_back": "Family’s paper taken back from the requests for advice",
    "advicerequest.give_back": "Given back to the service that knows the child",
    "advicerequest.withdraw": "Advice request withdrawn",
    "plan.submit": "Draft plan submitted to the DCOs",
    "plan.resubmit": "New draft submitted to the DCOs",
    "plan.record_family_saw": "Draft sent to the family",
    "plan.agree_health_wording": "Section G and the health wording agreed",
    "plan.return_to_la": "Draft returned to the local authority",
    "plan.wait_for_advice": "Put aside until health advice arrives",
    "plan.come_back": "Back in the DCOs’ queue",
    "plan.issue": "Plan issued",
    "plan.close": "Draft closed",
    "panelcase.put_on": "Put to a panel",
    "panelcase.decide": "Panel’s decision recorded",
    "panelcase.record_told": "Family told of the panel’s decision",
    "panelcase.defer": "Put to another panel meeting",
    "panelcase.go_along": "Put to another panel meeting",
    "panelcase.take_off": "Taken off the panel’s agenda",
    "clockexception.propose": "Exception to a time limit proposed",
    "clockexception.accept": "Exception to a time limit accepted",
    "clockexception.decline": "Exception to a time limit declined",
    "clockexception.withdraw": "Exception to a time limit withdrawn",
    "clockexception.revoke": "Exception to a time limit revoked",
    "assessmentrequest.change_coordinator": "Coordinator changed",
    "plan.record_final_sent": "Final plan sent to the family",
    "plan.confirm_copy": "ICB confirmed that it has the final plan",
    "provisionline.ask": "Asked whether this has started",
    "provisionline.name_provider": "Provider named",
    "provisionline.confirm_started": "Provision has started",
    "provisionline.say_not_started": "Provision has not started",
    "provisionline.say_not_needed": "Provision is no longer needed",
    "provisionline.chase": "Provider chased",
    "timelimit.log": "Time limit logged",
    "timelimit.finish_step": "Step done",
    "timelimit.end": "Time limit ended without the step",
    "action.set": "Action set",
    "action.finish_action": "Action done",
    "action.drop": "Action dropped",
    "phasetransfer.register": "Phase transfer registered",
    "phasetransfer.register_post16": "Move between post-16 institutions registered",
    "phasetransfer.record_amended_plan": "Plan amended for the transfer sent to the family",
    "phasetransfer.cancel": "Phase transfer cancelled",
    "section23notification.identify": "Section 23: young child identified",
    "section23notification.identify_new_child": "Section 23: young child identified",
    "section23notification.tell_parent": "Section 23: parent told",
    "section23notification.give_opportunity": "Section 23: parent able to discuss it",
    "section23notification.notify_authority": "Section 23: local authority told",
    "section23notification.acknowledge": "Section 23: received by the local authority",
    "section23notification.record_outcome": "Section 23: outcome recorded",
    "section23notification.stop": "Section 23: stopped",
    "annualreview.register": "Plan registered for its annual review",
    "annualreview.set_meeting": "Date of the review meeting set",
    "annualreview.record_invitations": "Invitations to the review meeting sent",
    "annualreview.record_held": "Review meeting held",
    "annualreview.record_report": "Report of the review meeting sent",
    "annualreview.decide_to_keep": "Review decided: the plan stays as it is",
    "annualreview.decide_to_amend": "Review decided: the plan will be amended",
    "annualreview.decide_to_cease": "Review decided: the plan ends",
    "annualreview.keep_after_all": "Plan not amended after all, and the family told",
    "annualreview.record_amended_plan": "Amended plan sent to the family",
    "annualreview.receive_amended_plan": "Amended plan received by the ICB",
    "amendedplan.submit": "Amended plan submitted",
    "annualreview.close": "Annual review closed without a decision",
    "episode.take": "Taken by a DCO",
    "episode.take_review": "Taken by a DCO",
    "episode.save_wording": "Approved wording written",
    "episode.use_standard_wording": "Standard wording used",
    "episode.return_agreed": "Wording agreed, feedback returned",
    "episode.return_to_la": "Feedback returned, not agreed",
    "episode.wait_for_advice": "Put aside until health advice arrives",
    "episode.advice_arrived": "Back on the DCO’s desk",
    "episode.hand_back": "Handed back to the queue",
    "sectiongagreement.decide": "Section G decided about",
    "sectiongagreement.confirm_lines": "Lines of Section G confirmed",
    "sectiongagreement.record_funding": "Funding of Section G decided",
    "comparison.confirm_reasons": "Why the agreed wording was not used: confirmed",
    "comparison.record_raised": "Changed wording raised with the local authority",
    "comparison.record_answer": "Local authority answered about the changed wording",
    "comparison.close": "Changed wording settled",
    "plan.record_issued": "Issued plan recorded that health never saw",
    "document.add": "Document added",
    "document.hold": "Document held until a second person has looked at it",
    "document.release": "Document released by a second person",
    "document.share": "Document sent with a record",
    "document.replace": "Document replaced by a newer version",
    "document.withdraw": "Document withdrawn",
    "complexcase.log": "Complex case logged",
    "coproductionepisode.log": "Coproduction episode logged",
    "pause.pause": "Time limit paused",
    "pause.resume": "Pause over: the time limit runs again",
    "pause.extend": "Pause extended",
    "pause.remove": "Pause removed: entered by mistake",
    "clinicianlink.make": "Link sent to a clinician without an account",
    "clinicianlink.answer": "Clinician answered by their link",
    "clinicianlink.end": "Clinician’s link ended",
    "clinicianlink.call_off": "Clinician’s link ended: the advice is not asked of them any more",
    "clinicianlink.send_anew": "Clinician’s link replaced by a new one",
    "clinicianlink.make_for_draft": "Plan’s health wording sent to a clinician by a link",
    "draftshown.show": "Draft’s health wording shown to those who gave advice",
    "draftshown.say_it_fits": "They say that the draft reports the advice rightly",
    "draftshown.say_it_misreports": "They say that the draft misreports the advice",
    "draftshown.answer_it": "Answered those whom the draft misreports",
    "draftshown.receive_final": "Final plan’s C and G given to those who gave advice",
    "draftshown.show_final": "Final plan’s C and G given to those who gave advice",
    "documentsent.record": "Sent to the family",
    "documentsent.correct": "Record of a sending corrected",
    "accountedline.account": "Line of the advice accounted for",
    "accountedline.change": "Line of the advice accounted for anew",
    "answer.write": "Answer to a recommendation written",
    "reviewcontribution.ask": "Service asked to contribute to the annual review",
    "reviewcontribution.send": "Service’s contribution to the annual review sent",
    "reviewcontribution.say_nothing_to_add": "Service has nothing to add to the annual review",
    "reviewcontribution.withdraw": "Service’s contribution to the annual review withdrawn",
    "reviewcontribution.move_to": "Service’s contribution asked for by another day",
    "appeal.record_order": "Tribunal’s order recorded",
    "comparison.say_why_not_asked": "Why quality assurance was not asked for: recorded",
    "complexcase.record_outcome": "Outcome of the complex case recorded",
    "complexcase.strike_out": "Complex case struck out as logged by mistake",
    "coproductionepisode.strike_out": "Coproduction episode struck out as logged by mistake",
    "dismissal.dismiss": "Finding about the wording dismissed",
    "episode.end_unreturned": "Quality assurance ended: the plan was issued or dropped first",
    "episode.hand_over": "Handed over to a colleague",
    "findinganswer.accept": "Wording changed as a finding proposed",
    "findinganswer.edit": "Wording changed after a finding",
    "levelonecheck.read_advice": "Advice read by the level-one checklist",
    "libraryuse.insert": "Standard wording inserted",
    "paper.add": "Paper added to the appeal",
    "referral.accept_after_all": "Accepted by the Health Advisers after all",
    "referral.approve": "Medical advice approved by a DCO",
    "referral.decline": "Did not meet the Health Advisers’ criteria: passed to the DCO, still open",
    "referral.log_stage": "Step done",
    "referral.return_to_adviser": "Medical advice returned to the adviser by a DCO",
    "referral.save_advice": "Medical advice written",
    "referral.share_with_family": "Medical advice shared with the family",
    "referral.submit_for_qa": "Medical advice sent to the DCO",
    "regulation6response.back_to_draft": "Response back with its author",
    "regulation6response.note_agreement": "Response agreed by every reviewer",
    "regulation6response.open": "Regulation 6 response opened with the order",
    "regulation6response.record_direction": "Day for the response recorded as the Tribunal directed it",
    "regulation6response.send_to_review": "Draft response sent to the reviewers",
    "regulation6response.take_up": "Author of the response named",
    "annualreview.log": "DCO asked to contribute to the annual review",
    "annualreview.contribute": "DCO’s contribution to the annual review returned",
}


# What a record is called behind what was done to it, where its own name would say the same again.
NAMES: dict[str, Callable[[Any], str]] = {
    "familypaper": str,
    "accountedline": lambda line: "",
    "clinicianlink": lambda link: f"{link.name}, {link.profession}",
    "complexcase": lambda case: "",
    "coproductionepisode": lambda episode: episode.with_whom,
    "draftshown": lambda shown: str(shown.request.asked_of or ""),
    "libraryuse": lambda use: f"Section {use.section}",
    "panelcase": lambda case: f"{case.meeting} ({case.get_stage_display().lower()})",
    "provisionline": lambda line: line.in_short,
    "referral": lambda referral: "",
    "reviewcontribution": lambda contribution: str(contribution.service),
    "sharingwithoutconsent": lambda sharing: sharing.recipient,
}


def called(record: Any) -> str:
    """Which of several it was; empty where the record is called what it is ("Draft plan")."""
    own = NAMES.get(record._meta.model_name)
    if own:
        return own(record)
    kind = str(record._meta.verbose_name)
    text = str(record).removeprefix(f"{kind.capitalize()}: ")
    return "" if kind.lower() in text.lower() else text


def in_the_past(verb: Verb) -> str:
    """What was done, in words; empty for what another verb tells. Where we have no words of our own, what the
    verb's form said when it was done, or its label."""
    key = f"{verb.model._meta.model_name}.{verb.name}"
    if key in NOT_TOLD:
        return ""
    return DONE.get(key) or getattr(verb.form, "done", "").rstrip(".") or verb.label


@tells_the_past
def told(line: Any) -> str:
    """Of a line that came along with a verb on another record, how that one is told, where only one is named so."""
    own = [verb for verb in verbs_of(line.instance_type) if verb.name == line.verb]
    found = own or [verb for verb in VERBS if verb.name == line.verb]
    return in_the_past(found[0]) if len(found) == 1 else ""
