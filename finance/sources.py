"""Where sums of money are read: the summary that holds the axes that are asked of.

Every source is asked with the same question. A summary of one axis holds account
groups, the year's rows hold units and activities together; only what needs all three
goes to the rows themselves, which a choice of units keeps few.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date

from committees.models import FollowUp
from committees.periods import CLOSING, Scenario
from finance.facts import OPERATING
from finance.where import COLUMNS, EVERYTHING, Axis, Delivery, Where, among_ids

__all__ = [
    "COLUMNS",
    "EVERYTHING",
    "Axis",
    "Delivery",
    "Where",
    "among_ids",
]


@dataclass(frozen=True, slots=True)
class Source:
    """A table of sums, or what stands for one; `years` has a year a row."""

    table: str
    years: bool = False

    def amount(self, scenario: Scenario, first: int, last: int) -> str:
        """SQL of the öre of some ledger periods; NULL where no row tells any.

        A forecast is of the year: its period is the month of its follow-up.
        """
        kinds = _KINDS[scenario]
        if self.years:
            kinds, told = kinds[:1], added(range(int(first), int(last) + 1))
            during = ""
        else:
            told = "amount_ore"
            during = f" AND period BETWEEN {int(first)} AND {int(last)}"
        of = ", ".join(f"'{kind}'" for kind in kinds)
        when = f"kind IN ({of}){during}"
        return f"CAST(SUM({told}) FILTER (WHERE {when}) AS BIGINT)"


def added(periods: Sequence[int]) -> str:
    """SQL of some of a year's columns together; NULL where none is told."""
    columns = [f"ore_{period}" for period in periods]
    if not columns[1:]:
        return columns[0]
    if periods[0] == 1:
        return f"through_{periods[-1]}"
    added = " + ".join(f"COALESCE({column}, 0)" for column in columns)
    return f"CASE WHEN COALESCE({', '.join(columns)}) IS NOT NULL THEN {added} END"


_KINDS = {
    Scenario.OUTCOME: ("outcome", "outcome_internal"),
    Scenario.BUDGET: ("budget", "budget_internal"),
    Scenario.FORECAST: ("forecast",),
}
INTERNAL = frozenset(kind for kind, (_, internal) in OPERATING.items() if internal)
"""What summaries call money that is bought and sold within the committee."""
BY_ACTIVITY = Source("finance_activitysummary")
BY_COST_CENTRE = Source("finance_costcentresummary")
BY_BOTH = Source("finance_yearsummary", years=True)

_ROWS = """(
SELECT r.committee_id, {outcome} AS kind, r.year, r.period, 0 AS decision_id,
       r.cost_centre_id, r.activity_id, m.group_id, r.amount_ore
  FROM finance_outcomerow r
  JOIN finance_livemonth l ON l.batch_id = r.batch_id AND l.period = r.period
   AND l.year = r.year AND l.committee_id = r.committee_id
  {grouped}{counterparts}
 WHERE {rows}
UNION ALL
SELECT r.committee_id, {budget}, r.year, r.period, r.decision_id,
       r.cost_centre_id, r.activity_id, m.group_id, r.amount_ore
  FROM finance_budgetrow r
  {grouped}{counterparts}
 WHERE {rows}
UNION ALL
SELECT r.committee_id, 'forecast', f.year, f.month, 0,
       r.cost_centre_id, r.activity_id, r.group_id, r.amount_ore
  FROM finance_forecastrow r
  JOIN committees_followup f ON f.id = r.follow_up_id
 WHERE {rows}
) s"""
_GROUPED = """
  JOIN finance_accountgroupmember m ON m.account_id = r.account_id
  JOIN finance_accountgrouping g ON g.id = m.grouping_id
   AND g.committee_id = r.committee_id AND g.purpose = 'inmatning'
   AND r.year BETWEEN g.from_year AND g.to_year
"""
_COUNTERPARTS = """
  JOIN finance_counterpart o ON o.id = r.counterpart_id
"""


@dataclass(frozen=True, slots=True)
class Question:
    """A question of sums: what it reads, and the parameters of its conditions."""

    source: Source
    where: str
    values: tuple[int | date, ...]

    def sql(self, columns: Sequence[str], *, by: str = "") -> str:
        """The columns as a select, grouped by a column if one is named."""
        told = ", ".join([by, *columns] if by else columns)
        grouped = f" GROUP BY {by}" if by else ""
        return f"SELECT {told} FROM {self.source.table} WHERE {self.where}{grouped}"

    def of_kind(self, kind: str) -> Question:
        """The same of one kind of rows."""
        return replace(self, where=f"{self.where} AND kind = '{kind}'")


def source_of(axes: Collection[Axis]) -> Source:
    """The smallest source that holds some axes; the rows where none does."""
    asked = set(axes)
    if asked <= {Axis.ACTIVITY, Axis.GROUP}:
        return BY_ACTIVITY
    if asked <= {Axis.COST_CENTRE, Axis.ACTIVITY}:
        return BY_BOTH
    if asked <= {Axis.COST_CENTRE, Axis.GROUP}:
        return BY_COST_CENTRE
    return Source("")


def question(
    follow_up: FollowUp,
    where: Where,
    *,
    years: Collection[int],
    by: Axis | tuple[Axis, ...] | None = None,
    within: bool = False,
) -> Question:
    """What is asked of some money, as a follow-up sees it: its decisions alone count.

    `years` are contiguous. `within` keeps what is bought and sold within the committee
    also of external money, by its own kind.
    """
    axes = (by,) if isinstance(by, Axis) else by or ()
    # What holds account groups tells also what is internal.
    kinds = [Axis.GROUP] if where.external else []
    source = source_of({*where.axes, *axes, *kinds})
    conditions = where.conditions()
    if where.external and not within:
        conditions.append(f"kind NOT IN ({_listed(INTERNAL)})")
    if source.years:
        conditions.append("kind <> 'gross'")
    here, first, last = follow_up.committee_id, min(years), max(years)
    of = "year = %s" if first == last else "year BETWEEN %s AND %s"
    asked: tuple[int | date, ...] = (here, *dict.fromkeys((first, last)))
    until: tuple[int | date, ...] = (here, follow_up.period.last_day)
    if source.table:
        return Question(
            source,
            " AND ".join([_HERE.format(years=of), *conditions]),
            (*asked, *until),
        )
    return Question(
        Source(_rows(where)),
        " AND ".join([_HERE.format(years=of), *conditions]),
        (*((here,) * 3), *asked, *until),
    )


_HERE = """committee_id = %s AND {years}
   AND (decision_id = 0 OR decision_id IN (
        SELECT id FROM finance_budgetdecision
         WHERE committee_id = %s AND state = 'decided' AND decided_on <= %s))"""


def _listed(kinds: Collection[str]) -> str:
    """Kinds of summary rows as SQL."""
    return ", ".join(f"'{kind}'" for kind in sorted(kinds))


def _rows(where: Where) -> str:
    """The rows in the summaries' form; units and activities are chosen at once."""
    conditions = ["r.committee_id = %s"]
    conditions += [
        among_ids(f"r.{COLUMNS[axis]}", ids)
        for axis, ids in where.chosen().items()
        if axis is not Axis.GROUP
    ]
    told = {each: f"'{each}'" for each in ("outcome", "budget")}
    if where.external:
        case = "CASE WHEN o.kind = 'internal' THEN '{0}_internal' ELSE '{0}' END"
        told = {each: case.format(each) for each in told}
    return _ROWS.format(
        grouped=_GROUPED,
        counterparts=_COUNTERPARTS if where.external else "",
        rows=" AND ".join(conditions),
        **told,
    )


EVERY_PERIOD = range(1, CLOSING + 1)
