"""From the first letter to the plan as it was issued: how does a story come there?"""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any, Self

from clocks.models import ClockException
from core.today import today
from ehcp.models import AdviceRequest, AssessmentRequest, FamilyPaper, Plan, ProvisionLine
from has_team.models import OnwardReferral, Referral
from has_team.stages import LOGGED
from people.models import Contact
from qa.accounting import accounting_of, suggested
from qa.models import AccountedLine, Episode, LevelOneCheck, LibraryEntry, LibraryUse, SectionGAgreement
from send_portal.demo.factories import make_child
from send_portal.demo.telling import Telling

# Why E and C change: for the family, who reads the form.
REASON = "Says how the need shows in this child’s day, so that everybody who reads the plan knows what to look for."


ON_THE_WAY = (
    "A nurse will travel with {name} from home in the morning and back in the afternoon, on every day of term."
)
ADULT = 18  # parental responsibility ends


class ToThePlan(Telling):
    """Asked for, assessed, drafted, quality-assured, issued."""

    def register(self, **facts: Any) -> Self:
        """The coordinator registers the child, a parent and the request."""
        with self.on(0) as day:
            self.child = make_child(self.cast, la=self.la, on=day, **(self.about | facts))
            Contact.add(
                by=self.coordinator,
                child=self.child,
                name=f"Alex {self.child.family_name}",
                relationship="Parent",
                parental_responsibility=self.child.age_on(day) < ADULT,
                email=f"family.{self.child.reference.lower()}@family.example",
            )
            self.assessment = AssessmentRequest.register(
                by=self.coordinator, child=self.child, received_on=day, source=AssessmentRequest.Source.FAMILY
            )
        return self

    def decide_to_assess(self, days: int = 30) -> Self:
        with self.on(days) as day:
            self.assessment.decide_to_assess(by=self.coordinator, on=day)
        return self

    def ask_for_advice(self, days: int = 31) -> Self:
        """Medical advice, through the single point of access, and speech and language therapy."""
        with self.on(days):
            FamilyPaper.say(by=self.coordinator, assessment=self.assessment, nothing_sent=True)
            self.medical = AdviceRequest.ask(
                by=self.coordinator, assessment=self.assessment, paragraph="c", asked_of=self.team(1)
            )
            self.therapy = AdviceRequest.ask(
                by=self.coordinator, assessment=self.assessment, paragraph="f", asked_of=self.team(2)
            )
        return self

    def propose_exception(self, days: int = 60, **facts: Any) -> Self:
        """The single point of access says that an appointment for the therapy advice was missed."""
        reason = "{name} was not brought to the assessment, and the next free one is after the six weeks."
        said = {"kind": "missed_appointment", "appointment_by": "body", "appointment": "not_come"}
        with self.on(days) as day:
            said |= {"first_day": day - timedelta(days=2), "reason": self.say(reason)} | facts
            self.exception = ClockException.propose(by=self.spa, clock=self.therapy.advice_clock, **said)
        return self

    def answer_from_spa(self, days: int = 35) -> Self:
        """Therapy knows the child. Where no community health service does, the advisers write the medical advice."""
        with self.on(days) as day:
            known = {"by": self.spa, "answer": "known", "last_contact_on": day - timedelta(days=40)}
            self.therapy.give_answer(service=self.team(2), **known)
            if self.known:
                self.medical.give_answer(service=self.team(1), **known)
            else:
                self.medical.give_answer(by=self.spa, answer="not_known")
        return self

    def return_therapy_advice(self, days: int = 58) -> Self:
        with self.on(days):
            self.therapy.return_advice(by=self.spa, advice_text=self.say(self.case.therapy_advice))
        return self

    def return_medical_advice(self, days: int = 62) -> Self:
        """By the service that knows the child."""
        with self.on(days):
            self.medical.return_advice(by=self.spa, advice_text=self.say(self.case.medical_advice))
        return self

    def accept_referral(self, days: int = 38) -> Self:
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

    def work_referral(self, days: int = 42) -> Self:
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

    def approve_and_send_advice(self, days: int = 56) -> Self:
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

    def agreed_sections(self) -> dict[str, str]:
        """What stands as agreed, word for word."""
        return {row.section: row.approved for row in self.episode.sections.all()}

    def submit_draft(self, days: int = 84) -> Self:
        with self.on(days):
            self.plan = Plan.submit(by=self.coordinator, assessment=self.assessment, sections=self.draft_sections())
        return self

    def quality_assure(self, days: int = 88, *, returned_after: int = 4, coproduced: bool = False) -> Self:
        """A DCO takes the draft, writes comments and approved wording, agrees Section G and returns it."""
        self.take_draft(days)
        with self.on(days + returned_after):
            self.write_wording(coproduced=coproduced)
            self.return_agreed()
        return self

    def quality_assure_with_library(self, days: int = 88) -> Self:
        """The ICB's standard wording stands where the draft's C or G stood; it is inserted by its key."""
        self.take_draft(days)
        with self.on(days + 3):
            self.write_wording(but=[letter for letter, _ in self.case.standard])
            for letter, key in self.case.standard:
                LibraryUse.insert(
                    by=self.dco, episode=self.episode, section=letter, entry=LibraryEntry.objects.get(key=key)
                )
            self.episode.refresh_from_db()
            self.episode.save_wording(by=self.dco, theme=self.case.theme, section_g_agreed=True)
            self.return_agreed()
        return self

    def agree_in_part(self, days: int = 88) -> Self:
        """Part of Section G lies outside core services: who funds it is not decided yet."""
        self.take_draft(days)
        with self.on(days + 4):
            self.write_wording(agreed=False, more=ON_THE_WAY)
            SectionGAgreement.decide(
                by=self.dco,
                episode=self.episode,
                decision=SectionGAgreement.Decision.IN_PART,
                reason="All but the nurse on the way: that is agreed once it is decided who funds it.",
                funding=SectionGAgreement.Funding.AWAITED,
                funder="BSW ICB, children’s commissioning",
                outside_core=self.say(ON_THE_WAY),
            )
            self.episode.refresh_from_db()
            self.return_agreed()
        return self

    def return_agreed(self) -> None:
        self.account_for_advice()
        self.episode.return_agreed(by=self.dco)

    def account_for_advice(self) -> None:
        """Every line as the words suggest; what the wording does not say is left out, and it is said why."""
        for part in accounting_of(self.episode).open_parts:
            said = suggested(part) if part.proposal.can_be_confirmed else {"mark": "left_out", "why": "twice"}
            AccountedLine.account(by=self.dco, episode=self.episode, line=part.key, **said)

    def take_draft(self, days: int = 88) -> Self:
        with self.on(days):
            self.episode = Episode.take(by=self.dco, plan=self.plan)
        return self

    def write_wording(
        self, *, coproduced: bool = False, agreed: bool = True, but: Iterable[str] = (), more: str = ""
    ) -> None:
        """Comments and approved wording. `but` are sections whose wording comes from the library; `more` is added to
        Section G."""
        for section, wording in self.approved_sections().items():
            approved = f"{wording} {self.say(more)}" if more and section == "G" else wording
            self.episode.save_wording(
                by=self.dco,
                section=section,
                approved="" if section in but else approved,
                comments=self.say(self.case.comment) if section == "G" else REASON,
                theme=self.case.theme,
                coproduced=coproduced,
                section_g_agreed=agreed and section == "G" and section not in but,
            )

    def decide_to_issue(self, days: int = 100) -> Self:
        with self.on(days) as day:
            self.plan.record_family_saw(by=self.coordinator, on=day)
            self.assessment.decide_to_issue(by=self.coordinator, on=day)
        return self

    def issue(self, days: int = 130, *, faithfully: bool = True) -> Self:
        """The local authority issues the plan: with the agreed wording, or with a therapy put into Section G."""
        sections = self.draft_sections() | self.agreed_sections()
        sections["G"] += "" if faithfully else " A speech and language therapist will give weekly sessions."
        with self.on(days):
            self.plan.issue(by=self.coordinator, sections=sections)
        return self.section_g_started(days + 20) if faithfully else self  # nobody says so: a miss

    def section_g_started(self, days: int) -> Self:
        """The DCOs hear that the provision has begun, once that day has come."""
        come = self.began + timedelta(days=days) <= today()
        for line in ProvisionLine.objects.filter(child=self.child).unstarted() if come else ():
            with self.on(days) as day:
                line.confirm_started(by=self.dco, on=day)
        return self
