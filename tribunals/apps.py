"""How Django knows this app."""

from django.apps import AppConfig


class TribunalsConfig(AppConfig):
    name = "tribunals"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Say who has what in hand, once all models are there."""
        import tribunals.in_hand  # noqa: F401
