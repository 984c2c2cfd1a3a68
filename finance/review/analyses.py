"""Analyses of units' activities: what is written, what the level below says of it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from committees.models import FollowUp
from committees.trees import Tree
from finance.forecast.row_books import Grain
from finance.forecast.unit_rows import unit_rows
from finance.models import Analysis
from finance.review.changes import last_with_forecast

TEXTS = ("cause", "action", "risk")
FIELDS = (*TEXTS, "duration", "approved")

Pair = tuple[int, int]
"""A unit and an activity, by identities."""

_SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[A-ZÅÄÖ0-9])")


def sentences(text: str) -> tuple[str, ...]:
    """A text's sentences, one by one; lines are sentences too."""
    found = (
        part.strip() for line in text.splitlines() for part in _SENTENCE_END.split(line)
    )
    return tuple(part for part in found if part)


@dataclass(frozen=True, slots=True)
class Figures:
    """Forecast and outcome less budget of units' activities; öre, plus is surplus."""

    by_grain: Mapping[Grain, tuple[int, int]]

    def of(
        self, units: frozenset[int], activities: frozenset[int]
    ) -> tuple[int, int] | None:
        """Forecast deviation and deviation to date; None where no row is."""
        found = [
            pair
            for grain, pair in self.by_grain.items()
            if grain.cost_centre in units and grain.activity in activities
        ]
        if not found:
            return None
        return sum(a for a, _ in found), sum(b for _, b in found)

    def pairs(self) -> frozenset[Pair]:
        """The units and activities that have rows."""
        return frozenset((grain[0], grain[1]) for grain in self.by_grain)


def figures(follow_up: FollowUp) -> Figures:
    """The deviations of every row of the follow-up."""
    return Figures(
        {
            row.grain: (row.deviation, row.deviation_to_date)
            for row in unit_rows(follow_up)
        }
    )


@dataclass(frozen=True, slots=True)
class Spot:
    """An activity of a unit to be analysed; öre, plus is surplus.

    `level` is the activity's depth in the tree, for those that gather others.
    """

    unit: int
    activity: int
    level: int
    forecast: int
    to_date: int
    written: Analysis | None


Written = Mapping[Pair, Analysis]
"""The analyses of a follow-up by unit and activity."""


@dataclass(frozen=True, slots=True)
class _Walk:
    """A walk down the activities of a unit: what every step needs."""

    unit: int
    under: frozenset[int]
    leaves: frozenset[int]
    activities: Tree
    figures: Figures
    written: Written

    def spots(self, node: int, *, level: int) -> Iterator[Spot]:
        """A node, where it has rows of its own or gathers several, and those below."""
        tree = self.activities
        parts = tree.under([tree.nodes[node].code])
        sums = self.figures.of(self.under, parts)
        if sums is None:
            return
        shown = node in self.leaves or len(parts & self.leaves) > 1
        if shown:
            stored = self.written.get((self.unit, node))
            yield Spot(self.unit, node, level, *sums, stored)
        for child in tree.children.get(node, ()):
            yield from self.spots(child, level=level + shown)


def spots(
    unit: int, *, units: Tree, activities: Tree, of: Figures, found: Written
) -> tuple[Spot, ...]:
    """The activities of a unit in reading order, with those that gather several."""
    under = units.under([units.nodes[unit].code])
    leaves = frozenset(activity for node, activity in of.pairs() if node in under)
    walk = _Walk(unit, under, leaves, activities, of, found)
    return tuple(
        spot for root in activities.roots() for spot in walk.spots(root.id, level=0)
    )


def written(follow_up: FollowUp) -> dict[Pair, Analysis]:
    """The follow-up's analyses by unit and activity."""
    rows = Analysis.objects.filter(
        committee=follow_up.committee, follow_up=follow_up
    ).select_related("cost_centre", "activity", "changed_by")
    return {(row.cost_centre_id, row.activity_id): row for row in rows}


def below(
    pair: Pair, *, units: Tree, activities: Tree, found: Written
) -> tuple[Analysis, ...]:
    """What is written under a unit's activity: by units below, and on parts of it.

    In the order of the trees; empty texts are left out.
    """
    unit, activity = pair
    under = units.under([units.nodes[unit].code])
    parts = activities.under([activities.nodes[activity].code])
    rows = [
        row
        for (node, part), row in found.items()
        if node in under and part in parts and (node, part) != pair and says(row)
    ]
    return tuple(sorted(rows, key=lambda r: (r.cost_centre.code, r.activity.code)))


def says(row: Analysis) -> bool:
    """Whether anything is written."""
    return any(getattr(row, name).strip() for name in TEXTS)


def last_time(follow_up: FollowUp, pair: Pair) -> tuple[FollowUp, Analysis] | None:
    """What was written of the same unit and activity in the year's last follow-up."""
    last = last_with_forecast(follow_up)
    if last is None:
        return None
    unit, activity = pair
    row = Analysis.objects.filter(
        committee=follow_up.committee,
        follow_up=last,
        cost_centre=unit,
        activity=activity,
    ).first()
    return (last, row) if row is not None and says(row) else None
