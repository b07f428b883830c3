"""For which reasons does the law excuse a missed time limit?"""

from typing import Any

from clocks.rule import ExceptionKind

TWO_WEEKS, FOUR_WEEKS = 14, 28
CLOSED = "from one week before it closed for at least four weeks until one week before it reopened"


def _closures(citation: str) -> tuple[ExceptionKind, ...]:
    """A school or setting closed, in the two letters of one regulation."""

    def kind(key: str, short: str, of: str, where: str) -> ExceptionKind:
        words = f"Advice was asked of {where} {CLOSED}"
        return ExceptionKind(
            key=key, short=short, words=words, citation=citation + of, least_days=FOUR_WEEKS, is_closure=True
        )

    return (
        kind("school_closed", "school closed", "(a)", "a school or college"),
        kind("early_years_closed", "early-years setting closed", "(b)", "an early-years setting"),
    )


def _circumstances(citation: str, kind: str = "Exceptional") -> ExceptionKind:
    return ExceptionKind(
        key="exceptional_circumstances",
        short="exceptional circumstances",
        words=f"{kind} circumstances affect the child, parent or young person",
        citation=citation,
    )


def _away(citation: str, key: str = "away_from_area", weeks: str = "four", **facts: Any) -> ExceptionKind:
    facts = {"least_days": FOUR_WEEKS} | facts
    words = f"The child, parent or young person is away from the area for at least {weeks} weeks running"
    return ExceptionKind(key=key, short="away from the area", words=words, citation=citation, **facts)


def _local_authority_exceptions(regulation: str) -> tuple[ExceptionKind, ...]:
    """Regs 5(4), 10(4) and 27(3) excuse the same four things."""
    citation = f"SEND Regs {regulation}"
    personal = _circumstances(f"{citation}(c)", "Exceptional personal")
    return (*_closures(citation), personal, _away(f"{citation}(d)"))


REG_5_4 = _local_authority_exceptions("reg 5(4)")
REG_10_4 = _local_authority_exceptions("reg 10(4)")
REG_27_3 = _local_authority_exceptions("reg 27(3)")
# An order to assess, or to make a plan: two weeks away are enough, and (c) takes in reg 10(4) by way of 13(3).
REG_44_3 = (
    *_closures("SEND Regs reg 44(3)(c), 10(4)"),
    _circumstances("SEND Regs reg 44(3)(a)", "Exceptional personal"),
    _away("SEND Regs reg 44(3)(b)", "away_two_weeks", "two", least_days=TWO_WEEKS),
)
REG_8_2 = (
    _circumstances("SEND Regs reg 8(2)(a)"),
    _away("SEND Regs reg 8(2)(b)"),
    ExceptionKind(
        key="missed_appointment",
        short="missed appointment",
        words="The child or young person missed an appointment for an examination or a test that the advising body "
        "itself made",
        citation="SEND Regs reg 8(2)(c)",
        is_appointment=True,
    ),
)
SECTION_31 = (
    ExceptionKind(
        key="refused",
        short="refused in writing",
        words="The body refuses, because helping is incompatible with its own duties or would harm the exercise of "
        "its functions, and gives written reasons",
        citation="CFA 2014 s.31(2)",
        is_refusal=True,
    ),
)
