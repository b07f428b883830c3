"""How Django knows this app."""

from django.apps import AppConfig


class SendPortalConfig(AppConfig):
    name = "send_portal"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from send_portal import checks  # noqa: F401  (registers the system checks)
