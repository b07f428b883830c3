"""Consent, and sharing without it, is known to everybody involved with the child, also to a provider that was only asked
for advice: it must keep to a refusal. Pages show the record itself to those who open the file."""

from django.db import migrations

from people import walls

TABLES = ("people_consent", "people_historicalconsent")
SHARING = ("people_sharingwithoutconsent", "people_historicalsharingwithoutconsent")


class Migration(migrations.Migration):
    dependencies = [("people", "0010_consent")]
    operations = [
        *(walls.behind_child(table, whole=False) for table in (*TABLES, *SHARING)),
        walls.append_only(TABLES[1], SHARING[1]),
    ]
