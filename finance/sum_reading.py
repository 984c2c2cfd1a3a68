"""A year's sums read from whichever source holds them, by place.

From rows of a year the database sums what is asked; rows of a period come in the order
of their summary's key, which is quicker than to have each of them looked at ten times.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from committees.models import FollowUp, FollowUpKind
from committees.periods import CLOSING, Scenario
from committees.stored import rows_of
from finance.models import SummaryKind
from finance.sources import COLUMNS, Axis, Question, Source
from finance.sum_values import Sums

FORECAST = SummaryKind.FORECAST.value
OUTCOMES = {SummaryKind.OUTCOME.value, SummaryKind.OUTCOME_INTERNAL.value}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked of a year: `months` are those with forecasts, `last` one of them.

    `decided` is by decision the first month that counts it, if what was said is asked.
    """

    follow_up: FollowUp
    by: Axis
    months: tuple[int, ...]
    last: int | None
    decided: Mapping[int, int] | None

    @property
    def until(self) -> int:
        """The last period to date: a closed year takes its closing entries."""
        is_closed = self.follow_up.kind == FollowUpKind.ANNUAL
        return CLOSING if is_closed else self.follow_up.month


Found = tuple[dict[int, Sums], dict[int, Sequence[int]]]
"""Sums by place, and what was said of each."""


def of_years(asked: Question, wanted: Wanted) -> Found:
    """From rows of a year: the database sums what is asked."""
    columns = year_columns(asked.source, wanted.follow_up, wanted.last)
    width, budget = len(columns) + 1, columns.index(_budget(asked.source, None)) + 1
    if wanted.decided is None:
        rows = rows_of(asked.sql(columns, by=COLUMNS[wanted.by]), asked.values)
        return {row[0]: Sums._make(row[1:width]) for row in rows}, {}
    months = wanted.months
    columns += [asked.source.amount(Scenario.FORECAST, m, m) for m in months]
    at: list[int] = []
    for counted in _counted(wanted.decided, wanted):
        at.append(budget if counted is None else len(columns) + 1)
        columns += [] if counted is None else [_budget(asked.source, counted)]
    rows = rows_of(asked.sql(columns, by=COLUMNS[wanted.by]), asked.values)
    pairs = list(zip(range(width, width + len(months)), at, strict=True))
    said: dict[int, Sequence[int]] = {
        row[0]: [(row[one] or 0) - (row[other] or 0) for one, other in pairs]
        for row in rows
    }
    return {row[0]: Sums._make(row[1:width]) for row in rows}, said


def _counted(
    decided: Mapping[int, int], wanted: Wanted
) -> Iterator[frozenset[int] | None]:
    """By month the decisions that its follow-up counted; None: all that count now."""
    now = wanted.follow_up.month
    for month in wanted.months:
        late = {each for each, counts in decided.items() if month < counts <= now}
        yield frozenset(decided.keys() - late) if late else None


def of_periods(asked: Question, wanted: Wanted) -> Found:
    """From rows of a period: in the order of the summary's key, which needs no sorting.

    Decisions are told apart only where a follow-up of the year counted fewer.
    """
    decided = wanted.decided or {}
    parted = any(1 < each <= wanted.follow_up.month for each in decided.values())
    by = f"kind, period, {COLUMNS[wanted.by]}"
    sql = (
        asked.sql(["SUM(amount_ore)"], by=f"{by}, decision_id")
        if parted
        else asked.sql(["0", "SUM(amount_ore)"], by=by)
    )
    held: dict[int, _Held] = {}
    for kind, period, place, decision, ore in rows_of(sql, asked.values):
        if place not in held:
            held[place] = _Held(wanted)
        held[place].add(kind, period, decided.get(decision, 1), int(ore))
    found = {place: each.sums() for place, each in held.items()}
    if wanted.decided is None:
        return found, {}
    return found, {place: each.said for place, each in held.items()}


class _Held:
    """What is summed of a place, row by row."""

    def __init__(self, wanted: Wanted) -> None:
        """Nothing yet; `said` is nothing in every month."""
        self.wanted = wanted
        self.ore: list[int | None] = [None] * len(Sums._fields)
        self.said = [0] * len(wanted.months)

    def add(self, kind: str, period: int, counts: int, ore: int) -> None:
        """A kind's öre of a period; `counts` is the first month its decision counts."""
        if kind == FORECAST:
            self._expected(period, ore)
        elif kind in OUTCOMES:
            if 0 < period <= self.wanted.until:
                self._to(1, ore)
        elif period:
            self._decided(period, counts, ore)

    def _expected(self, month: int, ore: int) -> None:
        """A forecast of the year, made in a month."""
        if month == self.wanted.follow_up.month:
            self._to(3, ore)
        if month == self.wanted.last:
            self._to(4, ore)
        if month in self.wanted.months:
            self.said[self.wanted.months.index(month)] += ore

    def _decided(self, period: int, counts: int, ore: int) -> None:
        """A period's budget, which the follow-ups from a month on have counted."""
        self._to(2, ore)
        if period <= self.wanted.until:
            self._to(0, ore)
        for at, month in enumerate(self.wanted.months):
            if month >= counts:
                self.said[at] -= ore

    def _to(self, at: int, ore: int) -> None:
        """Add to a field of the sums."""
        self.ore[at] = (self.ore[at] or 0) + ore

    def sums(self) -> Sums:
        """The sums of the place."""
        return Sums._make(self.ore)


def _budget(source: Source, decisions: frozenset[int] | None) -> str:
    """SQL of the year's budget, of some decisions or of all that count."""
    return source.amount(Scenario.BUDGET, 1, CLOSING, decisions=decisions)


def year_columns(source: Source, follow_up: FollowUp, last: int | None) -> list[str]:
    """SQL of the fields of `Sums`; `last` is the month of the forecast before."""
    amount, month = source.amount, follow_up.month
    until = CLOSING if follow_up.kind == FollowUpKind.ANNUAL else month
    return [
        amount(Scenario.BUDGET, 1, until),
        amount(Scenario.OUTCOME, 1, until),
        amount(Scenario.BUDGET, 1, CLOSING),
        amount(Scenario.FORECAST, month, month),
        amount(Scenario.FORECAST, last, last) if last else "NULL",
    ]
