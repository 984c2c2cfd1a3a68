"""What a cell of a topic means, and whether it may be stored."""

from __future__ import annotations

from committees.access import OFFICE
from committees.grid.cells import Cell, Judged, RefusedError, State
from goals import beside
from goals.kinds import fields_of, kind_of
from goals.models import ControlResult, StandingState, TopicState
from goals.rights import beside_locked_because, locked_because
from goals.writing.held import Held, HeldTopic

TEXT, CHOICE, BESIDE = "text:", "choice:", "beside:"
ASSESSMENT, RESULT, STATE = "assessment", "result", "state"
MOST_TEXT = 8000
NO_TOPIC = "Punkten finns inte i den här uppföljningen."
READY = "Punkten är klarmarkerad. Ta tillbaka den för att ändra."
NO_CHOICE = "Valet finns inte. Läs in sidan på nytt."


def judge(held: Held, cell: Cell) -> Judged:
    """What a cell means: the text to store, or why it cannot be."""
    try:
        each = topic(held, cell)
        _refuse_locked(held, each, cell)
        return Judged(State.CHANGE, value=_value(held, each, cell))
    except RefusedError as refused:
        return Judged(refused.state, reason=refused.reason)


def topic(held: Held, cell: Cell) -> HeldTopic:
    """The topic of a cell."""
    found = held.topics.get(cell.row)
    if found is None:
        raise RefusedError(State.FAULT, NO_TOPIC)
    return found


def text_field(cell: Cell) -> str:
    """Which text a cell is; empty when it is none."""
    name = cell.field.removeprefix(TEXT)
    return "" if name == cell.field else name


def choice_field(cell: Cell) -> str:
    """What is chosen in a cell; empty when nothing is."""
    name = cell.field.removeprefix(CHOICE)
    return "" if name == cell.field else name


def beside_field(cell: Cell) -> str:
    """Which text that stands beside the topic a cell is; empty when it is none."""
    name = cell.field.removeprefix(BESIDE)
    return "" if name == cell.field else name


def _refuse_locked(held: Held, each: HeldTopic, cell: Cell) -> None:
    """A topic that the person may not write; the office may when it is ready."""
    because = beside_locked_because if beside_field(cell) else locked_because
    why = because(held.place, each.topic)
    if why:
        raise RefusedError(State.LOCKED, why)
    if each.state is StandingState.READY and not held.place.may(OFFICE):
        raise RefusedError(State.LOCKED, READY)


def _value(held: Held, each: HeldTopic, cell: Cell) -> str:
    """The text or the code that a cell means."""
    typed = cell.typed if cell.typed is not None else cell.value
    text = "" if typed is None else str(typed).replace("\x00", "").strip()
    if text_field(cell) or beside_field(cell):
        return _text(each, cell, text.replace("\r\n", "\n"))
    if text not in _choices(held, each, choice_field(cell)):
        raise RefusedError(State.FAULT, NO_CHOICE)
    return text


def _text(each: HeldTopic, cell: Cell, text: str) -> str:
    """A text of a field that the topic has."""
    kind, name = each.topic.kind, text_field(cell) or beside_field(cell)
    known: tuple[str, ...] = beside.fields_of(kind, each.beside)
    if text_field(cell):
        known = fields_of(kind, written=set(each.notes))
    if name not in known:
        raise RefusedError(State.FAULT, f"Punkten har ingen text som heter {name}.")
    if len(text) > MOST_TEXT:
        reason = f"Texten är {len(text)} tecken. Högst {MOST_TEXT} får plats."
        raise RefusedError(State.FAULT, reason)
    return text


def _choices(held: Held, each: HeldTopic, name: str) -> set[str]:
    """What may be chosen in a field of the topic; nothing is a choice too."""
    kind = kind_of(each.topic.kind)
    if name == ASSESSMENT and kind.assessed:
        return {"", *held.levels}
    if name == RESULT and kind.controlled:
        return {str(result) for result in ControlResult}
    if name == STATE and kind.moves:
        return {str(state) for state in TopicState}
    raise RefusedError(State.FAULT, f"Fältet {name} kan inte sparas på punkten.")
