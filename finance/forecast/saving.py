"""Check and store cells of a unit's forecast, from whichever page or file they come.

Only those write who answer for the unit, or run the follow-up; everybody else is
refused here, whatever route she came by.
"""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404

from committees.access import Place
from committees.grid import saving
from committees.grid.cells import Answer, Cell, Checked
from committees.grid.paste import Known, Sign
from committees.holders import HOLDING
from committees.numbers import Unit
from committees.scope import scope_of, write_scope_of
from committees.trees import Node, cost_centre_tree
from finance.forecast.store import ForecastStore
from finance.forecast.writing import NOT_MINE


def unit_of(place: Place, code: str) -> Node:
    """The cost centre of a code; Http404 unless the person may read its rows."""
    tree = cost_centre_tree(place.committee, month=place.follow_up.period)
    found = tree.by_code.get(code)
    if found is None or not scope_of(place).reaches(found, tree=tree):
        raise Http404("Enheten finns inte, eller så kan du inte läsa dess rader.")
    return tree.nodes[found]


def own_unit(place: Place, code: str) -> Node:
    """As `unit_of`, without asking for a unit that the person's own role names."""
    for membership in place.here:
        unit = membership.cost_centre
        if unit is not None and unit.code == code and membership.role in HOLDING:
            return Node(unit.pk, code, code, 0)
    return unit_of(place, code)


def refuse_strangers(place: Place, unit: Node) -> None:
    """PermissionDenied unless the person enters figures for the unit."""
    scope = write_scope_of(place)
    if scope.tops is None or unit.code in scope.tops:
        return
    tree = cost_centre_tree(place.committee, month=place.follow_up.period)
    if not scope.reaches(unit.id, tree=tree):
        raise PermissionDenied(NOT_MINE)


def check(
    place: Place,
    unit: Node,
    cells: Sequence[Cell],
    *,
    amounts: Unit,
    sign: Sign = Sign.ENTRY,
) -> tuple[Checked, ...]:
    """What would become of cells; nothing is stored."""
    refuse_strangers(place, unit)
    return saving.check(ForecastStore(place, unit, amounts=amounts, sign=sign), cells)


def save(
    place: Place, unit: Node, cells: Sequence[Cell], *, key: UUID, amounts: Unit
) -> Answer:
    """Store the cells of one request: at most 40, all in one transaction, once."""
    refuse_strangers(place, unit)
    return saving.save(
        ForecastStore(place, unit, amounts=amounts),
        cells,
        key=key,
        by=place.user,
        committee=place.committee,
    )


def save_all(
    place: Place, unit: Node, cells: Sequence[Cell], *, key: UUID, amounts: Unit
) -> Answer:
    """Store any number of cells, 40 in a transaction; a key sent again writes once."""
    refuse_strangers(place, unit)
    return saving.save_all(
        ForecastStore(place, unit, amounts=amounts),
        cells,
        key=key,
        by=place.user,
        committee=place.committee,
    )


def known(
    place: Place, unit: Node, cells: Sequence[Cell], *, amounts: Unit
) -> tuple[Known, ...]:
    """Typed amounts beside what their rows hold, to guess a block by."""
    store = ForecastStore(place, unit, amounts=amounts)
    store.open(tuple(cells), lock=False)
    return tuple(
        Known(cell.typed or "", is_revenue=held.group.is_revenue, expected=held.amount)
        for cell in cells
        if (held := store.held(cell)) is not None
    )
