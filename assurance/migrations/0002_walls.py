"""Row security for what is logged around the cases."""

from django.db import migrations

from people import walls

RECORDS = ["trainingsession", "complexcase", "coproductionepisode"]


def behind_child_or_organisation(table):
    """A row about a child is shown to those involved with the child; one about nobody, to its organisation."""
    condition = (
        f"({table}.child_id IS NULL AND {walls.of_organisation(table, 'icb_id')}) "
        f"OR ({table}.child_id IS NOT NULL AND {walls.involved(table)})"
    )
    return walls.wall(table, condition)


class Migration(migrations.Migration):
    dependencies = [("assurance", "0001_initial"), ("people", "0003_walls")]
    operations = [
        walls.behind_organisation("assurance_trainingsession", "icb_id"),
        walls.behind_organisation("assurance_historicaltrainingsession", "icb_id"),
        walls.behind_child("assurance_complexcase"),
        walls.behind_child("assurance_historicalcomplexcase"),
        behind_child_or_organisation("assurance_coproductionepisode"),
        behind_child_or_organisation("assurance_historicalcoproductionepisode"),
        walls.append_only(*[f"assurance_historical{name}" for name in RECORDS]),
    ]
