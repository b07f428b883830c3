"""Addresses of the audits' pages, under the quality assurance's."""

from django.urls import URLPattern, URLResolver, path

from core.views import ActionView
from qa.audit import forms, marking_forms, views
from qa.models import AuditAction, AuditCase, Finding, Mark

urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.AuditList.as_view(), name="audit_list"),
    path("begin/", views.ForBoard.as_view(verb=forms.ScopeForm.verb), name="audit_scope"),
    path("outside/", views.ForBoard.as_view(verb=forms.EnterOutsideForm.verb), name="audit_enter_outside"),
    path("questions/", views.QuestionList.as_view(), name="questionset_list"),
    path(
        "questions/write/",
        views.WriteQuestions.as_view(verb=forms.QuestionsForm.verb),
        name="questionset_put_in_force",
    ),
    path("<int:pk>/", views.AuditPage.as_view(), name="audit"),
    path("<int:pk>/next/", views.NextToMark.as_view(), name="audit_next"),
    path("<int:pk>/report.pdf", views.AuditReport.as_view(kind="pdf"), name="audit_pdf"),
    path("<int:pk>/report.csv", views.AuditReport.as_view(kind="csv"), name="audit_csv"),
    path("<int:pk>/findings/add/", views.FindingView.as_view(verb=Finding.add), name="finding_add"),
    path("<int:pk>/<slug:verb>/", views.AuditVerb.as_view(), name="audit_do"),
    path("plans/<int:pk>/", views.CasePage.as_view(), name="auditcase"),
    path("plans/<int:pk>/mark/", views.MarkView.as_view(verb=marking_forms.MarkForm.verb), name="mark_mark"),
    path("plans/<int:pk>/settle/", views.MarkView.as_view(verb=Mark.settle), name="mark_settle"),
    path(
        "plans/<int:pk>/reserve/",
        views.ReserveView.as_view(verb=AuditCase.draw_reserve),
        name="auditcase_draw_reserve",
    ),
    path("plans/<int:pk>/<slug:verb>/", ActionView.as_view(model=AuditCase), name="auditcase_do"),
    path("marks/<int:pk>/", views.MarkPage.as_view(), name="mark"),
    path("marks/<int:pk>/<slug:verb>/", ActionView.as_view(model=Mark), name="mark_do"),
    path("findings/<int:pk>/actions/set/", views.SetActionView.as_view(verb=AuditAction.set), name="auditaction_set"),
    path("findings/<int:pk>/<slug:verb>/", ActionView.as_view(model=Finding), name="finding_do"),
    path("actions/<int:pk>/", views.AuditActionPage.as_view(), name="auditaction"),
    path("actions/<int:pk>/<slug:verb>/", ActionView.as_view(model=AuditAction), name="auditaction_do"),
]
