"""What a typed cell of a forecast means, and whether it may be stored."""

from __future__ import annotations

from committees.grid import entry
from committees.grid.cells import Cell, Judged, RefusedError, State
from committees.grid.paste import Sign, stored_sign
from committees.numbers import Unit as Amounts
from committees.periods import MONTH_NAMES
from finance.forecast import spreading
from finance.forecast.held import Held, HeldComment, Unit
from finance.forecast.spreading import Profile
from finance.models import Method

MOST_TEXT = 4000
REVERSED = "kreditering/rättelse"
MONEY = frozenset({"forecast", "deviation"})
NO_ROW = "Raden finns inte i inmatningen. Läs in sidan på nytt."
NO_FORECAST = "Skriv årets prognos innan du fördelar den på månader."
NO_AMOUNT = "Beloppet saknas. Skriv 0 om det är noll."
BEARS_MORE = "Raden har kommentar eller månader. Ta bort dem först."


def judge(unit: Unit, cell: Cell, *, amounts: Amounts, sign: Sign) -> Judged:
    """What a cell means in a unit: the value to store, or why it cannot be."""
    try:
        return _judged(unit, cell, amounts=amounts, sign=sign)
    except RefusedError as refused:
        return Judged(refused.state, reason=refused.reason)
    except entry.EntryError as error:
        return Judged(State.FAULT, reason=str(error))


def row(unit: Unit, cell: Cell) -> Held:
    """The row of a cell, stored or not."""
    found = unit.row(cell.row)
    if found is None:
        raise RefusedError(State.FAULT, NO_ROW)
    return found


def comment(unit: Unit, cell: Cell) -> HeldComment:
    """The activity comment of a cell, stored or not."""
    found = unit.comment(cell.row.partition("/")[0])
    if found is None:
        raise RefusedError(State.FAULT, NO_ROW)
    return found


def _judged(unit: Unit, cell: Cell, *, amounts: Amounts, sign: Sign) -> Judged:
    """What a cell means; raises why it cannot be taken."""
    if unit.progress.closed:
        raise RefusedError(State.LOCKED, unit.progress.closed)
    if cell.field == "activity-comment":
        comment(unit, cell)
        return Judged(State.CHANGE, value=_text(cell))
    held = row(unit, cell)
    reason = unit.lock(held)
    if reason:
        raise RefusedError(State.LOCKED, reason)
    if cell.field == "comment":
        return Judged(State.CHANGE, value=_text(cell))
    if cell.field == "spread":
        return _spread(unit, cell, held)
    if cell.field.startswith("month:"):
        _refuse_closed_month(unit, cell, held)
    elif cell.field not in MONEY:
        raise RefusedError(State.FAULT, f"Fältet {cell.field} kan inte sparas.")
    value = _amount(unit, cell, held, amounts=amounts, sign=sign)
    return Judged(State.CHANGE, value=value, mark=mark(value, held.group.is_revenue))


def mark(ore: int | None, is_revenue: bool) -> str:  # noqa: FBT001  a fact of the row
    """What is unusual about a figure's sign on its row; empty when nothing is."""
    return REVERSED if ore and (ore < 0) == is_revenue else ""


def _text(cell: Cell) -> str:
    """A comment's text."""
    text = cell.typed if cell.typed is not None else cell.value
    found = "" if text is None else str(text).replace("\x00", "").strip()
    if len(found) > MOST_TEXT:
        reason = f"Kommentaren är {len(found)} tecken. Högst {MOST_TEXT} får plats."
        raise RefusedError(State.FAULT, reason)
    return found


def _amount(
    unit: Unit, cell: Cell, held: Held, *, amounts: Amounts, sign: Sign
) -> int | None:
    """The öre in stored sign that a cell means; a deviation becomes a forecast."""
    if cell.typed is None and cell.value is None:
        _refuse_to_empty(cell, held)
        return None
    if cell.typed is not None:
        ore = entry.ore(cell.typed, unit=amounts)
    elif isinstance(cell.value, int):
        ore = entry.bounded(cell.value)
    else:
        raise RefusedError(State.FAULT, NO_AMOUNT)
    if cell.field == "deviation":
        return entry.bounded(unit.budget(held) + ore)
    if cell.typed is None:
        return ore
    return stored_sign(ore, sign=sign, is_revenue=held.group.is_revenue)


def _refuse_to_empty(cell: Cell, held: Held) -> None:
    """A first entry can be undone, unless its row has come to bear more."""
    if cell.field in MONEY and (held.comment or held.months):
        raise RefusedError(State.FAULT, BEARS_MORE)


def _refuse_closed_month(unit: Unit, cell: Cell, held: Held) -> None:
    """Only months after the follow-up's are forecast, and only of a forecast year."""
    number = month_number(cell)
    if not number:
        raise RefusedError(State.FAULT, f"Fältet {cell.field} kan inte sparas.")
    if number <= unit.follow_up.month:
        name = MONTH_NAMES[number - 1].capitalize()
        raise RefusedError(State.LOCKED, f"{name} är stängd och visar utfall.")
    if held.amount is None:
        raise RefusedError(State.FAULT, NO_FORECAST)


def month_number(cell: Cell) -> int:
    """The month of a cell; 0 when its field names none."""
    text = cell.field.removeprefix("month:")
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 3 else 0  # noqa: PLR2004
    return number if number <= spreading.MONTHS else 0


def _spread(unit: Unit, cell: Cell, held: Held) -> Judged:
    """A profile to spread what is left of the year by."""
    wanted = cell.typed if cell.typed is not None else cell.value
    if wanted not in set(Profile):
        raise RefusedError(State.FAULT, "Välj hur året ska fördelas.")
    if held.amount is None:
        raise RefusedError(State.FAULT, NO_FORECAST)
    if not spreading.open_months(unit.follow_up.month):
        raise RefusedError(State.LOCKED, "Årets alla månader är stängda.")
    return Judged(State.CHANGE, value=wanted)


def method_of(cell: Cell) -> str:
    """How a saved figure was made: the proposal that was taken, or by hand."""
    taken = cell.origin in {"proposal", "undo", "carried"}
    return cell.method if taken and cell.method in set(Method) else Method.MANUAL
