"""The report on the web: its blocks as HTML in reading order, and its contents."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from reports.charts import Chart
from reports.document import (
    Block,
    ChartBlock,
    Document,
    Heading,
    Note,
    TableBlock,
    Text,
)
from reports.render.html import chart_html, table_html
from reports.tables.model import Table

DEEPEST = 2
"""The lowest level of headings in the contents."""

TableAddress = Callable[[Table], str]
"""The page that shows a table alone, with its files."""

ChartFile = Callable[[Chart], str]
"""Where a chart's files are fetched, less the suffix."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the contents, with the lines beneath it."""

    text: str
    anchor: str
    below: tuple[Entry, ...] = ()


def chapter_html(
    document: Document, *, table_address: TableAddress, chart_file: ChartFile
) -> SafeString:
    """The report's blocks; headings go one step down, since the page has its own."""
    return format_html_join(
        "\n",
        "{}",
        ((_block(b, table_address, chart_file),) for b in document.blocks),
    )


def charts_of(document: Document) -> tuple[Chart, ...]:
    """The report's charts."""
    return tuple(b.chart for b in document.blocks if isinstance(b, ChartBlock))


def _block(
    block: Block, table_address: TableAddress, chart_file: ChartFile
) -> SafeString:
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
            return _table(block.table, url=table_address(block.table))
        case ChartBlock():
            return chart_html(block.chart, file=chart_file(block.chart))
        case Note():
            return format_html('<p class="note">{}</p>', block.text)


def _table(table: Table, *, url: str) -> SafeString:
    """A table with the way to its own page."""
    return format_html(
        '<div class="report-part">{}<p class="table-link"><a href="{}">'
        'Tabellen på egen sida<span class="unseen">: {}</span></a></p></div>',
        table_html(table, file=url.rstrip("/")),
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
