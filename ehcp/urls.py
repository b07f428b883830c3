"""Addresses of this app's pages."""

from django.urls import URLPattern, URLResolver, path

from ehcp import link_views, register_views, section_23_views, shown_views, views
from ehcp.asking_urls import urlpatterns as asking
from ehcp.panels.urls import urlpatterns as panels
from ehcp.reviews.urls import urlpatterns as reviews

app_name = "ehcp"
urlpatterns: list[URLPattern | URLResolver] = [
    path(
        "children/<int:pk>/assessments/register/",
        views.RegisterAssessment.as_view(),
        name="assessmentrequest_register",
    ),
    path("assessments/register/", register_views.ChooseChild.as_view(), name="assessmentrequest_begin"),
    path(
        "assessments/register/new-child/",
        register_views.RegisterNewChild.as_view(),
        name="child_register_for_request",
    ),
    path("assessments/", views.AssessmentList.as_view(), name="assessmentrequest_list"),
    path("assessments/<int:pk>/", views.AssessmentPage.as_view(), name="assessmentrequest"),
    *asking,
    path("assessments/<int:pk>/plan/submit/", views.SubmitPlan.as_view(), name="plan_submit"),
    path("assessments/<int:pk>/issued-plan/", views.RecordIssuedPlan.as_view(), name="plan_record_issued"),
    path("assessments/<int:pk>/<slug:verb>/", views.AssessmentActions.as_view(), name="assessmentrequest_do"),
    path("advice-requests/", views.AdviceList.as_view(), name="advicerequest_list"),
    path("advice-requests/<int:pk>/", views.AdvicePage.as_view(), name="advicerequest"),
    path("advice-requests/<int:pk>/<slug:verb>/", views.AdviceActions.as_view(), name="advicerequest_do"),
    path("section-23/", section_23_views.Section23List.as_view(), name="section23notification_list"),
    path(
        "section-23/begin/",
        section_23_views.IdentifyNewChild.as_view(),
        name="section23notification_identify_new_child",
    ),
    path(
        "children/<int:pk>/section-23/begin/",
        section_23_views.IdentifyChild.as_view(),
        name="section23notification_identify",
    ),
    path("section-23/<int:pk>/", section_23_views.Section23Page.as_view(), name="section23notification"),
    path(
        "section-23/<int:pk>/<slug:verb>/",
        section_23_views.Section23Actions.as_view(),
        name="section23notification_do",
    ),
    path("advice-requests/<int:pk>/link/make/", link_views.MakeLink.as_view(), name="clinicianlink_make"),
    path(
        "drafts-shown/<int:pk>/link/make/",
        link_views.MakeDraftLink.as_view(),
        name="clinicianlink_make_for_draft",
    ),
    path("drafts-shown/<int:pk>/", shown_views.DraftShownPage.as_view(), name="draftshown"),
    path("drafts-shown/<int:pk>/<slug:verb>/", shown_views.DraftShownActions.as_view(), name="draftshown_do"),
    path("links/<int:pk>/<slug:verb>/", link_views.LinkActions.as_view(), name="clinicianlink_do"),
    path("link/open/<str:token>/", link_views.open_link, name="link_open"),
    path("link/code/", link_views.LinkCode.as_view(), name="link_code"),
    path("link/advice/", link_views.LinkAnswer.as_view(), name="link_answer"),
    path("link/draft/", link_views.LinkDraftShown.as_view(), name="link_draft"),
    path("link/receipt/", link_views.LinkReceipt.as_view(), name="link_receipt"),
    path("plans/<int:pk>/", views.PlanPage.as_view(), name="plan"),
    path("plans/<int:pk>/versions/<int:number>/", views.PlanPage.as_view(), name="plan_version"),
    path("plans/<int:pk>/<slug:verb>/", views.PlanActions.as_view(), name="plan_do"),
    path(
        "section-g/<int:pk>/<slug:verb>/",
        views.ProvisionLineActions.as_view(),
        name="provisionline_do",
    ),
    path("section-g/", views.ProvisionList.as_view(), name="provisionline_list"),
    *reviews,
    *panels,
]
