"""What a grid sends and what it is answered: plain values.

A value is a whole number (öre in stored sign, or what the room counts in), a text, or
None where nothing is stored.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol
from uuid import UUID

from committees.statements import Statements

Value = int | str | None


class State(StrEnum):
    """What becomes of a cell: of one that is checked, and of one that is saved.

    A draft is a text that others may not read: it is kept for its author alone.
    """

    CHANGE = "change"
    SAME = "same"
    SAVED = "saved"
    CONFLICT = "conflict"
    FAULT = "fault"
    LOCKED = "locked"
    DRAFT = "draft"


class RefusedError(Exception):
    """Why a cell cannot be taken, in Swedish."""

    def __init__(self, state: State, reason: str) -> None:
        """Keep what to answer."""
        super().__init__(reason)
        self.state = state
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell that is to be stored.

    `typed` is the text as it was written; where it is None, `value` is meant exactly.
    `was` is what the person saw in the cell before she wrote. `place` is where the
    cell stands in a file, for people to read. `reason` is why something closed is
    changed.
    """

    row: str
    field: str
    typed: str | None = None
    value: Value = None
    was: Value = None
    origin: str = "typed"
    method: str = ""
    place: str = ""
    reason: str = ""

    @property
    def key(self) -> tuple[str, str]:
        """The cell's row and field."""
        return self.row, self.field


@dataclass(frozen=True, slots=True)
class Stored:
    """What a cell holds, and who wrote it when; `chosen` is False where nobody did."""

    value: Value
    by: str = ""
    at: str = ""
    chosen: bool = True


@dataclass(frozen=True, slots=True)
class Judged:
    """What a cell means: its value, or why it cannot be taken.

    `mark` says of a value that is taken that something about it is unusual.
    """

    state: State
    value: Value = None
    reason: str = ""
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Checked:
    """A cell that was looked at and not stored."""

    cell: Cell
    state: State
    label: str
    was: Value
    value: Value
    reason: str = ""
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Saved:
    """What became of a cell.

    `value` is what is stored now. In a conflict or a draft, `yours` is what the person
    wanted; in a conflict, `by` and `at` tell who wrote what is stored.
    """

    row: str
    field: str
    state: State
    value: Value = None
    reason: str = ""
    mark: str = ""
    yours: Value = None
    by: str = ""
    at: str = ""
    more: dict[str, Value] = dataclasses.field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of a request's cells, in their order."""

    key: UUID
    cells: tuple[Saved, ...]
    replayed: bool = False
    unit_state: str = ""

    def count(self, state: State) -> int:
        """How many cells met a fate."""
        return sum(cell.state == state for cell in self.cells)


@dataclass(frozen=True, slots=True)
class Change:
    """A stored object's field that changed: a line of the trail."""

    subject: str
    subject_id: int
    field: str
    old: Value
    new: Value
    origin: str


class Store(Protocol):
    """A room's tables, as one request sees them."""

    def open(self, cells: tuple[Cell, ...], *, lock: bool) -> None:
        """Read what the cells hold; with `lock`, keep others from writing them."""

    def judge(self, cell: Cell) -> Judged:
        """What a cell means and whether it may be stored."""

    def stored(self, cell: Cell) -> Stored:
        """What a cell holds, with the changes of this request so far."""

    def label(self, cell: Cell) -> str:
        """The cell's row in words."""

    def put(self, cell: Cell, value: Value) -> dict[str, Value]:
        """Change a cell, in memory; returns what else that changed, by field."""

    def spot(self, cell: Cell) -> str:
        """Where drafts of a cell's text are kept (see committees.drafts)."""

    def writers(self, cells: tuple[Cell, ...]) -> dict[tuple[str, str], Stored]:
        """Who wrote what the cells hold."""

    def unit_state(self) -> str:
        """How far what the cells belong to has come, in the room's words."""

    def flush(self, statements: Statements) -> tuple[Change, ...]:
        """Write what was put, or have it written; returns the lines of the trail."""
