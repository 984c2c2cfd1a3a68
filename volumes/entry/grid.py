"""A unit's volumes as they are typed: its series with everything they are judged by.

Thousandths of the series' unit; None where nothing is reported. What nobody may type
says why.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from committees.drafts import Draft
from committees.models import FollowUp
from committees.series import Proposal
from committees.trees import Node
from volumes.entry.calendar import Calendar
from volumes.entry.expecting import Expected
from volumes.figures import MILLI, MONTHS, Months, OverTime, over_time
from volumes.models import VolumeSeries

RULES = {
    OverTime.SUM: "summa",
    OverTime.MEAN: "genomsnitt",
    OverTime.LAST: "senaste värdet",
}


@dataclass(frozen=True, slots=True)
class Row:
    """A series in the unit. `month` is the follow-up's.

    `is_chosen` is whether somebody made the forecast in this follow-up; otherwise
    `forecast` is the year's latest earlier one. `locked` tells of months that cannot
    be written although their column can, and `corrections` why closed ones were.
    `draft` is what the person who looks has to mend of the comment.
    """

    series: VolumeSeries
    month: int
    months: Months
    last_year: Months
    budget: Months
    forecast: int | None = None
    is_chosen: bool = False
    before: int | None = None
    comment: str = ""
    draft: Draft | None = None
    written_by: str = ""
    expected: Mapping[int, Expected] = field(default_factory=dict)
    locked: Mapping[int, str] = field(default_factory=dict)
    corrections: Mapping[int, str] = field(default_factory=dict)
    proposals: tuple[Proposal, ...] = ()

    @property
    def rule(self) -> OverTime:
        """How its months make a longer span."""
        return OverTime(self.series.over_time)

    @property
    def kind(self) -> str:
        """What it counts and how: `timmar, summa`."""
        return f"{self.series.unit}, {RULES[self.rule]}"

    def so_far(self, months: Months) -> Fraction | None:
        """Months to the follow-up's as one quantity, in thousandths."""
        return _milli(over_time(months[: self.month], self.rule))

    def whole(self, months: Months) -> Fraction | None:
        """A year's months as one quantity, in thousandths."""
        return _milli(over_time(months, self.rule))

    @property
    def deviation(self) -> Fraction | None:
        """Forecast less budget: more or less volume. None without either."""
        budget = self.whole(self.budget)
        if self.forecast is None or budget is None:
            return None
        return self.forecast - budget

    @property
    def marks(self) -> tuple[str, ...]:
        """Why months are unusual beside their history, the latest first."""
        return tuple(
            mark
            for month, usual in sorted(self.expected.items(), reverse=True)
            if (mark := usual.mark(self.months[month - 1]))
        )

    @property
    def awaited(self) -> tuple[int, ...]:
        """Months that have been and are not reported, though they are expected.

        A month is expected where it has a budget, or an earlier month is reported.
        """
        return awaited(self.months, self.budget, self.month, self.locked)


def awaited(
    months: Months, budget: Months, month: int, locked: Mapping[int, str]
) -> tuple[int, ...]:
    """Months through one that are expected and not reported."""
    found, has_begun = [], False
    for number in range(1, month + 1):
        is_reported = months[number - 1] is not None
        expected = has_begun or budget[number - 1] is not None
        if expected and not is_reported and number not in locked:
            found.append(number)
        has_begun = has_begun or is_reported
    return tuple(found)


def _milli(quantity: Fraction | None) -> Fraction | None:
    """A quantity in thousandths, exactly."""
    return None if quantity is None else quantity * MILLI


@dataclass(frozen=True, slots=True)
class Section:
    """An activity's series in the unit."""

    activity: Node
    rows: tuple[Row, ...]

    @property
    def label(self) -> str:
        """`775 Hemtjänst`."""
        return f"{self.activity.code} {self.activity.name}"


@dataclass(frozen=True, slots=True)
class Grid:
    """A unit's page. `others` are series that a controller may add to it.

    `still` is why nobody, or this person, writes anything here.
    """

    follow_up: FollowUp
    unit: Node
    calendar: Calendar
    sections: tuple[Section, ...]
    may_write: bool
    may_correct: bool
    still: str = ""
    others: tuple[VolumeSeries, ...] = ()

    @property
    def title(self) -> str:
        """`7310 Hemtjänst norr`."""
        return f"{self.unit.code} {self.unit.name}"

    @property
    def rows(self) -> tuple[Row, ...]:
        """Every row, in order."""
        return tuple(row for section in self.sections for row in section.rows)


EMPTY: Months = (None,) * MONTHS
