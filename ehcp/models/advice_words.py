"""In which words is advice asked for, answered and ended?"""

from django.db import models


class Status(models.TextChoices):
    TO_ROUTE = "to_route", "With the Designated Medical Officer, to be routed"
    ASKED = "asked", "With the single point of access"
    WITH_SERVICE = "with_service", "With the service"
    WITH_HAS = "with_has", "With the Health Advisers for SEND"
    RETURNED = "returned", "Advice sent to the local authority"
    IMPROVING = "improving", "Returned for quality"
    SUFFICIENT = "sufficient", "Not needed: earlier advice is sufficient"
    ENDED = "ended", "Ended with a written reason"
    WITHDRAWN = "withdrawn", "Withdrawn"


# Who was asked opens what the family sent in: not after a request was passed on, ended or withdrawn.
HAS_PAPERS = (Status.TO_ROUTE, Status.ASKED, Status.WITH_SERVICE, Status.IMPROVING, Status.RETURNED)
OPEN = (Status.TO_ROUTE, Status.ASKED, Status.WITH_SERVICE, Status.WITH_HAS, Status.IMPROVING)


class Paragraph(models.TextChoices):
    """Regulation 6(1) of the SEND Regulations 2014, those first that health is asked under most."""

    C = "c", "6(1)(c) medical advice"
    F = "f", "6(1)(f) advice that the local authority thinks appropriate"
    H = "h", "6(1)(h) advice that the family reasonably asks for"
    A = "a", "6(1)(a) from the parent or young person"
    B = "b", "6(1)(b) educational advice"
    D = "d", "6(1)(d) psychological advice"
    E = "e", "6(1)(e) advice on social care"
    G = "g", "6(1)(g) advice on preparing for adulthood, from year 9"


class Answer(models.TextChoices):
    KNOWN = "known", "Known, and active with a service"
    WAITING = "waiting", "Known: accepted, and waiting to be seen"
    OPEN_LIST = "open_list", "On a paediatric waiting or open list, no contact for 12 months"
    NEURODEVELOPMENTAL = "neurodevelopmental", "On the neurodevelopmental pathway only"
    NOT_KNOWN = "not_known", "Not known: never seen, or discharged over 12 months ago"


KNOWS = (Answer.KNOWN, Answer.WAITING)
KNOWS_NOT = tuple(answer for answer in Answer if answer not in KNOWS)


class Ending(models.TextChoices):
    NAMED_COLLEAGUE = "named_colleague", "Already under a named colleague, who will answer"
    FROM_RECORDS = "from_records", "Advice will come from records: the child was not seen and need not be"
    MORE_INFORMATION = "more_information", "The local authority is asked for more information"
    REFERRAL_ADVISED = "referral_advised", "Referral advised; the assessment is proposed as an action for the plan"
    NOTHING_SUGGESTED = "nothing_suggested", "Written notice that nothing suggests this service’s input"
    LA_COMMISSIONS = "la_commissions", "The local authority will commission it"


# After these a service still sends advice, so the six weeks run on.
GOES_ON = (Ending.NAMED_COLLEAGUE, Ending.FROM_RECORDS)

# What a local authority can commission in the NHS's place: therapies (reg 6(1)(f) and (h)).
COMMISSIONABLE = (Paragraph.F, Paragraph.H)


class ChosenAt(models.TextChoices):
    PANEL = "panel", "At the panel"
    AFTER = "after", "After the panel"
