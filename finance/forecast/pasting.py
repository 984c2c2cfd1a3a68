"""A block from a spreadsheet, laid over a unit's rows: what it would change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from committees.access import Place
from committees.grid import paste
from committees.grid.cells import Cell, Checked, State
from committees.grid.paste import Known, Sign
from committees.numbers import Unit
from committees.trees import Node
from finance.forecast import saving

MONEY = frozenset({"forecast"})
BOTH = "Blocket har både prognos och avvikelse för raden. Klistra in den ena."
TOO_LARGE = f"Blocket är för stort. Högst {paste.MAX_CELLS} celler åt gången."


@dataclass(frozen=True, slots=True)
class Laid:
    """A block over rows and fields, from the cell that was pasted into."""

    text: str
    rows: tuple[str, ...]
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Preview:
    """What a block would change, how it was read, and what did not fit."""

    cells: tuple[Checked, ...]
    sign: Sign
    sign_guess: Sign
    amounts: Unit
    amounts_guess: Unit
    height: int
    width: int
    empty: int
    too_wide: int
    too_high: int
    message: str

    def count(self, state: State) -> int:
        """How many cells would meet a fate."""
        return sum(cell.state == state for cell in self.cells)


def preview(
    place: Place,
    unit: Node,
    laid: Laid,
    *,
    sign: Sign | None,
    amounts: Unit | None,
) -> Preview:
    """Read a block; a sign or unit that is None is guessed from the unit's figures."""
    block = paste.block(laid.text)
    height, width = len(block), max((len(row) for row in block), default=0)
    message = TOO_LARGE if height * width > paste.MAX_CELLS else ""
    if message:
        block = ()
    cells = _cells(block, laid)
    usual = Unit(place.user.amount_unit)
    known = _known(place, unit, cells, amounts=usual)
    sign_guess = paste.guessed_sign(known)
    amounts_guess = paste.guessed_unit(known, usual=usual)
    checked = saving.check(
        place,
        unit,
        cells,
        amounts=amounts or amounts_guess,
        sign=sign or sign_guess,
    )
    return Preview(
        cells=_without_doubles(checked),
        sign=sign or sign_guess,
        sign_guess=sign_guess,
        amounts=amounts or amounts_guess,
        amounts_guess=amounts_guess,
        height=height,
        width=width,
        empty=sum(not text.strip() for row in block for text in row),
        too_wide=max(0, width - len(laid.fields)),
        too_high=max(0, height - len(laid.rows)),
        message=message,
    )


def _cells(block: Sequence[Sequence[str]], laid: Laid) -> tuple[Cell, ...]:
    """The block's cells on the rows and fields that they fall on. Empty ones are none.

    A single cell fills only the one that was pasted into.
    """
    return tuple(
        Cell(row=row, field=field, typed=text.strip(), origin="pasted")
        for row, texts in zip(laid.rows, block, strict=False)
        for field, text in zip(laid.fields, texts, strict=False)
        if text.strip()
    )


def _known(
    place: Place, unit: Node, cells: Sequence[Cell], *, amounts: Unit
) -> tuple[Known, ...]:
    """The block's amounts beside what their rows hold."""
    money = [cell for cell in cells if cell.field in MONEY]
    return saving.known(place, unit, money, amounts=amounts)


def _without_doubles(checked: Sequence[Checked]) -> tuple[Checked, ...]:
    """Deviations of rows whose forecast is in the block too are refused."""
    forecasts = {
        each.cell.row: each.value for each in checked if each.cell.field == "forecast"
    }
    return tuple(
        Checked(each.cell, State.FAULT, each.label, each.was, None, reason=BOTH)
        if each.cell.field == "deviation"
        and forecasts.get(each.cell.row, each.value) != each.value
        else each
        for each in checked
    )
