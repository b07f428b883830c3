"""Which time limits run, how long are the local ones, and when were they paused?"""

from clocks.models.clock import PAUSABLE, PROTECTS_OTHERS, RUNNING, Clock, ClockQuerySet, owed_by
from clocks.models.exception import ClockException, lines_of, read_exceptions
from clocks.models.local_length import LocalLength, is_local_rule
from clocks.models.pause import Pause

__all__ = [
    "PAUSABLE",
    "PROTECTS_OTHERS",
    "RUNNING",
    "Clock",
    "ClockException",
    "ClockQuerySet",
    "LocalLength",
    "Pause",
    "is_local_rule",
    "lines_of",
    "owed_by",
    "read_exceptions",
]
