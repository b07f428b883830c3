"""The sums of an audit: shares that add up, draws that can be repeated, agreement, small numbers, blanked names."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.audit.agreement import agreement
from qa.audit.blanking import Person, blank
from qa.audit.results import in_turn
from qa.audit.sampling import draw, marked_twice
from qa.audit.shares import largest_remainder, percentages
from qa.audit.small_numbers import FEW, HIDDEN, shown

COUNTS = st.dictionaries(st.sampled_from("abcdefgh"), st.integers(0, 400), min_size=1)
POPULATION = st.dictionaries(st.integers(1, 10_000), st.sampled_from(["north", "south", "west"]), max_size=60)


@given(COUNTS)
def test_percentages_are_whole_and_add_up_to_a_hundred(counts: dict[str, int]) -> None:
    found = percentages(counts)
    assert sum(found.values()) == (100 if sum(counts.values()) else 0)
    for key, number in counts.items():
        assert abs(found[key] - Fraction(100 * number, sum(counts.values()) or 1)) < 1


def test_thirds_round_to_a_hundred_the_same_way_each_time() -> None:
    assert percentages({"used": 1, "not_asked": 1, "not_used": 1}) == {"used": 34, "not_asked": 33, "not_used": 33}
    assert percentages({"used": 5, "not_asked": 11, "not_used": 4}) == {"used": 25, "not_asked": 55, "not_used": 20}


@given(POPULATION, st.integers(0, 80), st.text(max_size=5))
def test_a_draw_is_the_same_again_in_any_order_of_the_list(population: dict[int, str], size: int, seed: str) -> None:
    once = draw(population, size=size, seed=seed)
    again = draw(dict(reversed(population.items())), size=size, seed=seed)
    assert once == again
    assert sum(once.sizes.values()) == min(size, len(population))
    for part, ids in once.sample.items():
        assert len(ids) == once.sizes[part] <= len(once.order[part])
        assert all(population[number] == part for number in ids)


@given(POPULATION, st.integers(1, 80))
def test_each_part_gives_its_share_of_the_sample_to_within_one_plan(population: dict[int, str], size: int) -> None:
    size, drawn = min(size, len(population)), draw(population, size=size, seed="s")
    for part, ids in drawn.order.items():
        assert abs(drawn.sizes[part] - Fraction(size * len(ids), len(population))) < 1


def test_another_seed_draws_others_and_all_come_up_about_as_often() -> None:
    population = dict.fromkeys(range(40), "")
    times = dict.fromkeys(population, 0)
    for seed in range(400):
        for number in draw(population, size=10, seed=str(seed)).sample[""]:
            times[number] += 1
    assert min(times.values()) > 60  # 100 each, give or take four standard deviations
    assert max(times.values()) < 140


def test_a_share_is_marked_twice_and_part_of_a_plan_is_a_plan() -> None:
    assert len(marked_twice(range(11), seed="s", per_cent=20)) == 3
    assert not marked_twice(range(11), seed="s", per_cent=0)
    assert marked_twice(range(11), seed="s", per_cent=100) == frozenset(range(11))


def test_kappa_is_what_the_textbook_says() -> None:
    """Two readers of fifty proposals: 20 times both yes, 15 times both no (Cohen’s kappa 0.4)."""
    pairs = [("y", "y")] * 20 + [("y", "n")] * 5 + [("n", "y")] * 10 + [("n", "n")] * 15
    found = agreement(pairs)
    assert (found.n, found.alike, found.kappa, found.in_a_word) == (50, 35, Fraction(2, 5), "fair")
    assert found.in_words == "35 of 50 alike. Kappa 0.40: fair."


@pytest.mark.parametrize(
    ("pairs", "kappa", "words"),
    [
        ([("y", "y"), ("n", "n")], Fraction(1), "almost perfect"),
        ([("y", "n"), ("n", "y")], Fraction(-1), "worse than chance"),
        ([("y", "y"), ("y", "n")], Fraction(0), "slight"),
    ],
)
def test_kappa_of_a_few(pairs: list[tuple[str, str]], kappa: Fraction, words: str) -> None:
    found = agreement(pairs)
    assert (found.kappa, found.in_a_word) == (kappa, words)
    assert "So few plans say little." in found.in_words


def test_where_all_say_the_same_there_is_no_kappa_and_that_is_said() -> None:
    same = agreement([("y", "y")] * 9)
    assert same.kappa is None
    assert same.in_words.startswith("9 of 9 alike. Both gave the same answer every time")
    assert agreement([]).in_words == "Nothing was marked by two people."


TABLES = st.lists(st.lists(st.integers(0, 12), min_size=3, max_size=3), min_size=1, max_size=4)


@given(TABLES)
def test_no_small_number_shows_or_is_what_is_missing_from_a_line(table: list[list[int]]) -> None:
    counts = {str(number): row for number, row in enumerate(table)}
    found = [cells for _, cells in shown(counts, ["used", "not asked", "not used"]).rows]
    whole = [[*row, sum(row)] for row in table]
    for words, numbers in zip(found, whole, strict=True):
        for said, number in zip(words, numbers, strict=True):
            assert said in (str(number), FEW, HIDDEN)
            assert number >= 5 or said == FEW
    for line in [*found, *map(list, zip(*found, strict=True))]:
        assert sum(said in (FEW, HIDDEN) for said in line) != 1 or len(line) == 1


def test_small_numbers_that_can_only_be_what_they_are_hide_another() -> None:
    """Two small ones of 28 - 20 can only be 4 and 4, so the 20 goes too, and then what would give that away."""
    table = shown({"boys": [4, 4, 20], "girls": [30, 30, 30]}, ["a", "b", "c"])
    assert [cells for _, cells in table.rows] == [["<5", "<5", HIDDEN, "28"], [HIDDEN, HIDDEN, HIDDEN, "90"]]


ISLA = Person(
    given_name="Isla", family_name="Hope", date_of_birth=date(2019, 5, 4), nhs_number="9991234578",
    school="Oakfield Primary School", reference="QOX-00012", others=("Alex Hope", "Jo Bramley"),
)  # fmt: skip


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Isla’s seizures; ISLA tires.", "[name]’s seizures; [name] tires."),
        ("Isla Hope hopes to swim. They hope so.", "[name] hopes to swim. They hope so."),
        ("Her mother Alex and Tom Green were there.", "Her mother [name] and [name] were there."),
        ("Dr Anil Sethi and Ms. Vale wrote.", "[name] and [name] wrote."),
        ("999 123 4578, 4th May 2019 (04/05/2019)", "[NHS number], [date of birth] ([date of birth])"),
        ("At Oakfield Primary School and St Mary’s Academy.", "At [school] and [school]."),
        ("The school and a Special School.", "The school and a Special School."),
        ("12 High Street, SN1 2AB", "[address], [address]"),
        ("01225 123456, a@b.example", "[telephone or email], [telephone or email]"),
        ("Case QOX-00012 of Jo Bramley", "Case [reference] of [name]"),
        ("A nurse reviews the care plan every term.", "A nurse reviews the care plan every term."),
    ],
)  # fmt: skip
def test_names_and_numbers_are_blanked_and_nothing_else(text: str, shown: str) -> None:
    assert blank(text, ISLA).text == shown


def test_what_may_be_a_name_or_a_word_is_left_and_said() -> None:
    found = blank("She plays with Grace. Will she come in May? Then Will came.", ISLA)
    assert (found.text, found.left) == (
        "She plays with Grace. Will she come in May? Then Will came.",
        ["Grace", "Will"],
    )


@given(st.lists(st.sampled_from(["Isla", "reads", "Hope", "and", "isla's", "walks", "."]), max_size=12))
def test_the_childs_name_never_comes_through(words: list[str]) -> None:
    text = blank(" ".join(words), ISLA).text
    assert "isla" not in text.lower()
    assert "Hope" not in text


def test_shares_of_nothing_are_nothing() -> None:
    assert largest_remainder({"a": 0}, 5) == {"a": 0}


def test_ages_stand_from_the_youngest_up() -> None:
    assert sorted(["11 to 15", "16 to 19", "5 to 10", "Under 5"], key=in_turn) == [
        "Under 5",
        "5 to 10",
        "11 to 15",
        "16 to 19",
    ]
