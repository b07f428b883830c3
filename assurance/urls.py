"""Addresses of this app's pages."""

from django.urls import URLPattern, URLResolver, path

from assurance import views
from assurance.models import ComplexCase, CoproductionEpisode, TrainingSession

app_name = "assurance"
urlpatterns: list[URLPattern | URLResolver] = [
    path("training/", views.TrainingList.as_view(), name="trainingsession_list"),
    path("training/log/", views.LogForICB.as_view(verb=TrainingSession.log), name="trainingsession_log"),
    path("training/<int:pk>/", views.LogDetail.as_view(model=TrainingSession), name="trainingsession"),
    path(
        "training/<int:pk>/<slug:verb>/",
        views.CorrectView.as_view(model=TrainingSession),
        name="trainingsession_do",
    ),
    path("complex-cases/", views.ComplexCaseList.as_view(), name="complexcase_list"),
    path(
        "children/<int:pk>/complex-cases/log/",
        views.LogForChild.as_view(verb=ComplexCase.log),
        name="complexcase_log",
    ),
    path("complex-cases/<int:pk>/", views.LogDetail.as_view(model=ComplexCase), name="complexcase"),
    path("complex-cases/<int:pk>/<slug:verb>/", views.CorrectView.as_view(model=ComplexCase), name="complexcase_do"),
    path("coproduction/", views.CoproductionList.as_view(), name="coproductionepisode_list"),
    path("coproduction/log/", views.LogForICB.as_view(verb=CoproductionEpisode.log), name="coproductionepisode_log"),
    path("coproduction/<int:pk>/", views.LogDetail.as_view(model=CoproductionEpisode), name="coproductionepisode"),
    path(
        "coproduction/<int:pk>/<slug:verb>/",
        views.CorrectView.as_view(model=CoproductionEpisode),
        name="coproductionepisode_do",
    ),
]
