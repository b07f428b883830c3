"""What did the audit find: how many, how sure, by whom, and how does it compare with the last one?"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from qa.audit.agreement import Agreement, agreement
from qa.audit.drawing import AGES
from qa.audit.outcomes import Outcome
from qa.audit.shares import percentages
from qa.audit.small_numbers import Shown, shown
from qa.models import Answer, Audit, AuditCase

OUTCOMES = (Outcome.USED, Outcome.NOT_ASKED, Outcome.NOT_USED)
COLOURS = {Outcome.USED: "#007f3b", Outcome.NOT_ASKED: "#4c6272", Outcome.NOT_USED: "#b01c11"}
BAR = 320  # what a hundred per cent is long on the chart


@dataclass(frozen=True)
class Line:
    """One outcome: how many plans, what share of all, and the same of the last audit."""

    outcome: Outcome
    count: int
    per_cent: int
    last: "Line | None" = None

    @property
    def label(self) -> str:
        return str(self.outcome.label)

    @property
    def colour(self) -> str:
        return COLOURS[self.outcome]

    @property
    def length(self) -> float:
        return round(BAR * self.per_cent / 100, 1)

    @property
    def change(self) -> str:
        """Since the last audit, in percentage points."""
        by = self.per_cent - self.last.per_cent if self.last else 0
        if not by:
            return "No change" if self.last else ""
        return f"{abs(by)} percentage point{'' if abs(by) == 1 else 's'} {'more' if by > 0 else 'fewer'}"


@dataclass(frozen=True)
class QuestionLine:
    """One question: what was answered in the end, and how two markers agreed about it."""

    words: str
    where: str
    weight: int
    given: dict[str, int]
    agreement: Agreement


class Results:
    """The results of one audit, from the marks that count."""

    def __init__(self, audit: Audit) -> None:
        self.audit = audit

    @cached_property
    def cases(self) -> list[AuditCase]:
        """The plans of the sample that are marked."""
        rows = self.audit.cases.in_sample().for_list().prefetch_related("marks__answers__question")
        return [case for case in rows if case.final]

    @cached_property
    def counts(self) -> dict[Outcome, int]:
        found = Counter(case.final.outcome for case in self.cases)
        return {outcome: found[outcome] for outcome in OUTCOMES}

    @property
    def marked(self) -> int:
        return len(self.cases)

    @cached_property
    def before(self) -> "Results | None":
        return Results(self.audit.previous) if self.audit.previous else None

    @cached_property
    def lines(self) -> list[Line]:
        """Used, not asked for, not used: whole per cents that add up to 100."""
        shares = percentages(self.counts)
        last = {line.outcome: line for line in self.before.lines} if self.before else {}
        return [Line(outcome, self.counts[outcome], shares[outcome], last.get(outcome)) for outcome in OUTCOMES]

    @property
    def in_words(self) -> str:
        """The answer, in one sentence; also what the chart says to whoever does not see it."""
        parts = [f"{inside_a_sentence(line.label)} {line.count} ({line.per_cent}%)" for line in self.lines]
        return f"Of {self.marked} {'plan' if self.marked == 1 else 'plans'}: {', '.join(parts)}."

    @property
    def compared_in_words(self) -> str:
        if not self.before:
            return ""
        used, last = self.lines[0], self.lines[0].last
        few = (
            " In samples as small as these, a difference can be chance."
            if min(self.marked, self.before.marked) < 50
            else ""
        )
        return (
            f"Used {used.per_cent}% of {self.marked}, against {last.per_cent if last else 0}% of "
            f"{self.before.marked} in the last audit ({self.audit.previous}).{few}"
        )

    @property
    def reasons(self) -> list[tuple[str, str, int]]:
        """Outcome, reason and how many; most often first. What was published without reasons has none."""
        found = Counter(
            (case.final.get_outcome_display(), case.final.get_reason_display())
            for case in self.cases
            if case.final.reason
        )
        return [
            (outcome, why, many) for (outcome, why), many in sorted(found.items(), key=lambda one: (-one[1], one[0]))
        ]

    @cached_property
    def twice(self) -> list[AuditCase]:
        return [case for case in self.cases if len(case.first_two) == 2]

    @property
    def agreement(self) -> Agreement:
        """About the outcome."""
        return agreement((one.outcome, other.outcome) for one, other in (case.first_two for case in self.twice))

    @property
    def questions(self) -> list[QuestionLine]:
        if not self.audit.question_set_id:
            return []
        return [self.question_line(question) for question in self.audit.question_set.questions.all()]

    def question_line(self, question: Any) -> QuestionLine:
        final = Counter(case.final.by_question.get(question.pk) for case in self.cases)
        pairs = [
            (one.by_question[question.pk], other.by_question[question.pk])
            for one, other in (case.first_two for case in self.twice)
            if question.pk in one.by_question and question.pk in other.by_question
        ]
        given = {str(answer.label): final[answer.value] for answer in Answer.Given}
        where = question.get_section_display()
        return QuestionLine(question.words, where, question.weight, given, agreement(pairs))

    @property
    def score(self) -> int | None:
        """The mean of the plans' weighted scores."""
        scores = [case.final.score for case in self.cases if case.final.score is not None]
        return round(sum(scores) / len(scores)) if scores else None

    @property
    def names_seen(self) -> int:
        return sum(any(mark.names_seen for mark in case.marks.all()) for case in self.cases)

    @property
    def against_the_portal(self) -> list[Any]:
        """Marks that differ from what the portal found by itself."""
        return [mark for case in self.cases for mark in case.first_two if not mark.agrees_with_the_portal]

    def breakdowns(self) -> list[tuple[str, Shown]]:
        """By the strata, where there are any, and by age: small numbers are not shown."""
        by = []
        if self.audit.strata:
            by.append((self.audit.get_strata_display(), [str(case.part) for case in self.cases]))
        if self.audit.strata != Audit.Strata.AGE and any(case.age_band for case in self.cases):
            by.append(("By age on the day of issue", [case.age_band for case in self.cases]))
        return [(title, self.table(names)) for title, names in by]

    def table(self, names: Sequence[str]) -> Shown:
        found = Counter((name, case.final.outcome) for name, case in zip(names, self.cases, strict=True))
        counts = {name: [found[name, outcome] for outcome in OUTCOMES] for name in sorted(set(names), key=in_turn)}
        return shown(counts, [str(outcome.label) for outcome in OUTCOMES])


def in_turn(name: str) -> tuple[int, str]:
    """Ages from the youngest up, everything else by its letters."""
    ages = [band for _, band in AGES]
    return (ages.index(name) if name in ages else 0, name)


def inside_a_sentence(words: str) -> str:
    """Small, but for an abbreviation."""
    return words if words[:2].isupper() else words[:1].lower() + words[1:]
