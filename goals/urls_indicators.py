"""Addresses of the entry of indicators, and of files of Kolada's values."""

from django.urls import URLPattern, path

from goals.pages import indicator_entry, taking_in

ENTRY = "<slug:slug>/<str:month>/mal/indikatorer/fyll-i/"
FILES = "<slug:slug>/<str:month>/underlag/indikatorer/"

urlpatterns: list[URLPattern] = [
    path(ENTRY, indicator_entry.entry_page, name="indicator_entry"),
    path(f"{ENTRY}spara/", indicator_entry.save, name="indicator_save"),
    path(f"{ENTRY}granska/", indicator_entry.check, name="indicator_check"),
    path(FILES, taking_in.taking_in, name="taking_in"),
    path(f"{FILES}granska/", taking_in.taking_in_look, name="taking_in_look"),
    path(f"{FILES}las-in/", taking_in.taking_in_take, name="taking_in_take"),
    path(f"{FILES}<int:taken>/", taking_in.taken_in, name="taken_in"),
    path(f"{FILES}<int:taken>/angra/", taking_in.taking_back, name="taking_back"),
]
