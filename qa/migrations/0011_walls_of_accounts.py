"""Row security for advice accounted for, the words of attached papers, and answered findings."""

from django.db import migrations

from people import walls

HISTORIED = ["accountedline", "findinganswer"]


class Migration(migrations.Migration):
    dependencies = [("qa", "0010_advice_accounted_for"), ("people", "0002_walls")]
    operations = [
        *[walls.behind_child(f"qa_{name}") for name in [*HISTORIED, "advicetext"]],
        *[walls.behind_child(f"qa_historical{name}") for name in HISTORIED],
        walls.append_only(*[f"qa_historical{name}" for name in HISTORIED], "qa_advicetext"),
    ]
