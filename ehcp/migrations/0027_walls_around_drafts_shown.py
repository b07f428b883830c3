"""What was shown of a draft: to those who open the file, to those whose advice it was, and to the clinician whom they
sent a link for it."""

from django.db import migrations

from people import walls

SHOWN = """
CREATE FUNCTION app_link_shown() RETURNS bigint LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = public, pg_temp AS
$$ SELECT shown_id FROM ehcp_clinicianlink WHERE id = app_link() AND status IN ('open', 'answered') $$;
"""


def by_link(table):
    return migrations.RunSQL(
        f"CREATE POLICY by_link ON {table} USING ({table}.id = (SELECT app_link_shown()));",
        f"DROP POLICY by_link ON {table};",
    )


class Migration(migrations.Migration):
    dependencies = [("ehcp", "0026_drafts_shown")]
    operations = [
        migrations.RunSQL(SHOWN, "DROP FUNCTION app_link_shown();"),
        walls.behind_child("ehcp_draftshown", or_owner="owner_id"),
        walls.behind_child("ehcp_historicaldraftshown", or_owner="owner_id"),
        walls.append_only("ehcp_historicaldraftshown"),
        by_link("ehcp_draftshown"),
        by_link("ehcp_historicaldraftshown"),
    ]
