"""A notification is shown to the health body, whoever does it and the board; to the rest of the file's readers once the
local authority was told, and so is each line of its history."""

from django.db import migrations

from people import walls


def until_told(table):
    body = walls.of_organisation(table, "body_id", "app.child_org_ids")
    team = walls.of_organisation(table, "team_id", "app.team_ids")
    told = f"({table}.notified_on IS NOT NULL OR {walls.of_organisation(table, 'icb_id')})"
    file = f"({told} AND {walls.involved(table, but=walls.NOT_THE_FILE)})"
    return walls.wall(table, f"{body} OR {team} OR {file}")


class Migration(migrations.Migration):
    dependencies = [("ehcp", "0015_section_23"), ("people", "0012_section_23")]
    operations = [
        until_told("ehcp_section23notification"),
        until_told("ehcp_historicalsection23notification"),
        walls.append_only("ehcp_historicalsection23notification"),
    ]
