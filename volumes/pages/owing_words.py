"""Months that are missing, in words, with the units that owe them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from committees.history import span
from committees.trees import Tree
from committees.words import listed
from volumes.reporting import Owing

NAMED = 2
"""So many units are named in a list; the others are counted."""


def owing_text(owing: Owing, units: Tree) -> str:
    """`Augusti saknas för 7310 Hemtjänst norr.`; empty where no month is missing."""
    return " ".join(
        f"{months[0].upper()}{months[1:]} saknas för {_named(who, units)}."
        for months, who in stretches(owing)
    )


def stretches(owing: Owing) -> Iterator[tuple[str, frozenset[int]]]:
    """Months in a row that the same units owe: `mars–maj` and who."""
    first = last = 0
    who: frozenset[int] = frozenset()
    for month in sorted(owing):
        if first and (month, owing[month]) == (last + 1, who):
            last = month
            continue
        if first:
            yield span(first, last), who
        first, last, who = month, month, owing[month]
    if first:
        yield span(first, last), who


def _named(who: Iterable[int], units: Tree) -> str:
    """The first units by name, and how many there are beside."""
    names = sorted(unit_name(unit, units) for unit in who)
    rest = len(names) - NAMED
    if rest > 1:
        return f"{', '.join(names[:NAMED])} och {rest} till"
    return listed(names)


def unit_name(unit: int, units: Tree) -> str:
    """A unit's code and name, or that it is not in this month's organisation."""
    node = units.nodes.get(unit)
    return f"{node.code} {node.name}" if node else "en enhet som inte finns kvar"
