"""Whom a file hit is noted with each of those children: the search for another family's papers is no way to find out,
unseen, who is known here."""

from importlib import import_module

from django.db import migrations

# The search as in 0006, one row for each other child; run by somebody who may not see them, it finds none.
OTHERS_NAMED = """
CREATE FUNCTION app_others_named(child bigint, numbers text[], names bigint[])
RETURNS TABLE (id bigint, by_number boolean, by_name boolean) LANGUAGE sql STABLE AS $$
    WITH own AS (
        SELECT app_name_print(c.given_name || ' ' || c.family_name) AS print FROM people_child AS c WHERE c.id = child
        UNION SELECT app_name_print(c.family_name || ' ' || c.given_name) FROM people_child AS c WHERE c.id = child
        UNION SELECT app_name_print(p.name) FROM people_contact AS p WHERE p.child_id = child
    ), wanted AS (
        SELECT n AS print FROM unnest(names) AS n
        WHERE n NOT IN (SELECT print FROM own WHERE print IS NOT NULL)
    )
    SELECT o.id, coalesce(o.nhs_number IN (SELECT unnest(numbers)), false),
           coalesce(app_name_print(o.given_name || ' ' || o.family_name) IN (SELECT print FROM wanted), false)
           OR coalesce(app_name_print(o.family_name || ' ' || o.given_name) IN (SELECT print FROM wanted), false)
    FROM people_child AS o
    JOIN people_child AS c ON c.icb_id = o.icb_id AND c.id = child
    WHERE o.id <> child AND o.date_of_birth > app_today() - interval '26 years'
$$;
"""

# As in 0006: yes or no, and nothing about a child one has nothing to do with.
NAMES_ANOTHER_CHILD = """
CREATE OR REPLACE FUNCTION app_names_another_child(child bigint, numbers text[], names bigint[],
                                                   OUT by_number boolean, OUT by_name boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT CASE WHEN app_involved(child) THEN coalesce(bool_or(o.by_number), false) END,
           CASE WHEN app_involved(child) THEN coalesce(bool_or(o.by_name), false) END
    FROM app_others_named(child, numbers, names) AS o
$$;
"""
BEFORE = import_module("people.migrations.0006_document_walls").NAMES_ANOTHER_CHILD.replace(
    "CREATE FUNCTION", "CREATE OR REPLACE FUNCTION"
)

# Nothing comes back.
NOTE = """
CREATE FUNCTION app_note_named_in_file(person bigint, body bigint, moment timestamptz, child bigint, numbers text[],
                                       names bigint[])
RETURNS void LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    INSERT INTO people_listlog (user_id, organisation_id, at, what, path, children)
    VALUES (person, body, moment, 'whether a file names another child', '',
            ARRAY(SELECT o.id FROM app_others_named(child, numbers, names) AS o WHERE o.by_number OR o.by_name
                  ORDER BY o.id))
$$;
"""
DROP = """
DROP FUNCTION app_note_named_in_file(bigint, bigint, timestamptz, bigint, text[], bigint[]);
DROP FUNCTION app_others_named(bigint, text[], bigint[]);
"""


class Migration(migrations.Migration):
    dependencies = [("people", "0008_many_numbers")]
    operations = [migrations.RunSQL(OTHERS_NAMED + NAMES_ANOTHER_CHILD + NOTE, BEFORE + DROP)]
