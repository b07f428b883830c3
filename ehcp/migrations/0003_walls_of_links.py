"""A clinician's link opens, in the database: that link, the one request or shown draft it is for, the child and the time
limit of that request, and the file that it brings. Those involved see the link; nobody but its person what is typed and
not sent."""

from importlib import import_module

from django.db import migrations

from people import walls

# Of an ended or locked link: nothing. Of an answered one still enough for the receipt.
OPENS = """
CREATE FUNCTION app_link() RETURNS bigint LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT nullif(current_setting('app.link_id', true), '')::bigint $$;
CREATE FUNCTION app_link_request() RETURNS bigint LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = public, pg_temp AS
$$ SELECT request_id FROM ehcp_clinicianlink WHERE id = app_link() AND status IN ('open', 'answered') $$;
CREATE FUNCTION app_link_child() RETURNS bigint LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = public, pg_temp AS
$$ SELECT child_id FROM ehcp_clinicianlink WHERE id = app_link() AND status IN ('open', 'answered') $$;
CREATE FUNCTION app_link_clocks() RETURNS bigint[] LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = public, pg_temp AS
$$ SELECT ARRAY[advice_clock_id, promise_clock_id] FROM ehcp_advicerequest WHERE id = app_link_request() $$;
CREATE FUNCTION app_link_shown() RETURNS bigint LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = public, pg_temp AS
$$ SELECT shown_id FROM ehcp_clinicianlink WHERE id = app_link() AND status IN ('open', 'answered') $$;
CREATE FUNCTION app_link_with_digest(wanted text, moment timestamptz) RETURNS bigint LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = public, pg_temp AS
$$ SELECT id FROM ehcp_clinicianlink WHERE digest = wanted AND status = 'open' AND expires_at > moment $$;
"""
DROP = """
DROP FUNCTION app_link_with_digest(text, timestamptz); DROP FUNCTION app_link_shown();
DROP FUNCTION app_link_clocks(); DROP FUNCTION app_link_child(); DROP FUNCTION app_link_request();
DROP FUNCTION app_link();
"""

# Whether a file names another child is answered to whoever brings one by a link, too.
_CREATED = import_module("people.migrations.0002_functions").NAMES_ANOTHER_CHILD
BEFORE = _CREATED.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")
AFTER = BEFORE.replace("WHEN app_involved(child) THEN", "WHEN app_involved(child) OR child = app_link_child() THEN")


def policy(table, name, command, rest):
    return migrations.RunSQL(
        f"CREATE POLICY {name} ON {table} FOR {command} {rest};", f"DROP POLICY {name} ON {table};"
    )


def by_link(table, column, function):
    return policy(table, "by_link", "ALL", f"USING ({table}.{column} = (SELECT {function}()))")


class Migration(migrations.Migration):
    dependencies = [("ehcp", "0002_walls"), ("clocks", "0002_walls")]
    operations = [
        migrations.RunSQL(OPENS, DROP),
        migrations.RunSQL(AFTER, BEFORE),
        walls.behind_child("ehcp_clinicianlink", or_owner="provider_id"),
        walls.behind_child("ehcp_historicalclinicianlink", or_owner="provider_id"),
        walls.append_only("ehcp_historicalclinicianlink"),
        walls.wall("ehcp_linkdraft", "ehcp_linkdraft.link_id = (SELECT app_link())"),
        by_link("ehcp_clinicianlink", "id", "app_link"),
        by_link("ehcp_historicalclinicianlink", "id", "app_link"),
        by_link("people_document", "by_link", "app_link"),
        by_link("people_historicaldocument", "by_link", "app_link"),
        by_link("ehcp_advicerequest", "id", "app_link_request"),
        by_link("ehcp_historicaladvicerequest", "id", "app_link_request"),
        by_link("ehcp_draftshown", "id", "app_link_shown"),
        by_link("ehcp_historicaldraftshown", "id", "app_link_shown"),
        *[
            policy(table, "by_link", "ALL", f"USING ({table}.id = ANY ((SELECT app_link_clocks())::bigint[]))")
            for table in ("clocks_clock", "clocks_historicalclock")
        ],
        # Read, and locked while the advice is sent; never changed.
        policy("people_child", "by_link", "SELECT", "USING (people_child.id = (SELECT app_link_child()))"),
        policy("people_child", "locked_by_link", "UPDATE",
               "USING (people_child.id = (SELECT app_link_child())) WITH CHECK (false)"),
    ]  # fmt: skip
