"""What the serving role may do to accounts: end a session, take away a lost device, add to what became of people, roles
and organisations. It deletes nothing else here and changes no history."""

from django.db import migrations

HISTORIED = ("organisation", "user", "team", "relation", "area", "membership")
HISTORIES = ", ".join(f"accounts_historical{name}" for name in HISTORIED)
DELETED = "django_session, mfa_authenticator"


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial"), ("sessions", "0001_initial"), ("mfa", "0003_authenticator_type_uniq")]
    operations = [
        migrations.RunSQL(f"GRANT DELETE ON {DELETED} TO portal_app;", f"REVOKE DELETE ON {DELETED} FROM portal_app;"),
        migrations.RunSQL(
            f"REVOKE UPDATE ON {HISTORIES} FROM portal_app;", f"GRANT UPDATE ON {HISTORIES} TO portal_app;"
        ),
    ]
