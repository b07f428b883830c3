"""Earlier advice is shown to those who open the child's file; how an area asks, to its board and local authority."""

from django.db import migrations

from people import walls

OF_AN_AREA = ("areaservice", "areawithoutaccess")


class Migration(migrations.Migration):
    dependencies = [("ehcp", "0022_advice_in_full"), ("people", "0002_walls")]
    operations = [
        walls.behind_child("ehcp_earlieradvice"),
        walls.behind_child("ehcp_historicalearlieradvice"),
        *[walls.behind_organisation(f"ehcp_{name}", "icb_id", "local_authority_id") for name in OF_AN_AREA],
        *[walls.behind_organisation(f"ehcp_historical{name}", "icb_id", "local_authority_id") for name in OF_AN_AREA],
        walls.append_only(*[f"ehcp_historical{name}" for name in ("earlieradvice", *OF_AN_AREA)]),
    ]
