"""Row security for quality assurances, what was decided and accounted for in them, the comparisons, the library and each
ICB's words, and audits. What ties an audit id to a child stands behind the child; the rest belongs to the board, and what
is published of one local authority to that one too. A version of standard wording that was decided about never changes."""

from django.db import migrations

from people import walls

FILE = (
    "accountedline", "comparison", "dismissal", "episode", "episodesection", "findinganswer", "libraryuse",
    "sectiongagreement",
)  # fmt: skip
OF_THE_BOARD = ("formwording", "glossaryterm", "libraryentry")
AUDITED = ("audit", "auditaction", "auditcase", "finding", "levelonecheck", "mark", "questionset")

FROZEN = """
CREATE FUNCTION qa_libraryversion_frozen() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'A version of standard wording that was decided about does not change.'
   USING ERRCODE = 'check_violation'; END $$;
CREATE TRIGGER frozen BEFORE UPDATE OR DELETE ON qa_libraryversion
    FOR EACH ROW WHEN (OLD.status <> 'proposed') EXECUTE FUNCTION qa_libraryversion_frozen();
"""
THAWED = "DROP TRIGGER frozen ON qa_libraryversion; DROP FUNCTION qa_libraryversion_frozen();"

PUBLISHED_THERE = "qa_audit.status = 'published' AND " + walls.of_organisation("qa_audit", "local_authority_id")
AUDIT = f"{walls.of_organisation('qa_audit', 'icb_id')} OR ({PUBLISHED_THERE})"


# Whoever reads an audit reads what it asked.
ASKED = (
    walls.of_organisation("qa_questionset", "icb_id")
    + " OR EXISTS (SELECT 1 FROM qa_audit AS a WHERE a.question_set_id = qa_questionset.id)"
)


def owed(table):
    shown = f"EXISTS (SELECT 1 FROM qa_finding AS p WHERE p.id = {table}.finding_id)"  # noqa: S608
    return walls.wall(table, f"{shown} OR {walls.of_organisation(table, 'owing_id')}")


def checked(table):
    """Inside the board, and of those only who reaches the child."""
    return walls.wall(
        table, f"{walls.of_organisation(table, 'icb_id')} AND {walls.involved(table, but=walls.NOT_THE_FILE)}"
    )


class Migration(migrations.Migration):
    dependencies = [("qa", "0001_initial"), ("people", "0003_walls")]
    operations = [
        *[walls.behind_child(f"qa_{prefix}{name}") for name in FILE for prefix in ("", "historical")],
        walls.behind_child("qa_advicetext"),
        *[
            walls.behind_organisation(f"qa_{prefix}{name}", "icb_id")
            for name in OF_THE_BOARD
            for prefix in ("", "historical")
        ],
        walls.behind_parent("qa_libraryversion", column="entry_id", parent="qa_libraryentry"),
        walls.behind_parent("qa_historicallibraryversion", column="entry_id", parent="qa_libraryentry"),
        migrations.RunSQL(FROZEN, THAWED),
        walls.wall("qa_audit", AUDIT),
        walls.behind_organisation("qa_historicalaudit", "icb_id"),
        walls.wall("qa_questionset", ASKED),
        walls.behind_organisation("qa_historicalquestionset", "icb_id"),
        walls.behind_parent("qa_question", column="question_set_id", parent="qa_questionset"),
        walls.behind_parent("qa_stratum", column="audit_id", parent="qa_audit"),
        walls.behind_child("qa_member"),
        walls.behind_parent("qa_auditcase", column="audit_id", parent="qa_audit"),
        walls.behind_organisation("qa_historicalauditcase", "icb_id"),
        walls.behind_organisation("qa_auditpaper", "icb_id"),
        walls.behind_parent("qa_mark", column="case_id", parent="qa_auditcase"),
        walls.behind_parent("qa_historicalmark", column="case_id", parent="qa_auditcase"),
        walls.behind_parent("qa_answer", column="mark_id", parent="qa_mark"),
        walls.behind_parent("qa_finding", column="audit_id", parent="qa_audit"),
        walls.behind_parent("qa_historicalfinding", column="audit_id", parent="qa_audit"),
        owed("qa_auditaction"),
        owed("qa_historicalauditaction"),
        checked("qa_levelonecheck"),
        checked("qa_historicallevelonecheck"),
        walls.behind_parent("qa_leveloneitem", column="check_of_id", parent="qa_levelonecheck"),
        walls.append_only(
            "qa_advicetext",
            "qa_answer",
            "qa_auditpaper",
            "qa_leveloneitem",
            "qa_member",
            "qa_question",
            "qa_stratum",
            *[f"qa_historical{name}" for name in (*FILE, *OF_THE_BOARD, *AUDITED, "libraryversion")],
        ),
    ]
