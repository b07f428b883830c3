"""Addresses of the pages about reviews, in the namespace of the app."""

from django.urls import URLPattern, URLResolver, path

from ehcp.reviews import contribution_views, views

urlpatterns: list[URLPattern | URLResolver] = [
    path("children/<int:pk>/annual-reviews/log/", views.LogReview.as_view(), name="annualreview_log"),
    path("children/<int:pk>/annual-reviews/register/", views.RegisterReview.as_view(), name="annualreview_register"),
    path("annual-reviews/", views.ReviewList.as_view(), name="annualreview_list"),
    path("annual-reviews/<int:pk>/", views.ReviewPage.as_view(), name="annualreview"),
    path("annual-reviews/<int:pk>/amended-plan/", views.SubmitAmended.as_view(), name="amendedplan_submit"),
    path(
        "annual-reviews/<int:pk>/contributions/ask/",
        contribution_views.AskContribution.as_view(),
        name="reviewcontribution_ask",
    ),
    path("review-contributions/<int:pk>/", contribution_views.ContributionPage.as_view(), name="reviewcontribution"),
    path(
        "review-contributions/<int:pk>/<slug:verb>/",
        contribution_views.ContributionActions.as_view(),
        name="reviewcontribution_do",
    ),
    path("annual-reviews/<int:pk>/<slug:verb>/", views.ReviewActions.as_view(), name="annualreview_do"),
    path(
        "children/<int:pk>/phase-transfers/register/", views.RegisterTransfer.as_view(), name="phasetransfer_register"
    ),
    path(
        "children/<int:pk>/phase-transfers/register-post-16/",
        views.RegisterPost16.as_view(),
        name="phasetransfer_register_post16",
    ),
    path("phase-transfers/<int:pk>/", views.TransferPage.as_view(), name="phasetransfer"),
    path("phase-transfers/<int:pk>/<slug:verb>/", views.TransferActions.as_view(), name="phasetransfer_do"),
]
