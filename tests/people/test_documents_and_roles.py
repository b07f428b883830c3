"""Whose papers may somebody of the board open?"""

from datetime import date

from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.models import Membership
from accounts.roles import Role, System
from core.history import recorded
from core.saving import keep
from people.models import Document
from send_portal.demo.cast import Cast
from send_portal.demo.factories import make_child


def test_a_medical_officer_does_not_see_what_the_board_gathers_for_the_tribunal(cast: Cast) -> None:
    child = make_child(cast)
    paper = Document.of_upload(
        by=System("test"),
        child=child,
        owner=cast.org["icb"],
        kind=Document.Kind.TRIBUNAL,
        title="Position statement",
        file=SimpleUploadedFile("position.pdf", b"%PDF-1.7 made up", "application/pdf"),
        on=date(2026, 3, 2),
    )
    with recorded(verb="arrange", by=System("test")):
        keep(paper)
    assert paper in Document.objects.visible_to(cast["dco"])
    officer = cast["dco_2"]
    officer.current_memberships = [
        Membership(user=officer, organisation=cast.org["icb"], team=cast.team["dcos"], role=Role.DMO)
    ]
    assert paper not in Document.objects.visible_to(officer)
