"""Row security for quality assurances, their sections, the comparisons, and each ICB's words."""

from django.db import migrations

from people import walls

FILE = ["episode", "episodesection", "comparison"]


class Migration(migrations.Migration):
    dependencies = [("qa", "0001_initial"), ("people", "0002_walls")]
    operations = [
        *[walls.behind_child(f"qa_{name}") for name in FILE],
        *[walls.behind_child(f"qa_historical{name}") for name in FILE],
        walls.behind_organisation("qa_formwording", "icb_id"),
        walls.behind_organisation("qa_historicalformwording", "icb_id"),
        walls.append_only(*[f"qa_historical{name}" for name in [*FILE, "formwording"]]),
    ]
