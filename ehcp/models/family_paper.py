"""What did the family write and send in for this assessment, and does it go with the requests for advice?"""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from accounts.models import User
from accounts.roles import Permission, System
from core.constraints import paired
from core.history import History
from core.saving import keep
from core.today import today
from core.workflow import Actor, creates, follows, transition
from ehcp.models.advice import AdviceRequest
from ehcp.models.advice_words import OPEN, Status
from ehcp.models.asking import asks_for_the_authority, not_assessing_yet
from ehcp.models.assessment import AssessmentRequest
from ehcp.notifications import more_of_the_family
from people.consented import why_not
from people.models import ChildScoped, Consent, Document, SharingWithoutConsent
from people.models.consent import Purpose
from people.models.involvement import ChildScopedQuerySet

# What can have come from a family. Advice, plans, consent forms and Tribunal papers never go with a request.
KINDS = (Document.Kind.FAMILY, Document.Kind.REQUEST, Document.Kind.OTHER)


class FamilyPaperQuerySet(ChildScopedQuerySet):
    def visible_to(self, user: Any) -> Any:
        """Whoever opens the file; and who has a request for advice in this assessment, while they have it."""
        asked = AdviceRequest.objects.filter(provider__in=user.scope.child_organisations).open_papers()
        said = Q(status__in=[FamilyPaper.Status.GOES, FamilyPaper.Status.NOTHING])
        not_before = Q(returned_on=None) | Q(returned_on__gte=OuterRef("said_on"))
        with_request = Exists(asked.filter(not_before, assessment=OuterRef("assessment"))) & said
        return self.filter(Q(self.reached_by(user)) | with_request)

    def for_list(self) -> Any:
        return self.select_related("child__local_authority", "document", "said_by", "taken_back_by")

    def going(self) -> Any:
        """Those that can be opened: not the ones that were withdrawn from the file since."""
        return self.filter(status=FamilyPaper.Status.GOES, document__status=Document.Status.KEPT)


class FamilyPaper(ChildScoped):
    """One paper of the family's, copies of which go with every request for advice in an assessment (SEND Regs 2014
    reg 6(3)); or that the family sent nothing in, said by somebody who looked."""

    class Status(models.TextChoices):
        GOES = "goes", "Goes with the requests for advice"
        NOTHING = "nothing", "The family sent nothing in"
        TAKEN_BACK = "taken_back", "Taken back"

    assessment = models.ForeignKey(AssessmentRequest, models.PROTECT, related_name="family_papers")
    document = models.ForeignKey(Document, models.PROTECT, null=True, blank=True, related_name="+")
    version = models.PositiveSmallIntegerField(null=True, blank=True, help_text="Of the document, on that day.")
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.GOES, editable=False)
    said_on = models.DateField()
    said_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    taken_back_on = models.DateField(null=True, blank=True)
    taken_back_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    reason = models.CharField(max_length=500, blank=True, help_text="Why it was taken back.")
    history = History()

    objects = FamilyPaperQuerySet.as_manager()

    class Meta:
        ordering = ["said_on", "pk"]
        verbose_name = "paper of the family"
        verbose_name_plural = "papers of the family"
        constraints = [
            paired("family_paper_taken_back_on_and_by", "taken_back_on", "taken_back_by"),
            models.CheckConstraint(
                condition=Q(status="goes", document__isnull=False, version__isnull=False, taken_back_on=None)
                | Q(status="nothing", document=None, version=None, taken_back_on=None)
                | Q(status="taken_back", document__isnull=False, taken_back_on__isnull=False) & ~Q(reason=""),
                name="family_paper_is_a_paper_or_none",
            ),
            models.UniqueConstraint(
                fields=["assessment", "document"],
                condition=Q(status="goes"),
                name="a_family_paper_goes_once",
                violation_error_message="This paper goes with the requests already.",
            ),
        ]

    def __str__(self) -> str:
        if not self.document_id:
            return str(self.Status.NOTHING.label)
        return str(self.document) if self.is_in_the_file else "A paper that was withdrawn since"

    def get_absolute_url(self) -> str:
        return reverse("ehcp:assessmentrequest", args=[self.assessment_id])

    @property
    def is_in_the_file(self) -> bool:
        """What was withdrawn, perhaps because it is another child's, is not even named."""
        return self.document is not None and self.document.is_readable

    @property
    def opens(self) -> bool:
        return self.status == self.Status.GOES and self.is_in_the_file

    @property
    def file_url(self) -> str:
        return reverse("ehcp:familypaper_file", args=[self.pk])

    @creates(
        permission=Permission.ASK_ADVICE,
        within="assessment",
        conditions=[lambda assessment, by: not_assessing_yet(assessment)],
        label="Say what the family sent in",
    )
    def say(
        cls, *, by: Actor, assessment: AssessmentRequest, papers: Iterable[Document] = (), nothing_sent: bool = False
    ) -> "FamilyPaper":
        """It goes with every request of this assessment, asked before or after. One record a paper."""
        chosen = list(papers)
        refuse_unsaid(assessment, chosen, nothing_sent)
        facts = {"child": assessment.child, "assessment": assessment, "said_on": today(), "said_by": by.user}
        if nothing_sent:
            return cls(**facts, status=cls.Status.NOTHING)
        *others, last = [cls(**facts, document=one, version=one.version) for one in chosen]
        for other in others:
            keep(other)
        return last

    @transition(
        source=[Status.GOES], target=Status.TAKEN_BACK, permission=Permission.ASK_ADVICE, label="Take it back"
    )
    def take_back(self, *, by: Actor, reason: str) -> None:
        """Nobody who was only asked opens it from now on."""
        self.taken_back_on, self.taken_back_by, self.reason = today(), by.user, reason


def refuse_unsaid(assessment: AssessmentRequest, chosen: list[Document], nothing_sent: bool) -> None:
    """Papers, or that there are none; of this child, and such as can be a family's."""
    if bool(chosen) is nothing_sent:
        words = "Tick what they sent, or that they sent nothing, not both." if chosen else (
            "Tick what goes with the requests, or that the family sent nothing in."
        )  # fmt: skip
        raise ValidationError({"papers" if chosen else "nothing_sent": words})
    if nothing_sent and is_said(assessment):
        raise ValidationError({"nothing_sent": "It is recorded already what the family sent in."})
    for paper in chosen:
        if paper.child_id != assessment.child_id:
            raise ValidationError({"papers": "This document is in another child’s case."})
        if paper.kind not in KINDS or not paper.is_readable or paper.scan == Document.Scan.MADE_HERE:
            raise ValidationError(
                {"papers": f"“{paper}” cannot go: it waits for a second person, or is no family’s."}
            )


def is_said(assessment: AssessmentRequest) -> bool:
    """Whether somebody has looked what the family sent in."""
    return assessment.family_papers.exists()


SAY_FIRST = "Say first what the family wrote and sent in: copies go with each request (regulation 6(3))."


def has_to_say_first(assessment: AssessmentRequest, by: Any) -> bool:
    """The duty is the local authority’s; a Designated Officer who asks case by case does not know."""
    return asks_for_the_authority(by, assessment.child) and not is_said(assessment)


def offered(assessment: AssessmentRequest, user: Any) -> Any:
    """Documents of the child that could be the family's, and do not go yet; those that were filed as theirs first."""
    there = Document.objects.visible_to(user).filter(child=assessment.child_id, kind__in=KINDS)
    there = there.filter(status=Document.Status.KEPT).exclude(scan=Document.Scan.MADE_HERE)
    going = assessment.family_papers.filter(status=FamilyPaper.Status.GOES).values("document")
    theirs = models.Case(models.When(kind=Document.Kind.FAMILY, then=0), default=1)
    return there.exclude(pk__in=going).order_by(theirs, "-added_on", "-pk")


def open_with(request: AdviceRequest) -> Any:
    """What a clinician with a link to this request may open now; the wall says the same."""
    going = FamilyPaper.objects.going().filter(assessment=request.assessment_id)
    return going.none() if request.papers_held_because else going.select_related("document")


def papers_of(request: AdviceRequest, user: Any) -> list[FamilyPaper]:
    """What goes with this request, for its page: with one that is answered or closed, what was there before."""
    papers = FamilyPaper.objects.visible_to(user).filter(assessment=request.assessment_id).for_list()
    until = request.ended_on or request.returned_on
    return [one for one in papers if until is None or one.said_on <= until]


# A family that refused sharing for the assessment


def heed_refusal(request: AdviceRequest, **facts: Any) -> None:
    """From a service that the family refused its papers are kept back, until somebody decides and says why."""
    refused = why_not(request.child, Purpose.ASSESSMENT, to=request.provider)
    going = request.assessment.family_papers.filter(status=FamilyPaper.Status.GOES)
    if refused and not request.papers_held_because and going.exists():
        request.hold_family_papers(by=System("the family does not agree"), reason=refused)
    elif not refused and (request.papers_held_because or request.papers_sent_because):
        request.send_family_papers(by=System("the family does not refuse this service"), reason="")


def heed_answer(consent: Consent | SharingWithoutConsent, **facts: Any) -> None:
    """A refusal, or an agreement, while advice is asked or after it came. What somebody has decided stays decided
    until the family itself says something new about it."""
    if Purpose.ASSESSMENT not in purposes_of(consent, **facts):
        return
    asked = AdviceRequest.objects.filter(child=consent.child_id, status__in=[*OPEN, Status.RETURNED])
    if not isinstance(consent, Consent) or consent.status == Consent.Status.STRUCK_OUT:
        asked = asked.filter(papers_sent_because="")
    for request in asked.select_related("child", "provider", "assessment"):
        heed_refusal(request)


def purposes_of(
    consent: Consent | SharingWithoutConsent, *, purposes: Iterable[str] = (), **facts: Any
) -> Iterable[str]:
    """What is said here is about these: of a withdrawal, what is withdrawn."""
    return purposes or (consent.answered if isinstance(consent, Consent) else [consent.purpose])


def tell_those_asked(paper: FamilyPaper, **facts: Any) -> None:
    """Who was asked before is told of more; a refusal is heeded first."""
    for request in paper.assessment.advice_requests.outstanding().select_related("child", "provider", "advice_clock"):
        if not (request.papers_sent_because or request.papers_held_because):
            heed_refusal(request)
        if paper.document_id and not request.papers_held_because:
            more_of_the_family(request, paper)


for verb in (AdviceRequest.ask, AdviceRequest.route, AdviceRequest.give_back):
    follows(verb, heed_refusal)
for verb in (Consent.record, Consent.withdraw, Consent.strike_out, SharingWithoutConsent.record):
    follows(verb, heed_answer)
follows(FamilyPaper.say, tell_those_asked)
