"""One child's story, step by step, through the portal's own verbs: what the demo is made of and tests start from.

Each step happens on its own day, counted from the day the request was received.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from assurance.models import ComplexCase
from clocks.models import ClockException
from core.today import pretend, today
from ehcp.models import AdviceRequest, AnnualReview, AssessmentRequest, PhaseTransfer, Plan, ProvisionLine
from has_team.models import OnwardReferral, Referral
from has_team.stages import LOGGED
from people.models import Child, Contact
from qa.accounting import accounting_of, suggested
from qa.models import AccountedLine, Episode, LevelOneCheck
from send_portal.demo.cast import SERVICES, Cast
from send_portal.demo.factories import make_child
from send_portal.demo.words import EPILEPSY, RECOMMENDATIONS, Case, told
from tribunals.models import Appeal, Issue, Regulation6Response

# Why E and C change: for the family, who reads the form.
REASON = "Says how the need shows in this child’s day, so that everybody who reads the plan knows what to look for."
COORDINATORS = {la: f"{la}_coordinator" for la in ("swindon", "banes")}
COORDINATORS |= {"wiltshire": "coordinator", "other_la": "other_coordinator"}


@dataclass
class Story:
    """A child from the first letter on. `began` is the day the local authority received the request."""

    cast: Cast
    began: date
    la: str = "wiltshire"
    case: Case = EPILEPSY
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

    def register(self, **facts: Any) -> "Story":
        """The coordinator registers the child, a parent and the request."""
        with self.on(0) as day:
            self.child = make_child(self.cast, la=self.la, on=day, **facts)
            Contact.add(
                by=self.coordinator,
                child=self.child,
                name=f"Alex {self.child.family_name}",
                relationship="Parent",
                parental_responsibility=True,
                email=f"family.{self.child.reference.lower()}@family.example",
            )
            self.assessment = AssessmentRequest.register(
                by=self.coordinator, child=self.child, received_on=day, source=AssessmentRequest.Source.FAMILY
            )
        return self

    def decide_to_assess(self, days: int = 30) -> "Story":
        with self.on(days) as day:
            self.assessment.decide_to_assess(by=self.coordinator, on=day)
        return self

    def ask_for_advice(self, days: int = 31) -> "Story":
        """Medical advice, through the single point of access, and speech and language therapy."""
        with self.on(days):
            self.medical = AdviceRequest.ask(
                by=self.coordinator, assessment=self.assessment, paragraph="c", asked_of=self.team(1)
            )
            self.therapy = AdviceRequest.ask(
                by=self.coordinator, assessment=self.assessment, paragraph="f", asked_of=self.team(2)
            )
        return self

    def propose_exception(self, days: int = 60, **facts: Any) -> "Story":
        """The single point of access says that an appointment for the therapy advice was missed."""
        reason = "{name} was not brought to the assessment, and the next free one is after the six weeks."
        said = {"kind": "missed_appointment", "appointment_by": "body", "appointment": "not_come"}
        with self.on(days) as day:
            said |= {"first_day": day - timedelta(days=2), "reason": self.say(reason)} | facts
            self.exception = ClockException.propose(by=self.spa, clock=self.therapy.advice_clock, **said)
        return self

    def answer_from_spa(self, days: int = 35) -> "Story":
        """Therapy knows the child; no community health service does, so the medical advice passes to the advisers."""
        with self.on(days) as day:
            self.therapy.give_answer(
                by=self.spa, answer="known", service=self.team(2), last_contact_on=day - timedelta(days=40)
            )
            self.medical.give_answer(by=self.spa, answer="not_known")
        return self

    def return_therapy_advice(self, days: int = 58) -> "Story":
        with self.on(days):
            self.therapy.return_advice(by=self.spa, advice_text=self.say(self.case.therapy_advice))
        return self

    def accept_referral(self, days: int = 38) -> "Story":
        """The Health Advisers take the medical advice on."""
        with self.on(days) as day:
            self.referral = Referral.accept(
                by=self.adviser,
                advice_request=self.medical,
                criterion=Referral.Criterion.NOT_KNOWN,
                responsibility_checked_on=day,
                adviser=self.adviser,
            )
        return self

    def work_referral(self, days: int = 42) -> "Story":
        """Family contacted, appointment booked and held, records read, advice written and sent to the DCO."""
        with self.on(days) as day:
            self.referral.contact_family(by=self.adviser)
            self.referral.book_appointment(
                by=self.adviser, mode=Referral.Mode.VIDEO, appointment_on=day + timedelta(days=7)
            )
        with self.on(days + 8):
            for stage in LOGGED:
                self.referral.log_stage(by=self.adviser, stage=stage)
            OnwardReferral.recommend(
                by=self.adviser, referral=self.referral, service="Children’s sleep clinic", made_by="gp"
            )
            self.referral.save_advice(
                by=self.adviser,
                health_needs=self.say(self.case.approved_needs),
                impact_on_education=self.say(self.case.special_needs),
                support=self.say(self.case.approved_provision),
                provided_by="Community paediatric nursing and a consultant community paediatrician",
                outcomes=self.say(self.case.approved_outcome),
                views=self.say(self.case.views),
            )
            self.referral.submit_for_qa(by=self.adviser)
        return self

    def approve_and_send_advice(self, days: int = 56) -> "Story":
        """A DCO quality-assures the advice; it goes to the family and, in time, to the local authority."""
        with self.on(days):
            LevelOneCheck.read_advice(by=self.dco, advice_request=self.medical, given=LevelOneCheck.ALL_MET)
            self.referral.approve(by=self.dco)
        with self.on(days + 2):
            self.referral.share_with_family(by=self.adviser)
            self.referral.send(by=self.adviser)
        return self

    def draft_sections(self) -> dict[str, str]:
        case = self.case
        texts = {
            "A": case.views, "B": case.special_needs, "C": case.health_needs, "D": "No social care needs.",
            "E": case.outcome, "F": case.special_provision, "G": case.health_provision, "H1": "None.", "H2": "None.",
            "I": "To be named.", "J": "None.", "K": "Medical advice; speech and language therapy advice.",
        }  # fmt: skip
        return {section: self.say(text) for section, text in texts.items()}

    def approved_sections(self) -> dict[str, str]:
        case = self.case
        texts = {"E": case.approved_outcome, "C": case.approved_needs, "G": case.approved_provision}
        return {section: self.say(text) for section, text in texts.items()}

    def submit_draft(self, days: int = 84) -> "Story":
        with self.on(days):
            self.plan = Plan.submit(by=self.coordinator, assessment=self.assessment, sections=self.draft_sections())
        return self

    def quality_assure(self, days: int = 88, *, returned_after: int = 4, coproduced: bool = False) -> "Story":
        """A DCO takes the draft, writes comments and approved wording, agrees Section G and returns it."""
        self.take_draft(days)
        with self.on(days + returned_after):
            self.write_wording(coproduced=coproduced)
            self.account_for_advice()
            self.episode.return_agreed(by=self.dco)
        return self

    def account_for_advice(self) -> None:
        """Every line as the words suggest; what the wording does not say is left out, and it is said why."""
        for part in accounting_of(self.episode).open_parts:
            said = suggested(part) if part.proposal.can_be_confirmed else {"mark": "left_out", "why": "twice"}
            AccountedLine.account(by=self.dco, episode=self.episode, line=part.key, **said)

    def take_draft(self, days: int = 88) -> "Story":
        with self.on(days):
            self.episode = Episode.take(by=self.dco, plan=self.plan)
        return self

    def write_wording(self, *, coproduced: bool = False) -> None:
        for section, approved in self.approved_sections().items():
            self.episode.save_wording(
                by=self.dco,
                section=section,
                approved=approved,
                comments=self.case.comment if section == "G" else REASON,
                theme=self.case.theme,
                coproduced=coproduced,
                section_g_agreed=section == "G",
            )

    def decide_to_issue(self, days: int = 100) -> "Story":
        with self.on(days) as day:
            self.plan.record_family_saw(by=self.coordinator, on=day)
            self.assessment.decide_to_issue(by=self.coordinator, on=day)
        return self

    def issue(self, days: int = 130, *, faithfully: bool = True) -> "Story":
        """The local authority issues the plan: with the agreed wording, or with a therapy put into Section G."""
        sections = self.draft_sections() | self.approved_sections()
        sections["G"] += "" if faithfully else " A speech and language therapist will give weekly sessions."
        with self.on(days):
            self.plan.issue(by=self.coordinator, sections=sections)
        return self.section_g_started(days + 20) if faithfully else self  # nobody says so: a miss

    def section_g_started(self, days: int) -> "Story":
        """The DCOs hear that the provision has begun, once that day has come."""
        come = self.began + timedelta(days=days) <= today()
        for line in ProvisionLine.objects.filter(plan=self.plan).unstarted() if come else ():
            with self.on(days) as day:
                line.confirm_started(by=self.dco, on=day)
        return self

    def annual_review(self, days: int, *, returned_after: int | None = 5) -> "Story":
        """Health is asked to contribute to a review of the plan, and does."""
        sections = {f"section_{key.lower()}": text for key, text in self.approved_sections().items()}
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
                episode = Episode.take_review(by=self.dco, annual_review=self.review)
                episode.save_wording(by=self.dco, theme=self.case.theme, section_g_agreed=True)
                episode.return_agreed(by=self.dco)
        return self

    def review_meeting(self, days: int, *, amend: bool = False, decided: bool = True) -> "Story":
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

    def moves_school(self, days: int, *, kind: str = "primary") -> "Story":
        """A move between phases of education in the coming autumn but one at the latest."""
        with self.on(days) as day:
            moves = date(day.year + 1, 9, 1)
            PhaseTransfer.register(by=self.coordinator, child=self.child, kind=kind, moves_on=moves)
        return self

    def appeal_lodged(self, days: int = 160) -> "Story":
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

    def appeal_heard(self, days: int = 200) -> "Story":
        with self.on(days):
            self.appeal.record_response_sent(by=self.dco)
        with self.on(235):
            self.appeal.record_hearing(by=self.dco, attended=True)
        return self

    def order_made(self, days: int = 250) -> "Story":
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

    def response_drafted(self, days: int = 260) -> "Story":
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

    def response_in_review(self, days: int = 262) -> "Story":
        with self.on(days):
            self.response.refresh_from_db()
            reviewers = [self.cast["reviewer"], self.cast["reviewer_2"]]
            self.response.send_to_review(by=self.dco, reviewers=reviewers)
        return self

    def response_sent(self, days: int = 266) -> "Story":
        """Both reviewers agree, the Chief Nurse signs, the family and the local authority get it: in time."""
        with self.on(days):
            for review in self.response.current_reviews:
                review.agree(by=review.reviewer)
            self.response.refresh_from_db()
            self.response.sign(by=self.cast["chief_nurse"])
        with self.on(days + 2) as day:
            self.response.send(by=self.dco, to_family_on=day, to_la_on=day)
        return self

    def complex_case(self, days: int = 300) -> "Story":
        with self.on(days) as day:
            ComplexCase.log(
                by=self.dco,
                child=self.child,
                asked_on=day,
                asked_by="Lead nurse, children’s community nursing",
                asked_for="Who arranges the overnight care while the two providers disagree.",
            )
        return self

    def to_the_end(self) -> "Story":
        """Everything that can happen to one child here."""
        self.register().decide_to_assess().ask_for_advice().propose_exception(33)
        self.from_asking_to_draft().quality_assure().decide_to_issue().issue()
        self.appeal_lodged().appeal_heard().order_made().response_drafted().response_in_review()
        return self.response_sent().complex_case().annual_review(340).moves_school(350)

    def to_issued(self) -> "Story":
        return self.to_draft().quality_assure().decide_to_issue().issue()

    def to_draft(self) -> "Story":
        return self.register().decide_to_assess().ask_for_advice().from_asking_to_draft()

    def from_asking_to_draft(self) -> "Story":
        self.answer_from_spa().return_therapy_advice()
        self.accept_referral().work_referral().approve_and_send_advice()
        return self.submit_draft()
