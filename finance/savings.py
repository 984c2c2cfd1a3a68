"""Take in savings: what is proposed and what is decided, and what they fall on."""

from __future__ import annotations

from typing import Any

from committees.intake.sheets import Sheet
from committees.models import Committee
from finance.models import (
    Action,
    Basis,
    Saving,
    SavingAxis,
    SavingList,
    SavingPart,
)

SAVING_HEAD = (
    "Kod",
    "Benämning",
    "Lista",
    "Tabell",
    "År",
    "Helårseffekt",
    "Effekt",
    "Åtgärd",
)
PART_HEAD = ("Kod", "Indelning", "Del", "Belopp", "Härkomst")

LISTS = {choice.value: choice for choice in SavingList}
AXES = {axis.value: axis for axis in SavingAxis}
BASES = {str(basis.label): basis for basis in Basis}


def import_savings(sheet: Sheet, committee: Committee) -> None:
    """Savings in the file's order; an empty effect is not estimated."""
    actions = {a.code: a for a in Action.objects.filter(committee=committee)}
    for position, row in enumerate(sheet.rows, start=1):
        code = sheet.text(row, "Kod")
        sheet.once(row, code)
        values: dict[str, Any] = {
            "name": sheet.text(row, "Benämning"),
            "list": sheet.known(row, "Lista", LISTS),
            "table": sheet.optional(row, "Tabell"),
            "year": sheet.whole(row, "År"),
            "full_year_ore": sheet.ore(row, "Helårseffekt"),
            "effect_ore": sheet.ore(row, "Effekt"),
            "action": sheet.known_or_none(row, "Åtgärd", actions),
            "position": position,
        }
        if not sheet.faults:
            Saving.objects.update_or_create(
                committee=committee, code=code, defaults=values
            )


def import_saving_parts(sheet: Sheet, committee: Committee) -> None:
    """What savings fall on, by cost type or area of responsibility."""
    savings = {s.code: s for s in Saving.objects.filter(committee=committee)}
    for row in sheet.rows:
        key = ("Kod", "Indelning", "Del")
        sheet.once(row, *(sheet.optional(row, column) for column in key))
        place: dict[str, Any] = {
            "saving": sheet.known(row, "Kod", savings),
            "axis": sheet.known(row, "Indelning", AXES),
            "name": sheet.text(row, "Del"),
        }
        amount = sheet.ore(row, "Belopp")
        if amount is None and not sheet.optional(row, "Belopp"):
            sheet.fault(row, "Belopp", "beloppet saknas. Skriv 0 om det är noll.")
        basis = sheet.known_or_none(row, "Härkomst", BASES) or Basis.BOOKED
        if not sheet.faults and amount is not None:
            SavingPart.objects.update_or_create(
                **place, defaults={"amount_ore": amount, "basis": basis}
            )
