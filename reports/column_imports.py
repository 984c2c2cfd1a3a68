"""Take in the columns of report tables: what each measures or tells, and when."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from committees.intake.sheets import Sheet, SheetRow
from committees.numbers import Unit
from committees.periods import Scenario, Span
from finance.figures import Measure
from goals.models import Sex
from reports.listings.counts import MONTHS_OF_QUARTER
from reports.listings.names import COUNTS, PLANS, attributes_of, listing_of, tone_of
from reports.models import ColumnDefinition, TableDefinition
from reports.row_imports import few_decimals
from reports.tables.spec import Asked

COLUMN_HEAD = (
    "Tabell",
    "Ordning",
    "Kolumn",
    "Rubrik",
    "Mått",
    "Scenario",
    "Årsförskjutning",
    "Omfång",
    "Minuend",
    "Subtrahend",
)
COLUMN_OPTIONAL = ("Månad", "Enhet", "Decimaler", "Uppgift", "Kön")

MONTHS = 12
DERIVED = frozenset({Measure.DEVIATION, Asked.QUANTITY_DIFFERENCE})
"""Measures that are the difference of two other columns."""
PLAIN = frozenset(Measure) - DERIVED | {Asked.SHARE}
"""Measures that need a scenario and a span."""
BY_MONTH = frozenset({Asked.QUANTITY, Asked.OUTCOME, Asked.WORDS, Asked.ATTRIBUTE})
"""Measures that a single month may have."""
READ = frozenset({Asked.OUTCOME, Asked.WORDS})
SPANNED = frozenset({Span.PERIOD, Span.YEAR})
SEXES = {sex.value: sex.value for sex in Sex if sex.value}


def values_of(enum: type[StrEnum]) -> dict[str, str]:
    """An enumeration's values, for looking up."""
    return {member.value: member.value for member in enum}


MEASURES = values_of(Measure) | values_of(Asked)


def import_columns(
    sheet: Sheet, tables: Mapping[str, TableDefinition]
) -> list[ColumnDefinition]:
    """Columns of the tables, as they were made."""
    made = [found for row in sheet.rows if (found := _column(sheet, row, tables))]
    _check_differences(sheet, made)
    if not sheet.faults:
        ColumnDefinition.objects.bulk_create(made)
    return made


def _column(
    sheet: Sheet, row: SheetRow, tables: Mapping[str, TableDefinition]
) -> ColumnDefinition | None:
    """One column; None where the sheet has faults."""
    table = sheet.known(row, "Tabell", tables)
    key = sheet.text(row, "Kolumn")
    sheet.once(row, sheet.optional(row, "Tabell"), key)
    measure = sheet.known(row, "Mått", MEASURES)
    when = _when(sheet, row, measure)
    derived = measure in DERIVED
    unit = sheet.known_or_none(row, "Enhet", values_of(Unit))
    decimals = sheet.optional(row, "Decimaler")
    values = {
        "position": sheet.whole(row, "Ordning"),
        "label": sheet.text(row, "Rubrik"),
        "minuend": sheet.text(row, "Minuend") if derived else "",
        "subtrahend": sheet.text(row, "Subtrahend") if derived else "",
        "unit": unit or "",
        "decimals": few_decimals(sheet, row) if decimals else 0,
        "attribute": sheet.optional(row, "Uppgift"),
        "sex": sheet.known_or_none(row, "Kön", SEXES) or "",
    }
    if table:
        _check_listing(sheet, row, table, measure)
        _check_percent(sheet, row, table, measure)
    if sheet.faults or not table:
        return None
    return ColumnDefinition(table=table, key=key, measure=measure, **when, **values)


def _when(sheet: Sheet, row: SheetRow, measure: str) -> dict[str, object]:
    """The time of a column: its scenario, year, and span or month."""
    scenario = sheet.known_or_none(row, "Scenario", values_of(Scenario))
    span = sheet.known_or_none(row, "Omfång", values_of(Span))
    month = sheet.whole(row, "Månad") if sheet.optional(row, "Månad") else 0
    offset = sheet.optional(row, "Årsförskjutning")
    if sheet.optional(row, "Månad") and not 1 <= month <= MONTHS:
        sheet.fault(row, "Månad", "ange månaden som ett heltal från 1 till 12.")
    if month and span:
        sheet.fault(row, "Månad", "ange antingen Omfång eller Månad, inte båda.")
    if month and measure not in BY_MONTH:
        sheet.fault(row, "Månad", "bara måttet mängd visas för en enskild månad.")
    if measure == Asked.QUANTITY and not month and span not in SPANNED:
        sheet.fault(row, "Omfång", "en mängd behöver omfånget period eller år.")
    if measure in READ and not month and span not in SPANNED:
        message = f"{measure} behöver omfånget period eller år, eller en månad."
        sheet.fault(row, "Omfång", message)
    if measure in PLAIN and (scenario is None or span is None):
        sheet.fault(row, "Scenario", "scenario och omfång behövs för måttet.")
    if sheet.optional(row, "Kön") and measure not in READ:
        sheet.fault(row, "Kön", "bara utfall av indikatorer delas på kön.")
    return {
        "scenario": scenario or "",
        "span": span or "",
        "month": month,
        "year_offset": sheet.whole(row, "Årsförskjutning") if offset else 0,
    }


def _check_listing(
    sheet: Sheet, row: SheetRow, table: TableDefinition, measure: str
) -> None:
    """A listing's columns tell what it has; other tables' columns tell no attribute."""
    attribute = sheet.optional(row, "Uppgift")
    if not table.listing:
        if attribute or measure == Asked.ATTRIBUTE:
            message = f"{table.key} är ingen förteckning och har inga uppgifter."
            sheet.fault(row, "Uppgift", message)
        return
    if measure != Asked.ATTRIBUTE:
        message = f"{table.key} är en förteckning. Måttet ska vara uppgift."
        sheet.fault(row, "Mått", message)
    elif tone_of(table.listing, attribute) is None:
        known = attributes_of(table.listing)
        message = f"{attribute or 'uppgiften'} finns inte. De som finns: {known}."
        sheet.fault(row, "Uppgift", message)
    else:
        _check_attribute(sheet, row, table, attribute)


def _check_attribute(
    sheet: Sheet, row: SheetRow, table: TableDefinition, attribute: str
) -> None:
    """An attribute has the time that it is asked with, and no other."""
    kind = listing_of(table.listing).kind
    share = attribute == "andel"
    when = [sheet.optional(row, column) for column in ("Scenario", "Omfång")]
    if share and not all(when):
        sheet.fault(row, "Scenario", "en andel behöver scenario och omfång.")
    if not share and any(when):
        sheet.fault(row, "Scenario", f"{attribute} har varken scenario eller omfång.")
    month = sheet.optional(row, "Månad")
    if not month or not month.isdecimal():
        return
    if kind not in COUNTS and not (
        kind == PLANS and attribute in {"prognos", "utfall"}
    ):
        sheet.fault(row, "Månad", f"{attribute} har ingen månad.")
    if kind in COUNTS and int(month) % MONTHS_OF_QUARTER:
        sheet.fault(row, "Månad", "ange kvartalets sista månad: 3, 6, 9 eller 12.")


def _check_percent(
    sheet: Sheet, row: SheetRow, table: TableDefinition, measure: str
) -> None:
    """Money is not shown as percent, nor percent as money."""
    unit = sheet.optional(row, "Enhet") or table.unit
    money = measure in set(Measure)
    if money and unit == Unit.PERCENT:
        message = "måttet är pengar. Ange kolumnens enhet: kr, tkr eller mkr."
        sheet.fault(row, "Enhet", message)
    if measure == Asked.SHARE and sheet.optional(row, "Enhet") not in {
        "",
        Unit.PERCENT,
    }:
        sheet.fault(row, "Enhet", "en andel visas i procent.")


def _check_differences(sheet: Sheet, columns: list[ColumnDefinition]) -> None:
    """A difference is between columns that its table has."""
    keys = {(column.table_id, column.key) for column in columns}
    for column in columns:
        for part in (column.minuend, column.subtrahend):
            if part and (column.table_id, part) not in keys:
                message = f"{column.table.key}: kolumnen {part} finns inte."
                sheet.fault(None, "Minuend", message)
