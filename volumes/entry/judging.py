"""What a typed cell of a volume means, and whether it may be stored."""

from __future__ import annotations

from committees.grid import entry, quantities
from committees.grid.cells import Cell, Judged, RefusedError, State
from committees.periods import MONTH_NAMES
from committees.series import Way
from committees.text_guard import first_reason
from volumes.entry.calendar import MonthState
from volumes.entry.held import HeldMonth, HeldSeries, Unit
from volumes.entry.series_of_unit import is_kept

MONTH = "month:"
MONTHS = 12
MOST_TEXT = 4000
MANUAL = "manual"
NO_ROW = "Enheten har ingen sådan serie. En controller kan lägga till den."
NO_NUMBER = "Talet saknas. Skriv 0 om det är noll."
NO_FORECAST = "Skriv en prognos för året först, så kan den kommenteras."
BEARS_COMMENT = "Prognosen har en kommentar. Ta bort den först."
EMPTIED = "En stängd månad kan inte tömmas. Skriv 0 om det var noll."
NEEDS_REASON = " Ange ett skäl för att rätta den."
NEEDS_CONTROLLER = " En controller kan rätta den."


def judge(unit: Unit, cell: Cell) -> Judged:
    """What a cell means in a unit: the value to store, or why it cannot be."""
    try:
        return _judged(unit, cell)
    except RefusedError as refused:
        return Judged(refused.state, reason=refused.reason)
    except entry.EntryError as error:
        return Judged(State.FAULT, reason=str(error))


def series(unit: Unit, cell: Cell) -> HeldSeries:
    """The series of a cell."""
    found = unit.series.get(cell.row)
    if found is None:
        raise RefusedError(State.FAULT, NO_ROW)
    return found


def month(unit: Unit, cell: Cell) -> HeldMonth:
    """The month of a cell, stored or not."""
    number = month_number(cell)
    if not number:
        raise RefusedError(State.FAULT, f"Fältet {cell.field} kan inte sparas.")
    return series(unit, cell).month(number)


def month_number(cell: Cell) -> int:
    """The month of a cell; 0 when its field names none."""
    text = cell.field.removeprefix(MONTH)
    if text == cell.field or text not in {str(n) for n in range(1, MONTHS + 1)}:
        return 0
    return int(text)


def _judged(unit: Unit, cell: Cell) -> Judged:
    """What a cell means; raises why it cannot be taken."""
    held = series(unit, cell)
    if cell.field in {"forecast", "comment"}:
        return _of_year(unit, cell, held)
    at = month(unit, cell)
    lock = _lock(unit, cell, held, at)
    if lock:
        return _same_or_locked(cell, at, lock)
    value = _quantity(cell)
    if value is None and unit.calendar.state(at.month) is MonthState.CLOSED:
        raise RefusedError(State.FAULT, EMPTIED)
    usual = held.expected(unit.calendar.year, at.month)
    return Judged(State.CHANGE, value=value, mark=usual.mark(value) if usual else "")


def _of_year(unit: Unit, cell: Cell, held: HeldSeries) -> Judged:
    """What a forecast or a comment means."""
    if unit.calendar.settled:
        raise RefusedError(State.LOCKED, unit.calendar.settled)
    forecast = held.forecast
    if cell.field == "comment":
        text = _text(cell)
        if text and forecast.shown is None and unit.budget(held) is None:
            raise RefusedError(State.FAULT, NO_FORECAST)
        return Judged(State.CHANGE, value=text)
    value = _quantity(cell)
    if value is None and forecast.comment:
        raise RefusedError(State.FAULT, BEARS_COMMENT)
    return Judged(State.CHANGE, value=value)


def _lock(unit: Unit, cell: Cell, held: HeldSeries, at: HeldMonth) -> str:
    """Why a month may not be written by this cell; empty when it may."""
    if unit.calendar.still:
        return unit.calendar.still
    if not is_kept(held.series, unit.calendar.year, at.month):
        return f"Serien används inte i {MONTH_NAMES[at.month - 1]}."
    why = unit.calendar.why(at.month)
    if unit.calendar.state(at.month) is not MonthState.CLOSED:
        return why
    if not unit.is_controller:
        return why + NEEDS_CONTROLLER
    if not cell.reason:
        return why + NEEDS_REASON
    if stopped := first_reason(cell.reason):
        raise RefusedError(State.FAULT, f"Skälet: {stopped}")
    return ""


def _same_or_locked(cell: Cell, at: HeldMonth, lock: str) -> Judged:
    """A locked month that a block repeats as it is harms nothing."""
    try:
        value = _quantity(cell)
    except entry.EntryError:
        value = None
    if value is not None and value == at.milli:
        return Judged(State.CHANGE, value=value)
    raise RefusedError(State.LOCKED, lock)


def _quantity(cell: Cell) -> int | None:
    """The thousandths that a cell means; None where it is emptied."""
    if cell.typed is not None:
        return quantities.milli(cell.typed)
    if cell.value is None:
        return None
    if not isinstance(cell.value, int):
        raise RefusedError(State.FAULT, NO_NUMBER)
    return quantities.checked(cell.value)


def _text(cell: Cell) -> str:
    """A comment's text."""
    text = cell.typed if cell.typed is not None else cell.value
    found = "" if text is None else str(text).replace("\x00", "").strip()
    if len(found) > MOST_TEXT:
        reason = f"Kommentaren är {len(found)} tecken. Högst {MOST_TEXT} får plats."
        raise RefusedError(State.FAULT, reason)
    return found


def method_of(cell: Cell) -> str:
    """How a saved forecast was made: the proposal that was taken, or by hand."""
    taken = cell.origin in {"proposal", "undo", "carried"}
    return cell.method if taken and cell.method in set(Way) else MANUAL
