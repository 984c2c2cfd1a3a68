"""A row's years, parted at a month: what was booked by then, and what came after.

Öre in stored sign, the effect on the result; whole years include the closing entries.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from committees.periods import MONTH_NAMES


@dataclass(frozen=True, slots=True)
class Year:
    """A row's year, parted at a month of it.

    `booked` is the outcome through the month and `after` what came later, closing
    entries included; so with the budget, None where the row has none. `adjustment` is
    what the outcome to date lacked; a changed holiday-pay liability stands apart, since
    it comes back within every year. `forecast` is the year's latest earlier one, made
    in `forecast_month`. A year that is not `is_whole` lacks outcome of some month.
    """

    booked: int = 0
    after: int = 0
    budget_to_date: int | None = None
    budget_after: int | None = None
    adjustment: int = 0
    holiday_pay: int = 0
    forecast: int | None = None
    forecast_month: int = 0
    is_whole: bool = True

    @classmethod
    def of_months(
        cls,
        outcome: Sequence[int],
        *,
        month: int,
        closing: int = 0,
        budget: Sequence[int] = (),
    ) -> Year:
        """A year from its months."""
        return cls(
            booked=sum(outcome[:month]),
            after=sum(outcome[month:]) + closing,
            budget_to_date=sum(budget[:month]) if budget else None,
            budget_after=sum(budget[month:]) if budget else None,
        )

    @property
    def whole(self) -> int:
        """The year's outcome."""
        return self.booked + self.after

    @property
    def budget(self) -> int | None:
        """The year's budget."""
        if self.budget_to_date is None and self.budget_after is None:
            return None
        return (self.budget_to_date or 0) + (self.budget_after or 0)

    @property
    def has_outcome(self) -> bool:
        """Whether anything but nothing was booked."""
        return bool(self.booked or self.after)

    @property
    def seasonal(self) -> int:
        """Adjusted outcome to date with the holiday pay of the season left in."""
        return self.booked + self.adjustment

    @property
    def adjusted(self) -> int:
        """Adjusted outcome to date."""
        return self.seasonal + self.holiday_pay


@dataclass(frozen=True, slots=True)
class History:
    """A row's years: the one to forecast, and earlier ones, parted at the same month.

    That is the last month by which everything is booked; 0 if nothing is.
    """

    year: int
    month: int
    years: Mapping[int, Year] = field(default_factory=dict)

    @property
    def now(self) -> Year:
        """The year to forecast."""
        return self.years.get(self.year, Year())

    def earlier(self) -> tuple[int, ...]:
        """Whole earlier years that the row has outcome in, oldest first."""
        return tuple(
            year
            for year in sorted(self.years)
            if year < self.year
            and self.years[year].is_whole
            and self.years[year].has_outcome
        )

    def whole(self, year: int) -> int:
        """An earlier year's outcome."""
        return self.years[year].whole


def years_text(years: tuple[int, ...]) -> str:
    """`2014–2016`, or the years one by one where some are missing."""
    first, last = years[0], years[-1]
    if len(years) == 1:
        return str(first)
    if len(years) == last - first + 1:
        return f"{first}\N{EN DASH}{last}"
    return f"{', '.join(str(year) for year in years[:-1])} och {last}"


def span(first: int, last: int) -> str:
    """`januari–augusti`, or one month's name."""
    if first == last:
        return month_name(first)
    return f"{month_name(first)}\N{EN DASH}{month_name(last)}"


def month_name(month: int) -> str:
    """A month's name."""
    return MONTH_NAMES[month - 1]
