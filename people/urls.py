"""Addresses of this app's pages."""

from django.urls import URLPattern, URLResolver, path

from people import consent_views, sending_views, views

app_name = "people"
urlpatterns: list[URLPattern | URLResolver] = [
    path("children/", views.FindChild.as_view(), name="child_list"),
    path("children/register/", views.RegisterChild.as_view(), name="child_register"),
    path("children/<int:pk>/people/add/", views.AddPerson.as_view(), name="contact_add"),
    path("children/<int:pk>/documents/add/", views.AddDocument.as_view(), name="document_add"),
    path("children/<int:pk>/consent/record/", consent_views.RecordConsent.as_view(), name="consent_record"),
    path(
        "children/<int:pk>/sharing-without-consent/record/",
        consent_views.RecordSharing.as_view(),
        name="sharingwithoutconsent_record",
    ),
    path("children/<int:pk>/access-log/", views.AccessLogOfChild.as_view(), name="access_log"),
    path("children/<int:pk>/<slug:verb>/", views.ChildActions.as_view(), name="child_do"),
    path("people/<int:pk>/<slug:verb>/", views.PersonActions.as_view(), name="contact_do"),
    path("documents/held/", views.HeldDocuments.as_view(), name="document_held"),
    path("documents/<int:pk>/", views.DocumentPage.as_view(), name="document"),
    path("documents/<int:pk>/download/", views.Download.as_view(), name="document_file"),
    path("documents/<int:pk>/versions/<int:number>/", views.DownloadVersion.as_view(), name="document_version"),
    path("documents/<int:pk>/sent/record/", sending_views.RecordSending.as_view(), name="documentsent_record"),
    path("sendings/<int:pk>/", sending_views.SendingPage.as_view(), name="documentsent"),
    path("sendings/<int:pk>/proof.pdf", sending_views.SendingProof.as_view(), name="documentsent_proof"),
    path("sendings/<int:pk>/correct/", sending_views.CorrectSending.as_view(), name="documentsent_correct"),
    path("documents/<int:pk>/<slug:verb>/", views.DocumentActions.as_view(), name="document_do"),
    path("consents/", consent_views.ConsentList.as_view(), name="consent_list"),
    path("consents/<int:pk>/", consent_views.ConsentPage.as_view(), name="consent"),
    path("consents/<int:pk>/<slug:verb>/", consent_views.ConsentActions.as_view(), name="consent_do"),
    path("sharing-without-consent/<int:pk>/", consent_views.SharingPage.as_view(), name="sharingwithoutconsent"),
    path(
        "sharing-without-consent/<int:pk>/<slug:verb>/",
        consent_views.SharingActions.as_view(),
        name="sharingwithoutconsent_do",
    ),
]
