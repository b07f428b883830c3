"""Once a plan is issued: its reviews, the plan as it is amended, the moves between phases."""

from datetime import date, timedelta
from typing import Self

from ehcp.models import AmendedPlan, AnnualReview, PhaseTransfer, ReviewContribution
from qa.models import Episode
from send_portal.demo.to_the_plan import ToThePlan


def autumn_after(day: date) -> date:
    """The first of September of the coming calendar year."""
    return date(day.year + 1, 9, 1)


class AfterThePlan(ToThePlan):
    """Reviewed, amended, moving on."""

    def annual_review(self, days: int, *, returned_after: int | None = 5, anew: str = "") -> Self:
        """Health is asked to contribute to a review of the plan, and does; `anew` is what it adds to Section G."""
        sections = {f"section_{key.lower()}": text for key, text in self.agreed_sections().items()}
        with self.on(days) as day:
            self.review = AnnualReview.log(
                by=self.dco,
                child=self.child,
                asked_on=day,
                has_health_needs=self.case.theme >= 6,
                **sections,
            )
        if returned_after is not None:
            with self.on(days + returned_after):
                self.contribute(anew)
        return self

    def contribute(self, anew: str) -> None:
        episode = Episode.take_review(by=self.dco, annual_review=self.review)
        if anew:
            for letter, text in self.agreed_sections().items():
                added = f" {self.say(anew)}" if letter == "G" else ""
                reason = "The review meeting found this." if added else "As it was."
                episode.save_wording(by=self.dco, section=letter, approved=text + added, comments=reason)
        episode.save_wording(by=self.dco, theme=self.case.theme, section_g_agreed=True)
        episode.return_agreed(by=self.dco)
        self.episode = episode

    def service_contributes(self, days: int, *, sent_after: int | None = None) -> Self:
        """A therapy service that knows the child is asked, and sends a report within the fortnight, or not yet."""
        with self.on(days) as day:
            asked = ReviewContribution.ask(
                by=self.coordinator,
                annual_review=self.review,
                service=self.team(2),
                about=self.say("What {name} gets from you now, and what should change in the plan."),
                due_on=day + timedelta(days=14),
            )
        if sent_after is not None:
            with self.on(days + sent_after):
                asked.send(by=self.spa, advice_text=self.say(self.case.therapy_advice))
        return self

    def review_meeting(self, days: int, *, amend: bool = False, decided: bool = True) -> Self:
        """The local authority invites, holds the meeting and, three weeks later, decides."""
        by = self.coordinator
        with self.on(days - 25) as day:
            self.review = AnnualReview.objects.get(child=self.child, decided_on=None)
            self.review.set_meeting(by=by, meeting_on=day + timedelta(days=25))
            self.review.record_invitations(by=by, on=day, health_invited=True)
        with self.on(days) as day:
            self.review.record_held(by=by, on=day, health_attended=True)
        if decided:
            with self.on(days + 12) as day:
                self.review.record_report(by=by, on=day)
            with self.on(days + 20) as day:
                decide = self.review.decide_to_amend if amend else self.review.decide_to_keep
                decide(by=by, on=day)
        return self

    def amended(self, days: int, *, faithfully: bool = True) -> Self:
        """The amended plan goes to the family, and two days later the board has it: as agreed, or otherwise."""
        self.review.refresh_from_db()
        with self.on(days) as day:
            self.review.record_amended_plan(by=self.coordinator, on=day)
        sections = self.agreed_sections()
        sections["G"] = sections["G"] if faithfully else self.say(self.case.health_provision)
        with self.on(days + 2):
            AmendedPlan.submit(by=self.coordinator, annual_review=self.review, sections=sections)
        return self.section_g_started(days + 25) if faithfully else self

    def moves_school(self, days: int, *, kind: str = "primary") -> Self:
        """A move between phases of education in the coming autumn but one at the latest."""
        with self.on(days) as day:
            PhaseTransfer.register(by=self.coordinator, child=self.child, kind=kind, moves_on=autumn_after(day))
        return self
