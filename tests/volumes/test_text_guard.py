"""What others may not read beside volumes: comments, reasons, comments in files."""

from __future__ import annotations

import pytest
from django.test import Client

from committees.grid.cells import Cell, State
from committees.models import FollowUp, FollowUpState, TextDraft, User
from committees.stops import of_drafts
from tests.volumes.entries import (
    CONTROLLER,
    HOLDER,
    MONTH,
    SERIES,
    SLUG,
    UNIT,
    expected,
    forecast,
    here,
    milli,
    seat,
    typed,
)
from volumes.free_texts import naming

pytestmark = pytest.mark.django_db

NUMBER = "Beslutet för 811228-9874 är ändrat"
CLEAN = "Två beslut är ändrade."
PAGE = f"/{SLUG}/{MONTH}/volymer/inmatning/{UNIT}/"


def page(email: str) -> str:
    """A unit's page as somebody sees it."""
    client = Client()
    client.force_login(User.objects.get(email=email))
    return client.get(PAGE).content.decode()


def comment(text: str) -> Cell:
    """A comment typed on the forecast."""
    stored = forecast()
    return Cell(SERIES, "comment", typed=text, was=stored.comment if stored else "")


def test_a_troubled_comment_is_its_authors_draft_until_it_is_mended() -> None:
    seat(HOLDER).one(expected("100"))
    assert seat(HOLDER).one(comment(NUMBER)).state is State.DRAFT
    stored = forecast()
    assert stored is not None
    assert stored.comment != NUMBER
    assert f'"draft":["{NUMBER}"' in page(HOLDER)
    assert NUMBER not in page(CONTROLLER)
    assert seat(HOLDER).one(comment(CLEAN)).state is State.SAVED
    assert not TextDraft.objects.exists()


def test_what_holds_up_is_named_by_unit_and_series() -> None:
    seat(HOLDER).one(expected("100"))
    seat(HOLDER).one(comment(NUMBER))
    stop = of_drafts(here(), naming(here()))[0]
    assert stop.where.startswith(f"{UNIT} ")
    assert stop.where.endswith(": kommentar")
    assert stop.url == PAGE


def test_a_reason_that_others_may_not_read_corrects_nothing_and_is_kept() -> None:
    FollowUp.objects.filter(
        committee=here().committee, year=2017, month__lt=8, month__gte=5
    ).update(state=FollowUpState.CLOSED)
    before = milli(5)
    found = seat(CONTROLLER).one(typed("7", 5, reason=NUMBER))
    assert (found.state, milli(5)) == (State.FAULT, before)
    assert found.reason.startswith("Skälet: Texten innehåller ett personnummer")
    assert f'value="{NUMBER}"' in page(CONTROLLER)
    assert seat(CONTROLLER).one(typed("7", 5, reason=CLEAN)).state is State.SAVED
    assert not TextDraft.objects.exists()
    assert of_drafts(here(), naming(here())) == ()
