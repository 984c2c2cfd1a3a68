"""Addresses of the pages of deviations."""

from __future__ import annotations

from django.urls import URLPattern, path

from reports.dashboards import deviations, figure

HERE = "<slug:slug>/<str:month>/avvikelser/"

urlpatterns: list[URLPattern] = [
    path(HERE, deviations.deviations, name="deviations"),
    path(f"{HERE}siffra/", figure.figure, name="figure"),
]
