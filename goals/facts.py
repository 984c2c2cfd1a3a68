"""From rows of indicators to readings: one question for any number of them."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from committees.models import FollowUp
from committees.stored import rows_of
from goals.readings import (
    DECEMBER,
    Reading,
    ReadingOf,
    Readings,
    TargetOf,
    TargetRead,
)

TARGET = "target"
_READ = """
SELECT 'target', indicator_id, year, 0 AS month, '', value_milli, text, upper_milli,
       FALSE, ''
  FROM goals_indicatortarget
 WHERE committee_id = %s AND indicator_id IN ({indicators}) AND year IN ({years})
UNION ALL
SELECT 'value', indicator_id, year, month, sex, value_milli, text, NULL,
       preliminary, source
  FROM goals_indicatorvalue
 WHERE committee_id = %s AND indicator_id IN ({own}) AND year IN ({years})
   AND municipality = ''
 ORDER BY month
"""


def readings(
    follow_up: FollowUp,
    *,
    indicators: Collection[int],
    years: Collection[int],
    entered: Collection[int] | None = None,
) -> Readings:
    """What a follow-up knows of some indicators; nothing measured after its month.

    `entered` are those that have outcomes of their own; all where it is not said.
    """
    if not indicators or not years:
        return Readings()
    own = indicators if entered is None else entered
    found: dict[ReadingOf, dict[int, Reading]] = {}
    targets: dict[TargetOf, TargetRead] = {}
    here = follow_up.period.number
    for what, one, year, month, sex, *told in _rows(follow_up, indicators, own, years):
        milli, text, upper, preliminary, source = told
        if what == TARGET:
            targets[TargetOf(one, year)] = TargetRead(milli, upper, text)
            continue
        by = month or DECEMBER
        if year * 100 + by <= here:
            made = found.setdefault(ReadingOf(one, year, sex), {})
            made.setdefault(by, Reading(by, milli, text, bool(preliminary), source))
    return Readings({of: tuple(made.values()) for of, made in found.items()}, targets)


def _rows(
    follow_up: FollowUp,
    indicators: Collection[int],
    own: Collection[int],
    years: Collection[int],
) -> list[tuple[Any, ...]]:
    """Targets, and our own outcomes by month, in one question."""
    here = follow_up.committee_id
    question = _READ.format(
        indicators=_marks(indicators), own=_marks(own), years=_marks(years)
    )
    return rows_of(question, [here, *indicators, *years, here, *own, *years])


def _marks(values: Collection[int]) -> str:
    """A place in a question for each of some values; of none nothing is found."""
    return ", ".join(["%s"] * len(values)) or "NULL"
