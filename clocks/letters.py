"""What does a reminder say? A step, initials and a reference, the day and the rule; nothing about the child."""

from datetime import date

from django.urls import reverse

from accounts.notifications import address_of
from accounts.roles import Permission
from clocks.ladder import day_to_aim_for, urgency
from clocks.models import Clock, Reminder
from clocks.models.clock import ABOUT_APPEALS
from clocks.recipients import Recipient
from core.models import Message
from core.outbox import about

As = Reminder.As
WHY = {
    As.PERSON: "You are told because you have it.",
    As.TEAM: "You are told because your team has it.",
    As.MANAGER: "You are told as a manager of the local authority that owes it.",
    As.DCO: "You are told as a Designated Clinical Officer, because health owes it.",
    As.EXECUTIVE: "You are told as the executive lead, because health owes it.",
    As.INSTEAD: "You are told because nobody else could be: see that somebody takes it on.",
}
FOR_YOU_ALL = "You are told because it is for your organisation to do, and no team has it."
NO_MORE = "This message says nothing more about the child, because email can be read on its way."


def step_of(clock: Clock) -> str:
    """What is due, without what it is about: the name of a service says something of a child's health."""
    return clock.law.action


def reminder(told: Reminder, clock: Clock, to: Recipient, *, on: date) -> Message:
    """The letter of one row. A mailbox that many read is not told of the Tribunal."""
    reserved = clock.rule in ABOUT_APPEALS and to.person is None
    step = "Do what is due" if reserved else step_of(clock)
    child, when = clock.child, urgency(clock.due_on, on)
    parts = [
        f"Dear {to.person.name}," if to.person else f"To those who read the mailbox of {to.organisation}:",
        f"{when}: {in_a_sentence(step)}, for {child.initials}, case {child.reference}.",
        by_when(clock.due_on, on),
        "" if reserved else f"The rule: {clock.citation}.",
        WHY[to.told_as] if to.person or to.told_as is not As.TEAM else FOR_YOU_ALL,
        way_in(clock, to),
        NO_MORE,
    ]
    letter = Message(
        key=told.letter_key,
        to=to.address,
        subject=f"{when}: {in_a_sentence(step)} ({child.initials}, {child.reference})",
        body="\n\n".join(part for part in parts if part) + "\n",
        reserved=Permission.SEE_APPEALS if clock.rule in ABOUT_APPEALS else "",
    )
    return about(letter, child)


def by_when(due_on: date, on: date) -> str:
    if due_on < on:
        return f"What to do: it was due on {in_full(due_on)}. Do it today, or say on the case what holds it up."
    aim = max(day_to_aim_for(due_on), on)
    aim_words = "today" if aim == on else f"by {in_full(aim)}"
    return f"What to do: it is due by {in_full(due_on)}. Aim to have it done {aim_words}."


def way_in(clock: Clock, to: Recipient) -> str:
    if to.opens:
        return f"Sign in to the portal: {address_of(reverse('desk:case', args=[clock.child_id]))}"
    ask = clock.icb.mailbox or "a Designated Clinical Officer"
    return f"The child’s file is not open to you. Give the reference and ask {ask}."


def in_full(day: date) -> str:
    return f"{day:%A %-d %B %Y}"


def in_a_sentence(words: str) -> str:
    return words[:1].lower() + words[1:]
