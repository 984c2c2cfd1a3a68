"""What a file of volumes would change, and what became of it, in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from committees.models import ImportBatch
from committees.numbers import MISSING, Scale, Unit, money_text, swedish
from committees.periods import MONTH_NAMES
from committees.trees import Tree
from volumes.differences import Difference, State
from volumes.file_sorts import AnyDifference, Looked
from volumes.persons import milli_text
from volumes.plans import Plan, PlanDifference

KRONOR = Scale(Unit.KR, 2)
SHOWN = 200
"""So many values are shown of each state; the others are counted."""


class Shown(NamedTuple):
    """A value of a file, as it is listed."""

    line: int
    series: str
    unit: str
    when: str
    was: str
    now: str
    beside: str = ""


class Section(NamedTuple):
    """The values of one state: how many, and the first of them."""

    key: str
    title: str
    many: int
    lines: tuple[Shown, ...]

    @property
    def has_beside(self) -> bool:
        """Whether any value carries anything beside its number."""
        return any(line.beside for line in self.lines)


TITLES = {
    State.CLOSED: "I stängda månader",
    State.CHANGED: "Ändras",
    State.NEW: "Nya",
}


def sections(looked: Looked, units: Tree, *, year: int) -> tuple[Section, ...]:
    """What a file would change, by what becomes of it."""
    return tuple(
        Section(state.name.lower(), title, len(found), _lines(found, units, year))
        for state, title in TITLES.items()
        if (found := looked.of(state))
    )


def _lines(found: Sequence[AnyDifference], units: Tree, year: int) -> tuple[Shown, ...]:
    """The first values as they are listed."""
    return tuple(
        _reported(each, units, year)
        if isinstance(each, Difference)
        else _planned(each, units)
        for each in found[:SHOWN]
    )


def _reported(each: Difference, units: Tree, year: int) -> Shown:
    """A quantity that was reported."""
    cell = each.cell
    return Shown(
        line=cell.line,
        series=cell.series.name,
        unit=_unit(cell.cost_centre, units),
        when=f"{MONTH_NAMES[cell.month - 1]} {year}",
        was=MISSING if each.was is None else _quantity(each.was),
        now=_quantity(cell.milli),
    )


def _planned(each: PlanDifference, units: Tree) -> Shown:
    """A value that is planned."""
    planned, was = each.planned, each.was
    is_price = not planned.cost_centre
    month = f"{MONTH_NAMES[planned.month - 1]} " if planned.month else ""
    return Shown(
        line=planned.line,
        series=planned.series.name,
        unit="" if is_price else _unit(planned.cost_centre, units),
        when=f"{month}{planned.year}",
        was=MISSING if was is None else _value(was.value, is_price=is_price),
        now=_value(planned.value, is_price=is_price),
        beside=_beside(each),
    )


def _value(value: int, *, is_price: bool) -> str:
    """A price in kronor, or a quantity."""
    return money_text(value, KRONOR) if is_price else _quantity(value)


def _quantity(milli: int) -> str:
    """Thousandths with the decimals that they have: `1 234,5`."""
    whole, comma, part = milli_text(milli).partition(",")
    return f"{swedish(int(whole))}{comma}{part}"


def _beside(each: PlanDifference) -> str:
    """A comment, or whether and when a price is decided."""
    beside = each.planned.beside
    if each.planned.cost_centre:
        return beside.comment
    settled = "stäms av" if beside.reconciled else "stäms inte av"
    number = f", {beside.diary_number}" if beside.diary_number else ""
    return f"{settled}, beslutad {beside.decided_on}{number}"


def _unit(cost_centre: int, units: Tree) -> str:
    """A unit's code and name, or that it is not in this month's organisation."""
    node = units.nodes.get(cost_centre)
    return f"{node.code} {node.name}" if node else "enhet som inte finns kvar"


COUNTED = {
    "new": ("nytt värde", "nya värden"),
    "changed": ("ändrat värde", "ändrade värden"),
    "corrected": ("rättat i stängd månad", "rättade i stängda månader"),
}
PLANS = {
    Plan.BUDGET: "Volymbudget",
    Plan.FORECAST: "Volymprognos",
    Plan.PRICES: "Prislappar",
}


def protocol(batch: ImportBatch) -> Iterator[tuple[str, str]]:
    """What became of a file: a heading and its words at a time."""
    told = batch.protocol
    if told.get("plan"):
        yield "Innehåll", PLANS[Plan(told["plan"])]
    else:
        yield "Innehåll", batch.get_kind_display().capitalize()
    if told.get("year"):
        yield "År", str(told["year"])
    if told.get("months"):
        months = [MONTH_NAMES[month - 1] for month in told["months"]]
        yield "Månader", ", ".join(months)
    counts = [
        f"{told[key]} {one if told[key] == 1 else many}"
        for key, (one, many) in COUNTED.items()
        if told.get(key)
    ]
    yield "Sparat", ", ".join(counts) or f"{batch.row_count} värden"
    if told.get("reason"):
        yield "Skäl till rättelsen", told["reason"]
    if told.get("notes"):
        yield "Utelämnat", " ".join(told["notes"])
