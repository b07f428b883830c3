"""A pause is shown to whom its clock is shown."""

from django.db import migrations

from people import walls


class Migration(migrations.Migration):
    dependencies = [("clocks", "0011_pauses"), ("people", "0002_walls")]
    operations = [
        walls.behind_parent("clocks_pause", column="clock_id", parent="clocks_clock"),
        walls.behind_parent("clocks_historicalpause", column="clock_id", parent="clocks_clock"),
        walls.append_only("clocks_historicalpause"),
    ]
