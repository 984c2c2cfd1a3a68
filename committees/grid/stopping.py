"""Texts of a grid that others may not read: not put in the shared row, but kept."""

from __future__ import annotations

from committees.drafts import Author, forget, keep
from committees.grid.cells import Cell, Judged, Saved, State, Store, Value
from committees.text_guard import first_reason

TAKEN = frozenset({State.SAVED, State.DRAFT})
"""States of cells whose text is stored as it was sent."""


def stopped(judged: Judged) -> str:
    """Why others may not read a text; empty where they may, and of figures."""
    return first_reason(judged.value) if isinstance(judged.value, str) else ""


def drafted(cell: Cell, judged: Judged, *, stored: Value, reason: str) -> Saved:
    """The answer to a text that is not put in the shared row."""
    return Saved(
        cell.row,
        cell.field,
        State.DRAFT,
        value=stored,
        yours=judged.value,
        reason=reason,
    )


def settle_drafts(
    store: Store,
    cells: tuple[Cell, ...],
    found: tuple[Saved, ...],
    *,
    author: Author,
) -> None:
    """Keep the texts that are drafts; those that are stored leave none behind.

    A text that stood there already, from a time without guard, is no draft.
    """
    stored = []
    for cell, saved in zip(cells, found, strict=True):
        if saved.state is State.DRAFT and saved.yours != saved.value:
            keep(author, store.spot(cell), str(saved.yours))
        elif isinstance(saved.value, str) and saved.state in TAKEN:
            stored.append(store.spot(cell))
    if stored:
        forget(author, stored)
