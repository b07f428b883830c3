"""Row security for the history of when a figure was first collected."""

from django.db import migrations

from people import walls


class Migration(migrations.Migration):
    dependencies = [("reporting", "0003_metric_start_history"), ("people", "0002_walls")]
    operations = [
        walls.behind_organisation("reporting_historicalmetricstart", "icb_id"),
        walls.append_only("reporting_historicalmetricstart"),
    ]
