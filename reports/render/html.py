"""Tables and charts as HTML, the same markup on screen and on paper.

Markup is built here and escaped here; it carries classes, never styles, so that it
stands under a strict content security policy. The classes are:

- `table-block` round everything, `table-scroll` round the table on screen;
- `report-table` on the table, `dense` with more than seven columns of figures and
  `wide` with more than twelve, as a year's months and their sum;
- on rows `group`, `subtotal`, `total` and `level-1` … `level-4`;
- on cells `code`, `text`, `surplus`, `deficit`, `span` (a heading over several);
- `unit` within the caption and headings, `count` beside it where it is not money;
- `table-notes` and `source` beneath;
- `chart`, `chart-figure`, `chart-data` for charts;
- `figure-tools` beneath either, with its files; scripts add what they can do.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from html import escape
from itertools import groupby

from django.utils.safestring import SafeString, mark_safe

from committees.numbers import MINUS, NOT_APPLICABLE
from reports.charts import Chart, Opens, point_of
from reports.render.headings import column_unit, remarks, row_unit, short_label
from reports.render.svg import chart_svg
from reports.tables.model import Column, Row, RowKind, Table, Tone, Value

Link = Callable[[Row, Column], str | None]
"""The address behind a cell, or None where there is nothing to open."""


@dataclass(frozen=True, slots=True)
class Links:
    """Where a table's cells lead, and, by key of row, its rows' headings."""

    cells: Link
    heads: Mapping[str, str]


BESIDE = 40
"""So many signs across, a chart's table stands beside it on paper, else beneath."""
NO_ROWS = "Inga rader"
"""What an empty table says; a tagged table must have a body."""
DENSE = 7
"""More columns of figures than this are set in a smaller size."""
WIDE = 12
"""More columns than this, as a year's months and their sum, are set closer as well."""
FILES = {"csv": "CSV", "xlsx": "Excel"}
"""What a table, or a chart's figures, can be fetched as."""
LONG = 40
"""A text of more signs than this is broken over lines."""


def table_html(
    table: Table,
    *,
    link: Link | Links | None = None,
    ident: str | None = None,
    scroll: bool = True,
    file: str = "",
) -> SafeString:
    """A report table with its caption, unit and notes.

    Deviations always carry their sign. `scroll` lets a wide table scroll within
    itself, as on a phone. `file` is where its files are fetched, less the suffix.
    """
    name = escape(ident or f"tabell-{table.key}")
    notes = _notes(table, name)
    described = f' aria-describedby="{name}-noter"' if notes else ""
    body = "".join(
        (
            f'<table class="report-table{_density(table)}" id="{name}"{described}>',
            _caption(table, name=name),
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
    tools = _tools(table.title, file=file, formats=FILES)
    return mark_safe(f'<div class="table-block">{body}{notes}{tools}</div>')


def _density(table: Table) -> str:
    """How closely a table's columns are set."""
    many = len(table.columns)
    return " dense wide" if many > WIDE else " dense" if many > DENSE else ""


def chart_html(
    chart: Chart, *, paper: bool = False, file: str = "", opens: Opens | None = None
) -> SafeString:
    """A chart with its sentence, its drawing and the table of the same figures.

    On screen the table is one key away; on paper it stands beside or beneath, unless
    the report shows it elsewhere. `file` is where its files are fetched, less the
    suffix; a script then draws the chart anew, so that a reader can point at it.
    `opens` is where its figures are explained, in the drawing and in the table.
    """
    name = escape(f"diagram-{chart.key}")
    figures = replace(chart.as_table(), title="Diagrammets siffror", source="")
    if paper and chart.figures_in:
        table = _referred(chart)
    else:
        ident = f"diagram-{chart.key}-siffror"
        table = table_html(figures, link=_opening(opens), ident=ident, scroll=not paper)
    if not paper:
        table = (
            '<details class="chart-data"><summary>Visa siffrorna som tabell</summary>'
            f"{table}</details>"
        )
    beside = paper and not chart.figures_in and _fits_beside(figures)
    narrow = " narrow" if beside else ""
    tools = _tools(chart.title, file=file, formats={"svg": "SVG", **FILES})
    drawing = chart_svg(chart, opens=opens)
    return mark_safe(
        f'<figure class="chart{narrow}" id="{name}"{_data_file(file)}>'
        f"<figcaption>{escape(chart.title)}</figcaption>"
        f'<div class="chart-body"><div class="chart-figure">{drawing}</div>'
        f"{table}</div>{_source(chart.source)}{tools}</figure>"
    )


def _opening(opens: Opens | None) -> Link | None:
    """The figures of a chart's table that open."""
    if not opens:
        return None
    return lambda row, column: opens.get(point_of(row, column))


def _data_file(file: str) -> str:
    """Where scripts find a chart's files."""
    return f' data-file="{escape(file)}"' if file else ""


def _tools(title: str, *, file: str, formats: dict[str, str]) -> str:
    """The ways to fetch a figure's files, where it has any."""
    if not file:
        return ""
    links = "".join(
        f'<a href="{escape(file)}.{suffix}" download>{name}</a>'
        for suffix, name in formats.items()
    )
    return (
        f'<div class="figure-tools" role="group" aria-label="Hämta {escape(title)}">'
        f"<span>Hämta</span>{links}</div>"
    )


def _referred(chart: Chart) -> str:
    """Where the report's table with a chart's figures stands."""
    place, name = escape(f"#tabell-{chart.key}"), escape(chart.figures_in)
    link = f'<a href="{place}">{name}</a>'
    return f'<p class="figures">Siffrorna finns i tabellen {link}.</p>'


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


def _caption(table: Table, *, name: str) -> str:
    """The title with the unit that holds for all figures but those that say theirs."""
    title = escape(table.title)
    unit = table.unit
    money = table.scale.unit.is_money and unit == table.scale.unit
    return f'<caption id="{name}-titel">{title}{_unit(unit, money=money)}</caption>'


def _unit(unit: str, *, money: bool = True) -> str:
    """A unit beside what it holds for."""
    classes = "unit" if money else "unit count"
    return f' <span class="{classes}">{escape(unit)}</span>' if unit else ""


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
        f'<th scope="col"{_head_class(column)}>{escape(short_label(column))}'
        f"{_unit(column_unit(column, table))}</th>"
        for column in table.columns
    )
    return f"<thead>{_span_row(table)}<tr>{stubs}{cells}</tr></thead>"


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


def _bodies(table: Table, link: Link | Links | None) -> Iterator[str]:
    """Row groups: a group row opens its own, its subtotal closes it."""
    heads = link.heads if isinstance(link, Links) else {}
    cells = link.cells if isinstance(link, Links) else link
    codes, said = table.has_codes, table.unit
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
        unit = row_unit(table, row, said=said)
        stub = _stub(row, unit=unit, codes=codes, head=heads.get(row.key, ""))
        yield _row(table, row, stub=stub, link=cells)
        if row.kind is RowKind.SUBTOTAL:
            yield "</tbody>"
            opened = False
    if opened:
        yield "</tbody>"


def _row(table: Table, row: Row, *, stub: str, link: Link | None) -> str:
    """One row: code and label as the row's heading, figures."""
    parts = [_row_tag(row), stub]
    whys = row.why or ("",) * len(table.columns)
    cells = zip(table.columns, row.values, table.shown(row), whys, strict=True)
    for column, value, text, why in cells:
        address = None if link is None or not text else link(row, column)
        parts.append(_cell(column, value, text, address, why))
    parts.append("</tr>")
    return "".join(parts)


def _row_tag(row: Row) -> str:
    """The row's start tag with its kind and depth as classes."""
    kind = "" if row.kind is RowKind.ROW else row.kind.value
    level = f"level-{min(row.level, 4)}" if row.level else ""
    classes = f"{kind} {level}".strip()
    return f'<tr class="{classes}">' if classes else "<tr>"


def _stub(row: Row, *, unit: str, codes: bool, head: str) -> str:
    """The row's heading with its code, and its unit where it has one of its own."""
    code = f'<td class="code">{escape(row.code)}</td>' if codes else ""
    if not row.label:
        return f"{code}<td></td>"
    scope = "rowgroup" if row.kind is RowKind.GROUP else "row"
    own, label = _unit(unit), escape(row.label)
    if head:
        label = f'<a href="{escape(head)}">{label}</a>'
    return f'{code}<th scope="{scope}">{label}{own}</th>'


def _cell(
    column: Column, value: Value, text: str, address: str | None, why: str
) -> str:
    """One cell; only text can hold markup's characters."""
    classes = ""
    if column.tone is Tone.TEXT:
        long = " long" if len(text) > LONG else ""
        classes, text = f' class="text{long}"', escape(text)
    elif isinstance(value, str):
        text = escape(text)
    elif column.tone is Tone.DEVIATION and value and text != NOT_APPLICABLE:
        classes, text = _deviation(value, text)
    if address is not None:
        text = f'<a href="{escape(address)}">{text}</a>'
    title = f' title="{escape(why)}"' if why else ""
    return f"<td{classes}{title}>{text}</td>"


def _deviation(value: int | Fraction, text: str) -> tuple[str, str]:
    """Class and text of a deviation: what rounds to zero is neither plus nor minus."""
    if text.startswith(MINUS):
        return ' class="deficit"', text
    if value > 0 and text.strip("0,"):
        return ' class="surplus"', f"+{text}"
    return "", text


def _notes(table: Table, name: str) -> str:
    """Notes beneath the table, tied to it, and what it rests on."""
    told = (*remarks(table), *table.notes)
    notes = "".join(f"<p>{escape(note)}</p>" for note in told)
    source = _source(table.source)
    if not notes and not source:
        return ""
    return f'<div class="table-notes" id="{name}-noter">{notes}{source}</div>'


def _source(source: str) -> str:
    """The line that says what figures rest on."""
    return f'<p class="source">Källa: {escape(source)}</p>' if source else ""
