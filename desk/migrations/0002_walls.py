"""A saved filter names no child and belongs to one person; what became of it can only be added to."""

from django.db import migrations

from people import walls


class Migration(migrations.Migration):
    dependencies = [("desk", "0001_initial"), ("people", "0003_walls")]
    operations = [walls.append_only("desk_historicalsavedfilter")]
