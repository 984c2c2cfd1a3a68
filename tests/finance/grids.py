"""What tests of the forecast's grid share: people at a unit, its stored rows."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any

from committees.access import Place, place_of
from committees.grid.cells import Answer, Cell, State
from committees.grid.units import unit_of
from committees.models import Event, User
from committees.numbers import Unit
from committees.trees import Node
from finance.forecast import saving
from finance.models import ForecastRow, UnitForecast, UnitState

SLUG, MONTH, UNIT = "botkyrka-von", "2017-08", "5102"
CONTROLLER = "karin.ahlgren@example.se"
OTHER_CONTROLLER = "jonas.wiberg@example.se"
HOLDER = "birgit.ohrn@example.se"
STRANGER = "daniel.frisk@example.se"
COST, REVENUE = "711/50", "711/35"


@dataclass(frozen=True, slots=True)
class Seat:
    """A person at a unit's grid."""

    place: Place
    unit: Node

    def save(self, *cells: Cell, key: uuid.UUID | None = None) -> Answer:
        """Send a request of cells; amounts are typed in tkr."""
        return saving.save(
            self.place, self.unit, cells, key=key or uuid.uuid4(), amounts=Unit.TKR
        )

    def state(self, cell: Cell) -> State:
        """What becomes of a cell that is saved."""
        return self.save(cell).cells[0].state


def seat(email: str = CONTROLLER, *, unit: str = UNIT) -> Seat:
    """A person before a unit's grid in the open follow-up."""
    place = place_of(User.objects.get(email=email), SLUG, MONTH)
    return Seat(place, unit_of(place, unit))


def begun(state: UnitState = UnitState.IN_PROGRESS, *, unit: str = UNIT) -> None:
    """Let a unit's forecast have come so far."""
    unit_forecast(unit).update(state=state)


def unit_forecast(unit: str = UNIT) -> Any:
    """A unit's state in the open follow-up."""
    return UnitForecast.objects.filter(
        follow_up__committee__slug=SLUG,
        follow_up__year=2017,
        follow_up__month=8,
        cost_centre__code=unit,
    )


def row(key: str = COST, *, unit: str = UNIT) -> ForecastRow:
    """A stored row of the open follow-up."""
    activity, _, group = key.partition("/")
    return ForecastRow.objects.get(
        follow_up__committee__slug=SLUG,
        follow_up__year=2017,
        follow_up__month=8,
        cost_centre__code=unit,
        activity__code=activity,
        group__code=group,
    )


def typed(text: str, *, key: str = COST, field: str = "forecast") -> Cell:
    """A cell typed over what is stored."""
    return Cell(key, field, typed=text, was=row(key).amount_ore)


def trail(stored: ForecastRow) -> list[tuple[str, str, str, str]]:
    """A row's events: field, old, new, origin."""
    return list(
        Event.objects.filter(subject="forecastrow", subject_id=str(stored.pk))
        .order_by("pk")
        .values_list("field", "old", "new", "origin")
    )
