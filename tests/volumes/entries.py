"""What tests of the entry of volumes share: people at a unit, its stored months."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from committees.access import Place, place_of
from committees.grid.cells import Answer, Cell, Checked, Saved
from committees.grid.units import unit_of
from committees.models import Event, FollowUp, FollowUpState, User
from committees.trees import Node
from tests.conftest import follow_up
from volumes.entry import saving
from volumes.models import VolumeForecast, VolumeRow

SLUG, MONTH, UNIT = "sodertalje-on", "2017-08", "2311"
SERIES, STRANGE = "hemtjanst-timmar", "assistans-sfb"
CONTROLLER = "henrik.sjoholm@example.se"
OTHER_CONTROLLER = "nadja.petrovic@example.se"
HOLDER = "stefan.bjurman@example.se"
"""Answers for 23, which the unit is under."""
STRANGER = "ulf.granath@example.se"
READER = "gosta.wiklander@example.se"


@dataclass(frozen=True, slots=True)
class Seat:
    """A person at a unit's grid."""

    place: Place
    unit: Node

    def save(self, *cells: Cell, key: uuid.UUID | None = None) -> Answer:
        """Send a request of cells."""
        return saving.save(self.place, self.unit, cells, key=key or uuid.uuid4())

    def one(self, cell: Cell) -> Saved:
        """What becomes of one cell."""
        return self.save(cell).cells[0]

    def check(self, cell: Cell) -> Checked:
        """What would become of one cell."""
        return saving.check(self.place, self.unit, [cell])[0]


def seat(email: str = CONTROLLER, *, unit: str = UNIT) -> Seat:
    """A person before a unit's grid in the open follow-up."""
    place = place_of(User.objects.get(email=email), SLUG, MONTH)
    return Seat(place, unit_of(place, unit))


def here() -> FollowUp:
    """The open follow-up."""
    return follow_up(SLUG, MONTH)


def month(number: int = 8) -> VolumeRow | None:
    """What is stored of a month."""
    return VolumeRow.objects.filter(
        committee__slug=SLUG,
        year=2017,
        month=number,
        series__code=SERIES,
        cost_centre__code=UNIT,
    ).first()


def milli(number: int = 8) -> int | None:
    """The thousandths that are stored of a month."""
    stored = month(number)
    return stored.quantity_milli if stored else None


def forecast() -> VolumeForecast | None:
    """The forecast of the open follow-up."""
    return VolumeForecast.objects.filter(
        follow_up=here(), series__code=SERIES, cost_centre__code=UNIT
    ).first()


def typed(text: str, number: int = 8, *, reason: str = "") -> Cell:
    """A month typed over what is stored."""
    field = f"month:{number}"
    return Cell(SERIES, field, typed=text, was=milli(number), reason=reason)


def expected(text: str) -> Cell:
    """A forecast typed over what is stored."""
    stored = forecast()
    was = stored.quantity_milli if stored else None
    return Cell(SERIES, "forecast", typed=text, was=was)


def trail(stored: VolumeRow | VolumeForecast | None) -> list[tuple[str, ...]]:
    """The events of a stored object: field, old, new, origin."""
    assert stored is not None
    return list(
        Event.objects.filter(subject=stored._meta.model_name, subject_id=str(stored.pk))
        .order_by("pk")
        .values_list("field", "old", "new", "origin")
    )


def stand(state: FollowUpState) -> None:
    """Let the follow-up be in a state."""
    FollowUp.objects.filter(pk=here().pk).update(state=state)
