"""Which stored rows count in a follow-up, and what their codes are called."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Exists, Max, OuterRef, QuerySet

from committees.models import FollowUp, ImportBatch
from committees.periods import CLOSING, MONTH_NAMES, OPENING
from committees.trees import Tree
from finance.models import (
    BudgetRow,
    DecisionState,
    ForecastRow,
    LiveMonth,
    OutcomeRow,
)


@dataclass(frozen=True, slots=True)
class Names:
    """The two trees that name the units and activities of rows."""

    cost_centres: Tree
    activities: Tree


NAMELESS = Names(Tree({}, {}, {}), Tree({}, {}, {}))
"""For lists without units and activities."""


def period_name(period: int) -> str:
    """A ledger period in words."""
    if period == OPENING:
        return "ingående balans"
    return "bokslutsposter" if period == CLOSING else MONTH_NAMES[period - 1]


def named(code: str, node: int, tree: Tree) -> str:
    """`775 Hemtjänst`; only the code where the tree of the month has no such node."""
    return f"{code} {tree.nodes[node].name}" if node in tree.nodes else code


def last_period(follow_up: FollowUp) -> int:
    """The last ledger period that is shown; December shows the closing entries."""
    return CLOSING if follow_up.month == len(MONTH_NAMES) else follow_up.month


def outcome_rows(follow_up: FollowUp) -> QuerySet[OutcomeRow]:
    """The year's booked rows through the month, of the batches that count."""
    live = LiveMonth.objects.filter(
        committee=OuterRef("committee"),
        year=OuterRef("year"),
        period=OuterRef("period"),
        batch=OuterRef("batch"),
    )
    return OutcomeRow.objects.filter(
        Exists(live),
        committee=follow_up.committee,
        year=follow_up.year,
        period__lte=last_period(follow_up),
    )


def budget_rows(follow_up: FollowUp) -> QuerySet[BudgetRow]:
    """The year's budget by the decisions taken when the follow-up's month ended."""
    return BudgetRow.objects.filter(
        committee=follow_up.committee,
        year=follow_up.year,
        decision__state=DecisionState.DECIDED,
        decision__decided_on__lte=follow_up.period.last_day,
    )


def forecast_rows(follow_up: FollowUp) -> QuerySet[ForecastRow]:
    """The forecast made in the follow-up."""
    return ForecastRow.objects.filter(
        committee=follow_up.committee, follow_up=follow_up
    )


def import_batches(follow_up: FollowUp) -> QuerySet[ImportBatch]:
    """Files taken in for the committee, newest first."""
    found = ImportBatch.objects.filter(committee=follow_up.committee)
    return found.select_related("by").order_by("-at", "-pk")


def latest_imports(follow_up: FollowUp) -> dict[str, object]:
    """When each kind of file was last taken in."""
    found = import_batches(follow_up).order_by().values_list("kind")
    return dict(found.annotate(latest=Max("at")))
