"""Adjustments: added, changed, marked as booked, taken away, and never lost."""

from __future__ import annotations

import pytest
from django.test import Client

from committees.models import Event, Role
from finance.models import ControllerAdjustment, OutcomeAdjustment
from finance.review.adjusting import adjusted
from tests.conftest import follow_up, person, signed_in
from tests.finance.above import CLOSED, HERE, MONTH, SLUG, hidden

pytestmark = pytest.mark.django_db

NEW = {
    "ansvar": "5411",
    "verksamhet": "7831",
    "grupp": "60",
    "belopp": "−1 200,5",
    "orsak": "not_booked",
    "text": "Hyran för juni saknas",
    "vantas": "201709",
}


@pytest.fixture
def controller() -> Client:
    """Signed in as a controller of the committee."""
    return signed_in(SLUG, Role.CONTROLLER)


def of_unit(code: str) -> OutcomeAdjustment:
    """A demo adjustment of a unit."""
    return OutcomeAdjustment.objects.get(
        follow_up=follow_up(SLUG, MONTH), cost_centre__code=code
    )


def test_a_controller_adds_one_and_the_trail_tells(controller: Client) -> None:
    before = adjusted(follow_up(SLUG, MONTH)).outcome or 0
    answer = controller.post(f"{HERE}justeringar/utfall/ny/", NEW)
    assert answer.status_code == 302
    stored = OutcomeAdjustment.objects.latest("pk")
    assert stored.amount_ore == -120_050_000
    assert stored.expected_month == 201709
    assert (adjusted(follow_up(SLUG, MONTH)).outcome or 0) == before - 120_050_000
    told = Event.objects.filter(
        subject="outcomeadjustment", subject_id=str(stored.pk), field="amount_ore"
    ).get()
    assert (told.new, told.by) == ("-120050000", person(SLUG, Role.CONTROLLER))


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("belopp", "mycket", "är inget tal"),
        ("belopp", "=1/0", "delar med noll"),
        ("belopp", "99999999999999", "för stort"),
        ("ansvar", "finns-inte", "finns inte bland tillgängliga alternativ"),
        ("text", "", "måste fyllas i"),
    ],
)
def test_a_fault_stands_at_its_field_and_keeps_what_was_typed(
    controller: Client, field: str, typed: str, said: str
) -> None:
    answer = controller.post(f"{HERE}justeringar/utfall/ny/", {**NEW, field: typed})
    text = answer.content.decode()
    assert answer.status_code == 200
    assert said in text
    assert "Hyran för juni saknas" in text or field == "text"


def test_booked_lapses_and_can_be_taken_back(controller: Client) -> None:
    stored = of_unit("5411")
    url = f"{HERE}justeringar/utfall/{stored.pk}/"
    before = adjusted(follow_up(SLUG, MONTH)).outcome or 0
    controller.post(url, {"was": hidden(controller, url)["was"], "gor": "bokford"})
    assert (adjusted(follow_up(SLUG, MONTH)).outcome or 0) == before - stored.amount_ore
    controller.post(url, {"was": hidden(controller, url)["was"], "gor": "bokford"})
    assert adjusted(follow_up(SLUG, MONTH)).outcome == before


def test_saving_what_stands_changes_nothing(controller: Client) -> None:
    url = f"{HERE}justeringar/utfall/{of_unit('5411').pk}/"
    events = Event.objects.count()
    answer = controller.post(url, {**hidden(controller, url), "gor": "spara"})
    assert answer.status_code == 302
    assert Event.objects.count() == events


def test_what_somebody_else_changed_is_shown_and_not_overwritten(
    controller: Client,
) -> None:
    stored = of_unit("5411")
    url = f"{HERE}justeringar/utfall/{stored.pk}/"
    form = hidden(controller, url)
    other = signed_in(SLUG, Role.ADMINISTRATOR)
    other.post(url, {**hidden(other, url), "belopp": "-777", "gor": "spara"})
    answer = controller.post(url, {**form, "belopp": "-888", "gor": "spara"})
    text = answer.content.decode()
    assert "Någon annan har ändrat" in text
    assert "−777" in text
    assert 'value="-888"' in text
    assert of_unit("5411").amount_ore == -77_700_000


def test_taking_away_leaves_word_in_the_trail(controller: Client) -> None:
    stored = of_unit("5411")
    url = f"{HERE}justeringar/utfall/{stored.pk}/"
    controller.post(url, {"was": hidden(controller, url)["was"], "gor": "ta-bort"})
    assert not OutcomeAdjustment.objects.filter(pk=stored.pk).exists()
    assert "5411" in Event.objects.latest("pk").old
    assert "Justering av utfall" in controller.get(f"{HERE}logg/").content.decode()


def test_a_budget_holder_reads_and_changes_her_own() -> None:
    holder = signed_in(SLUG, Role.BUDGET_HOLDER)
    text = holder.get(f"{HERE}justeringar/").content.decode()
    assert "5411 Gruppbostäder norr" in text
    assert "5312 Tumba" not in text
    mine, other = of_unit("5411"), of_unit("5312")
    assert holder.get(f"{HERE}justeringar/utfall/{mine.pk}/").status_code == 200
    assert holder.get(f"{HERE}justeringar/utfall/{other.pk}/").status_code == 404
    moved = {**NEW, "ansvar": "5312"}
    answer = holder.post(f"{HERE}justeringar/utfall/ny/", moved)
    assert answer.status_code == 200
    assert not OutcomeAdjustment.objects.filter(text=NEW["text"]).exists()
    assert holder.get(f"{HERE}justeringar/kontroller/ny/").status_code == 403


def test_a_controllers_adjustment_has_its_author_and_counts_in_the_forecast(
    controller: Client,
) -> None:
    said = {"verksamhet": "711", "grupp": "70", "belopp": "-500", "skal": "Osäkerhet"}
    controller.post(f"{HERE}justeringar/kontroller/ny/", said)
    stored = ControllerAdjustment.objects.latest("pk")
    assert stored.by == person(SLUG, Role.CONTROLLER)
    assert adjusted(follow_up(SLUG, MONTH)).controller == 320_000_000 - 50_000_000


def test_a_closed_follow_up_is_read_only(controller: Client) -> None:
    assert controller.get(f"{CLOSED}justeringar/").status_code == 200
    for kind in ("utfall", "kontroller"):
        url = f"{CLOSED}justeringar/{kind}/ny/"
        assert controller.post(url, NEW).status_code == 403
    assert controller.get(f"{HERE}justeringar/annat/ny/").status_code == 404
