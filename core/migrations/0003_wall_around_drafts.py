"""A draft may tell about a child: the database shows it to its organisation only, which may throw it away."""

from django.db import migrations

# people's functions for walls come later than this table.
OWN = "organisation_id = ANY (string_to_array(nullif(current_setting('app.org_ids', true), ''), ',')::bigint[])"


class Migration(migrations.Migration):
    dependencies = [("core", "0002_outbox_and_drafts")]
    operations = [
        migrations.RunSQL(
            "ALTER TABLE core_draft ENABLE ROW LEVEL SECURITY; "
            f"CREATE POLICY wall ON core_draft USING ({OWN}) WITH CHECK ({OWN}); "
            "GRANT DELETE ON core_draft TO portal_app;",
            "REVOKE DELETE ON core_draft FROM portal_app; DROP POLICY wall ON core_draft; "
            "ALTER TABLE core_draft DISABLE ROW LEVEL SECURITY;",
        ),
    ]
