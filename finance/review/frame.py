"""The frame check: frame = distributed + undistributed, decision by decision.

The frame is what the council gave (the grant); what is distributed is budget on
units, what is undistributed is budget on the cost centres that hold it in wait.
Only a true difference, to the öre, is an alarm.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q, QuerySet, Sum

from committees.models import FollowUp
from finance.models import (
    BudgetDecision,
    CostCentreSummary,
    DecisionState,
    GrantRow,
    SummaryKind,
    UndistributedUnit,
)

BUDGET = (SummaryKind.BUDGET, SummaryKind.BUDGET_INTERNAL)


@dataclass(frozen=True, slots=True)
class FrameLine:
    """A decision's frame and what is budgeted of it; öre, net cost positive.

    `difference` is what is budgeted beyond the frame: plus is too much on the units.
    """

    decision: BudgetDecision
    frame: int
    distributed: int
    undistributed: int

    @property
    def difference(self) -> int:
        """What is budgeted beyond the frame; zero when the two are one."""
        return self.distributed + self.undistributed - self.frame


@dataclass(frozen=True, slots=True)
class FrameCheck:
    """A year's decisions that count, and those that do not (applied for, rejected).

    Without grants there is no frame to compare with, and `has_frame` is false.
    """

    lines: tuple[FrameLine, ...]
    waiting: tuple[FrameLine, ...]
    has_frame: bool

    @property
    def frame(self) -> int:
        """The whole frame in öre."""
        return sum(line.frame for line in self.lines)

    @property
    def distributed(self) -> int:
        """What is budgeted on units, in öre."""
        return sum(line.distributed for line in self.lines)

    @property
    def undistributed(self) -> int:
        """What is held in wait, in öre."""
        return sum(line.undistributed for line in self.lines)

    @property
    def alarms(self) -> tuple[FrameLine, ...]:
        """Decisions whose budget is not their frame."""
        if not self.has_frame:
            return ()
        return tuple(line for line in self.lines if line.difference)


def frame_check(follow_up: FollowUp) -> FrameCheck:
    """The check of the follow-up's year, with the decisions that it counts."""
    grants, budgets = _grants(follow_up), _budgets(follow_up)
    decisions = BudgetDecision.objects.filter(
        committee=follow_up.committee, year=follow_up.year
    )
    lines = [
        FrameLine(each, grants.get(each.pk, 0), *budgets.get(each.pk, (0, 0)))
        for each in decisions
    ]
    counted = tuple(line for line in lines if _counts(line.decision, follow_up))
    return FrameCheck(
        lines=counted,
        waiting=tuple(
            line
            for line in lines
            if line not in counted and line.decision.state != DecisionState.REJECTED
        ),
        has_frame=any(line.decision.pk in grants for line in counted),
    )


def _counts(decision: BudgetDecision, follow_up: FollowUp) -> bool:
    """Whether a follow-up counts a decision: decided by the end of its month."""
    decided = decision.state == DecisionState.DECIDED
    return decided and decision.decided_on <= follow_up.period.last_day


def _grants(follow_up: FollowUp) -> dict[int, int]:
    """The year's grant by decision."""
    rows = (
        GrantRow.objects.filter(committee=follow_up.committee, year=follow_up.year)
        .values_list("decision_id")
        .annotate(ore=Sum("amount_ore"))
    )
    return {decision: int(ore) for decision, ore in rows}


def _budgets(follow_up: FollowUp) -> dict[int, tuple[int, int]]:
    """The year's budgeted net cost by decision: on units, and held in wait."""
    held = Q(cost_centre__in=undistributed_units(follow_up).values("cost_centre"))
    rows = (
        CostCentreSummary.objects.filter(
            committee=follow_up.committee, year=follow_up.year, kind__in=BUDGET
        )
        .order_by()
        .values_list("decision_id")
        .annotate(
            on_units=Sum("amount_ore", filter=~held),
            in_wait=Sum("amount_ore", filter=held),
        )
    )
    return {
        decision: (-int(on_units or 0), -int(in_wait or 0))
        for decision, on_units, in_wait in rows
    }


def undistributed_units(follow_up: FollowUp) -> QuerySet[UndistributedUnit]:
    """The cost centres whose budget is frame that no unit has been given."""
    return UndistributedUnit.objects.filter(committee=follow_up.committee)
