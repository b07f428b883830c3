"""Which lines of provision does the agreed text of Section G hold, and what becomes of them?

They are proposed by sentence and bullet; a DCO confirms or corrects them. The text stays what counts in law.
"""

import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from accounts.roles import System
from core.saving import keep
from core.workflow import Actor
from ehcp.models import ProvisionLine
from qa.checks.passage import sentences
from qa.checks.words import AMOUNT, PROVIDER, SPECIALTY, pattern

Support, CarePlan = ProvisionLine.Support, ProvisionLine.CarePlan

NO_PROVISION = pattern(  # "No health provision required."
    r"^(?:there (?:is|are) )?(?:(?:none|nil|n/?a|not applicable)\b.{0,20}|"
    r"no (?:\w+ ){0,3}(?:provision|needs?)\b(?:(?! but | except ).)*)$"
)
KINDS: tuple[tuple[str, re.Pattern[str]], ...] = (
    (Support.TRAINING, pattern(r"\b(?:train(?:s|ed|ing)?|teach\w*|sign(?:s|ed)? off)\b")),
    (Support.MEDICINES, pattern(r"\b(?:prescri\w+|medication|medicines?|dos(?:e|es|ing)|titrat\w*)\b")),
    (Support.EQUIPMENT, pattern(r"\b(?:equipment|suppl(?:y|ies|ied)|splints?|pads|hearing aids?|wheelchair)\b")),
    (
        Support.REVIEW,
        pattern(r"\b(?:review\w*|monitor\w*|follow-? ?up|check(?:s|ed)?|weigh\w*|measur\w*|health assessments?)\b"),
    ),
    (Support.ASSESSMENT, pattern(r"\bassess\w*\b")),
    (Support.CARE, pattern(r"\b(?:treat\w*|therapy|sessions?|feed(?:s|ing)?|care (?:at|in|over)|administer\w*)\b")),
    (Support.ADVICE, pattern(r"\badvi[sc]\w+\b")),
)  # fmt: skip
PLANS: tuple[tuple[str, re.Pattern[str]], ...] = (
    (CarePlan.INDIVIDUAL, pattern(r"\b(?:individual (?:health ?care|health) plans?|ihcps?)\b")),
    (CarePlan.HEALTH_ACTION, pattern(r"\bhealth action plans?\b")),
    (CarePlan.OTHER, pattern(r"\b(?:\w+ )?care plans?\b")),
)


@dataclass(frozen=True)
class Proposal:
    """One line, and what its words say by themselves."""

    text: str
    provider_words: str
    support: str
    quantity: str
    care_plan: str


def proposed(text: str) -> list[Proposal]:
    """The lines that this text holds; none where it says that there is no provision."""
    found = []
    for piece in pieces_of(text):
        if not NO_PROVISION.match(piece):
            plan = next((kind for kind, words in PLANS if words.search(piece)), "")
            kind = next((kind for kind, words in KINDS if words.search(piece)), Support.OTHER)
            found.append(Proposal(piece[:4000], who_gives(piece), kind, how_often(piece), plan))
    return found


def pieces_of(text: str) -> list[str]:
    """Its bullets and sentences. Words that end with a colon lead the bullets below them."""
    return [" ".join(one.whole.split()) for one in sentences(text) if not one.text.endswith(":")]


def who_gives(text: str) -> str:
    """The first provider named, with what stands before it where that is its name: “community children’s nurse”."""
    seen = PROVIDER.search(text)
    if seen is None:
        return ""
    named = CONSULTANT.match(text, seen.start()) or seen
    before = text[: seen.start()].split(":")[-1].split()
    words = [*before, named[0]] if len(before) <= NAME else [named[0]]
    return ARTICLE.sub("", " ".join(" ".join(words).split()))[:200]


CONSULTANT = pattern(rf"consultants?(?: (?:{SPECIALTY}))+\b")  # of what
NAME = 5  # words before the provider that may be its name
ARTICLE = pattern(r"^(?:a|an|the|his|her|their) ")


def how_often(text: str) -> str:
    """The first amount, with those that follow it at once: “once every term”."""
    found = ""
    end = None
    for seen in AMOUNT.finditer(text):
        if end is not None and text[end : seen.start()].strip():
            break
        found, end = f"{found} {seen[0]}".strip(), seen.end()
    return " ".join(found.split())[:200]


def of_agreement(of: Any) -> dict[str, Any]:
    """Which field of a line holds this plan or this review."""
    return {of._meta.model_name.replace("annualreview", "annual_review"): of}


def draw_up(of: Any, text: str, *, by: Actor, on: date) -> list[ProvisionLine]:
    """New lines with a new agreement. Those of an earlier one that nobody was asked about are replaced."""
    replace(of.provision_lines.agreed(), by=by)
    made = []
    for number, line in enumerate(proposed(text), 1):
        made.append(ProvisionLine(child=of.child, number=number, agreed_on=on, **of_agreement(of), **asdict(line)))
        keep(made[-1])
    return made


def draw_up_for(episode: Any, *, by: Actor, on: date) -> None:
    """Section G was agreed: its lines, asked about at once where the amended plan is with the family already."""
    if episode.of is None:
        return
    draw_up(episode.of, episode.agreement.wording, by=by, on=on)
    review = episode.annual_review
    if review and review.amended_plan_sent_on:
        ask(review, on=review.amended_plan_sent_on)


def confirm(of: Any, entries: list[dict[str, Any]], *, by: Actor, on: date) -> None:
    """As the DCO has put them right: each with its `line`, or none if new; `leave_out` what is no provision."""
    issued_on = getattr(of, "issued_on", None) or getattr(of, "amended_plan_sent_on", None)
    for number, entry in enumerate(entries, 1):
        facts = {name: value for name, value in entry.items() if name not in ("line", "leave_out")}
        line, leave_out = entry.get("line"), entry.get("leave_out", False)
        if line and leave_out:
            line.replace(by=by)
        elif line:
            line.correct(by=by, number=number, **facts)
        else:
            keep(ProvisionLine(child=of.child, number=number, agreed_on=on, **of_agreement(of), **facts))
    if issued_on:
        ask(of, on=issued_on)


def replace(lines: Iterable[ProvisionLine], *, by: Actor) -> None:
    for line in lines:
        line.replace(by=by)


def ask(of: Any, *, on: date) -> None:
    """The final plan is with the family: each line is asked about four weeks later."""
    for line in of.provision_lines.agreed().select_related("child", "provider"):
        line.ask(by=System("the plan was issued"), on=on)
