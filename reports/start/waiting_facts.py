"""What is stored of that which may wait for a person, in one question.

Each part tells rows of its own kind: three words and two numbers.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from committees.models import FollowUp
from committees.stored import rows_of

_LIVE = """
SELECT 'live' AS part, '' AS a, '' AS b, '' AS c, period AS x, 0 AS y
  FROM finance_livemonth WHERE committee_id = %s AND year = %s
"""
_FRAME = """
SELECT 'frame', d.code, '', '', g.ore, b.ore
  FROM finance_budgetdecision d
  LEFT JOIN (SELECT decision_id, SUM(amount_ore) AS ore FROM finance_grantrow
              WHERE committee_id = %s AND year = %s
              GROUP BY decision_id) g ON g.decision_id = d.id
  LEFT JOIN (SELECT decision_id, SUM(amount_ore) AS ore FROM finance_activitysummary
              WHERE committee_id = %s AND year = %s
                AND kind IN ('budget', 'budget_internal')
              GROUP BY decision_id) b ON b.decision_id = d.id
 WHERE d.committee_id = %s AND d.year = %s
   AND d.state = 'decided' AND d.decided_on <= %s
"""
_COUNTS = """
SELECT 'units', '', '', '', COUNT(*),
       SUM(CASE WHEN state <> 'approved' THEN 1 ELSE 0 END)
  FROM finance_unitforecast WHERE follow_up_id = %s
UNION ALL
SELECT 'reconciled', '', '', '', COUNT(*), 0
  FROM finance_reconciliation WHERE follow_up_id = %s
"""
_UNITS = """
SELECT 'unit', c.code, u.state, u.note, u.cost_centre_id, 0
  FROM finance_unitforecast u
  JOIN committees_costcentre c ON c.id = u.cost_centre_id
 WHERE u.follow_up_id = %s AND u.state IN ({states})
"""
_REPORT = """
SELECT 'text', COALESCE(NULLIF(o.heading, ''), (
       SELECT h.heading FROM reports_outlineitem h
        WHERE h.committee_id = o.committee_id AND h.kind = 'rubrik'
          AND h.position < o.position AND h.heading <> ''
        ORDER BY h.position DESC LIMIT 1), ''), '', '', o.position, 0
  FROM reports_outlineitem o
 WHERE o.committee_id = %s AND o.kind = %s AND o.key NOT IN (
       SELECT t.key FROM reports_reporttext t
        WHERE t.follow_up_id = %s AND t.html <> '')
UNION ALL
SELECT 'file', '', '', '', COUNT(*), 0
  FROM reports_export WHERE follow_up_id = %s AND format = 'pdf' AND state = 'done'
"""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be told: the ledger's part, the report's, and units in some states."""

    ledger: bool
    report: bool
    states: frozenset[str]


class Unit(NamedTuple):
    """A unit's forecast: its code, how far it has come and what was said of it."""

    code: str
    state: str
    note: str
    cost_centre: int


@dataclass(frozen=True, slots=True)
class Facts:
    """What is stored; what was not asked for is empty.

    `alarms` are decisions whose budget is not the frame that was given, and `texts`
    the headings of the report's sections that nobody has written: their own or the
    nearest above, empty where there is none.
    """

    live: frozenset[int]
    alarms: tuple[str, ...]
    units: tuple[Unit, ...]
    taking_part: int
    unapproved: int
    is_reconciled: bool
    texts: tuple[str, ...]
    has_file: bool


class _Part(NamedTuple):
    """A part of the question: its select and what it is asked with."""

    sql: str
    values: tuple[object, ...]


def facts(follow_up: FollowUp, wanted: Wanted, *, text_kind: str) -> Facts:
    """What is wanted; `text_kind` is the kind of outline rows that people write."""
    some = list(_parts(follow_up, wanted, text_kind))
    rows = rows_of(
        "UNION ALL".join(part.sql for part in some),
        [value for part in some for value in part.values],
    )
    found: dict[str, list[Any]] = {}
    for part, *row in rows:
        found.setdefault(part, []).append(row)
    ((_, _, _, taking_part, unapproved),) = found["units"]
    units = (Unit(a, b, c, int(x)) for a, b, c, x, _ in found.get("unit", ()))
    texts = sorted((int(x), a) for a, _, _, x, _ in found.get("text", ()))
    return Facts(
        live=frozenset(int(x) for *_, x, _ in found.get("live", ())),
        alarms=_alarms(found.get("frame", ())),
        units=tuple(sorted(units)),
        taking_part=int(taking_part),
        unapproved=int(unapproved or 0),
        is_reconciled=any(x for *_, x, _ in found["reconciled"]),
        texts=tuple(text for _, text in texts),
        has_file=any(x for *_, x, _ in found.get("file", ())),
    )


def _parts(follow_up: FollowUp, wanted: Wanted, text_kind: str) -> Iterator[_Part]:
    """The parts of what is wanted."""
    here, pk, year = follow_up.committee_id, follow_up.pk, follow_up.year
    yield _Part(_LIVE, (here, year))
    yield _Part(_COUNTS, (pk, pk))
    if wanted.ledger:
        until = follow_up.period.last_day
        yield _Part(_FRAME, (*((here, year) * 3), until))
    if wanted.states:
        marks = ", ".join(["%s"] * len(wanted.states))
        yield _Part(_UNITS.format(states=marks), (pk, *sorted(wanted.states)))
    if wanted.report:
        yield _Part(_REPORT, (here, text_kind, pk, pk))


def _alarms(rows: Collection[Any]) -> tuple[str, ...]:
    """Decisions whose budget is not their frame; none without any frame."""
    if all(frame is None for *_, frame, _ in rows):
        return ()
    return tuple(
        sorted(
            code
            for code, _, _, frame, budget in rows
            if int(frame or 0) + int(budget or 0)
        )
    )
