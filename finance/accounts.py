"""Take in the chart of accounts and what else the code string refers to."""

from __future__ import annotations

from committees.imports import identities
from committees.intake.sheets import Sheet
from committees.models import Committee
from finance.models import (
    Account,
    AccountGroup,
    AccountGrouping,
    AccountGroupMember,
    AccountKind,
    BudgetDecision,
    Counterpart,
    CounterpartKind,
    DecisionKind,
    DecisionState,
    GroupKind,
    InvestmentKind,
    InvestmentProject,
    Project,
    Purpose,
)

GROUP_HEAD = ("Syfte", "Grupp", "Namn", "Slag", "Ordning")
ACCOUNT_HEAD = (
    "Konto",
    "Namn",
    "Slag",
    "Köp av verksamhet",
    "Inmatning",
    "Resultaträkning",
    "Balansräkning",
)
COUNTERPART_HEAD = ("Motpart", "Namn", "Slag")
PROJECT_HEAD = ("Projekt", "Namn")
DECISION_HEAD = (
    "Beslut",
    "År",
    "Slag",
    "Instans",
    "Läge",
    "Varaktighet",
    "Datum",
    "Diarienummer",
    "Benämning",
)
INVESTMENT_PROJECT_HEAD = ("Projekt", "Namn", "Slag", "Ram")

PURPOSES = {purpose.value: purpose for purpose in Purpose}
GROUP_KINDS = {str(kind.label): kind for kind in GroupKind}
ACCOUNT_KINDS = {str(kind.label): kind for kind in AccountKind}
COUNTERPART_KINDS = {str(kind.label): kind for kind in CounterpartKind}
DECISION_KINDS = {str(kind.label): kind for kind in DecisionKind}
DECISION_STATES = {str(state.label): state for state in DecisionState}
DURATIONS = {"permanent": False, "engångs": True}
INVESTMENT_KINDS = {str(kind.label): kind for kind in InvestmentKind}
YES = {"ja": True}


def import_groups(sheet: Sheet, committee: Committee) -> None:
    """The committee's account groups by purpose."""
    committee.renew_structure()
    for row in sheet.rows:
        purpose = sheet.known(row, "Syfte", PURPOSES)
        kind = sheet.known(row, "Slag", GROUP_KINDS)
        sheet.once(row, sheet.optional(row, "Syfte"), sheet.text(row, "Grupp"))
        name, position = sheet.text(row, "Namn"), sheet.whole(row, "Ordning")
        if sheet.faults:
            continue
        grouping, _ = AccountGrouping.objects.get_or_create(
            committee=committee, purpose=purpose
        )
        AccountGroup.objects.update_or_create(
            grouping=grouping,
            code=sheet.text(row, "Grupp"),
            defaults={"name": name, "kind": kind, "position": position},
        )


def groups_by_code(committee: Committee, purpose: Purpose) -> dict[str, AccountGroup]:
    """The groups of a purpose by their code."""
    found = AccountGroup.objects.filter(
        grouping__committee=committee, grouping__purpose=purpose
    )
    return {group.code: group for group in found}


def import_accounts(sheet: Sheet, committee: Committee) -> None:
    """Accounts, which the municipality's committees share, and their groups."""
    _renew_all(committee)
    groups = {purpose: groups_by_code(committee, purpose) for purpose in Purpose}
    for row in sheet.rows:
        sheet.once(row, sheet.text(row, "Konto"))
        kind = sheet.known(row, "Slag", ACCOUNT_KINDS)
        buys = sheet.known_or_none(row, "Köp av verksamhet", YES) or False
        name = sheet.text(row, "Namn")
        placed = {
            purpose: sheet.known_or_none(row, purpose.value.capitalize(), among)
            for purpose, among in groups.items()
        }
        operating = kind in {AccountKind.REVENUE, AccountKind.COST}
        if operating and not sheet.optional(row, "Inmatning"):
            sheet.fault(row, "Inmatning", "ett driftkonto behöver en grupp.")
        if sheet.faults:
            continue
        account, _ = Account.objects.update_or_create(
            municipality=committee.municipality,
            code=sheet.text(row, "Konto"),
            defaults={"name": name, "kind": kind, "buys_services": buys},
        )
        _place(account, [group for group in placed.values() if group])


def _renew_all(committee: Committee) -> None:
    """Let go of what is kept of the municipality's committees."""
    committee.renew_structure()
    shared = Committee.objects.filter(municipality=committee.municipality)
    for other in shared.exclude(pk=committee.pk):
        other.renew_structure()


def _place(account: Account, groups: list[AccountGroup]) -> None:
    """Put an account in its groups, one in each grouping."""
    for group in groups:
        AccountGroupMember.objects.update_or_create(
            grouping_id=group.grouping_id,
            account=account,
            defaults={"group": group},
        )


def import_counterparts(sheet: Sheet | None, committee: Committee) -> None:
    """Counterparts, and the one that means none."""
    Counterpart.objects.get_or_create(municipality=committee.municipality, code="")
    if sheet is None:
        return
    _renew_all(committee)
    for row in sheet.rows:
        code, name = sheet.text(row, "Motpart"), sheet.text(row, "Namn")
        sheet.once(row, code)
        kind = sheet.known(row, "Slag", COUNTERPART_KINDS)
        if sheet.faults:
            continue
        Counterpart.objects.update_or_create(
            municipality=committee.municipality,
            code=code,
            defaults={"name": name, "kind": kind},
        )


def import_projects(sheet: Sheet | None, committee: Committee) -> None:
    """Projects of the code string, and the one that means none."""
    Project.objects.get_or_create(municipality=committee.municipality, code="")
    if sheet is None:
        return
    for row in sheet.rows:
        code, name = sheet.text(row, "Projekt"), sheet.text(row, "Namn")
        sheet.once(row, code)
        if sheet.faults:
            continue
        Project.objects.update_or_create(
            municipality=committee.municipality, code=code, defaults={"name": name}
        )


def import_decisions(sheet: Sheet, committee: Committee) -> None:
    """Budget decisions."""
    for row in sheet.rows:
        sheet.once(row, sheet.text(row, "Beslut"))
        kind = sheet.known(row, "Slag", DECISION_KINDS)
        state = sheet.known(row, "Läge", DECISION_STATES)
        one_off = sheet.known(row, "Varaktighet", DURATIONS)
        day = sheet.day(row, "Datum")
        year, title = sheet.whole(row, "År"), sheet.text(row, "Benämning")
        body = sheet.text(row, "Instans")
        if sheet.faults:
            continue
        BudgetDecision.objects.update_or_create(
            committee=committee,
            code=sheet.text(row, "Beslut"),
            defaults={
                "title": title,
                "year": year,
                "kind": kind,
                "body": body,
                "state": state,
                "one_off": one_off,
                "decided_on": day,
                "diary_number": sheet.optional(row, "Diarienummer"),
            },
        )


def import_investment_projects(sheet: Sheet, committee: Committee) -> None:
    """Investment projects."""
    committee.renew_structure()
    for row in sheet.rows:
        sheet.once(row, sheet.text(row, "Projekt"))
        kind = sheet.known(row, "Slag", INVESTMENT_KINDS)
        name = sheet.text(row, "Namn")
        if sheet.faults:
            continue
        InvestmentProject.objects.update_or_create(
            committee=committee,
            code=sheet.text(row, "Projekt"),
            defaults={
                "name": name,
                "kind": kind,
                "frame": sheet.optional(row, "Ram"),
            },
        )


def decisions_by_code(committee: Committee) -> dict[str, BudgetDecision]:
    """The committee's decisions by code."""
    found = BudgetDecision.objects.filter(committee=committee)
    return {decision.code: decision for decision in found}


def account_ids(committee: Committee) -> dict[str, int]:
    """Account identities by code."""
    return identities(Account, committee.municipality)
