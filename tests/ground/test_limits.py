"""How often one person may do what costs much."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from pytest_django import Settings

from committees.limits import limited, seconds_to_wait

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _three_a_minute(settings: Settings) -> None:
    settings.RATE_LIMITS = {"export": (3, 60)}


def test_as_many_as_allowed_and_then_a_wait_until_the_window_ends() -> None:
    waits = [seconds_to_wait("export", person=1, now=620) for _ in range(5)]
    assert waits == [0, 0, 0, 40, 40]


def test_the_next_window_is_open_again() -> None:
    for _ in range(4):
        seconds_to_wait("export", person=1, now=620)
    assert seconds_to_wait("export", person=1, now=660) == 0


def test_each_person_has_a_limit_of_their_own() -> None:
    for _ in range(4):
        seconds_to_wait("export", person=1, now=620)
    assert seconds_to_wait("export", person=2, now=620) == 0


def test_a_limited_view_answers_429_when_it_is_too_much(rf: RequestFactory) -> None:
    @limited("export")
    def view(request: HttpRequest) -> HttpResponse:
        return HttpResponse("fil")

    request = rf.get("/")
    request.user = AnonymousUser()
    statuses = [view(request).status_code for _ in range(7)]
    assert statuses[:3] == [200, 200, 200]
    assert statuses[-1] == 429
