"""Indicators as a request of cells sees them: the Store of `committees.grid`.

A row is an indicator's code; its fields are those of `goals.entry.spans`.
"""

from __future__ import annotations

from committees.access import Place
from committees.grid.cells import Cell, Change, Judged, RefusedError, Stored, Value
from committees.statements import Statements
from committees.templatetags.swedish import moment
from goals.entry import held, judging
from goals.entry.grid import spot_of
from goals.entry.held import Held, HeldIndicator, Put
from goals.entry.spans import Field, What, field_of
from goals.models import IndicatorTarget, IndicatorValue

ORIGINS = frozenset({"typed", "pasted", "filled", "undo"})
SUBJECT = "indicator"
"""The trail is of the indicator, by the fields of its cells."""


class IndicatorStore:
    """Some indicators of a follow-up, for one request of one person."""

    held: Held

    def __init__(self, place: Place) -> None:
        """Nothing is read until the store is opened."""
        self.place = place

    def open(self, cells: tuple[Cell, ...], *, lock: bool) -> None:
        """Read what the cells hold; with `lock`, keep others from writing it."""
        self.held = held.read(self.place, {cell.row for cell in cells}, lock=lock)

    def judge(self, cell: Cell) -> Judged:
        """What a cell means and whether it may be stored."""
        return judging.judge(self.held, cell)

    def stored(self, cell: Cell) -> Stored:
        """What a cell holds, with the changes of this request so far."""
        try:
            each = judging.indicator(self.held, cell)
            return Stored(each.value(judging.field(self.held, cell)))
        except RefusedError:
            return Stored(None)

    def label(self, cell: Cell) -> str:
        """The cell in words: its indicator, and what it holds of it."""
        found, of = self.held.indicators.get(cell.row), field_of(cell.field)
        name = found.indicator.name if found else cell.row
        return f"{name}, {of.label}" if of else name

    def put(self, cell: Cell, value: Value) -> dict[str, Value]:
        """Change a cell, in memory."""
        each = judging.indicator(self.held, cell)
        of = judging.field(self.held, cell)
        origin = cell.origin if cell.origin in ORIGINS else "typed"
        put = Put(each.indicator, cell.field, each.value(of), value, origin)
        self.held.puts.append(put)
        self._set(each, of, value)
        return {}

    def _set(self, each: HeldIndicator, of: Field, value: Value) -> None:
        """Set a field of the row that it is a part of; what is typed is our own."""
        row = each.row(of)
        each.changed[id(row)] = row
        number = value if isinstance(value, int) else None
        if of.what.is_words:
            row.text = str(value or "")
        elif of.what is What.UPPER and isinstance(row, IndicatorTarget):
            row.upper_milli = number
        else:
            row.value_milli = number
        if isinstance(row, IndicatorValue):
            row.changed_by, row.batch = self.place.user, None
            row.source, row.preliminary = "", False

    def spot(self, cell: Cell) -> str:
        """Where drafts of a cell's text are kept."""
        return spot_of(self.place, cell.row, cell.field)

    def unit_state(self) -> str:
        """Indicators are not handed in."""
        return ""

    def writers(self, cells: tuple[Cell, ...]) -> dict[tuple[str, str], Stored]:
        """Who wrote what the cells hold."""
        found = {}
        for cell in cells:
            of = judging.field(self.held, cell)
            row = judging.indicator(self.held, cell).row(of)
            if isinstance(row, IndicatorValue):
                by = row.changed_by.name if row.changed_by else "En inläst fil"
                at = moment(row.changed_at) if row.changed_at else ""
                found[cell.key] = Stored(None, by=by, at=at)
        return found

    def flush(self, statements: Statements) -> tuple[Change, ...]:  # noqa: ARG002
        """Write what was put, at once; returns the lines of the trail."""
        for each in self.held.indicators.values():
            for row in each.changed.values():
                _write(row)
        return tuple(
            Change(SUBJECT, put.indicator.pk, put.field, put.old, put.new, put.origin)
            for put in self.held.puts
        )


def _write(row: IndicatorValue | IndicatorTarget) -> None:
    """Store a row; one that holds nothing any more is taken away."""
    upper = row.upper_milli if isinstance(row, IndicatorTarget) else None
    if row.value_milli is None and upper is None and not row.text:
        if row.pk:
            row.delete()
        return
    row.save()
