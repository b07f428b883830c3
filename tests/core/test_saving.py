"""The database's refusals reach the person in the constraint's own words."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ehcp.models import AssessmentRequest
from people.models import Child
from send_portal.demo.cast import Cast
from send_portal.demo.factories import make_child, nhs_number


def test_a_second_open_request_is_refused_in_the_constraints_words_and_nothing_is_kept(cast: Cast) -> None:
    child = make_child(cast, on=date(2026, 1, 5))
    facts = {"by": cast["coordinator"], "child": child, "received_on": date(2026, 1, 5), "source": "1"}
    AssessmentRequest.register(**facts)
    with pytest.raises(ValidationError, match="already has an open needs-assessment request"):
        AssessmentRequest.register(**facts)
    assert AssessmentRequest.objects.filter(child=child).count() == 1
    assert child.clocks.count() == 3


def test_an_nhs_number_of_a_child_one_may_not_see_is_refused_without_a_fault(cast: Cast) -> None:
    make_child(cast, la="swindon", nhs_number=nhs_number(4242))
    with pytest.raises(ValidationError, match="already registered"):
        make_child(cast, la="wiltshire", nhs_number=nhs_number(4242))
    assert Child.objects.filter(nhs_number=nhs_number(4242)).count() == 1


def test_a_simple_verb_asks_the_database_few_questions(cast: Cast) -> None:
    child = make_child(cast)
    with CaptureQueriesContext(connection) as asked:
        child.change_details(by=cast["coordinator"], school="Fernhollow Primary School")
    assert len(asked) <= 8, [query["sql"] for query in asked]
