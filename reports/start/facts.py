"""What stands beside the year's money on the start page, in one question.

Each part tells rows of its own kind: two words and three numbers.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from committees.models import FollowUp
from committees.periods import Month
from committees.stored import rows_of
from finance.forecast.writing import HANDED_IN
from finance.models import UnitState


class Level(NamedTuple):
    """How many goals were judged at a step of the scale; no word: not judged."""

    rank: int
    word: str
    shape: str
    many: int


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands beside the ledger and the forecasts; sums in öre, None of no rows.

    `new_budget` is what has been decided since the year's last forecast. `gross` is the
    cost that is forecast, and `handed_in_gross` what of it lies in units that are
    handed in. Units and actions are counted by state. `told_later`: what actions have
    given, and their states, may have been told anew in a later follow-up.
    """

    adjustments: int | None
    controller: int | None
    grant: int | None
    decided: int | None
    realised: int | None
    remaining: int | None
    is_generated: bool
    last: FollowUp | None
    new_budget: int | None
    units: dict[str, int]
    gross: int
    handed_in_gross: int
    actions: dict[str, int]
    goals: tuple[Level, ...]
    told_later: bool = False

    @property
    def coverage(self) -> int | None:
        """Share of the gross cost that is handed in; whole percent, rounded down."""
        return self.handed_in_gross * 100 // self.gross if self.gross else None

    @property
    def handed_in(self) -> int:
        """How many units are handed in, approved ones too."""
        return sum(n for state, n in self.units.items() if state in HANDED_IN)

    @property
    def approved(self) -> int:
        """How many units are approved."""
        return self.units.get(UnitState.APPROVED, 0)


class _Part(NamedTuple):
    """A part of the question: its select and what it is asked with."""

    sql: str
    values: tuple[object, ...]


_ADJUSTED = """
SELECT 'adjusted', '', '', SUM(amount_ore), 0, 0
  FROM finance_outcomeadjustment
 WHERE committee_id = %s AND follow_up_id = %s AND NOT booked
UNION ALL
SELECT 'controller', '', '', SUM(amount_ore), 0, 0
  FROM finance_controlleradjustment
 WHERE committee_id = %s AND follow_up_id = %s
"""
_GRANT = """
SELECT 'grant', '', '', SUM(g.amount_ore), 0, 0
  FROM finance_grantrow g
  JOIN finance_budgetdecision d ON d.id = g.decision_id
 WHERE g.committee_id = %s AND g.year = %s
   AND d.state = 'decided' AND d.decided_on <= %s
"""
_EFFECTS = """
SELECT 'effects', '', '', SUM(e.decided_ore), SUM(e.realised_ore), SUM(e.remaining_ore)
  FROM finance_actioneffect e
  JOIN finance_action a ON a.id = e.action_id
 WHERE e.committee_id = %s AND e.year = %s
   AND a.decided_on <= %s AND a.state <> 'proposed'
"""
_ACTIONS = """
SELECT 'action', a.state, '', COUNT(DISTINCT a.id), 0, 0
  FROM finance_actioneffect e
  JOIN finance_action a ON a.id = e.action_id
 WHERE e.committee_id = %s AND e.year = %s
   AND (a.decided_on <= %s OR a.state = 'proposed')
 GROUP BY a.state
"""
_LATER = """
SELECT 'later', '', '', COUNT(*), 0, 0
  FROM committees_followup
 WHERE committee_id = %s AND state <> 'planned'
   AND (year > %s OR (year = %s AND month > %s))
"""
_GENERATED = """
SELECT 'generated', '', '', COUNT(*), 0, 0
  FROM committees_importbatch
 WHERE committee_id = %s AND generated
   AND kind IN ('outcome', 'budget', 'forecast')
"""
_NEW_BUDGET = """
SELECT 'new-budget', '', '', SUM(amount_ore), 0, 0
  FROM finance_activitysummary
 WHERE committee_id = %s AND year = %s AND kind IN ('budget', 'budget_internal')
   AND decision_id IN (
       SELECT id FROM finance_budgetdecision
        WHERE committee_id = %s AND state = 'decided'
          AND decided_on > %s AND decided_on <= %s)
"""
_FOLLOW_UPS = """
SELECT 'follow-up', kind, '', month, id, 0
  FROM committees_followup WHERE committee_id = %s AND year = %s AND month < %s
"""
_UNITS = """
SELECT 'units', state, '', COUNT(*), 0, 0
  FROM finance_unitforecast WHERE follow_up_id = %s
 GROUP BY state
"""
_GROSS = """
SELECT 'gross', COALESCE(u.state, ''), '', SUM(s.ore_{month}), 0, 0
  FROM finance_yearsummary s
  LEFT JOIN finance_unitforecast u
    ON u.follow_up_id = %s AND u.cost_centre_id = s.cost_centre_id
 WHERE s.committee_id = %s AND s.year = %s AND s.kind = 'gross'
   AND s.ore_{month} IS NOT NULL
 GROUP BY u.state
"""
_GOALS = """
SELECT 'goal', COALESCE(l.word, ''), COALESCE(l.shape, ''), COUNT(*),
       COALESCE(l.rank, 99), 0
  FROM goals_topic t
  LEFT JOIN goals_standing s ON s.topic_id = t.id AND s.follow_up_id = %s
  LEFT JOIN goals_assessmentlevel l ON l.id = s.assessment_id
 WHERE t.committee_id = %s AND t.kind = 'nämndmål'
   AND t.from_year <= %s AND t.to_year >= %s
 GROUP BY l.word, l.shape, l.rank
"""

_Rows = dict[str, list[tuple[Any, ...]]]
"""Rows by their part: two words and three numbers."""


def beside(follow_up: FollowUp, *, last_month: int | None) -> Beside:
    """Everything beside; `last_month` is that of the year's last forecast."""
    found: _Rows = {}
    for part, *row in _ask(_parts(follow_up, last_month)):
        found.setdefault(part, []).append(tuple(row))
    ((_, _, decided, realised, remaining),) = found["effects"]
    return Beside(
        adjustments=_only(found, "adjusted"),
        controller=_only(found, "controller"),
        grant=_only(found, "grant"),
        decided=_whole(decided),
        realised=_whole(realised),
        remaining=_whole(remaining),
        is_generated=bool(_only(found, "generated")),
        last=_last(follow_up, found, last_month),
        new_budget=_only(found, "new-budget"),
        units=_counted(found, "units"),
        gross=sum(_counted(found, "gross").values()),
        handed_in_gross=sum(
            ore for state, ore in _counted(found, "gross").items() if state in HANDED_IN
        ),
        actions=_counted(found, "action"),
        goals=_levels(found),
        told_later=bool(_only(found, "later")),
    )


def _parts(follow_up: FollowUp, last_month: int | None) -> Iterator[_Part]:
    """The parts of the question."""
    here, pk, year = follow_up.committee_id, follow_up.pk, follow_up.year
    until = follow_up.period.last_day
    since = Month(year, last_month).last_day if last_month else until
    yield _Part(_ADJUSTED, (here, pk, here, pk))
    yield _Part(_GRANT, (here, year, until))
    yield _Part(_EFFECTS, (here, year, until))
    yield _Part(_ACTIONS, (here, year, until))
    yield _Part(_LATER, (here, year, year, follow_up.month))
    yield _Part(_GENERATED, (here,))
    yield _Part(_NEW_BUDGET, (here, year, here, since, until))
    yield _Part(_FOLLOW_UPS, (here, year, follow_up.month))
    yield _Part(_UNITS, (pk,))
    gross = _GROSS.format(month=int(follow_up.month))
    yield _Part(gross, (pk, here, year))
    yield _Part(_GOALS, (pk, here, year, year))


def _ask(parts: Iterable[_Part]) -> list[tuple[Any, ...]]:
    """The rows of all parts, from one question."""
    some = list(parts)
    question = "UNION ALL".join(part.sql for part in some)
    return rows_of(question, [value for part in some for value in part.values])


def _only(found: _Rows, part: str) -> int | None:
    """The first number of a part that has one row."""
    ((_, _, number, _, _),) = found[part]
    return _whole(number)


def _whole(number: object) -> int | None:
    """A number as the database gives it."""
    return None if number is None else int(str(number))


def _counted(found: _Rows, part: str) -> dict[str, int]:
    """The first number of a part by its word."""
    return {row[0]: int(row[2]) for row in found.get(part, ())}


def _levels(found: _Rows) -> tuple[Level, ...]:
    """The goals by how they were judged, the best first."""
    rows = found.get("goal", ())
    return tuple(sorted(Level(int(r[3]), r[0], r[1], int(r[2])) for r in rows))


def _last(follow_up: FollowUp, found: _Rows, month: int | None) -> FollowUp | None:
    """The year's follow-up of a month, to be named."""
    for kind, _, number, pk, _ in found.get("follow-up", ()):
        if number == month:
            return FollowUp(
                pk=int(pk),
                committee=follow_up.committee,
                year=follow_up.year,
                month=int(number),
                kind=kind,
            )
    return None
