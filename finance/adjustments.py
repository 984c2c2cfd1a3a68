"""Take in adjustments and actions: what stands beside the ledger and the forecasts."""

from __future__ import annotations

from committees.imports import follow_ups_by_month, identities
from committees.intake.sheets import Sheet, SheetRow
from committees.models import Activity, Committee, CostCentre
from finance.accounts import groups_by_code
from finance.imports import BASES
from finance.models import (
    Action,
    ActionEffect,
    ActionState,
    AdjustmentReason,
    Basis,
    ControllerAdjustment,
    OutcomeAdjustment,
    Purpose,
    UndistributedUnit,
)

ADJUSTMENT_HEAD = (
    "Uppföljning",
    "Slag",
    "Ansvar",
    "Verksamhet",
    "Grupp",
    "Belopp",
    "Orsak",
    "Text",
    "Härkomst",
)
ACTION_HEAD = (
    "Kod",
    "Benämning",
    "Beslutad",
    "Läge",
    "Ansvar",
    "Verksamhet",
    "Grupp",
    "Beslutat i år",
    "Realiserat",
    "Återstår",
    "Härkomst",
)
UNDISTRIBUTED_HEAD = ("Ansvar",)
REASONS = {str(reason.label): reason for reason in AdjustmentReason}
STATES = {str(state.label): state for state in ActionState}
KINDS = {"kontroller": False, "utfall": True}


def import_adjustments(sheet: Sheet, committee: Committee) -> None:
    """Controllers' adjustments of forecasts, and adjustments of the outcome to date."""
    follow_ups = follow_ups_by_month(committee)
    activities = identities(Activity, committee.municipality)
    cost_centres = identities(CostCentre, committee.municipality)
    groups = groups_by_code(committee, Purpose.ENTRY)
    for row in sheet.rows:
        shared = {
            "committee": committee,
            "follow_up": sheet.known(row, "Uppföljning", follow_ups),
            "activity_id": sheet.known(row, "Verksamhet", activities),
            "group": sheet.known(row, "Grupp", groups),
            "amount_ore": _amount(sheet, row, "Belopp"),
            "basis": sheet.known_or_none(row, "Härkomst", BASES) or Basis.BOOKED,
        }
        key = ("Uppföljning", "Slag", "Ansvar", "Verksamhet", "Grupp", "Orsak", "Text")
        sheet.once(row, *(sheet.optional(row, column) for column in key))
        of_outcome = sheet.known(row, "Slag", KINDS)
        text = sheet.optional(row, "Text")
        if not of_outcome:
            if not sheet.faults:
                ControllerAdjustment.objects.create(**shared, reason=text)
            continue
        reason = sheet.known(row, "Orsak", REASONS)
        cost_centre = sheet.known(row, "Ansvar", cost_centres)
        if not sheet.faults:
            OutcomeAdjustment.objects.create(
                **shared, cost_centre_id=cost_centre, reason=reason, text=text
            )


def import_actions(sheet: Sheet, committee: Committee) -> None:
    """Actions with their effects; several lines of one code are one action."""
    activities = identities(Activity, committee.municipality)
    cost_centres = identities(CostCentre, committee.municipality)
    groups = groups_by_code(committee, Purpose.ENTRY)
    for row in sheet.rows:
        day, state = (
            sheet.day_or_none(row, "Beslutad"),
            sheet.known(row, "Läge", STATES),
        )
        if state != ActionState.PROPOSED and day is None:
            sheet.fault(row, "Beslutad", "en beslutad åtgärd behöver ett datum.")
        effect = {
            "cost_centre_id": sheet.known_or_none(row, "Ansvar", cost_centres),
            "activity_id": sheet.known_or_none(row, "Verksamhet", activities),
            "group": sheet.known_or_none(row, "Grupp", groups),
            "decided_ore": _amount(sheet, row, "Beslutat i år"),
            "realised_ore": _amount(sheet, row, "Realiserat"),
            "remaining_ore": _amount(sheet, row, "Återstår"),
            "basis": sheet.known_or_none(row, "Härkomst", BASES) or Basis.BOOKED,
        }
        code, name = sheet.text(row, "Kod"), sheet.text(row, "Benämning")
        key = ("Kod", "Ansvar", "Verksamhet", "Grupp")
        sheet.once(row, *(sheet.optional(row, column) for column in key))
        if sheet.faults:
            continue
        action, _ = Action.objects.update_or_create(
            committee=committee,
            code=code,
            defaults={"name": name, "decided_on": day, "state": state},
        )
        year = _year_of(committee) if day is None else day.year
        ActionEffect.objects.create(
            committee=committee, action=action, year=year, **effect
        )


def import_undistributed(sheet: Sheet, committee: Committee) -> None:
    """Cost centres that hold frame which no unit has been given."""
    cost_centres = identities(CostCentre, committee.municipality)
    for row in sheet.rows:
        sheet.once(row, sheet.optional(row, "Ansvar"))
        cost_centre = sheet.known(row, "Ansvar", cost_centres)
        if not sheet.faults:
            UndistributedUnit.objects.get_or_create(
                committee=committee, cost_centre_id=cost_centre
            )


def _amount(sheet: Sheet, row: SheetRow, column: str) -> int:
    """An amount that must be there; 0 and a fault otherwise."""
    ore = sheet.ore(row, column)
    if ore is None and not sheet.optional(row, column):
        sheet.fault(row, column, "beloppet saknas. Skriv 0 om det är noll.")
    return ore or 0


def _year_of(committee: Committee) -> int:
    """The year of the committee's newest follow-up, for proposals without a date."""
    return max(follow_up.year for follow_up in committee.follow_ups.all())
