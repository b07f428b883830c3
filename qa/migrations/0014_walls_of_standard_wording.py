"""Row security for the library and the glossary of each ICB; a version that was decided about never changes."""

from django.db import migrations

from people import walls

HISTORIED = ("libraryentry", "libraryversion", "libraryuse", "glossaryterm")

FROZEN = """
CREATE FUNCTION qa_libraryversion_frozen() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'A version of standard wording that was decided about does not change.'
   USING ERRCODE = 'check_violation'; END $$;
CREATE TRIGGER frozen BEFORE UPDATE OR DELETE ON qa_libraryversion
    FOR EACH ROW WHEN (OLD.status <> 'proposed') EXECUTE FUNCTION qa_libraryversion_frozen();
"""
THAWED = "DROP TRIGGER frozen ON qa_libraryversion; DROP FUNCTION qa_libraryversion_frozen();"


class Migration(migrations.Migration):
    dependencies = [("qa", "0013_standard_wording"), ("people", "0002_walls")]
    operations = [
        *[
            walls.behind_organisation(f"qa_{prefix}{name}", "icb_id")
            for name in ("libraryentry", "glossaryterm")
            for prefix in ("", "historical")
        ],
        walls.behind_parent("qa_libraryversion", column="entry_id", parent="qa_libraryentry"),
        walls.behind_parent("qa_historicallibraryversion", column="entry_id", parent="qa_libraryentry"),
        walls.behind_child("qa_libraryuse"),
        walls.behind_child("qa_historicallibraryuse"),
        walls.append_only(*[f"qa_historical{name}" for name in HISTORIED]),
        migrations.RunSQL(FROZEN, THAWED),
    ]
