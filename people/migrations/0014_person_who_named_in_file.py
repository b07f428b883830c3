"""Who added a file that names another child may be a person with a link, who has no account."""

from importlib import import_module

from django.db import migrations

before = import_module("people.migrations.0009_note_named_in_file")
DROP = "DROP FUNCTION app_note_named_in_file({}bigint, timestamptz, bigint, text[], bigint[]);"
NOTE = before.NOTE.replace("person bigint, body", "account bigint, words text, body")
NOTE = NOTE.replace("(user_id, organisation_id", "(user_id, person, organisation_id")
NOTE = NOTE.replace("(person, body, moment", "(account, words, body, moment")


class Migration(migrations.Migration):
    dependencies = [("people", "0013_people_with_a_link")]
    operations = [
        migrations.RunSQL(
            DROP.format("bigint, ") + NOTE,
            DROP.format("bigint, text, ") + before.NOTE,
        )
    ]
