"""Indicators at a follow-up, those that are linked with the figures they read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from committees.models import FollowUp
from committees.numbers import Scale
from committees.periods import Scenario, Span
from committees.trees import activity_tree
from finance.figures import Measure
from goals.indicators import Followed, followed, years_of
from goals.models import Indicator
from goals.readings import DECEMBER, Reading, ReadingOf
from reports.indicators.links import IndicatorCode, link_of
from reports.indicators.sources import sources_of
from reports.known import Known
from reports.known_facts import Need, known
from reports.tables.indicator_cells import linked, linked_time
from reports.tables.model import RowKind
from reports.tables.spec import QuantityKind, RowSpec

MILLI = 1000


def with_figures(
    follow_up: FollowUp, indicators: Sequence[Indicator]
) -> tuple[Followed, ...]:
    """Indicators as they stand, whoever knows their outcomes."""
    found = followed(follow_up, only=indicators)
    some = [each.indicator for each in found if each.indicator.link]
    if not some:
        return found
    readings = found[0].readings
    values = {**readings.values, **_linked(follow_up, some)}
    whole = replace(readings, values=values)
    return tuple(replace(each, readings=whole) for each in found)


def _linked(
    follow_up: FollowUp, indicators: Sequence[Indicator]
) -> dict[ReadingOf, tuple[Reading, ...]]:
    """What linked indicators read, by year: each year whole, this one so far."""
    rows = _rows(follow_up, indicators)
    figures = known(follow_up, _need(follow_up, [row for row, _ in rows.values()]))
    return {
        ReadingOf(pk, year): (reading,)
        for pk, (row, scale) in rows.items()
        for year in years_of(follow_up)
        if (reading := _reading(row, scale, figures, follow_up, year=year))
    }


def _rows(
    follow_up: FollowUp, indicators: Iterable[Indicator]
) -> Mapping[int, tuple[RowSpec, Scale]]:
    """What each indicator reads, and how its figure is counted."""
    sources = sources_of(follow_up.committee)
    codes = sources.codes
    tree = activity_tree(follow_up.committee, month=follow_up.period)
    found = {}
    for one in indicators:
        link = link_of(one.link)
        code = IndicatorCode(one.pk, one.name, one.unit, one.decimals, "", link)
        if not sources.has(link):
            continue
        quantity, selection = code.read_from(codes, tree)
        row = RowSpec(
            key=one.code,
            label=one.name,
            kind=RowKind.ROW,
            selection=selection,
            quantity=quantity,
            indicator=one.pk,
        )
        found[one.pk] = (row, code.scale(codes))
    return found


def _need(follow_up: FollowUp, rows: Sequence[RowSpec]) -> Need:
    """What is read to know some figures."""

    def ids(kind: QuantityKind) -> frozenset[int]:
        some = [row.quantity for row in rows if row.quantity]
        return frozenset(pk for one in some if one.kind is kind for pk in one.ids)

    money = any(row.selection for row in rows)
    years = frozenset(years_of(follow_up))
    return Need(
        measures=frozenset({Measure.NET}) if money else frozenset(),
        years=years,
        asked=frozenset((Scenario.OUTCOME, year) for year in years),
        series=ids(QuantityKind.SERIES),
        unit_costs=ids(QuantityKind.UNIT_COST),
        ratios=ids(QuantityKind.RATIO),
    )


def _reading(
    row: RowSpec, scale: Scale, figures: Known, follow_up: FollowUp, *, year: int
) -> Reading | None:
    """What an indicator reads of a year; None where nothing is known of it."""
    ongoing = year == follow_up.year
    span = Span.PERIOD if ongoing else Span.YEAR
    time = linked_time(year, 0, span, at=follow_up.period)
    value = linked(row, time, figures).value if time else None
    if not isinstance(value, int | Fraction):
        return None
    milli = Fraction(value) * MILLI / scale.unit.ore
    return Reading(follow_up.month if ongoing else DECEMBER, milli)
