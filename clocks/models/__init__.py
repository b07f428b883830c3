"""Which time limits run, what did people promise, and how long does a board give itself?"""

from clocks.models.action import Action
from clocks.models.clock import PROTECTS_OTHERS, RUNNING, Clock, ClockQuerySet, owed_by
from clocks.models.exception import ClockException, lines_of, read_exceptions
from clocks.models.local_length import LocalLength, is_local_rule

__all__ = [
    "PROTECTS_OTHERS",
    "RUNNING",
    "Action",
    "Clock",
    "ClockException",
    "ClockQuerySet",
    "LocalLength",
    "is_local_rule",
    "lines_of",
    "owed_by",
    "read_exceptions",
]
