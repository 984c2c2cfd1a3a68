"""Addresses above any follow-up."""

from django.urls import path

from committees import views

app_name = "committees"

urlpatterns = [
    path("", views.home, name="home"),
    path("<slug:slug>/", views.committee, name="committee"),
    path("<slug:slug>/byt/", views.switch, name="switch"),
    path("<slug:slug>/farg.css", views.colours, name="colours"),
]
