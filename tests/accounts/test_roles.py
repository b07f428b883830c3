"""The policy page, read back."""

from datetime import timedelta

import pytest

from accounts.models import Membership
from accounts.roles import BY_TEAM, PERMISSIONS, SEES_CHILDREN, WHOLE_ORGANISATION, Permission, Role, System
from core.history import recorded
from core.today import today
from send_portal.demo.cast import Cast


def test_every_role_has_its_line_and_every_permission_somebody() -> None:
    assert set(PERMISSIONS) == set(Role)
    assert frozenset().union(*PERMISSIONS.values()) == set(Permission)


def test_a_role_reaches_children_in_one_way() -> None:
    assert not WHOLE_ORGANISATION & BY_TEAM
    assert set(Role) - SEES_CHILDREN == {Role.BOARD_MEMBER, Role.ADMINISTRATOR}


def test_whoever_sees_no_child_may_do_nothing_to_one() -> None:
    assert PERMISSIONS[Role.BOARD_MEMBER] == {Permission.READ_REPORT}
    # How panels work is set up without a look at any case.
    set_up = {Permission.SEE_OPERATIONS, Permission.MANAGE_ACCOUNTS, Permission.RUN_PANELS}
    assert PERMISSIONS[Role.ADMINISTRATOR] == set_up


def test_the_author_of_a_response_cannot_sign_it_by_role() -> None:
    signs = {role for role in Role if Permission.SIGN_RESPONSE in PERMISSIONS[role]}
    runs = {role for role in Role if Permission.RUN_APPEALS in PERMISSIONS[role]}
    assert signs == {Role.EXECUTIVE_LEAD}
    assert not signs & runs


def test_a_permission_counts_in_the_organisation_of_the_role_only(cast: Cast) -> None:
    dco = cast["dco"]
    assert dco.may(Permission.QUALITY_ASSURE, cast.org["icb"])
    assert not dco.may(Permission.QUALITY_ASSURE, cast.org["other_icb"])
    assert not dco.may(Permission.SUBMIT_PLAN, cast.org["icb"])
    assert dco.may(Permission.QUALITY_ASSURE, None)


@pytest.mark.parametrize(
    ("starts", "ends", "holds"), [(0, 0, True), (1, None, False), (-9, -1, False), (-9, None, True)]
)
def test_a_role_holds_from_its_first_day_to_its_last(cast: Cast, starts: int, ends: int | None, holds: bool) -> None:
    membership = Membership.objects.get(user=cast["stranger"])
    membership.starts_on = today() + timedelta(days=starts)
    membership.ends_on = None if ends is None else today() + timedelta(days=ends)
    with recorded(verb="set_up", by=System("test")):
        membership.save()
    stranger = type(cast["stranger"]).objects.get(pk=cast["stranger"].pk)
    assert stranger.holds(Permission.QUALITY_ASSURE) is holds
    assert stranger.sees_children is holds


def test_only_a_board_member_signs_in_without_a_code(cast: Cast) -> None:
    assert [key for key, person in cast.people.items() if not person.must_use_codes] == ["board_member"]


def test_the_system_acts_under_its_name() -> None:
    assert System("calendar").may(Permission.ISSUE_PLAN, None)
    assert str(System("calendar")) == "The portal (calendar)"
