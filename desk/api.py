"""Which time limits does the API list? Those of the worklist."""

from django.db import models

from clocks.api import Clocks
from desk.worklist import clocks_for


class WorklistClocks(Clocks):
    """Of the responses that the core group reviews, a reviewer sees those they were named for."""

    def get_queryset(self) -> models.QuerySet:
        return super().get_queryset().filter(pk__in=clocks_for(self.request.user).values("pk"))
