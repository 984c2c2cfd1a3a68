"""Why activities deviate: what their holders have written, within what one may read."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from operator import itemgetter
from typing import Any

from committees.models import FollowUp
from committees.stored import rows_of
from finance.sources import among_ids

_TOLD = """
SELECT 0, activity_id, cost_centre_id, CASE WHEN approved THEN 1 ELSE 0 END, cause
  FROM finance_analysis
 WHERE committee_id = %s AND follow_up_id = %s AND cause <> '' AND {within}
UNION ALL
SELECT 1, activity_id, cost_centre_id, 0, text
  FROM finance_activitycomment
 WHERE committee_id = %s AND follow_up_id = %s AND text <> '' AND {within}
UNION ALL
SELECT 2, r.activity_id, r.cost_centre_id, 0, r.comment
  FROM finance_forecastrow r
  JOIN (SELECT MAX(LENGTH(comment) * 1000000000000 + id) AS longest
          FROM finance_forecastrow
         WHERE follow_up_id = %s AND NOT (comment = '') AND {within}
         GROUP BY activity_id) x
    ON r.id = x.longest %% 1000000000000
"""
"""Of comments on rows, of which there may be thousands, the longest of an activity."""


@dataclass(frozen=True, slots=True)
class Why:
    """What is written of an activity by a unit, by identities."""

    text: str
    activity: int
    cost_centre: int


_Order = tuple[int, int, int, int, int]
"""Kind of text, approved before others, what its activity adds, length, the unit."""


def whys(
    follow_up: FollowUp,
    groups: Iterable[Mapping[int, int]],
    *,
    cost_centres: Collection[int] | None,
) -> tuple[Why | None, ...]:
    """The text that says most of each group of activities; None where none does.

    An analysis goes before a comment, an approved one before others, then what is said
    of the activity that adds most, then the longest. A group tells what each of its
    activities adds to the deviation. `cost_centres` are those that may be read in
    detail; None: all.
    """
    some = list(groups)
    adds = {activity: ore for group in some for activity, ore in group.items()}
    best = _best(_told(follow_up, adds, cost_centres), adds)
    return tuple(_first(best[each] for each in one if each in best) for one in some)


def _first(found: Iterable[tuple[_Order, Why]]) -> Why | None:
    """The text whose place is before the others'."""
    first = min(found, key=itemgetter(0), default=None)
    return None if first is None else first[1]


def _best(
    rows: Iterable[tuple[Any, ...]], adds: Mapping[int, int]
) -> dict[int, tuple[_Order, Why]]:
    """The text that goes before the others, by activity, with its place."""
    found: dict[int, tuple[_Order, tuple[Any, ...]]] = {}
    for row in rows:
        kind, activity, unit, approved, text = row
        order = kind, -approved, -adds[activity], -len(text), unit
        held = found.get(activity)
        if held is None or order < held[0]:
            found[activity] = order, row
    return {
        activity: (order, Why(row[4], activity, row[2]))
        for activity, (order, row) in found.items()
    }


def _told(
    follow_up: FollowUp,
    activities: Collection[int],
    cost_centres: Collection[int] | None,
) -> list[tuple[Any, ...]]:
    """The texts of some activities, in one question."""
    if not activities or (cost_centres is not None and not cost_centres):
        return []
    within = among_ids("activity_id", activities)
    if cost_centres is not None:
        within += f" AND {among_ids('cost_centre_id', cost_centres)}"
    values = [*[follow_up.committee_id, follow_up.pk] * 2, follow_up.pk]
    return rows_of(_TOLD.format(within=within), values)
