"""Which sections a plan has is data with the days it is in force."""

from datetime import date, timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from core.today import pretend, today
from ehcp.models import Plan, SectionSet
from send_portal.demo.cast import Cast
from tests.ehcp.made import assessing, drafted

NEW = """letter,title,stands_for,health_place,other_titles
P,Profile,A,,About the child|Who I am
C,Health needs,C,2,
M,Care by health,G,1,
"""


def run(*arguments: str) -> str:
    out = StringIO()
    call_command("section_sets", *arguments, stdout=out)
    return out.getvalue()


@pytest.fixture
def template(cast: Cast, tmp_path: Path) -> date:
    """A template that comes into force tomorrow."""
    (tmp_path / "new.csv").write_text(NEW)
    starts = today() + timedelta(days=1)
    run("--add", str(tmp_path / "new.csv"), "--name", "National template", "--from", starts.isoformat())
    return starts


def test_a_to_k_of_today_are_the_first_set(cast: Cast) -> None:
    first = SectionSet.objects.on(today())
    assert "".join(section.letter for section in first.in_order) == "ABCDEFGH1H2IJK"
    assert [section.letter for section in first.of_health] == ["E", "C", "G"]
    assert "G   Health provision   (health agrees it: 3 on the feedback form)" in run()


def test_a_new_template_is_a_row_and_the_one_before_ends(cast: Cast, template: date) -> None:
    assert str(SectionSet.objects.on(today())).startswith("Sections A to K")
    assert SectionSet.objects.on(today()).in_force_until == today()
    assert [s.letter for s in SectionSet.objects.on(template).of_health] == ["M", "C"]
    assert f"National template: {template:%-d %B %Y} until further notice" in run()


def test_the_form_and_the_reading_take_the_set_of_the_day_and_a_version_keeps_its_own(
    cast: Cast, client: Client, template: date
) -> None:
    old = drafted(cast)
    assessment = assessing(cast)
    address = f"/ehcp/assessments/{assessment.pk}/plan/submit/"
    with pretend(template):
        client.force_login(cast["coordinator"])
        text = f"{assessment.child.name}\nM. Care by health\nA nurse.\nWho I am (P)\nLikes maps."
        client.post(address, {"read": "pasted", "pasted": text})
        form = client.get(address).context_data["form"]
        assert [n for n in form.fields if n.startswith("section_")] == ["section_M", "section_C", "section_P"]
        assert (form.initial["section_M"], form.initial["section_P"]) == ("A nurse.", "Likes maps.")
        sent = {"section_M": "A nurse.", "section_P": "Likes maps."}
        assert client.post(address, sent).status_code == 302
        new = Plan.objects.exclude(pk=old.pk).get()
        assert "Section M: Care by health" in client.get(new.get_absolute_url()).text
        assert "Section G: Health provision" in client.get(old.get_absolute_url()).text


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"--from": "2001-01-01"}, "comes into force on a later day"),
        ({"--from": "soon"}, "is no day"),
        ({"--name": ""}, "also needs --name"),
        ({"file": "letter,title\nA,B\n"}, "needs the columns"),
        ({"file": NEW.replace(",2,", ",two,")}, "Line 3: health_place is a number"),
        ({"file": NEW.replace("M,", "C,")}, "the same letter"),
        ({"file": NEW.replace(",G,1,", ",,1,")}, "stand for E, C and G, and no others"),
        ({"file": NEW.replace("M,Care by health,G,1,\n", "")}, "Say which section stands for G"),
        ({"file": NEW.replace(",A,", ",C,")}, "Two sections stand for the same one|no others"),
    ],
)
def test_a_set_that_is_none_is_refused(cast: Cast, tmp_path: Path, change: dict[str, str], said: str) -> None:
    (tmp_path / "new.csv").write_text(change.pop("file", NEW))
    given = {"--add": str(tmp_path / "new.csv"), "--name": "New", "--from": "2090-09-01"} | change
    with pytest.raises(CommandError, match=said):
        run(*(each for pair in given.items() for each in pair if pair[1]))
    assert SectionSet.objects.count() == 1
