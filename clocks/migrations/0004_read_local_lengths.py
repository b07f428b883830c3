"""Anybody's act may start a local clock: an ICB's own length is read by all, and set within the ICB."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("clocks", "0003_first_owing")]
    operations = [
        migrations.RunSQL(
            "CREATE POLICY read ON clocks_locallength FOR SELECT USING (true);",
            "DROP POLICY read ON clocks_locallength;",
        ),
    ]
