"""One child's story, step by step, through the portal's own verbs: what the demo is made of and tests start from."""

from typing import Self

from assurance.models import ComplexCase
from send_portal.demo.after_the_plan import AfterThePlan
from send_portal.demo.on_appeal import OnAppeal


class Story(AfterThePlan, OnAppeal):
    """A child from the first letter on; each step on a day of its own."""

    def complex_case(self, days: int = 300) -> Self:
        with self.on(days) as day:
            ComplexCase.log(
                by=self.dco,
                child=self.child,
                asked_on=day,
                asked_by="Lead nurse, children’s community nursing",
                asked_for="Who arranges the overnight care while the two providers disagree.",
            )
        return self

    def to_the_end(self) -> Self:
        """Everything that can happen to one child here."""
        self.register().decide_to_assess().ask_for_advice().propose_exception(33)
        self.from_asking_to_draft().quality_assure().decide_to_issue().issue()
        self.appeal_lodged().appeal_heard().order_made().response_drafted().response_in_review()
        return self.response_sent().complex_case().annual_review(340).moves_school(350)

    def to_issued(self) -> Self:
        return self.to_draft().quality_assure().decide_to_issue().issue()

    def to_draft(self) -> Self:
        return self.register().decide_to_assess().ask_for_advice().from_asking_to_draft()

    def from_asking_to_draft(self) -> Self:
        self.answer_from_spa().return_therapy_advice()
        if self.known:
            self.return_medical_advice()
        else:
            self.accept_referral().work_referral().approve_and_send_advice()
        return self.submit_draft()
