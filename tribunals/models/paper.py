"""Which papers does the board hold for an appeal?"""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from django.db import models
from django.db.models import Q

from accounts.roles import Permission
from core.history import History
from core.saving import keep
from core.workflow import Actor, creates, follows
from people.models import ChildScoped, Document
from people.models.involvement import ChildScopedQuerySet
from tribunals.letter import letter_pdf
from tribunals.models.appeal import Appeal
from tribunals.models.board import ids
from tribunals.models.response import Regulation6Response


def readers(user: Any) -> list[int]:
    """The boards whose responses this person reviews or signs."""
    return [*ids(user, Permission.REVIEW_RESPONSE), *ids(user, Permission.SIGN_RESPONSE)]


class PaperQuerySet(ChildScopedQuerySet):
    def visible_to(self, user: Any) -> Any:
        """With the appeal; with a response that is theirs to review or sign; and the letter, to whom it was
        sent."""
        responses = Regulation6Response.objects.visible_to(user)
        with_response = Q(child__icb__in=readers(user), appeal__response__in=responses)
        letter = Q(about=Paper.About.LETTER, appeal__response__in=responses)
        return self.filter(with_response | letter | Q(appeal__in=Appeal.objects.visible_to(user)))

    def documents(self) -> Any:
        return Document.objects.filter(pk__in=self.values("document"))

    def for_list(self) -> Any:
        return self.select_related("document")


class Paper(ChildScoped):
    """One document of an appeal: read by the DCOs, and with a Regulation 6 response by those who review and
    sign it. The local authority sees none of them but the letter."""

    class About(models.TextChoices):
        APPEAL = "appeal", "Appeal and response"
        EVIDENCE = "evidence", "Evidence"
        BUNDLE = "bundle", "Bundle"
        REPORT = "report", "Report"
        CORRESPONDENCE = "correspondence", "Correspondence"
        ORDER = "order", "Order and recommendations"
        LETTER = "letter", "The response as sent"

    appeal = models.ForeignKey(Appeal, models.PROTECT, related_name="papers")
    document = models.OneToOneField(Document, models.PROTECT, related_name="paper")
    about = models.CharField(max_length=15, choices=About.choices)
    history = History()

    within_path = ("child", "appeal")
    objects = PaperQuerySet.as_manager()

    class Meta:
        ordering = ["about", "pk"]
        verbose_name = "appeal paper"
        constraints = [models.CheckConstraint(condition=~Q(about=""), name="paper_says_what_it_is_about")]

    def __str__(self) -> str:
        return f"{self.get_about_display()}: {self.document}"

    def get_absolute_url(self) -> str:
        return self.appeal.get_absolute_url()

    @creates(permission=Permission.RUN_APPEALS, within="appeal", label="Add a paper")
    def add(
        cls,
        *,
        by: Actor,
        appeal: Appeal,
        about: str,
        title: str,
        file: UploadedFile | None = None,
        checked: Document | None = None,
    ) -> "Paper":
        document = Document.to_send(by=by, **paper_of(appeal), title=title, file=file, checked=checked)
        if document is None:
            raise ValidationError({"file": "Choose the paper."})
        return cls(child=appeal.child, appeal=appeal, about=about, document=document)


def paper_of(appeal: Appeal) -> dict[str, Any]:
    """Whose it is, and about whom."""
    return {"child": appeal.child, "owner": appeal.child.icb, "kind": Document.Kind.TRIBUNAL}


def keep_letter(response: Regulation6Response, *, by: Actor, **facts: Any) -> None:
    """What was sent is kept as it was sent."""
    name = f"{response.child.reference}-regulation-6.pdf"
    file = SimpleUploadedFile(name, letter_pdf(response), "application/pdf")
    document = Document.made_here(**paper_of(response.appeal), title="Regulation 6 response", file=file)
    keep(document)
    Paper(child=response.child, appeal=response.appeal, about=Paper.About.LETTER, document=document).save()


follows(Regulation6Response.send, keep_letter)
