"""Which children does the demo have, and what happened around them in the last year?"""

from collections.abc import Callable
from datetime import date, timedelta

from core.today import today
from send_portal.demo.after_the_plan import autumn_after
from send_portal.demo.ages import at_age, born_on
from send_portal.demo.cast import Cast
from send_portal.demo.consents import refuses_in_part, turned_16, withdraws
from send_portal.demo.links import say_misreported, send_link
from send_portal.demo.section_23 import tell_of_young_children
from send_portal.demo.story import Story
from send_portal.demo.words import EPILEPSY, case_for

LAS = ["wiltshire", "swindon", "banes"]
Way = Callable[[Story], object]


def days_ago(days: int) -> date:
    return today() - timedelta(days=days)


def tell_the_year(cast: Cast) -> list[Story]:
    """Every child of the demo, at every stage, on days counted back from today."""
    stories = [tell(cast, number, began, way, age=age) for number, (began, way, age) in enumerate(WAYS)]
    tell_of_young_children(cast)
    elsewhere = enumerate(NEXT_DOOR)
    next_door = [tell(cast, 100 + n, began, way, la="other_la", age=age) for n, (began, way, age) in elsewhere]
    return stories + next_door


def tell(cast: Cast, number: int, began: int, way: Way, *, la: str = "", age: int = 9) -> Story:
    """A child who is of this age today, with words that fit."""
    case = EPILEPSY if way in ABOUT_EPILEPSY else case_for(age, number)
    story = Story(
        cast, days_ago(began), la=la or LAS[number % 3], case=case, about=at_age(age, number),
        known=way not in WITH_ADVISERS and number % 5 > 1,
    )  # fmt: skip
    way(story)
    return story


def registered(story: Story) -> None:
    story.register()


def looked_after(story: Story) -> None:
    story.register(looked_after=True)


def interpreter(story: Story) -> None:
    story.register(interpreter="Polish", accessible_format="Easy read")


def not_assessed(story: Story) -> None:
    story.register()
    with story.on(35) as day:
        story.assessment.decide_not_to_assess(
            by=story.coordinator, on=day, reason="The school’s own support meets the needs for now."
        )


def withdrawn(story: Story) -> None:
    story.register()
    with story.on(12) as day:
        story.assessment.withdraw(by=story.coordinator, on=day, reason="The family moved away.")


def asked(story: Story) -> None:
    story.register().decide_to_assess().ask_for_advice()


def exception_proposed(story: Story) -> None:
    """The clerk says that an appointment was missed; nobody has decided about it yet."""
    asked(story)
    story.propose_exception()


def exception_accepted(story: Story) -> None:
    exception_proposed(story)
    with story.on(62):
        story.exception.accept(by=story.dco)


def answered(story: Story) -> None:
    asked(story)
    story.answer_from_spa()


def asked_by_link(story: Story) -> None:
    """The therapist who knows the child has no account: a link was sent, and opened."""
    answered(story)
    send_link(story)


def exception_declined(story: Story) -> None:
    """A busy clinic is no exceptional circumstance."""
    answered(story)
    story.propose_exception(
        kind="exceptional_circumstances",
        reason="The clinic has many children to see this term, and two therapists have left.",
    )
    with story.on(61):
        story.exception.decline(
            by=story.dco,
            reason="Regulation 8(2)(a) is about the child and the family. Please send advice from the records in time.",
        )


def therapy_returned(story: Story) -> None:
    answered(story)
    story.return_therapy_advice()


def with_adviser(story: Story) -> None:
    answered(story)
    story.accept_referral()


def contacted(story: Story) -> None:
    """The adviser has spoken with the family."""
    with_adviser(story)
    with story.on(41):
        story.referral.contact_family(by=story.adviser)


def advice_with_dco(story: Story) -> None:
    with_adviser(story)
    story.work_referral()


def advice_sent(story: Story) -> None:
    advice_with_dco(story)
    story.approve_and_send_advice().return_therapy_advice()


def drafted(story: Story) -> None:
    story.to_draft()


def taken(story: Story) -> None:
    story.to_draft().take_draft()


def agreed(story: Story) -> None:
    story.to_draft().quality_assure()


def misreported(story: Story) -> None:
    """Agreed, and then a service says that the wording misreports its advice."""
    agreed(story)
    say_misreported(story)


def coproduced(story: Story) -> None:
    story.to_draft().quality_assure(coproduced=True)


def agreed_from_library(story: Story) -> None:
    """The ICB's standard wording was inserted, and the plan says it word for word."""
    story.to_draft().quality_assure_with_library()


def issued_from_library(story: Story) -> None:
    agreed_from_library(story)
    story.decide_to_issue().issue()


def agreed_in_part(story: Story) -> None:
    """Who funds one line of Section G is not decided."""
    story.to_draft().agree_in_part()


def to_be_issued(story: Story) -> None:
    agreed(story)
    story.decide_to_issue()


def issued(story: Story) -> None:
    story.to_issued()


def issued_changed(story: Story) -> None:
    story.to_draft().quality_assure().decide_to_issue().issue(faithfully=False)


def issued_with_family(story: Story) -> None:
    story.to_draft().quality_assure(coproduced=True).decide_to_issue().issue()


def reviewed(story: Story) -> None:
    """Health contributed seven weeks ago, the meeting was held a month ago, and decided."""
    age = (today() - story.began).days
    story.to_issued().annual_review(age - 50).service_contributes(age - 49, sent_after=8)
    story.review_meeting(age - 30, amend=story.began.day % 2 == 0)


def under_review(story: Story) -> None:
    """Health is asked, the DCOs and a service: neither has answered."""
    age = (today() - story.began).days
    story.to_issued().annual_review(age - 4, returned_after=None).service_contributes(age - 3)


def to_secondary(story: Story) -> None:
    """In Year 6, or about to be: the plan is there, the move comes."""
    story.about |= born_on(date(autumn_after(days_ago(10)).year - 11, 2, 14), 1)
    story.to_issued().moves_school((today() - story.began).days - 10)


def to_college(story: Story) -> None:
    """In the last year of secondary school: the plan is there, the move comes."""
    story.about |= born_on(date(autumn_after(days_ago(10)).year - 16, 4, 9), 1)
    story.to_issued().moves_school((today() - story.began).days - 10, kind="secondary")


def amended(story: Story, *, faithfully: bool = True) -> None:
    """Reviewed with something new in Section G; the amended plan came, and was compared."""
    age = (today() - story.began).days
    anew = "The nurse will see {name} in the setting once each term."
    story.to_issued().annual_review(age - 130, anew=anew).review_meeting(age - 105, amend=True)
    story.amended(age - 45, faithfully=faithfully)


def amended_otherwise(story: Story) -> None:
    amended(story, faithfully=False)


def meeting_held(story: Story) -> None:
    """The review meeting was three weeks ago: the decision is due."""
    age = (today() - story.began).days
    story.to_issued().review_meeting(age - 21, decided=False)


def appealed(story: Story) -> None:
    story.to_issued().appeal_lodged()


def heard(story: Story) -> None:
    appealed(story)
    story.appeal_heard()


def response_due(story: Story) -> None:
    heard(story)
    story.order_made()


def response_in_review(story: Story) -> None:
    response_due(story)
    story.response_drafted().response_in_review()


def response_to_sign(story: Story) -> None:
    """Both reviewers agree; the Chief Nurse has not signed yet."""
    response_in_review(story)
    story.reviewers_agree()


def response_sent(story: Story) -> None:
    response_in_review(story)
    story.response_sent().copied().complex_case()


WITH_ADVISERS = (answered, asked_by_link, exception_declined, with_adviser, contacted, advice_with_dco, advice_sent)
ABOUT_EPILEPSY = (appealed, heard, response_due, response_in_review, response_to_sign, response_sent)
# Days ago that the request was received, how far the story has come, and the child's age today.
WAYS: list[tuple[int, Way, int]] = [
    (2, registered, 4), (9, refuses_in_part, 7), (21, interpreter, 11), (37, registered, 1), (41, looked_after, 13),
    (44, turned_16, 16), (60, not_assessed, 8), (25, withdrawn, 19), (190, not_assessed, 14),
    (32, asked, 3), (35, withdraws, 10), (40, asked, 17), (66, exception_proposed, 6), (74, exception_accepted, 12),
    (38, answered, 5), (45, asked_by_link, 8), (50, answered, 22), (72, exception_declined, 15), (59, therapy_returned, 4),
    (64, therapy_returned, 11), (42, with_adviser, 9), (47, with_adviser, 18), (63, contacted, 2), (75, contacted, 13),
    (52, advice_with_dco, 7), (55, advice_with_dco, 16), (68, advice_with_dco, 10), (61, advice_sent, 5), (80, advice_sent, 14),
    (85, drafted, 3), (88, drafted, 9), (91, drafted, 12), (97, drafted, 20), (103, drafted, 8), (93, taken, 6), (99, taken, 15),
    (95, agreed_in_part, 7), (105, misreported, 10), (112, coproduced, 17), (115, agreed_from_library, 5),
    (118, to_be_issued, 4), (128, to_be_issued, 11), (137, to_be_issued, 13), (143, to_be_issued, 23),
    (150, issued, 8), (158, issued_changed, 6), (165, issued, 12), (176, issued_with_family, 18), (188, issued, 3),
    (195, issued_from_library, 6), (201, issued, 14), (214, issued_changed, 9), (220, issued_from_library, 4),
    (226, issued, 16), (238, issued_with_family, 10), (245, issued_from_library, 11), (251, issued, 21), (263, issued, 7),
    (172, appealed, 8), (242, heard, 9), (261, response_due, 7), (270, response_in_review, 6), (280, response_to_sign, 10),
    (305, response_sent, 9), (280, issued_with_family, 5), (296, to_secondary, 10), (302, to_college, 15),
    (311, issued_changed, 13), (327, meeting_held, 12), (344, reviewed, 17), (352, issued, 24), (361, reviewed, 8),
    (370, reviewed, 11), (376, amended, 9), (379, under_review, 15), (385, reviewed, 6), (390, amended_otherwise, 14),
    (392, under_review, 19), (398, response_sent, 9),
]  # fmt: skip
NEXT_DOOR: list[tuple[int, Way, int]] = [(20, registered, 6), (50, answered, 12), (95, drafted, 9), (160, issued, 17)]
