"""Staff as tables: full-time equivalents and head count by category and activity.

What is part of another series (varav) is in no sum.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from committees.numbers import Scale, Unit
from committees.periods import Month
from committees.trees import Tree
from reports.known import Known
from reports.quantities.unit_cost_tables import Moment, moments
from reports.quantities.unit_costs import total
from reports.tables.model import Column, Row, RowKind, Table
from volumes.models import Counted, StaffCategory, VolumeSeries

COUNTS = (Counted.FULL_TIME, Counted.EMPLOYED)
DECIMALS = {Counted.FULL_TIME: 1, Counted.EMPLOYED: 0}
CATEGORIES = (StaffCategory.MANAGERS, StaffCategory.OTHER)


@dataclass(frozen=True, slots=True)
class Staff:
    """A committee's series of staff in a follow-up, and what is known of them."""

    known: Known
    series: Sequence[VolumeSeries]
    activities: Tree
    at: Month
    source: str

    def ids(
        self,
        counted: Counted,
        *,
        category: str | None = None,
        activity: int | None = None,
    ) -> tuple[int, ...]:
        """The series that count something, less those that are part of another."""
        return tuple(
            one.pk
            for one in self.series
            if one.counted == counted
            and not one.part_of_id
            and category in (None, one.category)
            and activity in (None, one.activity_id)
        )

    def places(self, counted: Iterable[Counted], category: str | None) -> list[int]:
        """The activities that have any such series, in the order of their codes."""
        asked = set(counted)
        found = {
            one.activity_id
            for one in self.series
            if Counted(one.counted) in asked and category in (None, one.category)
        }
        return sorted(found, key=self.name)

    def name(self, activity: int) -> str:
        """An activity's code and name."""
        node = self.activities.nodes.get(activity)
        return f"{node.code} {node.name}" if node else "verksamhet som inte finns kvar"

    @property
    def moments(self) -> tuple[Moment, ...]:
        """Years before that have any staff, budget, to date and forecast."""
        ids = self.ids(Counted.FULL_TIME) + self.ids(Counted.EMPLOYED)
        return tuple(
            moment
            for moment in moments(self.at)
            if moment.time.when.year == self.at.year
            or total(self.known, ids, moment.time.when).value is not None
        )


class Stub(NamedTuple):
    """How a row begins."""

    key: str
    label: str
    kind: RowKind = RowKind.ROW


def count_table(staff: Staff, counted: Counted) -> Table:
    """What is counted by category and activity, with sums that add up."""
    told = staff.moments
    columns = [Column(each.key, each.label) for each in told]
    columns.append(Column("gap", f"Prognos mot budget {staff.at.year}"))
    return Table(
        key=f"staff-{COUNTS.index(counted) + 1}",
        title=str(counted.label).capitalize(),
        stub="Verksamhet",
        scale=Scale(Unit.COUNT, DECIMALS[counted]),
        columns=tuple(columns),
        rows=tuple(_count_rows(staff, counted, told)),
        source=staff.source,
    )


def _count_rows(
    staff: Staff, counted: Counted, told: Sequence[Moment]
) -> Iterator[Row]:
    """Each category with its activities and sum, and all together."""
    for category in CATEGORIES:
        places = staff.places([counted], category)
        if not places:
            continue
        name, key = str(category.label), f"c{CATEGORIES.index(category)}"
        yield Row(key, name.capitalize(), (None,) * (len(told) + 1), kind=RowKind.GROUP)
        for activity in places:
            ids = staff.ids(counted, category=category, activity=activity)
            stub = Stub(f"{key}-{activity}", staff.name(activity))
            yield _row(staff, stub, ids, told)
        stub = Stub(f"{key}-sum", f"Summa {name}", RowKind.SUBTOTAL)
        yield _row(staff, stub, staff.ids(counted, category=category), told)
    stub = Stub("sum", "Summa", RowKind.TOTAL)
    yield _row(staff, stub, staff.ids(counted), told)


def _row(staff: Staff, stub: Stub, ids: tuple[int, ...], told: Sequence[Moment]) -> Row:
    """Some series added, at each moment, and the forecast less the budget."""
    amounts = {moment.key: total(staff.known, ids, moment.time.when) for moment in told}
    forecast, budget = amounts["forecast"].value, amounts["budget"].value
    gap = None if forecast is None or budget is None else forecast - budget
    whys = [*(each.why for each in amounts.values()), ""]
    return Row(
        key=stub.key,
        label=stub.label,
        values=(*(each.value for each in amounts.values()), gap),
        kind=stub.kind,
        level=1 if stub.kind is RowKind.ROW else 0,
        omitted=tuple(map(bool, whys)),
        why=tuple(whys),
    )
