"""Actions' effects as they are listed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from finance.models import ActionEffect
from finance.pages.action_forms import UNPLACED
from finance.pages.fields import Axes, named
from finance.review.actions import Placed


@dataclass(frozen=True, slots=True)
class Line:
    """An action's effect as it is listed; öre, effect on the result."""

    number: int
    code: str
    name: str
    state: str
    decided_on: Any
    where: str
    decided: int
    realised: int
    remaining: int
    forecast: int | None
    before: int | None
    counts: bool

    @classmethod
    def of(cls, each: Placed, axes: Axes) -> Line:
        """An effect with its names."""
        effect = each.effect
        return cls(
            number=effect.action_id,
            code=effect.action.code,
            name=effect.action.name,
            state=effect.action.get_state_display(),
            decided_on=effect.action.decided_on,
            where=where(effect, axes),
            decided=effect.decided_ore,
            realised=effect.realised_ore,
            remaining=effect.remaining_ore,
            forecast=each.forecast,
            before=each.before,
            counts=each.counts,
        )


def where(effect: ActionEffect, axes: Axes) -> str:
    """The row an effect is placed on, as far as it is placed."""
    parts = []
    if effect.cost_centre_id:
        unit = effect.cost_centre_id
        parts.append(named(axes.cost_centres, unit, effect.cost_centre))
    if effect.activity_id:
        parts.append(named(axes.activities, effect.activity_id, effect.activity))
    if effect.group:
        parts.append(effect.group.name)
    return ", ".join(parts) or UNPLACED.lower()
