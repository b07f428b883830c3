"""Who was told is shown to those who see the clock; a board's own ladder is read by all
who work under it, and set within the board."""

from django.db import migrations

from people import walls


class Migration(migrations.Migration):
    dependencies = [("clocks", "0013_reminders"), ("people", "0002_walls")]
    operations = [
        walls.behind_parent("clocks_reminder", column="clock_id", parent="clocks_clock"),
        walls.behind_organisation("clocks_ownladder", "icb_id"),
        walls.behind_organisation("clocks_historicalownladder", "icb_id"),
        migrations.RunSQL(
            "CREATE POLICY read ON clocks_ownladder FOR SELECT USING (true);",
            "DROP POLICY read ON clocks_ownladder;",
        ),
        walls.append_only("clocks_reminder", "clocks_historicalownladder"),
    ]
