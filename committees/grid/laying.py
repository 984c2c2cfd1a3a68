"""A block from a spreadsheet, laid over a grid's rows and fields, and what it does."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from committees.grid import paste
from committees.grid.cells import Cell, Checked, State
from committees.grid.wire import checked_json

TOO_LARGE = f"Blocket är för stort. Högst {paste.MAX_CELLS} celler åt gången."
Check = Callable[[tuple[Cell, ...]], tuple[Checked, ...]]
"""What would become of cells."""


@dataclass(frozen=True, slots=True)
class Laid:
    """A block over rows and fields, from the cell that was pasted into.

    `reason` is why something closed is changed, where it is.
    """

    text: str
    rows: tuple[str, ...]
    fields: tuple[str, ...]
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Preview:
    """What a block would change, and what did not fit."""

    cells: tuple[Checked, ...]
    height: int
    width: int
    empty: int
    too_wide: int
    too_high: int
    message: str

    def count(self, state: State) -> int:
        """How many cells would meet a fate."""
        return sum(cell.state == state for cell in self.cells)

    def as_json(self) -> dict[str, object]:
        """What the script of a paste is answered."""
        states = (State.CHANGE, State.SAME, State.DRAFT, State.FAULT, State.LOCKED)
        return {
            "height": self.height,
            "width": self.width,
            "counts": {
                **{str(state): self.count(state) for state in states},
                "empty": self.empty,
            },
            "too_wide": self.too_wide,
            "too_high": self.too_high,
            "message": self.message,
            "cells": checked_json(self.cells),
        }


def preview(laid: Laid, check: Check) -> Preview:
    """What a block would change; nothing is stored. Its empty cells change nothing."""
    block = paste.block(laid.text)
    height, width = len(block), max((len(row) for row in block), default=0)
    message = TOO_LARGE if height * width > paste.MAX_CELLS else ""
    if message:
        block = ()
    cells = tuple(
        Cell(row, field, typed=text.strip(), origin="pasted", reason=laid.reason)
        for row, texts in zip(laid.rows, block, strict=False)
        for field, text in zip(laid.fields, texts, strict=False)
        if text.strip()
    )
    return Preview(
        cells=check(cells),
        height=height,
        width=width,
        empty=sum(not text.strip() for row in block for text in row),
        too_wide=max(0, width - len(laid.fields)),
        too_high=max(0, height - len(laid.rows)),
        message=message,
    )
