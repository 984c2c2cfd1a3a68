"""The grid of indicators as HTML, built and escaped here.

Inputs are read-only until a script, which reads `entry_data`, lets people type.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from django.utils.safestring import SafeString, mark_safe

from committees.grid.markup import draft_note
from goals.entry.grid import Grid, Row, Section
from goals.entry.spans import What
from goals.entry.words import quantity_text

SLOTS = (What.ALL, What.WOMEN, What.MEN)
COLUMNS = {
    What.ALL: "total",
    What.WOMEN: "women",
    What.MEN: "men",
    What.WORDS: "words",
    What.TARGET: "target",
    What.UPPER: "upper",
    What.TARGET_WORDS: "target",
}
"""The column of each input; words of a target stand where its figure does."""


def entry_table(grid: Grid) -> SafeString:
    """The table with every section."""
    columns = heads(grid)
    head = "".join(
        f'<th scope="col" class="c-{key}" id="h-{key}">{escape(label)}</th>'
        for key, label in columns
    )
    parts = [
        '<table class="grid-table indicator-grid" id="rutnat">',
        f'<caption class="unseen">Indikatorer, {escape(grid.when.name)}</caption>',
        f"<thead><tr>{head}</tr></thead>",
    ]
    start = 0
    for number, section in enumerate(grid.sections):
        parts.extend(_section(section, grid, number=number, start=start))
        start += len(section.rows)
    parts.append("</table>")
    return mark_safe("".join(parts))


def heads(grid: Grid) -> tuple[tuple[str, str], ...]:
    """The columns: key and heading."""
    band = (("upper", "Målets övre gräns"),) if grid.has_bands else ()
    return (
        ("name", "Indikator"),
        ("before", "Förut"),
        ("total", "Totalt"),
        ("women", "Kvinnor"),
        ("men", "Män"),
        ("gap", "Kvinnor minus män"),
        ("words", "I ord"),
        ("target", f"Mål {grid.when.year}"),
        *band,
        ("status", "Läge"),
        ("notes", "Att notera"),
    )


def _section(section: Section, grid: Grid, *, number: int, start: int) -> Iterator[str]:
    """A section: its heading and its rows."""
    yield (
        f'<tbody id="s{number}"><tr class="group">'
        f'<th scope="rowgroup" colspan="{len(heads(grid))}">'
        f'<span id="s{number}n">{escape(section.label)}</span></th></tr>'
    )
    for place, row in enumerate(section.rows, start):
        yield _row(row, grid, name=f"r{place}", section=number)
    yield "</tbody>"


def _row(row: Row, grid: Grid, *, name: str, section: int) -> str:
    """A row: what was, what is measured, what should be reached, what to note."""
    at = f"s{section}n {name}n"
    cells = {
        "before": _before(row),
        **{COLUMNS[what]: _number(row, what, at) for what in SLOTS},
        "gap": f'<td class="gap">{_gap(row)}</td>',
        "words": _words(row, What.WORDS, at),
        "target": _number(row, What.TARGET, at)
        if row.indicator.numeric
        else _words(row, What.TARGET_WORDS, at),
        "upper": _number(row, What.UPPER, at),
        "status": f'<td class="status">{escape(str(row.status).capitalize())}</td>',
        "notes": f'<td class="notes">{_notes(row)}</td>',
    }
    shown = "".join(cells[key] for key, _ in heads(grid)[1:])
    return (
        f'<tr id="{name}"><th scope="row"><span id="{name}n">'
        f"{escape(row.indicator.name)}</span> "
        f'<span class="kind">{escape(_kind(row))}</span></th>{shown}</tr>'
    )


def _gap(row: Row) -> str:
    """Women's outcome less men's."""
    return quantity_text(row.indicator, row.gap, plus=True)


def _kind(row: Row) -> str:
    """What is counted, which way is better, and who answers for it."""
    one = row.indicator
    who = f", {one.responsible.name}" if one.responsible else ""
    return f"{one.unit}, {one.get_direction_display()}{who}"


def _before(row: Row) -> str:
    """The latest outcome before, and of when."""
    if row.before is None:
        return "<td>\N{EN DASH}</td>"
    when, milli = row.before
    text = quantity_text(row.indicator, milli)
    return f'<td>{text} <span class="kind">{escape(when.name)}</span></td>'


def _number(row: Row, what: What, at: str) -> str:
    """A cell with a figure to type; empty where the indicator has none."""
    if not row.has(what):
        return '<td class="none"></td>'
    column, milli = COLUMNS[what], row.milli(what)
    value = "" if milli is None else quantity_text(row.indicator, milli)
    return (
        f'<td class="entry"><input class="cell" data-column="{column}" '
        f'aria-labelledby="h-{column} {at}" value="{value}" inputmode="decimal" '
        'autocomplete="off" readonly></td>'
    )


def _words(row: Row, what: What, at: str) -> str:
    """A cell with a text to type."""
    if not row.has(what):
        return '<td class="none"></td>'
    column, draft = COLUMNS[what], row.draft(what)
    text = draft.text if draft else row.words(what)
    return (
        f'<td class="entry long"><textarea class="cell" data-column="{column}" '
        f'rows="1" aria-labelledby="h-{column} {at}" data-guard readonly>{escape(text)}'
        "</textarea></td>"
    )


def _notes(row: Row) -> str:
    """What is to be noted of a row; the script redraws what depends on its values."""
    parts = [f"<span>{escape(note)}</span>" for note in row.notes]
    if row.mark:
        parts.append(f'<span data-note="mark">{escape(row.mark)}</span>')
    drafts = (row.draft(what) for what in (What.WORDS, What.TARGET_WORDS))
    return "".join(parts) + "".join(draft_note(draft) for draft in drafts)
