"""Addresses of the administrator's pages, in the namespace of the app."""

from django.urls import URLPattern, URLResolver, path

from accounts.administration import organisations, views

urlpatterns: list[URLPattern | URLResolver] = [
    path("people/", views.PeopleList.as_view(), name="user_list"),
    path("people/invite/", views.Where.as_view(), name="user_where"),
    path("people/<int:pk>/", views.PersonDetail.as_view(), name="user"),
    path("people/<int:pk>/add-role/", views.Where.as_view(), name="membership_where"),
    path("people/<int:pk>/<slug:verb>/", views.PersonActions.as_view(), name="user_do"),
    path("roles/<int:pk>/<slug:verb>/", views.MembershipActions.as_view(), name="membership_do"),
    path("organisations/", organisations.OrganisationList.as_view(), name="organisation_list"),
    path("organisations/<int:pk>/", organisations.OrganisationDetail.as_view(), name="organisation"),
    path("organisations/<int:pk>/people/invite/", views.Invite.as_view(), name="user_invite"),
    path("organisations/<int:pk>/roles/add/", views.AddRole.as_view(), name="membership_add"),
    path("organisations/<int:pk>/teams/add/", organisations.AddTeam.as_view(), name="team_add"),
    path("organisations/<int:pk>/areas/add/", organisations.AddArea.as_view(), name="area_add"),
    path("organisations/<int:pk>/partners/add/", organisations.AddOrganisation.as_view(), name="organisation_add"),
    path("organisations/<int:pk>/<slug:verb>/", organisations.OrganisationActions.as_view(), name="organisation_do"),
    path("teams/<int:pk>/<slug:verb>/", organisations.TeamActions.as_view(), name="team_do"),
    path("areas/<int:pk>/<slug:verb>/", organisations.AreaActions.as_view(), name="area_do"),
    path("relations/<int:pk>/<slug:verb>/", organisations.RelationActions.as_view(), name="relation_do"),
]
