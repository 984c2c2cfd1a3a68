"""Whether a forecast may be written: the unit's state, the row's owner."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from committees.access import CONTROLLERS, Place
from finance.models import UnitState

HANDED_IN = frozenset(
    {UnitState.SUBMITTED, UnitState.HOLDER_APPROVED, UnitState.APPROVED}
)
"""States in which only controllers change a unit's figures."""

NOT_IN = "Enheten är inte med i uppföljningen. En controller kan lägga till den."
LOCKED_ROW = "Raden fylls i av controllern."


def handed_in_because(state: str, *, place: Place) -> str:
    """Why a person may not write in a unit that is in a state; empty when she may.

    A unit that takes no part in the follow-up has no state.
    """
    if not state:
        return NOT_IN
    if state not in HANDED_IN or place.may(CONTROLLERS):
        return ""
    label = UnitState(state).label
    return f"Prognosen är {label}. Be den som granskar att skicka tillbaka den."


@dataclass(frozen=True, slots=True)
class Locks:
    """Reasons by entry group, in all activities (None) or in one."""

    reasons: Mapping[tuple[int | None, int], str] = field(default_factory=dict)

    @classmethod
    def of(cls, rows: Iterable[tuple[int | None, int, str]]) -> Locks:
        """Locks by what they lock."""
        return cls({(activity, group): reason for activity, group, reason in rows})

    def reason(self, activity: int, group: int) -> str:
        """Why a row may not be written; empty when it may."""
        for key in ((activity, group), (None, group)):
            if key in self.reasons:
                return self.reasons[key] or LOCKED_ROW
        return ""
