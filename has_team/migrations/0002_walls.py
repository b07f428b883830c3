"""Row security for the Health Advisers' referrals."""

from django.db import migrations

from people import walls

TABLES = ["referral", "onwardreferral"]


class Migration(migrations.Migration):
    dependencies = [("has_team", "0001_initial"), ("people", "0003_walls")]
    operations = [
        *[walls.behind_child(f"has_team_{name}") for name in TABLES],
        *[walls.behind_child(f"has_team_historical{name}") for name in TABLES],
        walls.append_only(*[f"has_team_historical{name}" for name in TABLES]),
    ]
