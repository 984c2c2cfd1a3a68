"""A level's table as HTML, with its ways down and a bar beside each deviation.

As `reports.render.html`, whose classes it uses, but a row's heading leads to its own
parts and every figure to what it is made of. Addresses are relative to the page.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from html import escape

from django.utils.safestring import SafeString, mark_safe

from committees.numbers import MINUS, NOT_APPLICABLE
from reports.bars import Bar
from reports.dashboards.asked_figure import What
from reports.dashboards.levels.table import DEVIATION
from reports.render.headings import column_unit
from reports.tables.model import Column, Row, RowKind, Table, Tone, Value


@dataclass(frozen=True, slots=True)
class Look:
    """What a row has beside its figures.

    `head` is where its name leads, and `part` the choice that its figures are of, as
    parameters of an address; None: they cannot be asked for.
    """

    head: str = ""
    part: str | None = None
    bar: Bar | None = None


def level_html(
    table: Table, looks: Sequence[Look], *, whats: Mapping[str, What | None]
) -> SafeString:
    """The table; `whats` says by column what its figures are asked for as."""
    name = escape(f"tabell-{table.key}")
    told = [whats.get(column.key) for column in table.columns]
    asked = [what.value if what else "" for what in told]
    rows = "".join(
        _row(table, row, look, asked)
        for row, look in zip(table.rows, looks, strict=True)
    )
    return mark_safe(
        '<div class="table-scroll" role="region" tabindex="0"'
        f' aria-labelledby="{name}-titel">'
        f'<table class="report-table level figures" id="{name}">'
        f'<caption id="{name}-titel">{escape(table.title)}'
        f' <span class="unit">{table.scale.unit}</span></caption>'
        f"{_head(table)}<tbody>{rows}</tbody></table></div>"
    )


def _head(table: Table) -> str:
    """The headings; the bars have none, they say what stands beside them."""
    code = '<th scope="col" class="code">Kod</th>' if table.has_codes else ""
    cells = "".join(_heading(column, table) for column in table.columns)
    stub = f'<th scope="col" class="stub">{escape(table.stub)}</th>'
    return f"<thead><tr>{code}{stub}{cells}</tr></thead>"


def _heading(column: Column, table: Table) -> str:
    """A column's heading."""
    unit = column_unit(column, table)
    told = f' <span class="unit">{escape(unit)}</span>' if unit else ""
    text = ' class="text"' if column.tone is Tone.TEXT else ""
    bar = '<td class="bar-cell"></td>' if column.key == DEVIATION else ""
    return f'<th scope="col"{text}>{escape(column.label)}{told}</th>{bar}'


def _row(table: Table, row: Row, look: Look, asked: Sequence[str]) -> str:
    """A line: code, name, figures and bar."""
    kind = f' class="{row.kind.value}"' if row.kind is not RowKind.ROW else ""
    code = f'<td class="code">{escape(row.code)}</td>' if table.has_codes else ""
    name = escape(row.label)
    if look.head:
        name = f'<a href="{escape(look.head)}">{name}</a>'
    cells = "".join(_cells(table, row, look, asked))
    return f'<tr{kind}>{code}<th scope="row">{name}</th>{cells}</tr>'


def _cells(table: Table, row: Row, look: Look, asked: Sequence[str]) -> Iterator[str]:
    """A row's figures, and the bar beside the deviation."""
    shown = zip(table.columns, row.values, table.shown(row), asked, strict=True)
    for column, value, text, what in shown:
        kind, told = _tone(column, value, text)
        if what and look.part is not None and value is not None:
            told = f'<a class="figure" href="{_address(what, look.part)}">{told}</a>'
        yield f"<td{kind}>{told}</td>"
        if column.key == DEVIATION:
            yield f'<td class="bar-cell">{_bar(look.bar, value)}</td>'


def _address(what: str, part: str) -> str:
    """Where a figure of a part of the money is explained, as markup."""
    return f"siffra/?matt={what}" + (f"&amp;{escape(part)}" if part else "")


def _tone(column: Column, value: Value, text: str) -> tuple[str, str]:
    """Class and text of a cell: deviations carry their sign."""
    if column.tone is Tone.TEXT:
        return ' class="text"', escape(text)
    if column.tone is not Tone.DEVIATION or text == NOT_APPLICABLE:
        return "", text
    if text.startswith(MINUS):
        return ' class="deficit"', text
    if isinstance(value, int | Fraction) and value > 0 and text.strip("0,"):
        return ' class="surplus"', f"+{text}"
    return "", text


def _bar(bar: Bar | None, value: Value) -> str:
    """A thin bar from the common zero line."""
    if bar is None or not isinstance(value, int):
        return ""
    side = "surplus" if value > 0 else "deficit"
    return (
        '<svg class="bar" viewBox="0 0 1000 12" preserveAspectRatio="none"'
        ' aria-hidden="true" focusable="false">'
        f'<rect class="{side}" x="{bar.start}" y="1" width="{bar.length}" height="10"/>'
        f'<line x1="{bar.zero}" x2="{bar.zero}" y1="0" y2="12"/></svg>'
    )
