"""A topic of the demo that somebody answers for, and what people do with it."""

from __future__ import annotations

from uuid import uuid4

from committees.access import Place, place_of
from committees.grid.cells import Answer, Cell, Saved
from committees.models import FollowUp, User
from goals import beside
from goals.models import Standing, Topic, TopicNote
from goals.writing import saving
from tests.conftest import follow_up

SLUG, MONTH = "sodertalje-on", "2017-08"
GOAL, CONTROL, COMMITMENT = "geh-personal", "kontroll-avbrott", "atagande-kompetens"
"""Begun and not ready."""
READY = "namndmal-1"
OWNER = "olof.tegner@example.se"
"""Answers for the goal and for the commitment."""
CONTROLLER = "henrik.sjoholm@example.se"
SECRETARY = "birgit.falkman@example.se"
STRANGER = "stefan.bjurman@example.se"
NUMBER = "19121212-1212"
"""A valid personal number of nobody."""


def here() -> FollowUp:
    """The follow-up that is open."""
    return follow_up(SLUG, MONTH)


def user(email: str) -> User:
    """A person."""
    return User.objects.get(email=email)


def place(email: str = OWNER) -> Place:
    """Where a person stands in the follow-up."""
    return place_of(user(email), SLUG, MONTH)


def topic(code: str = GOAL) -> Topic:
    """A topic."""
    return Topic.objects.get(committee__slug=SLUG, code=code)


def standing(code: str = GOAL) -> Standing:
    """How a topic stands at the follow-up."""
    return Standing.objects.get(follow_up=here(), topic__code=code)


def text(field: str = "text", code: str = GOAL) -> str:
    """What is stored of a topic's text."""
    note = TopicNote.objects.filter(
        follow_up=here(), topic__code=code, field=field
    ).first()
    return note.text if note else ""


def cell(value: str, field: str = "text:text", code: str = GOAL, was: str = "") -> Cell:
    """A cell of a topic."""
    return Cell(code, field, value=value, was=was or stored(field, code))


def stored(field: str, code: str) -> str:
    """What a cell holds, as the page shows it."""
    name = field.partition(":")[2]
    if field.startswith("text:"):
        return text(name, code)
    if field.startswith("beside:"):
        return getattr(beside.of(topic(code)), name, "")
    if name == "state":
        return topic(code).state
    found = Standing.objects.filter(follow_up=here(), topic__code=code).first()
    if found is None:
        return ""
    if name == "assessment":
        return found.assessment.code if found.assessment else ""
    return found.result


def send(*cells: Cell, email: str = OWNER) -> Answer:
    """What a request of cells is answered."""
    return saving.save(place(email), cells, key=uuid4())


def one(
    value: str, field: str = "text:text", code: str = GOAL, *, email: str = OWNER
) -> Saved:
    """What becomes of one cell."""
    return send(cell(value, field, code), email=email).cells[0]
