"""Row security for children, those around them, their papers, their consent, and the logs of who looked."""

from django.db import migrations

from people import walls

HISTORIED = ("child", "consent", "contact", "document", "documentsent", "involvement", "sharingwithoutconsent")

SHOWN = walls.involved("people_listlog", column="children", but=walls.NOT_THE_FILE).replace(
    "= people_listlog.children", "= ANY (people_listlog.children)"
)


def by_involvement(table):
    # One's own rows first: the function is asked only for the rows of others around the same child.
    own = walls.of_organisation(table, "organisation_id", "app.child_org_ids")
    team = walls.of_organisation(table, "team_id", "app.team_ids")
    return walls.wall(table, f"{own} OR {team} OR app_involved({table}.child_id)")


def papers(table):
    """A Tribunal paper is shown to its owner alone. A file that waits for a second person: to its owner's people, of
    those with the file, and to the body that looks at it."""
    ours = walls.of_organisation(table, "owner_id")
    owner = walls.of_organisation(table, "owner_id", "app.child_org_ids")
    checker = walls.of_organisation(table, "checker_id", "app.child_org_ids")
    waits = f" AND ({table}.status NOT IN ('held', 'checked') OR {ours})"
    file = f"({table}.kind <> 'tribunal' AND {walls.involved(table, but=walls.NOT_THE_FILE)}{waits})"
    held = f"({table}.kind <> 'tribunal' AND {table}.status = 'held' AND {checker})"
    return walls.wall(table, f"{file} OR {owner} OR {held}")


def log(table, shown):
    """Read by those involved, added to by everybody, changed by nobody."""
    return migrations.RunSQL(
        f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY; "
        f"CREATE POLICY seen ON {table} FOR SELECT USING ({shown}); "
        f"CREATE POLICY added ON {table} FOR INSERT WITH CHECK (true);",
        f"DROP POLICY seen ON {table}; DROP POLICY added ON {table}; ALTER TABLE {table} DISABLE ROW LEVEL SECURITY;",
    )


# What was sent to a family: paper and recipient are that child's, and the database holds to it.
OF_THIS_CHILD = """
ALTER TABLE people_{0} ADD CONSTRAINT {0}_of_its_child UNIQUE (id, child_id);
ALTER TABLE people_documentsent ADD CONSTRAINT sent_{0}_of_this_child
    FOREIGN KEY ({0}_id, child_id) REFERENCES people_{0} (id, child_id);
"""
DROP = """
ALTER TABLE people_documentsent DROP CONSTRAINT sent_{0}_of_this_child;
ALTER TABLE people_{0} DROP CONSTRAINT {0}_of_its_child;
"""


class Migration(migrations.Migration):
    dependencies = [("people", "0002_functions")]
    operations = [
        by_involvement("people_involvement"),
        by_involvement("people_historicalinvolvement"),
        walls.behind_child("people_child", column="id", whole=False),
        walls.behind_child("people_historicalchild", column="id", whole=False),
        walls.behind_child("people_contact"),
        walls.behind_child("people_historicalcontact"),
        papers("people_document"),
        papers("people_historicaldocument"),
        walls.behind_child("people_documentsent"),
        walls.behind_child("people_historicaldocumentsent"),
        # Consent, and sharing without it, is known to everybody involved, also to a provider that was only asked for
        # advice: it must keep to a refusal. Pages show the record itself to those who open the file.
        walls.behind_child("people_consent", whole=False),
        walls.behind_child("people_historicalconsent", whole=False),
        walls.behind_child("people_sharingwithoutconsent", whole=False),
        walls.behind_child("people_historicalsharingwithoutconsent", whole=False),
        log("people_accesslog", walls.involved("people_accesslog", but=walls.NOT_THE_FILE)),
        log("people_listlog", SHOWN),
        walls.append_only("people_accesslog", "people_listlog", *[f"people_historical{name}" for name in HISTORIED]),
        *[migrations.RunSQL(OF_THIS_CHILD.format(name), DROP.format(name)) for name in ("document", "contact")],
    ]
