"""The tables of one series: months by year, how it stands, its units, its season."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from fractions import Fraction

from committees.history import span
from committees.numbers import Scale, Unit
from committees.periods import MONTH_HEADS, MONTH_NAMES, Month, Scenario, Span
from committees.seasons import Verdict
from reports.tables.model import Column, Row, RowKind, Table, Tone, Value
from reports.tables.spec import (
    Asked,
    ColumnSpec,
    Quantity,
    QuantityKind,
    RowSpec,
    TableSpec,
)
from volumes.figures import MILLI, Of, Quantities, When, of_series
from volumes.models import OverTime, Ratio, VolumeSeries
from volumes.reporting import Owing

HOW = {
    OverTime.SUM.value: "Summa",
    OverTime.MEAN.value: "Snitt",
    OverTime.LAST.value: "Läge",
}
"""What a span of months is called over its column."""
PERCENT = Scale(Unit.PERCENT)
COUNT = Scale(Unit.COUNT)
OWED = "saknas"


def scale_of(series: VolumeSeries) -> Scale:
    """The decimals that a series is shown with."""
    return Scale(Unit.COUNT, series.decimals)


def period_label(series: VolumeSeries, month: int) -> str:
    """`Snitt januari–augusti`."""
    return f"{HOW[series.over_time]} {span(1, month)}"


def _months(series: VolumeSeries, month: int) -> Iterator[ColumnSpec]:
    """The year's months, the months so far and the year."""
    for n, head in enumerate(MONTH_HEADS, start=1):
        yield ColumnSpec(f"m{n}", head, Asked.QUANTITY, month=n)
    label = period_label(series, month)
    yield ColumnSpec("period", label, Asked.QUANTITY, span=Span.PERIOD)
    yield ColumnSpec("year", "Helår", Asked.QUANTITY, span=Span.YEAR)


def months_spec(
    series: VolumeSeries, month: Month, *, years: Collection[int]
) -> TableSpec:
    """A series' months, a row for the budget and each year with any outcome."""
    rows = [("budget", "Budget {year}", Scenario.BUDGET, 0)]
    rows += [
        (f"outcome{year}", f"Utfall {year}", Scenario.OUTCOME, year - month.year)
        for year in sorted(years, reverse=True)
    ]
    whole = month.month == len(MONTH_HEADS)
    return TableSpec(
        key=f"serie-{series.pk}",
        title=series.name,
        stub="År",
        scale=scale_of(series),
        costs_positive=False,
        columns=tuple(_months(series, month.month)),
        rows=tuple(
            RowSpec(
                key=key,
                label=label,
                kind=RowKind.ROW,
                selection=None,
                quantity=Quantity(QuantityKind.SERIES, (series.pk,)),
                scenario=scenario,
                year_offset=back,
                scale=scale_of(series),
                unit=series.unit,
                omitted=frozenset({"year"})
                if (scenario, back, whole) == (Scenario.OUTCOME, 0, False)
                else frozenset(),
            )
            for key, label, scenario, back in rows
        ),
    )


_STANDING = (
    ("budget", "Budget", Scenario.BUDGET, 0, Span.PERIOD),
    ("outcome", "Utfall", Scenario.OUTCOME, 0, Span.PERIOD),
    ("last", "Utfall {year-1}", Scenario.OUTCOME, -1, Span.PERIOD),
    ("budget_year", "Budget helår", Scenario.BUDGET, 0, Span.YEAR),
    ("forecast", "Prognos helår", Scenario.FORECAST, 0, Span.YEAR),
)


def standing_spec(
    series: VolumeSeries, parts: Sequence[VolumeSeries], ratios: Sequence[Ratio]
) -> TableSpec:
    """The series with what is part of it (varav), and the ratios it is in."""
    rows = [_series_row(series)]
    rows += [_series_row(part, level=1) for part in parts]
    rows += [_ratio_row(ratio) for ratio in ratios]
    return TableSpec(
        key=f"serie-{series.pk}-laget",
        title="Hittills i år och hela året",
        stub="Serie",
        scale=scale_of(series),
        costs_positive=False,
        columns=tuple(
            ColumnSpec(key, label, Asked.QUANTITY, scenario, back, within)
            for key, label, scenario, back, within in _STANDING
        ),
        rows=tuple(rows),
    )


def _series_row(series: VolumeSeries, level: int = 0) -> RowSpec:
    """A series as a row of its own unit."""
    return RowSpec(
        key=f"s{series.pk}",
        label=f"varav {series.name}" if level else series.name,
        kind=RowKind.ROW,
        selection=None,
        level=level,
        quantity=Quantity(QuantityKind.SERIES, (series.pk,)),
        scale=scale_of(series),
        unit=series.unit,
    )


def _ratio_row(ratio: Ratio) -> RowSpec:
    """A ratio as a row."""
    unit = Unit.PERCENT if ratio.percent else Unit.COUNT
    return RowSpec(
        key=f"r{ratio.pk}",
        label=ratio.name,
        kind=RowKind.ROW,
        selection=None,
        quantity=Quantity(QuantityKind.RATIO, (ratio.pk,)),
        scale=Scale(unit, ratio.decimals),
        unit=ratio.unit,
    )


def units_table(
    known: Quantities,
    series: VolumeSeries,
    month: Month,
    *,
    units: Mapping[int, str],
    owing: Owing,
) -> Table:
    """What units, given by name, reported by month; a month that one owes says so."""
    columns = [Column(f"m{n}", head) for n, head in enumerate(MONTH_HEADS, start=1)]
    columns += [
        Column("period", period_label(series, month.month)),
        Column("budget", f"Budget {span(1, month.month)}"),
        Column("forecast", "Prognos helår"),
    ]
    of = Of(series.pk, Scenario.OUTCOME, month.year)
    rows = []
    for unit, name in units.items():
        own = known.months.get(of, {}).get(unit, (None,) * len(MONTH_HEADS))
        values: list[Value] = [
            OWED if unit in owing.get(n, ()) else _quantity(milli)
            for n, milli in enumerate(own, start=1)
        ]
        values += [
            of_series(known, series.pk, when, units={unit}) for when in _whens(month)
        ]
        rows.append(Row(f"u{unit}", name, tuple(values), unit=series.unit))
    return Table(
        key=f"serie-{series.pk}-enheter",
        title=f"Enheternas månader {month.year}",
        stub="Ansvar",
        scale=scale_of(series),
        columns=tuple(columns),
        rows=tuple(rows),
    )


def _whens(month: Month) -> tuple[When, ...]:
    """Outcome and budget so far, and the year's forecast."""
    return (
        When(Scenario.OUTCOME, month.year, last=month.month),
        When(Scenario.BUDGET, month.year, last=month.month),
        When(Scenario.FORECAST, month.year),
    )


def _quantity(milli: int | None) -> Fraction | None:
    """Thousandths as a quantity."""
    return None if milli is None else Fraction(milli, MILLI)


def season_table(
    found: Verdict, series: VolumeSeries, reported: Mapping[int, Fraction]
) -> Table:
    """The year's months against the pattern, with how many have been as far from it.

    The verdict is of thousandths.
    """
    rows = tuple(
        Row(
            key=f"m{n}",
            label=MONTH_NAMES[n - 1].capitalize(),
            values=(
                reported.get(n),
                Fraction(each.expected, MILLI),
                Fraction(each.gap * 100, 10**6),
                f"{each.as_far} av {each.of}",
                "utanför mönstret" if each.is_unusual else "",
            ),
            unit=series.unit,
        )
        for n, each in found.judged.items()
    )
    return Table(
        key=f"serie-{series.pk}-sasong",
        title=f"Månaderna {found.year} mot mönstret",
        stub="Månad",
        scale=scale_of(series),
        columns=(
            Column("reported", "Rapporterat"),
            Column("expected", "Väntat"),
            Column("gap", "Skillnad", scale=PERCENT),
            Column("as_far", "Månader lika långt ifrån", Tone.TEXT),
            Column("mark", "Anmärkning", Tone.TEXT),
        ),
        rows=rows,
    )
