"""Rows of what external providers deliver: their share of the money, how many they are.

The share is what is bought (the area's account groups) of the net cost of its
activities.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from committees.models import FollowUp
from committees.trees import Tree, activity_tree
from finance import facts
from finance.figures import Books, Measure, Selection, Series, figure
from goals.models import ProviderArea, ProviderCount
from reports.tables.cells import Cell
from reports.tables.model import Row
from reports.tables.spec import ColumnSpec

SHARE = "andel"
NO_COST = "Verksamheten har ingen nettokostnad."


class Providers:
    """Areas with their counts at a follow-up, what they cost and what is bought of it.

    `books` hold the years that are asked of.
    """

    def __init__(self, follow_up: FollowUp, *, books: Books) -> None:
        """Read the areas, the counts, and what account groups are."""
        committee = follow_up.committee
        self.follow_up, self.books = follow_up, books
        self.areas = list(ProviderArea.objects.filter(committee=committee))
        found = ProviderCount.objects.filter(follow_up=follow_up)
        self.counts = {count.area_id: count for count in found}
        self.tree: Tree = activity_tree(committee, month=follow_up.period)
        self.lines = facts.lines(committee, year=follow_up.year).groups

    def share(self, area: ProviderArea, column: ColumnSpec) -> Cell:
        """Percent of the net cost that is bought; not applicable where it is zero."""
        if column.scenario is None or column.span is None:
            return Cell()
        year = self.follow_up.year + column.year_offset
        series = Series(column.scenario, year, column.span)
        activities = self.tree.under(area.activities.split())
        groups = frozenset().union(
            *(self.lines.get(code, frozenset()) for code in area.groups.split())
        )
        bought = self._net(Selection(activities, groups), series)
        whole = self._net(Selection(activities), series)
        if whole is None or not self.books.knows(series):
            return Cell()
        return (
            Cell(Fraction((bought or 0) * 100, whole)) if whole else Cell(why=NO_COST)
        )

    def _net(self, selection: Selection, series: Series) -> int | None:
        """The net of a selection; öre in stored sign."""
        return figure(self.books, selection, measure=Measure.NET, series=series)


def provider_rows(providers: Providers, columns: Sequence[ColumnSpec]) -> Iterator[Row]:
    """Areas in their order, with their shares and the counts of the follow-up."""
    for area in providers.areas:
        cells = [_cell(area, column, providers) for column in columns]
        yield Row(
            area.code,
            area.name,
            tuple(cell.value for cell in cells),
            omitted=tuple(bool(cell.why) for cell in cells),
            why=tuple(c.why for c in cells) if any(c.why for c in cells) else (),
        )


def _cell(area: ProviderArea, column: ColumnSpec, providers: Providers) -> Cell:
    """What a column tells of an area."""
    if column.attribute == SHARE:
        return providers.share(area, column)
    count = providers.counts.get(area.pk)
    if column.attribute == "kommentar":
        return Cell(count.comment if count else "")
    if count is None:
        return Cell()
    return Cell(count.providers if column.attribute == "antal" else count.followed_up)
