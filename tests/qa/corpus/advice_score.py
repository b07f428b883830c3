"""How often are the lines of advice classed and proposed rightly? Prints the figures of docs/advice_accounted_for.md.

python tests/qa/corpus/advice_score.py [--misses]
"""

import json
import sys
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[2]))

from qa.advice_lines import Kind, lines_of  # noqa: E402
from qa.likeness import Mark, propose, ready  # noqa: E402


@dataclass
class Score:
    """Counts of what was said and what was right, by mark."""

    said: Counter[str] = field(default_factory=Counter)
    right: Counter[str] = field(default_factory=Counter)
    wanted: Counter[str] = field(default_factory=Counter)
    kinds_right: int = 0
    lines: int = 0
    lost: list[str] = field(default_factory=list)  # lines to account for that were taken for others
    misses: list[str] = field(default_factory=list)

    def precision(self, mark: str) -> float:
        return self.right[mark] / self.said[mark] if self.said[mark] else 1.0

    def recall(self, mark: str) -> float:
        return self.right[mark] / self.wanted[mark] if self.wanted[mark] else 1.0


def score() -> Score:
    counted = Score()
    for case in json.loads((HERE / "advice.json").read_text()):
        stated = ready(case["wording"])
        under = lines_of("\n\n".join(words for words, *_ in case["lines"]))
        for line, (words, kind, mark, section) in zip(under, case["lines"], strict=True):
            assert line.text == words, (line.text, words)
            count(counted, line, propose(line, stated, called=case["name"]), (kind, mark, section))
    return counted


def count(counted: Score, line, found, wanted) -> None:
    kind, mark, section = wanted
    counted.lines += 1
    counted.kinds_right += line.kind == kind
    if line.kind != kind:
        counted.misses.append(f"{line.kind} for {kind}: {line.text}")
    if kind != Kind.OTHER and line.kind == Kind.OTHER:
        counted.lost.append(line.text)
    if kind == Kind.OTHER or line.kind == Kind.OTHER:
        return
    counted.said[found.mark] += 1
    counted.wanted[mark] += 1
    if (found.mark, found.section) == (mark, section):
        counted.right[mark] += 1
    else:
        counted.misses.append(f"{found.mark} {found.section} for {mark} {section}: {line.text} -> {found.words}")


def told(result: Score) -> str:
    """What the command prints."""
    kinds = result.kinds_right / result.lines
    rows = [f"{result.lines} lines, {kinds:.2f} classed rightly, {len(result.lost)} lost"]
    for mark in (Mark.CARRIED, Mark.REWORDED, Mark.LEFT_OUT):
        rates = f"precision {result.precision(mark):.2f}, recall {result.recall(mark):.2f}"
        rows.append(f"{mark}: {rates}, of {result.wanted[mark]}")
    return "\n".join(rows)


if __name__ == "__main__":
    result = score()
    sys.stdout.write(told(result) + "\n")
    if "--misses" in sys.argv:
        sys.stdout.write("\n".join([*result.misses, ""]))
