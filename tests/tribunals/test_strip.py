"""The strip of days: a day that passed is not a step that was taken."""

from datetime import date

from send_portal.demo.cast import Cast
from tests.tribunals.conftest import add_paper, fresh, log, review_of
from tribunals.models import Appeal, Regulation6Response
from tribunals.strip import strip_of, trail_of


def states(appeal: Appeal) -> dict[str, str]:
    response = Regulation6Response.objects.filter(appeal=appeal).first()
    papers = list(appeal.papers.all())
    return {step["name"]: step["state"] for step in strip_of(Appeal.objects.get(pk=appeal.pk), response, papers)}


def test_the_first_thing_owed_after_the_last_thing_done_is_now(cast: Cast) -> None:
    appeal = log(cast, evidence_due_on=date(2026, 4, 20), bundle_due_on=date(2026, 5, 20))
    assert states(appeal) == {
        "Registered": "done",
        "Response to the appeal": "now",
        "Evidence": "later",
        "Bundle": "later",
        "Hearing": "later",
        "Order": "later",
    }
    appeal.record_response_sent(by=cast["dco"], on=date(2026, 4, 1))
    assert states(appeal)["Evidence"] == "now", "its day passed in April, and nobody has put evidence here"


def test_steps_without_a_day_that_were_passed_over_are_left_out(cast: Cast, response: Regulation6Response) -> None:
    assert states(response.appeal) == {
        "Registered": "done",
        "Response to the appeal": "later",
        "Order": "done",
        "Regulation 6 response": "now",
    }


def test_the_trail_names_author_reviewers_and_signatory_with_their_days(
    cast: Cast, in_review: Regulation6Response
) -> None:
    def trail() -> list[tuple[str, str, str]]:
        response = fresh(in_review.appeal)
        steps = trail_of(response, list(response.reviews.select_related("reviewer")))
        return [(step["name"], step["state"], step["note"]) for step in steps]

    review_of(in_review, cast["reviewer"]).agree(by=cast["reviewer"])
    assert trail() == [
        ("Author: Ruth Okonjo", "done", ""),
        ("Reviewers: Dr Anil Sethi and Grace Pemberton", "now", "1 of 2 agree"),
        ("Signatory: the executive lead", "later", ""),
    ]
    review_of(in_review, cast["reviewer_2"]).agree(by=cast["reviewer_2"])
    fresh(in_review.appeal).sign(by=cast["chief_nurse"])
    assert trail()[2] == ("Signatory: Caroline Adeyemi", "done", "")


def test_a_paper_of_evidence_makes_that_step_done(cast: Cast, appeal: Appeal) -> None:
    paper = add_paper(cast, appeal)
    assert paper.about == "report"
    assert states(appeal)["Evidence"] == "later"
