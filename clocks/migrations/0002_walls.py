"""Row security for time limits and what hangs on them. Clocks carry the organisations they are listed by, so their
wall needs no look at the child."""

from django.db import migrations

from people import walls

OTHERS = ("icb_id", "owing_id", "first_owing_id")
HISTORIED = ("action", "clock", "clockexception", "locallength", "ownladder", "pause", "timelimit")


def clock_wall(table):
    """A local authority does not learn from a time limit of a child of whom it has not been told (CFA 2014 s.23)."""
    authority = walls.of_organisation(table, "local_authority_id", "app.child_org_ids")
    told = f"({authority} AND ({table}.rule <> 'section_23' OR {table}.met_on IS NOT NULL))"
    others = " OR ".join(walls.of_organisation(table, column, "app.child_org_ids") for column in OTHERS)
    team = walls.of_organisation(table, "team_id", "app.team_ids")
    return walls.wall(table, f"{told} OR {others} OR {team} OR {walls.involved(table)}")


def action_wall(table):
    """To those who open the child's file, and to the organisation and the team that were asked to act."""
    owing = walls.of_organisation(table, "owing_id", "app.child_org_ids")
    team = walls.of_organisation(table, "team_id", "app.team_ids")
    return walls.wall(table, f"{walls.involved(table, but=walls.NOT_THE_FILE)} OR {owing} OR {team}")


def read_by_all(table):
    """Anybody's act may start a local clock, and anybody may owe one: what a board set is read by all, and set within
    the board."""
    return migrations.RunSQL(
        f"CREATE POLICY read ON {table} FOR SELECT USING (true);", f"DROP POLICY read ON {table};"
    )


class Migration(migrations.Migration):
    dependencies = [("clocks", "0001_initial"), ("people", "0003_walls")]
    operations = [
        clock_wall("clocks_clock"),
        clock_wall("clocks_historicalclock"),
        action_wall("clocks_action"),
        action_wall("clocks_historicalaction"),
        walls.behind_child("clocks_clockexception", or_owner="organisation_id"),
        walls.behind_child("clocks_historicalclockexception", or_owner="organisation_id"),
        walls.behind_child("clocks_timelimit", or_owner="owing_id"),
        walls.behind_child("clocks_historicaltimelimit", or_owner="owing_id"),
        walls.behind_parent("clocks_pause", column="clock_id", parent="clocks_clock"),
        walls.behind_parent("clocks_historicalpause", column="clock_id", parent="clocks_clock"),
        walls.behind_parent("clocks_reminder", column="clock_id", parent="clocks_clock"),
        walls.behind_organisation("clocks_locallength", "icb_id"),
        walls.behind_organisation("clocks_historicallocallength", "icb_id"),
        walls.behind_organisation("clocks_ownladder", "icb_id"),
        walls.behind_organisation("clocks_historicalownladder", "icb_id"),
        read_by_all("clocks_locallength"),
        read_by_all("clocks_ownladder"),
        walls.append_only("clocks_reminder", *[f"clocks_historical{name}" for name in HISTORIED]),
    ]
