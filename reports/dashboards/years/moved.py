"""Earlier years in a later organisation: what moved, and who took over what.

A year's money lies on the identities that it was booked on. Booked: rolled up by the
year's own placements, in December. Recalculated: by those of the follow-up's month,
where what has ended is given to its successors by their shares.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby, pairwise
from typing import Any, NamedTuple

from django.db.models import QuerySet

from committees.models import ActivitySuccession, CostCentreSuccession, FollowUp
from committees.numbers import round_half_away
from committees.periods import Month
from committees.trees import Tree
from finance.sources import Axis


class TakenOver(NamedTuple):
    """From when a successor holds a share of what its predecessor held."""

    from_month: int
    predecessor: int
    successor: int
    share: Fraction


def taken_over(follow_up: FollowUp, axis: Axis) -> tuple[TakenOver, ...]:
    """Who took over what by the follow-up's month, the first first; one question."""
    rows: dict[Axis, QuerySet[Any]] = {
        Axis.ACTIVITY: ActivitySuccession.objects.all(),
        Axis.COST_CENTRE: CostCentreSuccession.objects.all(),
    }
    if axis not in rows:
        return ()
    found = rows[axis].filter(
        predecessor__municipality=follow_up.committee.municipality_id,
        from_month__lte=follow_up.period.number,
    )
    names = ("from_month", "predecessor_id", "successor_id", "share")
    return tuple(
        TakenOver(month, predecessor, successor, Fraction(share))
        for month, predecessor, successor, share in found.order_by(*names).values_list(
            *names
        )
    )


def passed_on(
    held: Mapping[int, int], year: int, known: Sequence[TakenOver], *, tree: Tree
) -> dict[int, int]:
    """A year's öre by place, with what successors took over since, to the öre.

    What was taken over within the year is passed on where the predecessor has ended.
    """
    found = dict(held)
    for (month, predecessor), those in groupby(known, key=lambda each: each[:2]):
        began = month > Month(year, 12).number
        ended = month > Month(year, 1).number and predecessor not in tree.nodes
        if predecessor not in found or not (began or ended):
            continue
        whole, share, before = found.pop(predecessor), Fraction(0), 0
        for each in those:
            share += each.share
            until = round_half_away(whole * share, divisor=1)
            found[each.successor] = found.get(each.successor, 0) + until - before
            before = until
        if whole != before:
            found[predecessor] = whole - before
    return found


@dataclass(frozen=True, slots=True)
class Moved:
    """A node that lay under another one before a year."""

    code: str
    name: str
    year: int
    before: str
    after: str

    def __str__(self) -> str:
        """The move in words."""
        return (
            f"{self.code} {self.name} låg till och med {self.year - 1} under"
            f" {self.before} och ligger från {self.year} under {self.after}."
        )


def moved(trees: Sequence[tuple[int, Tree]]) -> Iterator[Moved]:
    """Nodes that changed parents between years; trees by year, the first first."""
    for (_, before), (year, after) in pairwise(trees):
        for code, node in sorted(after.by_code.items()):
            was, now = before.nodes.get(node), after.nodes[node]
            if was and was.parent != now.parent:
                yield Moved(
                    code,
                    now.name,
                    year,
                    _named(before, was.parent),
                    _named(after, now.parent),
                )


def _named(tree: Tree, node: int) -> str:
    """`52 Verksamhetsområde SoL`, or the top."""
    found = tree.nodes.get(node)
    return f"{found.code} {found.name}" if found else "nämnden"
