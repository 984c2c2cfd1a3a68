"""What a monitor is told."""

from __future__ import annotations

import pytest
from django.db import OperationalError, connection
from django.test import Client

from committees import jobs


def test_the_process_answers_without_a_database(client: Client) -> None:
    response = client.get("/halsa")
    assert response.status_code == 200
    assert response.content == b"ok"


@pytest.mark.django_db
def test_without_a_worker_it_is_not_ready(client: Client) -> None:
    response = client.get("/halsa/redo")
    assert response.status_code == 503
    assert response.json() == {"database": True, "migrations": True, "worker": False}


@pytest.mark.django_db
def test_with_a_worker_it_is_ready(client: Client) -> None:
    jobs.beat("here:1:a")
    response = client.get("/halsa/redo")
    assert response.status_code == 200
    assert response.json() == {"database": True, "migrations": True, "worker": True}


@pytest.mark.django_db
def test_without_a_database_it_is_not_ready(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse() -> None:
        raise OperationalError

    monkeypatch.setattr(connection, "ensure_connection", refuse)
    response = client.get("/halsa/redo")
    assert response.status_code == 503
    assert response.json() == {"database": False, "migrations": False, "worker": False}


def test_nobody_need_sign_in_to_ask_and_nobody_may_post(client: Client) -> None:
    assert client.post("/halsa").status_code == 405
