"""What the database answers beyond one's own children: yes or no, or nothing at all."""

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

# One row for each other open child of the board, found or not, so that it takes the same time. Run by somebody who may
# not see them, it finds none.
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

# Looks beyond one's own children, and answers only yes or no; nothing at all about a child one has nothing to do with.
NAMES_ANOTHER_CHILD = """
CREATE FUNCTION app_names_another_child(child bigint, numbers text[], names bigint[],
                                        OUT by_number boolean, OUT by_name boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT CASE WHEN app_involved(child) THEN coalesce(bool_or(o.by_number), false) END,
           CASE WHEN app_involved(child) THEN coalesce(bool_or(o.by_name), false) END
    FROM app_others_named(child, numbers, names) AS o
$$;
"""

# Whom a file hit is noted with each of those children: the search for another family's papers is no way to find out,
# unseen, who is known here. Who added the file may be a person with a link, who has no account. Nothing comes back.
NOTE = """
CREATE FUNCTION app_note_named_in_file(account bigint, words text, body bigint, moment timestamptz, child bigint, numbers text[],
                                       names bigint[])
RETURNS void LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    INSERT INTO people_listlog (user_id, person, organisation_id, at, what, path, children)
    VALUES (account, words, body, moment, 'whether a file names another child', '',
            ARRAY(SELECT o.id FROM app_others_named(child, numbers, names) AS o WHERE o.by_number OR o.by_name
                  ORDER BY o.id))
$$;
"""

FUNCTIONS = {
    "app_involved(bigint)": INVOLVED,
    "app_nhs_number_taken(bigint, text, bigint)": NHS_NUMBER_TAKEN,
    "app_lists_showing(bigint)": SHOWING,
    "app_note_number_asked(bigint, bigint, timestamptz, bigint, text)": NUMBER_ASKED,
    "app_name_print(text)": NAME_PRINT,
    "app_others_named(bigint, text[], bigint[])": OTHERS_NAMED,
    "app_names_another_child(bigint, text[], bigint[])": NAMES_ANOTHER_CHILD,
    "app_note_named_in_file(bigint, text, bigint, timestamptz, bigint, text[], bigint[])": NOTE,
}


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial")]
    operations = [
        migrations.RunSQL(walls.FUNCTIONS, walls.DROP_FUNCTIONS),
        *[migrations.RunSQL(create, f"DROP FUNCTION {name};") for name, create in FUNCTIONS.items()],
    ]
