"""Addresses of this app's pages."""

from django.urls import path

from core.views import ActionView
from tribunals import views
from tribunals.models import Issue, Review

app_name = "tribunals"
urlpatterns = [
    path("", views.AppealsPage.as_view(), name="appeal_list"),
    path("children/<int:pk>/log/", views.LogAppeal.as_view(), name="appeal_log"),
    path("appeals/<int:pk>/", views.AppealPage.as_view(), name="appeal"),
    path("appeals/<int:pk>/add-issue/", views.AddIssue.as_view(), name="issue_add"),
    path("appeals/<int:pk>/add-paper/", views.AddPaper.as_view(), name="paper_add"),
    path("appeals/<int:pk>/<slug:verb>/", views.AppealAction.as_view(), name="appeal_do"),
    path("issues/<int:pk>/<slug:verb>/", ActionView.as_view(model=Issue), name="issue_do"),
    path("papers/<int:pk>/", views.PaperDownload.as_view(), name="paper"),
    path("responses/", views.ResponsesPage.as_view(), name="regulation6response_list"),
    path("responses/<int:pk>/", views.ResponsePage.as_view(), name="regulation6response"),
    path("responses/<int:pk>/letter.pdf", views.LetterPDF.as_view(), name="letter_pdf"),
    path("responses/<int:pk>/<slug:verb>/", views.ResponseAction.as_view(), name="regulation6response_do"),
    path("answers/<int:pk>/<slug:verb>/", views.AnswerAction.as_view(), name="answer_do"),
    path("reviews/<int:pk>/<slug:verb>/", ActionView.as_view(model=Review), name="review_do"),
]
