"""Whom do we tell about a quality assurance, and what? Never what the wording says."""

from typing import Any

from people.letters import tell


def returned(episode: Any) -> None:
    """The coordinator, while they work there, otherwise their local authority: the feedback is there."""
    kind = episode.get_kind_display().lower()
    agreed = episode.section_g_agreed
    tell(
        episode,
        to=coordinator_of(episode),
        step=f"Health feedback on the {kind} was returned: {'agreed' if agreed else 'not agreed yet'}",
        to_do="Take the wording into the plan" if agreed else "Put right what is missing, and send it again",
    )


def coordinator_of(episode: Any) -> str:
    coordinator, authority = episode.coordinator, episode.child.local_authority
    still_there = coordinator and any(m.organisation_id == authority.pk for m in coordinator.current_memberships)
    return coordinator.email if still_there else authority.mailbox


def advice_arrived(episode: Any) -> None:
    """The DCO who waited for it."""
    tell(
        episode,
        to=episode.taken_by.email,
        step="Health advice that you waited for was answered",
        to_do="Go on with the quality assurance",
    )


def compared(comparison: Any, *, reader: Any = None) -> None:
    """The DCOs, where a plan was issued without the words that were agreed; whoever was reading it, where she was."""
    found, outcome = OF_ISSUED.get(comparison.outcome), comparison.Outcome
    if found is None:
        return
    step, to_do = found
    if comparison.plan_id is None:
        step, to_do = OF_AMENDED.get(comparison.outcome, (step.replace("issued", "amended", 1), to_do))
    personal = comparison.outcome == outcome.BEFORE_ANSWER and reader is not None
    tell(comparison, to=reader.email if personal else comparison.child.icb.mailbox, step=step, to_do=to_do)


OF_ISSUED = {
    "not_used": (
        "A plan was issued with other wording than was agreed",
        "See what differs, and raise it with the local authority",
    ),
    "before_answer": (
        "A plan was issued before its quality assurance came back",
        "Stop reading the draft: it is no longer on your desk. See what was issued",
    ),
    "not_agreed": (
        "A plan was issued though its wording was returned, not agreed",
        "See what was issued, and raise it with the local authority",
    ),
}

OF_AMENDED = {
    "before_answer": (
        "An amended plan was sent before health’s contribution came back",
        "See what it says, and say so to the local authority when you return yours",
    ),
}
