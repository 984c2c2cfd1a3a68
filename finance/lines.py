"""The stored rows that a figure sums, read page by page and the largest first.

Plain SQL, of the very rows that the parts are summed from: a page of it is read in a
fraction of the time that it takes to put the same question together from models.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from committees.models import FollowUp
from committees.periods import Scenario
from finance.parts import Slice, fetched, rows_of

_PLACED = {
    "pk": "r.id",
    "cost_centre_id": "r.cost_centre_id",
    "cost_centre__code": "u.code",
    "activity_id": "r.activity_id",
    "activity__code": "a.code",
    "amount_ore": "r.amount_ore",
    "basis": "r.basis",
}
_IMPORTED = {
    **_PLACED,
    "period": "r.period",
    "account__code": "k.code",
    "account__name": "k.name",
    "batch__file_name": "b.file_name",
}
COLUMNS = {
    Scenario.OUTCOME: {
        **_IMPORTED,
        "counterpart__name": "p.name",
        "first_line": "r.first_line",
    },
    Scenario.BUDGET: {
        **_IMPORTED,
        "decision__title": "d.title",
        "decision__decided_on": "d.decided_on",
        "decision__diary_number": "d.diary_number",
        "line": "r.line",
    },
    Scenario.FORECAST: {
        **_PLACED,
        "group__name": "g.name",
        "method": "r.method",
        "comment": "r.comment",
        "changed_by__name": "w.name",
        "changed_at": "r.changed_at",
    },
}
"""What a row tells, by the name it is listed under."""
_PLACES = """
  JOIN committees_costcentre u ON u.id = r.cost_centre_id
  JOIN committees_activity a ON a.id = r.activity_id
"""
_FILES = """
  JOIN finance_account k ON k.id = r.account_id
  JOIN committees_importbatch b ON b.id = r.batch_id
"""
BESIDE = {
    Scenario.OUTCOME: f"""{_PLACES}{_FILES}
  JOIN finance_counterpart p ON p.id = r.counterpart_id
""",
    Scenario.BUDGET: _PLACES + _FILES,
    Scenario.FORECAST: f"""{_PLACES}
  JOIN finance_accountgroup g ON g.id = r.group_id
  LEFT JOIN committees_user w ON w.id = r.changed_by_id
""",
}
_OF_DECISION = "JOIN finance_budgetdecision d ON d.id = r.decision_id"
LARGEST = "ABS(r.amount_ore) DESC"


class _Query(NamedTuple):
    """The columns that rows are ordered by of themselves."""

    order_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Lines:
    """The rows of a slice in some cost centres; nothing is read until a page is.

    It may be listed as a queryset may: ordered anew and cut, and never counted.
    """

    follow_up: FollowUp
    asked: Slice
    units: Collection[int]
    order: str = LARGEST

    def order_by(self, *names: str) -> Lines:
        """The rows in another order; what is no column of theirs does not order."""
        told = COLUMNS[self.asked.scenario]
        chosen = [
            f"{told[name.lstrip('-')]} {'DESC' if name.startswith('-') else 'ASC'}"
            for name in names
            if name.lstrip("-") in told
        ]
        return replace(self, order=", ".join(chosen) or LARGEST)

    @property
    def query(self) -> _Query:
        """What a list asks for its columns' order: the largest is none of them."""
        return _Query()

    def count(self) -> int:
        """Lists never count."""
        raise NotImplementedError

    def __getitem__(self, part: slice) -> list[dict[str, Any]]:
        """Some of the rows, in order."""
        scenario, first = self.asked.scenario, part.start or 0
        columns, names = COLUMNS[scenario], BESIDE[scenario]
        told, cut = f"SELECT {', '.join(columns.values())}", "LIMIT %s OFFSET %s"
        ordered = f"ORDER BY {self.order}, r.id"
        if self._orders_itself:
            # Named when they are cut: PostgreSQL plans nine tables at once for longer
            # than it takes to read them.
            rows, values = rows_of(self.follow_up, self.asked, units=self.units)
            names += _OF_DECISION if scenario is Scenario.BUDGET else ""
            some = f"SELECT r.* {rows} {ordered} {cut}"
            sql = f"{told} FROM ({some}) r {names} {ordered}"
        else:
            rows, values = rows_of(
                self.follow_up, self.asked, units=self.units, beside=names
            )
            sql = f"{told} {rows} {ordered} {cut}"
        found = fetched(sql, (*values, part.stop - first, first))
        return [dict(zip(columns, row, strict=True)) for row in found]

    @property
    def _orders_itself(self) -> bool:
        """Whether the order is of the rows' own columns, not of what they name."""
        parts = self.order.split(", ")
        return all(part.startswith(("r.", "ABS(r.")) for part in parts)
