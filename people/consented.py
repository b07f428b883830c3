"""What did the family agree to, what is refused or withdrawn, and what does that stop?

A duty in law is not stopped by a refusal: each is named here with its source. What the law leaves to choice is. Where
it could be read both ways we take the reading that shares less, and leave a way on: sharing without consent, recorded
with its reason.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import TextChoices

from accounts.models import Organisation
from core.today import today
from people.models import Child, Consent, SharingWithoutConsent
from people.models.consent import Purpose, Recipient


class Answer(TextChoices):
    AGREED = "agreed", "Agreed"
    IN_PART = "in_part", "Agreed in part"
    REFUSED = "refused", "Refused"
    WITHDRAWN = "withdrawn", "Withdrawn"
    ASK_AGAIN = "ask_again", "To be asked again"


NO = (Answer.REFUSED, Answer.WITHDRAWN, Answer.ASK_AGAIN)


@dataclass(frozen=True)
class Effect:
    """What stops without consent, and what goes on because the law says so. What the portal has no act for, people
    must keep to themselves."""

    stops: str
    goes_on: str
    by_the_portal: bool = True


WITHOUT: dict[str, Effect] = {
    Purpose.ASSESSMENT: Effect(
        "No further service is asked for advice under regulation 6(1)(f) or (h), or to contribute to an annual "
        "review, and the draft plan is not shown to the services that gave advice. What the family itself sent in is "
        "kept back from services that are asked, until somebody has written why it goes.",
        "Medical advice under regulation 6(1)(c) is asked for all the same: the local authority must seek it, and "
        "the board must give it (CFA 2014 s.31). Services get sections C and G of the final plan, as the board must "
        "arrange what it says (CFA 2014 s.42(3)).",
    ),
    Purpose.ADVICE: Effect(
        "Advice under regulation 6(1)(h), which the family itself asked for, is not sent.",
        "Advice under regulation 6(1)(c) and (f) is sent all the same: the body asked must comply within six weeks "
        "(CFA 2014 s.31; SEND Regs 2014 reg 8(1)).",
    ),
    Purpose.SECTION_23: Effect(
        "",
        "The local authority is told all the same: the Act does not ask for consent (CFA 2014 s.23(3)). The refusal "
        "goes with the notification.",
    ),
    Purpose.INSPECTION: Effect(
        "Do not put this child forward for an inspection, nor use their papers in it: name another case. The portal "
        "keeps no list of an inspection’s cases, so it cannot stop this itself; the chronology says it at its head.",
        "Inspectors may still ask for records themselves (Children Act 2004 s.20 with SI 2015/1792; Health and "
        "Social Care Act 2008 s.64).",
        by_the_portal=False,
    ),
    Purpose.AUDIT: Effect(
        "This child is left out of samples for audit and learning, and is not marked where already drawn.",
        "The health wording of every plan is still quality-assured and compared: the board must agree and arrange it "
        "(CFA 2014 s.42(3)).",
    ),
    Purpose.SURVEY: Effect(
        "Send the family no survey. The portal sends none itself, so it cannot stop one.", "", by_the_portal=False
    ),
    Purpose.QUOTING: Effect(
        "Quote nothing that the family said, also without a name. The portal cannot tell a quotation in what people "
        "write, so it cannot stop one.",
        "",
        by_the_portal=False,
    ),
}
OF_ORGANISATION = {
    Organisation.Kind.LOCAL_AUTHORITY: Recipient.LOCAL_AUTHORITY,
    Organisation.Kind.PROVIDER: Recipient.HEALTH,
}


@dataclass(frozen=True)
class Standing:
    """How one question stands today, and the record that says so."""

    purpose: Purpose
    answer: Answer
    consent: Consent

    @property
    def is_no(self) -> bool:
        return self.answer in NO

    @property
    def since(self) -> date:
        return self.consent.withdrawn_on if self.answer == Answer.WITHDRAWN else self.consent.given_on

    @property
    def words(self) -> str:
        """ "Refused on 3 May 2026 by Alex (mother)"."""
        day = f"{self.since:%-d %B %Y}"
        if self.answer == Answer.WITHDRAWN:
            return f"Withdrawn on {day} by {self.consent.who_withdrew}"
        if self.answer == Answer.ASK_AGAIN:
            name = self.consent.child.given_name
            said = "agreed" if self.purpose in self.consent.agreed_for else "refused"
            return f"To be asked again: a parent {said} on {day}, and {name} is 16 or over now and decides"
        return f"{self.answer.label} on {day}: {self.consent.who}"

    @property
    def stops(self) -> str:
        return WITHOUT[self.purpose].stops if self.is_no else ""

    @property
    def goes_on(self) -> str:
        return WITHOUT[self.purpose].goes_on if self.is_no else ""

    def not_with(self) -> list[str]:
        """Who was left out of what was agreed, in words."""
        if self.is_no:
            return []
        kinds = [Recipient(kind).label for kind in self.consent.refused_with]
        return [*kinds, *(str(each) for each in refused_organisations(self.consent))]

    def refuses(self, organisation: Organisation) -> bool:
        """Whether what was said leaves this organisation out."""
        consent, kind = self.consent, OF_ORGANISATION.get(organisation.kind)
        left_out = kind in consent.refused_with or (bool(consent.agreed_with) and kind not in consent.agreed_with)
        return self.is_no or organisation.pk in consent.refused_organisations or (kind is not None and left_out)


def refused_organisations(consent: Consent) -> list[Organisation]:
    ids = consent.refused_organisations
    return list(Organisation.objects.filter(pk__in=ids).order_by("name")) if ids else []


def standings(child: Child, on: date | None = None) -> dict[str, Standing]:
    """By purpose, in the order of the form; what nobody was asked is not there. One query."""
    day = on or today()
    latest: dict[str, Consent] = {}
    for consent in Consent.objects.standing().filter(child=child):
        consent.child = child
        latest |= dict.fromkeys(consent.answered, consent)
    return {p.value: standing_of(p, latest[p], day) for p in Purpose if p in latest}


def standing_of(purpose: Purpose, consent: Consent, on: date) -> Standing:
    if purpose in consent.withdrawn_for:
        answer = Answer.WITHDRAWN
    elif consent.decided_by_a_parent_of_a_grown(on):
        answer = Answer.ASK_AGAIN
    elif purpose in consent.refused_for:
        answer = Answer.REFUSED
    else:
        answer = Answer.IN_PART if consent.refused_with or consent.refused_organisations else Answer.AGREED
    return Standing(purpose, answer, consent)


def why_not(child: Child, purpose: Purpose, *, to: Organisation | None = None) -> str | None:
    """Why this may not be done for this purpose, in words; None where nothing was refused, nobody was asked, or
    sharing with this organisation was recorded without consent since."""
    standing = standings(child).get(purpose)
    if standing is None or not (standing.refuses(to) if to else standing.is_no):
        return None
    if to and shared_anyway(child, purpose, to, since=standing.since):
        return None
    if standing.is_no:
        return f"{purpose.label}: {standing.words[0].lower()}{standing.words[1:]}."
    return f"{purpose.label}: the family did not agree to {to} ({standing.consent.given_on:%-d %B %Y})."


def shared_anyway(child: Child, purpose: Purpose, organisation: Organisation, *, since: date) -> bool:
    recorded = SharingWithoutConsent.objects.filter(child=child, purpose=purpose, organisation=organisation)
    return recorded.filter(shared_on__gte=since).exists()


def has_agreed(child: Child, purpose: Purpose) -> bool:
    """For what needs a yes: nobody asked is not a yes."""
    standing = standings(child).get(purpose)
    return standing is not None and not standing.is_no


def who_said_no(purpose: Purpose, children: Iterable[int], on: date | None = None) -> set[int]:
    """Of these children, those of whom it was refused or withdrawn, or must be asked again. One query."""
    latest = {
        consent.child_id: consent
        for consent in Consent.objects.standing().filter(child__in=list(children)).select_related("child")
        if purpose in consent.answered
    }
    day = on or today()
    return {child for child, consent in latest.items() if standing_of(purpose, consent, day).is_no}


def flags_of(found: dict[str, Standing]) -> list[dict[str, str]]:
    """For the head of a child's page."""
    by_answer: dict[Answer, list[str]] = {}
    for standing in found.values():
        if standing.is_no:
            by_answer.setdefault(standing.answer, []).append(SHORT[standing.purpose])
    return [
        {"text": f"Consent {HEADS[answer]}: {', '.join(names)}", "colour": COLOURS[answer]}
        for answer, names in by_answer.items()
    ]


SHORT = {
    Purpose.ASSESSMENT: "assessment", Purpose.ADVICE: "advice", Purpose.SECTION_23: "section 23",
    Purpose.INSPECTION: "inspection", Purpose.AUDIT: "audit", Purpose.SURVEY: "survey", Purpose.QUOTING: "quoting",
}  # fmt: skip
HEADS = {Answer.REFUSED: "refused", Answer.WITHDRAWN: "withdrawn", Answer.ASK_AGAIN: "to be asked again"}
COLOURS = {Answer.REFUSED: "red", Answer.WITHDRAWN: "red", Answer.ASK_AGAIN: "orange"}


def for_page(found: dict[str, Standing], user: Any) -> list[dict[str, Any]]:
    """Each question as the child's page tells it; the record itself is linked for those who may open it."""
    opens = Consent.objects.visible_to(user).filter(pk__in={s.consent.pk for s in found.values()})
    known = set(opens.values_list("pk", flat=True)) if found else set()
    return [
        {
            "purpose": standing.purpose.label,
            "words": standing.words,
            "is_no": standing.is_no,
            "not_with": standing.not_with(),
            "stops": standing.stops,
            "who_stops": "Stopped" if WITHOUT[standing.purpose].by_the_portal else "For you to keep to",
            "goes_on": standing.goes_on,
            "href": standing.consent.get_absolute_url() if standing.consent.pk in known else "",
        }
        for standing in found.values()
    ]
