"""Addresses of the pages about panels, in the namespace of the app."""

from django.urls import URLPattern, URLResolver, path

from ehcp.panels import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("panels/", views.PanelList.as_view(), name="panel_list"),
    path("panels/set-up/", views.SetUpPanel.as_view(), name="panel_set_up"),
    path("panels/<int:pk>/", views.PanelPage.as_view(), name="panel"),
    path("panels/<int:pk>/meetings/plan/", views.PlanMeeting.as_view(), name="panelmeeting_plan"),
    path("panels/<int:pk>/<slug:verb>/", views.PanelActions.as_view(), name="panel_do"),
    path("panel-meetings/", views.MeetingList.as_view(), name="panelmeeting_list"),
    path("panel-meetings/held/", views.MeetingList.as_view(past=True), name="panelmeeting_held"),
    path("panel-meetings/<int:pk>/", views.MeetingPage.as_view(), name="panelmeeting"),
    path("panel-meetings/<int:pk>/agenda.pdf", views.AgendaPDF.as_view(), name="panelmeeting_pdf"),
    path("panel-meetings/<int:pk>/cases/", views.ChooseCases.as_view(), name="panelmeeting_cases"),
    path("panel-meetings/<int:pk>/decisions/", views.Decisions.as_view(), name="panelmeeting_decisions"),
    path("panel-meetings/<int:pk>/<slug:verb>/", views.MeetingActions.as_view(), name="panelmeeting_do"),
    path("assessments/<int:pk>/panels/put-on/", views.PutOnAgenda.as_view(), name="panelcase_put_on"),
    path("panel-cases/<int:pk>/<slug:verb>/", views.CaseActions.as_view(), name="panelcase_do"),
]
