"""A report document as a value: blocks in reading order, independent of any format."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeAlias

from reports.charts import Chart
from reports.tables.model import Table


class Placement(StrEnum):
    """Where a block stands in the printed report."""

    CHAPTER = "kapitel"
    APPENDIX = "bilaga"
    LANDSCAPE = "liggande bilaga"


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; level 1 opens a chapter or an appendix. `anchor` is its address."""

    text: str
    anchor: str
    level: int = 1
    placement: Placement = Placement.CHAPTER


@dataclass(frozen=True, slots=True)
class Text:
    """Sanitised HTML of a few elements, with every figure already looked up."""

    html: str
    key: str = ""
    placement: Placement = Placement.CHAPTER


@dataclass(frozen=True, slots=True)
class TableBlock:
    """A table in its place."""

    table: Table
    placement: Placement = Placement.CHAPTER


@dataclass(frozen=True, slots=True)
class ChartBlock:
    """A chart in its place; renderers add its table."""

    chart: Chart
    placement: Placement = Placement.CHAPTER


@dataclass(frozen=True, slots=True)
class Note:
    """A remark set apart from the text, such as that figures are example data."""

    text: str
    placement: Placement = Placement.CHAPTER


Block: TypeAlias = Heading | Text | TableBlock | ChartBlock | Note


@dataclass(frozen=True, slots=True)
class Document:
    """A report. `as_of` is the date its figures stand for and the files are dated by.

    `colophon` are the paragraphs of the last page: sources, accounting principles.
    `accent` is the municipality's colour as #rrggbb.
    """

    title: str
    subtitle: str
    municipality: str
    committee: str
    period: str
    diary_number: str
    as_of: date
    blocks: tuple[Block, ...]
    colophon: tuple[str, ...] = ()
    accent: str = "#1f4e5f"
    version: str = "arbetsversion"

    @property
    def tables(self) -> tuple[Table, ...]:
        """The tables in reading order (not those beside charts)."""
        return tuple(b.table for b in self.blocks if isinstance(b, TableBlock))


def without_empty_headings(blocks: Iterable[Block]) -> tuple[Block, ...]:
    """The blocks without the headings that nothing stands under."""
    kept: list[Block] = []
    for block in reversed(list(blocks)):
        if not isinstance(block, Heading) or (kept and _is_under(kept[-1], block)):
            kept.append(block)
    return tuple(reversed(kept))


def _is_under(block: Block, heading: Heading) -> bool:
    """Whether the block after a heading belongs to it."""
    if block.placement != heading.placement:
        return False
    return not isinstance(block, Heading) or block.level > heading.level
