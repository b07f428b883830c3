"""Which children does the demo have, and what happened around them in the last year?"""

from collections.abc import Callable
from datetime import date, timedelta

from core.today import today
from send_portal.demo.cast import Cast
from send_portal.demo.consents import refuses_in_part, turned_16, withdraws
from send_portal.demo.links import say_misreported, send_link
from send_portal.demo.section_23 import tell_of_young_children
from send_portal.demo.story import Story
from send_portal.demo.words import CASES

LAS = ["wiltshire", "swindon", "banes"]
Way = Callable[[Story], object]


def days_ago(days: int) -> date:
    return today() - timedelta(days=days)


def tell_the_year(cast: Cast) -> list[Story]:
    """Every child of the demo, at every stage, on days counted back from today."""
    stories = [tell(cast, number, began, way) for number, (began, way) in enumerate(WAYS)]
    tell_of_young_children(cast)
    next_door = [tell(cast, 100 + n, began, way, la="other_la") for n, (began, way) in enumerate(NEXT_DOOR)]
    return stories + next_door


def tell(cast: Cast, number: int, began: int, way: Way, *, la: str = "") -> Story:
    story = Story(cast, days_ago(began), la=la or LAS[number % 3], case=CASES[number % len(CASES)])
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
    story.to_issued().annual_review(age - 50).review_meeting(age - 30, amend=story.began.day % 2 == 0)


def under_review(story: Story) -> None:
    story.to_issued().annual_review((today() - story.began).days - 4, returned_after=None)


def transferring(story: Story) -> None:
    """The plan was issued, and the child moves school next autumn."""
    story.to_issued().moves_school((today() - story.began).days - 10)


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


def response_sent(story: Story) -> None:
    response_in_review(story)
    story.response_sent().complex_case()


# Days ago that the request was received, and how far the story has come.
WAYS: list[tuple[int, Way]] = [
    (2, registered), (9, refuses_in_part), (21, interpreter), (37, registered), (41, looked_after), (44, turned_16),
    (60, not_assessed), (25, withdrawn), (190, not_assessed),
    (32, asked), (35, withdraws), (40, asked), (66, exception_proposed), (74, exception_accepted),
    (38, answered), (45, asked_by_link), (50, answered), (72, exception_declined), (59, therapy_returned), (64, therapy_returned),
    (42, with_adviser), (47, with_adviser), (63, with_adviser), (75, with_adviser),
    (52, advice_with_dco), (55, advice_with_dco), (68, advice_with_dco), (61, advice_sent), (80, advice_sent),
    (85, drafted), (88, drafted), (91, drafted), (97, drafted), (103, drafted), (93, taken), (99, taken),
    (105, misreported), (112, coproduced), (118, to_be_issued), (128, to_be_issued), (137, to_be_issued), (143, to_be_issued),
    (150, issued), (158, issued_changed), (165, issued), (176, issued_with_family), (188, issued), (201, issued),
    (214, issued_changed), (226, issued), (238, issued_with_family), (251, issued), (263, issued),
    (172, appealed), (242, heard), (261, response_due), (270, response_in_review), (305, response_sent),
    (280, issued_with_family), (296, transferring), (311, issued_changed), (327, meeting_held), (344, reviewed), (352, issued),
    (361, reviewed), (370, reviewed), (379, under_review), (385, reviewed), (392, under_review), (398, response_sent),
]  # fmt: skip
NEXT_DOOR: list[tuple[int, Way]] = [(20, registered), (50, answered), (95, drafted), (160, issued)]
