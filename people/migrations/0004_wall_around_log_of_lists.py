"""The log of lists: shown to those involved with one of its children, added to by everybody, changed by nobody."""

from django.db import migrations

from people import walls

# An array's operators may not be used before row security has spoken, and so neither may its index. This finds the
# rows' numbers; the rows themselves are still shown by their policy alone.
SHOWING = """
CREATE FUNCTION app_lists_showing(child bigint) RETURNS SETOF bigint LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = public, pg_temp AS $$
    SELECT id FROM people_listlog WHERE children @> ARRAY[child]
$$;
"""

# Who asked is noted with the child whose number it is, whom the person may not see; nothing comes back.
NUMBER_ASKED = """
CREATE FUNCTION app_note_number_asked(person bigint, body bigint, moment timestamptz, icb bigint, number text)
RETURNS void LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    INSERT INTO people_listlog (user_id, organisation_id, at, what, path, children)
    VALUES (person, body, moment, 'whether this NHS number is registered', '',
            ARRAY(SELECT c.id FROM people_child AS c WHERE c.icb_id = icb AND c.nhs_number = number))
$$;
"""

SHOWN = walls.involved("people_listlog", column="children", but=walls.NOT_THE_FILE).replace(
    "= people_listlog.children", "= ANY (people_listlog.children)"
)


class Migration(migrations.Migration):
    dependencies = [("people", "0003_log_of_lists")]
    operations = [
        migrations.RunSQL(
            "ALTER TABLE people_listlog ENABLE ROW LEVEL SECURITY; "
            f"CREATE POLICY seen ON people_listlog FOR SELECT USING ({SHOWN}); "
            "CREATE POLICY added ON people_listlog FOR INSERT WITH CHECK (true);",
            "DROP POLICY seen ON people_listlog; DROP POLICY added ON people_listlog; "
            "ALTER TABLE people_listlog DISABLE ROW LEVEL SECURITY;",
        ),
        walls.append_only("people_listlog"),
        migrations.RunSQL(SHOWING, "DROP FUNCTION app_lists_showing(bigint);"),
        migrations.RunSQL(NUMBER_ASKED, "DROP FUNCTION app_note_number_asked(bigint, bigint, timestamptz, bigint, text);"),
    ]
