"""Store cells of topics, from whichever page they come."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from committees.access import Place
from committees.grid import saving
from committees.grid.cells import Answer, Cell
from goals.writing.store import TopicStore


def save(place: Place, cells: Sequence[Cell], *, key: UUID) -> Answer:
    """Store the cells of one request: at most 40, all in one transaction, once."""
    return saving.save(
        TopicStore(place), cells, key=key, by=place.user, committee=place.committee
    )
