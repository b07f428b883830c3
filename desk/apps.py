"""How Django knows this app."""

from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "desk"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Say how each verb is told once it is done, when all models are there."""
        import desk.past  # noqa: F401
