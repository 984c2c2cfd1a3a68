"""Take in what is planned: budget by month, the year's forecast, decided prices.

As with what was reported, a file is looked at value by value before it changes
anything. The budget of a month that is closed is changed only with a reason.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from committees.imports import identities
from committees.intake.sheets import Sheet, SheetRow
from committees.models import CostCentre, FollowUp
from committees.text_guard import first_reason
from volumes.definitions import PRICE_HEAD
from volumes.differences import State
from volumes.imports import (
    GRID_HEAD,
    GRID_OPTIONAL,
    VOLUME_FORECAST_HEAD,
    is_made_up,
    read_cells,
    series_by_code,
)
from volumes.models import UnitPrice, VolumeBudget, VolumeForecast, VolumeSeries


class Plan(StrEnum):
    """What a file plans."""

    BUDGET = "volymbudget"
    FORECAST = "volymprognos"
    PRICES = "prislappar"


class Beside(NamedTuple):
    """What a value carries beside its number: a comment, or a price's decision."""

    comment: str = ""
    reconciled: bool = False
    decided_on: date = date.min
    diary_number: str = ""


class Planned(NamedTuple):
    """A value of a file: thousandths of a series, or the öre of its price.

    A price has no cost centre and no month (0), a forecast no month.
    """

    series: VolumeSeries
    year: int
    cost_centre: int
    month: int
    value: int
    line: int
    column: str
    beside: Beside = Beside()

    @property
    def place(self) -> Place:
        """Where the value belongs."""
        return Place(self.series.pk, self.year, self.cost_centre, self.month)


class Place(NamedTuple):
    """A series in a year, a cost centre and a month of it."""

    series: int
    year: int
    cost_centre: int
    month: int


class Stored(NamedTuple):
    """A stored value with its key."""

    pk: int
    value: int
    beside: Beside = Beside()


class PlanDifference(NamedTuple):
    """A value of a file against the stored one, None where there is none."""

    planned: Planned
    was: Stored | None
    state: State


@dataclass(frozen=True, slots=True)
class Kind:
    """How one kind of plan is read, and what of it is stored."""

    required: tuple[str, ...]
    optional: tuple[str, ...]
    read: Callable[[Sheet, FollowUp], Iterator[Planned]]
    stored: Callable[[FollowUp], Mapping[Place, Stored]]


def plan_differences(
    plan: Plan, sheet: Sheet, follow_up: FollowUp, *, closed: Container[int]
) -> tuple[PlanDifference, ...]:
    """A file's values against the stored ones; faults are noted in its sheet.

    `closed` are the year's closed months.
    """
    kind = KINDS[plan]
    found = list(kind.read(sheet, follow_up))
    if not found and not sheet.faults:
        sheet.fault(None, "", "filen har inga värden.")
    if sheet.faults:
        return ()
    stored = kind.stored(follow_up)
    return tuple(_difference(each, stored, closed=closed) for each in found)


def _difference(
    each: Planned, stored: Mapping[Place, Stored], *, closed: Container[int]
) -> PlanDifference:
    """A value against the stored one."""
    was = stored.get(each.place)
    if was and (was.value, was.beside) == (each.value, each.beside):
        return PlanDifference(each, was, State.EQUAL)
    if each.month in closed:
        return PlanDifference(each, was, State.CLOSED)
    return PlanDifference(each, was, State.CHANGED if was else State.NEW)


def _read_budget(sheet: Sheet, follow_up: FollowUp) -> Iterator[Planned]:
    """The filled months of the follow-up's year."""
    is_made_up(sheet)
    for cell in read_cells(sheet, follow_up.committee):
        yield Planned(
            cell.series,
            follow_up.year,
            cell.cost_centre,
            cell.month,
            cell.milli,
            cell.line,
            cell.column,
        )


def _read_forecast(sheet: Sheet, follow_up: FollowUp) -> Iterator[Planned]:
    """What is expected of the follow-up's year."""
    is_made_up(sheet)
    series = series_by_code(follow_up.committee)
    units = identities(CostCentre, follow_up.committee.municipality)
    for row in sheet.rows:
        sheet.once(row, *(sheet.optional(row, column) for column in GRID_HEAD))
        found = sheet.known(row, "Serie", series)
        unit = sheet.known(row, "Ansvar", units)
        milli = sheet.milli(row, "Helår")
        if milli is None and not sheet.optional(row, "Helår"):
            sheet.fault(row, "Helår", "prognosen saknas. Skriv 0 om den är noll.")
        comment = sheet.optional(row, "Kommentar")
        if stopped := first_reason(comment):
            sheet.fault(row, "Kommentar", stopped)
        if milli is not None and not sheet.faults:
            beside = Beside(comment=comment)
            yield Planned(
                found, follow_up.year, unit, 0, milli, row.line, "Helår", beside
            )


def _read_prices(sheet: Sheet, follow_up: FollowUp) -> Iterator[Planned]:
    """Decided prices of any years."""
    series = series_by_code(follow_up.committee)
    for row in sheet.rows:
        found, year = sheet.known(row, "Serie", series), sheet.whole(row, "År")
        sheet.once(row, *(sheet.optional(row, column) for column in ("Serie", "År")))
        ore, beside = _price(sheet, row), _decision(sheet, row)
        if ore is not None and not sheet.faults:
            yield Planned(found, year, 0, 0, ore, row.line, "Pris", beside)


def _price(sheet: Sheet, row: SheetRow) -> int | None:
    """A price per unit in öre; a fault where there is none above zero."""
    ore = sheet.ore(row, "Pris")
    if not sheet.optional(row, "Pris") or (ore is not None and ore <= 0):
        sheet.fault(row, "Pris", "priset ska vara större än noll.")
    return ore


def _decision(sheet: Sheet, row: SheetRow) -> Beside:
    """Whether a price is reconciled, and who decided it when."""
    return Beside(
        reconciled=sheet.yes(row, "Volymavstämning"),
        decided_on=sheet.day(row, "Beslutad"),
        diary_number=sheet.optional(row, "Diarienummer"),
    )


def _stored_budget(follow_up: FollowUp) -> dict[Place, Stored]:
    """The year's budget by month."""
    rows = VolumeBudget.objects.filter(
        committee=follow_up.committee, year=follow_up.year
    ).values_list("series", "year", "cost_centre", "month", "pk", "quantity_milli")
    return {Place(*place): Stored(pk, milli) for *place, pk, milli in rows}


def _stored_forecast(follow_up: FollowUp) -> dict[Place, Stored]:
    """The follow-up's own forecasts."""
    rows = VolumeForecast.objects.filter(
        committee=follow_up.committee, follow_up=follow_up
    ).values_list("series", "cost_centre", "pk", "quantity_milli", "comment")
    return {
        Place(series, follow_up.year, unit, 0): Stored(pk, milli, Beside(comment))
        for series, unit, pk, milli, comment in rows
    }


def _stored_prices(follow_up: FollowUp) -> dict[Place, Stored]:
    """The committee's decided prices."""
    rows = UnitPrice.objects.filter(committee=follow_up.committee).values_list(
        "series",
        "year",
        "pk",
        "price_ore",
        "reconciled",
        "decided_on",
        "diary_number",
    )
    return {
        Place(series, year, 0, 0): Stored(pk, ore, Beside("", settled, day, number))
        for series, year, pk, ore, settled, day, number in rows
    }


KINDS = {
    Plan.BUDGET: Kind(GRID_HEAD, GRID_OPTIONAL, _read_budget, _stored_budget),
    Plan.FORECAST: Kind(
        VOLUME_FORECAST_HEAD[:3],
        VOLUME_FORECAST_HEAD[3:],
        _read_forecast,
        _stored_forecast,
    ),
    Plan.PRICES: Kind(
        (*PRICE_HEAD[:3], PRICE_HEAD[4]),
        (PRICE_HEAD[3], PRICE_HEAD[5]),
        _read_prices,
        _stored_prices,
    ),
}
