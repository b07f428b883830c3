"""One record of every kind, all of one Wiltshire child's story: for the guards that sweep the portal."""

from datetime import timedelta
from typing import Any

from django.apps import apps

from assurance.models import CoproductionEpisode, TrainingSession
from clocks.models import Action, Pause, TimeLimit
from core.calendar import next_working_day
from core.today import today
from desk.models import SavedFilter
from ehcp.models import (
    AnnualReview,
    AssessmentRequest,
    EarlierAdvice,
    FamilyPaper,
    Panel,
    PanelCase,
    PanelMeeting,
    ReviewContribution,
    Section23Notification,
)
from people.models import Contact, Document, DocumentSent, SharingWithoutConsent
from qa.audit.outcomes import AS_A_MARKER_SAYS
from qa.models import Audit, AuditAction, Episode, Finding, GlossaryTerm, LibraryUse, Mark
from reporting.months import previous_month
from send_portal.demo.cast import Cast
from send_portal.demo.consents import family_agrees
from send_portal.demo.library import add_entry
from send_portal.demo.links import send_link
from send_portal.demo.papers import pdf_file
from send_portal.demo.reports import publish_report
from send_portal.demo.story import Story

CASE_APPS = ["people", "clocks", "ehcp", "qa", "has_team", "tribunals", "assurance", "reporting", "desk"]


class LinkedStory(Story):
    """Whose therapy advice comes by a link."""

    def return_therapy_advice(self, days: int = 58) -> "Story":
        link = send_link(self, days - 7)
        with self.on(days):
            link.answer(by=link.actor, advice_text=self.say(self.case.therapy_advice))
        self.therapy.refresh_from_db()
        return self


def whole_world(cast: Cast) -> dict[type, Any]:
    """The newest record of each model, after a whole story about this one child."""
    story = LinkedStory(cast, began=today() - timedelta(days=400)).to_the_end()
    icb, dco = cast.org["icb"], cast["dco"]
    TrainingSession.log(by=dco, icb=icb, held_on=today(), title="Section G", audience="Coordinators", attended=9)
    CoproductionEpisode.log(
        by=dco, icb=icb, child=story.child, held_on=today(), with_whom="A parent", what_changed="Two outcomes."
    )
    late = AnnualReview.log(by=dco, child=story.child, asked_on=today(), has_health_needs=True)
    soon = today() + timedelta(days=7)
    ReviewContribution.ask(by=dco, annual_review=late, service=cast.team["slt"], about="What he needs.", due_on=soon)
    Pause.pause(by=dco, clock=late.qa_clock, until_on=soon, why="papers", reason="The school’s report.")
    action = {"what": "Book the hearing test", "why": "The review meeting", "due_on": today() + timedelta(days=9)}
    Action.set(by=dco, child=story.child, team=cast.team["dcos"], **action)
    TimeLimit.log(
        by=dco, child=story.child, rule="complaint_remedy", about="An apology", came_from="The final decision",
        started_on=today(), team=cast.team["dcos"], given_weeks=4,
    )  # fmt: skip
    family_agrees(story)
    story.child.change_details(by=cast["coordinator"], date_of_birth=today() - timedelta(days=1000))
    young = Section23Notification.identify(
        by=dco, child=story.child, body=icb, opinion="needs", grounds="Few words.", clinician="Dr Ayers",
        identified_on=today(),
    )  # fmt: skip
    young.tell_parent(by=dco, on=today(), told_whom="Alex", leaflet_given=True)
    young.give_opportunity(by=dco, on=today(), officer="Dr Ayers", discussed="yes")
    young.notify_authority(by=dco)
    SharingWithoutConsent.record(
        by=dco, child=story.child, ground="safeguarding", with_whom="The police", what="Where the family lives.",
        reason="Danger to the child.", shared_on=today(), decided_with="Safeguarding lead", told_on=today(),
    )  # fmt: skip
    put_to_a_panel(cast, story)
    again = AssessmentRequest.objects.get(child=story.child, decided_on=None)
    again.decide_to_assess(by=story.coordinator, on=today())
    EarlierAdvice.propose(
        by=story.coordinator, assessment=again, service=cast.team["slt"], paragraph="f", title="Clinic report",
        author="A therapist", given_on=today(),
    )  # fmt: skip
    letter = Document.add(
        by=cast["coordinator"], owner=cast.org["wiltshire"], child=story.child, kind="family", title="Letter",
        file=pdf_file("letter.pdf", f"{story.child.name}: what helps."),
    )  # fmt: skip
    FamilyPaper.say(by=cast["coordinator"], assessment=again, papers=[letter])
    paper = Document.objects.filter(child=story.child, status="kept").exclude(kind="tribunal").first()
    mother = Contact.objects.filter(child=story.child).first()
    DocumentSent.record(
        by=cast["coordinator"], document=paper, contact=mother, on=today(), how="post", went_to="Home", proof="RM 1"
    )
    SavedFilter.save_as(by=cast["coordinator"], name="Mine", query="who=me")
    audit_of(cast)
    write_with_library(cast, late)
    publish_report(cast, previous_month(previous_month(today())))
    models = [model for app in CASE_APPS for model in apps.get_app_config(app).get_models()]
    return {model: model._default_manager.order_by("-pk").first() for model in models}


def audit_of(cast: Cast) -> None:
    """Wiltshire's issued plans, marked, with a finding and an action."""
    dco, first = cast["dco"], today() - timedelta(days=400)
    audit = Audit.scope(
        by=dco, icb=cast.org["icb"], local_authority=cast.org["wiltshire"], period_from=first, period_to=today(),
        size=1, twice_per_cent=0,
    )  # fmt: skip
    audit.draw(by=dco)
    case = audit.cases.get()
    answers = dict.fromkeys(audit.question_set.questions.all(), "yes")
    outcome = str(AS_A_MARKER_SAYS[case.portal_outcome])
    reason = {"not_used": "partly_used", "not_asked": "not_asked"}.get(outcome, "")
    Mark.mark(by=cast["dco_2"], case=case, outcome=outcome, reason=reason, answers=answers)
    audit.end_marking(by=dco)
    finding = Finding.add(by=dco, audit=audit, words="Used as it was agreed.")
    due_on = today() + timedelta(days=30)
    AuditAction.set(by=dco, finding=finding, what="Tell the coordinators", team=cast.team["dcos"], due_on=due_on)


def write_with_library(cast: Cast, review: AnnualReview) -> None:
    """Standard wording inserted for this child, and a term of the board's own."""
    dco = cast["dco"]
    entry = add_entry(cast, "care-plan", "G", "Nursing", "A nurse reviews {name}’s care plan every term.")
    episode = Episode.take_review(by=dco, annual_review=review)
    LibraryUse.insert(by=dco, episode=episode, section="G", entry=entry)
    Episode.objects.get(pk=episode.pk).return_to_la(by=dco, missing="The school’s report.")
    GlossaryTerm.add(by=dco, icb=cast.org["icb"], term="enuresis", plain="wetting the bed")


def put_to_a_panel(cast: Cast, story: LinkedStory) -> None:
    """The same child again: a new request, on the agenda of a meeting."""
    by = cast["la_manager"]
    again = AssessmentRequest.register(by=story.coordinator, child=story.child, received_on=today(), source="2")
    panel = Panel.set_up(
        by=by, local_authority=cast.org["wiltshire"], name="EHC panel", in_force_from=today(), rhythm="by_date",
        decides="both", health_sits=True,
    )  # fmt: skip
    meeting = PanelMeeting.plan(by=by, panel=panel, meets_on=next_working_day(today()))
    PanelCase.put_on(by=story.coordinator, assessment=again, meeting=meeting)
