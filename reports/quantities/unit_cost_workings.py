"""How unit costs were computed: money, volumes, days and what the money rests on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from committees.models import Activity
from committees.numbers import Scale, Unit
from committees.trees import Tree
from committees.words import listed
from finance.figures import Measure
from reports.quantities.unit_cost_tables import (
    NOT_PARTED,
    Moment,
    UnitCosts,
    scale_of,
    unit_of,
)
from reports.quantities.unit_costs import basis, days_of_year, money, units_in
from reports.tables.model import Column, Row, RowKind, Table, Value
from volumes.models import UnitCost, VolumeSeries

TKR = Scale(Unit.TKR)
COUNT = Scale(Unit.COUNT)
LEDGER = "ekonomisystemet"
REPRODUCED = "återräknad"
OWN = "eget underlag"
LEVEL = Scale(Unit.COUNT, 1)
"""Place-years are shown with a decimal at least."""


@dataclass(frozen=True, slots=True)
class Names:
    """What activities and account groups are called."""

    activities: Tree
    groups: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Workings:
    """A unit cost, the sentence that says how it is computed, and the figures."""

    unit_cost: UnitCost
    formula: str
    table: Table


def workings(shown: UnitCosts, one: UnitCost, names: Names) -> Workings:
    """How a unit cost was computed."""
    return Workings(one, formula(shown, one, names), workings_table(shown, one))


def formula(shown: UnitCosts, one: UnitCost, names: Names) -> str:
    """How a unit cost is computed, in a sentence that names what it divides."""
    of = shown.known.unit_costs[one.pk]
    cost = "Bruttokostnaden" if of.measure is Measure.COST else "Nettokostnaden"
    activities = [_named(each, names.activities) for each in one.activities.all()]
    groups = [names.groups.get(code, code) for code in one.groups.split()]
    series = list(one.series.all())
    text = f"{cost} för {listed(activities)}"
    if groups:
        text += f" ({listed(groups)})"
    text += f" delas med {listed([each.name for each in series])}"
    if one.per_day:
        text += " gånger årets dagar"
    if any(_is_level(shown, each) for each in series):
        text += (
            ". Det som räknas per månad, som platser och personer, räknas om till hela"
            " år efter kalenderns dagar"
        )
    return f"{text}."


def _named(activity: Activity, tree: Tree) -> str:
    """`775 Hemtjänst`; only the code where the month has no such activity."""
    node = tree.nodes.get(activity.pk)
    return f"{node.code} {node.name}" if node else activity.code


def _is_level(shown: UnitCosts, series: VolumeSeries) -> bool:
    """Whether a series says how much there is at a time."""
    kind = shown.known.quantities.series.get(series.pk)
    return kind is not None and kind.is_level


def workings_table(shown: UnitCosts, one: UnitCost) -> Table:
    """What a unit cost is divided from, at each moment."""
    told = shown.moments
    return Table(
        key=f"n{one.pk}-rakning",
        title=one.name,
        stub="Del",
        scale=TKR,
        columns=tuple(Column(each.key, each.label) for each in told),
        rows=tuple(_rows(shown, one, told)),
    )


def _rows(shown: UnitCosts, one: UnitCost, told: Sequence[Moment]) -> Iterator[Row]:
    """Money, each series, days, what they make, and what the money rests on."""
    gross = shown.known.unit_costs[one.pk].measure is Measure.COST
    amounts = [shown.amount(one, moment) for moment in told]
    parted = [each.why != NOT_PARTED for each in amounts]
    ore = [money(shown.known, one.pk, moment.time) for moment in told]
    yield Row(
        "money",
        "Bruttokostnad" if gross else "Nettokostnad",
        tuple(None if each is None else each * shown.sign for each in ore),
        omitted=tuple(not each for each in parted),
    )
    for series in one.series.all():
        yield _volume(shown, series, told)
    if one.per_day:
        days: tuple[Value, ...] = tuple(days_of_year(m.time.when.year) for m in told)
        yield Row("days", "Dagar på året", days, scale=COUNT, unit="dagar")
    yield Row(
        "unit-cost",
        one.label,
        tuple(each.value for each in amounts),
        kind=RowKind.TOTAL,
        omitted=tuple(bool(each.why) for each in amounts),
        scale=scale_of(one),
        unit=unit_of(one),
        why=tuple(each.why for each in amounts),
    )
    rests = tuple(_source(shown, one, moment) for moment in told)
    if set(rests) - {LEDGER}:
        yield Row("source", "Beloppet kommer från", rests)


def _volume(shown: UnitCosts, series: VolumeSeries, told: Sequence[Moment]) -> Row:
    """A series as it is divided by: a sum, or place-years of a level."""
    found = [units_in(shown.known, [series.pk], moment.time.when) for moment in told]
    decimals = max(series.decimals, int(_is_level(shown, series)))
    return Row(
        f"s{series.pk}",
        series.name,
        tuple(each.value for each in found),
        omitted=tuple(bool(each.why) for each in found),
        scale=Scale(Unit.COUNT, decimals),
        unit=series.unit,
        why=tuple(each.why for each in found),
    )


def _source(shown: UnitCosts, one: UnitCost, moment: Moment) -> str:
    """What a moment's money rests on."""
    own = basis(shown.known, one.pk, moment.time)
    if own is None:
        return LEDGER
    return REPRODUCED if own.reproduced else OWN
