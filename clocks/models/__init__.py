"""Which time limits run, and how long does a board give itself?"""

from clocks.models.clock import PROTECTS_OTHERS, RUNNING, Clock, ClockQuerySet, owed_by
from clocks.models.local_length import LocalLength, is_local_rule

__all__ = ["PROTECTS_OTHERS", "RUNNING", "Clock", "ClockQuerySet", "LocalLength", "is_local_rule", "owed_by"]
