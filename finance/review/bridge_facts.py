"""What stands beside the sums of a bridge, in one question: rows of one follow-up.

Adjustments of the outcome, controllers' adjustments of the forecast, what is left of
decided actions, the analyses that call a deviation a one-off, and whether the year's
budget and the outcome of every month so far are there.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from committees.models import FollowUp
from committees.stored import rows_of
from finance.figures import total
from finance.loaded import missing_months
from finance.models import ActionState, Duration
from finance.review.parts import PartOf

Pair = tuple[int, int]
"""A unit and one of its activities."""
_BESIDE = """
SELECT 'adjusted', reason, cost_centre_id, activity_id, group_id, amount_ore
  FROM finance_outcomeadjustment WHERE follow_up_id = %s AND NOT booked
UNION ALL
SELECT 'controller', '', NULL, activity_id, group_id, amount_ore
  FROM finance_controlleradjustment WHERE follow_up_id = %s
UNION ALL
SELECT 'effect', '', e.cost_centre_id, e.activity_id, e.group_id, e.remaining_ore
  FROM finance_actioneffect e
  JOIN finance_action a ON a.id = e.action_id
 WHERE e.committee_id = %s AND e.year = %s AND a.decided_on <= %s AND a.state <> %s
UNION ALL
SELECT 'one-off', '', cost_centre_id, activity_id, NULL, 0
  FROM finance_analysis WHERE follow_up_id = %s AND duration = %s
UNION ALL
SELECT 'loaded', '', NULL, NULL, NULL, period
  FROM finance_livemonth WHERE committee_id = %s AND year = %s
UNION ALL
SELECT 'budget', '', NULL, NULL, NULL, 0
 WHERE EXISTS (SELECT 1 FROM finance_budgetdecision d
                WHERE d.committee_id = %s AND d.year = %s
                  AND d.decided_on <= %s AND d.state = 'decided'
                  AND d.id IN (SELECT s.decision_id FROM finance_yearsummary s
                                WHERE s.committee_id = d.committee_id
                                  AND s.year = d.year AND s.kind = 'budget'))
"""


@dataclass(frozen=True, slots=True)
class Placed:
    """An amount where it is placed, in öre; None where it is placed nowhere."""

    unit: int | None
    activity: int | None
    group: int | None
    ore: int
    reason: str = ""

    @property
    def pair(self) -> tuple[int | None, int | None]:
        """Its unit and activity."""
        return self.unit, self.activity


@dataclass(frozen=True, slots=True)
class Beside:
    """Rows of a part of the committee. `controller` are of no cost centre.

    `missing` are the months so far whose outcome is not loaded. `has_budget` says
    whether the year has any that is decided.
    """

    adjusted: tuple[Placed, ...]
    controller: tuple[Placed, ...]
    effects: tuple[Placed, ...]
    one_offs: frozenset[Pair]
    missing: tuple[int, ...]
    has_budget: bool

    @property
    def controller_ore(self) -> int | None:
        """What controllers adjusted; None where they adjusted nothing."""
        return total(each.ore for each in self.controller)

    @property
    def remaining(self) -> int | None:
        """What decided actions are still to give; None without any."""
        return total(each.ore for each in self.effects)


def beside(follow_up: FollowUp, part: PartOf) -> Beside:
    """What stands beside the sums of a part."""
    here = (follow_up.committee_id, follow_up.year, follow_up.period.last_day)
    pk = follow_up.pk
    values = (
        *(pk, pk, *here, ActionState.PROPOSED.value, pk, Duration.ONE_OFF.value),
        *(follow_up.committee_id, follow_up.year, *here),
    )
    found: dict[str, list[Placed]] = {}
    for what, reason, unit, activity, group, ore in rows_of(_BESIDE, values):
        row = Placed(unit, activity, group, int(ore), reason)
        if what in _OF_YEAR or _is_within(row, part):
            found.setdefault(what, []).append(row)
    one_offs = found.get("one-off", ())
    loaded = {each.ore for each in found.get("loaded", ())}
    return Beside(
        adjusted=tuple(found.get("adjusted", ())),
        controller=tuple(found.get("controller", ())),
        effects=tuple(found.get("effect", ())),
        one_offs=frozenset(
            (each.unit, each.activity)
            for each in one_offs
            if each.unit is not None and each.activity is not None
        ),
        missing=missing_months(loaded, until=follow_up.month),
        has_budget="budget" in found,
    )


_OF_YEAR = {"loaded", "budget"}
"""What is of the whole year, whichever part is asked of."""


def _is_within(row: Placed, part: PartOf) -> bool:
    """Whether a row is of the part; what is placed nowhere is of the whole alone."""
    return _holds(part.activities, row.activity) and _holds(part.cost_centres, row.unit)


def _holds(chosen: Collection[int] | None, place: int | None) -> bool:
    """Whether a choice holds a place; None chooses all."""
    return chosen is None or place in chosen


def of_pairs(rows: Iterable[Placed], pairs: Collection[Pair]) -> tuple[Placed, ...]:
    """The rows of some units' activities."""
    return tuple(each for each in rows if each.pair in pairs)


def by_group(rows: Iterable[Placed], reason: str) -> dict[int, int]:
    """Adjustments for a reason by entry group."""
    found: dict[int, int] = {}
    for each in rows:
        if each.reason == reason and each.group is not None:
            found[each.group] = found.get(each.group, 0) + each.ore
    return found
