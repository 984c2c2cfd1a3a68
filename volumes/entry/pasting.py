"""A block from a spreadsheet, laid over a unit's series and months."""

from __future__ import annotations

from committees.access import Place
from committees.grid import laying
from committees.grid.laying import Laid, Preview
from committees.trees import Node
from volumes.entry import saving


def preview(place: Place, unit: Node, laid: Laid) -> Preview:
    """What a block would change; nothing is stored. Its empty cells change nothing."""
    return laying.preview(laid, lambda cells: saving.check(place, unit, cells))
