"""A local authority that has the child's file already does not learn of a section 23 notification from its time limit
either, before it is told."""

from django.db import migrations

from people import walls

OTHERS = ("icb_id", "owing_id", "first_owing_id")


def condition(table, involved):
    authority = walls.of_organisation(table, "local_authority_id", "app.child_org_ids")
    told = f"({table}.rule <> 'section_23' OR {table}.met_on IS NOT NULL)"
    others = " OR ".join(walls.of_organisation(table, column, "app.child_org_ids") for column in OTHERS)
    team = walls.of_organisation(table, "team_id", "app.team_ids")
    return f"({authority} AND {told}) OR {others} OR {team} OR {involved.format(told=told)}"


def clock_wall(table):
    reach = walls.involved(table)
    narrower, before = condition(table, f"({reach} AND {{told}})"), condition(table, reach)
    alter = f"ALTER POLICY wall ON {table} USING ({{0}}) WITH CHECK ({{0}});"
    return migrations.RunSQL(alter.format(narrower), alter.format(before))


class Migration(migrations.Migration):
    dependencies = [("clocks", "0002_walls")]
    operations = [clock_wall("clocks_clock"), clock_wall("clocks_historicalclock")]
