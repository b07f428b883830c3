"""A panel and its meetings are shown to its local authority and the boards that work with it today; a case on an
agenda to those who open the child's file."""

from django.db import migrations

from people import walls

# The boards of today: when boards merge, the new one sees the panels of the local authorities it takes over.
SERVED = """EXISTS (
    SELECT 1 FROM accounts_relation AS r
    WHERE r.organisation_id = {table}.local_authority_id
      AND r.icb_id = ANY ((SELECT app_ids('app.org_ids'))::bigint[])
      AND r.in_force_from <= (SELECT app_today())
      AND (r.in_force_until IS NULL OR r.in_force_until >= (SELECT app_today()))
)"""


def of_the_authority(table):
    own = walls.of_organisation(table, "local_authority_id")
    return walls.wall(table, f"{own} OR {SERVED.format(table=table)}")


HISTORIES = ["panel", "panelterms", "panelmeeting", "panelseat", "panelcase"]


class Migration(migrations.Migration):
    dependencies = [("ehcp", "0017_panels"), ("people", "0002_walls")]
    operations = [
        of_the_authority("ehcp_panel"),
        of_the_authority("ehcp_historicalpanel"),
        walls.behind_parent("ehcp_panelterms", column="panel_id", parent="ehcp_panel"),
        walls.behind_parent("ehcp_historicalpanelterms", column="panel_id", parent="ehcp_panel"),
        walls.behind_parent("ehcp_panelmeeting", column="panel_id", parent="ehcp_panel"),
        walls.behind_parent("ehcp_historicalpanelmeeting", column="panel_id", parent="ehcp_panel"),
        walls.behind_parent("ehcp_panelseat", column="meeting_id", parent="ehcp_panelmeeting"),
        walls.behind_parent("ehcp_historicalpanelseat", column="meeting_id", parent="ehcp_panelmeeting"),
        walls.behind_child("ehcp_panelcase"),
        walls.behind_child("ehcp_historicalpanelcase"),
        *(walls.append_only(f"ehcp_historical{name}") for name in HISTORIES),
    ]
