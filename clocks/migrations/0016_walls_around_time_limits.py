"""A time limit that was logged by hand is shown to those who open the child's file, and to whoever owes it."""

from django.db import migrations

from people import walls


class Migration(migrations.Migration):
    dependencies = [("clocks", "0015_time_limits_by_hand"), ("people", "0002_walls")]
    operations = [
        walls.behind_child("clocks_timelimit", or_owner="owing_id"),
        walls.behind_child("clocks_historicaltimelimit", or_owner="owing_id"),
        walls.append_only("clocks_historicaltimelimit"),
    ]
