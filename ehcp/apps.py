"""How Django knows this app."""

from django.apps import AppConfig


class EhcpConfig(AppConfig):
    name = "ehcp"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Say who has what in hand and what follows, once all models are there."""
        import ehcp.in_hand
        import ehcp.usual  # noqa: F401
