"""Row security for children, those around them, their papers and the log of who looked."""

from django.db import migrations

from people import walls

INVOLVED = """
CREATE FUNCTION app_involved(child bigint) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = public, pg_temp AS $$
    SELECT EXISTS (
        SELECT 1 FROM people_involvement AS i
        WHERE i.child_id = child
          AND (i.organisation_id = ANY (app_ids('app.child_org_ids')) OR i.team_id = ANY (app_ids('app.team_ids')))
          AND i.starts_on <= app_today()
          AND (i.ends_on IS NULL OR i.ends_on >= app_today()))
$$;
"""

# Looks beyond one's own children, and answers only yes or no.
NHS_NUMBER_TAKEN = """
CREATE FUNCTION app_nhs_number_taken(icb bigint, number text, but bigint) RETURNS boolean LANGUAGE sql STABLE
SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT EXISTS (SELECT 1 FROM people_child AS c WHERE c.icb_id = icb AND c.nhs_number = number
                   AND c.id IS DISTINCT FROM but)
$$;
"""


def by_involvement(table):
    # One's own rows first: the function is asked only for the rows of others around the same child.
    own = (
        f"{walls.of_organisation(table, 'organisation_id', 'app.child_org_ids')} "
        f"OR {walls.of_organisation(table, 'team_id', 'app.team_ids')}"
    )
    condition = f"{own} OR app_involved({table}.child_id)"
    return migrations.RunSQL(
        f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY; "
        f"CREATE POLICY wall ON {table} USING ({condition}) WITH CHECK ({condition});",
        f"DROP POLICY wall ON {table}; ALTER TABLE {table} DISABLE ROW LEVEL SECURITY;",
    )


def papers(table):
    """The file's papers; a Tribunal paper is shown to its owner alone."""
    file = f"({table}.kind <> 'tribunal' AND {walls.involved(table, but=walls.NOT_THE_FILE)})"
    return walls.wall(table, f"{file} OR {walls.of_organisation(table, 'owner_id', 'app.child_org_ids')}")


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial")]
    operations = [
        migrations.RunSQL(walls.FUNCTIONS, walls.DROP_FUNCTIONS),
        migrations.RunSQL(INVOLVED, "DROP FUNCTION app_involved(bigint);"),
        migrations.RunSQL(NHS_NUMBER_TAKEN, "DROP FUNCTION app_nhs_number_taken(bigint, text, bigint);"),
        by_involvement("people_involvement"),
        by_involvement("people_historicalinvolvement"),
        walls.behind_child("people_child", column="id", whole=False),
        walls.behind_child("people_historicalchild", column="id", whole=False),
        walls.behind_child("people_contact"),
        walls.behind_child("people_historicalcontact"),
        papers("people_document"),
        papers("people_historicaldocument"),
        migrations.RunSQL(
            "ALTER TABLE people_accesslog ENABLE ROW LEVEL SECURITY; "
            f"CREATE POLICY seen ON people_accesslog FOR SELECT USING ({walls.involved('people_accesslog', but=walls.NOT_THE_FILE)}); "
            "CREATE POLICY added ON people_accesslog FOR INSERT WITH CHECK (true);",
            "DROP POLICY seen ON people_accesslog; DROP POLICY added ON people_accesslog; "
            "ALTER TABLE people_accesslog DISABLE ROW LEVEL SECURITY;",
        ),
        walls.append_only("people_accesslog", "people_historicalchild", "people_historicalcontact",
                          "people_historicaldocument", "people_historicalinvolvement"),
    ]
