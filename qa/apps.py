"""How Django knows this app."""

from django.apps import AppConfig


class QaConfig(AppConfig):
    name = "qa"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register what follows from others' verbs, say who has what in hand and what was agreed, once all
        models are there."""
        import qa.following
        import qa.in_hand
        import qa.quality_of  # noqa: F401
