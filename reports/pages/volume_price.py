"""What deviations are made of: volume, mix and price, and what the council settles."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from committees.access import WORKING, Place, committee_view
from committees.models import FollowUp
from committees.navigation import page
from committees.numbers import Scale
from committees.periods import Scenario, Span, span_text
from finance.pages.fields import scale_of
from reports.chart_files import asked_file, with_files
from reports.charts import Chart
from reports.known_facts import definitions, everything
from reports.quantities.price_lines import Lines, lines
from reports.quantities.price_tables import (
    Settings,
    price_chart,
    settled_table,
    split_table,
)
from reports.quantities.splits import Times, times
from reports.tables.model import Table
from volumes.models import UnitCost

SO_FAR = "hittills"


@require_safe
@committee_view(WORKING)
def volume_price(request: HttpRequest, place: Place) -> HttpResponse:
    """The forecast's deviation, or that of the year to date, parted."""
    follow_up = place.follow_up
    asked = request.GET.get("tid", "")
    if asked not in {"", SO_FAR}:
        raise Http404(f"Det finns inget val {asked} här. Det som finns: {SO_FAR}.")
    so_far = asked == SO_FAR
    shown = price_page(follow_up, scale_of(place), so_far=so_far)
    figures = (shown.chart, shown.table, shown.settled)
    if file := asked_file(request, place, figures):
        return file
    return page(
        request,
        "reports/volume_price.html",
        place,
        section="volymer",
        shown=shown,
        so_far=so_far,
        span=span_text(follow_up.period),
        chart=with_files(request, shown.chart),
        table=with_files(request, shown.table),
        settled=with_files(request, shown.settled),
    )


@dataclass(frozen=True, slots=True)
class PricePage:
    """The tables and the chart, and the lines that they are made of."""

    lines: Lines
    table: Table | None = None
    settled: Table | None = None
    chart: Chart | None = None

    @property
    def untold(self) -> tuple[str, ...]:
        """Unit costs that could not be told and are in no sum."""
        return tuple(line.one.name for line in self.lines.lines if line.split is None)

    @property
    def has_beyond(self) -> bool:
        """Whether any budget differs from its volume at the decided price."""
        return any(line.split and line.split.beyond for line in self.lines.told)

    @property
    def within(self) -> tuple[str, ...]:
        """Unit costs that hold the same volume or money as those that are told."""
        return tuple(f"{each.name} ({each.label})" for each in self.lines.within)


def price_page(follow_up: FollowUp, scale: Scale, *, so_far: bool = False) -> PricePage:
    """A follow-up's deviation parted, of the year or to date."""
    defined = list(
        UnitCost.objects.filter(committee=follow_up.committee).prefetch_related(
            "series"
        )
    )
    compared = _compared(follow_up, so_far=so_far)
    if not defined or compared is None:
        return PricePage(Lines(()))
    known = everything(follow_up, [follow_up.year])
    found = lines(known, defined, compared, wholes=definitions(follow_up).wholes)
    settings = Settings(
        scale=scale,
        expected="utfall" if so_far else "prognos",
        source=f"huvudbok, budget, prognos, volymer och prislappar, {follow_up.title}",
    )
    return PricePage(
        lines=found,
        table=split_table(found, settings),
        settled=settled_table(found, settings),
        chart=price_chart(found, settings),
    )


def _compared(follow_up: FollowUp, *, so_far: bool) -> Times | None:
    """The year's forecast against its budget, or the outcome to date against its."""
    if so_far:
        at = follow_up.period
        return times(at, scenario=Scenario.OUTCOME, span=Span.PERIOD)
    return times(follow_up.period)
