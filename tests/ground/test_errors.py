"""Error pages: Swedish, whole in themselves, without a database.

No test here may touch the database: pytest-django refuses it.
"""

from __future__ import annotations

import re

import pytest
from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse
from django.test import Client, RequestFactory, override_settings
from pytest_django import Settings

from committees import errors


@pytest.fixture
def request_() -> HttpRequest:
    return RequestFactory().get("/nagonstans/")


def _pages(request: HttpRequest) -> dict[int, HttpResponse]:
    return {
        400: errors.bad_request(request, ValueError()),
        403: errors.forbidden(request, PermissionDenied()),
        404: errors.not_found(request, Http404()),
        413: errors.too_large(request),
        429: errors.too_many(request, wait=30),
        500: errors.server_error(request),
    }


def test_every_page_answers_with_its_status_and_in_swedish(
    request_: HttpRequest,
) -> None:
    for status, page in _pages(request_).items():
        text = page.content.decode()
        assert page.status_code == status
        assert '<html lang="sv">' in text
        assert re.search(r"<h1>.+</h1>", text)
        assert "committees/screen.css" in text


def test_pages_carry_nothing_that_the_content_policy_forbids(
    request_: HttpRequest,
) -> None:
    for page in _pages(request_).values():
        assert not re.search(r"<script|<style|style=|\son\w+=", page.content.decode())


def test_not_found_shows_what_the_view_said(request_: HttpRequest) -> None:
    page = errors.not_found(request_, Http404("Nämnden <x> finns inte."))
    assert "Nämnden &lt;x&gt; finns inte." in page.content.decode()


def test_not_found_hides_what_the_framework_said(request_: HttpRequest) -> None:
    page = errors.not_found(request_, Http404("No Committee matches the given query."))
    assert "matches" not in page.content.decode()


def test_a_body_too_large_to_read_is_413(request_: HttpRequest) -> None:
    assert errors.bad_request(request_, RequestDataTooBig()).status_code == 413


def test_an_upload_over_the_limit_is_refused_unread(
    client: Client, settings: Settings
) -> None:
    settings.UPLOAD_MAX_BYTES = 1024
    response = client.post("/konto/logga-in/", {"login": "x" * 2000})
    assert response.status_code == 413
    assert "Filen är för stor" in response.content.decode()


@pytest.mark.parametrize("debug", [True, False])
def test_an_address_that_leads_nowhere_is_swedish_even_in_debug(
    client: Client, *, debug: bool
) -> None:
    with override_settings(DEBUG=debug):
        response = client.get("/finns/inte/alls/")
    assert response.status_code == 404
    assert "Sidan finns inte" in response.content.decode()


def test_a_form_without_its_token_gets_the_csrf_page() -> None:
    response = Client(enforce_csrf_checks=True).post("/konto/logga-in/", {})
    assert response.status_code == 403
    assert "Sidan hade blivit för gammal" in response.content.decode()


def test_too_many_says_when_to_come_back(request_: HttpRequest) -> None:
    assert errors.too_many(request_, wait=30)["Retry-After"] == "30"
