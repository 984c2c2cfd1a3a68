"""A unit's forecast as it is typed: rows with everything a figure is judged by.

Öre in stored sign. A row is an activity's entry group; its section is the activity of
a unit. What is nobody's to type says why.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from committees.drafts import Draft
from committees.models import FollowUp
from committees.numbers import Unit
from committees.series import Proposal
from committees.trees import Node
from finance.forecast.required import Requirement

FIELDS = (
    "outcome_last_year",
    "outcome_last_year_to_date",
    "budget_year",
    "budget_to_date",
    "outcome_to_date",
    "adjusted_to_date",
    "forecast_before",
    "forecast",
)


@dataclass(frozen=True, slots=True)
class Figures:
    """A row's or a sum's figures in öre; None where there is nothing.

    The adjusted outcome holds what the ledger lacks. `forecast_before` is the year's
    latest earlier forecast.
    """

    outcome_last_year: int | None = None
    outcome_last_year_to_date: int | None = None
    budget_year: int | None = None
    budget_to_date: int | None = None
    outcome_to_date: int | None = None
    adjusted_to_date: int | None = None
    forecast_before: int | None = None
    forecast: int | None = None

    @property
    def deviation_to_date(self) -> int | None:
        """Outcome less budget of the same months; plus is surplus."""
        return difference(self.outcome_to_date, self.budget_to_date)

    @property
    def deviation(self) -> int | None:
        """Forecast less budget; plus is surplus. None without a forecast."""
        if self.forecast is None:
            return None
        return self.forecast - (self.budget_year or 0)

    @property
    def change(self) -> int | None:
        """Forecast less the latest earlier one. None without either."""
        if self.forecast is None or self.forecast_before is None:
            return None
        return self.forecast - self.forecast_before


def difference(first: int | None, second: int | None) -> int | None:
    """First less second; what is missing counts as 0 unless both are."""
    if first is None and second is None:
        return None
    return (first or 0) - (second or 0)


def total(figures: Iterable[Figures]) -> Figures:
    """The sum, field by field; None where no part has anything."""
    columns = zip(
        *([getattr(each, name) for name in FIELDS] for each in figures), strict=True
    )
    sums = (_sum(column) for column in columns)
    return Figures(*sums)


def _sum(parts: tuple[int | None, ...]) -> int | None:
    """The sum of what is there; None when nothing is."""
    there = [part for part in parts if part is not None]
    return sum(there) if there else None


@dataclass(frozen=True, slots=True)
class Expected:
    """Between what a row's year ends by its history; öre in stored sign.

    `reason` is what is said of a forecast outside.
    """

    low: int
    high: int
    reason: str


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the grid: an entry group of an activity in a unit.

    `lock` says why the person may not type; `expected` what history leads one to;
    `filled_in_by` names who typed it without answering for the unit. `months_left` is
    what of the year its months do not account for, where it has any. `draft` is what
    the person who looks has to mend of the comment.
    """

    key: str
    activity_id: int
    group_id: int
    label: str
    is_revenue: bool
    figures: Figures
    comment: str = ""
    method: str = ""
    origin: str = ""
    changed_by: str = ""
    changed_at: datetime | None = None
    filled_in_by: str = ""
    lock: str = ""
    outcome_changed: bool = False
    must_forecast: bool = False
    untouched: bool = True
    proposals: tuple[Proposal, ...] = ()
    expected: Expected | None = None
    has_months: bool = False
    draft: Draft | None = None
    months_left: int | None = None

    @property
    def mark(self) -> str:
        """Why the forecast is unusual beside its history; empty when it is not."""
        ore = self.figures.forecast
        if self.expected is None or ore is None:
            return ""
        inside = self.expected.low <= ore <= self.expected.high
        return "" if inside else self.expected.reason


@dataclass(frozen=True, slots=True)
class Section:
    """A unit's activity: its rows, their sum, and the comment that covers them all.

    `asks_for_comment` is true when the deviation is above the committee's limits and
    neither the activity nor a row of it has a comment; `draft` is as a row's.
    """

    key: str
    unit: Node
    activity: Node
    label: str
    rows: tuple[Row, ...]
    subtotal: Figures
    comment: str = ""
    comment_by: str = ""
    comment_at: datetime | None = None
    asks_for_comment: bool = False
    lock: str = ""
    draft: Draft | None = None

    @property
    def unit_code(self) -> str:
        """The code of the unit that the section's cells are saved to."""
        return self.unit.code


@dataclass(frozen=True, slots=True)
class Grid:
    """A page of rows. `unit` is None on a page of an activity's rows in many units.

    `lacks` is what must be there before a unit is handed in.
    """

    follow_up: FollowUp
    unit: Node | None
    title: str
    sections: tuple[Section, ...]
    total: Figures
    amounts: Unit
    writable: bool
    read_only_because: str = ""
    state: str = ""
    lacks: Mapping[int, tuple[Requirement, ...]] = field(default_factory=dict)

    @property
    def row_count(self) -> int:
        """How many rows there are."""
        return sum(len(section.rows) for section in self.sections)
