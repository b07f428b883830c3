"""How Django knows this app."""

from django.apps import AppConfig


class ClocksConfig(AppConfig):
    name = "clocks"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Say what a leaver has in hand, once all models are there."""
        import clocks.in_hand  # noqa: F401
