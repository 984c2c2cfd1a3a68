"""Pages of goals: what waits, the tree, a topic, judgements and commitments."""

from __future__ import annotations

import json
import re
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from committees.models import FollowUp, FollowUpState
from goals.models import Standing, Topic
from tests.goals.topics import (
    COMMITMENT,
    CONTROL,
    CONTROLLER,
    GOAL,
    MONTH,
    NUMBER,
    OWNER,
    READY,
    SECRETARY,
    SLUG,
    STRANGER,
    here,
    one,
    standing,
    text,
    topic,
    user,
)

pytestmark = pytest.mark.django_db

HERE = f"/{SLUG}/{MONTH}/mal/"


def client(email: str = OWNER) -> Client:
    """A client signed in as somebody."""
    found = Client()
    found.force_login(user(email))
    return found


def page(path: str = "", *, email: str = OWNER) -> str:
    """A page as somebody sees it."""
    answer = client(email).get(HERE + path)
    assert answer.status_code == 200
    return answer.content.decode()


def topic_page(code: str = GOAL, *, email: str = OWNER) -> str:
    """A topic's page."""
    return page(f"punkt/{code}/", email=email)


def script(html: str) -> dict[str, Any]:
    """What the page hands its script."""
    found = re.search(r'id="falt-data">(.*?)</script>', html)
    assert found is not None
    data: dict[str, Any] = json.loads(found[1])
    return data


def waiting(html: str) -> str:
    """What waits for the person."""
    return html.partition("Väntar på dig")[2].partition("</section>")[0]


def test_what_one_answers_for_waits_until_it_is_ready() -> None:
    assert f"punkt/{COMMITMENT}/" in waiting(page())
    Standing.objects.filter(topic=topic(COMMITMENT)).update(state="ready")
    assert f"punkt/{COMMITMENT}/" not in waiting(page())
    assert "Inget väntar på dig." in page(email=SECRETARY)


def test_what_was_sent_back_waits_first_with_the_reason() -> None:
    Standing.objects.filter(pk=standing(GOAL).pk).update(
        state="returned", returned_because="Skriv kortare."
    )
    html = waiting(page())
    assert html.index(GOAL) < html.index(COMMITMENT)
    assert "<q>Skriv kortare.</q>" in html


def test_the_board_counts_and_narrows() -> None:
    html = page(email=CONTROLLER)
    assert "21 av 25 är klarmarkerade" in html
    assert "3 av 4 klarmarkerade" in html
    narrowed = page("?slag=kontroll&lage=in_progress", email=CONTROLLER)
    assert f"punkt/{CONTROL}/" in narrowed
    assert f"punkt/{READY}/" not in narrowed
    assert "Välj ett giltigt alternativ" in page("?slag=drömmar", email=CONTROLLER)


def test_what_is_late_is_said_in_words() -> None:
    assert "försenad" in page(email=CONTROLLER)
    Topic.objects.filter(code="plan-assistans").update(state="klar")
    assert "försenad" not in page(email=CONTROLLER)


def test_nothing_waits_in_a_follow_up_that_is_closed() -> None:
    FollowUp.objects.filter(pk=here().pk).update(state=FollowUpState.CLOSED)
    html = page()
    assert "Uppföljningen är stängd" in html
    assert "Väntar på dig" not in html
    assert "Uppföljningen är stängd" in topic_page()
    assert "<textarea" not in topic_page()


def test_a_judgement_stands_beside_what_its_parts_say() -> None:
    html = page("mal/")
    goal = html.partition("Rättssäker handläggning</a>")[2].partition("</p>")[0]
    assert re.search(r"Bedömning: .*<circle.*Ok", goal)
    assert re.search(r"Underliggande talar för: .*<rect.*Ej ok", goal)
    assert "2 av 2 indikatorer mätta mot mål" in goal
    assert "bedömningen är en annan" in goal


def test_the_tree_holds_indicators_and_what_else_belongs_to_a_goal() -> None:
    html = page("mal/")
    assert "Nöjda brukare vid utförande av genomförandeplan" in html
    assert "Hör till målet:" in html
    assert "<strong>" not in html


def test_a_topic_is_written_by_whoever_answers_and_read_by_others() -> None:
    html = topic_page()
    data = script(html)
    assert data["writable"] is True
    assert [each["field"] for each in data["fields"]] == [
        "choice:assessment",
        "text:text",
    ]
    read = topic_page(email=STRANGER)
    assert "<textarea" not in read
    assert "Olof Tegner svarar för den." in read
    assert "Målet om lägre sjukfrånvaro har brister." in read


def test_every_field_has_a_label_and_is_closed_without_a_script() -> None:
    for code in (GOAL, CONTROL, COMMITMENT):
        html = topic_page(code, email=CONTROLLER)
        fields = re.findall(r"<(?:textarea|select) id=\"(\w+-\d)\"[^>]*>", html)
        assert fields
        assert all(f'<label for="{each}">' in html for each in fields)
        assert not re.search(r"<textarea(?![^>]* readonly)[^>]* data-field", html)
        assert not re.search(r"<select(?![^>]* disabled)[^>]* data-field", html)


def test_a_text_is_shown_as_simple_markup_and_no_more() -> None:
    one("Läget är **gott**.\n\n- ett\n- två\n\n<script>alert(1)</script>")
    html = topic_page(email=STRANGER)
    assert "<strong>gott</strong>" in html
    assert "<li>ett</li>" in html
    assert "<script>alert" not in html
    assert "&lt;script&gt;alert" in html


def test_a_topic_tells_what_was_said_before_and_who_changed_it() -> None:
    one("Nytt.")
    html = topic_page(READY)
    assert "Delår 1 2017" in html
    assert "Två tjänster är vakanta." in html
    assert "Nytt." in topic_page().partition("Vem som har ändrat")[2]


def test_an_authors_draft_is_hers_alone() -> None:
    one(f"Brukaren {NUMBER} är nöjd.")
    assert NUMBER in topic_page()
    assert script(topic_page())["fields"][1]["draft"][0].startswith("Brukaren")
    for email in (CONTROLLER, STRANGER):
        assert NUMBER not in topic_page(email=email)


def test_a_step_is_taken_from_the_page_and_told() -> None:
    there = f"{HERE}punkt/{GOAL}/steg/"
    answer = client().post(there, {"steg": "klarmarkera"}, follow=True)
    assert "Personalmål är klarmarkerad." in answer.content.decode()
    answer = client(SECRETARY).post(there, {"steg": "skicka-tillbaka"}, follow=True)
    assert "Skriv vad som ska ändras" in answer.content.decode()
    answer = client(STRANGER).post(there, {"steg": "ta-tillbaka"}, follow=True)
    assert "går inte" in answer.content.decode()
    assert standing().state == "ready"


def test_a_cell_is_saved_and_answered_with_how_far_the_topic_is() -> None:
    sent = {"row": GOAL, "field": "text:text", "value": "Ny.", "was": text()}
    answer = client().post(
        f"{HERE}punkt/{GOAL}/spara/",
        json.dumps({"key": str(uuid4()), "cells": [sent]}),
        content_type="application/json",
    )
    assert answer.json()["unit_state"] == "in_progress"
    assert answer.json()["cells"][0]["state"] == "saved"
    assert text() == "Ny."


def test_a_text_and_a_table_that_judge_differently_are_told_of() -> None:
    html = page("geh/")
    warned = "Personalmål är Ok i tabellen, men texten säger Har brister"
    assert warned in html
    one("Målet om sjukfrånvaro är ok.")
    assert warned not in page("geh/")


def test_commitments_stand_with_owner_state_text_and_what_was_said_before() -> None:
    html = page("ataganden/")
    for words in ("Olof Tegner", "30 november 2017", "Beslutad", "Byggskede"):
        assert words in html
    assert "Tidigare: 1 uppföljning" in html
    assert "Inget är försenat." in html
    Topic.objects.filter(code=COMMITMENT).update(deadline="2017-08-01")
    assert "1 är försenad." in page("ataganden/")


def test_a_topic_of_another_committee_is_not_found() -> None:
    assert client().get(f"{HERE}punkt/trygghet/").status_code == 404
    answer = client().post(f"{HERE}punkt/trygghet/steg/", {"steg": "klarmarkera"})
    assert answer.status_code == 404
