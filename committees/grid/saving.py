"""Store a request's cells: all at once, once, and never over a figure nobody saw."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any
from uuid import UUID, uuid5

from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from committees import events
from committees.drafts import Author
from committees.grid.cells import (
    Answer,
    Cell,
    Change,
    Checked,
    Judged,
    Saved,
    State,
    Store,
    Value,
)
from committees.grid.stopping import drafted, settle_drafts, stopped
from committees.models import Committee, SavedRequest, User
from committees.statements import Statements

MOST_CELLS = 40
"""How many cells a request may hold."""


class TooManyCellsError(Exception):
    """A request with more cells than one transaction takes."""


class OtherPersonError(Exception):
    """A request that another person has sent already."""


def check(store: Store, cells: Sequence[Cell]) -> tuple[Checked, ...]:
    """What would become of cells; nothing is stored."""
    store.open(tuple(cells), lock=False)
    return tuple(_checked(store, cell) for cell in cells)


def _checked(store: Store, cell: Cell) -> Checked:
    """What would become of a cell."""
    judged, was = store.judge(cell), store.stored(cell).value
    state, reason = judged.state, judged.reason
    if state is State.CHANGE and judged.value == was:
        state = State.SAME
    elif state is State.CHANGE and (reason := stopped(judged)):
        state = State.DRAFT
    return Checked(
        cell=cell,
        state=state,
        label=store.label(cell),
        was=was,
        value=judged.value,
        reason=reason,
        mark=judged.mark,
    )


def save(
    store: Store, cells: Sequence[Cell], *, key: UUID, by: User, committee: Committee
) -> Answer:
    """Store the cells that can be; a key that was used before stores nothing more."""
    if len(cells) > MOST_CELLS:
        raise TooManyCellsError(f"Högst {MOST_CELLS} celler åt gången.")
    try:
        with _turn():
            return _save(store, tuple(cells), key=key, by=by, committee=committee)
    except IntegrityError:
        # The key was used before, or somebody made the same row at the same moment.
        earlier = replayed(key, by=by)
    if earlier is not None:
        return earlier
    with _turn():
        return _save(store, tuple(cells), key=key, by=by, committee=committee)


_ONE_AT_A_TIME = threading.Lock()


@contextmanager
def _turn() -> Iterator[None]:
    """A transaction. SQLite has one writer: who waits here is not kept waiting by it.

    SQLite lets writers try again now and then, and serves whoever comes at the moment;
    a lock serves them as they came.
    """
    if connection.vendor != "sqlite":
        with transaction.atomic():
            yield
        return
    with _ONE_AT_A_TIME, transaction.atomic():
        yield


def save_all(
    store: Store, cells: Sequence[Cell], *, key: UUID, by: User, committee: Committee
) -> Answer:
    """Store any number of cells, some at a time, each with a key of its own."""
    found: list[Answer] = []
    for start in range(0, len(cells), MOST_CELLS):
        part = cells[start : start + MOST_CELLS]
        part_key = uuid5(key, str(start))
        found.append(save(store, part, key=part_key, by=by, committee=committee))
    return Answer(
        key=key,
        cells=tuple(cell for answer in found for cell in answer.cells),
        replayed=bool(found) and all(answer.replayed for answer in found),
        unit_state=found[-1].unit_state if found else "",
    )


def replayed(key: UUID, *, by: User) -> Answer | None:
    """What the request of a key was answered; None when it is new."""
    earlier = SavedRequest.objects.filter(key=key).first()
    if earlier is None:
        return None
    if earlier.user_id != by.pk:
        raise OtherPersonError
    cells = tuple(_saved(stored) for stored in earlier.answer["cells"])
    return Answer(
        key=key, cells=cells, replayed=True, unit_state=earlier.answer["unit_state"]
    )


def _kept(cell: Saved) -> dict[str, Any]:
    """An answer as it is kept; the text of a draft is in the draft and nowhere else."""
    found = {name: getattr(cell, name) for name in Saved.__slots__}
    return found | {"yours": None} if cell.state is State.DRAFT else found


def _saved(stored: dict[str, Any]) -> Saved:
    """An answer as it was kept."""
    return Saved(**{**stored, "state": State(stored["state"])})


def _save(
    store: Store, cells: tuple[Cell, ...], *, key: UUID, by: User, committee: Committee
) -> Answer:
    """Judge, change and write, inside a transaction."""
    store.open(cells, lock=True)
    found = tuple(_put(store, cell) for cell in cells)
    conflicts = [cell for cell, saved in zip(cells, found, strict=True) if _lost(saved)]
    if conflicts:
        found = _with_writers(store, found, conflicts)
    settle_drafts(store, cells, found, author=Author(committee, by))
    statements = Statements()
    _record(store.flush(statements), statements, by=by, committee=committee)
    answer = Answer(key=key, cells=found, unit_state=store.unit_state())
    _keep(answer, statements, by=by)
    statements.run()
    return answer


_KEEP = "INSERT INTO {table} (key, user_id, at, answer) VALUES (%s, %s, %s, %s)"


def _keep(answer: Answer, statements: Statements, *, by: User) -> None:
    """Keep what a request was answered under its key."""
    kept = {
        "unit_state": answer.unit_state,
        "cells": [_kept(cell) for cell in answer.cells],
    }
    fields = {"key": answer.key, "user": by.pk, "at": timezone.now(), "answer": kept}
    prepared = {field.name: field for field in SavedRequest._meta.concrete_fields}
    values = [
        prepared[name].get_db_prep_save(value, connection)
        for name, value in fields.items()
    ]
    statements.add(_KEEP.format(table=SavedRequest._meta.db_table), values)


def _lost(saved: Saved) -> bool:
    return saved.state is State.CONFLICT


def _put(store: Store, cell: Cell) -> Saved:
    """Put a cell's value where that may be done; otherwise say why not."""
    judged, stored = store.judge(cell), store.stored(cell)
    if judged.state is not State.CHANGE:
        return _saying(cell, judged, value=stored.value)
    if reason := stopped(judged):
        return drafted(cell, judged, stored=stored.value, reason=reason)
    if stored.value == judged.value:
        more = store.put(cell, judged.value) if not stored.chosen else {}
        return _saying(cell, judged, value=stored.value, more=more)
    if stored.chosen and not _was_seen(stored.value, cell.was):
        return Saved(
            cell.row,
            cell.field,
            State.CONFLICT,
            value=stored.value,
            yours=judged.value,
            mark=judged.mark,
        )
    more = store.put(cell, judged.value)
    return _saying(cell, judged, value=judged.value, more=more)


def _was_seen(stored: Value, was: Value) -> bool:
    """Whether what is stored is what the person saw; no text is an empty one."""
    return stored == was or (stored == "" and was is None)


def _saying(
    cell: Cell, judged: Judged, *, value: Value, more: dict[str, Value] | None = None
) -> Saved:
    """The answer to a cell that is no conflict."""
    state = State.SAVED if judged.state is State.CHANGE else judged.state
    return Saved(
        cell.row,
        cell.field,
        state,
        value=value,
        reason=judged.reason,
        mark=judged.mark,
        more=more or {},
    )


def _with_writers(
    store: Store, found: tuple[Saved, ...], conflicts: list[Cell]
) -> tuple[Saved, ...]:
    """The answers, telling of each conflict who wrote what is stored, and when."""
    writers = store.writers(tuple(conflicts))
    return tuple(_told(saved, writers) if _lost(saved) else saved for saved in found)


def _told(saved: Saved, writers: dict[tuple[str, str], Any]) -> Saved:
    """A conflict with who and when."""
    writer = writers.get((saved.row, saved.field))
    by, at = (writer.by, writer.at) if writer else ("", "")
    reason = f"{by or 'Någon annan'} har ändrat cellen{f' {at}' if at else ''}."
    return Saved(
        saved.row,
        saved.field,
        saved.state,
        value=saved.value,
        reason=reason,
        mark=saved.mark,
        yours=saved.yours,
        by=by,
        at=at,
    )


def _record(
    changes: tuple[Change, ...],
    statements: Statements,
    *,
    by: User,
    committee: Committee,
) -> None:
    """The trail: one event for each field that changed."""
    events.add(
        statements,
        (
            events.Line(
                change.subject,
                str(change.subject_id),
                change.field,
                "" if change.old is None else str(change.old),
                "" if change.new is None else str(change.new),
                change.origin,
            )
            for change in changes
        ),
        by=by,
        committee=committee,
    )
