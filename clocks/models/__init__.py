"""Which time limits run or were paused, what did people promise, who was told, how long are the local ones?"""

from clocks.models.action import Action
from clocks.models.clock import PAUSABLE, PROTECTS_OTHERS, RUNNING, Clock, ClockQuerySet, owed_by
from clocks.models.exception import ClockException, lines_of, read_exceptions
from clocks.models.local_length import LocalLength, is_local_rule
from clocks.models.own_ladder import OwnLadder
from clocks.models.pause import Pause
from clocks.models.reminder import Reminder
from clocks.models.time_limit import TimeLimit, by_hand

__all__ = [
    "PAUSABLE",
    "PROTECTS_OTHERS",
    "RUNNING",
    "Action",
    "Clock",
    "ClockException",
    "ClockQuerySet",
    "LocalLength",
    "OwnLadder",
    "Pause",
    "Reminder",
    "TimeLimit",
    "by_hand",
    "is_local_rule",
    "lines_of",
    "owed_by",
    "read_exceptions",
]
