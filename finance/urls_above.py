"""Addresses of the forecast: what lies above the rows."""

from django.urls import URLPattern, path

from finance.pages import actions, adjustments, analysis, changes, frame, log

HERE = "<slug:slug>/<str:month>/prognos/"

urlpatterns: list[URLPattern] = [
    path(f"{HERE}justeringar/", adjustments.adjustments, name="adjustments"),
    path(
        f"{HERE}justeringar/<str:kind>/ny/",
        adjustments.adjustment_new,
        name="adjustment_new",
    ),
    path(
        f"{HERE}justeringar/<str:kind>/<int:adjustment>/",
        adjustments.adjustment,
        name="adjustment",
    ),
    path(f"{HERE}atgarder/", actions.actions, name="actions"),
    path(f"{HERE}atgarder/ny/", actions.action_new, name="action_new"),
    path(f"{HERE}atgarder/<int:action>/", actions.action, name="action"),
    path(f"{HERE}ram/", frame.frame, name="frame"),
    path(f"{HERE}analys/", analysis.analyses, name="analyses"),
    path(
        f"{HERE}analys/<str:unit>/<str:activity>/", analysis.analysis, name="analysis"
    ),
    path(f"{HERE}andringar/", changes.changes, name="changes"),
    path(f"{HERE}andringar/<int:version>/", changes.version, name="version"),
    path(f"{HERE}logg/", log.log, name="log"),
]
