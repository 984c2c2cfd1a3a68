"""Take in series of volumes and staff, and the prices decided for them."""

from __future__ import annotations

from collections.abc import Mapping

from committees.imports import PROVIDERS, identities
from committees.intake.sheets import Sheet, SheetRow
from committees.models import Activity, Committee
from volumes.imports import series_by_code
from volumes.models import (
    Counted,
    OverTime,
    OverUnits,
    StaffCategory,
    Subject,
    UnitPrice,
    VolumeSeries,
)

SERIES_HEAD = (
    "Serie",
    "Namn",
    "Slag",
    "Verksamhet",
    "Utförare",
    "Räknar",
    "Kategori",
    "Enhet",
    "Decimaler",
    "Över tid",
    "Över enheter",
    "Varav i",
    "Enskilda",
    "Från",
    "Till",
)
PRICE_HEAD = (
    "Serie",
    "År",
    "Pris",
    "Volymavstämning",
    "Beslutad",
    "Diarienummer",
)

SUBJECTS = {subject.value: subject for subject in Subject}
COUNTED = {counted.value: counted for counted in Counted}
CATEGORIES = {c.value: c for c in StaffCategory if c.value}
OVER_TIME = {rule.value: rule for rule in OverTime}
OVER_UNITS = {rule.value: rule for rule in OverUnits}
MOST_DECIMALS = 3


def import_series(sheet: Sheet, committee: Committee) -> None:
    """Series of volumes and staff, in the file's order."""
    committee.renew_structure()
    activities = identities(Activity, committee.municipality)
    parents = _parents(sheet)
    for position, row in enumerate(sheet.rows, start=1):
        code = sheet.text(row, "Serie")
        sheet.once(row, code)
        named = (sheet.optional(row, column) for column in ("Kategori", "Räknar"))
        sheet.makes.add(selection_of(*named))
        fields = {
            **_what_is_counted(sheet, row, activities),
            **_how_it_adds_up(sheet, row),
            "name": sheet.text(row, "Namn"),
            "unit": sheet.text(row, "Enhet"),
            "decimals": decimals_of(sheet, row),
            "individuals": sheet.yes(row, "Enskilda"),
            **_months(sheet, row),
            "position": position,
        }
        _check_parent(sheet, row, parents)
        if not sheet.faults:
            VolumeSeries.objects.update_or_create(
                committee=committee, code=code, defaults=fields
            )
    if not sheet.faults:
        _set_parents(parents, committee)


def _what_is_counted(
    sheet: Sheet, row: SheetRow, activities: Mapping[str, int]
) -> dict[str, object]:
    """What a series counts, of which activity and by whom."""
    subject = sheet.known_or_none(row, "Slag", SUBJECTS) or Subject.VOLUME
    category = sheet.known_or_none(row, "Kategori", CATEGORIES)
    if subject == Subject.STAFF and not sheet.optional(row, "Kategori"):
        sheet.fault(row, "Kategori", "en serie av personal behöver en kategori.")
    if subject == Subject.VOLUME and category:
        sheet.fault(row, "Kategori", "bara serier av personal har kategori.")
    return {
        "subject": subject,
        "category": category or "",
        "activity_id": sheet.known(row, "Verksamhet", activities),
        "provider": sheet.known_or_none(row, "Utförare", PROVIDERS) or "",
        "counted": sheet.known(row, "Räknar", COUNTED),
    }


def _how_it_adds_up(sheet: Sheet, row: SheetRow) -> dict[str, object]:
    """How months and units make wholes."""
    units = sheet.known_or_none(row, "Över enheter", OVER_UNITS)
    return {
        "over_time": sheet.known(row, "Över tid", OVER_TIME),
        "over_units": units or OverUnits.SUM,
    }


def _months(sheet: Sheet, row: SheetRow) -> dict[str, int]:
    """The months in which a series is counted; from the first and for ever if empty."""
    first, last = sheet.month(row, "Från", default=0), sheet.month(row, "Till")
    if first > last:
        sheet.fault(row, "Till", "slutar innan den börjar.")
    return {"from_month": first, "to_month": last}


def selection_of(category: str, counted: str) -> str:
    """How a table names all series of staff of a kind: `övrig_personal:anställda`."""
    return f"{category}:{counted}".replace(" ", "_")


def decimals_of(sheet: Sheet, row: SheetRow) -> int:
    """Decimals to show; none where the cell is empty."""
    if not sheet.optional(row, "Decimaler"):
        return 0
    decimals = sheet.whole(row, "Decimaler")
    if not 0 <= decimals <= MOST_DECIMALS:
        sheet.fault(row, "Decimaler", f"skriv 0 till {MOST_DECIMALS}.")
    return decimals


def _parents(sheet: Sheet) -> dict[str, str]:
    """The series that each series of the file is part of, empty where none."""
    return {
        sheet.optional(row, "Serie"): sheet.optional(row, "Varav i")
        for row in sheet.rows
    }


def _check_parent(sheet: Sheet, row: SheetRow, parents: Mapping[str, str]) -> None:
    """Note a whole that is not in the file, or that the series is itself part of."""
    if sheet.known_or_none(row, "Varav i", parents) is None:
        return
    code = sheet.optional(row, "Serie")
    seen, above = {code}, parents[code]
    while above and above not in seen:
        seen.add(above)
        above = parents.get(above, "")
    if above:
        sheet.fault(row, "Varav i", f"{code} är då en del av sig själv.")


def _set_parents(parents: Mapping[str, str], committee: Committee) -> None:
    """Tie parts to their wholes, once all series are there."""
    found = series_by_code(committee)
    for code, above in parents.items():
        found[code].part_of = found[above] if above else None
    VolumeSeries.objects.bulk_update([found[code] for code in parents], ["part_of"])


def import_prices(sheet: Sheet, committee: Committee) -> None:
    """Decided prices per unit and year."""
    series = series_by_code(committee)
    for row in sheet.rows:
        found, year = sheet.known(row, "Serie", series), sheet.whole(row, "År")
        sheet.once(row, *(sheet.optional(row, column) for column in ("Serie", "År")))
        ore, decided = sheet.ore(row, "Pris"), sheet.day(row, "Beslutad")
        if not sheet.optional(row, "Pris") or (ore is not None and ore <= 0):
            sheet.fault(row, "Pris", "priset ska vara större än noll.")
        reconciled = sheet.yes(row, "Volymavstämning")
        if sheet.faults or ore is None:
            continue
        UnitPrice.objects.update_or_create(
            committee=committee,
            series=found,
            year=year,
            defaults={
                "price_ore": ore,
                "reconciled": reconciled,
                "decided_on": decided,
                "diary_number": sheet.optional(row, "Diarienummer"),
            },
        )
