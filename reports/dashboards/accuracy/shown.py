"""How far forecasts were from the outcome as the year went, as lines."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from committees.numbers import Scale
from committees.series import MONTHS
from reports.charts import Amount, Chart, ChartKind, Opens, Series, SeriesRole
from reports.dashboards.accuracy.asked import Measure, asked_query
from reports.dashboards.accuracy.figures import Accuracy, Measured, Way
from reports.dashboards.accuracy.seen import Seen
from reports.dashboards.accuracy.words import (
    PERCENT,
    WAYS,
    bias_heading,
    heading,
)
from reports.dashboards.part import scale_for

ROLES = {
    Way.FORECAST: SeriesRole.FORECAST,
    Way.NAIVE: SeriesRole.EARLIER,
    Way.BEFORE: SeriesRole.PART,
}


@dataclass(frozen=True, slots=True)
class Line:
    """What a chart of lines measures of every way."""

    key: str
    label: str
    title: Callable[[Accuracy], str]
    of: Callable[[Measured, Way], Amount | None]


LINES = (
    Line("wape", "WAPE", heading, Measured.wape),
    Line("bias", "Fel", bias_heading, Measured.share),
)


def ways_of(seen: Seen) -> tuple[Way, ...]:
    """What is measured: before actions only where there are any."""
    return tuple(way for way in Way if way is not Way.BEFORE or seen.has_actions)


def scale_of(seen: Seen) -> Scale:
    """Mkr where errors are of that size, else tkr."""
    found = seen.accuracy
    rows = [found.whole, *found.by_month.values()] if found else []
    return scale_for([round(row.bias(way)) for row in rows for way in Way])


def source_of(seen: Seen) -> str:
    """What the figures rest on."""
    years = ", ".join(str(year) for year in seen.years)
    return f"huvudbok och nämndens prognoser {years}"


def charts(seen: Seen) -> tuple[Chart, ...]:
    """The distance and the mean error by months left; none of no forecasts."""
    found = seen.accuracy
    if found is None:
        return ()
    drawn = (_chart(seen, found, line) for line in LINES)
    return tuple(chart for chart in drawn if chart.has_figures)


def _chart(seen: Seen, found: Accuracy, line: Line) -> Chart:
    """A line per way, over the months in which forecasts were made."""
    months = sorted(found.by_month)
    return Chart(
        key=line.key,
        kind=ChartKind.LINES,
        title=line.title(found),
        description=(
            "Linjer över hur många månader som återstod av året när prognosen gjordes:"
            f" {line.label} i procent av utfallet för {seen.name}."
        ),
        stub="Månader kvar",
        categories=tuple(f"{MONTHS - month} kvar" for month in months),
        series=tuple(
            Series(
                WAYS[way],
                tuple(line.of(found.by_month[month], way) for month in months),
                ROLES[way],
            )
            for way in ways_of(seen)
        ),
        scale=PERCENT,
        unit=f"{line.label}, procent av utfallet",
        source=source_of(seen),
    )


def chart_opens(seen: Seen, chart: Chart) -> Opens:
    """The lines' figures, explained by the follow-ups that they are of."""
    if seen.accuracy is None:
        return {}
    measure = Measure.WAPE if chart.key == "wape" else Measure.SHARE
    return {
        (at, index): f"siffra/{asked_query(seen, f'm{month}', f'{way}_{measure}')}"
        for at, way in enumerate(ways_of(seen))
        for index, month in enumerate(sorted(seen.accuracy.by_month))
        if chart.series[at].values[index] is not None
    }
