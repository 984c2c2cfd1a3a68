"""The start page's tables as values, for their files."""

from __future__ import annotations

from collections.abc import Iterator

from committees.models import FollowUp
from committees.numbers import Scale, Unit
from reports.start.largest import Largest
from reports.start.map import TITLE, MapRow, MonthMap, period_head, sum_head
from reports.start.overview import Overview
from reports.tables.model import Column, Row, RowKind, Table, Tone

MKR = Scale(Unit.MKR, 1)


def tables(shown: Overview, follow_up: FollowUp) -> Iterator[Table]:
    """The tables that the page shows: the largest deviations, and the map."""
    if shown.largest:
        yield largest_table(shown, follow_up)
    if shown.map.has_figures:
        yield map_table(shown.map, follow_up)


def largest_table(shown: Overview, follow_up: FollowUp) -> Table:
    """The largest deviations with what is said of them."""
    what = "Utfall" if shown.is_outcome else "Prognos"
    changes = tells_change(shown)
    change = (Column("forandring", "Sedan förra", Tone.DEVIATION),) if changes else ()
    told = tells_since(shown)
    since = (Column("sedan", "Underskott i år sedan", Tone.TEXT),) if told else ()
    return Table(
        key="storst",
        title=f"{what} mot budget, helår",
        stub="Verksamhet",
        scale=MKR,
        columns=(
            Column("avvikelse", "Avvikelse", Tone.DEVIATION),
            *since,
            *change,
            Column("varfor", "Varför", Tone.TEXT),
            Column("ansvar", "Ansvar", Tone.TEXT),
        ),
        rows=tuple(
            _largest(each, changes=changes, since=told) for each in shown.largest
        ),
        source=_source(follow_up),
    )


def tells_change(shown: Overview) -> bool:
    """Whether the largest deviations are told since the last follow-up."""
    return bool(shown.standing.last_title) and not shown.is_outcome


def tells_since(shown: Overview) -> bool:
    """Whether any of the largest deviations is a deficit that has been forecast."""
    return any(each.since for each in shown.largest)


def _largest(each: Largest, *, changes: bool, since: bool) -> Row:
    """An activity with its deviation and its text."""
    change = (each.change,) if changes else ()
    told = (each.since,) if since else ()
    comment = f"{each.when}{each.comment}" if each.comment else ""
    values = (each.deviation, *told, *change, comment, each.unit)
    return Row(each.code, each.name, values, code=each.code)


def map_table(shown: MonthMap, follow_up: FollowUp) -> Table:
    """The map of activity x month."""
    months = [Column(str(p), period_head(p), Tone.DEVIATION) for p in shown.periods]
    rows = [_of_map(f"r{at}", row) for at, row in enumerate(shown.rows)]
    return Table(
        key="karta",
        title=f"{TITLE}, {shown.year}",
        stub="Verksamhet",
        scale=MKR,
        columns=(*months, Column("hittills", sum_head(follow_up), Tone.DEVIATION)),
        rows=(*rows, _of_map("summa", shown.total, RowKind.TOTAL)),
        source=_source(follow_up),
    )


def _of_map(key: str, row: MapRow, kind: RowKind = RowKind.ROW) -> Row:
    """A row of the map with all its figures."""
    return Row(key, row.name, (*row.cells, row.to_date), kind, code=row.code)


def _source(follow_up: FollowUp) -> str:
    """What the tables rest on."""
    return f"huvudbok, budget och prognos, {follow_up.title}"
