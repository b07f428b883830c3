"""A local authority does not learn from a time limit of a child of whom it has not been told (CFA 2014 s.23)."""

from django.db import migrations

from people import walls

OTHERS = ("icb_id", "owing_id", "first_owing_id")


def condition(table, untold):
    authority = walls.of_organisation(table, "local_authority_id", "app.child_org_ids")
    others = " OR ".join(walls.of_organisation(table, column, "app.child_org_ids") for column in OTHERS)
    team = walls.of_organisation(table, "team_id", "app.team_ids")
    return f"({authority}{untold}) OR {others} OR {team} OR {walls.involved(table)}"


def told_first(table):
    untold = f" AND ({table}.rule <> 'section_23' OR {table}.met_on IS NOT NULL)"
    narrow, wide = condition(table, untold), condition(table, "")
    return migrations.RunSQL(
        f"ALTER POLICY wall ON {table} USING ({narrow}) WITH CHECK ({narrow});",
        f"ALTER POLICY wall ON {table} USING ({wide}) WITH CHECK ({wide});",
    )


class Migration(migrations.Migration):
    dependencies = [("clocks", "0017_windows_end"), ("people", "0012_section_23")]
    operations = [told_first("clocks_clock"), told_first("clocks_historicalclock")]
