"""Has somebody asked this too often? Counted for all web processes together."""

import time

from django.core.cache import cache


def is_too_often(what: str, *, most: int, seconds: int) -> bool:
    """Count this time, and say whether it is beyond `most` in this stretch of so many seconds."""
    key = f"throttle:{what}:{int(time.time()) // seconds}"
    cache.add(key, 0, timeout=2 * seconds)
    return cache.incr(key) > most
