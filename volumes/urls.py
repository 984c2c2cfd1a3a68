"""Addresses of volumes and staff."""

from django.urls import URLPattern, path

from volumes import urls_entry, urls_files
from volumes.pages import overview

app_name = "volumes"

HERE = "<slug:slug>/<str:month>/volymer/"

urlpatterns: list[URLPattern] = [
    path(HERE, overview.overview, name="overview"),
    *urls_files.urlpatterns,
    *urls_entry.urlpatterns,
]
