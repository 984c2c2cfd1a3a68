"""Counts of people that are too small to show, hidden so that totals do not undo it.

Pure. Parts are what is counted apart; a total is a set of parts. What is published
must not tell a hidden part: neither by a total less its other parts, nor by one total
less another, nor by any such sum. (Domain, rule 13.)
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from fractions import Fraction
from itertools import combinations
from typing import TypeVar

Name = TypeVar("Name")


def hidden(
    parts: Mapping[Name, int], totals: Collection[frozenset[Name]], *, fewest: int
) -> tuple[frozenset[Name], frozenset[frozenset[Name]]]:
    """The parts and the totals that may not be shown.

    A count below `fewest` is hidden; zero tells of no one and is shown. Then the
    smallest other parts are hidden, and where there are none the totals, until what
    is left tells nothing of a hidden part that is not true of at least two.
    """
    shut = {name for name, count in parts.items() if 0 < count < fewest}
    closed = {t for t in totals if 0 < sum(parts[name] for name in t) < fewest}
    while True:
        shown = [t for t in totals if t not in closed]
        told = next(_tells(parts, shown, frozenset(shut), fewest=fewest), None)
        if told is None:
            return frozenset(shut), frozenset(closed)
        open_parts = sorted(
            (name for name in told if name not in shut and parts[name]),
            key=lambda name: (parts[name], str(name)),
        )
        if open_parts:
            shut.add(open_parts[0])
        else:
            closed.add(min((t for t in shown if t & told & shut), key=len))


def _tells(
    parts: Mapping[Name, int],
    shown: Collection[frozenset[Name]],
    shut: frozenset[Name],
    *,
    fewest: int,
) -> Iterator[frozenset[Name]]:
    """Sets of parts from which what is shown tells too much of hidden ones."""
    for total in _sums(shown):
        inside = total & shut
        if not inside:
            continue
        remainder = sum(parts[name] for name in inside)
        if len(inside) == 1 or remainder < fewest:
            yield total
    for name in shut:
        if _is_told(name, shown, shut):
            yield frozenset().union(*(t for t in shown if name in t))


def _sums(shown: Collection[frozenset[Name]]) -> Iterator[frozenset[Name]]:
    """The totals, and what is left of one when another is taken from it."""
    yield from shown
    for one, other in combinations(shown, 2):
        if one > other:
            yield one - other
        elif other > one:
            yield other - one


def _is_told(
    name: Name, shown: Collection[frozenset[Name]], shut: frozenset[Name]
) -> bool:
    """Whether a hidden part is some sum and difference of what is shown.

    It is when leaving it out lowers the rank of the totals' hidden parts.
    """
    order = sorted(shut, key=str)
    rows = [[Fraction(part in total) for part in order] for total in shown]
    target = [Fraction(part == name) for part in order]
    return _rank([*rows, target]) == _rank(rows)


def _rank(rows: list[list[Fraction]]) -> int:
    """The rank of a matrix, exactly."""
    left, rank = [row[:] for row in rows], 0
    width = len(left[0]) if left else 0
    for column in range(width):
        pivot = next((r for r in range(rank, len(left)) if left[r][column]), None)
        if pivot is None:
            continue
        left[rank], left[pivot] = left[pivot], left[rank]
        for other in range(rank + 1, len(left)):
            factor = left[other][column] / left[rank][column]
            if factor:
                left[other] = [
                    a - factor * b for a, b in zip(left[other], left[rank], strict=True)
                ]
        rank += 1
    return rank
