"""Addresses of files of volumes and staff that are taken in."""

from django.urls import URLPattern, path

from volumes.pages import taking_in

HERE = "<slug:slug>/<str:month>/underlag/volymer/"

urlpatterns: list[URLPattern] = [
    path(HERE, taking_in.taking_in, name="taking_in"),
    path(f"{HERE}granska/", taking_in.taking_in_look, name="taking_in_look"),
    path(f"{HERE}las-in/", taking_in.taking_in_take, name="taking_in_take"),
    path(f"{HERE}<int:batch>/", taking_in.taken_in, name="taken_in"),
]
