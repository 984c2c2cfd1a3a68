"""What the follow-ups said of a year, as a chart and a table."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from committees.models import FollowUpKind
from committees.navigation import address
from committees.numbers import Scale, Unit
from committees.periods import MONTH_HEADS
from finance.figures import deviation
from reports.charts import Chart, ChartKind, Opens, Series, SeriesRole
from reports.dashboards.asked_figure import What
from reports.dashboards.evolution.figures import Evolution, Said
from reports.dashboards.evolution.words import heading, off_by
from reports.dashboards.part import MKR, TKR, Part
from reports.render.html import Link
from reports.tables.model import Column, Row, RowKind, Table, Tone, Value
from reports.workings.chart_links import At, cell_opens

OUTCOME = "outcome"
FIGURES = {
    "budget": What.BUDGET,
    "forecast": What.FORECAST,
    "deviation": What.DEVIATION,
    "change": What.CHANGE,
}


def scale_of(seen: Evolution) -> Scale:
    """Mkr where deviations are of that size, else tkr."""
    sizes = [*(each.deviation for each in seen.said), seen.deviation]
    return MKR if any(abs(ore or 0) >= Unit.MKR.ore for ore in sizes) else TKR


def evolution_chart(seen: Evolution, part: Part) -> Chart | None:
    """The forecast's deviation by follow-up and the outcome's; None of no forecast."""
    said = [each for each in seen.said if each.deviation is not None]
    if not said:
        return None
    told = tuple(each.deviation for each in said)
    series = [Series("Prognosens avvikelse", told, SeriesRole.FORECAST)]
    if any(each.adjusted for each in said):
        units = tuple(each.of_units for each in said)
        series.append(Series("Före justering", units, SeriesRole.EARLIER))
    if seen.deviation is not None:
        became = (seen.deviation,) * len(said)
        series.append(Series("Vad utfallet blev", became, SeriesRole.OUTCOME))
    scale = scale_of(seen)
    return Chart(
        key="forecast-by-follow-up",
        kind=ChartKind.LINES,
        title=heading(seen, scale=scale),
        description=(
            f"Linje över uppföljningarna {seen.year} för {part.name}: prognosens"
            f" avvikelse mot den budget som gällde då, i {scale.unit}. Plus är"
            " överskott och minus underskott."
            + ("" if seen.deviation is None else " Utfallets är en vågrät linje.")
        ),
        stub="Uppföljning",
        categories=tuple(
            MONTH_HEADS[each.follow_up.month - 1].lower() for each in said
        ),
        series=tuple(series),
        scale=scale,
        source=_source(seen),
        signed=True,
    )


def _source(seen: Evolution) -> str:
    """What the figures rest on."""
    return f"nämndens prognoser och budgetbeslut {seen.year}"


def evolution_table(seen: Evolution, part: Part) -> Table:
    """A row per follow-up, and one of the outcome where the year is closed."""
    columns = [
        Column("budget", "Budget då"),
        Column("forecast", "Prognos"),
        Column("adjusted", "Därav justering på kontrollernivå", Tone.DEVIATION),
        Column("deviation", "Avvikelse", Tone.DEVIATION),
        Column("change", "Prognosens ändring", Tone.DEVIATION),
    ]
    if seen.outcome is not None:
        columns.append(Column("off", "Utfallet mot prognosen", Tone.DEVIATION))
    columns.append(Column("basis", "Härkomst", Tone.TEXT))
    return Table(
        key="follow-ups",
        title=f"Vad uppföljningarna sa om {seen.year}{part.of_name}",
        stub="Uppföljning",
        scale=scale_of(seen),
        columns=tuple(columns),
        rows=tuple(_rows(seen)),
        notes=(
            "Netto: intäkter plus, kostnader minus.",
            (
                "Prognosens ändring är prognosen minus den förra; plus är bättre."
                " Ändras budgeten samtidigt ändras avvikelsen mer eller mindre än så."
            ),
        ),
        source=_source(seen),
    )


def _rows(seen: Evolution) -> Iterator[Row]:
    """What each follow-up said, then what the year became."""
    before: Said | None = None
    for each in seen.said:
        if each.forecast is None and each.follow_up.kind == FollowUpKind.ANNUAL:
            continue
        yield _row(seen, each, before)
        before = each if each.forecast is not None else before
    if seen.outcome is not None:
        values: list[Value] = [seen.budget, seen.outcome, None, seen.deviation, None]
        values += [None, ""]
        omitted = (False, False, True, False, True, True, False)
        yield Row(
            OUTCOME,
            f"Utfall {seen.year}",
            tuple(values),
            kind=RowKind.TOTAL,
            omitted=omitted,
        )


def _row(seen: Evolution, said: Said, before: Said | None) -> Row:
    """What a follow-up said."""
    change = None
    if before and None not in (before.forecast, said.forecast):
        change = deviation(said.forecast, before.forecast)
    values: list[Value] = [
        said.budget,
        said.forecast,
        said.adjusted,
        said.deviation,
        change,
    ]
    if seen.outcome is not None:
        values.append(off_by(seen, said))
    told = said.forecast is not None
    basis = "genererad" if said.generated else "nämndens" if told else "ingen prognos"
    values.append(basis)
    return Row(f"m{said.follow_up.month}", said.follow_up.title, tuple(values))


def link(
    table: Table, seen: Evolution, part: Part
) -> Callable[[Row, Column], str | None]:
    """Where a figure is explained, as the follow-up that told it saw it."""
    follow_ups = {f"m{each.follow_up.month}": each.follow_up for each in seen.said}

    def to(row: Row, column: Column) -> str | None:
        if column.tone is Tone.TEXT or table.value(row.key, column.key) is None:
            return None
        if row.key == OUTCOME:
            return _of_outcome(seen, part, column.key)
        told_by = follow_ups[row.key]
        if column.key == "adjusted":
            return address("finance:adjustments", told_by) + "#kontroller"
        if column.key == "off":
            return part.figure(What.OUTCOME_OF_YEAR, year=seen.year)
        return part.figure(FIGURES[column.key], seen_from=told_by)

    return to


def chart_opens(chart: Chart | None, table: Table, seen: Evolution, to: Link) -> Opens:
    """The lines' figures, where the table's same follow-ups are explained."""
    said = [each for each in seen.said if each.deviation is not None]
    places: list[At] = []
    for at, series in enumerate(chart.series if chart else ()):
        for index, each in enumerate(said):
            row = f"m{each.follow_up.month}"
            if series.role is SeriesRole.FORECAST:
                places.append(((at, index), row, "deviation"))
            elif series.role is SeriesRole.OUTCOME:
                places.append(((at, index), OUTCOME, "deviation"))
            elif each.adjusted is not None:
                places.append(((at, index), row, "adjusted"))
    return cell_opens(table, to, places)


def _of_outcome(seen: Evolution, part: Part, column: str) -> str | None:
    """Where a figure of the closed year is explained."""
    last = seen.said[-1].follow_up
    if column == "forecast":
        return part.figure(What.OUTCOME_OF_YEAR, year=seen.year)
    if last.kind != FollowUpKind.ANNUAL:
        return None
    what = What.BUDGET if column == "budget" else What.DEVIATION_TO_DATE
    return part.figure(what, seen_from=last)
