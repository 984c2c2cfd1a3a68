"""The forecast grid as HTML, built and escaped here: three hundred rows at once.

A row is shown with the signs that are typed: a cost is positive on a cost row, a
revenue on a revenue row. Sums are net costs, costs less revenue. Deviations are in
stored sign everywhere: plus is surplus. Inputs are read-only until a script, which
reads `grid_data`, lets people type.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from html import escape
from urllib.parse import quote

from django.utils.safestring import SafeString, mark_safe

from committees.grid.markup import draft_note
from committees.models import FollowUp
from committees.navigation import address
from committees.numbers import Scale, Unit, money_text
from committees.periods import MONTH_HEADS
from committees.series import best
from finance.forecast.grid import Figures, Grid, Row, Section
from finance.models import Method

SHOWN = {
    Unit.KR: Scale(Unit.KR),
    Unit.TKR: Scale(Unit.TKR),
    Unit.MKR: Scale(Unit.MKR, 1),
}
"""How amounts are shown in the unit that a person types in."""

FIGURES = (
    "outcome_last_year",
    "outcome_last_year_to_date",
    "budget_year",
    "budget_to_date",
    "outcome_to_date",
    "adjusted_to_date",
)
"""The columns of figures before the deviation to date, as fields of Figures."""

COLUMNS = 15
"""Cells in a row: its heading, thirteen columns and what is to be noted."""

METHODS = {str(method.value): str(method.label) for method in Method}


def grid_table(grid: Grid) -> SafeString:
    """The table with every section, its subtotals and the total."""
    scale = SHOWN[grid.amounts]
    parts = [
        '<table class="grid-table" id="rutnat">',
        f'<caption class="unseen">{escape(grid.title)}, {grid.amounts}</caption>',
        _head(grid.follow_up),
    ]
    start = 0
    for number, section in enumerate(grid.sections):
        months = unit_address(section, grid.follow_up) + "manader/"
        parts.extend(
            _section(section, number=number, start=start, months=months, scale=scale)
        )
        start += len(section.rows)
    parts.append(_total(grid.total, scale=scale))
    parts.append("</table>")
    return mark_safe("".join(parts))


def unit_address(section: Section, follow_up: FollowUp) -> str:
    """The address of the grid of a section's unit."""
    return address("finance:grid", follow_up, unit=section.unit_code)


def heads(follow_up: FollowUp) -> tuple[tuple[str, str], ...]:
    """The columns of a follow-up: key and heading."""
    year, until = follow_up.year, MONTH_HEADS[follow_up.month - 1].lower()
    months = "jan" if follow_up.month == 1 else f"jan\N{EN DASH}{until}"
    return (
        ("name", "Kontogrupp"),
        ("last-year", f"Utfall {year - 1}"),
        ("last-year-part", f"Utfall {months} {year - 1}"),
        ("budget", f"Budget {year}"),
        ("budget-part", f"Budget {months}"),
        ("outcome", f"Utfall {months}"),
        ("adjusted", "Justerat utfall"),
        ("deviation-part", f"Avvikelse {months}"),
        ("before", "Förra prognosen"),
        ("proposal", "Förslag"),
        ("forecast", f"Prognos {year}"),
        ("deviation", "Avvikelse mot budget"),
        ("change", "Ändring"),
        ("comment", "Kommentar"),
        ("notes", "Att notera"),
    )


def _head(follow_up: FollowUp) -> str:
    """The headings; inputs name theirs."""
    cells = "".join(
        f'<th scope="col" class="c-{key}" id="h-{key}">{escape(label)}</th>'
        for key, label in heads(follow_up)
    )
    return f"<thead><tr>{cells}</tr></thead>"


def _section(
    section: Section, *, number: int, start: int, months: str, scale: Scale
) -> Iterator[str]:
    """A section: its heading, its rows, its net cost with the comment on it all."""
    yield (
        f'<tbody id="s{number}"><tr class="group">'
        f'<th scope="rowgroup" colspan="{COLUMNS}">'
        f'<span id="s{number}n">{escape(section.label)}</span></th></tr>'
    )
    prefix = escape(months)
    for place, row in enumerate(section.rows, start):
        notes = _notes(row, known=section.lock)
        yield _row(row, notes, place=place, section=number, link=prefix, scale=scale)
    yield _subtotal(section, number=number, scale=scale)
    yield "</tbody>"


def _row(  # noqa: PLR0913  a row's place on the page and how amounts are shown
    row: Row, notes: str, *, place: int, section: int, link: str, scale: Scale
) -> str:
    """A row: figures, what is proposed, the inputs, what is to be noted."""
    text = partial(_amount, scale=scale, sign=1 if row.is_revenue else -1)
    figures, name = row.figures, f"r{place}"
    kind = ' <span class="kind">intäkt</span>' if row.is_revenue else ""
    cells = "".join(f"<td>{text(getattr(figures, field))}</td>" for field in FIGURES)
    forecast = text(figures.forecast) if figures.forecast is not None else ""
    deviation = "" if not forecast else money_text(figures.deviation, scale, plus=True)
    said = partial(_labelled, row=name, section=section)
    return (
        f'<tr id="{name}"><th scope="row" id="{name}n">'
        f'<a class="stop" href="{link}{quote(row_path(row.key))}/">'
        f"{escape(row.label)}</a>{kind}</th>{cells}"
        f"{_deviation(figures.deviation_to_date, scale)}"
        f"<td>{text(figures.forecast_before)}</td>{_proposal(row, text)}"
        f'<td class="entry"><input class="cell" data-column="forecast" '
        f'{said("forecast")} value="{forecast}" inputmode="decimal" '
        f'autocomplete="off" readonly></td>'
        f'<td class="entry"><input class="cell" data-column="deviation" '
        f'{said("deviation")} value="{deviation}" autocomplete="off" readonly></td>'
        f"<td>{_plus(figures.change, scale)}</td>"
        f'<td class="entry long"><textarea class="cell" data-column="comment" rows="1" '
        f"{said('comment')} data-guard readonly>{_text(row)}</textarea></td>"
        f'<td class="notes">{notes}{draft_note(row.draft)}</td></tr>'
    )


def _text(of: Row | Section) -> str:
    """The comment, or the draft of who looks."""
    return escape(of.draft.text if of.draft else of.comment)


def row_path(key: str) -> str:
    """The codes of a row's activity and group, as an address has them."""
    return "/".join(key.split("/")[-2:])


def _labelled(column: str, *, row: str, section: int) -> str:
    """An input's name: its column, its section, its row; and where notes stand."""
    names = f"h-{column} s{section}n {row}n"
    return f'aria-labelledby="{names}"'


def _amount(ore: int | None, *, scale: Scale, sign: int) -> str:
    """An amount with the sign it is typed with."""
    return money_text(None if ore is None else sign * ore, scale)


def _plus(ore: int | None, scale: Scale) -> str:
    """A difference, always with its sign."""
    return money_text(ore, scale, plus=True)


def _deviation(ore: int | None, scale: Scale) -> str:
    """A cell with a deviation; colour repeats what the sign says."""
    tone = "" if not ore else "surplus" if ore > 0 else "deficit"
    return f"<td{_class(tone)}>{_plus(ore, scale)}</td>"


def _proposal(row: Row, text: partial[str]) -> str:
    """The proposal that has missed least; a script makes it one to take."""
    chosen = best(row.proposals)
    return f'<td class="proposal">{text(chosen.ore) if chosen else text(None)}</td>'


def _notes(row: Row, *, known: str) -> str:
    """What is to be noted of a row; `until` what holds until somebody types.

    `known` is why nobody types in the section at all, which the page has said.
    """
    notes = [_note(f"Låst: {row.lock}")] if row.lock and row.lock != known else []
    if row.must_forecast and not row.lock:
        notes.append(_note("Behöver en prognos", kind="until"))
    elif row.untouched and row.method:
        notes.append(_note(METHODS[row.method].capitalize(), kind="until"))
    if row.outcome_changed:
        notes.append(_note("Utfallet har ändrats"))
    if row.mark:
        notes.append(_mark(row.mark))
    if row.filled_in_by:
        notes.append(_note(f"Ifylld av {row.filled_in_by}"))
    return "".join(notes)


def _note(text: str, *, kind: str = "") -> str:
    """A note; `kind` tells the script which it is to change."""
    marked = f' data-note="{kind}"' if kind else ""
    return f"<span{marked}>{escape(text)}</span>"


def _mark(reason: str) -> str:
    """Why a figure is unusual: the range, and behind it where it comes from."""
    first, _, rest = reason.partition(", ")
    return (
        f'<details data-note="mark"><summary>{escape(first)}</summary>'
        f"{escape(rest)}</details>"
    )


def _class(name: str) -> str:
    """A class as an attribute, if any."""
    return f' class="{name}"' if name else ""


def _subtotal(section: Section, *, number: int, scale: Scale) -> str:
    """The net cost of a section and the comment that covers all its rows."""
    asked = '<span data-note="asked">Kommentar krävs</span>'
    note = asked if section.asks_for_comment else ""
    return (
        f'<tr class="subtotal" id="s{number}t"><th scope="row" id="s{number}tn">'
        f"Nettokostnad</th>{_sums(section.subtotal, scale)}"
        f'<td class="entry long"><textarea class="cell" data-column="comment" rows="1" '
        f'aria-labelledby="h-comment s{number}n" placeholder="Hela verksamheten" '
        f"data-guard readonly>{_text(section)}</textarea></td>"
        f'<td class="notes">{note}{draft_note(section.draft)}</td></tr>'
    )


def _sums(figures: Figures, scale: Scale) -> str:
    """The figures of a sum, as net cost."""
    text = partial(_amount, scale=scale, sign=-1)
    cells = "".join(f"<td>{text(getattr(figures, field))}</td>" for field in FIGURES)
    return (
        f"{cells}{_deviation(figures.deviation_to_date, scale)}"
        f"<td>{text(figures.forecast_before)}</td><td></td>"
        f"<td>{text(figures.forecast)}</td>{_deviation(figures.deviation, scale)}"
        f"<td>{_plus(figures.change, scale)}</td>"
    )


def _total(figures: Figures, *, scale: Scale) -> str:
    """The net cost of everything in the grid."""
    return (
        '<tfoot><tr class="total" id="summa"><th scope="row">Nettokostnad, summa</th>'
        f"{_sums(figures, scale)}<td></td><td></td></tr></tfoot>"
    )
