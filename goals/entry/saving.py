"""Check and store cells of indicators, from whichever page they come."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from committees.access import Place
from committees.grid import laying, saving
from committees.grid.cells import Answer, Cell, Checked
from committees.grid.laying import Laid, Preview
from goals.entry.store import IndicatorStore


def check(place: Place, cells: Sequence[Cell]) -> tuple[Checked, ...]:
    """What would become of cells; nothing is stored."""
    return saving.check(IndicatorStore(place), cells)


def preview(place: Place, laid: Laid) -> Preview:
    """What a pasted block would change; nothing is stored."""
    return laying.preview(laid, lambda cells: check(place, cells))


def save(place: Place, cells: Sequence[Cell], *, key: UUID) -> Answer:
    """Store the cells of one request: at most 40, all in one transaction, once."""
    return saving.save(
        IndicatorStore(place), cells, key=key, by=place.user, committee=place.committee
    )
