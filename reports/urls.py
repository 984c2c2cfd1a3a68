"""Addresses of a follow-up's overview, report, tables and files."""

from django.urls import path, register_converter

from committees.converters import MonthConverter
from reports import bridge_page, log_files, views

app_name = "reports"

register_converter(MonthConverter, "month")

HERE = "<slug:slug>/<str:month>/"
START = "<slug:slug>/<month:month>/"
"""A follow-up's start page, beside the committee's pages that lie in no month."""

REPORT = f"{HERE}rapport/"

urlpatterns = [
    path(START, views.overview, name="overview"),
    path(f"{HERE}prognos/brygga/", bridge_page.bridge_page, name="bridge"),
    path(f"{HERE}prognos/logg.<str:ending>", log_files.log_file, name="log_file"),
    path(REPORT, views.report, name="report"),
    path(f"{REPORT}tabeller/", views.tables, name="tables"),
    path(f"{REPORT}tabeller.<str:suffix>", views.tables_file, name="tables_file"),
    path(f"{REPORT}tabell/<slug:key>/", views.table, name="table"),
    path(
        f"{REPORT}tabell/<slug:key>.<str:suffix>", views.table_file, name="table_file"
    ),
    path(f"{REPORT}export/", views.export_list, name="exports"),
    path(f"{REPORT}export/ny/", views.export_start, name="export_start"),
    path(f"{REPORT}export/<int:number>/", views.export_status, name="export_status"),
    path(f"{REPORT}export/<int:number>/fil", views.export_file, name="export_file"),
]
