"""When the deviation came: net cost by month, against budget and earlier years."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from committees.access import WORKING, Place, committee_view
from committees.navigation import page
from reports.chart_files import asked_file, with_files
from reports.dashboards.part import Part
from reports.dashboards.trend.figures import trend
from reports.dashboards.trend.shown import (
    chart_opens,
    link,
    trend_chart,
    trend_table,
)
from reports.dashboards.trend.words import notes, sentences

SHOW = "visa"
SHOWN = {"manad": "Varje månad", "ackumulerat": "Ackumulerat"}


@require_safe
@committee_view(WORKING)
def trend_by_month(request: HttpRequest, place: Place) -> HttpResponse:
    """The months of a part of the money."""
    part = Part.of(place, request.GET, options=[SHOW])
    is_running = part.chosen(SHOW, SHOWN) == "ackumulerat"
    found = trend(place.follow_up, part.where)
    shown = found.accumulated() if is_running else found
    chart = trend_chart(found, shown, part)
    table = trend_table(found, shown, part)
    if file := asked_file(request, place, (chart, table)):
        return file
    to = link(table, found, part, is_running=is_running)
    return page(
        request,
        "reports/dashboards/trend.html",
        place,
        section="avvikelser",
        part=part,
        crumbs=part.crumbs,
        kept=part.kept,
        choices=part.choices(SHOW, SHOWN),
        told=sentences(found, scale=table.scale),
        notes=(*notes(found, part, scale=table.scale), *part.rule),
        example_data=found.loaded.generated,
        chart=with_files(request, chart, opens=chart_opens(chart, table, found, to)),
        table=with_files(request, table, link=to),
    )
