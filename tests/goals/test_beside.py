"""The plan's words and what is controlled: by whom they are changed, and what stops."""

from __future__ import annotations

import pytest
from django.test import Client

from committees.grid.cells import State
from committees.models import Event, FollowUp, FollowUpState, Role, TextDraft
from goals.models import ControlItem, PlanLine, Standing
from goals.writing.steps import Step, StepError, take
from tests.conftest import signed_in
from tests.goals.topics import (
    CONTROL,
    CONTROLLER,
    GOAL,
    NUMBER,
    OWNER,
    SLUG,
    cell,
    here,
    one,
    place,
    send,
    topic,
    user,
)

pytestmark = pytest.mark.django_db

PLAN, WRITER = "plan-assistans", "ulf.granath@example.se"
WORDS = ("situation", "analysis", "action", "consequence")


def plan() -> PlanLine:
    """The line as it is stored."""
    return PlanLine.objects.get(topic=topic(PLAN))


@pytest.mark.parametrize("name", WORDS)
def test_whoever_answers_for_a_line_writes_its_words(name: str) -> None:
    before = getattr(plan(), name)
    saved = one("Tiden **registreras** olika.", f"beside:{name}", PLAN, email=WRITER)
    assert saved.state is State.SAVED
    assert getattr(plan(), name) == "Tiden **registreras** olika."
    event = Event.objects.filter(subject="planline").latest("pk")
    assert (event.field, event.old, event.by) == (name, before, user(WRITER))


def test_the_change_is_told_on_the_lines_page_and_on_the_board() -> None:
    before = plan().analysis
    one("Tiden **registreras** olika.", "beside:analysis", PLAN, email=WRITER)
    client = signed_in(SLUG, Role.AUDITOR)
    board = client.get(f"/{SLUG}/2017-08/mal/handlingsplan/").content.decode()
    assert "Tiden <strong>registreras</strong> olika." in board
    page = client.get(f"/{SLUG}/2017-08/mal/punkt/{PLAN}/").content.decode()
    assert "<td>Analys</td>" in page
    assert f'<td class="long">{before}</td>' in page


def test_the_plans_words_do_not_begin_the_follow_up() -> None:
    Standing.objects.filter(follow_up=here(), topic=topic(PLAN)).delete()
    one("Nytt läge.", "beside:situation", PLAN, email=WRITER)
    assert not Standing.objects.filter(follow_up=here(), topic=topic(PLAN)).exists()


def test_a_line_without_words_is_begun_by_the_first() -> None:
    plan().delete()
    saved = one("Registrera tiden lika.", "beside:action", PLAN, email=WRITER)
    assert saved.state is State.SAVED
    assert plan().action == "Registrera tiden lika."


def test_others_read_the_words_and_do_not_write_them() -> None:
    saved = one("Min.", "beside:analysis", PLAN, email=OWNER)
    assert saved.state is State.LOCKED
    assert "svarar för den" in saved.reason


@pytest.mark.parametrize("state", [FollowUpState.SENT, FollowUpState.CLOSED])
def test_the_words_of_what_is_sent_out_stand(state: FollowUpState) -> None:
    FollowUp.objects.filter(pk=here().pk).update(state=state)
    saved = one("För sent.", "beside:analysis", PLAN, email=CONTROLLER)
    assert (saved.state, plan().analysis == "För sent.") == (State.LOCKED, False)


@pytest.mark.parametrize(
    ("field", "code"),
    [
        ("beside:activities", PLAN),
        ("beside:analysis", GOAL),
        ("beside:frequency", CONTROL),
        ("beside:topic_id", PLAN),
    ],
)
def test_only_texts_of_the_kind_are_written(field: str, code: str) -> None:
    assert one("773", field, code, email=CONTROLLER).state is State.FAULT


def test_a_conflict_tells_who_wrote_the_words() -> None:
    before = plan().analysis
    lost = [cell("Min.", "beside:analysis", PLAN, was="Något gammalt.")]
    assert send(*lost, email=WRITER).cells[0].by == "En inläst fil"
    one("Den andras.", "beside:analysis", PLAN, email=CONTROLLER)
    saved = send(cell("Min.", "beside:analysis", PLAN, was=before), email=WRITER)
    assert (saved.cells[0].state, saved.cells[0].value, saved.cells[0].by) == (
        State.CONFLICT,
        "Den andras.",
        user(CONTROLLER).name,
    )


def test_a_personal_number_in_the_words_stays_a_draft_and_stops_ready() -> None:
    before = plan().analysis
    saved = one(f"Gäller {NUMBER}.", "beside:analysis", PLAN, email=WRITER)
    assert (saved.state, plan().analysis) == (State.DRAFT, before)
    assert TextDraft.objects.get().place == f"2017-08/mal/punkt/{PLAN}/beside:analysis"
    with pytest.raises(StepError, match="Personlig assistans, analys"):
        take(place(CONTROLLER), PLAN, Step.READY)


def test_words_that_a_file_held_stop_ready_until_they_are_mended() -> None:
    PlanLine.objects.filter(topic=topic(PLAN)).update(situation=f"Om {NUMBER}.")
    with pytest.raises(StepError, match="Personlig assistans, nuläge"):
        take(place(WRITER), PLAN, Step.READY)


def test_what_is_controlled_is_the_offices_to_change() -> None:
    ControlItem.objects.filter(topic=topic(CONTROL)).update(method=f"Se {NUMBER}.")
    owner = topic(CONTROL).responsible
    assert owner is not None
    saved = one("Annat.", "beside:method", CONTROL, email=owner.email)
    assert (saved.state, "den som tar fram rapporten" in saved.reason) == (
        State.LOCKED,
        True,
    )
    saved = one("Stickprov.", "beside:method", CONTROL, email=CONTROLLER)
    assert saved.state is State.SAVED
    assert ControlItem.objects.get(topic=topic(CONTROL)).method == "Stickprov."


def test_the_words_are_fields_only_for_who_may_change_them() -> None:
    plan_url, control_url = (
        f"/{SLUG}/2017-08/mal/punkt/{code}/" for code in (PLAN, CONTROL)
    )
    office, reader = (signed_in(SLUG, r) for r in (Role.CONTROLLER, Role.AUDITOR))
    assert office.get(plan_url).text.count('data-field="beside:') == len(WORDS)
    assert office.get(control_url).text.count('data-field="beside:') == 2
    owner = Client()
    owner.force_login(topic(CONTROL).responsible or user(OWNER))
    page = owner.get(control_url).text
    assert 'data-field="beside:' not in page
    assert 'data-field="text:resultat"' in page
    assert "<textarea" not in reader.get(plan_url).text
    assert "<dt>Analys</dt>" in reader.get(plan_url).text
