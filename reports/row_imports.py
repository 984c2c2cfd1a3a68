"""Take in the rows of report tables; every code that they name must exist."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from committees.intake.sheets import Sheet, SheetRow
from committees.models import ActivityPlacement, Committee, CostCentrePlacement
from committees.periods import Scenario
from finance.figures import Measure
from finance.models import AccountGroup, BudgetDecision, InvestmentProject, Purpose
from reports.indicators.links import IndicatorCode, indicator_codes
from reports.models import ColumnDefinition, RowDefinition, TableDefinition
from reports.quantities.quantity_codes import QuantityCodes, quantity_codes
from reports.tables.model import RowKind
from reports.tables.spec import Asked

ROW_HEAD = (
    "Tabell",
    "Ordning",
    "Rad",
    "Kod",
    "Etikett",
    "Slag",
    "Nivå",
    "Mått",
    "Verksamheter",
    "Grupper",
    "Projekt",
    "Konton",
    "Beslut",
    "Utelämna",
)
ROW_OPTIONAL = (
    "Serier",
    "Nyckeltal",
    "Kvot",
    "Scenario",
    "Årsförskjutning",
    "Texter",
    "Enhet",
    "Decimaler",
    "Indikator",
    "Ansvar",
)
QUANTITIES = ("Serier", "Nyckeltal", "Kvot")
NOT_BY_UNIT = ("Verksamheter", "Projekt", "Konton", "Beslut", *QUANTITIES)
BY_UNIT = frozenset({None, Measure.NET, Measure.REVENUE, Measure.COST})
MOST_DECIMALS = 6


@dataclass(frozen=True, slots=True)
class Among:
    """What the cells of table rows may name."""

    codes: Mapping[str, set[str]]
    quantities: QuantityCodes
    indicators: Mapping[str, IndicatorCode]
    columns: Mapping[int, list[ColumnDefinition]]


def import_rows(
    sheet: Sheet,
    tables: Mapping[str, TableDefinition],
    columns: Sequence[ColumnDefinition],
    committee: Committee,
) -> None:
    """Rows of the tables; nothing is written where any of them has a fault."""
    by_table: dict[int, list[ColumnDefinition]] = {}
    for column in columns:
        by_table.setdefault(column.table_id, []).append(column)
    among = Among(
        _codes(committee),
        quantity_codes(committee),
        indicator_codes(committee),
        by_table,
    )
    made = [found for row in sheet.rows if (found := _row(sheet, row, tables, among))]
    if not sheet.faults:
        RowDefinition.objects.bulk_create(made)


def _row(
    sheet: Sheet, row: SheetRow, tables: Mapping[str, TableDefinition], among: Among
) -> RowDefinition | None:
    """One row; None where the sheet has faults."""
    table = sheet.known(row, "Tabell", tables)
    key = sheet.text(row, "Rad")
    sheet.once(row, sheet.optional(row, "Tabell"), key)
    kind = sheet.known(row, "Slag", {str(k.value): k for k in RowKind})
    measure = sheet.known_or_none(row, "Mått", {str(m.value): m for m in Measure})
    level = sheet.whole(row, "Nivå") if sheet.optional(row, "Nivå") else 0
    for column, known in among.codes.items():
        _check_codes(sheet, row, column, known)
    position, label = sheet.whole(row, "Ordning"), sheet.text(row, "Etikett")
    asked = _quantity(sheet, row, among, table)
    _check_indicator(sheet, row, among)
    _check_centres(sheet, row, measure)
    if table and table.listing:
        message = f"{table.key} är en förteckning och har inga egna rader."
        sheet.fault(row, "Tabell", message)
    if sheet.faults or not table:
        return None
    return RowDefinition(
        table=table,
        position=position,
        key=key,
        code=sheet.optional(row, "Kod"),
        label=label,
        kind=kind,
        level=level,
        measure=measure or "",
        activities=sheet.optional(row, "Verksamheter"),
        groups=sheet.optional(row, "Grupper"),
        projects=sheet.optional(row, "Projekt"),
        accounts=sheet.optional(row, "Konton"),
        decisions=sheet.optional(row, "Beslut"),
        omitted=sheet.optional(row, "Utelämna"),
        indicator=sheet.optional(row, "Indikator"),
        cost_centres=sheet.optional(row, "Ansvar"),
        **asked,
    )


def _quantity(
    sheet: Sheet, row: SheetRow, among: Among, table: TableDefinition | None
) -> dict[str, object]:
    """What a row has of quantities, times and texts, as fields of its definition."""
    columns = among.columns.get(table.pk, []) if table else []
    _check_quantity(sheet, row, among.quantities)
    scenario = sheet.known_or_none(
        row, "Scenario", {str(s.value): str(s.value) for s in Scenario}
    )
    if any(map(sheet.optional, [row] * len(QUANTITIES), QUANTITIES)) and not scenario:
        _check_scenarios(sheet, row, columns)
    if sheet.optional(row, "Årsförskjutning") and not scenario:
        sheet.fault(row, "Scenario", "årsförskjutning på en rad behöver ett scenario.")
    return {
        "series": sheet.optional(row, "Serier"),
        "unit_cost": sheet.optional(row, "Nyckeltal"),
        "ratio": sheet.optional(row, "Kvot"),
        "scenario": scenario or "",
        "year_offset": _whole_or(sheet, row, "Årsförskjutning", 0),
        "texts": _texts(sheet, row, columns),
        "unit": sheet.optional(row, "Enhet"),
        "decimals": _decimals(sheet, row),
    }


def _check_quantity(sheet: Sheet, row: SheetRow, codes: QuantityCodes) -> None:
    """A row has at most one quantity, of series that may be added."""
    if sum(bool(sheet.optional(row, column)) for column in QUANTITIES) > 1:
        message = "raden kan bara ha ett av Serier, Nyckeltal och Kvot."
        sheet.fault(row, "Serier", message)
    sheet.known_or_none(row, "Nyckeltal", codes.unit_costs)
    sheet.known_or_none(row, "Kvot", codes.ratios)
    named = sheet.optional(row, "Serier").split()
    unknown = [code for code in named if not codes.series_ids([code])]
    for code in unknown:
        if code not in sheet.doubt:
            sheet.fault(row, "Serier", f"{code} finns inte.")
    if not unknown:
        for message in codes.what_hinders(named):
            sheet.fault(row, "Serier", message)


def _check_indicator(sheet: Sheet, row: SheetRow, among: Among) -> None:
    """A row of an indicator tells of it alone."""
    if not sheet.optional(row, "Indikator"):
        return
    sheet.known(row, "Indikator", among.indicators)
    beside = [c for c in (*among.codes, *QUANTITIES) if sheet.optional(row, c)]
    if beside:
        message = f"en rad med en indikator kan inte också ha {', '.join(beside)}."
        sheet.fault(row, "Indikator", message)


def _check_centres(sheet: Sheet, row: SheetRow, measure: Measure | None) -> None:
    """Money lies by cost centre or by activity, and only what is booked lies so."""
    if not sheet.optional(row, "Ansvar"):
        return
    beside = [column for column in NOT_BY_UNIT if sheet.optional(row, column)]
    if beside:
        message = f"en rad med Ansvar kan inte också ha {', '.join(beside)}."
        sheet.fault(row, "Ansvar", message)
    if measure not in BY_UNIT:
        sheet.fault(row, "Mått", f"{measure} finns inte per ansvar.")


def _check_scenarios(
    sheet: Sheet, row: SheetRow, columns: Sequence[ColumnDefinition]
) -> None:
    """A quantity needs a scenario, from its row or from its column."""
    for column in columns:
        if column.measure == Asked.QUANTITY and not column.scenario:
            message = (
                f"scenario behövs, för kolumnen {column.key} har inget. "
                "Ange det på raden eller på kolumnen."
            )
            sheet.fault(row, "Scenario", message)


def _texts(
    sheet: Sheet, row: SheetRow, columns: Sequence[ColumnDefinition]
) -> dict[str, str]:
    """`kolumnnyckel=text|kolumnnyckel=text`, of columns that hold text."""
    found: dict[str, str] = {}
    keys = {column.key for column in columns if column.measure == Asked.TEXT}
    for part in filter(None, sheet.optional(row, "Texter").split("|")):
        key, equals, text = (each.strip() for each in part.partition("="))
        if not equals:
            sheet.fault(row, "Texter", f"”{part}” ska skrivas kolumnnyckel=text.")
        elif key not in keys | sheet.doubt:
            message = f"{key} är ingen kolumn med måttet text i tabellen."
            sheet.fault(row, "Texter", message)
        found[key] = text
    return found


def _decimals(sheet: Sheet, row: SheetRow) -> int | None:
    """How many decimals the row is shown with; None for its quantity's own."""
    if not sheet.optional(row, "Decimaler"):
        return None
    return few_decimals(sheet, row)


def few_decimals(sheet: Sheet, row: SheetRow) -> int:
    """A number of decimals that can be shown."""
    decimals = sheet.whole(row, "Decimaler")
    if not 0 <= decimals <= MOST_DECIMALS:
        sheet.fault(row, "Decimaler", f"ange ett heltal från 0 till {MOST_DECIMALS}.")
    return decimals


def _whole_or(sheet: Sheet, row: SheetRow, column: str, default: int) -> int:
    """A whole number, or what an empty cell means."""
    return sheet.whole(row, column) if sheet.optional(row, column) else default


def _codes(committee: Committee) -> dict[str, set[str]]:
    """The codes that table rows may name, by column."""
    groups = AccountGroup.objects.filter(grouping__committee=committee)
    statement = groups.exclude(grouping__purpose=Purpose.BALANCE)
    balance = groups.filter(grouping__purpose=Purpose.BALANCE)
    activities = ActivityPlacement.objects.filter(committee=committee)
    projects = InvestmentProject.objects.filter(committee=committee)
    decisions = BudgetDecision.objects.filter(committee=committee)
    centres = CostCentrePlacement.objects.filter(committee=committee)
    words = {"*", "ettåriga", "fleråriga"}
    return {
        "Verksamheter": {"*", *activities.values_list("activity__code", flat=True)},
        "Grupper": set(statement.values_list("code", flat=True)),
        "Projekt": words | set(projects.values_list("code", flat=True)),
        "Konton": set(balance.values_list("code", flat=True)),
        "Beslut": set(decisions.values_list("code", flat=True)),
        "Ansvar": set(centres.values_list("cost_centre__code", flat=True)),
    }


def _check_codes(sheet: Sheet, row: SheetRow, column: str, known: set[str]) -> None:
    """Note every code in a cell that does not exist."""
    for code in sheet.optional(row, column).split():
        if code not in known and code not in sheet.doubt:
            sheet.fault(row, column, f"{code} finns inte.")
