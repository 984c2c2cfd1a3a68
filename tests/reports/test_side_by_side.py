"""Several committees side by side: only one's own, and the same figures as inside."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from committees.access import places_of
from committees.imports import import_committee
from committees.intake.sheets import read_sheet
from committees.models import Committee, FollowUp, Membership, Role, User
from finance.totals import totals
from reports.start.besides import besides
from reports.start.overview import overview
from tests.conftest import person, signed_in

pytestmark = pytest.mark.django_db
URL = "/namnder/"
SLUGS = ("botkyrka-von", "sodertalje-on", "enkoping-von")


def with_roles(*roles: tuple[str, Role]) -> User:
    """Somebody with roles in several committees."""
    user = User.objects.create_user("flera@example.se", name="Flera Nämnder")
    for slug, role in roles:
        committee = Committee.objects.get(slug=slug)
        day = date(2017, 1, 1)
        Membership.objects.create(
            user=user, committee=committee, role=role, from_date=day
        )
    return user


def everywhere() -> User:
    """A controller of all three committees."""
    return with_roles(*((slug, Role.CONTROLLER) for slug in SLUGS))


def of(user: User) -> Client:
    """A client signed in as somebody."""
    client = Client()
    client.force_login(user)
    return client


def test_each_committees_figures_are_those_of_its_start_page() -> None:
    rows = besides(places_of(everywhere()))
    assert {row.place.committee.slug for row in rows} == set(SLUGS)
    for row in rows:
        standing = overview(row.follow_up).standing
        assert row.total.to_date == standing.deviation_to_date
        assert row.total.deviation == standing.forecast_deviation
        assert row.total.change == standing.forecast_change
        assert row.total.frame == standing.frame


def test_totals_of_every_follow_up_are_those_of_its_start_page() -> None:
    found = list(FollowUp.objects.select_related("committee__municipality"))
    told = totals(found)
    for each in found:
        standing = overview(each).standing
        total = told[each.pk]
        assert total.sums == standing.sums, each
        assert total.deviation == standing.forecast_deviation
        assert total.change == standing.forecast_change


def test_units_handed_in_are_those_of_the_start_page() -> None:
    for row in besides(places_of(everywhere())):
        beside = overview(row.follow_up).beside
        assert row.handed_in == beside.handed_in
        assert row.units == sum(beside.units.values())


def test_only_the_persons_committees_are_told_of() -> None:
    two = (("botkyrka-von", Role.CONTROLLER), ("enkoping-von", Role.MANAGER))
    html = of(with_roles(*two)).get(URL).content.decode()
    assert "Botkyrka" in html
    assert "Enköping" in html
    assert "Södertälje" not in html


def test_an_elected_member_sees_no_working_figures() -> None:
    two = (("botkyrka-von", Role.CONTROLLER), ("enkoping-von", Role.MEMBER))
    user = with_roles(*two)
    (row,) = besides(places_of(user))
    assert row.place.committee.slug == "botkyrka-von"
    html = of(user).get(URL).content.decode()
    assert "Andra nämnder" in html
    assert 'href="/enkoping-von/2024-08/' not in html


def test_who_has_one_committee_is_sent_straight_on() -> None:
    client = signed_in("botkyrka-von", Role.CONTROLLER)
    for url in ("/", URL):
        assert client.get(url)["Location"] == "/botkyrka-von/"


def test_who_has_several_starts_with_them() -> None:
    assert of(everywhere()).get("/")["Location"] == URL


def test_who_has_none_is_told_what_to_do() -> None:
    client = of(User.objects.create_user("ingen@example.se", name="Ingen Nämnd"))
    assert client.get(URL)["Location"] == "/"
    assert "Du är inte med i någon nämnd" in client.get("/").content.decode()


def test_the_worst_forecast_comes_first_when_sorted_by_it() -> None:
    response = of(everywhere()).get(URL, {"sortera": "prognos"})
    ore = [row.total.deviation for row in response.context["rows"]]
    assert ore == sorted(ore)
    assert 'aria-sort="ascending"' in response.content.decode()


def test_the_page_asks_no_more_of_many_committees() -> None:
    client = of(everywhere())
    client.get(URL)
    with CaptureQueriesContext(connection) as three:
        client.get(URL)
    Membership.objects.filter(
        user__email="flera@example.se", committee__slug="enkoping-von"
    ).delete()
    with CaptureQueriesContext(connection) as two:
        client.get(URL)
    assert len(three) == len(two) <= 6


def test_a_follow_up_without_forecast_has_no_deviation() -> None:
    user = with_roles(*((slug, Role.MEMBER) for slug in SLUGS[:2]))
    assert besides(places_of(user)) == []
    assert person("botkyrka-von", Role.MEMBER) != user


def test_no_committee_takes_the_address_of_the_page() -> None:
    rows = "\n".join(
        f"{name};{value}"
        for name, value in {
            "kommun": "Provby",
            "kommunens namn": "Provby kommun",
            "kommunkod": "9999",
            "nämnd": "Provnämnden",
            "slug": "namnder",
            "kortnamn": "PN",
        }.items()
    )
    sheet = read_sheet(
        "namnd.csv", f"Fält;Värde\n{rows}\n".encode(), required=("Fält", "Värde")
    )
    assert import_committee(sheet) is None
    assert "används av en annan sida" in str(sheet.faults[0])


def test_an_unknown_order_is_told() -> None:
    answer = of(everywhere()).get(URL, {"sortera": "x"})
    assert answer.status_code == 404
    assert "Nämnder kan inte sorteras efter x" in answer.content.decode()
