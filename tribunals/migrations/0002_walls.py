"""Row security for appeals and Regulation 6 responses.

The board's DCOs reach them by the board's responsibility; reviewers and the executive lead by their team's part in
the response; the local authority sees what is sent to it, and the letter among the papers.
"""

from django.db import migrations

from people import walls

OURS = (*walls.ASKED, "health_advice", "residence")
WITH_THE_LA = (*walls.ASKED, "health_advice")
BOARDS_OWN = ["issue", "review"]
SENT = ["appeal", "recommendation", "regulation6response", "answer"]


def shown(name, but):
    return [
        walls.wall(table, walls.involved(table, but=but))
        for table in (f"tribunals_{name}", f"tribunals_historical{name}")
    ]


def papers(table):
    letter = f"({table}.about = 'letter' AND {walls.involved(table, but=WITH_THE_LA)})"
    return walls.wall(table, f"{letter} OR {walls.involved(table, but=OURS)}")


# Who is shown the paper is shown its document: reviewers reach no other paper of the child.
DOCUMENTS = """CREATE POLICY papers ON people_document FOR SELECT USING (
    kind = 'tribunal' AND EXISTS (SELECT 1 FROM tribunals_paper AS p WHERE p.document_id = people_document.id)
)"""


class Migration(migrations.Migration):
    dependencies = [("tribunals", "0001_initial"), ("people", "0003_walls")]
    operations = [
        *[wall for name in BOARDS_OWN for wall in shown(name, OURS)],
        *[wall for name in SENT for wall in shown(name, WITH_THE_LA)],
        papers("tribunals_paper"),
        papers("tribunals_historicalpaper"),
        migrations.RunSQL(DOCUMENTS, "DROP POLICY papers ON people_document"),
        walls.append_only(
            "tribunals_recommendation",
            *[f"tribunals_historical{name}" for name in [*BOARDS_OWN, *SENT, "paper"]],
        ),
    ]
