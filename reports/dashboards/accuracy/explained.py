"""What a figure of the page of accuracy is made of, as a value."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from django.http import Http404

from committees.history import years_text
from committees.numbers import NOT_APPLICABLE, Scale, Unit, swedish, with_unit
from committees.periods import MONTH_NAMES
from finance.models import Method
from reports.dashboards.accuracy.asked import BESIDE, Asked, Measure
from reports.dashboards.accuracy.errors import (
    Error,
    total,
)
from reports.dashboards.accuracy.figures import Measured, Way
from reports.dashboards.accuracy.pieces import Piece, pieces_of
from reports.dashboards.accuracy.seen import Seen
from reports.dashboards.accuracy.tables import BESIDE_WORDS, codes_of
from reports.dashboards.accuracy.words import WAYS, per_cent
from reports.render.html import Link
from reports.tables.model import Column, Row, RowKind, Table

KRONOR = Scale(Unit.KR, decimals=2)
FORMULAS = {
    Measure.SAID: "{said} för helåret, i medel av {times}.",
    Measure.OUTCOME: "Helårets utfall, i medel av {times}.",
    Measure.BIAS: "Fel = utfall minus {said_small}, i medel av {times}.",
    Measure.SHARE: "Andelen = felen delade med utfallets storlek.",
    Measure.WAPE: (
        "WAPE = felens storlek delad med utfallens storlek, mätt per ansvar och"
        " verksamhet innan de läggs ihop."
    ),
}
HOW = {
    Way.FORECAST: "",
    Way.NAIVE: (
        "Den enkla framskrivningen räknas av varje ansvars verksamhet för sig: utfallet"
        " hittills, uppräknat som förra året gick eller i samma takt."
    ),
    Way.BEFORE: (
        "Före åtgärder är prognosen utan den effekt som beslutade åtgärder hade kvar."
    ),
}
"""How what was said is computed, where it is no stored forecast."""


@dataclass(frozen=True, slots=True)
class Explained:
    """A figure: in words, its formula, the parts that it is of, and their mean."""

    label: str
    text: str
    formula: str
    how: str
    table: Table
    link: Link


def explained(seen: Seen, asked: Asked) -> Explained:
    """What a figure is made of; Http404 where there is no such row."""
    parts, times = pieces_of(seen, asked)
    if not parts:
        raise Http404("Det finns inga prognoser att mäta på den raden.")
    whole = total(each.error for each in parts)
    said = WAYS[asked.way]
    many = "en uppföljning" if times == 1 else f"{swedish(times)} uppföljningar"
    formula = FORMULAS[asked.measure].format(
        said=said, said_small=said[:1].lower() + said[1:], times=many
    )
    return Explained(
        label=_label(seen, asked),
        text=_text(asked, whole, times),
        formula=formula,
        how=HOW[asked.way],
        table=_table(asked, parts, times),
        link=_link(parts),
    )


def _label(seen: Seen, asked: Asked) -> str:
    """What the figure is, and of what."""
    words = {
        Measure.SAID: WAYS[asked.way],
        Measure.OUTCOME: "Utfall",
        Measure.BIAS: f"{WAYS[asked.way]}, fel",
        Measure.SHARE: f"{WAYS[asked.way]}, fel i procent av utfallet",
        Measure.WAPE: f"{WAYS[asked.way]}, WAPE",
    }
    row = ""
    if asked.month:
        row = f"gjord i {MONTH_NAMES[asked.month - 1]}"
    elif asked.cost_centre is not None:
        row = " ".join(codes_of(seen).get(asked.cost_centre, ("", "")))
    elif asked.method:
        row = f"metoden {Method(asked.method).label}"
    elif asked.row == BESIDE:
        row = BESIDE_WORDS.lower()
    years = years_text(seen.years)
    return ", ".join(filter(None, (words[asked.measure], row, years)))


def _text(asked: Asked, whole: Error, times: int) -> str:
    """The figure as it is shown, exact."""
    measured = Measured(
        times,
        whole.outcome,
        whole.size,
        whole.said,
        {asked.way: whole.error},
        {asked.way: whole.missed},
    )
    match asked.measure:
        case Measure.SHARE:
            return _per_cent(measured.share(asked.way))
        case Measure.WAPE:
            return _per_cent(measured.wape(asked.way))
        case Measure.BIAS:
            return with_unit(measured.bias(asked.way), KRONOR, plus=True)
        case Measure.SAID:
            return with_unit(Fraction(whole.said, times), KRONOR)
        case Measure.OUTCOME:
            return with_unit(Fraction(whole.outcome, times), KRONOR)


def _per_cent(share: Fraction | None) -> str:
    """A share in percent; not applicable where there is too little to divide by."""
    return NOT_APPLICABLE if share is None else per_cent(share)


def _table(asked: Asked, parts: Sequence[Piece], times: int) -> Table:
    """The parts with their sum, and the mean where it is of several follow-ups."""
    by_size = asked.measure is Measure.WAPE
    whole = total(each.error for each in parts)
    rows = [
        Row(f"r{at}", each.label, _values(each.error, by_size=by_size), code=each.code)
        for at, each in enumerate(parts)
    ]
    rows.append(Row("summa", "Summa", _values(whole, by_size=by_size), RowKind.TOTAL))
    if times > 1:
        mean = tuple(Fraction(ore, times) for ore in _values(whole, by_size=by_size))
        rows.append(Row("medel", "I medel", mean, RowKind.TOTAL))
    sizes = (Column("missed", "Felens storlek"), Column("size", "Utfallens storlek"))
    return Table(
        key="delar",
        title="Delarna",
        stub="Ansvar" if any(each.code for each in parts) else "Uppföljning",
        scale=KRONOR,
        columns=(
            Column("said", WAYS[asked.way]),
            Column("outcome", "Utfall"),
            Column("error", "Fel"),
            *(sizes if by_size else ()),
        ),
        rows=tuple(rows),
    )


def _link(parts: Sequence[Piece]) -> Link:
    """Where what was said and what was booked is explained, and errors by months."""
    pieces = {f"r{at}": each for at, each in enumerate(parts)}

    def link(row: Row, column: Column) -> str | None:
        piece = pieces.get(row.key)
        if piece is None or column.key == "size":
            return None
        if column.key == "outcome":
            return piece.outcome_url or None
        is_told = column.key == "said" or piece.is_explained
        return (piece.said_url or None) if is_told else None

    return link


def _values(error: Error, *, by_size: bool) -> tuple[int, ...]:
    """A part's figures by column."""
    plain = (error.said, error.outcome, error.error)
    return (*plain, error.missed, error.size) if by_size else plain
