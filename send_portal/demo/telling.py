"""Who acts in a child's story, on which day, in which words?

Each step happens on its own day, counted from the day the request was received.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from clocks.models import ClockException
from core.today import pretend
from ehcp.models import AdviceRequest, AnnualReview, AssessmentRequest, Plan
from has_team.models import Referral
from people.models import Child
from qa.models import Episode
from send_portal.demo.cast import SERVICES, Cast
from send_portal.demo.words import EPILEPSY, Case, told
from tribunals.models import Appeal, Regulation6Response

COORDINATORS = {la: f"{la}_coordinator" for la in ("swindon", "banes")}
COORDINATORS |= {"wiltshire": "coordinator", "other_la": "other_coordinator"}


@dataclass
class Telling:
    """One child's records, as far as they are told. `began` is the day the local authority received the request."""

    cast: Cast
    began: date
    la: str = "wiltshire"
    case: Case = EPILEPSY
    about: dict[str, Any] = field(default_factory=dict)  # birth date, school: what the child is registered with
    known: bool = False  # to a community health service, which then writes the medical advice itself
    child: Child = field(init=False)
    assessment: AssessmentRequest = field(init=False)
    medical: AdviceRequest = field(init=False)
    therapy: AdviceRequest = field(init=False)
    referral: Referral = field(init=False)
    exception: ClockException = field(init=False)
    plan: Plan = field(init=False)
    episode: Episode = field(init=False)
    review: AnnualReview = field(init=False)
    appeal: Appeal = field(init=False)
    response: Regulation6Response = field(init=False)

    @property
    def dco(self) -> Any:
        return self.cast["stranger" if self.la == "other_la" else "dco"]

    @property
    def adviser(self) -> Any:
        return self.cast["other_adviser" if self.la == "other_la" else "adviser"]

    @property
    def coordinator(self) -> Any:
        return self.cast[COORDINATORS[self.la]]

    @property
    def spa(self) -> Any:
        return self.cast[SERVICES[self.la][0]]

    def team(self, which: int) -> Any:
        return self.cast.team[SERVICES[self.la][which]]

    def say(self, words: str) -> str:
        return told(words, self.child.given_name)

    @contextmanager
    def on(self, days: int) -> Iterator[date]:
        """So many days after the request was received."""
        day = self.began + timedelta(days=days)
        with pretend(day):
            yield day
