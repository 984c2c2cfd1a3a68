"""The printable report: one HTML document with its style inside, for file and PDF."""

from __future__ import annotations

import base64
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from html import escape
from pathlib import Path

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from committees.periods import MONTH_NAMES
from reports.document import (
    Block,
    ChartBlock,
    Document,
    Heading,
    Note,
    Placement,
    TableBlock,
    Text,
)
from reports.render.html import chart_html, table_html
from reports.render.json import document_sha256
from reports.tables.model import Table

STATIC = Path(__file__).resolve().parent.parent / "static" / "reports"
FONT_FILES = tuple(sorted(path.name for path in (STATIC / "fonts").glob("*.woff2")))
FONT_SCHEME = "static:"
"""Fonts are named `static:FILE` in the PDF's source; only its fetcher knows it."""

WHOLE = 25
"""A table of fewer rows is never broken over two pages, unless its cells are texts."""
SIGNS = 2_000
"""A table whose cells hold more signs of text than this follows on where it stands."""
LISTED = 2
"""Headings of so many levels stand in the contents."""
DEFAULT_ACCENT = "#1f4e5f"
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")


_FIGURE_MARK = re.compile(r"</?data\b[^>]*>")


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the contents."""

    text: str
    anchor: str
    level: int


@dataclass(slots=True)
class Section:
    """Blocks that share a kind of page, opened by a heading of the first level."""

    placement: Placement
    parts: list[str] = field(default_factory=list)

    @property
    def classes(self) -> str:
        """How the section is broken from what stands before it."""
        if self.placement is Placement.LANDSCAPE:
            return "appendix landscape"
        return "appendix" if self.placement is Placement.APPENDIX else "chapter"

    @property
    def html(self) -> SafeString:
        """The section's blocks."""
        return mark_safe("".join(self.parts))


def document_html(document: Document, *, inline_fonts: bool = True) -> str:
    """The whole report as one HTML file that needs nothing else.

    Same document, same text. Without `inline_fonts` the typeface is named by the
    scheme that only the PDF's fetcher resolves.
    """
    return render_to_string(
        "reports/document.html",
        {
            "document": document,
            "style": _style(document.accent, inline_fonts=inline_fonts),
            "date": swedish_date(document),
            "contents": tuple(_contents(document)),
            "sections": _sections(document),
            "sha256": document_sha256(document),
        },
    )


def swedish_date(document: Document) -> str:
    """The date the figures stand for: `31 augusti 2017`."""
    day = document.as_of
    return f"{day.day} {MONTH_NAMES[day.month - 1]} {day.year}"


def _style(accent: str, *, inline_fonts: bool) -> SafeString:
    """Fonts, the municipality's colour and the print style, as one stylesheet."""
    colour = accent if _COLOUR.fullmatch(accent) else DEFAULT_ACCENT
    fonts = _fonts_inline() if inline_fonts else _fonts_static()
    return mark_safe(f"{fonts}:root {{ --accent: {colour}; }}\n{_read('print.css')}")


@cache
def _read(name: str) -> str:
    """A stylesheet of the reports, read once per process."""
    return (STATIC / name).read_text(encoding="utf-8")


@cache
def _fonts_static() -> str:
    """The font faces with addresses for the PDF's fetcher."""
    return _read("fonts.css").replace('url("fonts/', f'url("{FONT_SCHEME}')


@cache
def _fonts_inline() -> str:
    """The font faces with the files inside."""
    css = _read("fonts.css")
    for name in FONT_FILES:
        content = base64.b64encode((STATIC / "fonts" / name).read_bytes()).decode()
        data = f"data:font/woff2;base64,{content}"
        css = css.replace(f'url("fonts/{name}")', f'url("{data}")')
    return css


def _contents(document: Document) -> Iterator[Entry]:
    """The headings of the first two levels, and the last page."""
    for block in document.blocks:
        if isinstance(block, Heading) and block.level <= LISTED:
            yield Entry(block.text, block.anchor, block.level)
    yield Entry("Källor och principer", "kallor-och-principer", 1)


def _sections(document: Document) -> list[Section]:
    """The blocks in sections: a new one for a chapter or another kind of page."""
    sections: list[Section] = []
    seen: Counter[str] = Counter()
    for block in document.blocks:
        opens = isinstance(block, Heading) and block.level == 1
        if opens or not sections or sections[-1].placement is not block.placement:
            sections.append(Section(block.placement))
        sections[-1].parts.append(_block(block, seen))
    return sections


def _block(block: Block, seen: Counter[str]) -> str:
    """One block; the report's title is the only heading of level one in the file."""
    match block:
        case Heading():
            tag = f"h{min(block.level, 3) + 1}"
            return f'<{tag} id="{escape(block.anchor)}">{escape(block.text)}</{tag}>'
        case Text():
            return f'<div class="prose">{_unmarked(block.html)}</div>'
        case TableBlock():
            return _table(block.table, seen)
        case ChartBlock():
            return chart_html(block.chart, paper=True)
        case Note():
            return f'<aside class="remark"><p>{escape(block.text)}</p></aside>'


def _unmarked(html: str) -> str:
    """A text without the marks round its figures, which paper cannot follow.

    WeasyPrint breaks a line much too early where such a mark meets a comma.
    """
    return _FIGURE_MARK.sub("", html)


def _table(table: Table, seen: Counter[str]) -> str:
    """A table, kept whole when it is small; one that returns gets an address anew."""
    seen[table.key] += 1
    times = f"-{seen[table.key]}" if seen[table.key] > 1 else ""
    markup = table_html(table, ident=f"tabell-{table.key}{times}", scroll=False)
    keep = "whole" if len(table.rows) < WHOLE and _signs(table) < SIGNS else "broken"
    return f'<div class="{keep}">{markup}</div>'


def _signs(table: Table) -> int:
    """How much is written in a table's cells."""
    return sum(
        len(value)
        for row in table.rows
        for value in row.values
        if isinstance(value, str)
    )
