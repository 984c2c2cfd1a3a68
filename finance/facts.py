"""From rows to leaf sums: the only place that knows the tables' columns.

The database sums to leaf level, from the summaries; nothing here is shown as it is.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet, Sum

from committees.models import Committee, FollowUp, ImportBatch, ImportKind
from committees.periods import CLOSING, Scenario, Span, periods_of
from committees.stored import rows_of
from finance.figures import Books, GrantLeaf, Leaf, Measure, Series
from finance.models import (
    AccountGroup,
    AccountGroupMember,
    ActivitySummary,
    BalanceRow,
    BudgetDecision,
    DecisionState,
    GrantRow,
    GroupKind,
    InvestmentForecast,
    InvestmentProject,
    InvestmentRow,
    InvestmentScenario,
    Purpose,
    SummaryKind,
)

OPERATING: dict[str, tuple[Scenario, bool]] = {
    SummaryKind.OUTCOME: (Scenario.OUTCOME, False),
    SummaryKind.OUTCOME_INTERNAL: (Scenario.OUTCOME, True),
    SummaryKind.BUDGET: (Scenario.BUDGET, False),
    SummaryKind.BUDGET_INTERNAL: (Scenario.BUDGET, True),
}


@dataclass(frozen=True, slots=True)
class Need:
    """What a set of tables reads: which measures, over which years back."""

    measures: frozenset[Measure]
    years: frozenset[int]

    def any_of(self, *measures: Measure) -> bool:
        """Whether any of the measures is read."""
        return bool(self.measures & set(measures))


EVERYTHING_OPERATING = frozenset(
    {Measure.NET, Measure.REVENUE, Measure.COST, Measure.RESULT}
)


def counted_decisions(follow_up: FollowUp) -> QuerySet[BudgetDecision]:
    """The decisions that a follow-up counts: decided by the end of its month."""
    return BudgetDecision.objects.filter(
        committee=follow_up.committee,
        state=DecisionState.DECIDED,
        decided_on__lte=follow_up.period.last_day,
    )


def books(follow_up: FollowUp, need: Need) -> Books:
    """The leaf sums that are needed, as a follow-up sees them."""
    return Books(
        operating=_operating(follow_up, need.years)
        if need.any_of(*EVERYTHING_OPERATING)
        else {},
        grants=_grants(follow_up, need.years)
        if need.any_of(Measure.GRANT, Measure.RESULT)
        else {},
        investments=_investments(follow_up) if need.any_of(Measure.INVESTMENT) else {},
        balance=_balance(follow_up, need.years) if need.any_of(Measure.BALANCE) else {},
        revenue_groups=revenue_groups(follow_up.committee)
        if need.any_of(Measure.REVENUE, Measure.COST)
        else frozenset(),
    )


_REVENUE: dict[UUID, frozenset[int]] = {}
"""Entry groups that hold revenue by the committee's structure, which is renewed when
they change."""
KEPT_AT_MOST = 200


def revenue_groups(committee: Committee) -> frozenset[int]:
    """The entry groups that hold revenue."""
    if committee.structure not in _REVENUE:
        if len(_REVENUE) >= KEPT_AT_MOST:
            _REVENUE.clear()
        _REVENUE[committee.structure] = _revenue_groups(committee)
    return _REVENUE[committee.structure]


def _revenue_groups(committee: Committee) -> frozenset[int]:
    """The entry groups that hold revenue, read."""
    return frozenset(
        AccountGroup.objects.filter(
            grouping__committee=committee,
            grouping__purpose=Purpose.ENTRY,
            kind=GroupKind.REVENUE,
        ).values_list("pk", flat=True)
    )


def _operating(
    follow_up: FollowUp, years: Collection[int]
) -> dict[Series, dict[Leaf, int]]:
    """Budget, outcome and forecast by leaf, of period and year, in one question."""
    expected: dict[Leaf, int] = {}
    found = {_forecast(follow_up): expected}
    rows = _summed(follow_up, years)
    for (kind, year), those in groupby(rows, key=itemgetter(0, 1)):
        if kind == SummaryKind.FORECAST:
            _add(expected, those)
            continue
        scenario, internal = OPERATING[kind]
        parts = found.setdefault(Series(scenario, year, Span.PERIOD), {})
        wholes = found.setdefault(Series(scenario, year, Span.YEAR), {})
        for _, _, activity, group, part, whole in those:
            leaf = Leaf(activity, group, internal)
            if part is not None:
                parts[leaf] = int(part)
            if whole is not None:
                wholes[leaf] = int(whole)
    return found


def _add(expected: dict[Leaf, int], rows: Iterable[tuple[Any, ...]]) -> None:
    """Add forecasts of rows to what is expected: adjustments upon budget holders'."""
    for _, _, activity, group, _, whole in rows:
        leaf = Leaf(activity, group, internal=False)
        expected[leaf] = expected.get(leaf, 0) + int(whole)


_SUMMED = """
SELECT kind, year, activity_id, group_id,
       SUM(CASE WHEN period BETWEEN 1 AND %s THEN amount_ore END),
       SUM(CASE WHEN period >= 1 THEN amount_ore END)
  FROM finance_activitysummary
 WHERE committee_id = %s
   AND ((year BETWEEN %s AND %s AND kind <> 'forecast')
        OR (year = %s AND kind = 'forecast' AND period = %s))
   AND (decision_id = 0 OR decision_id IN (
        SELECT id FROM finance_budgetdecision
         WHERE committee_id = %s AND state = 'decided' AND decided_on <= %s))
 GROUP BY kind, year, activity_id, group_id
UNION ALL
SELECT 'forecast', %s, activity_id, group_id, NULL, amount_ore
  FROM finance_controlleradjustment
 WHERE committee_id = %s AND follow_up_id = %s
"""
"""Sums of period and year; forecasts are what budget holders expect and, on top of
it, what controllers adjusted. Plain SQL: to build it anew costs more than to ask it."""


def _summed(follow_up: FollowUp, years: Collection[int]) -> list[tuple[Any, ...]]:
    """Sums of period and year by kind, year, activity and group."""
    mine = [follow_up.year, follow_up.committee_id, follow_up.pk]
    with connection.cursor() as cursor:
        cursor.execute(_SUMMED, [*asked(follow_up, years), *mine])
        found: list[tuple[Any, ...]] = cursor.fetchall()
        return found


def asked(follow_up: FollowUp, years: Collection[int]) -> list[Any]:
    """What the questions of sums ask with: month, committee, years, decisions' day."""
    here, year, month = follow_up.committee_id, follow_up.year, follow_up.month
    until = follow_up.period.last_day
    return [month, here, min(years), max(years), year, month, here, until]


def _forecast(follow_up: FollowUp) -> Series:
    """The series of a follow-up's own forecast."""
    return Series(Scenario.FORECAST, follow_up.year, Span.YEAR)


def _sum(span: Span, month: int, *, field: str = "amount_ore") -> Sum:
    """Sum of the ledger periods in a span; NULL where it has no rows."""
    return Sum(field, filter=Q(period__in=periods_of(span, month)))


def _grants(
    follow_up: FollowUp, years: Collection[int]
) -> dict[Series, dict[GrantLeaf, int]]:
    """Grants by activity and decision, of the decisions that count."""
    rows = (
        GrantRow.objects.filter(
            committee=follow_up.committee,
            year__in=years,
            decision__in=counted_decisions(follow_up),
        )
        .order_by()
        .values_list("year", "activity_id", "decision__code")
        .annotate(
            part=_sum(Span.PERIOD, follow_up.month),
            whole=_sum(Span.YEAR, follow_up.month),
        )
    )
    found: dict[Series, dict[GrantLeaf, int]] = {}
    for year, activity, decision, part, whole in rows:
        leaf = GrantLeaf(activity, decision)
        for span, ore in ((Span.PERIOD, part), (Span.YEAR, whole)):
            if ore is not None:
                series = Series(Scenario.BUDGET, year, span)
                found.setdefault(series, {})[leaf] = int(ore)
    return found


def _investments(follow_up: FollowUp) -> dict[Series, dict[int, int]]:
    """Investment figures by project, for this year, last year and in all."""
    found: dict[Series, dict[int, int]] = {}
    rows = InvestmentRow.objects.filter(
        committee=follow_up.committee, batch__live=True
    ).values_list("project_id", "scenario", "year", "period", "amount_ore")
    for project, scenario, year, period, ore in rows:
        for series in _investment_series(follow_up, scenario, year, period):
            leaves = found.setdefault(series, {})
            leaves[project] = leaves.get(project, 0) + ore
    year_series = Series(Scenario.FORECAST, follow_up.year, Span.YEAR)
    total_series = Series(Scenario.FORECAST, follow_up.year, Span.TOTAL)
    forecasts = InvestmentForecast.objects.filter(
        committee=follow_up.committee, follow_up=follow_up
    ).values_list("project_id", "year_ore", "total_ore")
    for project, year_ore, total_ore in forecasts:
        found.setdefault(year_series, {})[project] = year_ore
        if total_ore is not None:
            found.setdefault(total_series, {})[project] = total_ore
    return found


def _investment_series(
    follow_up: FollowUp, scenario: str, year: int, period: int
) -> Iterable[Series]:
    """Which series an investment row belongs to, seen from a follow-up."""
    if scenario == InvestmentScenario.TOTAL_BUDGET:
        return (Series(Scenario.BUDGET, follow_up.year, Span.TOTAL),)
    if scenario == InvestmentScenario.BUDGET:
        return (Series(Scenario.BUDGET, year, Span.YEAR),)
    found = [Series(Scenario.OUTCOME, year, Span.YEAR)]
    if period <= follow_up.month:
        found.append(Series(Scenario.OUTCOME, year, Span.PERIOD))
    if year < follow_up.year:
        found.append(Series(Scenario.OUTCOME, follow_up.year, Span.BEFORE))
    return found


def _balance(
    follow_up: FollowUp, years: Collection[int]
) -> dict[Series, dict[int, int]]:
    """Closing balances by account, at the follow-up's month and at year's end.

    Ledger sign. A closing balance is the opening one and every movement since.
    """
    rows = (
        BalanceRow.objects.filter(
            committee=follow_up.committee, year__in=years, batch__live=True
        )
        .order_by()
        .values_list("year", "account_id")
        .annotate(
            part=Sum("amount_ore", filter=Q(period__lte=follow_up.month)),
            whole=Sum("amount_ore", filter=Q(period__lte=CLOSING)),
        )
    )
    found: dict[Series, dict[int, int]] = {}
    for year, account, part, whole in rows:
        for span, ore in ((Span.PERIOD, part), (Span.YEAR, whole)):
            if ore is not None:
                series = Series(Scenario.OUTCOME, year, span)
                found.setdefault(series, {})[account] = int(ore)
    return found


class SplitGroupError(Exception):
    """An entry group whose accounts lie on several lines of the statement."""


@dataclass(frozen=True, slots=True)
class Lines:
    """The codes that table rows name: statement lines and balance lines."""

    groups: dict[str, frozenset[int]]
    accounts: dict[str, frozenset[int]]


def lines(committee: Committee, *, year: int) -> Lines:
    """What the codes of a committee's table rows stand for in a year."""
    members = AccountGroupMember.objects.filter(
        grouping__committee=committee,
        grouping__from_year__lte=year,
        grouping__to_year__gte=year,
    ).values_list("grouping__purpose", "group__code", "group_id", "account_id")
    entry: dict[int, tuple[str, int]] = {}
    statement: dict[str, set[int]] = {}
    balance: dict[str, set[int]] = {}
    for purpose, code, group, account in members:
        if purpose == Purpose.ENTRY:
            entry[account] = (code, group)
        else:
            place = statement if purpose == Purpose.STATEMENT else balance
            place.setdefault(code, set()).add(account)
    return Lines(
        groups=_entry_groups(entry, statement),
        accounts={code: frozenset(ids) for code, ids in balance.items()},
    )


def investment_projects(committee: Committee) -> dict[str, frozenset[int]]:
    """Investment projects by their code, by the word for their kind, and by `*`."""
    found: dict[str, set[int]] = {}
    for pk, code, kind in InvestmentProject.objects.filter(
        committee=committee
    ).values_list("pk", "code", "kind"):
        for name in (code, "*", PROJECT_WORDS[kind]):
            found.setdefault(name, set()).add(pk)
    return {name: frozenset(ids) for name, ids in found.items()}


PROJECT_WORDS = {"annual": "ettåriga", "multiyear": "fleråriga"}


def _entry_groups(
    entry: dict[int, tuple[str, int]], statement: dict[str, set[int]]
) -> dict[str, frozenset[int]]:
    """Statement lines as sets of entry groups; each entry group lies on one line."""
    found: dict[str, set[int]] = {}
    if not statement:
        for code, group in entry.values():
            found.setdefault(code, set()).add(group)
        return {code: frozenset(ids) for code, ids in found.items()}
    line_of: dict[int, str] = {}
    for code, accounts in statement.items():
        for account in accounts & entry.keys():
            group = entry[account][1]
            if line_of.setdefault(group, code) != code:
                message = f"Inmatningsgruppen {entry[account][0]} delas av flera rader."
                raise SplitGroupError(message)
            found.setdefault(code, set()).add(group)
    return {code: frozenset(ids) for code, ids in found.items()}


_GENERATED = """
SELECT 1 FROM committees_importbatch
 WHERE committee_id = %s AND generated AND kind IN ('outcome', 'budget', 'forecast')
 LIMIT 1
"""


def rests_on_generated(follow_up: FollowUp) -> bool:
    """Whether the follow-up's history or forecasts hold generated example rows."""
    return bool(rows_of(_GENERATED, [follow_up.committee_id]))


def generated_batches(committee: Committee) -> QuerySet[ImportBatch]:
    """A committee's files of money that hold generated example rows."""
    return ImportBatch.objects.filter(
        committee=committee,
        generated=True,
        kind__in=[ImportKind.OUTCOME, ImportKind.BUDGET, ImportKind.FORECAST],
    )


def monthly_net(
    follow_up: FollowUp,
) -> dict[tuple[Scenario, int], tuple[int | None, ...]]:
    """Net cost by month, in öre and positive, of this year and the last.

    The closing entries come last. Periods without rows are None.
    """
    rows = (
        ActivitySummary.objects.filter(
            Q(decision_id=0)
            | Q(decision_id__in=counted_decisions(follow_up).values("pk")),
            committee=follow_up.committee,
            year__in=[follow_up.year, follow_up.year - 1],
            kind__in=list(OPERATING),
            period__range=(1, CLOSING),
        )
        .order_by()
        .values_list("kind", "year", "period")
        .annotate(ore=Sum("amount_ore"))
    )
    found: dict[tuple[Scenario, int], list[int | None]] = {}
    for kind, year, period, ore in rows:
        scenario, _ = OPERATING[kind]
        months = found.setdefault((scenario, year), [None] * CLOSING)
        months[period - 1] = (months[period - 1] or 0) - int(ore)
    return {key: tuple(months) for key, months in found.items()}
