"""Check and store cells of a unit's volumes, from whichever page they come."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from committees.access import Place
from committees.drafts import Author, refusal
from committees.grid import saving
from committees.grid.cells import Answer, Cell, Checked
from committees.grid.units import refuse_strangers
from committees.trees import Node
from volumes.entry.drafts import reason_spot
from volumes.entry.store import VolumeStore


def check(place: Place, unit: Node, cells: Sequence[Cell]) -> tuple[Checked, ...]:
    """What would become of cells; nothing is stored."""
    refuse_strangers(place, unit)
    return saving.check(VolumeStore(place, unit), cells)


def save(place: Place, unit: Node, cells: Sequence[Cell], *, key: UUID) -> Answer:
    """Store the cells of one request: at most 40, all in one transaction, once."""
    refuse_strangers(place, unit)
    for reason in {cell.reason for cell in cells if cell.reason}:
        refusal(Author.of(place), reason_spot(place.follow_up, unit.code), reason)
    return saving.save(
        VolumeStore(place, unit),
        cells,
        key=key,
        by=place.user,
        committee=place.committee,
    )
