"""How Django knows this app."""

from django.apps import AppConfig


class HasTeamConfig(AppConfig):
    name = "has_team"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Say whose advice it is and where it is written, once all models are there."""
        import has_team.authors
        import has_team.following
        import has_team.worked_at  # noqa: F401
