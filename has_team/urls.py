"""Addresses of this app's pages."""

from django.urls import path

from has_team import views
from has_team.models import OnwardReferral

app_name = "has_team"
urlpatterns = [
    path("", views.InboxPage.as_view(), name="referral_list"),
    path("week/", views.WeekPage.as_view(), name="week"),
    path("referrals/<slug:which>/", views.ReferralsPage.as_view(), name="referrals"),
    path("requests/<int:pk>/accept/", views.AcceptPage.as_view(), name="referral_accept"),
    path("requests/<int:pk>/decline/", views.DeclinePage.as_view(), name="referral_decline"),
    path("requests/<int:pk>/check/", views.CheckAdvicePage.as_view(), name="check_advice"),
    path("referral/<int:pk>/", views.ReferralPage.as_view(), name="referral"),
    path("referral/<int:pk>/advice.pdf", views.AdvicePDF.as_view(), name="advice_pdf"),
    path("referral/<int:pk>/recommend/", views.RecommendPage.as_view(), name="onwardreferral_recommend"),
    path("referral/<int:pk>/<slug:verb>/", views.ReferralAction.as_view(), name="referral_do"),
    path(
        "onward-referrals/<int:pk>/<slug:verb>/",
        views.ActionView.as_view(model=OnwardReferral),
        name="onwardreferral_do",
    ),
]
