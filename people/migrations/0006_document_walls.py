"""A file that waits for a second person is its organisation's alone; whether a file names another child is answered
with yes or no."""

from django.db import migrations

from people import walls

# As people/wrong_family.py: without accents and apostrophes, small letters, words apart by one space.
NAME_PRINT = """
CREATE FUNCTION app_name_print(name text) RETURNS bigint LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT ('x' || left(md5(words), 16))::bit(64)::bigint FROM (
        SELECT btrim(regexp_replace(
            translate(lower(regexp_replace(normalize(name, NFKD), '[\u0300-\u036f''’‘ʼ`´]', '', 'g')),
                      'łøđıðþæœß', 'lodidtaos'),
            '[^a-z0-9]+', ' ', 'g'))) AS plain(words)
    WHERE words LIKE '% %'
$$;
"""

# Looks beyond one's own children, and answers only yes or no (nothing at all about a child one has nothing to do
# with). Every open child of the board is looked at, found or not, so that it takes the same time.
NAMES_ANOTHER_CHILD = """
CREATE FUNCTION app_names_another_child(child bigint, numbers text[], names bigint[],
                                        OUT by_number boolean, OUT by_name boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    WITH own AS (
        SELECT app_name_print(c.given_name || ' ' || c.family_name) AS print FROM people_child AS c WHERE c.id = child
        UNION SELECT app_name_print(c.family_name || ' ' || c.given_name) FROM people_child AS c WHERE c.id = child
        UNION SELECT app_name_print(p.name) FROM people_contact AS p WHERE p.child_id = child
    ), wanted AS (
        SELECT n AS print FROM unnest(names) AS n
        WHERE n NOT IN (SELECT print FROM own WHERE print IS NOT NULL)
    ), others AS (
        SELECT o.nhs_number, o.given_name, o.family_name FROM people_child AS o
        JOIN people_child AS c ON c.icb_id = o.icb_id AND c.id = child
        WHERE o.id <> child AND o.date_of_birth > app_today() - interval '26 years'
    )
    SELECT CASE WHEN app_involved(child) THEN coalesce(bool_or(o.nhs_number IN (SELECT unnest(numbers))), false) END,
           CASE WHEN app_involved(child) THEN coalesce(bool_or(
               coalesce(app_name_print(o.given_name || ' ' || o.family_name) IN (SELECT print FROM wanted), false)
               OR coalesce(app_name_print(o.family_name || ' ' || o.given_name) IN (SELECT print FROM wanted), false)
           ), false) END
    FROM others AS o
$$;
"""
DROP = "DROP FUNCTION app_names_another_child(bigint, text[], bigint[]); DROP FUNCTION app_name_print(text);"


def papers(table, *, waits=""):
    own = walls.of_organisation(table, "owner_id", "app.child_org_ids")
    file = f"({table}.kind <> 'tribunal' AND {walls.involved(table, but=walls.NOT_THE_FILE)}{waits})"
    return f"{file} OR {own}"


def waiting(table):
    """To its owner's people, of those with the file; to the body that looks at it."""
    ours = walls.of_organisation(table, "owner_id")
    checker = walls.of_organisation(table, "checker_id", "app.child_org_ids")
    shown = papers(table, waits=f" AND ({table}.status NOT IN ('held', 'checked') OR {ours})")
    return f"{shown} OR ({table}.kind <> 'tribunal' AND {table}.status = 'held' AND {checker})"


def change(table):
    before, after = papers(table), waiting(table)
    alter = f"ALTER POLICY wall ON {table} USING ({{0}}) WITH CHECK ({{0}});"
    return migrations.RunSQL(alter.format(after), alter.format(before))


# Documents from before files were looked through say so.
NOT_READ = """
UPDATE people_document SET unread = 'It was added before files were searched.';
UPDATE people_historicaldocument SET unread = 'It was added before files were searched.';
"""


class Migration(migrations.Migration):
    dependencies = [("people", "0005_documents")]
    operations = [
        migrations.RunSQL(NAME_PRINT + NAMES_ANOTHER_CHILD, DROP),
        migrations.RunSQL(NOT_READ, migrations.RunSQL.noop),
        change("people_document"),
        change("people_historicaldocument"),
    ]
