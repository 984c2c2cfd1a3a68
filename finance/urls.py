"""Addresses of the material behind a follow-up's figures."""

from django.urls import path

from finance import views

app_name = "finance"

HERE = "<slug:slug>/<str:month>/underlag/"

urlpatterns = [
    path(HERE, views.material, name="material"),
    path(f"{HERE}utfall/", views.outcome, name="outcome"),
    path(f"{HERE}budget/", views.budget, name="budget"),
    path(f"{HERE}prognos/", views.forecast, name="forecast"),
    path(f"{HERE}inlasningar/", views.imports, name="imports"),
]
