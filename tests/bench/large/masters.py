"""Who and where of a generated committee: trees, accounts, follow-ups and people."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.contrib.auth.hashers import make_password

from committees.models import (
    Activity,
    ActivityPlacement,
    Committee,
    CostCentre,
    CostCentrePlacement,
    FollowUp,
    FollowUpKind,
    FollowUpState,
    Membership,
    Municipality,
    Role,
    User,
)
from committees.periods import Month
from finance.models import (
    Account,
    AccountGroup,
    AccountGrouping,
    AccountGroupMember,
    AccountKind,
    BudgetDecision,
    Counterpart,
    DecisionKind,
    DecisionState,
    GroupKind,
    Project,
    Purpose,
)
from tests.bench.large import shape
from tests.bench.large.shape import FIRST, GROUPS, NOW, Node, Size

KINDS = {
    4: FollowUpKind.INTERIM_1,
    8: FollowUpKind.INTERIM_2,
    12: FollowUpKind.ANNUAL,
}
WHOLE = (Role.ADMINISTRATOR, Role.CONTROLLER, Role.MANAGER, Role.SECRETARY, Role.MEMBER)


@dataclass(frozen=True, slots=True)
class Master:
    """A committee's identities, in the order of the shape's lists."""

    committee: Committee
    units: tuple[int, ...]
    activities: tuple[int, ...]
    accounts: tuple[int, ...]
    groups: tuple[int, ...]
    project: int
    counterpart: int
    decisions: dict[int, int]


def master(size: Size) -> Master:
    """Make a committee of a size, with all but its rows."""
    home = Municipality.objects.create(
        code=size.municipality,
        name=f"Storkommun {size.units}",
        full_name=f"Storkommun {size.units} kommun",
    )
    committee = Committee.objects.create(
        municipality=home,
        name="Vård- och omsorgsnämnden",
        short_name="VON",
        slug=size.slug,
    )
    accounts = _accounts(home)
    found = Master(
        committee=committee,
        units=_cost_centres(committee, size),
        activities=_activities(committee, size),
        accounts=accounts,
        groups=_groupings(committee, accounts),
        project=Project.objects.create(municipality=home).pk,
        counterpart=Counterpart.objects.create(municipality=home).pk,
        decisions=_decisions(committee),
    )
    _follow_ups(committee)
    _people(committee, found.units)
    return found


def _cost_centres(committee: Committee, size: Size) -> tuple[int, ...]:
    """The tree of cost centres; those that are booked on."""
    above, booked = shape.above_units(size), shape.units(size)
    made = CostCentre.objects.bulk_create(
        CostCentre(municipality=committee.municipality, code=node.code)
        for node in (*above, *booked)
    )
    ids = {each.code: each.pk for each in made}
    CostCentrePlacement.objects.bulk_create(
        CostCentrePlacement(
            cost_centre_id=ids[node.code],
            committee=committee,
            parent_id=ids.get(node.parent),
            name=node.name,
            from_month=FIRST.number,
        )
        for node in (*above, *booked)
    )
    return _ids(ids, booked)


def _activities(committee: Committee, size: Size) -> tuple[int, ...]:
    """The tree of activities; those that are booked on."""
    above, booked = shape.parents(), shape.activities(size)
    made = Activity.objects.bulk_create(
        Activity(municipality=committee.municipality, code=node.code)
        for node in (*above, *booked)
    )
    ids = {each.code: each.pk for each in made}
    ActivityPlacement.objects.bulk_create(
        ActivityPlacement(
            activity_id=ids[node.code],
            committee=committee,
            parent_id=ids.get(node.parent),
            name=node.name,
            legal_basis="LSS" if node.parent == "75" else "SoL" if node.parent else "",
            provider="egen" if node.parent else "",
            from_month=FIRST.number,
        )
        for node in (*above, *booked)
    )
    return _ids(ids, booked)


def _ids(ids: dict[str, int], nodes: Iterable[Node]) -> tuple[int, ...]:
    return tuple(ids[node.code] for node in nodes)


def _accounts(home: Municipality) -> tuple[int, ...]:
    """The chart of accounts."""
    made = Account.objects.bulk_create(
        Account(
            municipality=home,
            code=node.code,
            name=node.name,
            kind=AccountKind.REVENUE if node.code < "4" else AccountKind.COST,
            buys_services=node.parent == "45",
        )
        for node in shape.accounts()
    )
    return tuple(each.pk for each in made)


def _groupings(committee: Committee, accounts: Sequence[int]) -> tuple[int, ...]:
    """The groups that are forecast; the statement has the same lines."""
    for purpose in (Purpose.STATEMENT, Purpose.ENTRY):
        grouping = AccountGrouping.objects.create(committee=committee, purpose=purpose)
        groups = AccountGroup.objects.bulk_create(
            AccountGroup(
                grouping=grouping,
                code=code,
                name=name,
                kind=GroupKind.REVENUE if usual > 0 else GroupKind.COST,
                position=position,
            )
            for position, (code, name, usual) in enumerate(GROUPS)
        )
        AccountGroupMember.objects.bulk_create(
            AccountGroupMember(
                grouping=grouping,
                group=groups[place // shape.ACCOUNTS_A_GROUP],
                account_id=account,
            )
            for place, account in enumerate(accounts)
        )
    return tuple(group.pk for group in groups)


def _decisions(committee: Committee) -> dict[int, int]:
    """The council's budget of each year."""
    made = BudgetDecision.objects.bulk_create(
        BudgetDecision(
            committee=committee,
            code=f"{year}-URS",
            title=f"Mål och budget {year}",
            year=year,
            kind=DecisionKind.ORIGINAL,
            body="Kommunfullmäktige",
            state=DecisionState.DECIDED,
            decided_on=date(year - 1, 11, 24),
        )
        for year in shape.BUDGET_YEARS
    )
    return {each.year: each.pk for each in made}


def _follow_ups(committee: Committee) -> None:
    """A follow-up of each month, open until their rows are in."""
    FollowUp.objects.bulk_create(
        FollowUp(
            committee=committee,
            year=month.year,
            month=month.month,
            kind=KINDS.get(month.month, FollowUpKind.MONTH),
            state=FollowUpState.OPEN,
            opens_on=month.last_day + timedelta(days=3),
            deadline=month.last_day + timedelta(days=12),
        )
        for month in shape.booked_months()
    )


def close_earlier(committee: Committee) -> None:
    """Close all follow-ups but the last."""
    earlier = committee.follow_ups.exclude(year=NOW.year, month=NOW.month)
    earlier.update(state=FollowUpState.CLOSED)


def now(size: Size) -> FollowUp:
    """The follow-up that is under way."""
    return FollowUp.objects.select_related("committee__municipality").get(
        committee__slug=size.slug, year=NOW.year, month=NOW.month
    )


def address(size: Size, month: Month = NOW) -> str:
    """Where a follow-up's pages begin."""
    return f"/{size.slug}/{month}/"


def _people(committee: Committee, units: Sequence[int]) -> None:
    """One person of each role for the whole, and a holder of each fifth unit."""
    wanted: list[tuple[Role, int | None]] = [(role, None) for role in WHOLE]
    wanted += [(Role.BUDGET_HOLDER, unit) for unit in units[::5]]
    slug, unusable = committee.slug, make_password(None)
    people = User.objects.bulk_create(
        User(
            email=f"{slug}.{number:04}@example.se",
            name=f"Person {number}",
            password=unusable,
        )
        for number, _ in enumerate(wanted)
    )
    Membership.objects.bulk_create(
        Membership(user=user, committee=committee, role=role, cost_centre_id=unit)
        for user, (role, unit) in zip(people, wanted, strict=True)
    )
