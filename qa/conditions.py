"""What stands in the way of taking, waiting and agreeing? The verb and its button say the same words."""

from typing import Any

from ehcp.models.section_set import Section
from qa.accounting import Accounting, unaccounted
from qa.standard import Theme


def cannot_take(draft: Any) -> str | None:
    """A draft plan or an annual review: somebody has it, or it is not in the queue."""
    taken = draft.episodes.open().select_related("taken_by").first()
    if taken:
        return f"{taken.taken_by} took this on {taken.taken_on:%-d %B %Y}. Ask them to hand it back."
    if draft.status not in ("with_health", "waiting"):  # one that waits and nobody took came so from a panel
        return f"This is not in the queue: it is “{draft.get_status_display().lower()}”."
    return None


def nothing_to_wait_for(episode: Any) -> str | None:
    """Only what the portal itself will see arriving can bring a draft back."""
    if episode.plan_id is None:
        return "No advice is asked for through the portal here. Return it, and say which advice is missing."
    if not episode.advice().outstanding().exists():
        return "No health advice is outstanding: all that was asked for has been answered."
    return None


def went_back(episode: Any, by: Any) -> str | None:
    return None if episode.is_open else "This went back already."


def no_funding_awaited(agreement: Any, by: Any) -> str | None:
    return None if agreement.funding == agreement.Funding.AWAITED else "No funding decision is awaited."


def not_agreed_yet(agreement: Any, by: Any) -> str | None:
    episode = agreement.episode
    if episode.is_agreed and episode.agreement_id == agreement.pk:
        return None
    return "Section G has its lines once the wording is agreed and returned."


def only_not_asked(comparison: Any, by: Any) -> str | None:
    if comparison.outcome != comparison.Outcome.NOT_ASKED:
        return "Quality assurance was asked for: there is nothing to explain."
    return None


def only_not_used(comparison: Any, by: Any) -> str | None:
    if comparison.outcome != comparison.Outcome.NOT_USED:
        return "The agreed wording was used, or none was agreed: there is nothing to raise."
    return None


def is_closed(comparison: Any, by: Any) -> str | None:
    return f"This was closed on {comparison.closed_on:%-d %B %Y}." if comparison.closed_on else None


def not_raised(comparison: Any, by: Any) -> str | None:
    return None if comparison.raised_on else "Record first that it was raised."


def missing_at(episode: Any, accounting: Accounting | None = None) -> dict[str, str]:
    """What must be done before the wording can be agreed, in words, each with its place on the desk. `accounting`,
    where it was worked out already."""
    found = {} if episode.theme else {"Choose the theme.": "#id_theme"}
    for row in episode.sections.all():
        found |= row.still_missing
    found |= unaccounted(episode, accounting)
    asks = asks_about_section_g(episode)
    return found | ({asks: "#id_section_g_agreed"} if asks else {})


def asks_about_section_g(episode: Any) -> str:
    """What the ICB has still to say about Section G as it stands now; empty when it has agreed these words."""
    if episode.section_g_agreed:
        return ""
    last, section = episode.agreement, episode.standing_for(Section.G)
    if last is None:
        return f"Tick that the ICB agrees {section}."
    who = f"{last.decided_by} on {last.decided_on:%-d %B %Y}"
    if not last.is_given:
        return f"{section} is not agreed ({who}): {last.reason.rstrip('.')}. Return it, or decide again."
    return f"{section} was changed after it was agreed ({who}). That does not stand for the new words: agree them."


def worth_a_look(episode: Any) -> list[str]:
    """What does not fit together; it blocks nothing."""
    words = []
    looked_after = episode.child.looked_after
    if episode.theme == Theme.LOOKED_AFTER and not looked_after:
        words.append("Theme 5 is for looked-after children. This child is not recorded as looked after.")
    if looked_after and "health assessment" not in (provision := episode.standing_for(Section.G)).approved.lower():
        words.append(f"This child is looked after: {provision} should name the statutory health assessments.")
    if episode.advice_missing and not episode.waiting_since:
        words.append("Health advice had not arrived. You can wait for it: this comes back by itself.")
    return words
