"""Addresses of the list of decisions that are not executed, above the follow-ups."""

from django.urls import URLPattern, path

from goals.pages import decisions

HERE = "<slug:slug>/ej-verkstallda-beslut/"

urlpatterns: list[URLPattern] = [
    path(HERE, decisions.decisions, name="decisions"),
    path(f"{HERE}nytt/", decisions.decision_new, name="decision_new"),
    path(f"{HERE}<int:decision>/", decisions.decision, name="decision"),
]
