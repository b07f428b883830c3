"""Which advice documents did the local authority send with this version of its plan, and which request does each
answer?

They say what the local authority had before it. They end no request and stop no clock: advice is sent by whoever was
asked for it (SEND Regs 2014 reg 6, 8).
"""

import re
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from rapidfuzz import fuzz

from ehcp.models.advice import AdviceRequest
from ehcp.models.version import PlanVersion
from people.models import Child, Document

SURE = 85  # of 100: so alike must a document’s name and a service’s be for the one to be proposed

Papers = Iterable[tuple[Document, AdviceRequest | None]]


class VersionPaper(models.Model):
    """One document that went with a version, and the request that it answers, if it answers one."""

    child = models.ForeignKey(Child, models.PROTECT, related_name="+")
    version = models.ForeignKey(PlanVersion, models.PROTECT, related_name="papers")
    document = models.ForeignKey(Document, models.PROTECT, related_name="+")
    request = models.ForeignKey(AdviceRequest, models.PROTECT, null=True, blank=True, related_name="papers")

    class Meta:
        ordering = ["pk"]
        verbose_name = "document sent with a plan"
        verbose_name_plural = "documents sent with a plan"
        constraints = [models.UniqueConstraint(fields=["version", "document"], name="a_paper_goes_once")]

    def __str__(self) -> str:
        return str(self.document)

    @classmethod
    def send_with(cls, version: PlanVersion, papers: Papers) -> None:
        for document, request in papers:
            of_this_case = request is None or request.assessment_id == version.plan.assessment_id
            if document.child_id != version.child_id or not of_this_case:
                raise ValidationError("This document, or the request it answers, is in another child’s case.")
            cls(child=version.child, version=version, document=document, request=request).save()


def proposed(title: str, requests: Iterable[AdviceRequest]) -> AdviceRequest | None:
    """The one request whose service this document’s name names: “SALT report May 2026.pdf”."""
    likely = [request for request in requests if names_service(title, str(request.service or request.asked_of.name))]
    return likely[0] if len(likely) == 1 else None


def names_service(title: str, service: str) -> bool:
    said = re.findall(r"[a-z]+", title.lower())
    if any(short in said for short in initials(service)):
        return True
    name = " ".join(re.findall(r"[a-z]+", service.lower()))
    return fuzz.token_set_ratio(" ".join(said), name) >= SURE or fuzz.partial_ratio(name, " ".join(said)) >= SURE


def initials(service: str) -> set[str]:
    """“slt” and “salt” of speech and language therapy."""
    words = re.findall(r"[a-z]+", service.lower())
    both = ("".join(word[0] for word in each) for each in (words, [word for word in words if word != "and"]))
    return {short for short in both if len(short) > 1}


def choices_for(requests: Iterable[AdviceRequest]) -> list[tuple[str, Any]]:
    named = [(str(r.pk), f"{r.service or r.asked_of}, {r.get_paragraph_display()}") for r in requests]
    return [("", "Do not send it with this draft"), (NO_REQUEST, "Send it: it answers no request"), *named]


NO_REQUEST = "none"
