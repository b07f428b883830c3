"""Which days does an appeal go through, and who owes what by each?"""

from datetime import date
from typing import Any


def strip_of(appeal: Any, response: Any, papers: list[Any]) -> list[dict[str, Any]]:
    """From registration to Regulation 6, for the stages component. The first that is not done is now."""
    held = {paper.about for paper in papers}
    items = [
        item("Registered", appeal.registered_on, done=True),
        item(
            "Response to the appeal",
            appeal.response_sent_on or appeal.response_clock.due_on,
            done=appeal.response_sent_on,
            owed_by="the local authority, with our part",
        ),
        item("Evidence", appeal.evidence_due_on, done="evidence" in held, owed_by="every party"),
        item("Bundle", appeal.bundle_due_on, done="bundle" in held, owed_by="the local authority"),
        item("Hearing", appeal.heard_on or appeal.hearing_on, done=appeal.heard_on, owed_by="as listed"),
        item("Order", appeal.ordered_on, done=appeal.ordered_on, owed_by="the Tribunal"),
        *regulation_6(response),
    ]
    return mark_now(items)


def regulation_6(response: Any) -> list[dict[str, Any]]:
    if response is None:
        return []
    day = response.sent_on or response.response_clock.due_on
    return [item("Regulation 6 response", day, done=response.sent_on, owed_by=str(response.child.icb))]


def item(name: str, on: date | None, *, done: Any, owed_by: str = "") -> dict[str, Any]:
    """A day that passed is not a step that was taken: only the fact makes it done."""
    note = "" if done else f"due from {owed_by}" if on and owed_by not in ("as listed", "the Tribunal") else owed_by
    return {"name": name, "on": on, "state": "done" if done else "later", "note": note if not done else ""}


def mark_now(items: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What comes after the last step that was taken is now. One passed over without a day is left out."""
    last_done = max(n for n, step in enumerate([{"state": "done"}, *items]) if step["state"] == "done")
    if last_done < len(items):
        items[last_done]["state"] = "now"
    return [step for n, step in enumerate(items) if step["state"] == "done" or step["on"] or n >= last_done]


def trail_of(response: Any, reviews: list[Any]) -> list[dict[str, Any]]:
    """Author, reviewers, signatory: three steps that name people and days."""
    current = [review for review in reviews if review.round == response.round and response.round]
    agreed = [review for review in current if review.outcome == "agrees"]
    author = response.author.name if response.author else "nobody yet"
    names = " and ".join(review.reviewer.name for review in current) or "nobody named yet"
    signed = response.signed_by.name if response.signed_by else "the executive lead"
    steps = [
        step(f"Author: {author}", current[0].asked_on if current else None, done=response.status != "draft"),
        step(f"Reviewers: {names}", response.agreed_on, done=response.agreed_on and response.status != "draft"),
        step(f"Signatory: {signed}", response.signed_on, done=response.signed_on),
    ]
    if response.status == "in_review":
        steps[1]["note"] = f"{len(agreed)} of {len(current)} agree"
    return mark_now(steps)


def step(name: str, on: date | None, *, done: Any) -> dict[str, Any]:
    return {"name": name, "on": on if done else None, "state": "done" if done else "later", "note": ""}
