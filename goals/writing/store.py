"""Topics as a request of cells sees them: the Store of `committees.grid`.

A row is a topic's code; its fields are `text:<text>`, `beside:<what lasts>` and
`choice:<what is chosen>`.
"""

from __future__ import annotations

from committees.access import Place
from committees.grid.cells import Cell, Change, Judged, RefusedError, Stored, Value
from committees.statements import Statements
from committees.templatetags.swedish import moment
from goals.models import PlanLine, Standing, StandingState, TopicNote
from goals.writing import flushing, held, judging
from goals.writing.drafts import text_spot
from goals.writing.held import Held, HeldTopic, Put, Subject
from goals.writing.judging import ASSESSMENT, RESULT
from goals.writing.trail import last_event

ORIGINS = frozenset({"typed", "pasted", "undo"})


class TopicStore:
    """Some topics of a follow-up, for one request of one person."""

    held: Held

    def __init__(self, place: Place) -> None:
        """Nothing is read until the store is opened."""
        self.place = place

    def open(self, cells: tuple[Cell, ...], *, lock: bool) -> None:
        """Read what the cells hold; with `lock`, keep others from writing it."""
        self.held = held.read(self.place, {cell.row for cell in cells}, lock=lock)

    def judge(self, cell: Cell) -> Judged:
        """What a cell means and whether it may be stored."""
        return judging.judge(self.held, cell)

    def stored(self, cell: Cell) -> Stored:
        """What a cell holds, with the changes of this request so far."""
        try:
            each = judging.topic(self.held, cell)
        except RefusedError:
            return Stored(None)
        name = judging.text_field(cell)
        if name:
            note = each.notes.get(name)
            return Stored(note.text if note else "")
        if name := judging.beside_field(cell):
            return Stored(getattr(each.beside, name, ""))
        return Stored(_chosen(each, judging.choice_field(cell)))

    def label(self, cell: Cell) -> str:
        """The topic's name."""
        found = self.held.topics.get(cell.row)
        return found.topic.name if found else cell.row

    def put(self, cell: Cell, value: Value) -> dict[str, Value]:
        """Change a cell, in memory; a follow-up that was not begun is begun by it."""
        each, text = judging.topic(self.held, cell), str(value)
        name = judging.text_field(cell)
        if name:
            self._put_text(each, name, text, cell)
        elif name := judging.beside_field(cell):
            self._put_beside(each, name, text, cell)
            return {}
        else:
            self._put_choice(each, judging.choice_field(cell), text, cell)
        if each.state is StandingState.NOT_STARTED:
            self._set(each.standing, "state", StandingState.IN_PROGRESS, cell)
        return {}

    def _put_text(self, each: HeldTopic, name: str, text: str, cell: Cell) -> None:
        """Set a text."""
        note = each.notes.get(name)
        if note is None:
            note = TopicNote(
                committee=self.place.committee,
                follow_up=self.place.follow_up,
                topic=each.topic,
                field=name,
            )
            each.notes[name] = note
        self._note(note, name, note.text, text, cell)
        note.text, note.changed_by = text, self.place.user

    def _put_beside(self, each: HeldTopic, name: str, text: str, cell: Cell) -> None:
        """Set a text beside the topic; a line of the plan is begun by it."""
        if each.beside is None:
            each.beside = PlanLine(topic=each.topic)
        self._note(each.beside, name, getattr(each.beside, name), text, cell)
        setattr(each.beside, name, text)

    def _put_choice(self, each: HeldTopic, name: str, code: str, cell: Cell) -> None:
        """Set the assessment, the result, or how far the topic itself has come."""
        if name == ASSESSMENT:
            level = self.held.levels.get(code)
            self._note(each.standing, name, _chosen(each, name), code, cell)
            each.standing.assessment = level
            each.standing.changed_by = self.place.user
        elif name == RESULT:
            self._set(each.standing, name, code, cell)
        else:
            self._note(each.topic, name, each.topic.state, code, cell)
            each.topic.state = code

    def _set(self, standing: Standing, name: str, value: str, cell: Cell) -> None:
        """Set a field of how the topic stands."""
        self._note(standing, name, str(getattr(standing, name)), value, cell)
        setattr(standing, name, value)
        standing.changed_by = self.place.user

    def _note(
        self, subject: Subject, name: str, old: Value, new: Value, cell: Cell
    ) -> None:
        """Note a change for the trail."""
        origin = cell.origin if cell.origin in ORIGINS else "typed"
        self.held.puts.append(Put(subject, name, old, new, origin))

    def spot(self, cell: Cell) -> str:
        """Where drafts of a cell's text are kept."""
        return text_spot(self.place.follow_up, cell.row, cell.field)

    def unit_state(self) -> str:
        """How far the topic has come, where the request is of one."""
        states = {each.state for each in self.held.topics.values()}
        return str(states.pop()) if len(states) == 1 else ""

    def writers(self, cells: tuple[Cell, ...]) -> dict[tuple[str, str], Stored]:
        """Who wrote what the cells hold."""
        found = {}
        for cell in cells:
            each = judging.topic(self.held, cell)
            found[cell.key] = _writer(each, cell)
        return found

    def flush(self, statements: Statements) -> tuple[Change, ...]:  # noqa: ARG002
        """Write what was put, at once; returns the lines of the trail."""
        return flushing.flush(self.held)


def _writer(each: HeldTopic, cell: Cell) -> Stored:
    """Who wrote what a cell holds, and when."""
    if name := judging.beside_field(cell):
        event = last_event(each.beside, name) if each.beside else None
        by, at = (event.by, event.at) if event else (None, None)
    else:
        subject = each.notes.get(judging.text_field(cell), each.standing)
        by, at = subject.changed_by, subject.changed_at
    return Stored(
        None, by=by.name if by else "En inläst fil", at=moment(at) if at else ""
    )


def _chosen(each: HeldTopic, name: str) -> str:
    """The code that is chosen; empty where nothing is."""
    if name == ASSESSMENT:
        return each.standing.assessment.code if each.standing.assessment else ""
    return each.standing.result if name == RESULT else each.topic.state
