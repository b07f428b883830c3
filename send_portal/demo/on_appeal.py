"""An extended appeal, the Tribunal's order, and the board's answer to its recommendations."""

from datetime import timedelta
from typing import Self

from send_portal.demo.telling import Telling
from send_portal.demo.words import RECOMMENDATIONS
from tribunals.models import Appeal, Issue, Regulation6Response


class OnAppeal(Telling):
    """Lodged, heard, ordered; answered, reviewed, signed, sent."""

    def appeal_lodged(self, days: int = 160) -> Self:
        """An extended appeal reaches the board, with the issues on health."""
        with self.on(days) as day:
            self.appeal = Appeal.log(
                by=self.dco,
                child=self.child,
                kind=Appeal.Kind.EXTENDED,
                reference=f"EH{self.child.pk:03d}/{day:%y}/{self.child.pk % 90000 + 10000}",
                registered_on=day - timedelta(days=3),
                sent_to_la_on=day - timedelta(days=2),
                wording_at_lodgement=Appeal.Wording.AGREED,
                hearing_on=day + timedelta(days=75),
            )
            Issue.add(
                by=self.dco,
                appeal=self.appeal,
                section="G",
                sought=self.say("Weekly visits of a nurse to {name} in school."),
                position=self.say("Reviews every six months and training of staff meet {name}’s needs."),
            )
        return self

    def appeal_heard(self, days: int = 200) -> Self:
        with self.on(days):
            self.appeal.record_response_sent(by=self.dco)
        with self.on(235):
            self.appeal.record_hearing(by=self.dco, attended=True)
        return self

    def order_made(self, days: int = 250) -> Self:
        """The Tribunal's order, with two recommendations on health; it arrives four days after it was made."""
        with self.on(days + 4) as day:
            self.appeal.record_order(
                by=self.dco,
                made_on=day - timedelta(days=4),
                arrived_on=day,
                recommendations=[self.say(words) for words, _, _ in RECOMMENDATIONS],
            )
            self.response = Regulation6Response.objects.get(appeal=self.appeal)
        return self

    def response_drafted(self, days: int = 260) -> Self:
        with self.on(days) as day:
            for answer, (_, steps, reasons) in zip(self.response.answers_in_order(), RECOMMENDATIONS, strict=True):
                answer.write(
                    by=self.dco,
                    decision="agree" if not reasons else "part",
                    steps=self.say(steps),
                    by_when=day + timedelta(days=60),
                    reasons=self.say(reasons),
                )
        return self

    def response_in_review(self, days: int = 262) -> Self:
        with self.on(days):
            self.response.refresh_from_db()
            reviewers = [self.cast["reviewer"], self.cast["reviewer_2"]]
            self.response.send_to_review(by=self.dco, reviewers=reviewers)
        return self

    def reviewers_agree(self, days: int = 266) -> Self:
        """Both agree: the response waits for the Chief Nurse."""
        with self.on(days):
            for review in self.response.current_reviews:
                review.agree(by=review.reviewer)
            self.response.refresh_from_db()
        return self

    def response_sent(self, days: int = 266) -> Self:
        """Both reviewers agree, the Chief Nurse signs, the family and the local authority get it: in time."""
        self.reviewers_agree(days)
        with self.on(days):
            self.response.sign(by=self.cast["chief_nurse"])
        with self.on(days + 2) as day:
            self.response.send(by=self.dco, to_family_on=day, to_la_on=day)
        return self

    def copied(self, days: int = 272) -> Self:
        """The local authority's own copy, within its week."""
        with self.on(days) as day:
            self.response.record_copy(by=self.coordinator, on=day)
        return self
