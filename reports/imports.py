"""Take in what reports are made of: table definitions, outline and texts."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

import nh3

from committees.imports import follow_ups_by_month
from committees.intake.sheets import Sheet, SheetRow
from committees.models import ActivityPlacement, Committee
from committees.numbers import Unit
from committees.periods import Span
from finance.figures import Measure, Scenario
from finance.models import AccountGroup, BudgetDecision, InvestmentProject, Purpose
from reports.document import Placement
from reports.drawing import CHARTS
from reports.models import (
    ColumnDefinition,
    OutlineItem,
    OutlineKind,
    ReportText,
    RowDefinition,
    TableDefinition,
)
from reports.tables.model import RowKind

TABLE_HEAD = (
    "Tabell",
    "Titel",
    "Förspalt",
    "Enhet",
    "Decimaler",
    "Kostnader",
    "Från",
    "Till",
    "Not",
)
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
OUTLINE_HEAD = ("Ordning", "Typ", "Nyckel", "Rubrik", "Nivå", "Placering")
TEXT_HEAD = ("Uppföljning", "Nyckel", "Text")

SIGNS = {"negativa": False, "positiva": True}
TEXT_TAGS = {"p", "ul", "ol", "li", "strong", "em", "br", "data"}
TEXT_ATTRIBUTES = {"data": {"value"}}


def _values(enum: type[StrEnum]) -> dict[str, str]:
    """An enumeration's values, for looking up."""
    return {member.value: member.value for member in enum}


def clean_html(html: str) -> str:
    """A text with nothing left but the elements a report text may have."""
    return nh3.clean(html, tags=TEXT_TAGS, attributes=TEXT_ATTRIBUTES)


def import_tables(
    tables: Sheet, columns: Sheet, rows: Sheet, *, committee: Committee
) -> None:
    """A committee's table definitions; those it had are replaced."""
    committee.renew_structure()
    known = _import_definitions(tables, committee)
    columns.rests_on([tables])
    rows.rests_on([tables])
    _import_columns(columns, known)
    _import_rows(rows, known, committee)


def _import_definitions(
    sheet: Sheet, committee: Committee
) -> dict[str, TableDefinition]:
    """The tables themselves, by key."""
    known: dict[str, TableDefinition] = {}
    for position, row in enumerate(sheet.rows, start=1):
        key = sheet.text(row, "Tabell")
        sheet.once(row, key)
        unit = sheet.known(row, "Enhet", _values(Unit))
        positive = sheet.known(row, "Kostnader", SIGNS)
        values = {
            "position": position,
            "title": sheet.text(row, "Titel"),
            "stub": sheet.text(row, "Förspalt"),
            "unit": unit,
            "decimals": sheet.whole(row, "Decimaler"),
            "costs_positive": positive,
            "from_month": sheet.month(row, "Från", default=0),
            "to_month": sheet.month(row, "Till"),
            "note": sheet.optional(row, "Not"),
        }
        if not sheet.faults:
            known[key], _ = TableDefinition.objects.update_or_create(
                committee=committee, key=key, defaults=values
            )
            known[key].columns.all().delete()
            known[key].rows.all().delete()
    return known


def _import_columns(sheet: Sheet, tables: Mapping[str, TableDefinition]) -> None:
    """Columns of the tables."""
    made: list[ColumnDefinition] = []
    for row in sheet.rows:
        table = sheet.known(row, "Tabell", tables)
        key = sheet.text(row, "Kolumn")
        sheet.once(row, sheet.optional(row, "Tabell"), key)
        measure = sheet.known(row, "Mått", _values(Measure))
        scenario = sheet.known_or_none(row, "Scenario", _values(Scenario))
        span = sheet.known_or_none(row, "Omfång", _values(Span))
        derived = measure == Measure.DEVIATION
        if not derived and (scenario is None or span is None):
            sheet.fault(row, "Scenario", "scenario och omfång behövs för måttet.")
        offset = sheet.optional(row, "Årsförskjutning")
        values = {
            "position": sheet.whole(row, "Ordning"),
            "label": sheet.text(row, "Rubrik"),
            "year_offset": sheet.whole(row, "Årsförskjutning") if offset else 0,
            "minuend": sheet.text(row, "Minuend") if derived else "",
            "subtrahend": sheet.text(row, "Subtrahend") if derived else "",
        }
        if not sheet.faults and table:
            made.append(
                ColumnDefinition(
                    table=table,
                    key=key,
                    measure=measure,
                    scenario=scenario or "",
                    span=span or "",
                    **values,
                )
            )
    _check_differences(sheet, made)
    if not sheet.faults:
        ColumnDefinition.objects.bulk_create(made)


def _check_differences(sheet: Sheet, columns: list[ColumnDefinition]) -> None:
    """A difference is between columns that its table has."""
    keys = {(column.table_id, column.key) for column in columns}
    for column in columns:
        for part in (column.minuend, column.subtrahend):
            if part and (column.table_id, part) not in keys:
                message = f"{column.table.key}: kolumnen {part} finns inte."
                sheet.fault(None, "Minuend", message)


def _import_rows(
    sheet: Sheet, tables: Mapping[str, TableDefinition], committee: Committee
) -> None:
    """Rows of the tables; every code they name must exist."""
    codes = _codes(committee)
    made: list[RowDefinition] = []
    for row in sheet.rows:
        table = sheet.known(row, "Tabell", tables)
        key = sheet.text(row, "Rad")
        sheet.once(row, sheet.optional(row, "Tabell"), key)
        kind = sheet.known(row, "Slag", _values(RowKind))
        measure = sheet.known_or_none(row, "Mått", _values(Measure))
        level = sheet.whole(row, "Nivå") if sheet.optional(row, "Nivå") else 0
        for column, known in codes.items():
            _check_codes(sheet, row, column, known)
        position, label = sheet.whole(row, "Ordning"), sheet.text(row, "Etikett")
        if not sheet.faults and table:
            made.append(
                RowDefinition(
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
                )
            )
    if not sheet.faults:
        RowDefinition.objects.bulk_create(made)


def _codes(committee: Committee) -> dict[str, set[str]]:
    """The codes that table rows may name, by column."""
    groups = AccountGroup.objects.filter(grouping__committee=committee)
    statement = groups.exclude(grouping__purpose=Purpose.BALANCE)
    balance = groups.filter(grouping__purpose=Purpose.BALANCE)
    activities = ActivityPlacement.objects.filter(committee=committee)
    projects = InvestmentProject.objects.filter(committee=committee)
    decisions = BudgetDecision.objects.filter(committee=committee)
    words = {"*", "ettåriga", "fleråriga"}
    return {
        "Verksamheter": {"*", *activities.values_list("activity__code", flat=True)},
        "Grupper": set(statement.values_list("code", flat=True)),
        "Projekt": words | set(projects.values_list("code", flat=True)),
        "Konton": set(balance.values_list("code", flat=True)),
        "Beslut": set(decisions.values_list("code", flat=True)),
    }


def _check_codes(sheet: Sheet, row: SheetRow, column: str, known: set[str]) -> None:
    """Note every code in a cell that does not exist."""
    for code in sheet.optional(row, column).split():
        if code not in known and code not in sheet.doubt:
            sheet.fault(row, column, f"{code} finns inte.")


def import_outline(sheet: Sheet, committee: Committee) -> None:
    """The outline of a committee's report; the one it had is replaced."""
    kinds = {str(kind.value): kind for kind in OutlineKind}
    tables = TableDefinition.objects.filter(committee=committee)
    keys: dict[str, dict[str, str]] = {
        OutlineKind.TABLE: {key: key for key in tables.values_list("key", flat=True)},
        OutlineKind.CHART: {key: key for key in CHARTS},
    }
    made: list[OutlineItem] = []
    for row in sheet.rows:
        kind = sheet.known(row, "Typ", kinds)
        placement = sheet.known(row, "Placering", _values(Placement))
        level = sheet.whole(row, "Nivå") if sheet.optional(row, "Nivå") else 1
        position, key = sheet.whole(row, "Ordning"), sheet.text(row, "Nyckel")
        sheet.once(row, "Ordning", position)
        if kind in keys:
            sheet.known(row, "Nyckel", keys[kind])
        if not sheet.faults:
            made.append(
                OutlineItem(
                    committee=committee,
                    position=position,
                    kind=kind,
                    key=key,
                    heading=sheet.optional(row, "Rubrik"),
                    level=level,
                    placement=placement,
                )
            )
    if not sheet.faults:
        OutlineItem.objects.filter(committee=committee).delete()
        OutlineItem.objects.bulk_create(made)


def import_texts(sheet: Sheet, committee: Committee) -> None:
    """Texts of sections by follow-up, sanitised."""
    follow_ups = follow_ups_by_month(committee)
    for row in sheet.rows:
        follow_up = sheet.known(row, "Uppföljning", follow_ups)
        key, html = sheet.text(row, "Nyckel"), sheet.text(row, "Text")
        sheet.once(row, sheet.optional(row, "Uppföljning"), key)
        if not sheet.faults:
            ReportText.objects.update_or_create(
                follow_up=follow_up, key=key, defaults={"html": clean_html(html)}
            )
