"""A draft may tell about a child: it is shown where children are. To work in an organisation is not enough."""

from django.db import migrations

# people's functions for walls come later than this table.
IDS = "ANY (string_to_array(nullif(current_setting('{}', true), ''), ',')::bigint[])"
BEFORE = f"organisation_id = {IDS.format('app.org_ids')}"
AFTER = f"organisation_id = {IDS.format('app.child_org_ids')} OR team_id = {IDS.format('app.team_ids')}"
ALTER = "ALTER POLICY wall ON core_draft USING ({0}) WITH CHECK ({0});"


class Migration(migrations.Migration):
    dependencies = [("core", "0006_reserved_letters")]
    operations = [migrations.RunSQL(ALTER.format(AFTER), ALTER.format(BEFORE))]
