"""Unit costs of which no unit and no money is counted twice.

What can be told comes before what cannot, a family of several members, own and external
apart, before the whole that holds them, and what is by the year before what is by day.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

from reports.known import Known, UnitCostOf


def counted_once(
    known: Known,
    defined: Sequence[int],
    *,
    wholes: Mapping[int, int],
    is_told: Callable[[int], bool],
) -> frozenset[int]:
    """Those of some unit costs that may be added, by id.

    `wholes` gives the series that a series is part of (varav).
    """
    of = known.unit_costs
    members = Counter(of[one].family for one in defined if is_told(one))

    def rank(one: int) -> tuple[bool, bool, bool]:
        is_member = bool(of[one].family) and members[of[one].family] > 1
        return not is_told(one), not is_member, of[one].per_day

    return frozenset(apart(known, sorted(defined, key=rank), wholes=wholes))


def apart(
    known: Known, which: Iterable[int], *, wholes: Mapping[int, int]
) -> tuple[int, ...]:
    """Those unit costs, in order, that count neither units nor money twice.

    `wholes` gives the series that a series is part of (varav).
    """
    kept: list[int] = []
    for one in which:
        of = known.unit_costs[one]
        if not any(_overlaps(of, known.unit_costs[other], wholes) for other in kept):
            kept.append(one)
    return tuple(kept)


def _overlaps(one: UnitCostOf, other: UnitCostOf, wholes: Mapping[int, int]) -> bool:
    """Whether two unit costs have units, or money, in common."""
    return bool(
        _with_wholes(one.series, wholes) & set(other.series)
        or _with_wholes(other.series, wholes) & set(one.series)
        or _same_money(one, other)
    )


def _with_wholes(series: Iterable[int], wholes: Mapping[int, int]) -> set[int]:
    """Series and all that they are part of."""
    found: set[int] = set()
    for one in series:
        step: int | None = one
        while step is not None and step not in found:
            found.add(step)
            step = wholes.get(step)
    return found


def _same_money(one: UnitCostOf, other: UnitCostOf) -> bool:
    """Whether both divide money of the same activity and account group."""
    first, second = one.selection, other.selection
    return _meet(first.activities, second.activities) and _meet(
        first.groups, second.groups
    )


def _meet(first: Collection[int] | None, second: Collection[int] | None) -> bool:
    """Whether two choices have anything in common; None is all."""
    return first is None or second is None or bool(set(first) & set(second))
