"""What do the papers that came with a piece of advice say?"""

from typing import Any

from django.db import models

from core.fields import read
from core.saving import keep
from ehcp.models import AdviceRequest
from people.models import Child, Document
from people.models.involvement import ChildScopedQuerySet

LOST = "The file is not there, or is not the one that came."


class AdviceText(models.Model):
    """The words of one attached file of advice, read once: reading a PDF takes half a second, and the desk shows ten.
    Never changed; a newer version of the file has another checksum, and its own row."""

    child = models.ForeignKey(Child, models.PROTECT, related_name="+")
    request = models.ForeignKey(AdviceRequest, models.PROTECT, related_name="texts")
    sha256 = models.CharField(max_length=64)
    text = models.TextField(blank=True)
    problem = models.CharField(max_length=200, blank=True, help_text="What could not be read, in words.")

    objects = ChildScopedQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = "text of attached advice"
        constraints = [
            models.UniqueConstraint(fields=["request", "sha256"], name="one_text_a_file"),
            models.CheckConstraint(
                condition=~models.Q(text="") | ~models.Q(problem=""), name="advice_without_text_says_why"
            ),
        ]

    def __str__(self) -> str:
        return f"Text of the advice: {self.request.of_whom}"

    @classmethod
    def of(cls, request: AdviceRequest, *, upload: Any = None) -> None:
        """Read what came with this advice, unless that was done. `upload` was read when it was taken in."""
        document = request.document
        if not needs_reading(document) or cls.objects.filter(request=request, sha256=document.sha256).exists():
            return
        reading = getattr(upload, "reading", None)
        if reading is not None:
            text, problem = reading.text, reading.problem
        elif document.intact():
            with document.file:
                stored = read(document.file)
            text, problem = stored.text, stored.problem
        else:
            text, problem = "", LOST
        text = text.replace("\0", "").strip()
        facts = {"text": text, "problem": problem if text else problem or LOST}
        keep(cls(child=request.child, request=request, sha256=document.sha256, **facts))


def needs_reading(document: Document | None) -> bool:
    """What the portal made itself says what the typed advice says."""
    return document is not None and document.is_readable and document.scan != Document.Scan.MADE_HERE
