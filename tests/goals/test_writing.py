"""What is written of topics: by whom, when, and with which trail."""

from __future__ import annotations

from uuid import uuid4

import pytest

from committees.access import today
from committees.grid.cells import State
from committees.models import (
    Deputy,
    Event,
    FollowUp,
    FollowUpState,
    Membership,
    TextDraft,
)
from goals.models import Standing, StandingState, TopicNote
from goals.writing import saving
from goals.writing.steps import Step, StepError, take
from tests.goals.topics import (
    COMMITMENT,
    CONTROL,
    CONTROLLER,
    GOAL,
    NUMBER,
    OWNER,
    READY,
    SECRETARY,
    STRANGER,
    cell,
    here,
    one,
    place,
    send,
    standing,
    stored,
    text,
    topic,
    user,
)

pytestmark = pytest.mark.django_db


def test_whoever_answers_for_a_topic_writes_and_the_trail_tells() -> None:
    before = text()
    assert one("Sjukfrånvaron **minskar**.").state is State.SAVED
    assert text() == "Sjukfrånvaron **minskar**."
    event = Event.objects.filter(subject="topicnote").latest("pk")
    assert (event.old, event.new) == (before, "Sjukfrånvaron **minskar**.")
    assert event.by == user(OWNER)


def test_a_first_text_begins_the_topic() -> None:
    Standing.objects.filter(follow_up=here(), topic=topic()).delete()
    TopicNote.objects.filter(follow_up=here(), topic=topic()).delete()
    answer = send(cell("En början."))
    assert (answer.unit_state, standing().state) == ("in_progress", "in_progress")


def test_one_request_writes_once() -> None:
    key, cells = uuid4(), [cell("Samma.")]
    first = saving.save(place(), cells, key=key)
    again = saving.save(place(), cells, key=key)
    assert (first.replayed, again.replayed) == (False, True)
    assert Event.objects.filter(subject="topicnote", new="Samma.").count() == 1


def test_a_text_that_somebody_else_wrote_is_not_lost() -> None:
    before = text()
    one("Den andras.", email=CONTROLLER)
    saved = send(cell("Min.", was=before)).cells[0]
    assert (saved.state, saved.value, saved.yours) == (
        State.CONFLICT,
        "Den andras.",
        "Min.",
    )
    assert saved.by == user(CONTROLLER).name
    assert text() == "Den andras."


@pytest.mark.parametrize(
    ("value", "field", "code"),
    [
        ("ej-ok", "choice:assessment", GOAL),
        ("", "choice:assessment", GOAL),
        ("stor", "choice:result", CONTROL),
        ("klar", "choice:state", COMMITMENT),
    ],
)
def test_a_choice_is_stored(value: str, field: str, code: str) -> None:
    assert one(value, field, code, email=CONTROLLER).state is State.SAVED
    assert stored(field, code) == value


@pytest.mark.parametrize(
    ("value", "field", "code"),
    [
        ("lysande", "choice:assessment", GOAL),
        ("ok", "choice:assessment", CONTROL),
        ("stor", "choice:result", GOAL),
        ("klar", "choice:state", GOAL),
        ("Text.", "text:byggskede", GOAL),
        ("Text.", "text:text", "finns-inte"),
        ("x" * 8001, "text:text", GOAL),
    ],
)
def test_what_a_topic_does_not_have_is_refused_with_a_reason(
    value: str, field: str, code: str
) -> None:
    saved = one(value, field, code, email=CONTROLLER)
    assert saved.state is State.FAULT
    assert saved.reason.endswith(".")


def test_a_stranger_reads_and_does_not_write() -> None:
    saved = one("Min.", email=STRANGER)
    assert saved.state is State.LOCKED
    assert "Olof Tegner svarar för den." in saved.reason


@pytest.mark.parametrize("email", [CONTROLLER, SECRETARY])
def test_the_office_writes_for_anybody(email: str) -> None:
    assert one("Språket är rättat.", email=email).state is State.SAVED


def test_a_stand_in_writes() -> None:
    Deputy.objects.create(
        membership=Membership.objects.filter(user=user(OWNER))[0],
        user=user(STRANGER),
        from_date=today(),
        to_date=today(),
    )
    assert one("Som ersättare.", email=STRANGER).state is State.SAVED


@pytest.mark.parametrize("state", [FollowUpState.SENT, FollowUpState.CLOSED])
def test_nobody_writes_in_what_is_sent_out(state: FollowUpState) -> None:
    FollowUp.objects.filter(pk=here().pk).update(state=state)
    saved = one("För sent.", email=CONTROLLER)
    assert saved.state is State.LOCKED
    assert str(state.label) in saved.reason
    with pytest.raises(StepError):
        take(place(), GOAL, Step.READY)


def test_a_ready_topic_is_taken_back_to_be_changed() -> None:
    take(place(), GOAL, Step.READY)
    assert standing().state == StandingState.READY
    assert "Ta tillbaka" in one("Mer.").reason
    assert one("Rättat.", email=SECRETARY).state is State.SAVED
    assert standing().state == StandingState.READY
    take(place(), GOAL, Step.WITHDRAW)
    assert one("Mer.").state is State.SAVED


def test_a_topic_is_sent_back_with_a_reason_that_a_new_ready_clears() -> None:
    owner = place("kristina.wallander@example.se")
    with pytest.raises(StepError, match="Skriv vad som ska ändras"):
        take(place(SECRETARY), READY, Step.RETURN)
    with pytest.raises(StepError, match="går inte"):
        take(owner, READY, Step.RETURN, note="Nej.")
    take(place(SECRETARY), READY, Step.RETURN, note="Skriv kortare.")
    found = standing(READY)
    assert (found.state, found.returned_because) == ("returned", "Skriv kortare.")
    take(owner, READY, Step.READY)
    found = standing(READY)
    assert (found.state, found.returned_because) == ("ready", "")
    events = Event.objects.filter(
        subject="standing", subject_id=found.pk, field="state"
    )
    assert events.count() == 2


def test_nothing_written_is_not_ready() -> None:
    TopicNote.objects.filter(follow_up=here(), topic=topic(COMMITMENT)).delete()
    with pytest.raises(StepError, match="Skriv en uppföljning först"):
        take(place(), COMMITMENT, Step.READY)


def test_a_personal_number_stays_a_draft_and_holds_the_topic_up() -> None:
    before = text()
    saved = one(f"Brukaren {NUMBER} är nöjd.")
    assert saved.state is State.DRAFT
    assert text() == before
    draft = TextDraft.objects.get(user=user(OWNER))
    assert (draft.place, draft.text) == (
        f"2017-08/mal/punkt/{GOAL}/text:text",
        f"Brukaren {NUMBER} är nöjd.",
    )
    with pytest.raises(StepError, match="Personalmål, uppföljning") as refused:
        take(place(CONTROLLER), GOAL, Step.READY)
    assert NUMBER not in str(refused.value)
    assert one("Brukarna är nöjda.").state is State.SAVED
    assert not TextDraft.objects.exists()
    take(place(), GOAL, Step.READY)
