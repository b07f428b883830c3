"""What is in the history of people, roles and organisations can be added to, never changed."""

from django.db import migrations

HISTORIES = ", ".join(
    f"accounts_historical{name}" for name in ("organisation", "user", "team", "relation", "area", "membership")
)


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_ending_sessions")]
    operations = [
        migrations.RunSQL(
            f"REVOKE UPDATE ON {HISTORIES} FROM portal_app;", f"GRANT UPDATE ON {HISTORIES} TO portal_app;"
        ),
    ]
