"""The steps of a topic's follow-up: ready, taken back, sent back.

Every step is checked against the state that is stored, with the topic locked, and
writes an event.
"""

from __future__ import annotations

from enum import StrEnum

from django.db import transaction

from committees.access import OFFICE, Place
from committees.events import record
from committees.models import FollowUp
from committees.stops import told
from committees.text_guard import first_reason
from goals.models import Standing, StandingState, Topic
from goals.rights import closed_because, may_write
from goals.topics import TO_DO
from goals.writing.drafts import stops
from goals.writing.held import HeldTopic, read

MOST_REASON = 500


class Step(StrEnum):
    """What can be done with a topic; the values are those of the form."""

    READY = "klarmarkera"
    WITHDRAW = "ta-tillbaka"
    RETURN = "skicka-tillbaka"


LABELS = {
    Step.READY: "Klarmarkera",
    Step.WITHDRAW: "Ta tillbaka",
    Step.RETURN: "Skicka tillbaka",
}
NOT_YET = "Punkten kan inte klarmarkeras än."
NOTHING_WRITTEN = "Skriv en uppföljning först, så kan punkten klarmarkeras."
NO_REASON = "Skriv vad som ska ändras innan du skickar tillbaka."


class StepError(Exception):
    """A step that cannot be taken; carries the Swedish reason."""


def steps(place: Place, topic: Topic, state: StandingState) -> tuple[Step, ...]:
    """The steps that the person may take with a topic in a state."""
    if closed_because(place) or not may_write(place, topic):
        return ()
    if state in TO_DO:
        return (Step.READY,)
    if place.may(OFFICE):
        return (Step.WITHDRAW, Step.RETURN)
    return (Step.WITHDRAW,)


@transaction.atomic
def take(place: Place, code: str, step: Step, *, note: str = "") -> Topic:
    """Take a step with a topic; StepError with the reason when it cannot be taken."""
    held = read(place, [code], lock=True).topics.get(code)
    if held is None:
        raise StepError("Punkten finns inte i uppföljningen.")
    current = FollowUp.objects.select_for_update().get(pk=place.follow_up.pk)
    place.follow_up.state = current.state
    if step not in steps(place, held.topic, held.state):
        raise StepError(
            f"{LABELS[step]} går inte: punkten är nu {held.state.label}."
            " Någon kan ha hunnit före."
        )
    if reason := first_reason(note):
        raise StepError(reason)
    _TAKEN[step](place, held, note.strip()[:MOST_REASON])
    return held.topic


def _ready(place: Place, held: HeldTopic, _: str) -> None:
    """Mark ready, once something is written and no text is held back."""
    found = stops(place.follow_up, held.topic)
    if found:
        raise StepError(told(NOT_YET, found))
    standing = held.standing
    texts = any(each.text for each in held.notes.values())
    if not texts and not standing.assessment and not standing.result:
        raise StepError(NOTHING_WRITTEN)
    _set(place, standing, StandingState.READY)


def _withdraw(place: Place, held: HeldTopic, _: str) -> None:
    """Take back, to write more."""
    _set(place, held.standing, StandingState.IN_PROGRESS)


def _return(place: Place, held: HeldTopic, note: str) -> None:
    """Send back, saying why."""
    if not note:
        raise StepError(NO_REASON)
    _set(place, held.standing, StandingState.RETURNED, because=note)


_TAKEN = {Step.READY: _ready, Step.WITHDRAW: _withdraw, Step.RETURN: _return}


def _set(
    place: Place, standing: Standing, state: StandingState, *, because: str = ""
) -> None:
    """Change a topic's state and write it down."""
    old, standing.state = standing.state, state
    standing.returned_because, standing.changed_by = because, place.user
    standing.save()
    for field, before, after in (
        ("state", old, state),
        ("returned_because", "", because),
    ):
        if field == "state" or because:
            record(
                standing,
                by=place.user,
                committee=place.committee,
                field=field,
                old=before,
                new=after,
                origin="step",
            )
