"""Take in organisation data: the committee, its trees, people and follow-ups.

Every function reads one file's sheet, notes faults in it, and stores nothing
from rows that have any. The caller's transaction is rolled back on faults.
"""

from __future__ import annotations

from collections.abc import Mapping

from django.contrib.auth.hashers import make_password
from django.db.models import Model

from committees.intake.sheets import Sheet, SheetRow
from committees.models import (
    Activity,
    ActivityPlacement,
    Committee,
    CostCentre,
    CostCentrePlacement,
    CostCentreRole,
    FollowUp,
    FollowUpKind,
    FollowUpState,
    LegalBasis,
    Membership,
    Municipality,
    Provider,
    Role,
    User,
)
from committees.periods import Month

COMMITTEE_HEAD = ("Fält", "Värde")
COST_CENTRE_HEAD = ("Ansvar", "Namn", "Överordnat", "Roll", "Från", "Till")
ACTIVITY_HEAD = (
    "Verksamhet",
    "Namn",
    "Överordnad",
    "Lagrum",
    "Utförare",
    "Från",
    "Till",
)
FOLLOW_UP_HEAD = (
    "Månad",
    "Slag",
    "Läge",
    "Öppnar",
    "Sista dag",
    "Sammanträde",
    "Diarienummer",
)
PEOPLE_HEAD = ("E-post", "Namn", "Roll", "Ansvar")

ROLES = {str(role.label): role for role in Role}
KINDS = {
    "månad": FollowUpKind.MONTH,
    "delår 1": FollowUpKind.INTERIM_1,
    "delår 2": FollowUpKind.INTERIM_2,
    "bokslut": FollowUpKind.ANNUAL,
}
STATES = {str(state.label): state for state in FollowUpState}
RESERVED = frozenset({"namnder", "konto", "halsa", "granska-text", "static"})
"""Addresses that no committee may have: other pages lie there."""
COST_CENTRE_ROLES = {role.value: role for role in CostCentreRole}
LEGAL_BASES = {basis.value: basis for basis in LegalBasis}
PROVIDERS = {provider.value: provider for provider in Provider}


def import_committee(sheet: Sheet) -> Committee | None:
    """The committee and its municipality, made or brought up to date."""
    fields = {row.cells["Fält"].strip(): row for row in sheet.rows}
    for row in sheet.rows:
        sheet.once(row, sheet.text(row, "Fält"))
    wanted = ("kommun", "kommunens namn", "kommunkod", "nämnd", "slug", "kortnamn")
    for name in wanted:
        if name not in fields:
            sheet.fault(None, "Fält", f"raden {name} saknas.")
    if sheet.faults:
        return None
    value = {name: sheet.text(fields[name], "Värde") for name in wanted}
    if value["slug"] in RESERVED:
        sheet.fault(fields["slug"], "Värde", "adressen används av en annan sida.")
        return None
    municipality, _ = Municipality.objects.update_or_create(
        code=value["kommunkod"],
        defaults={"name": value["kommun"], "full_name": value["kommunens namn"]},
    )
    committee, _ = Committee.objects.update_or_create(
        slug=value["slug"],
        defaults={
            "municipality": municipality,
            "name": value["nämnd"],
            "short_name": value["kortnamn"],
        },
    )
    return committee


def identities(model: type[Model], municipality: Municipality) -> dict[str, int]:
    """Identity by code of a municipality's cost centres, activities or accounts."""
    found = model._default_manager.filter(municipality=municipality)
    return dict(found.values_list("code", "pk"))


def import_cost_centres(sheet: Sheet, committee: Committee) -> None:
    """Cost centres and their dated placements."""
    committee.renew_structure()
    ids = _identities_in(sheet, "Ansvar", CostCentre, committee)
    for row in sheet.rows:
        role = sheet.known(row, "Roll", COST_CENTRE_ROLES)
        parent = sheet.known_or_none(row, "Överordnat", ids)
        months = _months(sheet, row, "Ansvar")
        if sheet.faults:
            continue
        CostCentrePlacement.objects.update_or_create(
            cost_centre_id=ids[sheet.text(row, "Ansvar")],
            from_month=months[0],
            defaults={
                "committee": committee,
                "parent_id": parent,
                "name": sheet.text(row, "Namn"),
                "role": role,
                "to_month": months[1],
            },
        )


def import_activities(sheet: Sheet, committee: Committee) -> None:
    """Activities and their dated placements."""
    committee.renew_structure()
    ids = _identities_in(sheet, "Verksamhet", Activity, committee)
    for row in sheet.rows:
        parent = sheet.known_or_none(row, "Överordnad", ids)
        basis = sheet.known_or_none(row, "Lagrum", LEGAL_BASES)
        provider = sheet.known_or_none(row, "Utförare", PROVIDERS)
        months = _months(sheet, row, "Verksamhet")
        if sheet.faults:
            continue
        ActivityPlacement.objects.update_or_create(
            activity_id=ids[sheet.text(row, "Verksamhet")],
            from_month=months[0],
            defaults={
                "committee": committee,
                "parent_id": parent,
                "name": sheet.text(row, "Namn"),
                "legal_basis": basis or "",
                "provider": provider or "",
                "to_month": months[1],
            },
        )


def _identities_in(
    sheet: Sheet,
    column: str,
    model: type[CostCentre | Activity],
    committee: Committee,
) -> dict[str, int]:
    """Make the identities a file names, so that parents may come in any order."""
    for row in sheet.rows:
        code = sheet.text(row, column)
        if code:
            model.objects.get_or_create(municipality=committee.municipality, code=code)
    return identities(model, committee.municipality)


def _months(sheet: Sheet, row: SheetRow, column: str) -> tuple[int, int]:
    """A placement's first and last month; a fault where two of them overlap."""
    sheet.text(row, "Från")
    first, last = sheet.month(row, "Från"), sheet.month(row, "Till")
    if first > last:
        sheet.fault(row, "Till", "slutar innan den börjar.")
    code = sheet.optional(row, column)
    for other in sheet.rows:
        if other.line >= row.line or sheet.optional(other, column) != code:
            continue
        if sheet.month(other, "Från") <= last and first <= sheet.month(other, "Till"):
            sheet.fault(row, "Från", f"överlappar raden {other.line} för {code}.")
    return first, last


def import_follow_ups(sheet: Sheet, committee: Committee) -> dict[str, FollowUpState]:
    """Follow-ups, opened; the states they are to have once their data is in."""
    states: dict[str, FollowUpState] = {}
    for row in sheet.rows:
        sheet.once(row, sheet.text(row, "Månad"))
        month = Month.from_number(sheet.month(row, "Månad"))
        kind = sheet.known(row, "Slag", KINDS)
        state = sheet.known(row, "Läge", STATES)
        opens, deadline = sheet.day(row, "Öppnar"), sheet.day(row, "Sista dag")
        meeting = sheet.day_or_none(row, "Sammanträde")
        if sheet.faults:
            continue
        FollowUp.objects.get_or_create(
            committee=committee,
            year=month.year,
            month=month.month,
            defaults={
                "kind": kind,
                "state": FollowUpState.OPEN,
                "opens_on": opens,
                "deadline": deadline,
                "meeting_on": meeting,
                "diary_number": sheet.optional(row, "Diarienummer"),
            },
        )
        states[str(month)] = state
    return states


def import_people(
    sheet: Sheet, committee: Committee, *, password: str | None = None
) -> None:
    """People and their roles in the committee; new people get the password, if any.

    A person may answer for several cost centres, parted by spaces.
    """
    known = identities(CostCentre, committee.municipality)
    hashed = make_password(password)
    for row in sheet.rows:
        role = sheet.known(row, "Roll", ROLES)
        units = _units(sheet, row, known)
        sheet.once(row, *(sheet.optional(row, c) for c in ("E-post", "Roll", "Ansvar")))
        email, name = sheet.text(row, "E-post").lower(), sheet.text(row, "Namn")
        if sheet.faults:
            continue
        user = User.objects.filter(email__iexact=email).first()
        if user is None:
            user = User.objects.create(email=email, name=name, password=hashed)
        for unit in units:
            Membership.objects.get_or_create(
                user=user, committee=committee, role=role, cost_centre_id=unit
            )


def _units(sheet: Sheet, row: SheetRow, known: Mapping[str, int]) -> list[int | None]:
    """The cost centres of a person's role; one None where it is the whole committee."""
    codes = sheet.optional(row, "Ansvar").split()
    for code in codes:
        if code not in known and code not in sheet.doubt:
            sheet.fault(row, "Ansvar", f"{code} finns inte.")
    return [known.get(code) for code in codes] or [None]


def follow_ups_by_month(committee: Committee) -> Mapping[str, FollowUp]:
    """The committee's follow-ups by month as files write it."""
    found = FollowUp.objects.for_committee(committee)
    return {str(follow_up.period): follow_up for follow_up in found}
