"""Which ledger periods are loaded: what is missing of a month is not its zero."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.db import connection

from committees.models import FollowUp, FollowUpKind
from committees.periods import CLOSING, MONTH_NAMES
from finance.models import ActivitySummary

_LOADED = """
SELECT year, period FROM finance_livemonth
 WHERE committee_id = %s AND year BETWEEN %s AND %s
UNION ALL
SELECT 0, 0
 WHERE EXISTS (SELECT 1 FROM committees_importbatch b
                WHERE b.committee_id = %s AND b.generated
                  AND b.kind IN ('outcome', 'budget', 'forecast'))
"""


def missing_months(loaded: Collection[int], *, until: int) -> tuple[int, ...]:
    """The months of a year, through one of them, that are not among those loaded."""
    return tuple(month for month in range(1, until + 1) if month not in loaded)


@dataclass(frozen=True, slots=True)
class Loaded:
    """The ledger periods that a follow-up may tell of, as year and period.

    `generated` says whether any money of the committee is example data.
    """

    periods: frozenset[tuple[int, int]]
    generated: bool = False

    def has(self, year: int, period: int) -> bool:
        """Whether the outcome of a ledger period is there."""
        return (year, period) in self.periods

    def missing(self, year: int, *, until: int) -> tuple[int, ...]:
        """The months of a year, through one of them, that are not loaded."""
        here = {period for of, period in self.periods if of == year}
        return missing_months(here, until=until)

    def is_whole(self, year: int) -> bool:
        """Whether all twelve months of a year are there."""
        return not self.missing(year, until=len(MONTH_NAMES))


def loaded(follow_up: FollowUp, *, years: Collection[int]) -> Loaded:
    """The ledger periods of some years; of its own year a follow-up's months alone.

    Closing entries are told of its own year where it is of the closed year.
    """
    here = follow_up.committee_id
    with connection.cursor() as cursor:
        cursor.execute(_LOADED, [here, min(years), max(years), here])
        rows = [(int(year), int(period)) for year, period in cursor.fetchall()]
    until = CLOSING if follow_up.kind == FollowUpKind.ANNUAL else follow_up.month
    told = frozenset(
        (year, period)
        for year, period in rows
        if year < follow_up.year or (year == follow_up.year and period <= until)
    )
    return Loaded(told - {(0, 0)}, generated=(0, 0) in rows)


def has_money(follow_up: FollowUp, year: int) -> bool:
    """Whether the committee has any budget, outcome or forecast of a year."""
    here = follow_up.committee_id
    return ActivitySummary.objects.filter(committee=here, year=year).exists()
