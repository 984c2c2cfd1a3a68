"""Signing in, getting out, and back in when the password is forgotten."""

from __future__ import annotations

import re

import pytest
from django.core import mail
from django.test import Client, RequestFactory
from django.urls import NoReverseMatch, reverse

from committees.models import User
from committees.sign_in import AccountAdapter

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("cheap_passwords")]
PASSWORD = "ett långt lösenord"
SIGN_IN = "/konto/logga-in/"
FORGOTTEN = "/konto/nytt-losenord/"


@pytest.fixture
def person() -> User:
    return User.objects.create_user(
        "Anna.Ek@example.se", name="Anna Ek", password=PASSWORD
    )


def _sign_in(client: Client, email: str, password: str = PASSWORD) -> int:
    posted = client.post(SIGN_IN, {"login": email, "password": password})
    return posted.status_code


def test_a_person_signs_in_by_address_whatever_its_case(
    client: Client, person: User
) -> None:
    assert _sign_in(client, "ANNA.ek@Example.se") == 302
    assert client.session["_auth_user_id"] == str(person.pk)


@pytest.mark.parametrize(
    ("email", "password"),
    [("anna.ek@example.se", "fel"), ("ingen@example.se", PASSWORD)],
)
def test_a_wrong_password_and_an_unknown_address_look_the_same(
    client: Client, person: User, email: str, password: str
) -> None:
    response = client.post(SIGN_IN, {"login": email, "password": password})
    text = response.content.decode()
    assert "E-postadressen eller lösenordet stämmer inte." in text
    assert "_auth_user_id" not in client.session


def test_a_deactivated_person_does_not_get_in(client: Client, person: User) -> None:
    person.is_active = False
    person.save()
    _sign_in(client, person.email)
    assert "_auth_user_id" not in client.session


def test_guessing_is_stopped_even_when_the_guess_is_right(
    client: Client, person: User
) -> None:
    for _ in range(5):
        _sign_in(client, person.email, "fel")
    response = client.post(SIGN_IN, {"login": person.email, "password": PASSWORD})
    assert "För många misslyckade försök" in response.content.decode()
    assert "_auth_user_id" not in client.session


def test_one_address_cannot_try_for_ever(client: Client) -> None:
    statuses = [_sign_in(client, f"p{n}@example.se", "fel") for n in range(31)]
    assert statuses[-1] == 429


def test_nobody_can_register(rf: RequestFactory) -> None:
    with pytest.raises(NoReverseMatch):
        reverse("account_signup")
    assert not AccountAdapter().is_open_for_signup(rf.get("/"))


def test_who_has_not_signed_in_is_sent_to_do_it_and_then_back(
    client: Client, person: User
) -> None:
    response = client.post(
        f"{SIGN_IN}?next=/halsa", {"login": person.email, "password": PASSWORD}
    )
    assert response["Location"] == "/halsa"


def test_the_way_back_does_not_lead_to_another_site(
    client: Client, person: User
) -> None:
    response = client.post(
        f"{SIGN_IN}?next=https://evil.example/",
        {"login": person.email, "password": PASSWORD},
    )
    assert response["Location"] == "/"


def test_signing_out_takes_a_press_on_the_button(client: Client, person: User) -> None:
    client.force_login(person)
    assert "Logga ut" in client.get("/konto/logga-ut/").content.decode()
    assert "_auth_user_id" in client.session
    client.post("/konto/logga-ut/")
    assert "_auth_user_id" not in client.session


def test_a_forgotten_password_is_replaced_by_a_link_in_a_letter(
    client: Client, person: User
) -> None:
    assert client.post(FORGOTTEN, {"email": person.email}).status_code == 302
    (letter,) = mail.outbox
    assert letter.subject == "Nytt lösenord till Delåret"
    address = re.search(r"http://testserver(\S+)", str(letter.body))
    assert address
    form = client.get(address[1], follow=True)
    new = "ett annat långt lösenord"
    page = form.redirect_chain[-1][0]
    client.post(page, {"password1": new, "password2": new})
    assert _sign_in(client, person.email, new) == 302
    assert "gäller inte längre" in client.get(address[1]).content.decode()


def test_no_letter_goes_to_an_unknown_address_and_the_answer_is_the_same(
    client: Client, person: User
) -> None:
    answers = [
        client.post(FORGOTTEN, {"email": email})["Location"]
        for email in ("ingen@example.se", person.email)
    ]
    assert answers[0] == answers[1]
    assert len(mail.outbox) == 1


@pytest.mark.parametrize(
    "path", [SIGN_IN, FORGOTTEN, f"{FORGOTTEN}skickat/", f"{FORGOTTEN}klart/"]
)
def test_the_pages_are_swedish_and_keep_the_content_policy(
    client: Client, path: str
) -> None:
    response = client.get(path)
    text = response.content.decode()
    assert '<html lang="sv">' in text
    assert not re.search(r"<script(?! src)|<style|style=|\son\w+=", text)
    assert not re.search(r"\b(Password|Email|Sign|Login)\b", text)
    assert "default-src 'none'" in response["Content-Security-Policy"]
