"""Who is the child or young person, and who is around them?"""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import connection, models
from django.db.models import F, Q
from django.urls import reverse

from accounts.models import Organisation, Team
from accounts.roles import Permission
from core.history import History
from core.today import today
from core.workflow import Actor, Record, creates, next_id, transition
from people.models.involvement import ChildScoped, ChildScopedQuerySet, Involvement
from people.shown import note_read

# Children and Families Act 2014 s.46: a plan may last to the end of the academic year of the 25th birthday.
OLDEST = 26


class ChildQuerySet(ChildScopedQuerySet):
    child_field = "pk"
    whole = False

    def whole_file_of(self, user: Any) -> "ChildQuerySet":
        """Children whose file this person may open; a provider asked for advice sees its requests only."""
        return self.filter(self.reached_by(user))

    def like(self, *, given_name: str, family_name: str, date_of_birth: date) -> "ChildQuerySet":
        """Probably the same child: the same name and day of birth."""
        return self.filter(
            given_name__iexact=given_name, family_name__iexact=family_name, date_of_birth=date_of_birth
        )

    def for_list(self) -> "ChildQuerySet":
        return self.select_related("local_authority", "icb")

    def matching(self, words: str) -> "ChildQuerySet":
        """By surname, given name, NHS number or case reference, in one box."""
        found: ChildQuerySet = self
        digits = words.replace(" ", "")
        if digits.isdigit():
            return found.filter(Q(nhs_number__startswith=digits) | Q(reference__endswith=digits))
        for word in words.split():
            found = found.filter(
                Q(family_name__icontains=word) | Q(given_name__icontains=word) | Q(reference__iexact=word)
            )
        return found


class Child(Record):
    """A child or young person (0 to 25), whether or not they have a plan."""

    class Pronouns(models.TextChoices):
        SHE = "she", "she/her"
        HE = "he", "he/him"
        THEY = "they", "they/them"

    icb = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    local_authority = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    reference = models.CharField(max_length=12, unique=True)
    given_name = models.CharField(max_length=80)
    family_name = models.CharField(max_length=80)
    date_of_birth = models.DateField()
    nhs_number = models.CharField(max_length=10, blank=True)
    pronouns = models.CharField(max_length=4, choices=Pronouns.choices, default=Pronouns.THEY)
    school = models.CharField(max_length=200, blank=True)
    looked_after = models.BooleanField(default=False)
    child_protection = models.BooleanField(default=False)
    interpreter = models.CharField(max_length=100, blank=True)
    accessible_format = models.CharField(max_length=100, blank=True)
    registered_on = models.DateField()
    history = History()

    objects = ChildQuerySet.as_manager()

    class Meta:
        ordering = ["family_name", "given_name", "pk"]
        verbose_name = "child’s record"
        constraints = [
            models.UniqueConstraint(
                fields=["icb", "nhs_number"],
                condition=~Q(nhs_number=""),
                name="one_nhs_number_an_icb",
                violation_error_message="Another child is registered with this NHS number.",
            ),
            models.CheckConstraint(
                condition=Q(nhs_number="") | Q(nhs_number__regex=r"^\d{10}$"), name="nhs_number_is_ten_digits"
            ),
            models.CheckConstraint(
                condition=Q(date_of_birth__lte=F("registered_on")),
                name="born_before_registered",
                violation_error_message="The date of birth is after the day of registration.",
            ),
        ]
        indexes = [
            models.Index(fields=["family_name", "given_name", "id"], name="child_by_name"),
            models.Index(fields=["nhs_number"], name="child_by_nhs_number"),
        ]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def from_db(cls, db: str | None, field_names: Any, values: Any) -> "Child":
        """Read from the database: the log of what lists showed is told."""
        child = super().from_db(db, field_names, values)
        note_read(child.pk)
        return child

    def get_absolute_url(self) -> str:
        return reverse("desk:case", args=[self.pk])

    def belongs_to(self) -> frozenset[int]:
        return frozenset({self.local_authority_id, self.icb_id})

    @property
    def name(self) -> str:
        return f"{self.given_name} {self.family_name}"

    @property
    def initials(self) -> str:
        return f"{self.given_name[:1]}{self.family_name[:1]}".upper()

    def age_on(self, day: date) -> int:
        """Whole years."""
        had_birthday = (day.month, day.day) >= (self.date_of_birth.month, self.date_of_birth.day)
        return day.year - self.date_of_birth.year - (not had_birthday)

    @property
    def age(self) -> int:
        return self.age_on(today())

    def clean(self) -> None:
        if self.nhs_number and nhs_number_is_taken(self.icb_id, self.nhs_number, but=self.pk):
            raise ValidationError({"nhs_number": TAKEN})
        if self.date_of_birth and self.registered_on and self.age_on(self.registered_on) >= OLDEST:
            age = self.age_on(self.registered_on)
            raise ValidationError({"date_of_birth": f"They would be {age}: plans end at 25. Check the year."})

    @creates(permission=Permission.REGISTER_CHILD, within="local_authority", label="Register a child")
    def register(
        cls,
        *,
        by: Actor,
        local_authority: Organisation,
        icb: Organisation,
        on: date | None = None,
        **facts: Any,
    ) -> "Child":
        """Register a child who lives in this local authority; its ICB and the LA are involved from today."""
        child = cls.new(local_authority=local_authority, icb=icb, registered_on=on or today(), **facts)
        # Before the row itself: the database shows a child only to those already involved.
        why, day = Involvement.Why.RESIDENCE, child.registered_on
        Involvement.begin(child_id=child.pk, organisation=local_authority, why=why, on=day)
        child.begin_with_board()
        return child

    @creates(permission=Permission.NOTIFY_SECTION_23, within="body", label="Register a young child", internal=True)
    def register_by_health(
        cls, *, by: Actor, body: Organisation, team: Team | None, icb: Organisation, **facts: Any
    ) -> "Child":
        """A health body registers a young child of whom it will tell the local authority, which is not involved and
        sees nothing of the child until then (CFA 2014 s.23)."""
        child = cls.new(icb=icb, registered_on=today(), **facts)
        Involvement.of_section_23(child, body=body, team=team)  # first, as the database shows it to those involved
        child.begin_with_board()
        return child

    @classmethod
    def new(cls, *, icb: Organisation, **facts: Any) -> "Child":
        child = cls(pk=next_id(cls), icb=icb, **facts)
        child.reference = f"C{child.pk:06d}"
        return child

    def begin_with_board(self) -> None:
        why, day = Involvement.Why.RESPONSIBILITY, self.registered_on
        Involvement.begin(child_id=self.pk, organisation=self.icb, why=why, on=day)

    @transition(permission=Permission.EDIT_CHILD, label="Change details")
    def change_details(self, *, by: Actor, **facts: Any) -> None:
        for name, value in facts.items():
            setattr(self, name, value)


TAKEN = (
    "This NHS number belongs to a child who is already registered. Check it for a slip. If it is right, "
    "leave it out for now and ask the Designated Clinical Officers to put it straight"
)


def nhs_number_is_taken(icb_id: int, number: str, *, but: int | None) -> bool:
    """Whether any child of this ICB has the number, also one that nobody here may see: only yes or no comes
    back. The lock makes who gives the same number next wait until this child is there."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s::int, hashtext(%s))", [icb_id, number])
        cursor.execute("SELECT app_nhs_number_taken(%s, %s, %s)", [icb_id, number, but])
        return cursor.fetchone()[0]


class Contact(ChildScoped):
    """A person around the child: a parent, a carer, somebody who must be written to."""

    name = models.CharField(max_length=120)
    relationship = models.CharField(max_length=60)
    parental_responsibility = models.BooleanField(default=False)
    address = models.TextField(blank=True, max_length=500)
    email = models.EmailField(blank=True)
    telephone = models.CharField(max_length=30, blank=True)
    history = History()

    class Meta:
        ordering = ["-parental_responsibility", "name"]

    def __str__(self) -> str:
        return f"{self.name} ({self.relationship})"

    def get_absolute_url(self) -> str:
        return self.child.get_absolute_url()

    @creates(permission=Permission.EDIT_CHILD, within="child", label="Add a person")
    def add(cls, *, by: Actor, child: Child, **facts: Any) -> "Contact":
        return cls(child=child, **facts)

    @transition(permission=Permission.EDIT_CHILD, label="Change a person’s details")
    def change(self, *, by: Actor, **facts: Any) -> None:
        for name, value in facts.items():
            setattr(self, name, value)
