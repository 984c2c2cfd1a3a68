"""Addresses of goals, commitments, indicators and control."""

from django.urls import URLPattern, path

from goals import urls_decisions, urls_indicators
from goals.pages import board, commitments, control, husbandry, topic, tree

app_name = "goals"

HERE = "<slug:slug>/<str:month>/mal/"
TOPIC = f"{HERE}punkt/<str:topic>/"

urlpatterns: list[URLPattern] = [
    path(HERE, board.overview, name="overview"),
    path(f"{HERE}mal/", tree.goals, name="goals"),
    path(f"{HERE}geh/", husbandry.husbandry, name="husbandry"),
    path(f"{HERE}ataganden/", commitments.commitments, name="commitments"),
    path(f"{HERE}internkontroll/", control.control, name="control"),
    path(TOPIC, topic.topic_page, name="topic"),
    path(f"{TOPIC}spara/", topic.save, name="topic_save"),
    path(f"{TOPIC}steg/", topic.step, name="topic_step"),
    *urls_decisions.urlpatterns,
    *urls_indicators.urlpatterns,
]
