"""Do the wording checks find what is wrong, and stay silent where nothing is?"""

import json
import time
from collections import Counter
from datetime import date
from io import BytesIO, StringIO, TextIOWrapper
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as st

from qa.checks import RULES, SECTIONS, Facts, Passage, Severity, check
from qa.checks.glossary import Term
from qa.checks.passage import sentences
from tests.qa.corpus import advice_score
from tests.qa.corpus.score import HERE, Case, read, score, table

OURS = read(HERE / "ours.jsonl")
BLIND = read(HERE / "blind.jsonl")  # written by somebody who had not seen the rules
BOTH = OURS + BLIND
LENA = Facts("Lena", "Reed", "she", date(2016, 5, 3), False)
DAY = date(2026, 7, 13)


def found(section: str, text: str, **more: object) -> set[str]:
    """The rules that say an error or a warning of this text."""
    passage = Passage(section, text, **{"child": LENA, "on": DAY} | more)
    return {one.rule for one in check(passage) if not one.is_hint}


def hints(section: str, text: str, **more: object) -> set[str]:
    passage = Passage(section, text, **{"child": LENA, "on": DAY} | more)
    return {one.rule for one in check(passage) if one.is_hint}


def test_the_corpus_is_large_half_of_it_good_and_has_every_rule() -> None:
    assert len(OURS) >= 110
    assert sum(not case.faults for case in OURS) * 2 >= len(OURS)
    labelled = Counter(key for case in OURS for key in case.faults)
    assert not labelled.keys() - RULES.keys()
    assert all(labelled[key] >= 2 for key in RULES)


@pytest.mark.parametrize("case", [case for case in BOTH if not case.faults], ids=lambda case: case.id)
def test_nothing_is_said_of_good_wording(case: Case) -> None:
    assert not [(one.rule, one.text) for one in case.findings if not one.is_hint]


@pytest.mark.parametrize("half", [OURS, BLIND], ids=["ours", "blind"])
@pytest.mark.parametrize("key", sorted(RULES))
def test_each_rule_finds_what_the_corpus_says_is_wrong(key: str, half: list[Case]) -> None:
    counted = score(half)
    assert counted.recall(key) >= 0.9, [line for line in counted.misses if key in line]
    assert counted.false[key] == 0, [line for line in counted.misses if key in line]


def test_every_finding_is_exactly_the_words_it_quotes() -> None:
    for case in BOTH:
        text = case.passage.text
        assert all(text[one.start : one.end] == one.text for one in case.findings)
        assert all(one.text or not text.strip() for one in case.findings)


def test_the_page_of_the_rules_holds_each_of_them_word_for_word() -> None:
    page = (HERE.parents[2] / "docs/wording_checks.md").read_text()
    for rule in RULES.values():
        row = f"| `{rule.key}` | {rule.severity} | {', '.join(rule.sections)} | {rule.explanation} | {rule.source} |"
        assert row in page
    assert page.count("\n| `") == len(RULES)


def test_the_page_tells_the_scores_as_they_are() -> None:
    page = (HERE.parents[2] / "docs/wording_checks.md").read_text()
    for name, half in (("ours, written with the rules", OURS), ("blind, after the rules were mended", BLIND)):
        row = next(line for line in page.splitlines() if line.startswith(f"| {name}"))
        counted = score(half)
        good = [case for case in half if not case.faults]
        alarmed = sum(any(not one.is_hint for one in case.findings) for case in good)
        told = [cell.strip() for cell in row.strip("|").split("|")][1:]
        assert told[:3] == [str(len(half)), str(len(good)), str(alarmed)]
        assert told[3:] == [f"{counted.precision():.2f}", f"{counted.recall():.2f}"]


def test_the_readme_holds_what_the_commands_print() -> None:
    readme = (HERE.parents[2] / "qa/README.md").read_text()
    for printed in (table("ours", OURS), table("blind", BLIND), advice_score.told(advice_score.score())):
        assert printed in readme


def test_every_rule_explains_itself_and_names_its_source() -> None:
    for rule in RULES.values():
        assert rule.explanation.endswith(".")
        assert rule.source
        assert set(rule.sections) <= set(SECTIONS)
    assert all(one.message and one.suggestion for case in OURS for one in case.findings)


ANY_FACTS = st.builds(
    Facts,
    given_name=st.sampled_from(["", "Lena", "Ø", "Mary-Jane", "("]),
    family_name=st.sampled_from(["", "Reed", "O’Neill"]),
    pronouns=st.sampled_from(["", "he", "she", "they"]),
    date_of_birth=st.one_of(st.none(), st.dates(date(2000, 1, 1), date(2026, 1, 1))),
    looked_after=st.sampled_from([None, True, False]),
)
PIECES = """
Lena Oscar he her nurse will review medicine mg weekly as required access to CAMHS PEG (a tube) aged 12 born
31/02/2016 in 0000 99/99/9999 report of 2019 . ; : - 1. parents give XXXX [name] ??? epilepsy no health needs e.g. Dr.
’s two years ago speech and language therapy sessions 2024-13-45 all children with
"""
WORDS = st.lists(st.sampled_from(["\n", "\n\n", *PIECES.split()]), max_size=40).map(" ".join)


@given(section=st.sampled_from(SECTIONS), text=st.one_of(st.text(max_size=200), WORDS), other=WORDS, child=ANY_FACTS)
def test_no_rule_stumbles_over_any_text(section: str, text: str, other: str, child: Facts) -> None:
    others = {letter: other for letter in SECTIONS if letter != section}
    for one in check(Passage(section, text, child, others, DAY)):
        assert text[one.start : one.end] == one.text
        assert 0 <= one.start <= one.end <= len(text)


@given(st.one_of(st.text(max_size=300), WORDS))
def test_sentences_stand_where_they_say_and_lose_no_word(text: str) -> None:
    cut = sentences(text)
    assert all(text[one.start : one.end] == one.text for one in cut)
    assert all(before.end <= after.start for before, after in zip(cut, cut[1:], strict=False))


@pytest.mark.parametrize(
    ("text", "many"),
    [
        ("Dr. Smith will review. Staff are trained.", 2),
        ("Seen approx. 3 times, e.g. in May. It helps.", 2),
        ("The clinic is at 9.30 a.m. on Mondays. Bring the book.", 2),
        ("The nurse will:\n- review;\n- train staff.", 3),
        ("1. Review.\n2. Training.", 2),
        ("The consultant paediatrician will review the medicine and\nthe weight every six months at the clinic.", 1),
        ("No. 3 Park Road", 1),
        ("Weighed by A. Brown at home.", 1),
    ],
)
def test_sentences_are_cut_where_a_reader_would_cut_them(text: str, many: int) -> None:
    assert len(sentences(text)) == many


def test_a_plan_of_forty_pages_is_read_in_well_under_a_second() -> None:
    page = "\n".join(case.passage.text for case in OURS if case.passage.section == "G")[:2500]
    text = "\n\n".join([page] * 40)
    check(Passage("G", page, LENA, {"C": page}, DAY))
    began = time.process_time()
    check(Passage("G", text, LENA, {"C": text}, DAY))
    assert time.process_time() - began < 1  # as if all forty pages were one section; it takes 0.6 seconds


def test_the_interval_may_be_left_to_a_clinician_only_where_provider_and_support_are_named() -> None:
    complete = "The consultant paediatrician will review the seizures at intervals deemed clinically appropriate."
    assert found("G", complete) == set()
    assert "vague_quantity" in hints("G", complete)
    for other in (
        "The seizures will be reviewed at intervals deemed clinically appropriate.",
        "Support from the consultant paediatrician at intervals deemed clinically appropriate.",
    ):
        assert "vague_quantity" in found("G", other)


def test_to_be_known_to_a_service_is_no_outcome_and_to_know_somebody_is() -> None:
    assert "outcome_is_service" in found("E", "Lena will be known to the dietitian.")
    assert "outcome_is_service" not in found("E", "Lena will be known to the other children in her class by name.")


def test_physiotherapy_is_asked_about_and_speech_therapy_is_moved() -> None:
    assert hints("G", "Weekly physiotherapy sessions at Harbour Hospital.") >= {"therapy_in_g"}
    assert "therapy_in_g" not in found("G", "Weekly physiotherapy sessions at Harbour Hospital.")
    assert "therapy_in_g" in found("G", "Weekly speech and language therapy sessions.")
    assert "therapy_in_g" not in found("F", "Weekly speech and language therapy sessions.")


def test_a_name_that_is_known_to_be_right_is_not_another_child() -> None:
    text = "Oscar has helped Lena to use her inhaler before sport, and she wheezes less."
    assert "other_name" in found("C", text)
    known = Facts("Lena", "Reed", "she", known_names=frozenset({"Oscar Reed"}))
    assert "other_name" not in found("C", text, child=known)


def test_a_glossary_is_data() -> None:
    text = "Lena has zorbing twice a day and misses lessons."
    assert "jargon" not in found("C", text)
    assert "jargon" in found("C", text, glossary={"zorbing": Term("rolling about")})
    assert "jargon" not in found(
        "C", "Lena has zorbing (rolling about).", glossary={"zorbing": Term("rolling about")}
    )


def test_the_age_is_counted_on_the_day() -> None:
    text = "Lena is 10 years old and has painful joints."
    assert "age_contradicts" not in found("C", text)
    assert "age_contradicts" in found("C", text, on=date(2027, 5, 3))
    assert "age_contradicts" not in found("C", text, on=date(2027, 5, 2))


def test_advice_is_old_after_twelve_months_not_on_the_day() -> None:
    text = "The report of 13 July 2025 says that Lena has four headaches a week."
    assert "old_advice" not in found("C", text)
    assert "old_advice" in found("C", text, on=date(2026, 7, 14))


def test_nothing_is_guessed_where_the_record_is_silent() -> None:
    text = "Oscar is 12. He is looked well after, and his nurse reviews his plan."
    assert not {"other_name", "wrong_pronoun", "age_contradicts"} & found("C", text, child=Facts())


def run(*arguments: str) -> str:
    out = StringIO()
    call_command("check_wording", *arguments, stdout=out)
    return out.getvalue()


@pytest.fixture
def draft(tmp_path: Path) -> str:
    file = tmp_path / "g.txt"
    file.write_text("No provision.\nThe nurse will review Oscar’s plan as required.\n")
    return str(file)


def test_the_command_prints_each_finding_with_its_line_and_source(draft: str) -> None:
    said = run("--section", "g", draft, "--name", "Lena Reed")
    assert "Line 2, error (other_name): “Oscar”" in said
    assert "Line 2, warning (vague_quantity): “as required”" in said
    assert "Source: SEND Code of Practice 2015, 9.69" in said


def test_the_command_prints_json_with_exact_places(draft: str) -> None:
    findings = json.loads(run("--section", "G", draft, "--name", "Lena Reed", "--json"))
    text = Path(draft).read_text()
    assert {one["rule"] for one in findings} >= {"other_name", "vague_quantity"}
    for one in findings:
        assert list(one) == ["rule", "severity", "start", "end", "text", "message", "source", "suggestion"]
        assert text[one["start"] : one["end"]] == one["text"]
        assert one["severity"] in list(Severity)


def test_the_command_prints_an_empty_list_for_good_wording(tmp_path: Path) -> None:
    file = tmp_path / "c.txt"
    file.write_text("Diagnosis of autism; no health needs identified.")
    assert json.loads(run("--section", "C", str(file), "--json")) == []


def test_the_command_reads_the_other_sections(draft: str, tmp_path: Path) -> None:
    needs = tmp_path / "c.txt"
    needs.write_text("Lena takes levetiracetam for epilepsy.")
    said = json.loads(run("--section", "G", draft, "--section-c", str(needs), "--json"))
    assert "medication_without_review" in {one["rule"] for one in said}
    alone = json.loads(run("--section", "G", draft, "--looked-after", "--on", "2026-07-13", "--json"))
    assert "looked_after_without_assessments" in {one["rule"] for one in alone}


def test_the_command_reads_what_is_piped_in(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", TextIOWrapper(BytesIO(b"Kept from a template: XXXX.")))
    assert "placeholder" in run("--section", "E", "-")


@pytest.mark.parametrize(
    ("arguments", "words", "status"),
    [
        (("--section", "H", "-"), "there is no section 'H'", 1),
        (("--section", "G", "no-such-file.txt"), "could not read no-such-file.txt", 2),
        (("--section", "G", "-", "--pronouns", "xe"), "not one of he, she, they", 1),
        (("--section", "G", "-", "--born", "31/12/2016"), "not a date", 1),
        (("--section", "G", "-", "--on", "2026-02-30"), "no day 2026-02-30", 1),
    ],
)
def test_the_command_says_what_is_wrong_with_how_it_was_asked(
    arguments: tuple[str, ...], words: str, status: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", TextIOWrapper(BytesIO(b"No health provision required.")))
    with pytest.raises(CommandError, match=words) as refused:
        run(*arguments)
    assert refused.value.returncode == status


def test_a_file_that_is_no_text_cannot_be_read(tmp_path: Path) -> None:
    file = tmp_path / "g.docx"
    file.write_bytes(b"PK\x03\x04\xff\xfe")
    with pytest.raises(CommandError, match="not UTF-8") as refused:
        run("--section", "G", str(file))
    assert refused.value.returncode == 2


ANOTHER_CHILDS = """
    Oscar Bennett has epilepsy.
    Seizures make Oscar Bennett tired after lunch.
    The plan for Oscar Bennett names two adults.
    Zbigniew Kowalczyk has asthma and attends school part time.
    Lena Hart has epilepsy.
    The epilepsy of Amelia Hart is well controlled.
"""
NOBODYS = """
    Sarah Jones will review the plan every term.
    Lena sees Sarah Jones, the epilepsy nurse.
    Lena was referred to Emily Hart at the hospital.
    Lena goes to the Robert Jones and Agnes Hunt Orthopaedic Hospital.
    Lena attends Rachel Madocks School.
    Lena has Charcot Marie Tooth disease.
    The advice of Ruth Okonjo was read.
    Lena Reed has epilepsy.
"""


def test_the_full_name_of_another_child_is_told_whole_and_an_adults_is_not() -> None:
    known = Facts("Lena", "Reed", "she", None, False, frozenset({"Ruth Okonjo"}))

    def names(text: str) -> list[str]:
        return [one.text for one in check(Passage("C", text, known)) if one.rule == "other_name"]

    lines = [line.strip() for line in ANOTHER_CHILDS.strip().splitlines()]
    told = [names(line) for line in lines]
    assert told == [["Oscar Bennett"]] * 3 + [["Zbigniew Kowalczyk"], ["Lena Hart"], ["Amelia Hart"]]
    assert not [line for line in NOBODYS.strip().splitlines() if names(line.strip())]
