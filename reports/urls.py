"""Addresses of a follow-up's overview, report, tables and files."""

from django.urls import path, register_converter

from committees.converters import MonthConverter
from reports import bridge_page, log_files, urls_dashboards, views
from reports.pages import (
    action_plan,
    decision_counts,
    indicator,
    indicators,
    plan_line,
    providers,
    series,
    staffing,
    unit_costs,
    volume_price,
)

app_name = "reports"

register_converter(MonthConverter, "month")

HERE = "<slug:slug>/<str:month>/"
START = "<slug:slug>/<month:month>/"
"""A follow-up's start page, beside the committee's pages that lie in no month."""

REPORT = f"{HERE}rapport/"
VOLUMES = f"{HERE}volymer/"

urlpatterns = [
    path(START, views.overview, name="overview"),
    path(f"{HERE}prognos/brygga/", bridge_page.bridge_page, name="bridge"),
    path(f"{HERE}prognos/logg.<str:ending>", log_files.log_file, name="log_file"),
    path(f"{HERE}volymer/serie/<str:code>/", series.series, name="series"),
    path(f"{VOLUMES}nyckeltal/", unit_costs.unit_costs, name="unit_costs"),
    path(f"{VOLUMES}volym-och-pris/", volume_price.volume_price, name="volume_price"),
    path(f"{VOLUMES}personal/", staffing.staffing, name="staffing"),
    path(f"{HERE}mal/handlingsplan/", action_plan.action_plan_page, name="action_plan"),
    path(f"{HERE}mal/handlingsplan/ny/", plan_line.plan_line_new, name="plan_line_new"),
    path(f"{HERE}mal/indikatorer/", indicators.indicators, name="indicators"),
    path(
        f"{HERE}mal/indikator/<str:indicator>/",
        indicator.indicator_page,
        name="indicator",
    ),
    path(f"{HERE}mal/utforare/", providers.providers, name="providers"),
    path(f"{HERE}mal/beslut/", decision_counts.decision_counts, name="decision_counts"),
    *urls_dashboards.urlpatterns,
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
