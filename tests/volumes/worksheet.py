"""Quantities written as a small table, so that a test of volumes reads like a sheet."""

from __future__ import annotations

from decimal import Decimal

from committees.periods import Scenario
from volumes.figures import (
    MONTHS,
    Months,
    Of,
    OverTime,
    Quantities,
    SeriesOf,
)

TIMMAR, PLATSER, LAGER, PERSONER, KOPTA = 1, 2, 3, 4, 5
SERIES = {
    TIMMAR: SeriesOf(TIMMAR, OverTime.SUM, provider="egen"),
    PLATSER: SeriesOf(PLATSER, OverTime.MEAN, provider="egen"),
    LAGER: SeriesOf(LAGER, OverTime.LAST),
    PERSONER: SeriesOf(PERSONER, OverTime.MEAN, adds_up=False),
    KOPTA: SeriesOf(KOPTA, OverTime.MEAN, provider="extern"),
}
CODES = {
    "timmar": TIMMAR,
    "platser": PLATSER,
    "lager": LAGER,
    "personer": PERSONER,
    "köpta": KOPTA,
}


def quantities(text: str, *, awaited: str = "") -> Quantities:
    """Quantities of lines like `timmar utfall 2017 71 10 - 12`.

    Series, scenario, year, unit, then months from January (`-` for none), or the one
    figure of a forecast; `10 x12` repeats it all year. Awaited: `timmar 2017 71 8`.
    """
    months: dict[Of, dict[int, Months]] = {}
    years: dict[Of, dict[int, int]] = {}
    for line in text.strip().splitlines():
        code, scenario, year, unit, *values = line.split()
        of = Of(CODES[code], Scenario(scenario), int(year))
        if of.scenario is Scenario.FORECAST:
            years.setdefault(of, {})[int(unit)] = milli(values[0])
        else:
            months.setdefault(of, {})[int(unit)] = _months(values)
    waits: dict[Of, frozenset[tuple[int, int]]] = {}
    for line in awaited.strip().splitlines():
        code, year, unit, month = line.split()
        of = Of(CODES[code], Scenario.OUTCOME, int(year))
        waits[of] = waits.get(of, frozenset()) | {(int(unit), int(month))}
    return Quantities(series=SERIES, months=months, years=years, awaited=waits)


def _months(values: list[str]) -> Months:
    """Twelve months of a line."""
    if values[-1] == "x12":
        return (milli(values[0]),) * MONTHS
    found = [None if value == "-" else milli(value) for value in values]
    return (*found, *[None] * (MONTHS - len(found)))


def milli(text: str) -> int:
    """Thousandths of a number."""
    return int(Decimal(text.replace(",", ".")) * 1000)
