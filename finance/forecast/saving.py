"""Check and store cells of a unit's forecast, from whichever page or file they come.

Only those write who answer for the unit, or run the follow-up; everybody else is
refused here, whatever route she came by.
"""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from committees.access import Place
from committees.grid import saving
from committees.grid.cells import Answer, Cell, Checked
from committees.grid.paste import Known, Sign
from committees.grid.units import refuse_strangers
from committees.numbers import Unit
from committees.trees import Node
from finance.forecast.store import ForecastStore


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
