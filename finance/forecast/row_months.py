"""A row's year by month: what was booked, and how the rest of the year is spread."""

from __future__ import annotations

from dataclasses import dataclass

from committees.access import Place
from committees.models import FollowUp
from committees.periods import CLOSING, MONTH_NAMES
from committees.trees import Node
from finance.forecast import row_books, spreading
from finance.forecast.grid import Grid, Row, Section
from finance.forecast.grids import row_grid
from finance.forecast.row_books import Asked, Grain
from finance.models import ForecastMonth


@dataclass(frozen=True, slots=True)
class MonthCell:
    """A month of a row; öre in stored sign. A closed month shows its outcome."""

    number: int
    name: str
    closed: bool
    outcome: int | None
    budget: int | None
    last_year: int | None
    forecast: int | None


@dataclass(frozen=True, slots=True)
class Months:
    """A row with its months. `left` is what of the year no month accounts for."""

    grid: Grid
    section: Section
    row: Row
    unit: Node
    activity: Node
    months: tuple[MonthCell, ...]
    year: int | None
    left: int | None
    closing_last_year: int | None


def months(follow_up: FollowUp, grain: Grain, *, viewer: Place) -> Months | None:
    """The months of a row in a follow-up; None where the unit has no such row."""
    grid = row_grid(follow_up, grain, viewer=viewer)
    if not grid.row_count:
        return None
    section = grid.sections[0]
    row = section.rows[0]
    cells, closing = _cells(follow_up, grain)
    year = row.figures.forecast
    counted = [cell.outcome if cell.closed else cell.forecast for cell in cells]
    return Months(
        grid=grid,
        section=section,
        row=row,
        unit=section.unit,
        activity=section.activity,
        months=cells,
        year=year,
        left=None if year is None else year - sum(ore or 0 for ore in counted),
        closing_last_year=closing,
    )


def _cells(
    follow_up: FollowUp, grain: Grain
) -> tuple[tuple[MonthCell, ...], int | None]:
    """Twelve months, and last year's closing entries."""
    groups = row_books.entry_groups(follow_up)
    asked = Asked(follow_up, [grain.cost_centre], [grain.activity])
    booked = row_books.months(asked, groups).get(grain, row_books.Months())
    forecast = dict(
        ForecastMonth.objects.filter(
            row__committee=follow_up.committee_id,
            row__follow_up=follow_up,
            row__cost_centre=grain.cost_centre,
            row__activity=grain.activity,
            row__group=grain.group,
        ).values_list("period", "amount_ore")
    )
    cells = tuple(
        MonthCell(
            number=number,
            name=MONTH_NAMES[number - 1],
            closed=number <= follow_up.month,
            outcome=booked.outcome.get(number),
            budget=booked.budget.get(number),
            last_year=booked.last_year.get(number),
            forecast=forecast.get(number),
        )
        for number in range(1, spreading.MONTHS + 1)
    )
    return cells, booked.last_year.get(CLOSING)
