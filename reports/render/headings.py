"""What stands round the figures: headings, units, and why a cell holds none."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from committees.numbers import Unit
from reports.tables.model import Column, Row, Table, Tone

_SAID: dict[Unit, frozenset[str]] = {
    Unit.KR: frozenset({"kr", "kronor"}),
    Unit.TKR: frozenset({"tkr"}),
    Unit.MKR: frozenset({"mkr", "mnkr"}),
    Unit.PERCENT: frozenset({"procent", "%"}),
    Unit.COUNT: frozenset({"antal"}),
}
STEM = 5
"""A word of so many signs is the same word with an ending."""
_MONEY = re.compile(r"\b(?:tkr|mkr|mnkr)\b")


def full_label(column: Column) -> str:
    """A column's heading with the heading above it, unless it says so already."""
    label, span = column.label, column.span
    return label if label.startswith(span) else f"{span} {label}"


def short_label(column: Column) -> str:
    """A column's heading less what the heading above it already says."""
    return column.label.removeprefix(column.span).strip() or column.label


def column_unit(column: Column, table: Table) -> str:
    """A column's own unit, where neither its heading nor the table says it.

    A column that only has other decimals than the rest has no unit of its own.
    """
    if column.scale is None or column.tone is Tone.TEXT:
        return ""
    unit = column.scale.unit
    words = re.findall(r"\w+|%", full_label(column).lower())
    said = unit is table.scale.unit or _SAID[unit] & set(words)
    return "" if said else str(unit)


def row_unit(table: Table, row: Row, *, said: str) -> str:
    """A row's own unit, where neither the table nor the row's own words say it."""
    unit = table.own_unit(row, said=said)
    if not unit:
        return ""
    texts = [value for value in (row.label, *row.values) if isinstance(value, str)]
    return "" if _says(" ".join(texts), unit) else unit


@lru_cache(maxsize=1000)
def _says(text: str, unit: str) -> bool:
    """Whether a text says all words of a unit; rows say the same at every reading."""
    words = re.findall(r"\w{2,}", text.lower())
    return all(_is_said(word, words) for word in _told(unit))


def _told(unit: str) -> Iterator[str]:
    """The words of a unit that tell something: `kr per timme` has two."""
    return (word for word in unit.lower().split() if word != "per")


def _is_said(word: str, words: Iterable[str]) -> bool:
    """Whether a word stands among others, if only in the singular."""
    return any(
        word == other or (len(other) >= STEM and word.startswith(other))
        for other in words
    )


def in_kronor(text: str, unit: Unit) -> str:
    """A heading or unit for cells that hold exact kronor: `tkr` is said as `kr`."""
    return _MONEY.sub("kr", text) if unit.is_money else text


def reasons(table: Table, row: Row) -> Iterator[str]:
    """Why a row's cells hold no figure, as in `Prognos 2017: Volymen är noll.`."""
    for column, why in table.whys(row):
        yield f"{full_label(column)}: {why}"


def remarks(table: Table) -> tuple[str, ...]:
    """Beneath a table: each reason once, with the cells that it stands for."""
    found: dict[tuple[str, str], list[str]] = {}
    for row in filter(table.whys, table.rows):
        shown = dict(zip(table.columns, table.shown(row), strict=True))
        for column, why in table.whys(row):
            cell = f"{row.label}, {full_label(column)}"
            found.setdefault((shown[column], why), []).append(cell)
    return tuple(f"{mark} {'; '.join(at)}: {why}" for (mark, why), at in found.items())
