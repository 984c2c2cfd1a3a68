"""Addresses of the pages of deviations."""

from __future__ import annotations

from django.urls import URLPattern, path

from reports.dashboards import cell, figure, made_figure, row, saved_views
from reports.dashboards.accuracy import page as accuracy
from reports.dashboards.cost import page as cost_and_volume
from reports.dashboards.evolution import page as evolution
from reports.dashboards.levels import page as deviations
from reports.dashboards.levels import waterfall
from reports.dashboards.trend import page as trend
from reports.dashboards.years import page as several_years

HERE = "<slug:slug>/<str:month>/avvikelser/"
ROW = "<slug:slug>/<str:month>/underlag/rad/"

urlpatterns: list[URLPattern] = [
    path(HERE, deviations.deviations, name="deviations"),
    path(f"{HERE}siffra/", figure.figure, name="figure"),
    path(
        "<slug:slug>/<str:month>/prognos/siffra/", made_figure.made_figure, name="made"
    ),
    path(f"{HERE}vyer/", saved_views.saved_views, name="saved_views"),
    path(
        "<slug:slug>/<str:month>/rapport/tabell/<slug:key>/siffra/",
        cell.cell,
        name="cell",
    ),
    path(f"{ROW}utfall/<int:outcome>/", row.outcome_row, name="outcome_row"),
    path(f"{ROW}budget/<int:budget>/", row.budget_row, name="budget_row"),
    path(f"{ROW}prognos/<int:forecast>/", row.forecast_row, name="forecast_row"),
    path(f"{HERE}vattenfall/", waterfall.waterfall, name="waterfall"),
    path(f"{HERE}manader/", trend.trend_by_month, name="trend"),
    path(f"{HERE}utveckling/", evolution.forecast_by_follow_up, name="evolution"),
    path(f"{HERE}traffsakerhet/", accuracy.accuracy, name="accuracy"),
    path(
        f"{HERE}traffsakerhet/siffra/",
        accuracy.accuracy_figure,
        name="accuracy_figure",
    ),
    path(f"{HERE}flera-ar/", several_years.net_cost_by_year, name="several_years"),
    path(
        f"{HERE}kostnad-och-volym/",
        cost_and_volume.cost_and_volume,
        name="cost_and_volume",
    ),
]
