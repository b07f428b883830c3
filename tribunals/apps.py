"""How Django knows this app."""

from django.apps import AppConfig


class TribunalsConfig(AppConfig):
    name = "tribunals"
    default_auto_field = "django.db.models.BigAutoField"
