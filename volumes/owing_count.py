"""How many series are kept, and how many of them somebody has not reported.

The rule is that of `volumes.reporting.owed`. The database tells which months units
have reported and planned as the bits of a number, and units that are alike together,
so that the answer is as short for many units as for few.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from committees.models import FollowUp
from committees.periods import MONTH_NAMES
from committees.stored import rows_of
from volumes.models import OverTime

DECEMBER = len(MONTH_NAMES)
_ASKED = """
SELECT s.id, s.over_time, s.from_month, s.to_month, u.reported, u.planned
  FROM volumes_volumeseries s
  LEFT JOIN (
       SELECT series_id, cost_centre_id, SUM(reported) AS reported,
              SUM(planned) AS planned
         FROM (SELECT series_id, cost_centre_id,
                      SUM(1 << (month - 1)) AS reported, 0 AS planned
                 FROM volumes_volumerow
                WHERE committee_id = %s AND year = %s AND month <= %s
                GROUP BY series_id, cost_centre_id
               UNION ALL
               SELECT series_id, cost_centre_id, 0, SUM(1 << (month - 1))
                 FROM volumes_volumebudget
                WHERE committee_id = %s AND year = %s
                GROUP BY series_id, cost_centre_id) m
        GROUP BY series_id, cost_centre_id) u ON u.series_id = s.id
 WHERE s.committee_id = %s AND s.from_month <= %s AND s.to_month >= %s
 GROUP BY s.id, s.over_time, s.from_month, s.to_month, u.reported, u.planned
"""


@dataclass(frozen=True, slots=True)
class Kept:
    """The series of a follow-up's month, and those that a unit owes a month of."""

    series: int
    owing: int


class _Units(NamedTuple):
    """Units of a series that have reported and planned the same months, as bits.

    `first` and `last` are the series' months: 201701.
    """

    over_time: str
    first: int
    last: int
    reported: int
    planned: int


def kept(follow_up: FollowUp) -> Kept:
    """The counts of a follow-up, in one question."""
    here, year, now = follow_up.committee_id, follow_up.year, follow_up.period.number
    values = [here, year, follow_up.month, here, year, here, now, now]
    series: set[int] = set()
    owing: set[int] = set()
    for pk, over_time, first, last, reported, planned in rows_of(_ASKED, values):
        series.add(pk)
        units = _Units(over_time, first, last, int(reported or 0), int(planned or 0))
        if _owe(units, follow_up):
            owing.add(pk)
    return Kept(len(series), len(owing))


def _owe(units: _Units, follow_up: FollowUp) -> bool:
    """Whether units should have reported a month that they have not."""
    only_last = units.over_time == OverTime.LAST
    begins = follow_up.month if only_last else 1
    asked = _months(begins, follow_up.month) & _months(
        max(1, units.first - follow_up.year * 100),
        min(DECEMBER, units.last - follow_up.year * 100),
    )
    first = units.reported & -units.reported
    begun = ~(first | (first - 1)) if first else 0
    return bool((units.planned | begun) & asked & ~units.reported)


def _months(first: int, last: int) -> int:
    """Some months in a row as bits, January the lowest; none where they end first."""
    return (1 << last) - (1 << (first - 1)) if first <= last else 0
