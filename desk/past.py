"""How is a verb told once it has been done?

Labels are written for buttons ("Ask for advice"); a story says what happened ("Asked for advice").
"""

from core.workflow import Verb

# Told by the verb that called them.
NOT_TOLD = frozenset({"assessmentrequest.record_plan_issued", "annualreview.open", "plan.change_coordinator"})

DONE = {
    "child.register": "Child registered",
    "child.change_details": "Details changed",
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
    "clockexception.propose": "Exception to a time limit proposed",
    "clockexception.accept": "Exception to a time limit accepted",
    "clockexception.decline": "Exception to a time limit declined",
    "clockexception.withdraw": "Exception to a time limit withdrawn",
    "clockexception.revoke": "Exception to a time limit revoked",
    "assessmentrequest.change_coordinator": "Coordinator changed",
    "plan.record_final_sent": "Final plan sent to the family",
    "plan.confirm_copy": "ICB confirmed that it has the final plan",
    "sectiongstart.ask": "Asked whether Section G has started",
    "sectiongstart.name_provider": "Provider of Section G named",
    "sectiongstart.confirm_started": "Section G has started",
    "sectiongstart.say_not_started": "Section G has not started",
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
    "annualreview.register": "Plan registered for its annual review",
    "annualreview.set_meeting": "Date of the review meeting set",
    "annualreview.record_invitations": "Invitations to the review meeting sent",
    "annualreview.record_held": "Review meeting held",
    "annualreview.record_report": "Report of the review meeting sent",
    "annualreview.decide_to_keep": "Review decided: the plan stays as it is",
    "annualreview.decide_to_amend": "Review decided: the plan will be amended",
    "annualreview.decide_to_cease": "Review decided: the plan ends",
    "annualreview.record_amended_plan": "Amended plan sent to the family",
    "annualreview.receive_amended_plan": "Amended plan received by the ICB",
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
    "sectiongagreement.record_funding": "Funding of Section G decided",
    "comparison.confirm_reasons": "Why the agreed wording was not used: confirmed",
    "comparison.record_raised": "Changed wording raised with the local authority",
    "comparison.record_answer": "Local authority answered about the changed wording",
    "comparison.close": "Changed wording settled",
    "plan.record_issued": "Issued plan recorded that health never saw",
    "complexcase.log": "Complex case logged",
    "coproductionepisode.log": "Coproduction episode logged",
    "pause.pause": "Time limit paused",
    "pause.resume": "Pause over: the time limit runs again",
    "pause.extend": "Pause extended",
    "pause.remove": "Pause removed: entered by mistake",
    "annualreview.log": "Health asked to contribute to the annual review",
    "annualreview.contribute": "Contribution to the annual review returned",
}


def in_the_past(verb: Verb) -> str:
    """What was done, in words; empty for what another verb tells. Where we have no words of our own, what the
    verb's form said when it was done, or its label."""
    key = f"{verb.model._meta.model_name}.{verb.name}"
    if key in NOT_TOLD:
        return ""
    return DONE.get(key) or getattr(verb.form, "done", "").rstrip(".") or verb.label
