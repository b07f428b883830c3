"""Who agreed to what about this child, who refused, and what was withdrawn?"""

from datetime import date
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import models
from django.db.models import F, Func, OuterRef, Q
from django.urls import reverse

from accounts.models import Organisation
from accounts.roles import Permission
from core.days import not_before, not_in_the_future
from core.history import History
from core.today import today
from core.workflow import Actor, creates, transition
from people.models.child import Child
from people.models.document import Document
from people.models.involvement import ChildScoped, ChildScopedQuerySet

# From 16 the young person decides: capacity is presumed (Mental Capacity Act 2005 s.1(2), s.2(5)).
DECIDES_AT = 16


class Purpose(models.TextChoices):
    ASSESSMENT = "assessment", "Sharing information for an assessment"
    ADVICE = "advice", "Sharing health advice with the local authority"
    SECTION_23 = "section_23", "Telling the local authority about a young child (section 23)"
    INSPECTION = "inspection", "Use in an inspection"
    AUDIT = "audit", "Audit and learning"
    SURVEY = "survey", "Being asked for feedback"
    QUOTING = "quoting", "Being quoted"


class Recipient(models.TextChoices):
    LOCAL_AUTHORITY = "local_authority", "The local authority"
    HEALTH = "health", "NHS services"
    SCHOOL = "school", "The school or setting"
    SOCIAL_CARE = "social_care", "Social care"
    VOLUNTARY = "voluntary", "Voluntary organisations"
    INSPECTORS = "inspectors", "Inspectors"


def purposes(**options: Any) -> ArrayField:
    return ArrayField(models.CharField(max_length=20, choices=Purpose.choices), default=list, blank=True, **options)


def recipients(**options: Any) -> ArrayField:
    return ArrayField(models.CharField(max_length=20, choices=Recipient.choices), default=list, blank=True, **options)


def together(*fields: str) -> Func:
    return Func(*(F(field) for field in fields), function="array_cat", output_field=purposes())


class ConsentQuerySet(ChildScopedQuerySet):
    def for_list(self) -> "ConsentQuerySet":
        return self.select_related("child", "child__local_authority", "document")

    def standing(self) -> "ConsentQuerySet":
        """Without what was recorded by mistake; of two answers to one question the later one holds."""
        return self.exclude(status=Consent.Status.STRUCK_OUT).order_by("given_on", "pk")

    def to_ask_again(self, on: date) -> "ConsentQuerySet":
        """A parent answered, and the young person is 16 now and has not yet answered all of it."""
        own = Consent.objects.filter(child=OuterRef("child"), giver__in=Consent.OWN_RIGHT)
        own = own.exclude(status=Consent.Status.STRUCK_OUT)
        answered = own.annotate(one=Func(together("agreed_for", "refused_for"), function="unnest")).values("one")
        parents = self.filter(giver=Consent.Giver.PARENT, status=Consent.Status.STANDS)
        grown = parents.filter(child__date_of_birth__lte=years_before(on, DECIDES_AT))
        asked = grown.annotate(
            said=together("agreed_for", "refused_for"),
            over=Func(F("withdrawn_for"), ArraySubquery(answered), function="array_cat", output_field=purposes()),
        )
        return asked.exclude(said__contained_by=F("over"))


def years_before(day: date, years: int) -> date:
    """Who was born on or before this day has had that birthday; of 29 February, on 1 March."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)


def has_ended(consent: "Consent", by: Actor) -> str | None:
    return "It was struck out as recorded by mistake." if consent.struck_out_on else None


class Consent(ChildScoped):
    """One answer of a family, on one day: what was agreed to, what was refused, with whom it may be shared. A later
    answer to the same question takes its place; a withdrawal says from when it no longer holds."""

    class Giver(models.TextChoices):
        YOUNG_PERSON = "young_person", "The young person (16 or over, with capacity)"
        CHILD = "child", "The child (under 16), judged competent to decide this"
        PARENT = "parent", "Somebody with parental responsibility"
        NOBODY = "nobody", "Nobody: decided in their best interests (16 or over, lacking capacity)"

    OWN_RIGHT = (Giver.YOUNG_PERSON, Giver.NOBODY)
    FROM_16 = OWN_RIGHT

    class Responsibility(models.TextChoices):
        MOTHER = "mother", "Mother"
        FATHER = "father", "Father with parental responsibility"
        SECOND_PARENT = "second_parent", "Second parent with parental responsibility"
        ADOPTIVE = "adoptive", "Adoptive parent"
        GUARDIAN = "guardian", "Guardian or special guardian"
        ORDER = "order", "By a child arrangements order or another order of a court"
        LOCAL_AUTHORITY = "local_authority", "The local authority, by a care order"

    class How(models.TextChoices):
        SPOKEN = "spoken", "Spoken"
        WRITTEN = "written", "In writing"
        FORM = "form", "On a form, which is in the file"

    class Status(models.TextChoices):
        STANDS = "stands", "Recorded"
        WITHDRAWN = "withdrawn", "Withdrawn"
        STRUCK_OUT = "struck_out", "Struck out as recorded by mistake"

    giver = models.CharField(max_length=15, choices=Giver.choices)
    given_by = models.CharField(max_length=120, blank=True, help_text="Name of the parent, or of who spoke for them.")
    responsibility = models.CharField(max_length=20, choices=Responsibility.choices, blank=True)
    assessor = models.CharField(max_length=200, blank=True, help_text="Who judged competence or capacity.")
    assessed_on = models.DateField(null=True, blank=True)
    best_interests = models.TextField(blank=True, max_length=2000, help_text="Why, and who was asked.")
    given_on = models.DateField()
    how = models.CharField(max_length=10, choices=How.choices)
    document = models.ForeignKey(Document, models.PROTECT, null=True, blank=True, related_name="+")
    agreed_for, refused_for, withdrawn_for = purposes(), purposes(), purposes(editable=False)
    agreed_with, refused_with = recipients(), recipients()
    refused_organisations = ArrayField(models.BigIntegerField(), default=list, blank=True)
    note = models.TextField(blank=True, max_length=2000)
    status = models.CharField(max_length=12, choices=Status.choices, default=Status.STANDS, editable=False)
    withdrawn_on = models.DateField(null=True, blank=True, editable=False)
    who_withdrew = models.CharField(max_length=120, blank=True, editable=False)
    reason = models.TextField(blank=True, max_length=2000, editable=False)
    struck_out_on = models.DateField(null=True, blank=True, editable=False)
    history = History()

    objects = ConsentQuerySet.as_manager()

    class Meta:
        ordering = ["-given_on", "-pk"]
        indexes = [models.Index(fields=["child", "given_on"], name="consents_of_child")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(agreed_for__len=0) | ~Q(refused_for__len=0),
                name="consent_answers_something",
                violation_error_message="Say to what the family agrees, or what it refuses.",
            ),
            models.CheckConstraint(
                condition=~Q(agreed_for__overlap=F("refused_for")), name="consent_agrees_or_refuses_not_both"
            ),
            models.CheckConstraint(
                condition=~Q(agreed_with__overlap=F("refused_with")), name="consent_shares_with_or_not_both"
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_for__contained_by=F("agreed_for")), name="consent_withdrawn_was_given"
            ),
            models.CheckConstraint(
                condition=Q(giver="parent") & ~Q(responsibility="") & ~Q(given_by="")
                | ~Q(giver="parent") & Q(responsibility=""),
                name="consent_of_a_parent_names_them",
            ),
            models.CheckConstraint(
                condition=~Q(giver__in=["child", "nobody"]) | Q(assessed_on__isnull=False) & ~Q(assessor=""),
                name="consent_says_who_judged_capacity",
            ),
            models.CheckConstraint(
                condition=Q(giver="nobody") & ~Q(best_interests="") | ~Q(giver="nobody") & Q(best_interests=""),
                name="consent_best_interests_says_why",
            ),
            models.CheckConstraint(
                condition=~Q(how="form") | Q(document__isnull=False),
                name="consent_form_is_in_the_file",
                violation_error_message="Add the form, or say that it was given in writing.",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_for__len=0, withdrawn_on__isnull=True, who_withdrew="")
                | ~Q(withdrawn_for__len=0) & Q(withdrawn_on__isnull=False, withdrawn_on__gte=F("given_on"))
                & ~Q(who_withdrew=""),
                name="consent_withdrawn_by_somebody_on_a_day",
            ),
            models.CheckConstraint(
                condition=Q(status="struck_out", struck_out_on__isnull=False) & ~Q(reason="")
                | ~Q(status="struck_out") & Q(struck_out_on__isnull=True),
                name="consent_struck_out_says_why",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"Consent of {self.given_on:%-d %B %Y}"

    def get_absolute_url(self) -> str:
        return reverse("people:consent", args=[self.pk])

    @property
    def answered(self) -> set[str]:
        return {*self.agreed_for, *self.refused_for}

    @property
    def holds_for(self) -> list[str]:
        """What was agreed to and not withdrawn since."""
        return [purpose for purpose in self.agreed_for if purpose not in self.withdrawn_for]

    @property
    def who(self) -> str:
        """Who decided, in words."""
        words = str(self.get_responsibility_display())
        by_parent = self.giver == self.Giver.PARENT
        return f"{self.given_by} ({words[:1].lower()}{words[1:]})" if by_parent else str(self.get_giver_display())

    def decided_by_a_parent_of_a_grown(self, on: date) -> bool:
        return self.giver == self.Giver.PARENT and self.child.age_on(on) >= DECIDES_AT

    @creates(permission=Permission.RECORD_CONSENT, within="child", label="Record consent")
    def record(
        cls,
        *,
        by: Actor,
        child: Child,
        owner: Organisation | None = None,
        file: UploadedFile | None = None,
        checked: Document | None = None,
        **facts: Any,
    ) -> "Consent":
        consent = cls.answer_of(child, **facts)
        title = f"Consent form, {consent.given_on:%-d %B %Y}"
        paper = {"owner": owner, "kind": Document.Kind.CONSENT, "title": title}
        consent.document = Document.to_send(by=by, child=child, file=file, checked=checked, **paper)
        return consent

    @creates(
        permission=Permission.NOTIFY_SECTION_23,
        within="body",
        label="Record consent with a notification",
        internal=True,
    )
    def record_with_notification(cls, *, by: Actor, body: Organisation, child: Child, **facts: Any) -> "Consent":
        """What a parent said when a health body told them under section 23; that body may not see the file."""
        return cls.answer_of(child, **facts)

    @classmethod
    def answer_of(cls, child: Child, **facts: Any) -> "Consent":
        consent = cls(child=child, **facts)
        not_in_the_future(given_on=consent.given_on, assessed_on=consent.assessed_on)
        not_before(child.date_of_birth, "the child was born", given_on=consent.given_on)
        refuse_who_cannot_decide(consent)
        refuse_over_the_childs_own_answer(consent)
        return consent

    @transition(
        source=[Status.STANDS],
        target=(Status.STANDS, Status.WITHDRAWN),
        permission=Permission.RECORD_CONSENT,
        conditions=[lambda consent, by: None if consent.holds_for else "Nothing in it can be withdrawn."],
        label="Record a withdrawal",
    )
    def withdraw(self, *, by: Actor, on: date, purposes: list[str], who_withdrew: str, reason: str = "") -> str:
        """From this day it no longer holds, for all of it or for some. Nobody need say why."""
        not_in_the_future(on=on)
        not_before(self.given_on, "it was given", on=on)
        if not purposes or not set(purposes) <= set(self.holds_for):
            raise ValidationError({"purposes": "Choose what is withdrawn."})
        self.withdrawn_for = [*self.withdrawn_for, *purposes]
        self.withdrawn_on, self.who_withdrew, self.reason = on, who_withdrew, reason
        return self.Status.STANDS if self.holds_for or self.refused_for else self.Status.WITHDRAWN

    @transition(
        source=[Status.STANDS, Status.WITHDRAWN],
        target=Status.STRUCK_OUT,
        permission=Permission.RECORD_CONSENT,
        conditions=[has_ended],
        label="Strike out",
    )
    def strike_out(self, *, by: Actor, reason: str) -> None:
        """It was recorded by mistake: it stays in the history, and nothing follows from it."""
        self.struck_out_on, self.reason = today(), reason


def refuse_who_cannot_decide(consent: Consent) -> None:
    """Under 16 a parent, or the child if competent (Gillick v West Norfolk [1986] AC 112); from 16 the young person,
    or a decision in their best interests (Mental Capacity Act 2005 s.4)."""
    age, name = consent.child.age_on(consent.given_on), consent.child.given_name
    if age >= DECIDES_AT and consent.giver not in Consent.FROM_16:
        words = (
            f"{name} was {age} on that day. From 16 the young person decides; where they lack capacity, a decision "
            "is made in their best interests."
        )
        raise ValidationError({"giver": words})
    if age < DECIDES_AT and consent.giver in Consent.FROM_16:
        words = f"{name} was {age} on that day. Choose the child, if judged competent, or a parent."
        raise ValidationError({"giver": words})


def refuse_over_the_childs_own_answer(consent: Consent) -> None:
    """What a competent child refused or withdrew, a parent cannot agree to in their place. Our stricter reading."""
    if consent.giver != Consent.Giver.PARENT:
        return
    own: dict[str, bool] = {}
    for earlier in Consent.objects.standing().filter(child=consent.child, giver=Consent.Giver.CHILD):
        own |= dict.fromkeys(earlier.answered, False) | dict.fromkeys(earlier.holds_for, True)
    against = [purpose for purpose in consent.agreed_for if own.get(purpose) is False]
    if against:
        what = Purpose(against[0]).label
        words = f"{consent.child.given_name}, judged competent, said no to this: {what}. Ask them, not the parent."
        raise ValidationError({f"answer_{against[0]}": words})
