"""The grid of volumes as HTML, built and escaped here.

A month is an input in every row, so that a block from a spreadsheet falls where its
months are. Inputs are read-only until a script, which reads `entry_data`, lets people
type.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from html import escape

from django.utils.safestring import SafeString, mark_safe

from committees.grid.markup import draft_note
from committees.periods import MONTH_HEADS, MONTH_NAMES
from committees.series import best
from volumes.entry.calendar import Calendar, MonthState
from volumes.entry.expecting import quantity_text
from volumes.entry.grid import Grid, Row, Section
from volumes.figures import MONTHS

STATES = {
    MonthState.OPEN: "",
    MonthState.CLOSED: "stängd",
    MonthState.FUTURE: "ej än",
}


def entry_table(grid: Grid) -> SafeString:
    """The table with every section."""
    columns = heads(grid.calendar)
    parts = [
        '<table class="grid-table volume-grid" id="rutnat">',
        f'<caption class="unseen">{escape(grid.title)}, volymer per månad</caption>',
        _head(columns, grid.calendar),
    ]
    start = 0
    for number, section in enumerate(grid.sections):
        parts.extend(_section(section, grid, number=number, start=start))
        start += len(section.rows)
    parts.append("</table>")
    return mark_safe("".join(parts))


def heads(calendar: Calendar) -> tuple[tuple[str, str], ...]:
    """The columns of a follow-up: key and heading."""
    year, until = calendar.year, MONTH_HEADS[calendar.month - 1]
    so_far = "jan" if calendar.month == 1 else f"jan\N{EN DASH}{until.lower()}"
    months = tuple((f"m{n}", head) for n, head in enumerate(MONTH_HEADS, 1))
    return (
        ("name", "Serie"),
        ("last-month", f"{until} {year - 1}"),
        ("last-year", f"Hela {year - 1}"),
        *months,
        ("so-far", f"Utfall {so_far}"),
        ("budget-part", f"Budget {so_far}"),
        ("budget", f"Budget {year}"),
        ("proposal", "Förslag"),
        ("forecast", f"Prognos {year}"),
        ("deviation", "Avvikelse mot budget"),
        ("comment", "Kommentar"),
        ("notes", "Att notera"),
    )


def _head(columns: tuple[tuple[str, str], ...], calendar: Calendar) -> str:
    """The headings; inputs name theirs. A month says where it stands."""
    states = {f"m{n}": STATES[calendar.state(n)] for n in range(1, MONTHS + 1)}
    classes = {f"m{n}": f" {calendar.state(n)}" for n in range(1, MONTHS + 1)}
    cells = "".join(
        f'<th scope="col" class="c-{key}{classes.get(key, "")}" id="h-{key}">'
        f"{escape(label)}{_state(states.get(key, ''))}</th>"
        for key, label in columns
    )
    return f"<thead><tr>{cells}</tr></thead>"


def _state(text: str) -> str:
    """Where a month stands, beneath its name."""
    return f' <span class="kind">{text}</span>' if text else ""


def _section(section: Section, grid: Grid, *, number: int, start: int) -> Iterator[str]:
    """A section: its heading and its rows."""
    columns = len(heads(grid.calendar))
    yield (
        f'<tbody id="s{number}"><tr class="group">'
        f'<th scope="rowgroup" colspan="{columns}">'
        f'<span id="s{number}n">{escape(section.label)}</span></th></tr>'
    )
    for place, row in enumerate(section.rows, start):
        yield _row(row, grid.calendar, name=f"r{place}", section=number)
    yield "</tbody>"


def _row(row: Row, calendar: Calendar, *, name: str, section: int) -> str:
    """A row: last year, the months, what they come to, the year, what to note."""
    part = row.series.part_of
    within = f" Varav i {part.name}." if part else ""
    at = f"s{section}n {name}n"
    return (
        f'<tr id="{name}"><th scope="row"><span id="{name}n">'
        f"{escape(row.series.name)}</span> "
        f'<span class="kind">{escape(row.kind)}.{escape(within)}</span></th>'
        f"{_figure(row, row.last_year[row.month - 1])}"
        f"{_figure(row, row.whole(row.last_year))}"
        f"{_months(row, calendar, at)}"
        f'<td class="so-far">{_text(row, row.so_far(row.months))}</td>'
        f"{_figure(row, row.so_far(row.budget))}{_figure(row, row.whole(row.budget))}"
        f'<td class="proposal">{_proposal(row)}</td>'
        f'<td class="entry">{_input("forecast", at, _filled(row, row.forecast))}</td>'
        f'<td class="deviation">{_text(row, row.deviation, plus=True)}</td>'
        f'<td class="entry long"><textarea class="cell" data-column="comment" rows="1" '
        f'aria-labelledby="h-comment {at}" data-guard readonly>'
        f"{escape(row.draft.text if row.draft else row.comment)}</textarea>"
        f'</td><td class="notes">{_notes(row)}{draft_note(row.draft)}</td></tr>'
    )


def _months(row: Row, calendar: Calendar, at: str) -> str:
    """The twelve months."""
    return "".join(
        f'<td class="entry month {calendar.state(n)}">'
        f"{_input(f'm{n}', at, _filled(row, row.months[n - 1]))}</td>"
        for n in range(1, MONTHS + 1)
    )


def _input(column: str, at: str, value: str) -> str:
    """An input, named by its column, its section and its row."""
    return (
        f'<input class="cell" data-column="{column}" aria-labelledby="h-{column} {at}" '
        f'value="{value}" inputmode="decimal" autocomplete="off" readonly>'
    )


def _text(row: Row, milli: int | Fraction | None, *, plus: bool = False) -> str:
    """A quantity with the decimals of its series."""
    return quantity_text(milli, row.series.decimals, plus=plus)


def _filled(row: Row, milli: int | None) -> str:
    """What an input holds: nothing where nothing is reported."""
    return "" if milli is None else _text(row, milli)


def _figure(row: Row, milli: int | Fraction | None) -> str:
    """A cell with a quantity."""
    return f"<td>{_text(row, milli)}</td>"


def _proposal(row: Row) -> str:
    """The proposal that has missed least; a script makes it one to take."""
    chosen = best(row.proposals)
    return _text(row, chosen.ore if chosen else None)


def _notes(row: Row) -> str:
    """What is to be noted of a row; the script redraws what depends on its months."""
    parts = []
    if row.awaited:
        parts.append(f'<span data-note="awaited">{escape(awaited_text(row))}</span>')
    if not row.is_chosen and row.before is not None:
        parts.append('<span data-note="until">Förra prognosen gäller</span>')
    parts.extend(
        f'<span data-note="mark">{escape(mark)}</span>' for mark in row.marks[:1]
    )
    parts.extend(
        f"<details><summary>{MONTH_NAMES[month - 1].capitalize()} är rättad</summary>"
        f"{escape(reason)}</details>"
        for month, reason in sorted(row.corrections.items())
    )
    parts.extend(
        f"<span>{escape(reason)}</span>"
        for reason in [row.locked.get(row.month, "")]
        if reason
    )
    return "".join(parts)


def awaited_text(row: Row) -> str:
    """`Augusti saknas`, or how many months."""
    missing = row.awaited
    if len(missing) == 1:
        return f"{MONTH_NAMES[missing[0] - 1].capitalize()} saknas"
    return f"{len(missing)} månader saknas"
