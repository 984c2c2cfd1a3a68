"""Pages above any follow-up: my committees, a committee's door, changing place."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from committees.models import Committee, FollowUp, Membership, Role
from tests.conftest import person, signed_in

pytestmark = pytest.mark.django_db

COMMITTEE, OTHER = "botkyrka-von", "enkoping-von"


def in_both(role: Role) -> Client:
    """A client of somebody who has a role in two committees."""
    other = Committee.objects.get(slug=OTHER)
    Membership.objects.create(user=person(COMMITTEE, role), committee=other, role=role)
    return signed_in(COMMITTEE, role)


def switched(client: Client, **chosen: str) -> str:
    """Where changing place leads."""
    url = reverse("committees:switch", kwargs={"slug": COMMITTEE})
    return client.get(url, chosen).headers["Location"]


def test_with_one_committee_the_start_page_leads_straight_to_it() -> None:
    answer = signed_in(COMMITTEE, Role.CONTROLLER).get("/", follow=True)
    assert [url for url, _ in answer.redirect_chain] == [
        "/botkyrka-von/",
        "/botkyrka-von/2017-08/",
    ]


def test_with_two_committees_the_start_page_lists_them() -> None:
    text = in_both(Role.CONTROLLER).get("/", follow=True).content.decode()
    assert "Vård- och omsorgsnämnden, Botkyrka" in text
    assert 'href="/enkoping-von/2024-08/"' in text


def test_a_member_comes_to_the_newest_report_that_was_sent() -> None:
    answer = signed_in(COMMITTEE, Role.MEMBER).get("/botkyrka-von/")
    assert answer.headers["Location"] == "/botkyrka-von/2017-05/rapport/"


def test_before_anything_is_sent_a_member_is_told_so() -> None:
    FollowUp.objects.filter(committee__slug=COMMITTEE).update(state="open")
    text = signed_in(COMMITTEE, Role.MEMBER).get("/botkyrka-von/").content.decode()
    assert "Inget att läsa än" in text


def test_changing_follow_up_keeps_the_section() -> None:
    controller = signed_in(COMMITTEE, Role.CONTROLLER)
    there = switched(controller, uppfoljning="2017-05", avsnitt="underlag")
    assert there == "/botkyrka-von/2017-05/underlag/"


def test_changing_committee_goes_to_the_same_month_or_what_is_going_on() -> None:
    controller = in_both(Role.CONTROLLER)
    there = switched(controller, namnd=OTHER, uppfoljning="2017-08", avsnitt="rapport")
    assert there == "/enkoping-von/2024-08/rapport/"


def test_a_section_one_may_not_enter_becomes_one_that_one_may() -> None:
    member = signed_in(COMMITTEE, Role.MEMBER)
    there = switched(member, uppfoljning="2017-04", avsnitt="underlag")
    assert there == "/botkyrka-von/2017-04/rapport/"


def test_the_accent_is_the_municipalitys() -> None:
    answer = signed_in(COMMITTEE, Role.CONTROLLER).get("/botkyrka-von/farg.css")
    assert answer.headers["Content-Type"].startswith("text/css")
    accent = Committee.objects.get(slug=COMMITTEE).municipality.accent
    assert f"--accent:{accent};" in answer.content.decode()


def test_an_accent_that_is_no_colour_is_refused() -> None:
    municipality = Committee.objects.get(slug=COMMITTEE).municipality
    municipality.accent = "red;}"
    municipality.save()
    answer = signed_in(COMMITTEE, Role.CONTROLLER).get("/botkyrka-von/farg.css")
    assert answer.status_code == 404


@pytest.mark.parametrize(
    ("month", "said"),
    [
        ("2019-01", "De som finns: 2017-08, 2017-05"),
        ("augusti", "Skriv år och månad som 2017-08."),
    ],
)
def test_an_unknown_follow_up_names_those_that_exist(month: str, said: str) -> None:
    answer = signed_in(COMMITTEE, Role.CONTROLLER).get(f"/botkyrka-von/{month}/")
    assert answer.status_code == 404
    assert said in answer.content.decode()
