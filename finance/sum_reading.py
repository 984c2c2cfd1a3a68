"""A year's sums read from whichever source holds them, by place.

From rows of a year the database sums what is asked; rows of a period come in the order
of their summary's key, which is quicker than to have each of them looked at ten times.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from committees.models import FollowUp, FollowUpKind
from committees.periods import CLOSING, Scenario
from committees.stored import rows_of
from finance.around import Around
from finance.models import SummaryKind, YearKind
from finance.sources import (
    COLUMNS,
    INTERNAL,
    Axis,
    Question,
    Source,
    added,
    among_ids,
)
from finance.sum_values import WITHIN, Column, Said, Sums, columns_of

FORECAST = SummaryKind.FORECAST.value
OUTCOMES = {SummaryKind.OUTCOME.value, SummaryKind.OUTCOME_INTERNAL.value}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked of a year, along an axis.

    `decided` is by decision the first month that counts it, if what was said is asked.
    What is bought and sold within the committee lies in its places, or, `gathered`, at
    `WITHIN`; where it is `eliminated`, it lies in its places and is taken away there.
    """

    beside: Around
    by: Axis
    decided: Mapping[int, int] | None
    gathered: bool = False
    eliminated: bool = False

    @property
    def follow_up(self) -> FollowUp:
        """The follow-up that sees the year."""
        return self.beside.follow_up

    @property
    def months(self) -> tuple[int, ...]:
        """The months with forecasts."""
        return self.beside.made

    @property
    def until(self) -> int:
        """The last period to date: a closed year takes its closing entries."""
        is_closed = self.follow_up.kind == FollowUpKind.ANNUAL
        return CLOSING if is_closed else self.follow_up.month


Found = tuple[Sequence[Column], Said]
"""Columns of sums, and what was said of each place."""


def of_years(asked: Question, wanted: Wanted) -> Found:
    """From rows of a year, a question a kind, and the database sums what is asked.

    In one question of all kinds it would look at each row once for every sum.
    """
    now, last = wanted.follow_up.month, wanted.beside.last
    is_said = wanted.decided is not None
    months = wanted.months if is_said else sorted({now, last or now})
    counted = list(_counted(wanted)) if is_said else []
    earlier = list(dict.fromkeys(each for each in counted if each is not None))
    years = [_sum(1, CLOSING, each) for each in (None, *earlier)]
    budgets = _read(
        asked.of_kind(YearKind.BUDGET),
        [_sum(1, wanted.until), *years],
        by=wanted.by,
    )
    outcome: list[Column] = [{}]
    if not wanted.beside.missing:
        columns = [_sum(1, wanted.until)]
        outcome = _read(asked.of_kind(YearKind.OUTCOME), columns, by=wanted.by)
    columns = [_sum(month, month) for month in months]
    made = _read(asked.of_kind(YearKind.FORECAST), columns, by=wanted.by)
    at = dict(zip(months, made, strict=False))
    none: Column = {}
    found = (
        budgets[0],
        outcome[0],
        budgets[1],
        at.get(now, none),
        at.get(last or 0, none),
    )
    if not is_said:
        return found, Said()
    then = [budgets[1 if each is None else 2 + earlier.index(each)] for each in counted]
    return found, Said(made, then)


def _read(asked: Question, columns: Sequence[str], *, by: Axis) -> list[Column]:
    """What is asked by place, a column each."""
    rows = rows_of(asked.sql(columns, by=COLUMNS[by]), asked.values)
    if not rows:
        return [{} for _ in columns]
    places, *told = zip(*rows, strict=True)
    return [dict(zip(places, column, strict=True)) for column in told]


def _sum(first: int, last: int, decisions: Collection[int] | None = None) -> str:
    """SQL of the öre of some ledger periods, of some decisions if they are told."""
    some = ""
    if decisions is not None:
        some = f" FILTER (WHERE {among_ids('decision_id', decisions)})"
    return f"CAST(SUM({added(range(first, last + 1))}){some} AS BIGINT)"


def _counted(wanted: Wanted) -> Iterator[frozenset[int] | None]:
    """By month the decisions that its follow-up counted; None: all that count now."""
    now, decided = wanted.follow_up.month, wanted.decided or {}
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
    held: dict[int, _Held] = defaultdict(lambda: _Held(wanted))
    apart = wanted.gathered or wanted.eliminated
    for kind, period, place, decision, ore in rows_of(sql, asked.values):
        counts = decided.get(decision, 1)
        if apart and kind in INTERNAL:
            sign = -1 if wanted.eliminated else 1
            held[WITHIN].add(kind, period, counts, sign * int(ore))
            if wanted.gathered:
                continue
        held[place].add(kind, period, counts, int(ore))
    if apart and held[WITHIN].is_nothing:
        del held[WITHIN]
    found = columns_of({place: each.sums() for place, each in held.items()})
    if wanted.decided is None:
        return found, Said()
    months = range(len(wanted.months))
    return found, Said(
        [{place: each.said[at] for place, each in held.items()} for at in months],
        [{place: each.budgets[at] for place, each in held.items()} for at in months],
    )


class _Held:
    """What is summed of a place, row by row."""

    def __init__(self, wanted: Wanted) -> None:
        """Nothing yet; `said` is a forecast a month, `budgets` are those of its day."""
        self.wanted = wanted
        self.ore: list[int | None] = [None] * len(Sums._fields)
        self.said = [0] * len(wanted.months)
        self.budgets = [0] * len(wanted.months)

    @property
    def is_nothing(self) -> bool:
        """Whether there is nothing of it to tell."""
        return not any((*self.ore, *self.said, *self.budgets))

    def add(self, kind: str, period: int, counts: int, ore: int) -> None:
        """A kind's öre of a period; `counts` is the first month its decision counts."""
        if kind == FORECAST:
            self._expected(period, ore)
        elif kind in OUTCOMES:
            if 0 < period <= self.wanted.until and not self.wanted.beside.missing:
                self._to(1, ore)
        elif period:
            self._decided(period, counts, ore)

    def _expected(self, month: int, ore: int) -> None:
        """A forecast of the year, made in a month."""
        if month == self.wanted.follow_up.month:
            self._to(3, ore)
        if month == self.wanted.beside.last:
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
                self.budgets[at] += ore

    def _to(self, at: int, ore: int) -> None:
        """Add to a field of the sums."""
        self.ore[at] = (self.ore[at] or 0) + ore

    def sums(self) -> Sums:
        """The sums of the place."""
        return Sums._make(self.ore)


def year_columns(
    source: Source, follow_up: FollowUp, last: int | None, *, has_outcome: bool
) -> list[str]:
    """SQL of the fields of `Sums`; `last` is the month of the forecast before.

    Unless each month's outcome is there, none to date is told.
    """
    amount, month = source.amount, follow_up.month
    until = CLOSING if follow_up.kind == FollowUpKind.ANNUAL else month
    return [
        amount(Scenario.BUDGET, 1, until),
        amount(Scenario.OUTCOME, 1, until) if has_outcome else "NULL",
        amount(Scenario.BUDGET, 1, CLOSING),
        amount(Scenario.FORECAST, month, month),
        amount(Scenario.FORECAST, last, last) if last else "NULL",
    ]
