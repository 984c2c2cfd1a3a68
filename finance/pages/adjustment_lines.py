"""Adjustments as they are listed."""

from __future__ import annotations

from dataclasses import dataclass

from finance.models import ControllerAdjustment, OutcomeAdjustment
from finance.pages.fields import Axes, month_text, named


@dataclass(frozen=True, slots=True)
class Line:
    """An adjustment as it is listed; öre, plus improves the result."""

    number: int
    unit: str
    activity: str
    group: str
    ore: int
    reason: str
    text: str
    expected: str
    booked: bool
    changeable: bool

    @classmethod
    def of_outcome(
        cls, stored: OutcomeAdjustment, axes: Axes, *, changeable: bool
    ) -> Line:
        """An adjustment of outcome."""
        return cls(
            number=stored.pk,
            unit=named(axes.cost_centres, stored.cost_centre_id, stored.cost_centre),
            activity=named(axes.activities, stored.activity_id, stored.activity),
            group=stored.group.name,
            ore=stored.amount_ore,
            reason=stored.get_reason_display(),
            text=stored.text,
            expected=month_text(stored.expected_month),
            booked=stored.booked,
            changeable=changeable,
        )

    @classmethod
    def of_controller(
        cls, stored: ControllerAdjustment, axes: Axes, *, changeable: bool
    ) -> Line:
        """An adjustment on top of the forecasts."""
        return cls(
            number=stored.pk,
            unit="",
            activity=named(axes.activities, stored.activity_id, stored.activity),
            group=stored.group.name,
            ore=stored.amount_ore,
            reason=stored.reason,
            text=str(stored.by or ""),
            expected="",
            booked=False,
            changeable=changeable,
        )
