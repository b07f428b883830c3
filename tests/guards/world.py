"""One record of every kind, all of one Wiltshire child's story: for the guards that sweep the portal."""

from datetime import timedelta
from typing import Any

from django.apps import apps

from core.today import today
from send_portal.demo.cast import Cast
from send_portal.demo.story import Story

CASE_APPS = ["people", "clocks", "ehcp", "qa", "has_team", "tribunals", "assurance", "reporting"]


def whole_world(cast: Cast) -> dict[type, Any]:
    """The newest record of each model, after a whole story about this one child."""
    Story(cast, began=today() - timedelta(days=400)).to_the_end()
    models = [model for app in CASE_APPS for model in apps.get_app_config(app).get_models()]
    return {
        model: model._default_manager.order_by("-pk").first()
        for model in models
        if hasattr(model, "_default_manager")
    }
