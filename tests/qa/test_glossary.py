"""Does each ICB have its own words explained, and is a noisy one switched off?"""

import re
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.test import Client

from qa.checks import Facts, Passage, check
from qa.checks.glossary import Term
from qa.models import GlossaryTerm
from send_portal.demo.cast import Cast
from tests.qa.story import taken
from tests.qa.test_findings import dismiss


def plain(page: Any) -> str:
    """What a page says, without its marks."""
    return " ".join(re.sub(r"<[^>]+>", " ", page.content.decode()).split())


def add(cast: Cast, term: str, *, by: str = "dco", org: str = "icb", **facts: Any) -> GlossaryTerm:
    return GlossaryTerm.add(by=cast[by], icb=cast.org[org], term=term, **{"plain": "wetting the bed"} | facts)


def jargon(text: str, glossary: dict[str, Term], section: str = "C") -> list[tuple[str, str | None]]:
    found = check(Passage(section, text, Facts(), {}, None, glossary))
    return [(one.text, one.replacement) for one in found if one.rule == "jargon"]


def test_a_term_offers_its_plain_words_unless_words_that_explain_it_stand_there() -> None:
    terms = {"enuresis": Term("wetting the bed", explained_by="wet* at night; damp sheets", sections="CG")}
    assert jargon("He has enuresis.", terms) == [("enuresis", "wetting the bed (enuresis)")]
    assert not jargon("He has enuresis: he wets the bed. He is wetting at night.", terms)
    assert not jargon("He has enuresis.", terms, "E")
    assert not jargon("He has enuresis.", {"enuresis": Term("wetting the bed", off=True)})


def test_an_abbreviation_that_is_switched_off_is_not_asked_about_as_unknown() -> None:
    assert jargon("She sees the XYQ.", {"ASD": Term("autism")})
    assert not jargon("She sees the XYQ.", {"XYQ": Term("a team", off=True)})


def test_no_words_that_explain_a_term_can_take_for_ever() -> None:
    term = Term("x", explained_by="*a" * 140)
    assert not term.is_explained_in("a" * 20_000)


def test_an_icb_adds_to_the_portals_list_changes_it_and_switches_off(cast: Cast) -> None:
    of_mine = GlossaryTerm.objects.of
    mine = cast.org["icb"].pk
    added = add(cast, "enuresis")
    add(cast, "Pica", plain="eating what is no food")
    assert of_mine(mine)["Pica"].plain == "eating what is no food"
    assert "pica" not in of_mine(mine)
    added.switch_off(by=cast["dco_2"], why="Everybody knows it.")
    assert of_mine(mine)["enuresis"].off
    assert (added.decided_by, added.why) == (cast["dco_2"], "Everybody knows it.")
    with pytest.raises(ValidationError, match="has this term already"):
        add(cast, "ENURESIS")


def test_another_icb_goes_by_its_own(cast: Cast) -> None:
    add(cast, "enuresis")
    assert list(GlossaryTerm.objects.visible_to(cast["stranger"])) == []
    with pytest.raises(ValidationError):
        add(cast, "pica", by="stranger")


def test_the_page_counts_dismissals_and_switches_a_term_of_the_portals_off(client: Client, cast: Cast) -> None:
    episode = taken(cast)
    episode.save_wording(by=cast["dco"], section="C", approved="Isla has syncope when she stands up.")
    dismiss(cast, episode, "C", "jargon")
    client.force_login(cast["dco"])
    listed = plain(client.get("/qa/glossary/"))
    assert re.search(
        r"The portal’s terms.*? Word syncope In plain words fainting State Asked about Dismissed 1 ", listed
    )
    sent = {"term": "syncope", "plain": "fainting", "switched_off": "on"}
    refused = client.post("/qa/glossary/add/", sent)
    assert refused.status_code == 422
    assert client.post("/qa/glossary/add/", sent | {"why": "Known here."}).status_code == 302
    assert re.search(
        r"Word syncope In plain words fainting State Off .*? Dismissed 1 ", plain(client.get("/qa/glossary/"))
    )
    desk = client.get(f"/qa/episodes/{episode.pk}/save-wording/?section=C").content.decode()
    assert "A family may not know" not in desk


def test_the_command_goes_by_an_icbs_glossary(cast: Cast, tmp_path: Path) -> None:
    add(cast, "nocturia", plain="waking to pass urine")
    text = tmp_path / "c.txt"
    text.write_text("Isla has nocturia, so she is tired at school.")

    def said(**options: Any) -> str:
        out = StringIO()
        call_command("check_wording", str(text), section="C", stdout=out, **options)
        return out.getvalue()

    assert "nocturia" not in said()
    assert "waking to pass urine" in said(icb=cast.org["icb"].code)
    with pytest.raises(CommandError, match="no ICB with the code NOPE"):
        said(icb="NOPE")
