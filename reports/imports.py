"""Take in what reports are made of: table definitions, outline and texts."""

from __future__ import annotations

import nh3
from django.db.models import Q

from committees.imports import follow_ups_by_month
from committees.intake.sheets import Sheet, SheetRow
from committees.models import Committee
from committees.numbers import Unit
from reports.column_imports import (
    COLUMN_HEAD,
    COLUMN_OPTIONAL,
    import_columns,
    values_of,
)
from reports.document import Placement
from reports.drawing import CHARTS
from reports.effect_bars import PARTS
from reports.listings.names import listing_of, what_hinders
from reports.models import (
    OutlineItem,
    OutlineKind,
    ReportText,
    TableDefinition,
)
from reports.row_imports import ROW_HEAD, ROW_OPTIONAL, import_rows

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
TABLE_OPTIONAL = ("Förteckning",)
OUTLINE_HEAD = ("Ordning", "Typ", "Nyckel", "Rubrik", "Nivå", "Placering")
TEXT_HEAD = ("Uppföljning", "Nyckel", "Text")

__all__ = [
    "COLUMN_HEAD",
    "COLUMN_OPTIONAL",
    "OUTLINE_HEAD",
    "ROW_HEAD",
    "ROW_OPTIONAL",
    "TABLE_HEAD",
    "TABLE_OPTIONAL",
    "TEXT_HEAD",
    "clean_html",
    "import_outline",
    "import_tables",
    "import_texts",
]

SIGNS = {"negativa": False, "positiva": True}
TEXT_TAGS = {"p", "ul", "ol", "li", "strong", "em", "br", "data"}
TEXT_ATTRIBUTES = {"data": {"value"}}


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
    made = import_columns(columns, known)
    rows.rests_on([columns])
    import_rows(rows, known, made, committee)


def _import_definitions(
    sheet: Sheet, committee: Committee
) -> dict[str, TableDefinition]:
    """The tables themselves, by key."""
    known: dict[str, TableDefinition] = {}
    for position, row in enumerate(sheet.rows, start=1):
        key = sheet.text(row, "Tabell")
        sheet.once(row, key)
        unit = sheet.known(row, "Enhet", values_of(Unit))
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
            "listing": _listing(sheet, row),
        }
        if not sheet.faults:
            known[key], _ = TableDefinition.objects.update_or_create(
                committee=committee, key=key, defaults=values
            )
            known[key].columns.all().delete()
            known[key].rows.all().delete()
    return known


def _listing(sheet: Sheet, row: SheetRow) -> str:
    """What the table lists instead of rows of its own; empty where it has rows."""
    text = sheet.optional(row, "Förteckning")
    hinder = what_hinders(text) if text else ""
    if hinder:
        sheet.fault(row, "Förteckning", hinder)
    listing = listing_of(text)
    return f"{listing.kind}:{listing.which}" if listing.which else listing.kind


def import_outline(sheet: Sheet, committee: Committee) -> None:
    """The outline of a committee's report; the one it had is replaced.

    A chart is one of those of money, or a table: of months, which is drawn as lines,
    or of effects, which is drawn as bars.
    """
    kinds = {str(kind.value): kind for kind in OutlineKind}
    tables = TableDefinition.objects.filter(committee=committee)
    can_be_drawn = Q(columns__month__gt=0) | Q(columns__measure__in=PARTS)
    drawn = tables.filter(can_be_drawn).values_list("key", flat=True)
    keys: dict[str, dict[str, str]] = {
        OutlineKind.TABLE: {key: key for key in tables.values_list("key", flat=True)},
        OutlineKind.CHART: {key: key for key in (*CHARTS, *drawn)},
    }
    made: list[OutlineItem] = []
    for row in sheet.rows:
        kind = sheet.known(row, "Typ", kinds)
        placement = sheet.known(row, "Placering", values_of(Placement))
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
