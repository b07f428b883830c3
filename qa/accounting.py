"""Which lines of the advice are accounted for in the wording, which are not, and what do the words suggest?"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ehcp.models.section_set import Section
from qa.advice_lines import Kind, Line, lines_of
from qa.checks.passage import says_nothing
from qa.checks.words import pattern
from qa.comparison import normalised
from qa.findings import fingerprint
from qa.likeness import HOME, Mark, Proposal, Wording, propose, ready

GONE = "This advice has changed since, and the line is no longer there."
UNREAD = "The attached paper could not be read here. Open it, and say what became of what it says."
NOT_READ = "Its words are not here."
NO_PROPOSAL = Proposal(Mark.LEFT_OUT)


@dataclass(frozen=True)
class Part:
    """A line of a piece of advice, or all of it, with what the words suggest and what a DCO has said."""

    request: Any
    text: str
    kind: Kind
    fingerprint: str
    number: int = 0
    is_whole: bool = False
    must: bool = False
    is_bare_diagnosis: bool = False
    proposal: Proposal = NO_PROPOSAL
    account: Any = None
    is_lost: bool = False  # it was carried or reworded, and those words are gone from the wording
    to_account: int = 0  # of a whole piece: its lines that must be accounted for

    @property
    def key(self) -> str:
        return f"{self.request.pk}-{self.fingerprint}"

    @property
    def is_done(self) -> bool:
        return self.account is not None and not self.is_lost

    @property
    def is_open(self) -> bool:
        return self.must and not self.is_done

    @property
    def mark(self) -> str:
        """In words: what was said, or what is suggested."""
        if self.account is not None and not self.is_lost:
            return f"{self.account.get_mark_display()}{where(self.account.section)}"
        if not self.must:
            return ""
        return f"{self.proposal.mark.label}{where(self.proposal.section)}?"

    @property
    def note(self) -> str:
        """Why it was left out, or that it has to be looked at again."""
        if self.is_lost:
            return "The words that said this have changed. Look again."
        if self.account is not None and self.account.why:
            return ". ".join(said for said in (self.account.get_why_display(), self.account.reason) if said)
        return "" if self.account is not None or self.proposal.why is None else str(self.proposal.why.label)

    @property
    def colour(self) -> str:
        if not self.is_done:
            return "white" if self.must else "grey"
        return {"carried": "green", "reworded": "aqua-green", "left_out": "orange"}.get(self.account.mark, "grey")


def suggested(part: Part) -> dict[str, str]:
    """What the words suggest, as the facts of the verb."""
    proposal = part.proposal
    return {"mark": proposal.mark, "section": proposal.section, "why": proposal.why or ""}


def where(section: str) -> str:
    return f" in {section}" if section else ""


@dataclass(frozen=True)
class Piece:
    """One piece of advice: who gave it, when, and its lines."""

    request: Any
    whole: Part
    parts: list[Part]
    problems: list[str] = field(default_factory=list)

    @property
    def heading(self) -> str:
        return str(self.request.service or self.request.of_whom)

    @property
    def open_parts(self) -> list[Part]:
        return [] if self.whole.is_done else [part for part in self.parts if part.is_open]

    @property
    def has_to_account(self) -> int:
        return self.whole.to_account

    @property
    def in_words(self) -> str:
        """How far it is, for its summary."""
        if self.whole.is_done:
            return self.whole.mark
        if not self.has_to_account:
            return "nothing to account for"
        left = len(self.open_parts)
        return f"{left} of {self.has_to_account} to account for" if left else "accounted for"


@dataclass(frozen=True)
class Accounting:
    """All the advice of one quality assurance."""

    pieces: list[Piece]

    @property
    def open_parts(self) -> list[Part]:
        return [part for piece in self.pieces for part in piece.open_parts]

    @property
    def carried(self) -> list[Part]:
        """What one press confirms: lines whose very words are there."""
        return [part for part in self.open_parts if part.proposal.mark == Mark.CARRIED]

    @property
    def has_health_content(self) -> bool:
        """More than a diagnosis that a theme without health needs names itself, and than therapy for Section F."""
        parts = (part for piece in self.pieces for part in piece.parts if part.must)
        return any(not part.is_bare_diagnosis and part.proposal.why is None for part in parts)

    def find(self, key: str) -> Part | None:
        parts = (part for piece in self.pieces for part in (piece.whole, *piece.parts))
        return next((part for part in parts if part.key == key), None)


def accounting_of(episode: Any, *, request: int | None = None) -> Accounting:
    """Every piece of advice that has come (or this one), its lines against the wording as it is saved."""
    texts = {row.section: row.approved for row in episode.sections.all()}
    letters = episode.section_set.letters
    stated = ready(texts, {kind: letters.get(section, "") for kind, section in HOME.items()})
    said = {(one.request_id, one.fingerprint): one for one in episode.accounted.all()}
    whole = {section: normalised(text) for section, text in texts.items()}
    advice = episode.advice().filter(returned_on__isnull=False).select_related("document").prefetch_related("texts")
    if request is not None:
        advice = advice.filter(pk=request)
    return Accounting([piece_of(episode, one, stated, said, whole) for one in advice])


def piece_of(
    episode: Any, request: Any, stated: Wording, said: Mapping[tuple[int, str], Any], texts: Mapping[str, str]
) -> Piece:
    text, problems = text_of(request)
    parts = [part_of(episode, request, line, stated, said, texts) for line in lines_of(text)]
    if problems:
        parts.append(unread(request, " ".join(problems), len(parts) + 1, said))
    print_of_all = fingerprint(f"{request.pk} all of it: {text} {problems}")
    to_account = sum(part.must for part in parts)
    whole = Part(
        request, request_words(request), Kind.OTHER, print_of_all, is_whole=True, to_account=to_account,
        account=said.get((request.pk, print_of_all)),
    )  # fmt: skip
    return Piece(request, whole, parts, problems)


def request_words(request: Any) -> str:
    return f"All the advice of {request.service or request.of_whom}"


def text_of(request: Any) -> tuple[str, list[str]]:
    """The typed advice and the words of the paper beside it; and what could not be read of that."""
    current = request.document if request.document is not None and request.document.is_readable else None
    attached = [one for one in request.texts.all() if current is not None and one.sha256 == current.sha256]
    problems = [one.problem for one in attached if one.problem]
    if current is not None and not attached and current.scan != current.Scan.MADE_HERE:
        problems = [NOT_READ]  # rather asked about by hand than lost
    return "\n\n".join(text for text in (request.advice_text, *(one.text for one in attached)) if text), problems


def part_of(
    episode: Any,
    request: Any,
    line: Line,
    stated: Wording,
    said: Mapping[tuple[int, str], Any],
    texts: Mapping[str, str],
) -> Part:
    mark = fingerprint(line.text)
    account = said.get((request.pk, mark))
    worth = line.must_be_accounted_for or account is not None
    return Part(
        request,
        line.text,
        line.kind,
        mark,
        number=line.number,
        must=line.must_be_accounted_for,
        is_bare_diagnosis=line.is_bare_diagnosis,
        proposal=propose(line, stated, called=episode.child.name) if worth else NO_PROPOSAL,
        account=account,
        is_lost=account is not None and is_lost(account, texts),
    )


def is_lost(account: Any, texts: Mapping[str, str]) -> bool:
    """The words in which it was carried or reworded stand no longer in that section."""
    return bool(account.found) and normalised(account.found) not in texts.get(account.section, "")


def unread(request: Any, problem: str, number: int, said: Mapping[tuple[int, str], Any]) -> Part:
    """A paper that no machine could read is one line to account for: nothing of it may be lost unseen."""
    mark = fingerprint(f"unread {request.document.sha256}")
    account = said.get((request.pk, mark))
    words = f"{UNREAD} {problem}"
    return Part(request, words, Kind.NEED, mark, number=number, must=True, account=account)


def find(episode: Any, key: str) -> Part | None:
    """The line that a button was about, if it is still there."""
    request = key.partition("-")[0]
    return accounting_of(episode, request=int(request)).find(key) if request.isdecimal() else None


def unaccounted(episode: Any, accounting: Accounting | None = None) -> dict[str, str]:
    """What of the advice stands in the way of agreeing a draft, and where the first such line is. The advice of a
    review is that of an earlier year."""
    if episode.plan_id is None:
        return {}
    found = {}
    for piece in (accounting or accounting_of(episode)).pieces:
        left = piece.open_parts
        if left:
            lines = "1 line" if len(left) == 1 else f"{len(left)} lines"
            found[f"Account for {lines} of the advice of {piece.heading}."] = f"#line-{left[0].key}"
    return found


DIAGNOSIS_ONLY = pattern(
    r"[\w'’ .,;:-]{0,60}\b(?:diagnos\w+|autis\w+|adhd|neurodevelopmental pathway|looked[- ]after)\b"
    r"[\w'’ .,;:()-]{0,60}"
)


def draft_has_health_content(episode: Any) -> bool:
    """Whether the draft’s health needs or health provision say more than nothing, or than a diagnosis alone."""
    texts = episode.texts("current")
    needs, provision = texts[Section.C].strip(), texts[Section.G].strip()
    bare = says_nothing(needs) or bool(DIAGNOSIS_ONLY.fullmatch(needs))
    return not (bare and says_nothing(provision))
