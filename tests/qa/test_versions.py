"""Can any two wordings of a plan be compared, and does nobody see what is not agreed?"""

from django.test import Client

from qa.versions import Version, differing, versions_of
from send_portal.demo.cast import Cast
from tests.qa.story import APPROVED, DRAFT, agreed, issued, taken, write_all


def test_every_wording_of_a_plan_can_be_chosen_and_the_last_two_are_at_first(client: Client, cast: Cast) -> None:
    plan = issued(cast, agreed(cast).plan, G="A nurse visits.")
    labels = [version.label.replace("\xa0", " ") for version in versions_of(plan, cast["coordinator"])]
    assert labels == [
        "Draft 1, 9 March 2026", "ICB approved wording, agreed 13 March 2026", "Issued plan, 20 April 2026",
    ]  # fmt: skip
    client.force_login(cast["coordinator"])
    page = client.get(f"/qa/plans/{plan.pk}/compare/?before=agreed-1&after=version-2").content.decode()
    assert "Section G: health provision" in page
    assert "<ins>" in page
    assert "The same in both: Section C, E." in page
    assert client.get(f"/qa/plans/{plan.pk}/compare/?before=x&after=").status_code == 200
    client.force_login(cast["stranger"])
    assert client.get(f"/qa/plans/{plan.pk}/compare/").status_code == 404


def test_what_is_saved_on_the_desk_is_for_dcos(cast: Cast) -> None:
    plan = write_all(cast, taken(cast)).plan
    assert [version.is_partial for version in versions_of(plan, cast["dco_2"])] == [False, True]
    assert len(versions_of(plan, cast["coordinator"])) == 1


def test_of_a_partial_wording_only_its_sections_are_compared() -> None:
    draft, wording = Version("a", "Draft", DRAFT), Version("b", "Approved", APPROVED, is_partial=True)
    titles = dict.fromkeys("ABCDEFG", "Title")
    found = {one.letter: one.is_changed for one in differing(draft, wording, titles)}
    assert found == {"C": True, "E": False, "G": True}
    assert [one.letter for one in differing(draft, draft, titles)] == ["A", "B", "C", "E", "F", "G"]
