"""Row security for moves between phases of education."""

from django.db import migrations

from people import walls


class Migration(migrations.Migration):
    dependencies = [("ehcp", "0005_reviews_and_transfers")]
    operations = [
        walls.behind_child("ehcp_phasetransfer"),
        walls.behind_child("ehcp_historicalphasetransfer"),
        walls.append_only("ehcp_historicalphasetransfer"),
    ]
