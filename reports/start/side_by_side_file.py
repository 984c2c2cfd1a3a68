"""Several committees side by side as a file."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from django.http import Http404, HttpRequest, HttpResponse

from committees.access import today
from committees.limits import limited
from committees.numbers import Scale, Unit
from reports import files
from reports.start.besides import Beside
from reports.tables.model import Column, Row, Table, Tone

NAME = "mina-namnder"
"""What the file is called, less the suffix."""
MKR, PERCENT, COUNT = Scale(Unit.MKR, 1), Scale(Unit.PERCENT, 1), Scale(Unit.COUNT)


@limited("export")
def beside_file(
    _request: HttpRequest, rows: Iterable[Beside], asked: str
) -> HttpResponse:
    """The committees in a format, in the page's order; Http404 of another file."""
    stem, _, suffix = asked.rpartition(".")
    if stem != NAME:
        raise Http404("Sidan har ingen fil med det namnet.")
    body = files.table_body(beside_table(rows), suffix, created=today())
    return files.attachment(body, asked)


def beside_table(rows: Iterable[Beside]) -> Table:
    """What the page shows of each committee."""
    return Table(
        key=NAME,
        title="Läget i varje nämnd",
        stub="Nämnd",
        scale=MKR,
        columns=(
            Column("uppfoljning", "Uppföljning", Tone.TEXT),
            Column("lage", "Läge", Tone.TEXT),
            Column("hittills", "Avvikelse hittills", Tone.DEVIATION),
            Column("prognos", "Prognosavvikelse", Tone.DEVIATION),
            Column("andel", "Andel av ramen", Tone.DEVIATION, scale=PERCENT),
            Column("forandring", "Sedan förra", Tone.DEVIATION),
            Column("inlamnat", "Inlämnade ansvar", scale=COUNT),
            Column("ansvar", "Ansvar som är med", scale=COUNT),
        ),
        rows=tuple(_row(each) for each in rows),
    )


def _row(each: Beside) -> Row:
    """A committee's line."""
    committee, total = each.place.committee, each.total
    known = total.deviation is not None and total.frame
    return Row(
        committee.slug,
        f"{committee.name}, {committee.municipality.name}",
        (
            each.follow_up.title,
            each.follow_up.get_state_display(),
            total.to_date,
            total.deviation,
            Fraction(100 * (total.deviation or 0), total.frame or 1) if known else None,
            total.change,
            each.handed_in if each.units else None,
            each.units or None,
        ),
    )
