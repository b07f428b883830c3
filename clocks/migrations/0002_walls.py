"""Clocks carry the organisations they are listed by, so their wall needs no look at the child."""

from django.db import migrations

from people import walls

_CLOCK_ORGANISATIONS = ("local_authority_id", "icb_id", "owing_id")


def clock_wall(table):
    reach = " OR ".join(walls.of_organisation(table, c, "app.child_org_ids") for c in _CLOCK_ORGANISATIONS)
    condition = f"{reach} OR {walls.of_organisation(table, 'team_id', 'app.team_ids')} OR {walls.involved(table)}"
    return walls.wall(table, condition)


class Migration(migrations.Migration):
    dependencies = [("clocks", "0001_initial"), ("people", "0002_walls")]
    operations = [
        clock_wall("clocks_clock"),
        clock_wall("clocks_historicalclock"),
        walls.behind_organisation("clocks_locallength", "icb_id"),
        walls.append_only("clocks_historicalclock", "clocks_historicallocallength"),
    ]
