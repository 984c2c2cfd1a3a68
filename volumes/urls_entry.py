"""Addresses of the entry of volumes."""

from django.urls import URLPattern, path

from volumes.pages import entry

HERE = "<slug:slug>/<str:month>/volymer/inmatning/"
UNIT = f"{HERE}<str:unit>/"

urlpatterns: list[URLPattern] = [
    path(HERE, entry.units_page, name="entry"),
    path(UNIT, entry.unit_page, name="entry_unit"),
    path(f"{UNIT}spara/", entry.save, name="entry_save"),
    path(f"{UNIT}granska/", entry.check, name="entry_check"),
]
