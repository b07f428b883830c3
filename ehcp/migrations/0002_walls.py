"""Row security for assessments, requests for advice, plans and their wording, reviews, panels and section 23."""

from django.db import migrations

from people import walls

FILE = (
    "agreedwording", "amendedplan", "annualreview", "assessmentrequest", "earlieradvice", "panelcase", "phasetransfer",
    "plan",
)  # fmt: skip
TEXTS = ("planversion", "plansection", "versionpaper")  # never changed, so they have no history
OTHERS = {"advicerequest": "provider_id", "provisionline": "provider_id", "draftshown": "owner_id"}
OF_AN_AREA = ("areaservice", "areawithoutaccess")
OF_A_PANEL = ("panel", "panelterms", "panelmeeting", "panelseat")
HISTORIED = (*FILE, *OTHERS, *OF_AN_AREA, *OF_A_PANEL, "sectionset", "section23notification", "setsection")


def both(name):
    """A record and its history."""
    return f"ehcp_{name}", f"ehcp_historical{name}"


def until_told(table):
    """A notification is shown to the health body, whoever does it and the board; to the rest of the file's readers once
    the local authority was told, and so is each line of its history."""
    body = walls.of_organisation(table, "body_id", "app.child_org_ids")
    team = walls.of_organisation(table, "team_id", "app.team_ids")
    told = f"({table}.notified_on IS NOT NULL OR {walls.of_organisation(table, 'icb_id')})"
    file = f"({told} AND {walls.involved(table, but=walls.NOT_THE_FILE)})"
    return walls.wall(table, f"{body} OR {team} OR {file}")


# The boards of today: when boards merge, the new one sees the panels of the local authorities it takes over.
SERVED = """EXISTS (
    SELECT 1 FROM accounts_relation AS r
    WHERE r.organisation_id = {table}.local_authority_id
      AND r.icb_id = ANY ((SELECT app_ids('app.org_ids'))::bigint[])
      AND r.in_force_from <= (SELECT app_today())
      AND (r.in_force_until IS NULL OR r.in_force_until >= (SELECT app_today()))
)"""


def of_the_authority(table):
    """A panel is shown to its local authority and the boards that work with it today."""
    own = walls.of_organisation(table, "local_authority_id")
    return walls.wall(table, f"{own} OR {SERVED.format(table=table)}")


class Migration(migrations.Migration):
    dependencies = [("ehcp", "0001_initial"), ("people", "0003_walls")]
    operations = [
        *[walls.behind_child(table) for name in FILE for table in both(name)],
        *[walls.behind_child(f"ehcp_{name}") for name in TEXTS],
        *[walls.behind_child(table, or_owner=column) for name, column in OTHERS.items() for table in both(name)],
        *[
            walls.behind_organisation(table, "icb_id", "local_authority_id")
            for name in OF_AN_AREA
            for table in both(name)
        ],
        *[until_told(table) for table in both("section23notification")],
        *[of_the_authority(table) for table in both("panel")],
        *[
            walls.behind_parent(table, column="panel_id", parent="ehcp_panel")
            for name in ("panelterms", "panelmeeting")
            for table in both(name)
        ],
        *[walls.behind_parent(table, column="meeting_id", parent="ehcp_panelmeeting") for table in both("panelseat")],
        # Which sections a plan has is no secret.
        *[walls.wall(table, "true") for name in ("sectionset", "setsection") for table in both(name)],
        walls.append_only(
            *[f"ehcp_{name}" for name in TEXTS], "ehcp_amendedplan", *[f"ehcp_historical{name}" for name in HISTORIED]
        ),
    ]
