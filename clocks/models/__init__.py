"""Which time limits run, how long does a board give itself, and who was told of them?"""

from clocks.models.clock import PROTECTS_OTHERS, RUNNING, Clock, ClockQuerySet, owed_by
from clocks.models.exception import ClockException, lines_of, read_exceptions
from clocks.models.local_length import LocalLength, is_local_rule
from clocks.models.own_ladder import OwnLadder
from clocks.models.reminder import Reminder

__all__ = [
    "PROTECTS_OTHERS",
    "RUNNING",
    "Clock",
    "ClockException",
    "ClockQuerySet",
    "LocalLength",
    "OwnLadder",
    "Reminder",
    "is_local_rule",
    "lines_of",
    "owed_by",
    "read_exceptions",
]
