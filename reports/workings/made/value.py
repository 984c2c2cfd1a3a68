"""A figure that is put together as a value: a formula, and lists that make it."""

from __future__ import annotations

from dataclasses import dataclass

from committees.numbers import MINUS, Scale, Unit, with_unit
from reports.charts import Amount
from reports.render.html import Link
from reports.tables.model import Column, Row, RowKind, Table, Tone

KRONOR = Scale(Unit.KR, decimals=2)


@dataclass(frozen=True, slots=True)
class Item:
    """A term or a row: what it is, its öre, where it leads, what is said of it.

    A term that is `taken_off` has a minus before its name, not in its figure.
    """

    label: str
    ore: Amount | None
    url: str = ""
    note: str = ""
    taken_off: bool = False


@dataclass(frozen=True, slots=True)
class List:
    """Items under a heading; `adds_up` where they make the figure."""

    title: str
    stub: str
    items: tuple[Item, ...]
    adds_up: bool = True

    @property
    def total(self) -> Amount | None:
        """What the items come to; None of nothing."""
        known = [
            -each.ore if each.taken_off else each.ore
            for each in self.items
            if each.ore is not None
        ]
        return sum(known) if known else None


@dataclass(frozen=True, slots=True)
class Made:
    """A figure: its name, its öre (None: there is none), how it is put together.

    `shown` is the figure in words where it is not money.
    """

    label: str
    ore: int | None
    formula: str
    lists: tuple[List, ...]
    is_deviation: bool = True
    shown: str = ""

    @property
    def text(self) -> str:
        """The figure with its unit."""
        return self.shown or with_unit(self.ore, KRONOR, plus=self.is_deviation)

    @property
    def tables(self) -> tuple[tuple[Table, Link], ...]:
        """The lists as tables, with where their figures lead."""
        tone = Tone.DEVIATION if self.is_deviation else Tone.FIGURE
        keys = ("delar", "rader")
        return tuple(
            (_table(each, key, tone), _link(each))
            for each, key in zip(self.lists, keys, strict=False)
        )


def _table(shown: List, key: str, tone: Tone) -> Table:
    """A list as a table."""
    rows = [
        Row(
            key=str(index),
            label=f"{MINUS} {each.label}" if each.taken_off else each.label,
            values=(each.ore, each.note),
        )
        for index, each in enumerate(shown.items)
    ]
    if shown.adds_up and rows:
        rows.append(Row("summa", "Summa", (shown.total, ""), RowKind.TOTAL))
    return Table(
        key=key,
        title=shown.title,
        stub=shown.stub,
        scale=KRONOR,
        columns=(Column("belopp", "Belopp", tone), Column("om", "Om", Tone.TEXT)),
        rows=tuple(rows),
    )


def _link(shown: List) -> Link:
    """Where the items lead."""
    addresses = {str(i): each.url for i, each in enumerate(shown.items) if each.url}

    def link(row: Row, column: Column) -> str | None:
        return None if column.tone is Tone.TEXT else addresses.get(row.key)

    return link
