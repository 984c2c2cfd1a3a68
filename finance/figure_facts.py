"""What is told beside a figure of money, in one question.

Which file counts for a month, what the decisions of the budget were, what controllers
adjusted of the year's forecasts, and whether any of the rows are generated.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from committees.models import FollowUp
from committees.stored import rows_of
from finance.adjusted import Adjusted
from finance.models import DecisionKind

_FACTS = """
SELECT 'adjusted', a.id, f.month, a.activity_id, a.group_id, a.amount_ore,
       a.reason, u.name, ''
  FROM finance_controlleradjustment a
  JOIN committees_followup f ON f.id = a.follow_up_id
  LEFT JOIN committees_user u ON u.id = a.by_id
 WHERE a.committee_id = %s AND f.year = %s AND f.month <= %s
UNION ALL
SELECT 'file', l.year, l.period, 0, 0, 0, b.file_name, '', ''
  FROM finance_livemonth l
  JOIN committees_importbatch b ON b.id = l.batch_id
 WHERE l.committee_id = %s AND l.year IN ({years})
UNION ALL
SELECT 'decision', d.id, 0, 0, 0, 0, d.title, d.kind || ' ' || d.decided_on,
       d.diary_number
  FROM finance_budgetdecision d
 WHERE d.committee_id = %s
UNION ALL
SELECT 'generated', COUNT(*), 0, 0, 0, 0, '', '', ''
  FROM committees_importbatch b
 WHERE b.committee_id = %s AND b.generated
   AND b.kind IN ('outcome', 'budget', 'forecast')
"""


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision of the budget, in words; `day` as 2017-06-15."""

    title: str
    kind: str
    day: str
    diary_number: str


@dataclass(frozen=True, slots=True)
class FigureFacts:
    """What is told beside a figure: files by year and period, decisions by id."""

    adjusted: tuple[Adjusted, ...]
    files: dict[tuple[int, int], str]
    decisions: dict[int, Decided]
    has_generated: bool


def figure_facts(follow_up: FollowUp, years: Collection[int]) -> FigureFacts:
    """What is told beside a figure of some years."""
    here, asked = follow_up.committee_id, sorted({follow_up.year, *years})
    question = _FACTS.format(years=", ".join(["%s"] * len(asked)))
    until = (here, follow_up.year, follow_up.month)
    found: dict[str, list[tuple[Any, ...]]] = {}
    for what, *row in rows_of(question, [*until, here, *asked, here, here]):
        found.setdefault(what, []).append(tuple(row))
    return FigureFacts(
        adjusted=tuple(
            Adjusted(pk, month, activity, group, int(ore), reason, by or "")
            for pk, month, activity, group, ore, reason, by, _ in found.get(
                "adjusted", ()
            )
        ),
        files={
            (year, period): name
            for year, period, _, _, _, name, _, _ in found.get("file", ())
        },
        decisions={row[0]: _decided(row) for row in found.get("decision", ())},
        has_generated=any(row[0] for row in found["generated"]),
    )


def _decided(row: tuple[Any, ...]) -> Decided:
    """A decision of its row."""
    title, (kind, _, day), diary_number = row[5], row[6].partition(" "), row[7]
    return Decided(title, str(DecisionKind(kind).label), day, diary_number)
