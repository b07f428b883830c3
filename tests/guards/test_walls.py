"""Every table that holds something of a child stands behind row security, its history too."""

import pytest
from django.apps import apps
from django.db import connection, models

from people.models import Child

# Tables without a child or an organisation's secrets in them, each with its reason.
OPEN_TABLES = {
    "core": "messages and failed tasks are administrators', with initials and a case reference; drafts have a wall",
    "accounts": "who is who must be known before a scope can be opened",
}
APPS = ["people", "clocks", "ehcp", "qa", "has_team", "tribunals", "assurance", "reporting"]


def tables() -> list[type[models.Model]]:
    return [model for app in APPS for model in apps.get_app_config(app).get_models() if not model._meta.proxy]


def security() -> dict[str, tuple[bool, int]]:
    """Table: is row security on, and how many policies does it have?"""
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT c.relname, c.relrowsecurity, count(p.oid) FROM pg_class AS c
               LEFT JOIN pg_policy AS p ON p.polrelid = c.oid WHERE c.relkind = 'r' GROUP BY c.oid"""
        )
        return {name: (on, policies) for name, on, policies in cursor.fetchall()}


@pytest.mark.django_db
def test_every_table_of_the_case_apps_stands_behind_a_wall() -> None:
    walls = security()
    open_ones = [m._meta.db_table for m in tables() if not all(walls[m._meta.db_table])]
    assert not open_ones


@pytest.mark.django_db
def test_history_and_logs_can_only_be_added_to() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT relname FROM pg_class WHERE relkind = 'r' AND relname LIKE '%%\\_historical%%'
               AND (has_table_privilege('portal_app', oid, 'UPDATE')
                    OR has_table_privilege('portal_app', oid, 'DELETE'))"""
        )
        changeable = [name for (name,) in cursor.fetchall()]
    assert not changeable


@pytest.mark.django_db
def test_the_serving_role_may_delete_no_case() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace
               AND has_table_privilege('portal_app', oid, 'DELETE, TRUNCATE')"""
        )
        deletable = {name for (name,) in cursor.fetchall()}
    ours = {model._meta.db_table for model in tables()}
    assert not deletable & ours


def test_no_cascade_may_delete_a_case() -> None:
    cascades = [
        f"{model._meta.label}.{field.name}"
        for model in tables()
        for field in model._meta.get_fields()
        if isinstance(field, models.ForeignKey)
        and not model._meta.model_name.startswith("historical")
        and field.remote_field.on_delete is not models.PROTECT
    ]
    assert not cascades


def test_every_record_with_facts_has_a_history() -> None:
    exempt = {
        "people.AccessLog",  # is itself a log
        "people.ListLog",  # likewise
        "clocks.Reminder",  # only ever added: is itself the record of who was told
        "ehcp.PlanVersion",  # never changed, only added: each save is a version
        "ehcp.PlanSection",
        "ehcp.VersionPaper",
        "ehcp.LinkDraft",  # what is typed and not sent is nobody's fact yet
        "qa.AdviceText",  # never changed, only added: the words of a file as they were read
        "tribunals.Recommendation",  # the Tribunal's words, never changed
        "qa.Stratum",  # an audit's population, frozen when it was drawn
        "qa.Member",
        "qa.AuditPaper",
        "qa.LevelOneItem",  # never changed: stands with its checklist
        "qa.Question",  # never changed: a new version of the questions is written
        "qa.Answer",  # never changed: stands with its mark
        "reporting.MetricStart",
        "reporting.ImportedFigure",  # never changed, only replaced by a later import
        "reporting.PublishedPDF",  # frozen
        "reporting.PublishedRow",
        "reporting.PublishedFigure",
    }
    without = {
        model._meta.label
        for model in tables()
        if not model._meta.model_name.startswith("historical") and not hasattr(model, "history")
    }
    assert without <= exempt, without - exempt


def test_the_history_of_a_childs_record_carries_the_child() -> None:
    lost = [
        model._meta.label
        for model in tables()
        if model is not Child and hasattr(model, "history") and hasattr(model, "child")
        and "child_id" not in {f.attname for f in model.history.model._meta.fields}
    ]  # fmt: skip
    assert not lost


@pytest.mark.django_db
def test_facts_and_their_days_are_held_together_by_the_database() -> None:
    """`<step>_by` beside `<step>_on`: a check constraint names both."""
    loose = []
    for model in tables():
        names = {f.name for f in model._meta.fields}
        conditions = " ".join(str(c.condition) for c in model._meta.constraints if hasattr(c, "condition"))
        if model._meta.model_name.startswith("historical"):
            continue
        for name in names:
            step = name.removesuffix("_by")
            days = {f"{step}_on", f"{step}_at"} & names
            is_pair = name.endswith("_by") and bool(days) and model._meta.get_field(name).null
            if is_pair and (name not in conditions or not any(day in conditions for day in days)):
                loose.append(f"{model._meta.label}.{name}")
    assert not loose
