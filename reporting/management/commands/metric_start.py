"""Says from which month on a figure is collected: earlier months print X."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.roles import System
from core.history import recorded
from core.scope import Scope, opened
from reporting.metrics import Metric
from reporting.models import MetricStart
from reporting.months import name_of
from reporting.options import icb_with, month_option


class Command(BaseCommand):
    help = "Sets the first month for which an ICB has a figure. Months before it print X, never 0."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("metric", metavar="METRIC", help=", ".join(Metric.values))
        parser.add_argument("month", metavar="MONTH", help="like 2024-01")
        parser.add_argument("--icb", required=True, metavar="CODE", help="the ICB’s code, like QOX")

    def handle(self, *args: Any, metric: str, month: str, icb: str, **options: Any) -> None:
        if metric not in Metric.values:
            raise CommandError(f"“{metric}” is not a figure we know. Known: {', '.join(Metric.values)}.")
        board, first = icb_with(icb), month_option(month)
        with opened(Scope.of([board.pk])), recorded(verb="set_start", by=System("metric_start")):
            MetricStart.objects.update_or_create(icb=board, metric=metric, defaults={"collected_from": first})
        self.stdout.write(f"{Metric(metric).label}: collected by {board} from {name_of(first)}.")
