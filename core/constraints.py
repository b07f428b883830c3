"""Which facts of a row stand or fall together?"""

from django.db import models
from django.db.models import Q


def paired(name: str, *fields: str) -> models.CheckConstraint:
    """All of these facts, or none of them: who did it and on which day."""
    none, every = ({f"{field}__isnull": empty for field in fields} for empty in (True, False))
    return models.CheckConstraint(condition=Q(**none) | Q(**every), name=name)
