"""A follow-up's forecast rows with the budget and outcome that stand beside them.

Sums are made by the database at cost centre x activity x account; accounts are put
into their entry groups here. Internal buying and selling is part of a unit's figures.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import NamedTuple

from django.db.models import Q, QuerySet, Sum

from committees.models import Committee, FollowUp
from committees.periods import Span, periods_of
from finance.browsing import budget_rows, outcome_rows
from finance.forecast.row_books import Grain
from finance.models import (
    AccountGroup,
    AccountGroupMember,
    BudgetRow,
    ForecastRow,
    GroupKind,
    Method,
    OutcomeRow,
    Purpose,
    RowLock,
)

INHERITED = frozenset({Method.CARRIED, Method.BUDGET})
"""Methods of rows that nobody has forecast anew in their follow-up."""

BORNE = "comment"
"""Origin of a row that was made to bear a comment: nobody chose its figure."""

INHERITING = frozenset({"carried", "budget", "file", "month", BORNE})
"""Origins of figures that nobody has set."""


def is_inherited(method: str, origin: str) -> bool:
    """Whether nobody has set a row's figure in its follow-up.

    A person may take over the last forecast as her own: its method is the same as
    that of a figure carried by itself, its origin is not.
    """
    return method in INHERITED and origin in INHERITING


class Sums(NamedTuple):
    """Budget of the year and to date, outcome to date; öre. None: no rows."""

    budget: int | None
    budget_to_date: int | None
    outcome: int | None


@dataclass(frozen=True, slots=True)
class UnitRow:
    """A forecast row beside its budget and outcome; öre in stored sign."""

    grain: Grain
    is_revenue: bool
    locked: bool
    amount: int
    method: str
    origin: str
    comment: str
    outcome_changed: bool
    sums: Sums

    @property
    def deviation(self) -> int:
        """Forecast less budget; plus is surplus."""
        return self.amount - (self.sums.budget or 0)

    @property
    def deviation_to_date(self) -> int:
        """Outcome less budget of the same months; plus is surplus."""
        return (self.sums.outcome or 0) - (self.sums.budget_to_date or 0)

    @property
    def is_inherited(self) -> bool:
        """Whether nobody has forecast the row anew."""
        return is_inherited(self.method, self.origin)

    @property
    def must_be_forecast(self) -> str:
        """Why the row cannot stay as it was inherited; empty when it can."""
        if not self.is_inherited:
            return ""
        if self.method == Method.BUDGET and not self.sums.budget:
            return "saknar budget"
        booked = self.sums.outcome or 0
        beyond = booked > self.amount if self.is_revenue else booked < self.amount
        return "utfallet är redan större än prognosen" if beyond else ""


NOTHING = Sums(None, None, None)


def unit_rows(
    follow_up: FollowUp, *, cost_centres: Collection[int] | None = None
) -> list[UnitRow]:
    """The rows of some cost centres, or of all; in order of activity and group."""
    found = ForecastRow.objects.filter(
        committee=follow_up.committee, follow_up=follow_up
    )
    if cost_centres is not None:
        found = found.filter(cost_centre__in=cost_centres)
    beside = sums(follow_up, cost_centres=cost_centres)
    locks = locked(follow_up.committee)
    rows = found.order_by("activity__code", "group__position").values_list(
        "cost_centre_id",
        "activity_id",
        "group_id",
        "group__kind",
        "amount_ore",
        "method",
        "origin",
        "comment",
        "outcome_changed",
    )
    return [
        UnitRow(
            grain=Grain(unit, activity, group),
            is_revenue=kind == GroupKind.REVENUE,
            locked=locks.holds(activity, group),
            amount=amount,
            method=method,
            origin=origin,
            comment=comment,
            outcome_changed=new,
            sums=beside.get(Grain(unit, activity, group), NOTHING),
        )
        for unit, activity, group, kind, amount, method, origin, comment, new in rows
    ]


def sums(
    follow_up: FollowUp, *, cost_centres: Collection[int] | None = None
) -> dict[Grain, Sums]:
    """Budget and outcome of every grain that has either.

    Accounts outside the entry groups, such as balance accounts, are no part of it.
    """
    groups = entry_groups(follow_up.committee, year=follow_up.year)
    to_date = Q(period__in=periods_of(Span.PERIOD, follow_up.month))
    budget = _by_account(budget_rows(follow_up), cost_centres).annotate(
        whole=Sum("amount_ore"), part=Sum("amount_ore", filter=to_date)
    )
    outcome = _by_account(outcome_rows(follow_up), cost_centres).annotate(
        part=Sum("amount_ore", filter=to_date)
    )
    found: dict[Grain, Sums] = {}
    for unit, activity, account, whole, part in budget:
        if account not in groups:
            continue
        grain = Grain(unit, activity, groups[account])
        old = found.get(grain, NOTHING)
        found[grain] = Sums(_plus(old[0], whole), _plus(old[1], part), None)
    for unit, activity, account, part in outcome:
        if account not in groups:
            continue
        grain = Grain(unit, activity, groups[account])
        old = found.get(grain, NOTHING)
        found[grain] = old._replace(outcome=_plus(old.outcome, part))
    return found


def _by_account(
    rows: QuerySet[BudgetRow] | QuerySet[OutcomeRow],
    cost_centres: Collection[int] | None,
) -> QuerySet[BudgetRow, tuple[int, ...]] | QuerySet[OutcomeRow, tuple[int, ...]]:
    """Rows grouped by cost centre, activity and account."""
    some = rows if cost_centres is None else rows.filter(cost_centre__in=cost_centres)
    return some.order_by().values_list("cost_centre_id", "activity_id", "account_id")


def _plus(first: int | None, second: int | None) -> int | None:
    """The sum; None where both are."""
    return first if second is None else (first or 0) + int(second)


def entry_groups(committee: Committee, *, year: int) -> dict[int, int]:
    """The entry group of each account in a year."""
    return dict(
        AccountGroupMember.objects.filter(
            grouping__committee=committee,
            grouping__purpose=Purpose.ENTRY,
            grouping__from_year__lte=year,
            grouping__to_year__gte=year,
        ).values_list("account_id", "group_id")
    )


@dataclass(frozen=True, slots=True)
class Locks:
    """Entry groups that budget holders do not own: in all, and by activity."""

    everywhere: frozenset[int]
    somewhere: frozenset[tuple[int, int]]

    def holds(self, activity: int, group: int) -> bool:
        """Whether a row is locked to budget holders."""
        return group in self.everywhere or (activity, group) in self.somewhere


def locked(committee: Committee) -> Locks:
    """The committee's locks."""
    found = list(
        RowLock.objects.filter(committee=committee).values_list(
            "activity_id", "group_id"
        )
    )
    return Locks(
        everywhere=frozenset(g for a, g in found if a is None),
        somewhere=frozenset((a, g) for a, g in found if a is not None),
    )


def groups_in_order(committee: Committee) -> list[AccountGroup]:
    """The entry groups in the order they are shown."""
    return list(
        AccountGroup.objects.filter(
            grouping__committee=committee, grouping__purpose=Purpose.ENTRY
        ).order_by("position")
    )
