"""What the family sent in after a service had sent its advice is closed to that service; and a clinician with a link
opens papers only while somebody who was asked writes the advice."""

from importlib import import_module

from django.db import migrations

BEFORE = import_module("ehcp.migrations.0010_family_papers")
NOT_AFTER = "(r.returned_on IS NULL OR r.returned_on >= ehcp_familypaper.said_on)"
WRITTEN = "r.status IN ('with_service', 'with_has', 'improving')"


def narrowed(name, condition, also):
    narrower = condition.replace(BEFORE.OPEN, f"{BEFORE.OPEN} AND {also}")
    change = "ALTER POLICY {0} ON ehcp_familypaper USING ({1});"
    return migrations.RunSQL(change.format(name, narrower), change.format(name, condition))


class Migration(migrations.Migration):

    dependencies = [('ehcp', '0010_family_papers')]

    operations = [
        narrowed("asked", BEFORE.ASKED, NOT_AFTER),
        narrowed("by_link", BEFORE.BY_LINK, WRITTEN),
    ]
