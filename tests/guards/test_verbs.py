"""Every verb × status × role: what the declaration says is what happens, and each verb can be asked for."""

from dataclasses import dataclass
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import get_resolver

from accounts.models import Membership, User
from accounts.roles import PERMISSIONS, Permission, Role
from core.workflow import VERBS, Refused, Verb

PAGES = get_resolver().url_patterns  # reading them loads every form
# Its statuses follow the mail server, not a person; only what an administrator does about them is a verb.
NOT_BY_VERBS_ALONE = {"Message"}
# Statuses that a record can be made in besides the first: a referral is accepted or declined when it is logged.
MADE_AS = {
    "FamilyPaper": {"nothing"},
    "Referral": {"declined"},
    "AnnualReview": {"with_health"},
    "Document": {"held"},
    "Audit": {"findings", "published"},
    "AdviceRequest": {"to_route"},
}
TRANSITIONS = [verb for verb in VERBS if not verb.creates]
ORGANISATION, ELSEWHERE = 1, 2


def person_with(role: Role, organisation: int = ORGANISATION) -> User:
    """Somebody in this role, never saved: the matrix needs no database."""
    user = User(pk=1, name="Somebody")
    user.current_memberships = [Membership(user=user, role=role, organisation_id=organisation)]
    return user


@dataclass
class Paper:
    """Stands for a record of the verb's model in one status, belonging to one organisation."""

    status: str | None

    def belongs_to(self) -> frozenset[int]:
        return frozenset({ORGANISATION})

    def get_status_display(self) -> str:
        return str(self.status)


def statuses(verb: Verb) -> list[str | None]:
    return list(verb.model.Status.values) if hasattr(verb.model, "Status") else [None]


def name_of(verb: Verb) -> str:
    return f"{verb.model.__name__}.{verb.name}"


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("verb", VERBS, ids=name_of)
def test_a_verb_is_allowed_to_exactly_the_roles_of_the_policy_page(verb: Verb, role: Role) -> None:
    allowed = verb.permission in PERMISSIONS[role]
    person, paper = person_with(role), Paper(None)
    if allowed:
        verb.check_permission(paper, person)
    else:
        with pytest.raises(PermissionDenied):
            verb.check_permission(paper, person)


@pytest.mark.parametrize("verb", VERBS, ids=name_of)
def test_a_role_elsewhere_allows_nothing_here(verb: Verb) -> None:
    for role in Role:
        with pytest.raises(PermissionDenied):
            verb.check_permission(Paper(None), person_with(role, ELSEWHERE))


@pytest.mark.parametrize("verb", TRANSITIONS, ids=name_of)
def test_a_verb_is_refused_from_every_status_but_its_own(verb: Verb) -> None:
    for status in statuses(verb):
        if verb.source and status not in verb.source:
            with pytest.raises(Refused, match="cannot be done now"):
                verb.refuse_if(Paper(status), person_with(Role.DCO))


@pytest.mark.parametrize("verb", TRANSITIONS, ids=name_of)
def test_a_verb_names_statuses_that_exist(verb: Verb) -> None:
    targets = (verb.target,) if isinstance(verb.target, str) else verb.target or ()
    known = set(statuses(verb))
    assert set(verb.source) <= known
    assert set(targets) <= known


@pytest.mark.parametrize("verb", VERBS, ids=name_of)
def test_every_verb_has_a_form_unless_another_verb_calls_it(verb: Verb) -> None:
    assert (verb.form is None) is verb.internal, "internal verbs have no form, all others have one"


@pytest.mark.parametrize("verb", VERBS, ids=name_of)
def test_a_verbs_permission_is_on_the_policy_page_and_somebody_has_it(verb: Verb) -> None:
    assert verb.permission in Permission.values
    assert verb.internal or any(verb.permission in granted for granted in PERMISSIONS.values())


def test_every_status_can_be_reached_and_left_or_is_an_end() -> None:
    """A status that no verb leads to is dead code; the first one is where records are made."""
    for model in {verb.model for verb in TRANSITIONS if hasattr(verb.model, "Status")}:
        if model.__name__ in NOT_BY_VERBS_ALONE:
            continue
        reached = {model._meta.get_field("status").default, *MADE_AS.get(model.__name__, ())}
        for verb in TRANSITIONS:
            if verb.model is model and verb.target:
                reached |= {verb.target} if isinstance(verb.target, str) else set(verb.target)
        assert {str(s) for s in reached} == set(model.Status.values), model


def test_the_conditions_are_shared_by_the_button_and_the_verb() -> None:
    asked: list[Any] = []

    def no(record: Any, by: Any) -> str:
        asked.append(record)
        return "Not today."

    verb = Verb(lambda record, by: None, permission=Permission.ASK_ADVICE, conditions=(no,), label="Try")
    paper = Paper(None)
    assert verb.refusal(paper, person_with(Role.COORDINATOR)) == "Not today."
    with pytest.raises(Refused, match="Not today"):
        verb.refuse_if(paper, person_with(Role.COORDINATOR))
    assert asked == [paper, paper]
