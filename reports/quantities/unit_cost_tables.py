"""Unit costs as a table: years before, budget, to date, forecast and how they change.

A cost is shown in the sign that the committee's tables have; a change is of its size.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from committees.numbers import Scale, Unit, money_text
from committees.periods import MONTH_HEADS, Month, Scenario, Span
from finance.figures import Series, figure
from reports.known import BasisOf, Known, Time, span_time
from reports.quantities.unit_costs import Amount, is_reproduced, unit_cost
from reports.tables.model import Column, Row, Table, Tone, Value
from volumes.models import UnitCost

YEARS_BACK = 3
"""Earlier years that are shown, those of them that have any figure."""
PERCENT = Scale(Unit.PERCENT, 1)
WHAT = Column("what", "Mått", Tone.TEXT)
OTHER_SIGN = "Det ena är en kostnad och det andra en intäkt."
NOT_PARTED = "Huvudboken skiljer inte ut de här pengarna under året."
NEAR = 4
"""The ledger is near a basis where they differ by at most so small a part of it."""
NO_BASE = "Det som det jämförs med är noll."


class Moment(NamedTuple):
    """A column: a scenario of a year over a span."""

    key: str
    label: str
    time: Time


def moments(at: Month) -> tuple[Moment, ...]:
    """Years before, the budget, the year to date and the forecast, in that order."""
    asked = [
        (f"outcome{year}", f"Utfall {year}", Scenario.OUTCOME, year, Span.YEAR)
        for year in range(at.year - YEARS_BACK, at.year)
    ]
    asked += [
        ("budget", f"Budget {at.year}", Scenario.BUDGET, at.year, Span.YEAR),
        (
            "to-date",
            f"Utfall {short_span(at.month)} {at.year}",
            Scenario.OUTCOME,
            at.year,
            Span.PERIOD,
        ),
        ("forecast", f"Prognos {at.year}", Scenario.FORECAST, at.year, Span.YEAR),
    ]
    return tuple(
        Moment(key, label, time)
        for key, label, scenario, year, within in asked
        if (time := span_time(scenario, year, within, at=at))
    )


def short_span(month: int) -> str:
    """`jan–aug`, or `jan`."""
    first, last = MONTH_HEADS[0].lower(), MONTH_HEADS[month - 1].lower()
    return first if month == 1 else f"{first}\N{EN DASH}{last}"


@dataclass(frozen=True, slots=True)
class UnitCosts:
    """A committee's unit costs in a follow-up, with everything they rest on.

    `sign` is −1 where costs are shown positive.
    """

    known: Known
    defined: Sequence[UnitCost]
    at: Month
    sign: int
    source: str

    def amount(self, one: UnitCost, moment: Moment) -> Amount:
        """A unit cost at a moment, as shown."""
        if not moment.time.is_year and not is_in_ledger(
            self.known, one.pk, self.at.year
        ):
            return Amount(why=NOT_PARTED)
        found = unit_cost(self.known, one.pk, moment.time)
        return found if found.value is None else Amount(found.value * self.sign)

    @property
    def moments(self) -> tuple[Moment, ...]:
        """The moments at which any unit cost can be told; this year's always."""
        return tuple(
            moment
            for moment in moments(self.at)
            if moment.time.when.year == self.at.year
            or any(self.amount(one, moment).value for one in self.defined)
        )


def is_in_ledger(known: Known, which: int, year: int) -> bool:
    """Whether the ledger holds a unit cost's money apart, as far as can be told.

    Where the year's budget has a basis of its own, the ledger's budget of the same
    activities should be near it; else those activities hold more than this.
    """
    of = known.unit_costs[which]
    own = known.bases.get(BasisOf(which, Scenario.BUDGET, year))
    if own is None:
        return True
    series = Series(Scenario.BUDGET, year, Span.YEAR)
    booked = figure(known.books, of.selection, measure=of.measure, series=series) or 0
    return abs(booked - own.ore) * NEAR <= abs(own.ore)


def scale_of(one: UnitCost) -> Scale:
    """The money unit and decimals that a unit cost is shown with."""
    return Scale(Unit(one.unit), one.decimals)


def unit_of(one: UnitCost) -> str:
    """`kr per timme`."""
    return f"{one.unit} per {one.per}"


def overview_table(shown: UnitCosts, marks: Mapping[int, str]) -> Table:
    """Every unit cost as a row; `marks` are early warnings by unit cost."""
    told = shown.moments
    columns = [Column(each.key, each.label) for each in told]
    columns.append(Column("change", f"Ändring mot {shown.at.year - 1}", scale=PERCENT))
    columns.append(WHAT)
    if marks:
        columns.append(Column("mark", "Ovanligt", Tone.TEXT))
    return Table(
        key="unit-costs",
        title="Nyckeltal",
        stub="Verksamhet",
        scale=Scale(Unit.KR),
        columns=tuple(columns),
        rows=tuple(_row(shown, one, told, marks) for one in shown.defined),
        notes=_notes(shown, told),
        source=shown.source,
    )


def _row(
    shown: UnitCosts, one: UnitCost, told: Sequence[Moment], marks: Mapping[int, str]
) -> Row:
    """A unit cost's row."""
    amounts = {moment.key: shown.amount(one, moment) for moment in told}
    before = amounts.get(f"outcome{shown.at.year - 1}", Amount())
    changed = change(amounts.get("forecast", Amount()), before)
    values: list[Value] = [each.value for each in amounts.values()]
    values += [percent_text(changed), one.label]
    whys = [*(each.why for each in amounts.values()), changed.why, ""]
    if marks:
        values.append(marks.get(one.pk, ""))
        whys.append("")
    return Row(
        key=f"n{one.pk}",
        label=one.name,
        values=tuple(values),
        omitted=tuple(map(bool, whys)),
        scale=scale_of(one),
        unit=unit_of(one),
        why=tuple(whys),
    )


def change(now: Amount, before: Amount) -> Amount:
    """How much more or less a unit costs, in percent of what it did before.

    Plus is more, whichever sign costs are shown with.
    """
    if now.value is None or before.value is None:
        return Amount()
    if not before.value:
        return Amount(why=NO_BASE)
    if now.value * before.value < 0:
        return Amount(why=OTHER_SIGN)
    return Amount((now.value / before.value - 1) * 100)


def percent_text(amount: Amount) -> str | None:
    """A change as it is shown, always with its sign."""
    if amount.value is None:
        return None
    return money_text(amount.value, PERCENT, plus=True)


def _notes(shown: UnitCosts, told: Sequence[Moment]) -> tuple[str, ...]:
    """How many of the figures rest on money that was made from a printed unit cost."""
    count = sum(
        is_reproduced(shown.known, one.pk, moment.time)
        for one in shown.defined
        for moment in told
    )
    if not count:
        return ()
    figures = "Ett av talen" if count == 1 else f"{count} av talen"
    note = (
        f"{figures} vilar på belopp som är återräknade ur ett tryckt nyckeltal och"
        " dess volym. De stämmer därför alltid med källan och bevisar ingenting."
    )
    return (note,)
