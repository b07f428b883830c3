"""What stands in the way of taking, waiting and agreeing? The verb and its button say the same words."""

from typing import Any

from qa.standard import Theme


def cannot_take(draft: Any) -> str | None:
    """A draft plan or an annual review: somebody has it, or it is not in the queue."""
    taken = draft.episodes.open().select_related("taken_by").first()
    if taken:
        return f"{taken.taken_by} took this on {taken.taken_on:%-d %B %Y}. Ask them to hand it back."
    if draft.status != "with_health":
        return f"This is not in the queue: it is “{draft.get_status_display().lower()}”."
    return None


def nothing_to_wait_for(episode: Any) -> str | None:
    """Only what the portal itself will see arriving can bring a draft back."""
    if episode.plan_id is None:
        return "No advice is asked for through the portal here. Return it, and say which advice is missing."
    if not episode.advice().outstanding().exists():
        return "No health advice is outstanding: all that was asked for has been answered."
    return None


CHOOSE_THEME = "Choose the theme."
AGREE_SECTION_G = "Tick that the ICB agrees Section G."


def still_missing(episode: Any) -> list[str]:
    """What must be done before the wording can be agreed."""
    words = [] if episode.theme else [CHOOSE_THEME]
    for row in episode.sections.all():
        words += row.still_missing
    return words if episode.section_g_agreed else [*words, AGREE_SECTION_G]


def worth_a_look(episode: Any) -> list[str]:
    """What does not fit together; it blocks nothing."""
    words = []
    looked_after = episode.child.looked_after
    if episode.theme == Theme.LOOKED_AFTER and not looked_after:
        words.append("Theme 5 is for looked-after children. This child is not recorded as looked after.")
    if looked_after and "health assessment" not in episode.section("G").approved.lower():
        words.append("This child is looked after: Section G should name the statutory health assessments.")
    if episode.advice_missing and not episode.waiting_since:
        words.append("Health advice had not arrived. You can wait for it: this comes back by itself.")
    return words
