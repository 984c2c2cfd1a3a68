"""How many questions a page may ask of the database."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from committees.models import FollowUp, Role
from goals.topics import kept
from reports import catalogue
from tests.conftest import follow_up, signed_in
from volumes.models import Subject, VolumeSeries

pytestmark = pytest.mark.django_db
CEILING = 12
WAITING = 8
"""What a person has to do in an open month is asked of board, frame and report."""
OWED = 2
"""Who should have reported a month that is missing, and who stands in."""
TRAIL = 2
"""Who has changed what is written of a goal, and the person's own drafts."""
BOTH_ROOMS = 4
"""Unit costs by name, where their money comes from, and their months."""
PLACES = (
    ("botkyrka-von", "2017-08"),
    ("botkyrka-von", "2017-04"),
    ("sodertalje-on", "2017-08"),
    ("sodertalje-on", "2018-04"),
    ("enkoping-von", "2024-08"),
)


def questions(client: Client, url: str) -> int:
    """How many questions a page asks, once what it keeps has been read."""
    client.get(url)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(url).status_code == 200
    return len(asked)


def table_pages(here: FollowUp) -> Iterator[str]:
    for key in catalogue.keys(here):
        yield f"/{here.committee.slug}/{here.period}/rapport/tabell/{key}/"


@pytest.mark.parametrize("role", [Role.CONTROLLER, Role.BUDGET_HOLDER])
@pytest.mark.parametrize(("slug", "month"), PLACES)
def test_the_overview_asks_few_questions(slug: str, month: str, role: Role) -> None:
    assert questions(signed_in(slug, role), f"/{slug}/{month}/") <= CEILING + WAITING


@pytest.mark.parametrize(("slug", "month"), PLACES)
def test_a_tables_page_asks_few_questions(slug: str, month: str) -> None:
    client = signed_in(slug, Role.CONTROLLER)
    for url in table_pages(follow_up(slug, month)):
        assert questions(client, url) <= CEILING, url


@pytest.mark.parametrize("chosen", ["", "?slag=alla"])
@pytest.mark.parametrize(("slug", "month"), PLACES)
def test_the_list_of_series_asks_few_questions(
    slug: str, month: str, chosen: str
) -> None:
    client = signed_in(slug, Role.CONTROLLER)
    assert questions(client, f"/{slug}/{month}/volymer/{chosen}") <= CEILING


@pytest.mark.parametrize("role", [Role.CONTROLLER, Role.BUDGET_HOLDER])
@pytest.mark.parametrize(("slug", "month"), PLACES)
def test_a_series_page_asks_few_questions(slug: str, month: str, role: Role) -> None:
    client = signed_in(slug, role)
    of_volumes = VolumeSeries.objects.filter(
        committee__slug=slug, subject=Subject.VOLUME
    )
    for code in of_volumes.values_list("code", flat=True):
        url = f"/{slug}/{month}/volymer/serie/{code}/"
        assert questions(client, url) <= CEILING + OWED, url


@pytest.mark.parametrize("part", ["nyckeltal", "volym-och-pris", "personal"])
@pytest.mark.parametrize(("slug", "month"), PLACES)
def test_what_volumes_cost_asks_few_questions(slug: str, month: str, part: str) -> None:
    client = signed_in(slug, Role.CONTROLLER)
    url = f"/{slug}/{month}/volymer/{part}/"
    assert questions(client, url) <= CEILING + BOTH_ROOMS


@pytest.mark.parametrize("part", ["", "mal/", "geh/", "ataganden/"])
@pytest.mark.parametrize(("slug", "month"), PLACES)
def test_pages_of_goals_ask_few_questions(slug: str, month: str, part: str) -> None:
    client = signed_in(slug, Role.CONTROLLER)
    assert questions(client, f"/{slug}/{month}/mal/{part}") <= CEILING


@pytest.mark.parametrize("role", [Role.CONTROLLER, Role.BUDGET_HOLDER])
@pytest.mark.parametrize(("slug", "month"), PLACES)
def test_a_topics_page_asks_few_questions(slug: str, month: str, role: Role) -> None:
    client = signed_in(slug, role)
    for code in kept(follow_up(slug, month)).values_list("code", flat=True):
        url = f"/{slug}/{month}/mal/punkt/{code}/"
        assert questions(client, url) <= CEILING + TRAIL, url


@pytest.mark.parametrize(
    "part", ["handlingsplan", "effektiviseringar", "internkontroll"]
)
@pytest.mark.parametrize(("slug", "month"), PLACES)
def test_plan_savings_and_control_ask_few_questions(
    slug: str, month: str, part: str
) -> None:
    client = signed_in(slug, Role.CONTROLLER)
    assert questions(client, f"/{slug}/{month}/mal/{part}/") <= CEILING


@pytest.mark.parametrize(("slug", "month"), PLACES)
def test_the_bridge_asks_few_questions(slug: str, month: str) -> None:
    client = signed_in(slug, Role.CONTROLLER)
    assert questions(client, f"/{slug}/{month}/prognos/brygga/") <= 2 * CEILING


def test_a_page_asks_no_more_for_more_rows() -> None:
    client = signed_in("botkyrka-von", Role.CONTROLLER)
    small, large = (
        f"/botkyrka-von/2017-08/rapport/tabell/{key}/"
        for key in ("economy-overview", "economy-appendix-2-1")
    )
    assert abs(questions(client, large) - questions(client, small)) <= 2
