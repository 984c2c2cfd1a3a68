"""Sick leave and overtime as shares of hours, by activity and by month.

Sick leave is hours of absence of those and the worked hours together, overtime is
overtime of the worked hours. Shares are of sums, never means of shares.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from committees.numbers import Scale, Unit
from committees.periods import MONTH_HEADS, Month, Scenario
from reports.quantities.staffing import Staff
from reports.quantities.unit_cost_tables import short_span
from reports.quantities.unit_costs import Amount, total
from reports.tables.model import Column, Row, RowKind, Table
from volumes.figures import When
from volumes.models import Counted

PERCENT = Scale(Unit.PERCENT, 1)
SMALL_GROUP = 10
"""Sick leave is not told of a group of at most so many employed."""
TOO_SMALL = "Sjukfrånvaro visas inte för grupper med högst tio anställda."
NO_HOURS = "Det finns inga timmar att räkna andelen av."
SICK, OVERTIME = "Sjukfrånvaro", "Övertid"
HOURS = (Counted.WORKED_HOURS, Counted.SICK_HOURS, Counted.OVERTIME_HOURS)


class Told(NamedTuple):
    """A column: a share over a span."""

    key: str
    label: str
    share: str
    when: When


def _told(staff: Staff) -> tuple[Told, ...]:
    """Each share in the year before, to date, and in the month itself."""
    year, month = staff.at.year, staff.at.month
    spans = (
        (
            "before",
            f"{short_span(month)} {year - 1}",
            When(Scenario.OUTCOME, year - 1, last=month),
        ),
        (
            "to-date",
            f"{short_span(month)} {year}",
            When(Scenario.OUTCOME, year, last=month),
        ),
        (
            "month",
            f"{staff.at.name} {year}",
            When(Scenario.OUTCOME, year, month, month),
        ),
    )
    return tuple(
        Told(f"{share}-{key}", label, share, when)
        for share in (SICK, OVERTIME)
        for key, label, when in spans
    )


def hours_table(staff: Staff) -> Table | None:
    """The shares by activity and in all; None where no hours are reported."""
    places = staff.places(HOURS, None)
    if not places:
        return None
    told = _told(staff)
    return Table(
        key="staff-hours",
        title="Sjukfrånvaro och övertid",
        stub="Verksamhet",
        scale=PERCENT,
        columns=tuple(Column(each.key, each.label, span=each.share) for each in told),
        rows=(
            *(_row(staff, each, told) for each in places),
            _row(staff, None, told),
        ),
        source=staff.source,
    )


def _row(staff: Staff, activity: int | None, told: tuple[Told, ...]) -> Row:
    """An activity's shares, or those of all."""
    found = [share(staff, each.share, each.when, activity) for each in told]
    return Row(
        key="sum" if activity is None else f"a{activity}",
        label="Alla" if activity is None else staff.name(activity),
        values=tuple(each.value for each in found),
        kind=RowKind.TOTAL if activity is None else RowKind.ROW,
        omitted=tuple(bool(each.why) for each in found),
        # The page says once why small groups are left out.
        why=tuple("" if each.why == TOO_SMALL else each.why for each in found),
    )


def share(staff: Staff, which: str, when: When, activity: int | None = None) -> Amount:
    """Sick leave or overtime over a span, in percent.

    Not applicable where there are no hours, or the group is too small for sick leave.
    """
    worked, sick, over = (
        total(staff.known, staff.ids(each, activity=activity), when) for each in HOURS
    )
    part, whole = over.value, worked.value
    if which == SICK:
        if _is_small(staff, when, activity):
            return Amount(why=TOO_SMALL)
        part = sick.value
        whole = None if part is None or whole is None else whole + part
    if part is None or whole is None:
        return Amount()
    return Amount(part / whole * 100) if whole else Amount(why=NO_HOURS)


def _is_small(staff: Staff, when: When, activity: int | None) -> bool:
    """Whether so few are employed that sick leave would tell of persons."""
    ids = staff.ids(Counted.EMPLOYED, activity=activity)
    employed = total(staff.known, ids, when).value
    return employed is not None and employed <= SMALL_GROUP


def hours_by_month(staff: Staff) -> Table | None:
    """The committee's shares by month, this year and the year before."""
    if not staff.places(HOURS, None):
        return None
    return Table(
        key="staff-hours-months",
        title="Sjukfrånvaro och övertid per månad",
        stub="År",
        scale=PERCENT,
        columns=tuple(
            Column(f"m{n}", head) for n, head in enumerate(MONTH_HEADS, start=1)
        ),
        rows=tuple(_month_rows(staff)),
        source=staff.source,
    )


def _month_rows(staff: Staff) -> Iterator[Row]:
    """A row for each share and year."""
    for which in (SICK, OVERTIME):
        for year in (staff.at.year, staff.at.year - 1):
            found = [
                share(staff, which, When(Scenario.OUTCOME, year, month, month))
                if Month(year, month) <= staff.at
                else Amount()
                for month in range(1, len(MONTH_HEADS) + 1)
            ]
            yield Row(
                key=f"{which}-{year}",
                label=f"{which} {year}",
                values=tuple(each.value for each in found),
                omitted=tuple(bool(each.why) for each in found),
                why=tuple(each.why for each in found),
            )
