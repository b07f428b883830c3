"""What was done to a clock's pauses, by whom and when, newest first?"""

from typing import Any

from clocks.models import Clock, Pause


def told(clock: Clock) -> list[dict[str, Any]]:
    """For the timeline component: every entry, with the reason that was given with it."""
    lines = Pause.history.filter(clock=clock).order_by("-history_date", "-history_id")
    return [
        {"on": line.history_date, "title": TITLES[line.verb](line), "by": line.actor, "detail": reason_of(line)}
        for line in lines
    ]


def reason_of(line: Any) -> str:
    if line.verb == "resume":
        return ""
    return line.removed_why or f"{line.get_why_display()}. {line.reason}"


def span(line: Any) -> str:
    return f"from {line.starts_on:%-d %B %Y} until {line.until_on:%-d %B %Y}"


TITLES = {
    "pause": lambda line: f"Paused {span(line)}",
    "resume": lambda line: f"To run again on {line.until_on:%-d %B %Y}",
    "extend": lambda line: f"Extended until {line.until_on:%-d %B %Y}",
    "remove": lambda line: f"Removed the pause {span(line)}",
}
