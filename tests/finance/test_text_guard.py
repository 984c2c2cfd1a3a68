"""What others may not read: kept as a draft, mended, and in the way until then."""

from __future__ import annotations

import uuid
from html import unescape

import pytest
from django.test import Client

from committees import drafts
from committees.drafts import Author, spot
from committees.grid.cells import Cell, Saved, State
from committees.models import Event, FollowUp, Role, SavedRequest, TextDraft, User
from committees.numbers import Unit
from finance.forecast import saving
from finance.forecast.drafts import comment_spot
from finance.models import (
    Action,
    Analysis,
    ControllerAdjustment,
    ForecastRow,
    OutcomeAdjustment,
    RowLock,
    UnitForecast,
    UnitState,
)
from finance.month import month_steps
from finance.month.month_steps import MonthError
from finance.month.steps import Step, StepError, take
from tests.conftest import signed_in
from tests.finance.above import HERE, hidden
from tests.finance.grids import CONTROLLER, COST, HOLDER, SLUG, UNIT, begun, row, seat
from tests.finance.month import at, client_of, head, held_by, here, in_state, node

pytestmark = pytest.mark.django_db

NUMBER = "Beslutet för 811228-9874 är ändrat"
COSTS = "En brukare kostar 2,1 mkr mer än i fjol."
CLEAN = "Två beslut är ändrade."
GRID = f"{HERE}{UNIT}/"


def comment(text: str, *, was: str | None = None) -> Cell:
    """A comment typed on a row."""
    return Cell(COST, "comment", typed=text, was=row().comment if was is None else was)


def saved(text: str, email: str = HOLDER) -> Saved:
    """What becomes of a comment."""
    return seat(email).save(comment(text)).cells[0]


def client(email: str) -> Client:
    """A client signed in as somebody."""
    return client_of(User.objects.get(email=email))


@pytest.mark.parametrize("text", [NUMBER, COSTS])
def test_a_troubled_comment_is_its_authors_draft(text: str) -> None:
    begun()
    before, events = row().comment, Event.objects.count()
    found = saved(text)
    assert (found.state, found.value, found.yours) == (State.DRAFT, before, text)
    assert found.reason == TextDraft.objects.get().reason
    assert TextDraft.objects.get().place == comment_spot(here(), UNIT, COST, "comment")
    assert (row().comment, Event.objects.count()) == (before, events)


def test_a_draft_stands_in_one_place_only() -> None:
    begun()
    key = uuid.uuid4()
    first = seat(HOLDER).save(comment(NUMBER), key=key)
    assert "811228" not in str(SavedRequest.objects.get().answer)
    again = seat(HOLDER).save(comment(NUMBER), key=key)
    assert again.replayed
    assert again.cells[0].state is first.cells[0].state is State.DRAFT


def test_the_author_sees_her_draft_and_others_what_is_stored() -> None:
    begun()
    ForecastRow.objects.filter(pk=row().pk).update(comment="Det som gäller")
    saved(NUMBER)
    mine = client(HOLDER).get(GRID).content.decode()
    theirs = client(CONTROLLER).get(GRID).content.decode()
    assert f'"draft":["{NUMBER}"' in mine
    assert f"readonly>{NUMBER}</textarea>" in mine
    assert NUMBER not in theirs
    assert "readonly>Det som gäller</textarea>" in theirs


def test_a_mended_text_is_stored_and_the_draft_gone() -> None:
    begun()
    before = row().comment
    saved(NUMBER)
    assert saved(CLEAN).state is State.SAVED
    assert (row().comment, TextDraft.objects.count()) == (CLEAN, 0)
    saved(NUMBER)
    assert saved(CLEAN).state is State.SAVED
    assert TextDraft.objects.count() == 0
    assert before != CLEAN


def test_a_clean_text_of_another_leaves_the_draft() -> None:
    begun()
    saved(NUMBER)
    assert saved(CLEAN, CONTROLLER).state is State.SAVED
    assert TextDraft.objects.get().user.email == HOLDER


def test_the_comment_on_an_activity_is_guarded_too() -> None:
    begun()
    cell = Cell("711/", "activity-comment", typed=NUMBER, was="")
    assert seat(HOLDER).save(cell).cells[0].state is State.DRAFT
    text = client(HOLDER).get(GRID).content.decode()
    assert f"readonly>{NUMBER}</textarea>" in text


def test_an_older_text_is_marked_and_no_draft() -> None:
    begun()
    ForecastRow.objects.filter(pk=row().pk).update(comment=NUMBER)
    assert saved(NUMBER).state is State.DRAFT
    assert not TextDraft.objects.exists()
    assert f'"draft":["{NUMBER}"' in client(CONTROLLER).get(GRID).content.decode()


def test_a_block_that_is_looked_at_tells_of_drafts() -> None:
    begun()
    place = seat(HOLDER)
    found = saving.check(place.place, place.unit, [comment(NUMBER)], amounts=Unit.TKR)
    assert (found[0].state, bool(found[0].reason)) == (State.DRAFT, True)
    assert not TextDraft.objects.exists()


def test_a_unit_with_a_draft_is_not_handed_in() -> None:
    in_state(UNIT, UnitState.IN_PROGRESS)
    saved(NUMBER)
    holder = User.objects.get(email=HOLDER)
    with pytest.raises(StepError) as refused:
        take(held_by(holder), node(UNIT), Step.SUBMIT)
    said = unescape(str(refused.value))
    assert f'<a href="{GRID}">' in said
    assert "kommentar</a> (utkast av Birgit Öhrn)" in said
    assert "811228" not in said
    saved(CLEAN)
    take(held_by(holder), node(UNIT), Step.SUBMIT)


def test_a_draft_elsewhere_is_in_nobodys_way() -> None:
    in_state(UNIT, UnitState.IN_PROGRESS)
    holder = User.objects.get(email=HOLDER)
    drafts.keep(
        Author(here().committee, holder), spot(here(), "prognos", "5411", "x"), NUMBER
    )
    take(held_by(holder), node(UNIT), Step.SUBMIT)


def test_a_unit_with_an_older_text_is_not_handed_in() -> None:
    in_state(UNIT, UnitState.IN_PROGRESS)
    ForecastRow.objects.filter(pk=row().pk).update(comment=NUMBER)
    answer = client(HOLDER).post(f"{GRID}lage/", {"steg": "lamna-in"}, follow=True)
    text = answer.content.decode()
    assert f'kan inte lämnas in än. Ändra först texten i <a href="{GRID}">' in text


def test_a_total_is_not_settled_over_a_draft() -> None:
    UnitForecast.objects.filter(follow_up=here()).update(state=UnitState.APPROVED)
    author = Author(here().committee, User.objects.get(email=CONTROLLER))
    where = spot(here(), "volymer", UNIT, "serie", "comment")
    drafts.keep(author, where, NUMBER)
    with pytest.raises(MonthError, match="utkast av Karin Ahlgren"):
        month_steps.settle(at(head()))
    drafts.forget(author, [where])
    month_steps.settle(at(head()))
    assert FollowUp.objects.get(pk=here().pk).settled_at


NEW_OUTCOME = {
    "ansvar": "5411",
    "verksamhet": "7831",
    "grupp": "60",
    "belopp": "-1",
    "orsak": "not_booked",
    "vantas": "",
}
EFFECT = {
    "effekt-TOTAL_FORMS": "1",
    "effekt-INITIAL_FORMS": "0",
    "effekt-0-beslutat": "1",
    "effekt-0-realiserat": "0",
    "effekt-0-aterstar": "0",
}
DATES = {"opens_on": "2017-09-01", "deadline": "2017-09-12", "diary_number": ""}
FORMS = {
    "outcome": (f"{HERE}justeringar/utfall/ny/", "text", NEW_OUTCOME),
    "controller": (f"{HERE}justeringar/kontroller/ny/", "skal", NEW_OUTCOME),
    "action": (
        f"{HERE}atgarder/ny/",
        "benamning",
        {"kod": "P1", "lage": "proposed", **EFFECT},
    ),
    "analysis": (f"{HERE}analys/5411/7831/", "risk", {"gor": "spara"}),
    "instructions": (f"{HERE}manaden/datum/", "instructions", DATES),
    "calendar": (
        f"/{SLUG}/installningar/",
        "instructions",
        {"month": "2017-11", "kind": "month", **DATES},
    ),
    "lock": (
        f"/{SLUG}/installningar/prognos/",
        "reason",
        {"vad": "las", "group": "50", "activity": ""},
    ),
}


def texts() -> list[str]:
    """Everything that the forms store."""
    return [
        *OutcomeAdjustment.objects.values_list("text", flat=True),
        *ControllerAdjustment.objects.values_list("reason", flat=True),
        *Action.objects.values_list("name", flat=True),
        *Analysis.objects.values_list("risk", flat=True),
        *FollowUp.objects.values_list("instructions", flat=True),
        *RowLock.objects.values_list("reason", flat=True),
    ]


@pytest.mark.parametrize("which", FORMS)
def test_a_form_refuses_keeps_shows_and_lets_go(which: str) -> None:
    url, field, rest = FORMS[which]
    controller = signed_in(SLUG, Role.CONTROLLER)
    page = url.replace("/datum/", "/")
    was = {"was": hidden(controller, page).get("was", "")}
    answer = controller.post(url, {**rest, **was, field: NUMBER})
    said = answer.content.decode()
    assert answer.status_code == 200
    assert "Texten innehåller ett personnummer (81…)" in said
    assert NUMBER in said
    assert NUMBER not in texts()
    assert TextDraft.objects.get().text == NUMBER

    again = controller.get(page).content.decode()
    assert NUMBER in again
    assert "<strong>Utkast.</strong> Texten innehåller ett personnummer" in again
    colleague = client(CONTROLLER).get(page).content.decode()
    assert NUMBER not in colleague

    answer = controller.post(url, {**rest, **was, field: CLEAN})
    assert answer.status_code == 302
    assert CLEAN in texts()
    assert not TextDraft.objects.exists()


def test_a_message_that_sends_back_is_kept_until_it_can_be_read() -> None:
    in_state(UNIT, UnitState.SUBMITTED)
    controller, url = client(CONTROLLER), f"{GRID}lage/"
    sent = {"steg": "skicka-tillbaka", "till": "enhet", "meddelande": NUMBER}
    text = controller.post(url, sent, follow=True).content.decode()
    assert f"{NUMBER}</textarea>" in text
    assert f"{NUMBER}</textarea>" in controller.get(HERE).content.decode()
    assert NUMBER not in client(HOLDER).get(GRID).content.decode()
    controller.post(url, sent | {"meddelande": CLEAN})
    assert (
        UnitForecast.objects.get(follow_up=here(), cost_centre__code=UNIT).note == CLEAN
    )
    assert not TextDraft.objects.exists()


def test_no_step_takes_a_message_that_others_may_not_read() -> None:
    in_state(UNIT, UnitState.SUBMITTED)
    held = held_by(User.objects.get(email=CONTROLLER))
    with pytest.raises(StepError, match="personnummer"):
        take(held, node(UNIT), Step.RETURN, note=NUMBER)


def test_a_reason_beside_a_step_of_the_month_is_kept() -> None:
    FollowUp.objects.filter(pk=here().pk).update(state="closed")
    controller, url = client(CONTROLLER), f"{HERE}manaden/steg/"
    sent = {"steg": "oppna-igen", "skal": NUMBER}
    text = controller.post(url, sent, follow=True).content.decode()
    assert f"{NUMBER}</textarea>" in text
    assert here().is_closed
    controller.post(url, sent | {"skal": CLEAN})
    assert not here().is_closed
    assert not TextDraft.objects.exists()
