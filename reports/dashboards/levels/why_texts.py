"""What holders have written of their part of the money, as it is read.

A year that is closed has no forecast of its own: then the texts are those of the
year's last follow-up with one.
"""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

from committees.access import Place
from committees.models import FollowUp
from committees.scope import scope_of
from committees.stored import rows_of
from finance.sources import COLUMNS, Axis, Where
from reports.dashboards.levels.level import Level, Told
from reports.dashboards.levels.pieces import AXES
from reports.dashboards.part import Part

_TEXTS = """
SELECT CASE WHEN a.approved THEN 3 ELSE 2 END, a.cost_centre_id, a.activity_id, 0,
       a.cause, 0
  FROM finance_analysis a
 WHERE a.committee_id = %s AND a.follow_up_id = %s AND a.cause <> ''
UNION ALL
SELECT 1, c.cost_centre_id, c.activity_id, 0, c.text, 0
  FROM finance_activitycomment c
 WHERE c.committee_id = %s AND c.follow_up_id = %s AND c.text <> ''
UNION ALL
"""
_LONGEST = """
SELECT 0, r.cost_centre_id, r.activity_id, r.group_id, r.comment, 0
  FROM finance_forecastrow r
  JOIN (SELECT MAX(LENGTH(r.comment) * 1000000000000 + r.id) AS longest
          FROM finance_forecastrow r
         WHERE r.follow_up_id = %s AND NOT (r.comment = ''){among}
         GROUP BY r.{column}) x ON r.id = x.longest %% 1000000000000
"""
"""Of comments on rows, of which there may be thousands, the longest of each place."""
_WEIGHED = """
SELECT 0, r.cost_centre_id, r.activity_id, r.group_id, r.comment,
       r.amount_ore - COALESCE((
         SELECT SUM(b.amount_ore)
           FROM finance_budgetrow b
          WHERE b.committee_id = %s AND b.cost_centre_id = r.cost_centre_id
            AND b.year = %s AND b.activity_id = r.activity_id
            AND b.decision_id IN (
                SELECT id FROM finance_budgetdecision
                 WHERE committee_id = %s AND state = 'decided' AND decided_on <= %s)
            AND b.account_id IN (
                SELECT account_id FROM finance_accountgroupmember
                 WHERE group_id = r.group_id)), 0)
  FROM finance_forecastrow r
  JOIN (SELECT MAX(ABS(r.amount_ore) / 100000 * 1000000000000 + r.id) AS largest
          FROM finance_forecastrow r
         WHERE r.follow_up_id = %s AND NOT (r.comment = ''){among}
         GROUP BY r.group_id, r.activity_id) x ON r.id = x.largest %% 1000000000000
"""
"""An account group is many units' activities, so that each row has a weight of its own:
its forecast less the budget of its unit, activity and group. Of each activity the
largest row is weighed, in tkr, so that as few rows are read as say most."""


class Text(NamedTuple):
    """What is written of a unit's activity; `group` is 0 where it is of all of it.

    `ore` is what a row deviates by, where rows are weighed.
    """

    rank: int
    cost_centre: int
    activity: int
    group: int
    text: str
    ore: int

    def at(self, axis: Axis) -> int:
        """Its place on an axis."""
        if axis is Axis.ACTIVITY:
            return self.activity
        return self.group if axis is Axis.GROUP else self.cost_centre

    def is_of(self, where: Where) -> bool:
        """Whether it is written of some of the money."""
        return where.holds_of(self.cost_centre, self.activity, self.group)


def said_in(place: Place, level: Level) -> FollowUp | None:
    """The follow-up whose texts explain a level; None where there is none."""
    here = level.follow_up
    if level.told is not Told.OUTCOME or level.known.has_forecast:
        return here
    return next(
        (
            each
            for each in place.follow_ups
            if (each.year, each.month) == (here.year, level.last_month)
        ),
        None,
    )


def texts_of(
    place: Place, part: Part, level: Level, *, among: frozenset[int] | None
) -> list[Text]:
    """What the reader may read; comments on rows only of some cost centres, if told."""
    follow_up, where = said_in(place, level), part.where
    if follow_up is None:
        return []
    read = scope_of(place).cost_centres(part.ground.cost_centres)
    units = [ids for ids in (among, read, where.cost_centres) if ids is not None]
    told_units = frozenset.intersection(*units) if units else None
    columns = {each: f"r.{column}" for each, column in COLUMNS.items()}
    narrowed = replace(where, cost_centres=told_units).conditions(columns)
    told = "".join(f" AND {each}" for each in narrowed)
    axis = AXES[level.shown.by]
    values: list[object] = [follow_up.committee_id, follow_up.pk] * 2
    if axis is Axis.GROUP:
        rows, here = _WEIGHED.format(among=told), follow_up.committee_id
        values += [here, follow_up.year, here, follow_up.period.last_day]
    else:
        rows = _LONGEST.format(column=COLUMNS[axis], among=told)
    found = map(Text._make, rows_of(_TEXTS + rows, [*values, follow_up.pk]))
    return [text for text in found if read is None or text.cost_centre in read]
