"""The database itself shows a child only to those involved."""

import pytest
from django.db import DatabaseError, connection, transaction

from core.scope import Scope, opened
from people.models import AccessLog, Child, Contact, Involvement
from send_portal.demo.cast import Cast
from send_portal.demo.factories import make_child


def test_the_serving_role_owns_nothing_and_is_no_superuser(cast: Cast) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user")
        assert cursor.fetchone() == (False, False)
        cursor.execute("SELECT count(*) FROM pg_tables WHERE tableowner = current_user")
        assert cursor.fetchone() == (0,)


@pytest.mark.parametrize(
    ("person", "sees"),
    [
        ("dco", True),
        ("coordinator", True),
        ("swindon_coordinator", False),
        ("spa", False),
        ("adviser", False),
        ("reviewer", False),
        ("board_member", False),
        ("administrator", False),
        ("stranger", False),
        ("other_coordinator", False),
    ],
)
def test_a_child_is_shown_by_the_database_and_by_the_queryset_to_the_same_people(
    cast: Cast, person: str, sees: bool
) -> None:
    child = make_child(cast, la="wiltshire")
    with opened(cast[person].scope):
        assert Child.objects.filter(pk=child.pk).exists() is sees  # the wall alone
    assert Child.objects.visible_to(cast[person]).filter(pk=child.pk).exists() is sees  # the queryset alone


def test_a_team_reaches_only_the_children_it_was_given(cast: Cast) -> None:
    given, other = make_child(cast), make_child(cast)
    has, icb = cast.team["has"], cast.org["icb"]
    why = Involvement.Why.HEALTH_ADVICE
    from accounts.roles import System
    from core.history import recorded

    with recorded(verb="give", by=System("test")):
        Involvement.begin(child_id=given.pk, organisation=icb, team=has, why=why, on=given.registered_on)
    with opened(cast["adviser"].scope):
        assert set(Child.objects.all()) == {given}
    assert set(Child.objects.visible_to(cast["adviser"])) == {given}
    assert other not in Child.objects.visible_to(cast["adviser"])


def test_without_a_scope_nothing_is_shown(cast: Cast) -> None:
    make_child(cast)
    with opened(Scope()):
        assert Child.objects.count() == 0
        assert Contact.objects.count() == 0


def test_a_stranger_cannot_write_a_row_for_a_child_they_do_not_see(cast: Cast) -> None:
    child = make_child(cast)
    with opened(cast["stranger"].scope), pytest.raises(DatabaseError), transaction.atomic():
        Contact.objects.bulk_create([Contact(child=child, name="Somebody", relationship="none")])


def test_the_serving_role_cannot_delete_a_child_or_change_the_log_of_views(cast: Cast) -> None:
    child = make_child(cast)
    AccessLog.add(user=cast["dco"], child_id=child.pk, what="the case", path="/", outcome=200)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM people_child WHERE id = %s", [child.pk])
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE people_accesslog SET what = 'nothing'")
    assert AccessLog.objects.get().what == "the case"
