"""The start of Section G is shown to those who open the file and to the provider that was named; clocks that run
already learn whose advice they are about."""

from django.db import migrations

from people import walls

SERVICES = """
UPDATE clocks_clock SET service_id = coalesce(a.service_id, a.asked_of_id)
FROM ehcp_advicerequest AS a WHERE a.advice_clock_id = clocks_clock.id AND clocks_clock.service_id IS NULL;
"""


class Migration(migrations.Migration):
    dependencies = [("ehcp", "0007_once_the_plan_is_issued"), ("people", "0002_walls")]
    operations = [
        walls.behind_child("ehcp_sectiongstart", or_owner="provider_id"),
        walls.behind_child("ehcp_historicalsectiongstart", or_owner="provider_id"),
        walls.append_only("ehcp_historicalsectiongstart"),
        migrations.RunSQL(SERVICES, migrations.RunSQL.noop),
    ]
