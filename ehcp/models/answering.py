"""Which answer follows from the day of the last contact, and where does the request go from there?"""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError

from accounts.models import Team, User
from clocks.dates import add_months
from clocks.models import Clock
from core.days import not_before, not_in_the_future
from core.workflow import Actor
from ehcp.models.advice_words import COMMISSIONABLE, GOES_ON, KNOWS, Answer, Ending, Paragraph, Status
from ehcp.models.asking import health_advisers
from ehcp.unfinished import refuse_unfinished
from people.models import Document, Involvement

KNOWN_WITHIN_MONTHS = 12


class Answering:
    """The part of a request for advice that says who knows the child, and what happens then."""

    child: Any
    provider: Any
    spa: Any
    service: Any
    advice_clock: Any
    paragraph: str
    ending: str
    colleague: str
    reason: str
    passed_to_has_on: date | None
    received_on: date
    ended_on: date | None
    ended_by: User | None

    @property
    def known_since(self) -> date:
        """Contact on or after this day makes a child known: 12 months before the request was received."""
        return add_months(self.received_on, -KNOWN_WITHIN_MONTHS)

    def follows_from(self, last_contact_on: date) -> str:
        """In words, what the day of the last contact says."""
        edge = f"{self.known_since:%-d %B %Y}"
        if last_contact_on >= self.known_since:
            return f"Contact on or after {edge} is within 12 months of the request: the child is known, and active."
        return f"The last contact was before {edge}, over 12 months before the request: this is not known."

    def check_contact(self, answer: str, last_contact_on: date | None) -> None:
        """Known means contact within 12 months, or accepted and waiting; the other answers mean neither."""
        not_in_the_future(last_contact_on=last_contact_on)
        not_before(self.child.date_of_birth, "the child was born", last_contact_on=last_contact_on)
        if last_contact_on is None:
            if answer == Answer.KNOWN:
                words = "Enter the day of the last contact: it decides whether the child is known and active."
                raise ValidationError({"last_contact_on": words})
            return
        if answer in (Answer.WAITING, Answer.NEURODEVELOPMENTAL):
            return
        if (last_contact_on >= self.known_since) is not (answer == Answer.KNOWN):
            raise ValidationError({"last_contact_on": self.follows_from(last_contact_on)})

    def record_answer(
        self, answer: str, *, by: Actor, on: date, last_contact_on: date | None, service: Team | None = None,
        ending: str = "", colleague: str = "", reason: str = "",
    ) -> str:  # fmt: skip
        self.check_day(on=on)
        self.check_contact(answer, last_contact_on)
        self.answer, self.answered_on, self.answered_by = answer, on, by.user
        self.last_contact_on = last_contact_on
        return self.settle(
            answer, on=on, by=by.user, service=service, ending=ending, colleague=colleague, reason=reason
        )

    def settle(
        self, answer: str, *, on: date, by: Any, service: Team | None, ending: str, colleague: str, reason: str
    ) -> str:
        """Where it goes after this answer."""
        if answer in KNOWS:
            return self.give_to_service(service)
        if self.paragraph == Paragraph.C:
            return self.pass_to_has(on)
        return self.carry_on_or_end(ending=ending, colleague=colleague, reason=reason, service=service, on=on, by=by)

    def give_to_service(self, service: Team | None) -> str:
        if service is None or service.organisation_id != self.provider.pk:
            raise ValidationError({"service": "Choose the service that will send the advice."})
        self.service = service
        self.advice_clock.hand_to(organisation=self.provider, team=self.spa, service=service)
        return Status.WITH_SERVICE

    def pass_to_has(self, on: date) -> str:
        """The clock goes with the request, its dates unchanged (the first NHS body's receipt started it)."""
        team = health_advisers(self.child.icb)
        self.passed_to_has_on = on
        self.advice_clock.hand_to(organisation=team.organisation, team=team)
        Involvement.begin(
            child_id=self.child.pk,
            organisation=team.organisation,
            team=team,
            why=Involvement.Why.HEALTH_ADVICE,
            on=on,
        )
        return Status.WITH_HAS

    def carry_on_or_end(
        self, *, ending: str, colleague: str, reason: str, service: Team | None, on: date, by: Any
    ) -> str:
        self.check_ending(ending, colleague=colleague, reason=reason)
        self.ending, self.colleague, self.reason = ending, colleague, reason
        if ending in GOES_ON:
            return self.give_to_service(service)
        if ending == Ending.MORE_INFORMATION:
            return self.still_asked
        self.ended_on, self.ended_by = on, by
        self.advice_clock.lapse(on=on, why=Clock.Lapsed.ENDED_OTHERWISE)
        return Status.ENDED

    def check_ending(self, ending: str, *, colleague: str, reason: str) -> None:
        wrong = {}
        if not ending:
            wrong["ending"] = "“Not known” cannot end a request. Choose what happens instead."
        if ending == Ending.LA_COMMISSIONS and self.paragraph not in COMMISSIONABLE:
            wrong["ending"] = "The local authority commissions therapies only, under 6(1)(f) or (h)."
        if ending == Ending.NAMED_COLLEAGUE and not colleague.strip():
            wrong["colleague"] = "Name the colleague who will answer. The local authority is told."
        if not reason.strip():
            wrong["reason"] = "Write what the local authority and the family should know."
        if wrong:
            raise ValidationError(wrong)

    @property
    def still_asked(self) -> str:
        """Where it waits while the local authority looks for what is missing: where it was."""
        return self.status  # type: ignore[attr-defined]

    def check_advice(self, *, on: date, advice_text: str, document: Document | None) -> None:
        self.check_day(on=on)
        if not advice_text.strip() and document is None:
            raise ValidationError(
                {"file": "Add the advice, as a file or as text. A covering note alone is not advice."}
            )
        refuse_unfinished(advice_text=advice_text)

    def check_day(self, *, on: date) -> None:
        not_in_the_future(on=on)
        not_before(self.received_on, "the request was received", on=on)
