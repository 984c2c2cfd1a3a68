"""Addresses of the material behind a follow-up's figures."""

from django.urls import path

from finance import (
    urls_above,
    urls_grid,
    urls_month,
    urls_savings,
    urls_template,
    views,
)

app_name = "finance"

HERE = "<slug:slug>/<str:month>/underlag/"

urlpatterns = [
    path(HERE, views.material, name="material"),
    path(f"{HERE}utfall/", views.outcome, name="outcome"),
    path(f"{HERE}budget/", views.budget, name="budget"),
    path(f"{HERE}prognos/", views.forecast, name="forecast"),
    path(f"{HERE}inlasningar/", views.imports, name="imports"),
    *urls_month.urlpatterns,
    *urls_above.urlpatterns,
    *urls_savings.urlpatterns,
    *urls_template.urlpatterns,
    *urls_grid.urlpatterns,
]
