"""What was sent to a family is shown to those who open the child's file; paper and recipient are that child's, and the
database holds to it."""

from django.db import migrations

from people import walls

OF_THIS_CHILD = """
ALTER TABLE people_{0} ADD CONSTRAINT {0}_of_its_child UNIQUE (id, child_id);
ALTER TABLE people_documentsent ADD CONSTRAINT sent_{0}_of_this_child
    FOREIGN KEY ({0}_id, child_id) REFERENCES people_{0} (id, child_id);
"""
DROP = """
ALTER TABLE people_documentsent DROP CONSTRAINT sent_{0}_of_this_child;
ALTER TABLE people_{0} DROP CONSTRAINT {0}_of_its_child;
"""


class Migration(migrations.Migration):
    dependencies = [("people", "0015_documents_sent")]
    operations = [
        walls.behind_child("people_documentsent"),
        walls.behind_child("people_historicaldocumentsent"),
        walls.append_only("people_historicaldocumentsent"),
        *(migrations.RunSQL(OF_THIS_CHILD.format(name), DROP.format(name)) for name in ("document", "contact")),
    ]
