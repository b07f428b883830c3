"""Row security for dismissed findings: they quote a child's wording."""

from django.db import migrations

from people import walls


class Migration(migrations.Migration):
    dependencies = [("qa", "0003_dismissed_findings"), ("people", "0002_walls")]
    operations = [
        walls.behind_child("qa_dismissal"),
        walls.behind_child("qa_historicaldismissal"),
        walls.append_only("qa_historicaldismissal"),
    ]
