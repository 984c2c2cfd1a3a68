"""Views of the dashboards that people keep for themselves."""

from __future__ import annotations

import pytest
from django.test import Client

from committees.models import Role
from reports.dashboards.saved_views import MOST, within
from reports.models import SavedView
from tests.conftest import follow_up, person, signed_in

pytestmark = pytest.mark.django_db
HERE = "/botkyrka-von/2017-08/"
VIEWS = f"{HERE}avvikelser/vyer/"
TREND = f"{HERE}avvikelser/manader/?verksamhet=775"


def keep(client: Client, *, name: str = "Hemtjänst", address: str = TREND) -> Client:
    client.post(VIEWS, {"name": name, "address": address})
    return client


def controller() -> Client:
    return signed_in("botkyrka-von", Role.CONTROLLER)


def shown(client: Client, url: str = VIEWS) -> str:
    return client.get(url).content.decode()


def test_a_view_is_kept_with_its_choices_and_opens_in_any_follow_up() -> None:
    client = keep(controller())
    assert f'<a href="{TREND}">Hemtjänst</a>' in shown(client)
    may = VIEWS.replace("2017-08", "2017-05")
    there = TREND.replace("2017-08", "2017-05")
    assert f'<a href="{there}">Hemtjänst</a>' in shown(client, may)
    assert client.get(there).status_code == 200


def test_the_person_is_led_back_to_the_view() -> None:
    answer = controller().post(VIEWS, {"name": "Hemtjänst", "address": TREND})
    assert (answer.status_code, answer["Location"]) == (302, TREND)


def test_nobody_else_sees_a_view() -> None:
    keep(controller())
    other = signed_in("botkyrka-von", Role.MANAGER)
    assert "Hemtjänst</a>" not in shown(other)


@pytest.mark.parametrize(
    "url",
    [
        "https://example.org/botkyrka-von/2017-08/avvikelser/",
        "//example.org/botkyrka-von/2017-08/avvikelser/",
        "/enkoping-von/2024-08/avvikelser/",
        f"{HERE}rapport/",
        f"{HERE}avvikelser/finns-inte/",
        VIEWS,
        f"{HERE}avvikelser/?verksamhet={'7' * 1000}",
        "javascript:alert(1)",
        "",
    ],
)
def test_only_our_own_pages_of_deviations_are_kept(url: str) -> None:
    assert within(follow_up("botkyrka-von", "2017-08"), url) == ""
    client = controller()
    answer = client.post(VIEWS, {"name": "Vy", "address": url})
    assert answer.status_code == 200
    assert "Vy" in answer.content.decode()
    assert not SavedView.objects.exists()


def test_what_was_typed_is_not_lost_when_a_name_is_refused() -> None:
    answer = controller().post(VIEWS, {"name": " ", "address": TREND})
    text = answer.content.decode()
    assert 'role="alert"' in text
    assert TREND in text


def test_a_personal_number_is_no_name() -> None:
    controller().post(VIEWS, {"name": "19121212-1212", "address": TREND})
    assert not SavedView.objects.exists()


def test_a_view_is_named_anew_and_taken_away() -> None:
    client = keep(controller())
    number = str(SavedView.objects.get().pk)
    client.post(VIEWS, {"name": "Tumba", "address": TREND, "vy": number})
    kept = SavedView.objects.get()
    assert (kept.name, kept.user) == ("Tumba", person("botkyrka-von", Role.CONTROLLER))
    client.post(VIEWS, {"gor": "ta-bort", "vy": str(kept.pk)})
    assert not SavedView.objects.exists()


def test_a_view_is_named_anew_though_no_more_can_be_kept() -> None:
    client = keep(controller())
    mine = SavedView.objects.get()
    SavedView.objects.bulk_create(
        SavedView(committee=mine.committee, user=mine.user, name=f"{n}", address="a")
        for n in range(MOST - 1)
    )
    assert (
        "Ta bort någon först"
        in client.post(VIEWS, {"name": "Ny", "address": TREND}).content.decode()
    )
    client.post(VIEWS, {"name": "Tumba", "address": TREND, "vy": str(mine.pk)})
    assert SavedView.objects.get(pk=mine.pk).name == "Tumba"


@pytest.mark.parametrize("renamed", ["", "Tumba"])
def test_a_name_in_use_is_refused_and_replaces_nothing(renamed: str) -> None:
    client = keep(keep(controller()), name="Tumba", address=VIEWS[:-5])
    kept = SavedView.objects.filter(name=renamed).first()
    number = str(kept.pk) if kept else ""
    before = list(SavedView.objects.values_list("pk", "name", "address"))
    posted = {"name": "Hemtjänst", "address": VIEWS[:-5], "vy": number}
    text = client.post(VIEWS, posted).content.decode()
    assert "Det finns redan en vy som heter ”Hemtjänst”" in text
    assert list(SavedView.objects.values_list("pk", "name", "address")) == before


def test_a_view_keeps_its_own_name() -> None:
    client = keep(controller())
    number = str(SavedView.objects.get().pk)
    answer = client.post(VIEWS, {"name": "Hemtjänst", "address": TREND, "vy": number})
    assert answer.status_code == 302


def test_others_views_cannot_be_taken_away() -> None:
    keep(controller())
    number = str(SavedView.objects.get().pk)
    signed_in("botkyrka-von", Role.MANAGER).post(
        VIEWS, {"gor": "ta-bort", "vy": number}
    )
    assert SavedView.objects.count() == 1
