"""What does a person fill in about a request for advice?"""

from typing import Any, ClassVar

from django import forms

from accounts.models import Organisation, Relation, Team
from core.fields import PDF, WORD, DateField, UploadField
from core.forms import VerbForm
from core.today import today
from ehcp.forms import reason_field
from ehcp.models import AdviceRequest
from ehcp.models.advice_words import COMMISSIONABLE, KNOWS_NOT
from ehcp.models.area import asked_as_a_matter_of_course, is_routed_by_hand
from ehcp.models.asking import asks_for_the_authority
from ehcp.models.family_paper import SAY_FIRST, has_to_say_first
from people.forms import SendFileForm
from people.models import Document

Answer, Ending, Paragraph = AdviceRequest.Answer, AdviceRequest.Ending, AdviceRequest.Paragraph
BLANK = ("", "---------")


def service_choices(icb: Organisation) -> tuple[Any, list[Any]]:
    """The services of every provider that works for this ICB, in a group for each provider."""
    providers = Relation.objects.in_force(today()).filter(icb=icb).values("organisation")
    services = Team.objects.in_force(today()).filter(kind=Team.Kind.SERVICE, organisation__in=providers)
    rows = services.select_related("organisation").order_by("organisation__name", "name")
    groups: dict[str, list[tuple[int, str]]] = {}
    for team in rows:
        groups.setdefault(team.organisation.short_name, []).append((team.pk, team.name))
    return rows, [BLANK, *groups.items()]


PARAGRAPHS = {
    "paragraph": {
        "hints": {
            Paragraph.C: "Compulsory. One good piece of advice on the main health need is enough.",
            Paragraph.F: "Such as speech and language therapy or occupational therapy.",
            Paragraph.H: "Where their wish is reasonable.",
            Paragraph.A: "Not asked of an NHS service as a rule; nor are (b), (d) and (e).",
        }
    },
    "about": {"rows": 3},
}


def paragraph_field() -> forms.ChoiceField:
    label = "Which paragraph of regulation 6(1)?"
    return forms.ChoiceField(choices=Paragraph.choices, widget=forms.RadioSelect, label=label)


class AskAdviceForm(VerbForm):
    verb = AdviceRequest.ask
    button = "Ask for this advice"
    done = "The request is with the provider’s single point of access."
    guidance = (
        "It reaches the provider’s single point of access at once. Leave both dates empty unless it was sent "
        "outside the portal. What the family wrote and sent in goes with it (regulation 6(3))."
    )
    looks: ClassVar[dict[str, Any]] = PARAGRAPHS

    paragraph = paragraph_field()
    asked_of = forms.ModelChoiceField(Team.objects.none(), label="Service to ask")
    about = forms.CharField(
        max_length=1000,
        required=False,
        widget=forms.Textarea,
        label="What do the family and the school say about the child’s health?",
        help_text="Who sees the child, and for what. Whoever is asked reads this, and no more of the file.",
    )
    sent_on = DateField(past=True, required=False, label="Date it was sent", subject="The date it was sent")
    received_on = DateField(
        past=True,
        required=False,
        label="Date the provider received it",
        subject="The date of receipt",
        help_text="The six weeks start on this day, a weekend or a holiday included. For example, 13 7 2026",
    )

    def prepare(self) -> None:
        child = self.within.child
        field = self.fields["asked_of"]
        field.queryset, field.choices = service_choices(child.icb)
        if is_routed_by_hand(child, today()):
            del self.fields["asked_of"]
            self.fields["received_on"].label = "Date the Designated Medical Officer received it"
            self.guidance = (
                f"{child.local_authority} has no single point of access: the Designated Medical Officer chooses who "
                "is asked. The six weeks start when the request reaches the Designated Medical Officer."
            )
            self.done = "The request is with the Designated Medical Officer."
        if not asks_for_the_authority(self.by, child):
            del self.fields["sent_on"], self.fields["received_on"]
            self.fields["about"].label, self.fields["about"].required = "Why does this child need it?", True
            self.guidance = (
                "For a service that this area does not ask as a matter of course. The local authority sees it too."
            )

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or {}
        if has_to_say_first(self.within, self.by):
            self.add_error(None, SAY_FIRST)
        return facts


def ending_field() -> forms.ChoiceField:
    return forms.ChoiceField(
        choices=Ending.choices,
        widget=forms.RadioSelect,
        required=False,
        label="What happens instead?",
        help_text="Answer this if no service knows the child.",
    )


def note_field() -> forms.CharField:
    label = "What should the local authority and the family know?"
    return reason_field(label, required=False, help_text="In plain English: the family may read it.")


def has_health_advisers(icb: Organisation) -> bool:
    return icb.teams.in_force(today()).filter(kind=Team.Kind.HAS).exists()


class GiveAnswerForm(VerbForm):
    """The five answers. What belongs to some answers only says so, for whoever has no JavaScript."""

    verb = AdviceRequest.give_answer
    keeps_draft = True
    button = "Send this answer"
    done = "The answer is recorded."
    looks: ClassVar[dict[str, Any]] = {
        "answer": {
            "hints": {
                Answer.KNOWN: "Involved within the last 12 months. Give the day of the last contact.",
                Answer.WAITING: "A referral was accepted, though nobody has been in contact yet.",
                Answer.OPEN_LIST: "Nobody has been in contact for 12 months.",
                Answer.NEURODEVELOPMENTAL: "No service knows the child for another need.",
                Answer.NOT_KNOWN: "“Not known” never ends a request by itself.",
            }
        },
        "service": {"optional": False},
        "ending": {
            "optional": False,
            "hints": {
                Ending.NAMED_COLLEAGUE: "Name them below. The six weeks go on until they answer.",
                Ending.FROM_RECORDS: "Choose the service that will write it. The six weeks go on.",
                Ending.MORE_INFORMATION: "Say what is missing. The six weeks go on.",
                Ending.LA_COMMISSIONS: "For a therapy that is not the NHS’s to give.",
            },
        },
        "colleague": {"optional": False},
        "last_contact_on": {"optional": False},
        "reason": {"rows": 5, "optional": False},
    }
    for_answers: ClassVar[dict[str, tuple[str, ...]]] = {
        "colleague": (Ending.NAMED_COLLEAGUE,),
        "service": (Answer.KNOWN, Answer.WAITING, *AdviceRequest.GOES_ON),
        "last_contact_on": (Answer.KNOWN, Answer.OPEN_LIST, Answer.NOT_KNOWN),
        "ending": (Answer.OPEN_LIST, Answer.NEURODEVELOPMENTAL, Answer.NOT_KNOWN),
        "reason": (Answer.OPEN_LIST, Answer.NEURODEVELOPMENTAL, Answer.NOT_KNOWN),
    }

    answer = forms.ChoiceField(
        choices=Answer.choices, widget=forms.RadioSelect, label="Does a service know the child?"
    )
    last_contact_on = DateField(
        past=True, required=False, label="Date of the last contact", subject="The date of the last contact"
    )
    ending = ending_field()
    colleague = forms.CharField(max_length=120, required=False, label="Name of the colleague who will answer")
    service = forms.ModelChoiceField(
        Team.objects.none(),
        required=False,
        label="Service that will send the advice",
        help_text="Needed when advice will come.",
    )
    reason = note_field()

    def prepare(self) -> None:
        services = self.record.provider.teams.in_force(today()).filter(kind=Team.Kind.SERVICE)
        self.fields["service"].queryset = services
        if not self.is_bound:
            self.initial.setdefault("service", self.record.asked_of_id)
        narrow_answers(self)
        edge = f"{self.record.known_since:%-d %B %Y}"
        self.fields["last_contact_on"].help_text = f"Contact on or after {edge} means the child is known."

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or {}
        say_what_follows(self, facts)
        if self.record.paragraph == Paragraph.C and facts.get("answer") in KNOWS_NOT:
            self.done_instead = "The answer is recorded, and the request is with the Health Advisers for SEND."
        return facts

    @property
    def shown_for(self) -> list[tuple[Any, str]]:
        """Each field with the answers that it belongs to, for the page's script."""
        return [(field, " ".join(self.for_answers.get(field.name, ()))) for field in self.visible_fields()]


def narrow_answers(form: Any) -> None:
    """Only what can be finished is offered: medical advice needs no ending but somebody to pass it to; a local
    authority commissions therapies alone."""
    fields, request = form.fields, form.record
    if request.paragraph == Paragraph.C:
        for name in ("ending", "colleague", "reason"):
            fields.pop(name, None)
        passes = "After one of the last three the request passes to the Health Advisers by itself"
        fields["answer"].help_text = f"{passes}, with the same time limit."
        if not has_health_advisers(request.child.icb):
            known = [choice for choice in fields["answer"].choices if choice[0] not in KNOWS_NOT]
            fields["answer"].choices = known
            fields["answer"].help_text = (
                f"{request.child.icb} has no Health Advisers yet. If no service knows the child, tell the "
                "Designated Clinical Officer: the six weeks run on."
            )
    elif request.paragraph not in COMMISSIONABLE:
        fields["ending"].choices = [c for c in fields["ending"].choices if c[0] != Ending.LA_COMMISSIONS]


def say_what_follows(form: Any, facts: dict[str, Any]) -> None:
    """Where only the day of the last contact was given, which answer follows from it."""
    day = facts.get("last_contact_on")
    if day and not facts.get("answer") and "answer" in form.errors and not form.data.get("answer"):
        del form.errors["answer"]
        form.add_error("answer", form.record.follows_from(day))


class RouteForm(VerbForm):
    verb = AdviceRequest.route
    button = "Send it there"
    done = "The request is with the service. The six weeks run from the day on which it was received."
    looks: ClassVar[dict[str, Any]] = {"chosen_at": {"inline": True}}

    service = forms.ModelChoiceField(Team.objects.none(), label="Which service is asked?")
    professional = forms.CharField(
        max_length=120, required=False, label="Professional who writes it", help_text="If one was named."
    )
    chosen_at = forms.ChoiceField(
        choices=AdviceRequest.ChosenAt.choices, widget=forms.RadioSelect, label="When was this chosen?"
    )

    def prepare(self) -> None:
        """What the area asks as a matter of course stands first."""
        child = self.record.child
        field = self.fields["service"]
        field.queryset, (blank, *groups) = service_choices(child.icb)
        usual = asked_as_a_matter_of_course(child, today())
        first = [(s.service_id, f"{s.service} ({s.service.organisation.short_name})") for s in usual]
        named = f"Asked as a matter of course in {child.local_authority}"
        field.choices = [blank, *([(named, first)] if first else []), *groups]


class AnswerForAreaForm(GiveAnswerForm):
    """No service knows the child: three of the five answers, and the endings that need no service."""

    verb = AdviceRequest.answer_for_area
    keeps_draft = False
    for_answers: ClassVar[dict[str, tuple[str, ...]]] = {"last_contact_on": (Answer.OPEN_LIST, Answer.NOT_KNOWN)}

    service = None
    colleague = None

    def prepare(self) -> None:
        narrow_answers(self)
        answers, fields = [c for c in Answer.choices if c[0] in KNOWS_NOT], self.fields
        fields["answer"].choices = answers if has_health_advisers(self.record.child.icb) else []
        fields["answer"].label = "Why does no service send advice?"
        if "ending" in fields:
            fields["answer"].choices = answers
            goes_on = AdviceRequest.GOES_ON
            fields["ending"].choices = [choice for choice in fields["ending"].choices if choice[0] not in goes_on]


class GiveBackToRouterForm(VerbForm):
    verb = AdviceRequest.give_back_to_router
    button = "Give it back"
    done = "The Designated Medical Officer will choose who is asked."
    guidance = "The six weeks run on. Say what you know, so that the next choice is the right one."
    looks: ClassVar[dict[str, Any]] = {"reason": {"rows": 3}}

    reason = forms.CharField(max_length=2000, widget=forms.Textarea, label="Why is it not yours?")


class AdviceForm(SendFileForm):
    """Advice, as a file, as text, or both."""

    looks: ClassVar[dict[str, Any]] = {"advice_text": {"rows": 14}}
    kind = Document.Kind.ADVICE
    title = "Advice"

    file = UploadField(required=False, kinds=(PDF, WORD), label="Advice as a file")
    advice_text = forms.CharField(max_length=50_000, required=False, widget=forms.Textarea, label="Advice as text")

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or {}
        is_there = facts.get("file") or facts.get("checked") or facts.get("advice_text")
        if not is_there and "file" not in self.errors:
            self.add_error("file", "Add the advice, as a file or as text")
        return facts

    def paper(self) -> dict[str, Any]:
        title = f"{self.title}: {self.record.of_whom}"
        return {"owner": self.record.provider, "kind": self.kind, "title": title, "is_sent_later": True}


class ReturnAdviceForm(AdviceForm):
    verb = AdviceRequest.return_advice
    keeps_draft = True
    button = "Send advice"
    done = "The advice is with the local authority."
    guidance = (
        "Add it as a file, as text, or both. A covering note alone is not advice. It goes to the local "
        "authority, and the family may read it."
    )

    on = DateField(past=True, label="Date it is sent", subject="The date", initial=today)

    def prepare(self) -> None:
        """Advice that was returned for quality is improved, not written anew; interim advice is gone on with."""
        super().prepare()
        before = self.record.advice_text or self.record.interim_text
        if before and not self.is_bound:
            self.initial.setdefault("advice_text", before)
        if self.record.status == AdviceRequest.Status.IMPROVING:
            self.guidance = f"What is lacking: {self.record.lacking}"


class InterimAdviceForm(AdviceForm):
    verb = AdviceRequest.send_interim
    keeps_draft = True
    button = "Send interim advice"
    done = "The interim advice is with the local authority. The six weeks run on until the rest is sent."
    title = "Interim advice"
    guidance = (
        "What can be said now, with a promise of the rest. It does not meet the six weeks: they run on, and the "
        "promised day stands beside them on your worklist."
    )
    looks: ClassVar[dict[str, Any]] = AdviceForm.looks | {"rest_to_come": {"rows": 3}}

    rest_to_come = forms.CharField(max_length=2000, widget=forms.Textarea, label="What will the rest say?")
    rest_promised_on = DateField(future=True, label="Date by which the rest is sent", subject="The promised date")


class ReturnForQualityForm(VerbForm):
    verb = AdviceRequest.return_for_quality
    button = "Return the advice"
    done = "The advice has gone back to whoever wrote it. Its six weeks run on from where they began."
    guidance = "Say what the plan’s writers need and cannot find in it. Whoever wrote it reads this word for word."
    looks: ClassVar[dict[str, Any]] = {"lacking": {"rows": 6}}

    lacking = reason_field(
        "What is lacking?",
        help_text="For example: how the need affects learning; who provides the support, and how often.",
    )


class WithdrawAdviceForm(VerbForm):
    verb = AdviceRequest.withdraw
    button = "Withdraw the request"
    done = "The request for advice is withdrawn, and the provider is told."
    guidance = "The provider is told to stop work. The time limit ends and does not count as missed."

    on = DateField(past=True, label="Date it was withdrawn", subject="The date", initial=today)
    reason = reason_field("Why is the advice no longer needed?")
