"""Who set which length when is shown to the board's own people."""

from django.db import migrations

from people import walls


class Migration(migrations.Migration):
    dependencies = [("clocks", "0005_local_length_by_verb"), ("people", "0002_walls")]
    operations = [walls.behind_organisation("clocks_historicallocallength", "icb_id")]
