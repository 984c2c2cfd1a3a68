"""The report on the web: its blocks as HTML in reading order, and its contents."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from reports.charts import Chart, Opens
from reports.document import (
    Block,
    ChartBlock,
    Document,
    Heading,
    Note,
    TableBlock,
    Text,
)
from reports.render.html import Link, chart_html, table_html
from reports.tables.model import Table

DEEPEST = 2
"""The lowest level of headings in the contents."""


@dataclass(frozen=True, slots=True)
class Ways:
    """Where what stands in the chapter leads, as seen from its page."""

    table: Callable[[Table], str]
    """The page that shows a table alone, with its files."""
    cells: Callable[[Table], Link]
    """Where a table's figures are explained."""
    file: Callable[[Chart], str]
    """Where a chart's files are fetched, less the suffix."""
    points: Callable[[Chart], Opens]
    """Where a chart's figures are explained."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the contents, with the lines beneath it."""

    text: str
    anchor: str
    below: tuple[Entry, ...] = ()


def chapter_html(document: Document, ways: Ways) -> SafeString:
    """The report's blocks; headings go one step down, since the page has its own."""
    return format_html_join(
        "\n",
        "{}",
        ((_block(b, ways),) for b in document.blocks),
    )


def charts_of(document: Document) -> tuple[Chart, ...]:
    """The report's charts."""
    return tuple(b.chart for b in document.blocks if isinstance(b, ChartBlock))


def _block(block: Block, ways: Ways) -> SafeString:
    """One block as HTML."""
    match block:
        case Heading():
            level = min(block.level + 1, 6)
            return format_html(
                '<h{} id="{}">{}</h{}>', level, block.anchor, block.text, level
            )
        case Text():
            # Cleaned when it was stored, its figures put in by the program.
            return format_html('<div class="prose">{}</div>', mark_safe(block.html))
        case TableBlock():
            return _table(block.table, ways)
        case ChartBlock():
            chart = block.chart
            return chart_html(chart, file=ways.file(chart), opens=ways.points(chart))
        case Note():
            return format_html('<p class="note">{}</p>', block.text)


def _table(table: Table, ways: Ways) -> SafeString:
    """A table with the way to its own page."""
    url = ways.table(table)
    return format_html(
        '<div class="report-part">{}<p class="table-link"><a href="{}">'
        'Tabellen på egen sida<span class="unseen">: {}</span></a></p></div>',
        table_html(table, link=ways.cells(table), file=url.rstrip("/")),
        url,
        table.title,
    )


def contents(document: Document) -> tuple[Entry, ...]:
    """The headings of the two upper levels."""
    headings = [
        b for b in document.blocks if isinstance(b, Heading) and b.level <= DEEPEST
    ]
    starts = [i for i, h in enumerate(headings) if h.level == 1]
    ends = [*starts[1:], len(headings)]
    return tuple(
        _entry(headings[start], headings[start + 1 : end])
        for start, end in zip(starts, ends, strict=True)
    )


def _entry(heading: Heading, below: Iterable[Heading]) -> Entry:
    """A heading with those that follow beneath it."""
    under = tuple(Entry(h.text, h.anchor) for h in below)
    return Entry(heading.text, heading.anchor, under)
