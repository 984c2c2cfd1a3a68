"""A figure's terms and parts as tables, each figure a link to what it is made of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString

from committees.numbers import MINUS, Scale, Unit, swedish
from finance.adjusted import Adjusted
from finance.parts import Ore, together
from finance.sources import Axis
from finance.sums import ADJUSTED
from reports.chart_files import stem_of
from reports.dashboards.narrowing import Narrowing
from reports.render.html import Link, table_html
from reports.tables.model import Column, Row, RowKind, Table, Tone, Value
from reports.workings.links import Here
from reports.workings.money import MoneyFigure, Parts

KRONOR = Scale(Unit.KR, decimals=2)
LARGEST = 10
"""So many parts are shown of each axis, until all are asked for."""
A_PAGE = 50
TITLES = {
    Axis.COST_CENTRE: ("Efter ansvar", "Ansvar", "ansvar"),
    Axis.ACTIVITY: ("Efter verksamhet", "Verksamhet", "verksamheter"),
    Axis.GROUP: ("Efter kontogrupp", "Kontogrupp", "kontogrupper"),
}
"""An axis's heading, what its rows are, and many of them."""
MINE = "Justering på kontrollernivå"


@dataclass(frozen=True, slots=True)
class Drawn:
    """A table of a working, with where its figures lead and its own id, if any."""

    table: Table
    link: Link | None = None
    ident: str | None = None

    def html(self, here: Here) -> SafeString:
        """The table with its files."""
        file = here.query(fil=stem_of(self.table))
        return table_html(self.table, link=self.link, ident=self.ident, file=file)


@dataclass(frozen=True, slots=True)
class Shown:
    """A table of parts with the ways to more of them; empty where there is none."""

    axis: Axis
    table: SafeString
    all_of_them: str = ""
    earlier: str = ""
    later: str = ""
    many: str = ""


def terms_table(here: Here, parts: Parts) -> Drawn | None:
    """The formula of a difference: each term, and in a column of its own the sum.

    So that only what is a deviation reads as surplus or deficit. None of a plain sum.
    """
    figure = parts.figure
    if not figure.is_deviation:
        return None
    rows = [
        Row(
            key=str(at),
            label=f"{MINUS + ' ' if at else ''}{term.label}",
            values=(ore if term.known else None, ""),
        )
        for at, (term, ore) in enumerate(zip(figure.terms, parts.total, strict=True))
    ]
    total = Row("summa", f"= {figure.label}", ("", parts.value), RowKind.TOTAL)
    addresses = {
        str(at): here.narrowing.query(**term.asked)
        for at, term in enumerate(figure.terms)
        if term.asked
    }
    table = Table(
        key="formel",
        title="Så räknas siffran",
        stub="Del av formeln",
        scale=KRONOR,
        columns=(
            Column("belopp", "Belopp"),
            Column("skillnad", "Skillnad", Tone.DEVIATION),
        ),
        rows=(*rows, total),
    )
    return Drawn(table, lambda row, _: addresses.get(row.key) or None, "formel")


def columns(figure: MoneyFigure) -> tuple[Column, ...]:
    """The columns of parts: the terms, if there are several, and the figure."""
    own = Column("siffra", "Skillnad" if figure.is_deviation else "Belopp")
    if not figure.is_deviation:
        return (own,)
    terms = [Column(str(at), each.label) for at, each in enumerate(figure.terms)]
    return (*terms, Column("siffra", "Avvikelse", Tone.DEVIATION))


def values(figure: MoneyFigure, ore: Ore) -> tuple[Value, ...]:
    """A part's figures by column."""
    if not figure.is_deviation:
        return (figure.of(ore),)
    told = [
        each if term.known else None
        for each, term in zip(ore, figure.terms, strict=True)
    ]
    return (*told, figure.of(ore))


def shown_parts(here: Here, parts: Parts, axis: Axis, *, page: int = 0) -> Shown:
    """The largest parts of an axis and the rest in one row, or a page of them all."""
    first = (page - 1) * A_PAGE if page else 0
    among = slice(first, first + (A_PAGE if page else LARGEST))
    table = parts_table(here, parts, axis, among=among).html(here)
    shown = Shown(axis, table, many=TITLES[axis][2])
    return _with_pages(shown, here, page, len(parts.by_axis[axis]))


def parts_table(
    here: Here, parts: Parts, axis: Axis, *, among: slice | None = None
) -> Drawn:
    """All parts of an axis, or some of them and the rest in one row."""
    ordered = parts.ordered(axis)
    chosen = among or slice(0, len(ordered))
    rest = [ore for _, ore in (*ordered[: chosen.start], *ordered[chosen.stop :])]
    rows = [_part(here, parts, axis, part=each) for each in ordered[chosen]]
    title, stub, many = TITLES[axis]
    if rest:
        label = f"Övriga {swedish(len(rest))} {many}"
        rows.append(_sum("ovriga", label, parts.figure, rest))
    rows.append(
        Row(
            "summa",
            "Summa",
            values(parts.figure, parts.total),
            RowKind.TOTAL,
        )
    )
    links = {str(place): here.of(axis, place) for place, _ in ordered[chosen]}
    table = Table(
        key=f"efter-{axis}",
        title=title,
        stub=stub,
        scale=KRONOR,
        columns=columns(parts.figure),
        rows=tuple(rows),
    )
    return Drawn(table, _link(here, parts.figure, links))


def _sum(key: str, label: str, figure: MoneyFigure, parts: Sequence[Ore]) -> Row:
    """Several parts as one row."""
    ore = together(parts, slices=len(figure.terms))
    return Row(key, label, values(figure, ore))


def _part(here: Here, parts: Parts, axis: Axis, *, part: tuple[int, Ore]) -> Row:
    """A part as a row."""
    place, ore = part
    is_mine = axis is Axis.COST_CENTRE and place == ADJUSTED
    return Row(
        key=str(place),
        label=MINE if is_mine else here.name(axis, place),
        values=values(parts.figure, ore),
        code="" if is_mine else here.code(axis, place),
    )


def _link(
    here: Here, figure: MoneyFigure, links: Mapping[str, Narrowing | None]
) -> Link:
    """Where a part is explained, and each of its terms; adjustments are on the page."""
    asked = {str(at): term.asked for at, term in enumerate(figure.terms)}

    def link(row: Row, column: Column) -> str | None:
        if row.key == str(ADJUSTED):
            return "#justeringar"
        to, what = links.get(row.key), asked.get(column.key, here.asked)
        return to.query(**what) if to is not None and what else None

    return link


def _with_pages(shown: Shown, here: Here, page: int, many: int) -> Shown:
    """The table with the ways to the parts that it does not show."""
    if not page:
        more = many > LARGEST
        all_of_them = here.query(alla=shown.axis.value) if more else ""
        return Shown(shown.axis, shown.table, all_of_them, many=shown.many)
    return Shown(
        shown.axis,
        shown.table,
        earlier=_page(here, shown.axis, page - 1) if page > 1 else "",
        later=_page(here, shown.axis, page + 1) if page * A_PAGE < many else "",
        many=shown.many,
    )


def _page(here: Here, axis: Axis, page: int) -> str:
    """A page of all parts of an axis."""
    return here.query(alla=axis.value, del_sida=str(page))


def adjusted_table(rows: Iterable[Adjusted], here: Here) -> Drawn | None:
    """What controllers adjusted of the forecast, with reason and author."""
    found = sorted(rows, key=lambda each: (-abs(each.ore), each.id))
    if not found:
        return None
    table = Table(
        key="justeringar",
        title=f"{MINE}: vem och varför",
        stub="Verksamhet",
        scale=KRONOR,
        columns=(
            Column("belopp", "Belopp"),
            Column("grupp", "Kontogrupp", Tone.TEXT),
            Column("skal", "Skäl", Tone.TEXT),
            Column("av", "Av", Tone.TEXT),
        ),
        rows=tuple(
            Row(
                key=str(each.id),
                label=here.name(Axis.ACTIVITY, each.activity),
                code=here.code(Axis.ACTIVITY, each.activity),
                values=(
                    each.ore,
                    here.name(Axis.GROUP, each.group),
                    each.reason,
                    each.by or "fil",
                ),
            )
            for each in found
        ),
    )
    return Drawn(table, ident="justeringar")
