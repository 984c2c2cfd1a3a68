"""Several years of net cost, as booked or recalculated to today's organisation."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from committees.access import WORKING, Place, committee_view
from committees.navigation import page
from finance.sources import Axis
from reports.chart_files import asked_file, with_files
from reports.dashboards.part import Part
from reports.dashboards.years.figures import How, several_years
from reports.dashboards.years.shown import (
    HOW_WORDS,
    chart_opens,
    link,
    years_chart,
    years_table,
)
from reports.dashboards.years.words import heading, notes

HOW, BY = "satt", "efter"
HOWS = {how.value: words for how, words in HOW_WORDS.items()}
AXES = {
    Axis.ACTIVITY.value: "Verksamhet",
    Axis.COST_CENTRE.value: "Ansvar",
    Axis.GROUP.value: "Kontogrupp",
}


@require_safe
@committee_view(WORKING)
def net_cost_by_year(request: HttpRequest, place: Place) -> HttpResponse:
    """Net cost of a part of the money over several years."""
    part = Part.of(place, request.GET, options=[HOW, BY])
    axis, how = Axis(part.chosen(BY, AXES)), How(part.chosen(HOW, HOWS))
    found = several_years(part, axis=axis, how=how)
    chart, table = years_chart(found, part), years_table(found, part)
    if file := asked_file(request, place, (chart, table)):
        return file
    to = link(table, found, (part, place))
    return page(
        request,
        "reports/dashboards/several_years.html",
        place,
        section="avvikelser",
        part=part,
        crumbs=part.crumbs,
        kept=part.kept,
        axes=part.choices(BY, AXES),
        hows=part.choices(HOW, HOWS),
        told=heading(found, scale=table.scale),
        notes=notes(found, part),
        example_data=found.loaded.generated,
        chart=with_files(request, chart, opens=chart_opens(chart, table, found, to)),
        table=with_files(request, table, link=to),
    )
