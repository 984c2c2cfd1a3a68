"""Budget and outcome beside forecast rows: sums at cost centre, activity, entry group.

The database sums; öre in stored sign. Accounts are put into the groups of the
follow-up's year in earlier years too, so that years compare. Rows within the committee
are part of a unit's figures.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from django.db import connection

from committees.models import FollowUp
from finance.models import AccountGroup, GroupKind, Purpose


class Grain(NamedTuple):
    """What a forecast is made for, by identities."""

    cost_centre: int
    activity: int
    group: int


@dataclass(frozen=True, slots=True)
class Group:
    """An entry group."""

    id: int
    code: str
    name: str
    kind: str
    position: int
    grouping: int

    @property
    def is_revenue(self) -> bool:
        """Whether a positive amount is revenue as people type it."""
        return self.kind == GroupKind.REVENUE


@dataclass(frozen=True, slots=True)
class Asked:
    """Which rows are asked for: of one cost centre, of some activities, or of both."""

    follow_up: FollowUp
    cost_centres: Collection[int] | None = None
    activities: Collection[int] | None = None

    def conditions(self) -> dict[str, object]:
        """The rows as conditions of a question."""
        found: dict[str, object] = {}
        if self.cost_centres is not None:
            found["cost_centre__in"] = self.cost_centres
        if self.activities is not None:
            found["activity__in"] = self.activities
        return found


@dataclass(slots=True)
class Sums:
    """A row's sums; None where there are no rows."""

    budget_year: int | None = None
    budget_to_date: int | None = None
    outcome_to_date: int | None = None
    outcome_last_year: int | None = None
    outcome_last_year_to_date: int | None = None


@dataclass(frozen=True, slots=True)
class Months:
    """A row's months: what was booked, what was decided, and last year's; by number."""

    outcome: dict[int, int] = field(default_factory=dict)
    budget: dict[int, int] = field(default_factory=dict)
    last_year: dict[int, int] = field(default_factory=dict)


def entry_groups(follow_up: FollowUp) -> dict[int, Group]:
    """The entry groups of the follow-up's year by identity, in order."""
    rows = (
        AccountGroup.objects.filter(
            grouping__committee=follow_up.committee_id,
            grouping__purpose=Purpose.ENTRY,
            grouping__from_year__lte=follow_up.year,
            grouping__to_year__gte=follow_up.year,
        )
        .order_by("position")
        .values_list("pk", "code", "name", "kind", "position", "grouping_id")
    )
    return {row[0]: Group(*row) for row in rows}


_BY = "r.cost_centre_id, r.activity_id, m.group_id"
_SUMS = (
    f"{_BY}, SUM(CASE WHEN r.period <= {{month}} THEN r.amount_ore END),"
    " SUM(r.amount_ore)"
)
_BY_MONTH = f"{_BY}, r.period"
_MONTHS = f"{_BY_MONTH}, SUM(r.amount_ore)"
_QUESTION = """
SELECT 'budget' AS kind, {columns}
  FROM finance_budgetrow r
  JOIN finance_accountgroupmember m
    ON m.account_id = r.account_id AND m.grouping_id = %s
  JOIN finance_budgetdecision d
    ON d.id = r.decision_id AND d.state = 'decided' AND d.decided_on <= %s
 WHERE {rows} AND r.year = %s
 GROUP BY {by}
"""
_OUTCOME = """
UNION ALL
SELECT '{kind}' AS kind, {columns}
  FROM finance_outcomerow r
  JOIN finance_accountgroupmember m
    ON m.account_id = r.account_id AND m.grouping_id = %s
  JOIN finance_livemonth l
    ON l.committee_id = r.committee_id AND l.year = r.year
   AND l.period = r.period AND l.batch_id = r.batch_id
 WHERE {rows} AND r.year = %s AND r.period BETWEEN 1 AND 13
 GROUP BY {by}
"""
_THREE = (
    _QUESTION
    + _OUTCOME.replace("{kind}", "outcome")
    + _OUTCOME.replace("{kind}", "before")
)


def sums(asked: Asked, groups: dict[int, Group]) -> dict[Grain, Sums]:
    """The sums of every row that has any, in one question."""
    found: dict[Grain, Sums] = {}
    columns = _SUMS.format(month=int(asked.follow_up.month))
    for kind, unit, activity, group, part, whole in _question(
        asked, groups, columns=columns, by=_BY
    ):
        row = found.setdefault(Grain(unit, activity, group), Sums())
        if kind == "budget":
            row.budget_to_date, row.budget_year = _int(part), _int(whole)
        elif kind == "outcome":
            row.outcome_to_date = _int(part)
        else:
            row.outcome_last_year_to_date, row.outcome_last_year = (
                _int(part),
                _int(whole),
            )
    return found


def months(asked: Asked, groups: dict[int, Group]) -> dict[Grain, Months]:
    """The months of every row that has any, in one question. Closing entries apart."""
    found: dict[Grain, Months] = {}
    for kind, unit, activity, group, period, ore in _question(
        asked, groups, columns=_MONTHS, by=_BY_MONTH
    ):
        row = found.setdefault(Grain(unit, activity, group), Months())
        series = {"budget": row.budget, "outcome": row.outcome}.get(kind, row.last_year)
        series[period] = int(ore)
    return found


def _int(ore: object) -> int | None:
    """A sum as the database gives it."""
    return None if ore is None else int(str(ore))


def _question(
    asked: Asked, groups: dict[int, Group], *, columns: str, by: str
) -> Iterator[tuple[str, int, int, int, int, int]]:
    """Rows of budget, outcome and last year's outcome, summed by some columns."""
    if not groups:
        return iter(())
    follow_up = asked.follow_up
    grouping = next(iter(groups.values())).grouping
    rows, chosen = _rows_of(asked)
    values: list[int | date] = [grouping, follow_up.period.last_day]
    values += [*chosen, follow_up.year]
    for year in (follow_up.year, follow_up.year - 1):
        values += [grouping, *chosen, year]
    with connection.cursor() as cursor:
        cursor.execute(_THREE.format(columns=columns, by=by, rows=rows), values)
        return iter(cursor.fetchall())


def _rows_of(asked: Asked) -> tuple[str, list[int]]:
    """Which rows are asked for, as a condition and its parameters."""
    conditions = ["r.committee_id = %s"]
    parameters = [asked.follow_up.committee_id]
    for column, chosen in (
        ("cost_centre_id", asked.cost_centres),
        ("activity_id", asked.activities),
    ):
        if chosen is not None:
            marks = ", ".join(["%s"] * len(chosen)) or "NULL"
            conditions.append(f"r.{column} IN ({marks})")
            parameters += sorted(chosen)
    return " AND ".join(conditions), [*parameters]
