"""Addresses of the forecast: the board, the month, the committee's settings."""

from django.urls import URLPattern, path

from finance.pages import board, mine, month, outcome, people, settings

HERE = "<slug:slug>/<str:month>/prognos/"
MONTH = f"{HERE}manaden/"
SETTINGS = "<slug:slug>/installningar/"

urlpatterns: list[URLPattern] = [
    path("konto/installningar/", mine.my_settings, name="my_settings"),
    path(SETTINGS, settings.calendar, name="settings"),
    path(f"{SETTINGS}prognos/", settings.forecast_settings, name="forecast_settings"),
    path(f"{SETTINGS}personer/", people.people, name="people"),
    path(f"{SETTINGS}personer/fil/", people.people_file, name="people_file"),
    path(HERE, board.board_page, name="board"),
    path(f"{HERE}godkann/", board.approve_all, name="approve_all"),
    path(f"{HERE}<str:unit>/lage/", board.unit_step, name="unit_step"),
    path(MONTH, month.month, name="month"),
    path(f"{MONTH}datum/", month.month_dates, name="month_dates"),
    path(f"{MONTH}ansvar/", month.month_units, name="month_units"),
    path(f"{MONTH}avstamning/", month.month_totals, name="month_totals"),
    path(f"{MONTH}steg/", month.month_step, name="month_step"),
    path(f"{MONTH}utfall/", outcome.outcome_look, name="outcome_look"),
    path(f"{MONTH}utfall/las-in/", outcome.outcome_take, name="outcome_take"),
]
