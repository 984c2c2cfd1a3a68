"""Drafts: kept for their author alone, mended, thrown away, and in whose way."""

from __future__ import annotations

import json
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from committees import drafts
from committees.drafts import Author, Draft, spot
from committees.models import FollowUpState, Role, TextDraft
from committees.stops import of_drafts, section_spot, told
from committees.text_guard import PERSONAL_NUMBER
from tests.conftest import follow_up, person, signed_in

pytestmark = pytest.mark.django_db

SLUG, MONTH = "botkyrka-von", "2017-08"
NUMBER = "Beslutet för 811228-9874 är ändrat"
CLEAN = "Besluten är ändrade"
WHY = PERSONAL_NUMBER.format(found="81…")
CHECK = "/granska-text/"


def author(role: Role = Role.CONTROLLER) -> Author:
    """Somebody of the committee."""
    return Author(follow_up(SLUG, MONTH).committee, person(SLUG, role))


def where(*parts: str) -> str:
    """A place in the open follow-up."""
    return spot(follow_up(SLUG, MONTH), "prognos", *parts)


def test_a_place_names_its_month_and_section() -> None:
    assert where("5411", "comment") == "2017-08/prognos/5411/comment"
    assert spot(None, "installningar", "las") == "-/installningar/las"


def test_a_text_that_others_may_not_read_is_its_authors_alone() -> None:
    assert drafts.refusal(author(), where("5411", "a"), NUMBER) == WHY
    mine = drafts.own(author(), where("5411"))
    assert mine == {where("5411", "a"): Draft(NUMBER, WHY)}
    assert drafts.own(author(Role.MANAGER), where("5411")) == {}


def test_a_clean_text_lets_go_of_the_draft_and_of_no_other() -> None:
    for name in "ab":
        drafts.refusal(author(), where("5411", name), NUMBER)
    drafts.refusal(author(Role.MANAGER), where("5411", "a"), NUMBER)
    assert drafts.refusal(author(), where("5411", "a"), CLEAN) == ""
    left = TextDraft.objects.values_list("user__memberships__role", "place")
    assert set(left) == {
        ("controller", where("5411", "b")),
        ("manager", where("5411", "a")),
    }


def test_a_later_draft_takes_the_place_of_an_earlier() -> None:
    for text in (NUMBER, f"{NUMBER} igen"):
        drafts.refusal(author(), where("5411", "a"), text)
    assert TextDraft.objects.get().text == f"{NUMBER} igen"


def test_drafts_of_a_follow_up_are_those_of_its_month() -> None:
    here = follow_up(SLUG, MONTH)
    drafts.keep(author(), where("5411", "a"), NUMBER)
    drafts.keep(author(), spot(None, "prognos", "2017-08", "manad"), NUMBER)
    assert [d.place for d in drafts.open_drafts(here)] == [where("5411", "a")]
    assert drafts.open_drafts(here, "volymer/") == []
    assert len(drafts.open_drafts(here.committee)) == 2
    assert drafts.open_drafts(follow_up("enkoping-von", "2024-08")) == []


@pytest.mark.parametrize("state", [FollowUpState.SENT, FollowUpState.CLOSED])
def test_a_follow_up_that_is_over_has_no_open_drafts(state: FollowUpState) -> None:
    here = follow_up(SLUG, MONTH)
    drafts.keep(author(), where("5411", "a"), NUMBER)
    here.state = state
    assert drafts.open_drafts(here) == []


def test_who_is_no_longer_there_holds_nothing_up() -> None:
    here, manager = follow_up(SLUG, MONTH), author(Role.SECRETARY)
    drafts.keep(manager, where("5411", "a"), NUMBER)
    assert drafts.open_drafts(here)
    manager.user.memberships.update(to_date=date(2020, 1, 1))
    assert drafts.open_drafts(here) == []


def test_what_is_told_of_a_draft_names_its_author_and_not_its_text() -> None:
    here = follow_up(SLUG, MONTH)
    drafts.keep(author(), spot(here, "volymer", "5411", "x"), NUMBER)
    text = told("Det går inte.", of_drafts(here, lambda _: None))
    name = person(SLUG, Role.CONTROLLER).name
    assert f">Volymer 5411</a> (utkast av {name})" in text
    assert "811228" not in text


def test_a_place_that_no_section_has_is_told_by_its_name() -> None:
    found = section_spot("2017-08/okänt/1", follow_up(SLUG, MONTH))
    assert found == ("Okänt", "")


def test_a_text_is_looked_at_while_it_is_written() -> None:
    client = signed_in(SLUG, Role.BUDGET_HOLDER)
    answer = client.post(CHECK, json.dumps({"text": NUMBER}), "application/json")
    assert answer.json() == {"troubles": [{"start": 13, "end": 24, "reason": WHY}]}
    answer = client.post(CHECK, json.dumps({"text": CLEAN}), "application/json")
    assert answer.json() == {"troubles": []}
    assert not TextDraft.objects.exists()


@pytest.mark.parametrize("body", ["", "[]", "{}", '{"text": 5}', "[" * 10_000])
def test_what_is_no_text_is_refused(body: str) -> None:
    client = signed_in(SLUG, Role.BUDGET_HOLDER)
    assert client.post(CHECK, body, "application/json").status_code == 400


def test_looking_asks_for_the_token_of_a_page() -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(person(SLUG, Role.BUDGET_HOLDER))
    answer = client.post(CHECK, json.dumps({"text": ""}), "application/json")
    assert answer.status_code == 403


def test_a_draft_is_thrown_away_by_its_author_only() -> None:
    url = reverse("committees:draft_drop", kwargs={"slug": SLUG})
    back = f"/{SLUG}/{MONTH}/prognos/"
    drafts.keep(author(), where("5411", "a"), NUMBER)
    sent = {"utkast": where("5411", "a"), "tillbaka": back}
    signed_in(SLUG, Role.MANAGER).post(url, sent)
    assert TextDraft.objects.exists()
    answer = signed_in(SLUG, Role.CONTROLLER).post(url, sent)
    assert answer.headers["Location"] == back
    assert not TextDraft.objects.exists()


def test_throwing_away_leads_to_no_other_site() -> None:
    url = reverse("committees:draft_drop", kwargs={"slug": SLUG})
    answer = signed_in(SLUG, Role.CONTROLLER).post(
        url, {"tillbaka": "https://example.org/"}
    )
    assert answer.headers["Location"] == f"/{SLUG}/"
