"""An action is shown to those who open the child's file, and to the team that was asked to do it."""

from django.db import migrations

from people import walls


def action_wall(table):
    asked = " OR ".join(
        [
            walls.of_organisation(table, "owing_id", "app.child_org_ids"),
            walls.of_organisation(table, "team_id", "app.team_ids"),
        ]
    )
    return walls.wall(table, f"{walls.involved(table, but=walls.NOT_THE_FILE)} OR {asked}")


class Migration(migrations.Migration):
    dependencies = [("clocks", "0009_actions_and_who_does_it"), ("people", "0002_walls")]
    operations = [
        action_wall("clocks_action"),
        action_wall("clocks_historicalaction"),
        walls.append_only("clocks_historicalaction"),
    ]
