"""How a cell of a report table is computed, in words."""

from __future__ import annotations

from committees.numbers import MINUS
from finance.figures import Measure
from reports.listings import names
from reports.listings.names import listing_of
from reports.tables.spec import OF_INDICATORS, Asked, Quantity, QuantityKind
from reports.workings.cell import Cell

DIFFERENCES = frozenset({Measure.DEVIATION, Asked.QUANTITY_DIFFERENCE})
STORED = {
    Measure.NET: "netto: intäkter minus kostnader",
    Measure.REVENUE: "intäkter, utan det som säljs inom nämnden",
    Measure.COST: "kostnader, utan det som köps inom nämnden",
    Measure.GRANT: "nämndbidrag efter beslut",
    Measure.RESULT: "resultat: nämndbidrag plus netto",
    Measure.INVESTMENT: "investeringar i de projekt som raden tar med",
    Measure.BALANCE: "ställning på kontona: ingående balans och årets förändringar",
}
RULE_10 = {
    Asked.VOLUME_EFFECT: (
        f"Volymeffekt = (volym som jämförs {MINUS} volym i budget) × pris per enhet."
    ),
    Asked.MIX_EFFECT: (
        "Mixeffekt = vad det kostar att volymen är fördelad på annat sätt än budgeten."
    ),
    Asked.PRICE_EFFECT: (
        f"Priseffekt = kostnad som jämförs {MINUS} volym som jämförs × pris per enhet."
    ),
    Asked.RECONCILED: (
        "Volymavstämning = skillnaden i volym × den prislapp som betalas tillbaka."
    ),
}


def cell_formula(cell: Cell) -> str:
    """How a cell is computed, in words."""
    column, row = cell.column_spec, cell.row_spec
    what = column.measure
    if what in DIFFERENCES:
        first, second = (
            _label(cell, key) for key in (column.minuend, column.subtrahend)
        )
        return f"{cell.column.label} = {first} {MINUS} {second}."
    if what in RULE_10:
        return RULE_10[Asked(what)]
    if what is Asked.SHARE:
        return "Andel = radens belopp × 100 / nämndens summa."
    if what in OF_INDICATORS and row and not row.is_linked:
        return "Värdet är mätt eller beslutat, inte uträknat."
    if row and row.quantity:
        return _of_quantity(cell, row.quantity)
    measure = (row.measure if row else None) or what
    told = STORED.get(Measure(measure), "") if isinstance(measure, Measure) else ""
    return f"{cell.row.label}, {cell.column.label} = {told}." if told else ""


def _label(cell: Cell, key: str) -> str:
    """A column's heading within a sentence."""
    label = cell.table.columns[cell.table.column_index(key)].label
    return label[:1].lower() + label[1:]


def _of_quantity(cell: Cell, quantity: Quantity) -> str:
    """How a quantity is computed."""
    if quantity.kind is QuantityKind.SERIES:
        many = len(quantity.ids) > 1
        return "Summan av volymserierna." if many else "Volymseriens värde."
    if quantity.kind is QuantityKind.RATIO:
        of = cell.known.ratios.get(quantity.ids[0])
        return f"Täljaren / nämnaren{' × 100' if of and of.percent else ''}."
    of_cost = cell.known.unit_costs.get(quantity.ids[0])
    per_day = of_cost is not None and of_cost.per_day
    divisor = "(volym × årets dagar)" if per_day else "volym"
    return f"Kostnad per enhet = belopp / {divisor}."


LISTED = {
    names.CONTROLS: ("goals:control", "Internkontroll"),
    names.PLANS: ("reports:action_plan", "Handlingsplan"),
    names.SAVINGS: ("finance:savings", "Effektiviseringar"),
    names.BY_COST_TYPE: ("finance:savings", "Effektiviseringar"),
    names.BY_RESPONSIBILITY: ("finance:savings", "Effektiviseringar"),
    names.PROVIDERS: ("reports:providers", "Externa utförare"),
    names.UNEXECUTED_COUNT: ("reports:decision_counts", "Beslut"),
    names.INTERRUPTED_COUNT: ("reports:decision_counts", "Beslut"),
    "åtagande": ("goals:commitments", "Åtaganden"),
}
"""The page that a listing's rows are kept on, and its name; goals where not told."""


def listing_page(cell: Cell) -> tuple[str, str]:
    """Where the rows of a listing are kept: the page's name in addresses and words."""
    kind = listing_of(cell.spec.listing).kind
    return LISTED.get(kind, ("goals:goals", "Mål"))
