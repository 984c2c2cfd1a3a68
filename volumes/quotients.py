"""Take in what is made of series: unit costs, the money under them, and ratios."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TypeVar

from committees.imports import PROVIDERS, identities
from committees.intake.sheets import Sheet, SheetRow
from committees.models import Activity, Committee, ImportBatch
from committees.numbers import Unit
from committees.periods import Scenario
from volumes.definitions import decimals_of
from volumes.imports import MADE_UP, close_batch, series_by_code
from volumes.models import CostBasis, Ratio, UnitCost, UnitCostBasis

T = TypeVar("T")

UNIT_COST_HEAD = (
    "Nyckeltal",
    "Namn",
    "Mått",
    "Kostnad",
    "Verksamheter",
    "Grupper",
    "Serier",
    "Per dygn",
    "Enhet",
    "Per",
    "Decimaler",
    "Utförare",
    "Delar av",
)
BASIS_HEAD = ("Nyckeltal", "År", "Scenario", "Belopp", "Härkomst")
RATIO_HEAD = ("Kvot", "Namn", "Täljare", "Nämnare", "Procent", "Enhet", "Decimaler")

COSTS = {basis.value: basis for basis in CostBasis}
MONEY_UNITS = {unit.value: unit for unit in (Unit.KR, Unit.TKR)}
SCENARIOS = {scenario.value: scenario for scenario in Scenario}


def import_unit_costs(
    sheet: Sheet, committee: Committee, *, groups: Collection[str]
) -> None:
    """Unit costs, in the file's order. `groups` are the account groups there are."""
    committee.renew_structure()
    activities = identities(Activity, committee.municipality)
    series = series_by_code(committee)
    for position, row in enumerate(sheet.rows, start=1):
        code = sheet.text(row, "Nyckeltal")
        sheet.once(row, code)
        fields = {
            **_money_of(sheet, row, groups),
            "name": sheet.text(row, "Namn"),
            "label": sheet.text(row, "Mått"),
            "per_day": sheet.yes(row, "Per dygn"),
            "per": sheet.text(row, "Per"),
            "decimals": decimals_of(sheet, row),
            "provider": sheet.known_or_none(row, "Utförare", PROVIDERS) or "",
            "family": sheet.optional(row, "Delar av"),
            "position": position,
        }
        of = _several(sheet, row, "Verksamheter", activities)
        through = _several(sheet, row, "Serier", series)
        if sheet.faults:
            continue
        made, _ = UnitCost.objects.update_or_create(
            committee=committee, code=code, defaults=fields
        )
        made.activities.set(of)
        made.series.set(through)


def _money_of(
    sheet: Sheet, row: SheetRow, groups: Collection[str]
) -> dict[str, object]:
    """Which money a unit cost divides, and the unit that it is shown in."""
    named = sheet.optional(row, "Grupper").split()
    _known_codes(sheet, row, "Grupper", dict.fromkeys(groups, ""))
    return {
        "basis": sheet.known_or_none(row, "Kostnad", COSTS) or CostBasis.NET,
        "groups": " ".join(named),
        "unit": sheet.known_or_none(row, "Enhet", MONEY_UNITS) or Unit.KR,
    }


def _several(
    sheet: Sheet, row: SheetRow, column: str, among: Mapping[str, T]
) -> list[T]:
    """What a cell's codes, parted by spaces, stand for; a fault where it has none."""
    sheet.text(row, column)
    return _known_codes(sheet, row, column, among)


def _known_codes(
    sheet: Sheet, row: SheetRow, column: str, among: Mapping[str, T]
) -> list[T]:
    """What a cell's codes stand for, with a fault for each that is unknown."""
    codes = sheet.optional(row, column).split()
    for code in codes:
        if code not in among and code not in sheet.doubt:
            sheet.fault(row, column, f"{code} finns inte.")
    return [among[code] for code in codes if code in among]


def import_unit_cost_bases(sheet: Sheet, batch: ImportBatch) -> None:
    """Money that unit costs divide where the ledger does not part it.

    A cost is positive in the file, as in a ledger, and turned here.
    """
    found = UnitCost.objects.filter(committee=batch.committee)
    costs = {cost.code: cost for cost in found}
    rows: list[UnitCostBasis] = []
    for line in sheet.rows:
        cost, year = sheet.known(line, "Nyckeltal", costs), sheet.whole(line, "År")
        scenario = sheet.known(line, "Scenario", SCENARIOS)
        key = ("Nyckeltal", "År", "Scenario")
        sheet.once(line, *(sheet.optional(line, column) for column in key))
        source, ore = sheet.text(line, "Härkomst"), sheet.ore(line, "Belopp")
        if ore is None and not sheet.optional(line, "Belopp"):
            sheet.fault(line, "Belopp", "beloppet saknas.")
        batch.generated = batch.generated or source in MADE_UP
        if sheet.faults or ore is None:
            continue
        rows.append(
            UnitCostBasis(
                committee=batch.committee,
                unit_cost=cost,
                year=year,
                scenario=scenario.value,
                amount_ore=-ore,
                source=source,
                batch=batch,
            )
        )
    if not sheet.faults:
        UnitCostBasis.objects.bulk_create(rows)
        close_batch(batch, rows=len(rows))


def import_ratios(sheet: Sheet, committee: Committee) -> None:
    """Series through other series, in the file's order."""
    committee.renew_structure()
    series = series_by_code(committee)
    for position, row in enumerate(sheet.rows, start=1):
        code = sheet.text(row, "Kvot")
        sheet.once(row, code)
        fields = {
            "name": sheet.text(row, "Namn"),
            "percent": sheet.yes(row, "Procent"),
            "unit": sheet.text(row, "Enhet"),
            "decimals": decimals_of(sheet, row),
            "position": position,
        }
        above = _several(sheet, row, "Täljare", series)
        below = _several(sheet, row, "Nämnare", series)
        if sheet.faults:
            continue
        made, _ = Ratio.objects.update_or_create(
            committee=committee, code=code, defaults=fields
        )
        made.above.set(above)
        made.below.set(below)
