"""Addresses of this app's pages."""

from django.urls import URLPattern, URLResolver, path

from core import gallery, operations, pages

app_name = "core"
urlpatterns: list[URLPattern | URLResolver] = [
    path("stay-signed-in/", pages.stay_signed_in, name="stay_signed_in"),
    path("timed-out/", pages.timed_out, name="timed_out"),
    path("accessibility/", pages.accessibility, name="accessibility"),
    path("privacy/", pages.privacy, name="privacy"),
    path("gallery/", gallery.gallery, name="gallery"),
    path("gallery/form/", gallery.form_page, name="gallery_form"),
    path("operations/", operations.UndeliveredList.as_view(), name="operations"),
    path("operations/failed-tasks/", operations.FailedTaskList.as_view(), name="failed_tasks"),
    path("operations/mailbox/", operations.MailboxList.as_view(), name="mailbox"),
    path("operations/letters/<int:pk>/<slug:verb>/", operations.message_do, name="message_do"),
    path("operations/failed-tasks/<int:pk>/<slug:verb>/", operations.failed_task_do, name="failedtask_do"),
]
