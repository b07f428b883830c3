"""Addresses of this app's pages."""

from django.urls import URLPattern, URLResolver, include, path

from core.views import ActionView
from ehcp.models import AnnualReview, Plan
from qa import accounting_forms, level_one, views  # noqa: F401 the forms give the verbs their addresses
from qa.accounting_views import AccountView, ChangeAccountView, FindingView
from qa.desk_view import DeskView
from qa.models import AccountedLine, Comparison, Dismissal, Episode, FindingAnswer, SectionGAgreement
from qa.pack_view import PackView
from qa.redline_view import RedlineView

app_name = "qa"
take, take_review = Episode.take, Episode.take_review
urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.QueueView.as_view(), name="queue"),
    path("", include("qa.library.urls")),
    path("waiting/", views.WaitingView.as_view(), name="waiting"),
    path("returned/", views.ReturnedView.as_view(), name="returned"),
    path("issued/", views.ComparisonList.as_view(), name="comparison_list"),
    path("changed/", views.ToRaiseView.as_view(), name="to_raise"),
    path("funding/", views.FundingView.as_view(), name="funding"),
    path("words/", views.FormWordingView.as_view(), name="formwording_put_in_force"),
    path("plans/<int:pk>/take/", views.TakeView.as_view(verb=take, within_model=Plan), name="episode_take"),
    path(
        "annual-reviews/<int:pk>/take/",
        views.TakeView.as_view(verb=take_review, within_model=AnnualReview),
        name="episode_take_review",
    ),
    path("panels/<int:pk>/pack/", PackView.as_view(), name="pack"),
    path("checks/", views.ChecksView.as_view(), name="checks"),
    path(
        "episodes/<int:pk>/dismiss-finding/",
        FindingView.as_view(verb=Dismissal.dismiss, within_model=Episode, template_name="qa/dismiss.html"),
        name="dismissal_dismiss",
    ),
    path(
        "episodes/<int:pk>/section-g/",
        views.DecideSectionGView.as_view(verb=SectionGAgreement.decide, within_model=Episode),
        name="sectiongagreement_decide",
    ),
    path(
        "section-g-agreements/<int:pk>/<slug:verb>/",
        views.AgreementAction.as_view(),
        name="sectiongagreement_do",
    ),
    path(
        "episodes/<int:pk>/accept-finding/",
        FindingView.as_view(verb=FindingAnswer.accept, within_model=Episode, template_name="qa/finding.html"),
        name="findinganswer_accept",
    ),
    path(
        "episodes/<int:pk>/edit-finding/",
        FindingView.as_view(verb=FindingAnswer.edit, within_model=Episode, template_name="qa/finding.html"),
        name="findinganswer_edit",
    ),
    path(
        "episodes/<int:pk>/account-for-line/",
        AccountView.as_view(verb=AccountedLine.account, within_model=Episode),
        name="accountedline_account",
    ),
    path("accounted-lines/<int:pk>/<slug:verb>/", ChangeAccountView.as_view(), name="accountedline_do"),
    path("episodes/<int:pk>/", views.EpisodeView.as_view(), name="episode"),
    path("episodes/<int:pk>/feedback.pdf", views.FeedbackFile.as_view(kind="pdf"), name="feedback_pdf"),
    path("episodes/<int:pk>/feedback.docx", views.FeedbackFile.as_view(kind="docx"), name="feedback_word"),
    # The desk is the page of this verb's form.
    path("episodes/<int:pk>/save-wording/", DeskView.as_view(), {"verb": "save-wording"}, name="desk"),
    path("episodes/<int:pk>/<slug:verb>/", views.EpisodeAction.as_view(), name="episode_do"),
    path("advice/", level_one.CheckList.as_view(), name="levelonecheck_list"),
    path("advice-requests/<int:pk>/check/", level_one.CheckView.as_view(), name="levelonecheck_read_advice"),
    path("advice-checks/<int:pk>/return/", level_one.ReturnView.as_view(), name="levelonecheck_return"),
    path("advice-checks/<int:pk>/", level_one.CheckPage.as_view(), name="levelonecheck"),
    path("audits/", include("qa.audit.urls")),
    path("plans/<int:pk>/compare/", RedlineView.as_view(), name="redline"),
    path("comparisons/<int:pk>/", views.ComparisonView.as_view(), name="comparison"),
    path("comparisons/<int:pk>/<slug:verb>/", ActionView.as_view(model=Comparison), name="comparison_do"),
]
