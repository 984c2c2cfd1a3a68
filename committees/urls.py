"""Addresses above any follow-up."""

from django.urls import path

from committees import text_views, views

app_name = "committees"

urlpatterns = [
    path("", views.home, name="home"),
    path("granska-text/", text_views.text_check, name="text_check"),
    path("<slug:slug>/", views.committee, name="committee"),
    path("<slug:slug>/byt/", views.switch, name="switch"),
    path("<slug:slug>/farg.css", views.colours, name="colours"),
    path("<slug:slug>/utkast/kasta/", text_views.draft_drop, name="draft_drop"),
]
