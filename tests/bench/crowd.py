"""Units, people and rows to save and open in numbers: made once in a database."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice, product

from django.db import transaction

from committees.models import (
    Activity,
    ActivityPlacement,
    CostCentre,
    CostCentrePlacement,
    FollowUp,
    Membership,
    Role,
    User,
)
from committees.periods import Month
from finance.models import (
    AccountGroup,
    BudgetRow,
    Counterpart,
    DecisionKind,
    ForecastRow,
    LiveMonth,
    OutcomeRow,
    Project,
    Purpose,
    UnitForecast,
    UnitState,
)
from finance.summaries import rebuild
from tests.conftest import follow_up

PEOPLE, CELLS, ROWS = 50, 40, 300
WHERE = ("sodertalje-on", "2017-08")
LONG = "B00"
YEARS = (2014, 2015, 2016, 2017)


@dataclass(frozen=True, slots=True)
class Holder:
    """A budget holder and the unit that she saves to."""

    user: User
    unit: str


def here() -> FollowUp:
    """The follow-up that the crowd works in."""
    return follow_up(*WHERE)


@transaction.atomic
def gather() -> list[Holder]:
    """The crowd with its units: 50 of 40 rows, and one of 300 with all its books."""
    now = here()
    if not CostCentre.objects.filter(code=LONG).exists():
        long = _unit(now, LONG)
        grains = list(islice(_grains(now), ROWS))
        _forecast(now, long, grains)
        _books(now, long, grains)
        mine = list(islice(_grains(now, locked=False), CELLS))
        for number in range(1, PEOPLE + 1):
            unit = _unit(now, f"B{number:02}")
            _forecast(now, unit, mine)
            _person(now, unit)
        rebuild(now.committee)
    people = User.objects.filter(email__startswith="hop.").order_by("email")
    return [Holder(user, unit=f"B{number:02}") for number, user in enumerate(people, 1)]


def _grains(
    now: FollowUp, *, locked: bool | None = None
) -> Iterator[tuple[Activity, AccountGroup]]:
    """Every activity with every entry group that has accounts."""
    placed = ActivityPlacement.objects.filter(committee=now.committee).at(now.period)
    groups = AccountGroup.objects.filter(
        grouping__committee=now.committee,
        grouping__purpose=Purpose.ENTRY,
        members__isnull=False,
    )
    if locked is not None:
        groups = groups.filter(locks__isnull=not locked)
    activities = [each.activity for each in placed.select_related("activity")]
    return product(activities, groups.distinct())


def _unit(now: FollowUp, code: str) -> CostCentre:
    """A cost centre of the committee that is under way."""
    unit = CostCentre.objects.create(municipality=now.committee.municipality, code=code)
    CostCentrePlacement.objects.create(
        cost_centre=unit,
        committee=now.committee,
        name=f"Enhet {code}",
        from_month=Month(2014, 1).number,
    )
    UnitForecast.objects.create(
        committee=now.committee,
        follow_up=now,
        cost_centre=unit,
        state=UnitState.IN_PROGRESS,
    )
    return unit


def _person(now: FollowUp, unit: CostCentre) -> None:
    """A budget holder of a unit."""
    email = f"hop.{unit.code.lower()}@example.se"
    user = User.objects.create_user(email, name=f"Budgethållare {unit.code}")
    Membership.objects.create(
        user=user, committee=now.committee, role=Role.BUDGET_HOLDER, cost_centre=unit
    )


def _forecast(
    now: FollowUp, unit: CostCentre, grains: list[tuple[Activity, AccountGroup]]
) -> None:
    """Forecast rows of a unit."""
    ForecastRow.objects.bulk_create(
        ForecastRow(
            committee=now.committee,
            follow_up=now,
            cost_centre=unit,
            activity=activity,
            group=group,
            amount_ore=-1_200_000 * number,
            method="manual",
            comment="Som förra månaden." if number % 7 == 0 else "",
        )
        for number, (activity, group) in enumerate(grains, 1)
    )


def _books(
    now: FollowUp, unit: CostCentre, grains: list[tuple[Activity, AccountGroup]]
) -> None:
    """Budget and outcome of a unit's rows by month, this year and three before."""
    home = now.committee.municipality
    shared = {
        "committee": now.committee,
        "cost_centre": unit,
        "project": Project.objects.get(municipality=home, code=""),
        "counterpart": Counterpart.objects.get(municipality=home, code=""),
    }
    months = {
        (live.year, live.period): live.batch_id
        for live in LiveMonth.objects.filter(committee=now.committee)
    }
    accounts = {
        group.pk: group.members.order_by("pk")[0].account_id for _, group in grains
    }
    decisions = {
        year: (decision, batch)
        for year, decision, batch in BudgetRow.objects.filter(
            committee=now.committee, decision__kind=DecisionKind.ORIGINAL
        )
        .values_list("year", "decision_id", "batch_id")
        .distinct()
    }
    budget, outcome = [], []
    for number, (activity, group) in enumerate(grains, 1):
        row = {**shared, "activity": activity, "account_id": accounts[group.pk]}
        for year, period in product(YEARS, range(1, 13)):
            ore = -100_000 * number - 1_000 * period * (year - 2010)
            if year in decisions:
                decision, batch = decisions[year]
                budget.append(
                    BudgetRow(
                        **row,
                        decision_id=decision,
                        batch_id=batch,
                        year=year,
                        period=period,
                        amount_ore=-100_000 * number,
                    )
                )
            if (year, period) in months:
                outcome.append(
                    OutcomeRow(
                        **row,
                        batch_id=months[year, period],
                        year=year,
                        period=period,
                        amount_ore=ore,
                    )
                )
    BudgetRow.objects.bulk_create(budget, batch_size=1000)
    OutcomeRow.objects.bulk_create(outcome, batch_size=1000)
