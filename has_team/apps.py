"""How Django knows this app."""

from django.apps import AppConfig


class HasTeamConfig(AppConfig):
    name = "has_team"
    default_auto_field = "django.db.models.BigAutoField"
