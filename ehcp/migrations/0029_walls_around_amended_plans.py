"""What an amended plan says is shown to those who open the child's file."""

from django.db import migrations

from people import walls


class Migration(migrations.Migration):
    dependencies = [("ehcp", "0028_amended_plans"), ("people", "0002_walls")]
    operations = [
        walls.behind_child("ehcp_amendedplan"),
        walls.behind_child("ehcp_historicalamendedplan"),
        walls.append_only("ehcp_amendedplan", "ehcp_historicalamendedplan"),
    ]
