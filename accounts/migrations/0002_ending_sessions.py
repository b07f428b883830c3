"""The serving role may end sessions and take away a lost device; it may delete nothing else here."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial"), ("sessions", "0001_initial"), ("mfa", "0003_authenticator_type_uniq")]
    operations = [
        migrations.RunSQL(
            "GRANT DELETE ON django_session, mfa_authenticator TO portal_app;",
            "REVOKE DELETE ON django_session, mfa_authenticator FROM portal_app;",
        ),
    ]
