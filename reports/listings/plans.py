"""Money of the action plan: the forecast deviation of its lines, then and now."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from committees.models import FollowUp
from committees.periods import Scenario, Span
from committees.trees import Tree, activity_tree
from finance import facts
from finance.figures import Books, Measure, Selection, Series, deviation, figure
from reports.listings.topics import Told
from reports.tables.model import Value
from reports.tables.spec import ColumnSpec

FORECAST, OUTCOME = "prognos", "utfall"
MONEY = frozenset({FORECAST, OUTCOME})


@dataclass(frozen=True, slots=True)
class _Then:
    """Money as a follow-up saw it."""

    follow_up: FollowUp
    books: Books
    tree: Tree

    def net(self, codes: Iterable[str], scenario: Scenario, span: Span) -> int | None:
        """The net of some activities; öre in stored sign."""
        series = Series(scenario, self.follow_up.year, span)
        if not self.books.knows(series):
            return None
        selection = Selection(self.tree.under(codes))
        return figure(self.books, selection, measure=Measure.NET, series=series)


class PlanMoney:
    """What the lines' activities deviate, read once for each follow-up asked of."""

    def __init__(
        self, follow_up: FollowUp, columns: Iterable[ColumnSpec], *, books: Books
    ) -> None:
        """Read the follow-ups that some columns name; those to come have no figures.

        `books` are the money of this follow-up's year.
        """
        self.here = follow_up.month
        months = {column.month for column in columns if column.attribute in MONEY}
        self.then = {f.month: _read(f) for f in _earlier(follow_up, months)}
        tree = activity_tree(follow_up.committee, month=follow_up.period)
        self.then[self.here] = _Then(follow_up, books, tree)

    def __call__(self, told: Told, column: ColumnSpec) -> Value:
        """A line's figure in a column; None where it has none."""
        then = self.then.get(column.month or self.here)
        codes = told.plan.activities.split() if told.plan else []
        if then is None or not codes:
            return None
        return (
            _deviation(then, codes)
            if column.attribute == FORECAST
            else _booked(then, codes)
        )


def _read(follow_up: FollowUp) -> _Then:
    """The money of a follow-up's year."""
    need = facts.Need(frozenset({Measure.NET}), frozenset({follow_up.year}))
    tree = activity_tree(follow_up.committee, month=follow_up.period)
    return _Then(follow_up, facts.books(follow_up, need), tree)


def _earlier(here: FollowUp, months: Collection[int]) -> Iterator[FollowUp]:
    """The follow-ups of some months of the year, before this one."""
    earlier = {month for month in months if 0 < month < here.month}
    if not earlier:
        return
    for one in FollowUp.objects.filter(
        committee=here.committee, year=here.year, month__in=earlier
    ):
        one.committee = here.committee
        yield one


def _deviation(then: _Then, codes: Collection[str]) -> int | None:
    """Forecast less budget of the year; None where there is neither."""
    budget = then.net(codes, Scenario.BUDGET, Span.YEAR)
    expected = then.net(codes, Scenario.FORECAST, Span.YEAR)
    if not budget and not expected:
        return None
    if not then.books.knows(Series(Scenario.FORECAST, then.follow_up.year, Span.YEAR)):
        return None
    return deviation(expected, budget)


def _booked(then: _Then, codes: Collection[str]) -> int | None:
    """What is booked to date where nothing was budgeted or is expected, as of fines."""
    if then.net(codes, Scenario.BUDGET, Span.YEAR):
        return None
    if then.net(codes, Scenario.FORECAST, Span.YEAR):
        return None
    return then.net(codes, Scenario.OUTCOME, Span.PERIOD)
