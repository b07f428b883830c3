"""Whoever makes a section 23 notification sees that, and not the child's file. Walls that stand already name the reasons
that do not open the file: each learns the new one. It stands here, in the uppermost app that has such a wall with
reasons of its own; walls that are built from now on know it (people/walls.py)."""

from django.db import migrations

TEACH = """
DO $$
DECLARE wall record; old text; new text; condition text; checked text;
BEGIN
    FOR wall IN SELECT * FROM pg_policies WHERE schemaname = 'public' AND qual LIKE '%advice_request''%'
                AND qual NOT LIKE '%section_23''%' LOOP
        condition := wall.qual; checked := wall.with_check;
        FOR old, new IN VALUES
            ('<> ''advice_request''::text', '<> ALL (ARRAY[''advice_request''::text, ''section_23''::text])'),
            ('[''advice_request''::character varying,',
             '[''advice_request''::character varying, ''section_23''::character varying,') LOOP
            condition := replace(condition, old, new); checked := replace(checked, old, new);
        END LOOP;
        IF condition NOT LIKE '%section_23''%' THEN
            RAISE EXCEPTION 'the wall % of % does not read as expected', wall.policyname, wall.tablename;
        END IF;
        EXECUTE format('ALTER POLICY %I ON %I USING (%s)', wall.policyname, wall.tablename, condition)
             || coalesce(' WITH CHECK (' || checked || ')', '');
    END LOOP;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("tribunals", "0002_walls"), ("people", "0012_section_23")]
    operations = [migrations.RunSQL(TEACH, migrations.RunSQL.noop)]
