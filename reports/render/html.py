"""Tables and charts as HTML, the same markup on screen and on paper.

Markup is built here and escaped here; it carries classes, never styles, so that it
stands under a strict content security policy. The classes are:

- `table-block` round everything, `table-scroll` round the table on screen;
- `report-table` on the table, `dense` with more than seven columns of figures;
- on rows `group`, `subtotal`, `total` and `level-1` … `level-4`;
- on cells `code`, `text`, `surplus`, `deficit`, `span` (a heading over several);
- `unit` within the caption, `table-notes` and `source` beneath;
- `chart`, `chart-figure`, `chart-data` for charts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from html import escape
from itertools import groupby

from django.utils.safestring import SafeString, mark_safe

from committees.numbers import MINUS, NOT_APPLICABLE
from reports.charts import Chart
from reports.render.svg import chart_svg
from reports.tables.model import Column, Row, RowKind, Table, Tone, Value

Link = Callable[[Row, Column], str | None]
"""The address behind a cell, or None where there is nothing to open."""

BESIDE = 40
"""So many signs across, a chart's table stands beside it on paper, else beneath."""
NO_ROWS = "Inga rader"
"""What an empty table says; a tagged table must have a body."""
DENSE = 7
"""More columns of figures than this are set in a smaller size."""


def table_html(
    table: Table,
    *,
    link: Link | None = None,
    heading_level: int | None = None,
    ident: str | None = None,
    scroll: bool = True,
) -> SafeString:
    """A report table with its caption, unit and notes.

    Deviations always carry their sign. `heading_level` makes the caption a heading,
    `scroll` lets a wide table scroll within itself, as on a phone.
    """
    name = escape(ident or f"tabell-{table.key}")
    notes = _notes(table, name)
    described = f' aria-describedby="{name}-noter"' if notes else ""
    dense = " dense" if len(table.columns) > DENSE else ""
    body = "".join(
        (
            f'<table class="report-table{dense}" id="{name}"{described}>',
            _caption(table, name=name, heading_level=heading_level),
            _head(table),
            *_bodies(table, link),
            "</table>",
        )
    )
    if scroll:
        body = (
            '<div class="table-scroll" role="region" tabindex="0" '
            f'aria-labelledby="{name}-titel">{body}</div>'
        )
    return mark_safe(f'<div class="table-block">{body}{notes}</div>')


def chart_html(chart: Chart, *, paper: bool = False) -> SafeString:
    """A chart with its sentence, its drawing and the table of the same figures.

    On screen the table is one key away; on paper it stands beside or beneath.
    """
    name = escape(f"diagram-{chart.key}")
    figures = replace(chart.as_table(), title="Diagrammets siffror", source="")
    table = table_html(figures, ident=f"diagram-{chart.key}-siffror", scroll=not paper)
    if not paper:
        table = mark_safe(
            '<details class="chart-data"><summary>Visa siffrorna som tabell</summary>'
            f"{table}</details>"
        )
    narrow = " narrow" if _fits_beside(figures) else ""
    return mark_safe(
        f'<figure class="chart{narrow}" id="{name}">'
        f"<figcaption>{escape(chart.title)}</figcaption>"
        f'<div class="chart-body"><div class="chart-figure">{chart_svg(chart)}</div>'
        f"{table}</div>{_source(chart.source)}</figure>"
    )


def _fits_beside(table: Table) -> bool:
    """Whether a table is narrow enough to stand at the right of its drawing."""
    cells = [table.shown(row) for row in table.rows]
    signs = float(max(map(_longest_word, [table.stub, *(r.label for r in table.rows)])))
    for place, column in enumerate(table.columns):
        widest = max((len(row[place]) + 1 for row in cells), default=0)
        signs += max(widest, _longest_word(column.label)) + 1.2
    return signs <= BESIDE


def _longest_word(text: str) -> int:
    """The part of a text that cannot be broken."""
    return max(map(len, text.split()), default=0)


def _caption(table: Table, *, name: str, heading_level: int | None) -> str:
    """The title with the unit, once."""
    title = escape(table.title)
    if heading_level is not None:
        title = f"<h{heading_level}>{title}</h{heading_level}>"
    unit = "" if _is_text(table) else f' <span class="unit">{table.scale.unit}</span>'
    return f'<caption id="{name}-titel">{title}{unit}</caption>'


def _is_text(table: Table) -> bool:
    """Whether no column holds figures, so that a unit would say nothing."""
    return all(column.tone is Tone.TEXT for column in table.columns)


def _head(table: Table) -> str:
    """One row of headings, or two where columns share one.

    No cell spans two rows: the tagged PDF ties figures to headings column by column.
    """
    stubs = '<th scope="col" class="code">Kod</th>' if table.has_codes else ""
    stubs += (
        f'<th scope="col" class="stub">{escape(table.stub)}</th>'
        if table.stub
        else '<td class="stub"></td>'
    )
    cells = "".join(
        f'<th scope="col"{_head_class(column)}>{escape(short_label(column))}</th>'
        for column in table.columns
    )
    return f"<thead>{_span_row(table)}<tr>{stubs}{cells}</tr></thead>"


def short_label(column: Column) -> str:
    """A column's heading less what the heading above it already says."""
    return column.label.removeprefix(column.span).strip() or column.label


def _head_class(column: Column) -> str:
    """Text columns start at the left, their headings too."""
    return ' class="text"' if column.tone is Tone.TEXT else ""


def _span_row(table: Table) -> str:
    """The upper row of headings, if any column has one."""
    if not any(column.span for column in table.columns):
        return ""
    cells = [f'<td colspan="{1 + table.has_codes}"></td>']
    for span, group in groupby(table.columns, key=lambda column: column.span):
        width = len(list(group))
        across = f' colspan="{width}"' if width > 1 else ""
        cells.append(
            f'<th scope="colgroup" class="span"{across}>{escape(span)}</th>'
            if span
            else f"<td{across}></td>"
        )
    return f'<tr class="spans">{"".join(cells)}</tr>'


def _bodies(table: Table, link: Link | None) -> Iterator[str]:
    """Row groups: a group row opens its own, its subtotal closes it."""
    codes = table.has_codes
    opened = False
    if not table.rows:
        head = f'<th scope="row" colspan="{1 + len(table.columns)}">{NO_ROWS}</th>'
        yield f"<tbody><tr>{head}</tr></tbody>"
    for row in table.rows:
        if row.kind is RowKind.GROUP and opened:
            yield "</tbody>"
            opened = False
        if not opened:
            yield "<tbody>"
            opened = True
        yield _row(table, row, link=link, codes=codes)
        if row.kind is RowKind.SUBTOTAL:
            yield "</tbody>"
            opened = False
    if opened:
        yield "</tbody>"


def _row(table: Table, row: Row, *, link: Link | None, codes: bool) -> str:
    """One row: code, label as the row's heading, figures."""
    parts = [_row_tag(row)]
    if codes:
        parts.append(f'<td class="code">{escape(row.code)}</td>')
    parts.append(_label(table, row))
    cells = zip(table.columns, row.values, table.shown(row), strict=True)
    for column, value, text in cells:
        address = None if link is None or not text else link(row, column)
        parts.append(_cell(column, value, text, address))
    parts.append("</tr>")
    return "".join(parts)


def _row_tag(row: Row) -> str:
    """The row's start tag with its kind and depth as classes."""
    kind = "" if row.kind is RowKind.ROW else row.kind.value
    level = f"level-{min(row.level, 4)}" if row.level else ""
    classes = f"{kind} {level}".strip()
    return f'<tr class="{classes}">' if classes else "<tr>"


def _label(table: Table, row: Row) -> str:
    """The row's heading; a row of another unit than the table's names its own."""
    if not row.label:
        return "<td></td>"
    scope = "rowgroup" if row.kind is RowKind.GROUP else "row"
    own = row.scale is not None and row.scale.unit is not table.scale.unit
    unit = f' <span class="unit">{row.scale.unit}</span>' if own and row.scale else ""
    return f'<th scope="{scope}">{escape(row.label)}{unit}</th>'


def _cell(column: Column, value: Value, text: str, address: str | None) -> str:
    """One cell; only text can hold markup's characters."""
    classes = ""
    if column.tone is Tone.TEXT:
        classes, text = ' class="text"', escape(text)
    elif isinstance(value, str):
        text = escape(text)
    elif column.tone is Tone.DEVIATION and value and text != NOT_APPLICABLE:
        classes, text = _deviation(value, text)
    if address is not None:
        text = f'<a href="{escape(address)}">{text}</a>'
    return f"<td{classes}>{text}</td>"


def _deviation(value: int, text: str) -> tuple[str, str]:
    """Class and text of a deviation: what rounds to zero is neither plus nor minus."""
    if text.startswith(MINUS):
        return ' class="deficit"', text
    if value > 0 and text.strip("0,"):
        return ' class="surplus"', f"+{text}"
    return "", text


def _notes(table: Table, name: str) -> str:
    """Notes beneath the table, tied to it, and what it rests on."""
    notes = "".join(f"<p>{escape(note)}</p>" for note in table.notes)
    source = _source(table.source)
    if not notes and not source:
        return ""
    return f'<div class="table-notes" id="{name}-noter">{notes}{source}</div>'


def _source(source: str) -> str:
    """The line that says what figures rest on."""
    return f'<p class="source">Källa: {escape(source)}</p>' if source else ""
