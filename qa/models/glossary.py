"""Which words does an ICB have explained to families, and how; which of the portal's own did it switch off?"""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.urls import reverse

from accounts.models import Organisation, User
from accounts.roles import Permission
from core.history import History
from core.today import today
from core.workflow import Actor, Record, creates, transition
from qa.checks.glossary import GLOSSARY, Term, key_of


class GlossaryTermQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> "GlossaryTermQuerySet":
        return self.filter(icb__in=user.organisations_with(Permission.QUALITY_ASSURE))

    def for_list(self) -> "GlossaryTermQuerySet":
        return self.select_related("icb", "decided_by").order_by("term", "pk")

    def of(self, icb_id: int) -> dict[str, Term]:
        """The portal's own list, as this ICB has added to it and changed it."""
        own = {key_of(row.term): row for row in self.filter(icb=icb_id)}
        found = {term: value for term, value in GLOSSARY.items() if key_of(term) not in own}
        return found | {row.term: row.as_term for row in own.values()}


class GlossaryTerm(Record):
    """An ICB's own term, or its word on one of the portal's. Who decided, and when; before that, its history."""

    class Status(models.TextChoices):
        USED = "used", "Asked about"
        OFF = "off", "Switched off"

    icb = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    term = models.CharField(max_length=80)
    plain = models.CharField(max_length=200, help_text="What it means, in plain words.")
    explained_by = models.CharField(max_length=300, blank=True, help_text="Words that explain it, in any order.")
    sections = models.CharField(max_length=4, blank=True, help_text="Letters; empty for every section.")
    familiar = models.BooleanField(default=False, help_text="Most families know it: only a hint.")
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.USED, editable=False)
    why = models.CharField(max_length=500, blank=True)
    decided_on = models.DateField()
    decided_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    history = History()

    objects = GlossaryTermQuerySet.as_manager()

    class Meta:
        ordering = ["icb", "term"]
        verbose_name = "glossary term"
        constraints = [
            models.UniqueConstraint(
                "icb",
                Lower("term"),
                name="one_glossary_term_an_icb",
                violation_error_message="Your glossary has this term already: change it there.",
            ),
            models.CheckConstraint(condition=~Q(plain=""), name="glossary_term_has_plain_words"),
            models.CheckConstraint(
                condition=~Q(status="off") | ~Q(why=""),
                name="glossary_term_off_says_why",
                violation_error_message="Say why it is switched off.",
            ),
            models.CheckConstraint(
                condition=Q(sections__regex=r"^[ECGF]*$"), name="glossary_term_sections_are_letters"
            ),
        ]

    def __str__(self) -> str:
        return f"Glossary term: {self.term}"

    def get_absolute_url(self) -> str:
        return f"{reverse('qa:glossaryterm_list')}#term-{self.pk}"

    def belongs_to(self) -> frozenset[int]:
        return frozenset({self.icb_id})

    @property
    def as_term(self) -> Term:
        is_off = self.status == self.Status.OFF
        return Term(self.plain, self.familiar, self.explained_by, self.sections, is_off)

    @creates(permission=Permission.QUALITY_ASSURE, label="Add or change a term")
    def add(cls, *, by: Actor, icb: Organisation, switched_off: bool = False, **facts: Any) -> "GlossaryTerm":
        """A new term, or another word on one of the portal's own."""
        status = cls.Status.OFF if switched_off else cls.Status.USED
        term = cls(icb=icb, status=status, decided_on=today(), decided_by=by.user, **facts)
        if not by.may(Permission.QUALITY_ASSURE, term):
            raise ValidationError({"icb": "Choose an Integrated Care Board that you work for."})
        return term

    @transition(permission=Permission.QUALITY_ASSURE, label="Change")
    def change(
        self,
        *,
        by: Actor,
        plain: str,
        explained_by: str = "",
        sections: str = "",
        familiar: bool = False,
        why: str = "",
    ) -> None:
        self.plain, self.explained_by, self.sections, self.familiar = plain, explained_by, sections, familiar
        self.why = why or self.why
        self.decided_on, self.decided_by = today(), by.user

    @transition(source=[Status.USED], target=Status.OFF, permission=Permission.QUALITY_ASSURE, label="Switch off")
    def switch_off(self, *, by: Actor, why: str) -> None:
        """The checks say nothing of it any more."""
        self.why, self.decided_on, self.decided_by = why, today(), by.user

    @transition(source=[Status.OFF], target=Status.USED, permission=Permission.QUALITY_ASSURE, label="Switch on")
    def switch_on(self, *, by: Actor) -> None:
        self.decided_on, self.decided_by = today(), by.user
