"""Logs tell what happened and to which request, and nothing of anybody."""

from __future__ import annotations

import json
import logging
import sys

import pytest
from django.test import Client

from config.logs import REQUEST_ID, JsonFormatter, OnlyExceptions


def _line(record: logging.LogRecord) -> dict[str, object]:
    line: dict[str, object] = json.loads(JsonFormatter().format(record))
    return line


def _record(message: str, *values: object, **rest: object) -> logging.LogRecord:
    return logging.getLogger("prov").makeRecord(
        "prov", logging.ERROR, __file__, 1, message, values, None, extra=dict(rest)
    )


def test_values_put_into_a_message_are_not_written() -> None:
    line = _line(_record("Not Found: %s", "/konto/nytt-losenord/1-hemligt/"))
    assert line["message"] == "Not Found: %s"
    assert "hemligt" not in json.dumps(line)


def test_facts_are_written_beside_the_message() -> None:
    assert _line(_record("request", facts={"status": 200}))["status"] == 200


def test_an_exception_is_told_by_type_and_place_not_by_text() -> None:
    try:
        try:
            raise ValueError("kostnad 1 234 kr")  # noqa: TRY301
        except ValueError as error:
            raise KeyError("Anna Andersson") from error
    except KeyError:
        record = _record("failed")
        record.exc_info = sys.exc_info()
    line = _line(record)
    text = json.dumps(line)
    assert "builtins.KeyError" in text
    assert "builtins.ValueError" in text
    assert "test_logs.py" in text
    assert "Anna" not in text
    assert "1 234" not in text


def test_a_line_carries_the_number_of_its_request() -> None:
    token = REQUEST_ID.set("abc12345")
    try:
        assert _line(_record("x"))["request"] == "abc12345"
    finally:
        REQUEST_ID.reset(token)


def test_a_request_gets_a_number_of_its_own(client: Client) -> None:
    first, second = (client.get("/halsa")["X-Request-ID"] for _ in range(2))
    assert len(first) == 32
    assert first != second


@pytest.mark.parametrize(
    ("given", "kept"), [("proxy-0123456789", True), ("två rader", False), ("x", False)]
)
def test_the_proxys_number_is_kept_when_it_looks_like_one(
    client: Client, given: str, *, kept: bool
) -> None:
    answered = client.get("/halsa", headers={"x-request-id": given})["X-Request-ID"]
    assert (answered == given) is kept


def test_the_route_is_logged_and_not_the_address(
    client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO, logger="delaret.requests"):
        client.get("/halsa?sok=hemligt")
    (record,) = caplog.records
    assert record.__dict__["facts"]["route"] == "halsa"
    assert record.__dict__["facts"]["status"] == 200
    assert "hemligt" not in json.dumps(_line(record))


def test_an_unknown_address_is_logged_without_a_route(
    client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO, logger="delaret.requests"):
        client.get("/finns/inte/hemligt/")
    facts = [record.__dict__.get("facts", {}) for record in caplog.records]
    assert {"method": "GET", "route": None, "status": 404}.items() <= facts[-1].items()
    assert "hemligt" not in json.dumps([_line(record) for record in caplog.records])


def test_what_a_stranger_wrote_in_a_header_is_not_logged() -> None:
    record = logging.getLogger("django.security.DisallowedHost").makeRecord(
        "django.security.DisallowedHost", logging.ERROR, "", 1, "Host: 'x'", (), None
    )
    assert _line(record)["message"] == "refused"


def test_a_status_without_exception_is_not_logged_twice() -> None:
    assert not OnlyExceptions().filter(_record("%s: %s", "Service Unavailable", "/"))
