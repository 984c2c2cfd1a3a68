"""Addresses of the forecast's grid."""

from django.urls import URLPattern, path, register_converter
from django.urls.converters import StringConverter

from finance.pages import grid


class UnitCode(StringConverter):
    """A cost centre's code: any word that is no page of the forecast elsewhere."""

    regex = "(?!brygga/)[^/]+"


register_converter(UnitCode, "unit_code")

HERE = "<slug:slug>/<str:month>/prognos/"
UNIT = f"{HERE}<unit_code:unit>/"

urlpatterns: list[URLPattern] = [
    path(
        f"{HERE}verksamhet/<str:activity>/",
        grid.activity_page,
        name="grid_activity",
    ),
    path(UNIT, grid.unit_page, name="grid"),
    path(f"{UNIT}spara/", grid.save, name="grid_save"),
    path(f"{UNIT}granska/", grid.check, name="grid_check"),
    path(
        f"{UNIT}manader/<str:activity>/<str:group>/",
        grid.months_page,
        name="grid_months",
    ),
]
