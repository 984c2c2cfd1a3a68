"""A budget holder's own part of a follow-up: where it deviates and how far it is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from committees.access import Place
from committees.models import FollowUp
from committees.navigation import address
from committees.scope import scope_of
from committees.stored import rows_of
from committees.trees import Tree, cost_centre_tree
from finance.forecast.writing import HANDED_IN
from finance.models import UnitState
from finance.sources import COLUMNS, Axis, Where, question
from finance.sums import NOTHING, Known, Sums, year_columns

_STATES = """
SELECT u.cost_centre_id, u.state, COALESCE(s.gross, 0), 0, 0, 0, 0
  FROM finance_unitforecast u
  LEFT JOIN (SELECT r.cost_centre_id, SUM(ABS(r.amount_ore)) AS gross
               FROM finance_forecastrow r
               JOIN finance_accountgroup g ON g.id = r.group_id AND g.kind <> 'revenue'
              WHERE r.committee_id = %s AND r.follow_up_id = %s
                AND r.cost_centre_id IN ({units})
              GROUP BY r.cost_centre_id) s ON s.cost_centre_id = u.cost_centre_id
 WHERE u.follow_up_id = %s AND u.cost_centre_id IN ({units})
"""
_SUMS = "sums"


@dataclass(frozen=True, slots=True)
class OwnPart:
    """What a person answers for: a cost centre with everything under it; öre.

    `states` are those of its units, `coverage` the share of their gross cost that is
    handed in, in whole percent.
    """

    code: str
    name: str
    to_date: int | None
    deviation: int | None
    change: int | None
    states: Counter[str]
    coverage: int | None
    url: str

    @property
    def units(self) -> int:
        """How many units take part."""
        return self.states.total()

    @property
    def handed_in(self) -> int:
        """How many of them are handed in, approved ones too."""
        return sum(n for state, n in self.states.items() if state in HANDED_IN)

    @property
    def state(self) -> str:
        """The state of its only unit in words; of several how many are handed in."""
        if self.units == 1:
            (only,) = self.states
            return str(UnitState(only).label)
        return f"{self.handed_in} av {self.units} inlämnade" if self.units else ""


@dataclass(slots=True)
class _Found:
    """What is read of cost centres: sums, states and the gross cost forecast."""

    sums: dict[int, Sums] = field(default_factory=dict)
    states: dict[int, str] = field(default_factory=dict)
    gross: dict[int, int] = field(default_factory=dict)


def own_parts(place: Place, known: Known) -> tuple[OwnPart, ...]:
    """The person's parts, in one question; none where she works with the whole.

    `known` tells what forecasts the year has.
    """
    follow_up = place.follow_up
    tree = cost_centre_tree(place.committee, month=follow_up.period)
    tops = [code for code in scope_of(place).tops or () if code in tree.by_code]
    under = tree.under(tops)
    if not under:
        return ()
    found = _found(follow_up, under, known)
    return tuple(_part(follow_up, code, tree, (known, found)) for code in tops)


def _found(follow_up: FollowUp, units: frozenset[int], known: Known) -> _Found:
    """What is known of some cost centres."""
    asked = question(
        follow_up,
        Where(cost_centres=units),
        years=[follow_up.year],
        by=Axis.COST_CENTRE,
    )
    columns = year_columns(
        asked.source, follow_up, known.last_month, has_outcome=known.has_outcome
    )
    sums = asked.sql([f"'{_SUMS}'", *columns], by=COLUMNS[Axis.COST_CENTRE])
    numbers = ", ".join(str(int(unit)) for unit in sorted(units))
    states = _STATES.format(units=numbers)
    here = (follow_up.committee_id, follow_up.pk, follow_up.pk)
    found = _Found()
    for row in rows_of(f"{sums} UNION ALL {states}", (*asked.values, *here)):
        _keep(found, row)
    return found


def _keep(found: _Found, row: tuple[Any, ...]) -> None:
    """Keep a row of sums or of a state."""
    unit, kind, *ore = row
    if kind == _SUMS:
        found.sums[unit] = Sums(*(None if o is None else int(o) for o in ore))
    else:
        found.states[unit], found.gross[unit] = kind, int(ore[0])


def _part(
    follow_up: FollowUp, code: str, tree: Tree, read: tuple[Known, _Found]
) -> OwnPart:
    """One of the person's cost centres with everything under it."""
    known, found = read
    under = tree.under([code])
    sums = NOTHING
    for unit in under:
        sums = sums.plus(found.sums.get(unit, NOTHING))
    units = [unit for unit in under if unit in found.states]
    return OwnPart(
        code=code,
        name=tree.nodes[tree.by_code[code]].name,
        to_date=known.to_date(sums),
        deviation=known.deviation(sums),
        change=known.change(sums),
        states=Counter(found.states[unit] for unit in units),
        coverage=_coverage(found, units),
        url=_address(follow_up, [tree.nodes[unit].code for unit in units]),
    )


def _coverage(found: _Found, units: Collection[int]) -> int | None:
    """Share of some units' gross cost that is handed in; whole percent, down."""
    gross = sum(found.gross[unit] for unit in units)
    done = sum(found.gross[unit] for unit in units if found.states[unit] in HANDED_IN)
    return done * 100 // gross if gross else None


def _address(follow_up: FollowUp, codes: Collection[str]) -> str:
    """The grid of the only unit, else the board."""
    if len(codes) == 1:
        return address("finance:grid", follow_up, unit=next(iter(codes)))
    return address("finance:board", follow_up)
