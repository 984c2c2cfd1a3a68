"""The formula of a cell that is no plain sum of rows: its terms as lines of text.

A difference is told by the table's own cells. Everything else is told from what the
table was built from, so that a line and its cell cannot differ.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from committees.numbers import Scale, Unit, with_unit
from finance.figures import Measure, Selection, Series, figure
from finance.models import Account, BudgetDecision, InvestmentProject
from reports.tables.model import Column, Row, Table, Tone
from reports.tables.spec import (
    EFFECTS,
    OF_INDICATORS,
    Asked,
    RowSpec,
)
from reports.workings.cell import Cell, Line
from reports.workings.cell_quantities import (
    effect_lines,
    quantity_lines,
    reading_lines,
)
from reports.workings.cell_words import DIFFERENCES

KRONOR = Scale(Unit.KR, decimals=2)
FORMULA = "sa-raknas-siffran"
"""The key of a cell's formula as a table."""


def own_lines(cell: Cell) -> tuple[Line, ...]:
    """The terms of a difference: the table's own cells, which its readers see."""
    column = cell.column_spec
    if column.measure not in DIFFERENCES:
        return ()
    return cell.beside(column.minuend), cell.beside(column.subtrahend)


def lines(cell: Cell) -> tuple[Line, ...]:
    """The terms of a cell, for those who work with the follow-up."""
    row, what = cell.row_spec, cell.column_spec.measure
    if row is None or what in DIFFERENCES:
        return ()
    if what in EFFECTS:
        return effect_lines(cell, row)
    if row.quantity and what in {Asked.QUANTITY, Asked.OUTCOME}:
        return quantity_lines(cell, row.quantity)
    if row.indicator and what in OF_INDICATORS:
        return reading_lines(cell, row)
    return _money(cell, row)


def formula_table(cell: Cell, terms: Iterable[Line]) -> Table:
    """The terms of a cell as they read on its page, and the cell itself."""
    own = Line(f"{cell.row.label}, {cell.column.label}", cell.text())
    return Table(
        key=FORMULA,
        title=f"{cell.table.title}: så räknas siffran",
        stub="Del av formeln",
        scale=KRONOR,
        columns=(
            Column("siffra", "Siffra", Tone.TEXT),
            Column("fran", "Från", Tone.TEXT),
        ),
        rows=tuple(
            Row(f"r{at}", each.label, (each.text, each.note))
            for at, each in enumerate((*terms, own))
        ),
    )


def _money(cell: Cell, row: RowSpec) -> tuple[Line, ...]:
    """The terms of money that is no plain sum of ledger, budget or forecast rows."""
    what, time = cell.column_spec.measure, cell.time
    if row.selection is None or time is None or time.series is None:
        return ()
    if what is Asked.SHARE:
        return _share(cell, row, time.series)
    measure = row.measure or what
    if measure is Measure.RESULT:
        return _result(cell, row.selection, time.series)
    if measure in {Measure.GRANT, Measure.INVESTMENT, Measure.BALANCE}:
        return _listed(cell, row.selection, Measure(measure), time.series)
    return ()


def _kronor(cell: Cell, selection: Selection, measure: Measure, of: Series) -> str:
    """A figure of the table's books, exact."""
    ore = figure(cell.known.books, selection, measure=measure, series=of)
    return with_unit(ore, KRONOR)


def _result(cell: Cell, selection: Selection, of: Series) -> tuple[Line, ...]:
    """A result: the grant and the net."""
    grant = _listed(cell, selection, Measure.GRANT, of)
    return (
        *grant,
        Line("Nämndbidrag", _kronor(cell, selection, Measure.GRANT, of)),
        Line("+ Netto", _kronor(cell, selection, Measure.NET, of)),
        Line("= Resultat", _kronor(cell, selection, Measure.RESULT, of)),
    )


def _share(cell: Cell, row: RowSpec, of: Series) -> tuple[Line, ...]:
    """A share: the part and the whole."""
    measure, selection = row.measure or Measure.NET, row.selection or Selection()
    return (
        Line("Raden", _kronor(cell, selection, measure, of)),
        Line("Nämndens summa", _kronor(cell, Selection(), measure, of)),
    )


def _listed(
    cell: Cell, selection: Selection, measure: Measure, of: Series
) -> tuple[Line, ...]:
    """Grants by decision, investments by project, balances by account."""
    books = cell.known.books
    if measure is Measure.GRANT:
        return _grants(cell, selection, of)
    if measure is Measure.INVESTMENT:
        found = books.investments.get(of, {})
        names = InvestmentProject.objects.filter(pk__in=selection.projects)
        told: Iterable[InvestmentProject | Account] = names.order_by("code")
    else:
        found = books.balance.get(of, {})
        told = Account.objects.filter(pk__in=selection.accounts).order_by("code")
    return tuple(
        Line(str(each), with_unit(found[each.pk], KRONOR))
        for each in told
        if each.pk in found
    )


def _grants(cell: Cell, selection: Selection, of: Series) -> tuple[Line, ...]:
    """The grant by the decisions that gave it; a grant is received as decided."""
    titles: Mapping[str, BudgetDecision] = {
        each.code: each
        for each in BudgetDecision.objects.filter(committee=cell.follow_up.committee)
    }
    codes = sorted(titles, key=lambda code: (titles[code].decided_on, code))
    chosen = selection.decisions
    found = []
    for code in codes:
        if chosen is not None and code not in chosen:
            continue
        alone = Selection(activities=selection.activities, decisions=(code,))
        ore = figure(cell.known.books, alone, measure=Measure.GRANT, series=of)
        if ore is not None:
            each = titles[code]
            note = f"{each.decided_on} {each.diary_number}".strip()
            found.append(Line(each.title, with_unit(ore, KRONOR), note=note))
    return tuple(found)
