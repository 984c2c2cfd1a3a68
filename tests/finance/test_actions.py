"""Actions: what counts, the forecast before them, and their form."""

from __future__ import annotations

import pytest
from django.test import Client

from committees.models import Event, Role
from finance.models import Action, ActionEffect, ActionState
from finance.review.actions import before_actions, counted, forecast_deviation, placed
from tests.conftest import follow_up, signed_in
from tests.finance.above import CLOSED, HERE, MONTH, SLUG, hidden

pytestmark = pytest.mark.django_db

EMPTY = {
    "effekt-TOTAL_FORMS": "1",
    "effekt-INITIAL_FORMS": "0",
    "kod": "B1",
    "benamning": "Färre inhyrda sjuksköterskor",
    "lage": "decided",
    "beslutad": "2017-08-15",
    "effekt-0-ansvar": "",
    "effekt-0-verksamhet": "",
    "effekt-0-grupp": "",
    "effekt-0-beslutat": "900",
    "effekt-0-realiserat": "0",
    "effekt-0-aterstar": "900",
}


@pytest.fixture
def controller() -> Client:
    """Signed in as a controller of the committee."""
    return signed_in(SLUG, Role.CONTROLLER)


def test_the_forecast_before_actions_is_computed() -> None:
    here = follow_up(SLUG, MONTH)
    effects, forecast = counted(here), forecast_deviation(here)
    assert effects.remaining == 575_000_000
    assert forecast is not None
    assert before_actions(forecast, effects) == forecast - 575_000_000


def test_a_rows_forecast_before_its_action() -> None:
    found = next(
        each
        for each in placed(follow_up(SLUG, MONTH))
        if each.effect.action.code == "A7"
    )
    assert found.forecast is not None
    assert found.before == found.forecast - 60_000_000


def test_what_is_not_decided_by_the_months_end_never_counts() -> None:
    march, august = follow_up(SLUG, "2017-03"), follow_up(SLUG, MONTH)
    assert counted(march).decided == 180_000_000
    before = counted(august).remaining or 0
    Action.objects.filter(committee=august.committee, code="A1").update(
        state=ActionState.PROPOSED
    )
    assert counted(august).remaining == before - 85_000_000


def test_proposals_stand_apart() -> None:
    client = signed_in("enkoping-von", Role.CONTROLLER)
    text = client.get("/enkoping-von/2024-08/prognos/atgarder/").content.decode()
    assert text.index("Räknas inte") < text.index("A8 Tillsyn med kamera")


def test_an_unplaced_effect_is_added_and_counts(controller: Client) -> None:
    before = counted(follow_up(SLUG, MONTH)).remaining or 0
    answer = controller.post(f"{HERE}atgarder/ny/", EMPTY)
    assert answer.status_code == 302
    assert counted(follow_up(SLUG, MONTH)).remaining == before + 90_000_000
    assert "ej fördelad" in controller.get(f"{HERE}atgarder/").content.decode()


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"beslutad": ""}, "behöver ett datum"),
        ({"kod": "A1"}, "redan en åtgärd med koden A1"),
        ({"effekt-0-realiserat": ""}, "Skriv 0 om beloppet är noll"),
        ({"effekt-0-aterstar": "många"}, "är inget tal"),
        (
            dict.fromkeys(
                ("effekt-0-beslutat", "effekt-0-realiserat", "effekt-0-aterstar"), ""
            ),
            "Skriv minst en effekt",
        ),
    ],
)
def test_a_fault_stores_nothing(
    controller: Client, changed: dict[str, str], said: str
) -> None:
    answer = controller.post(f"{HERE}atgarder/ny/", {**EMPTY, **changed})
    assert answer.status_code == 200
    assert said in answer.content.decode()
    assert not Action.objects.filter(code="B1").exists()


def test_an_effect_is_changed_with_a_trail_and_removed(controller: Client) -> None:
    stored = Action.objects.get(committee__slug=SLUG, code="A1")
    url = f"{HERE}atgarder/{stored.pk}/"
    form = hidden(controller, url)
    assert form["effekt-0-aterstar"] == "850"
    controller.post(url, {**form, "effekt-0-aterstar": "=850-50"})
    effect = ActionEffect.objects.get(action=stored)
    assert effect.remaining_ore == 80_000_000
    told = Event.objects.get(subject="actioneffect", subject_id=str(effect.pk))
    assert (told.old, told.new) == ("85000000", "80000000")
    stale = controller.post(url, form)
    assert "Någon annan har ändrat" in stale.content.decode()
    form = hidden(controller, url)
    gone = {**form, "effekt-0-DELETE": "on"}
    assert "Skriv minst en effekt" in controller.post(url, gone).content.decode()


def test_only_controllers_change_them_and_only_while_it_is_open(
    controller: Client,
) -> None:
    holder = signed_in(SLUG, Role.BUDGET_HOLDER)
    assert holder.post(f"{HERE}atgarder/ny/", EMPTY).status_code == 403
    assert controller.post(f"{CLOSED}atgarder/ny/", EMPTY).status_code == 403
    other = Action.objects.filter(committee__slug="enkoping-von")[0]
    assert controller.get(f"{HERE}atgarder/{other.pk}/").status_code == 404
