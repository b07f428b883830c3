"""Row security for assessments, requests for advice, plans and their wording."""

from django.db import migrations

from people import walls

FILE = ["assessmentrequest", "plan", "agreedwording", "annualreview"]
TEXTS = ["planversion", "plansection"]  # never changed, so they have no history


class Migration(migrations.Migration):
    dependencies = [("ehcp", "0001_initial"), ("people", "0002_walls")]
    operations = [
        *[walls.behind_child(f"ehcp_{name}") for name in [*FILE, *TEXTS]],
        *[walls.behind_child(f"ehcp_historical{name}") for name in FILE],
        walls.behind_child("ehcp_advicerequest", or_owner="provider_id"),
        walls.behind_child("ehcp_historicaladvicerequest", or_owner="provider_id"),
        walls.append_only("ehcp_planversion", "ehcp_plansection"),
        walls.append_only(*[f"ehcp_historical{name}" for name in [*FILE, "advicerequest"]]),
    ]
