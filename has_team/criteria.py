"""Which children are for the Health Advisers?"""

from django.db import models


class Criterion(models.TextChoices):
    NOT_KNOWN = "not_known", "Not known to community health services, or discharged more than 12 months ago"
    OPEN_LIST = "open_list", "On a paediatric waiting or open list, with no contact for 12 months"
    NEURODEVELOPMENTAL = (
        "neurodevelopmental",
        "On the neurodevelopmental pathway, and not known to another service for a primary health need",
    )
