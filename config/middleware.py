"""What every request meets: a number and a log line, a size limit, Swedish 404s."""

from __future__ import annotations

import logging
import re
import time
import uuid
from collections.abc import Callable
from http import HTTPStatus

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse

from committees import errors
from config.logs import REQUEST_ID

Next = Callable[[HttpRequest], HttpResponse]
GIVEN_ID = re.compile(r"[A-Za-z0-9-]{8,64}")
LOG = logging.getLogger("delaret.requests")


def request_log(get_response: Next) -> Next:
    """Give the request a number, answer with it, and log how it went.

    The log names the route, not the address: addresses carry tokens and search words.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        token = REQUEST_ID.set(_request_id(request))
        started = time.perf_counter()
        try:
            response = get_response(request)
            response["X-Request-ID"] = REQUEST_ID.get()
            _log(request, response, seconds=time.perf_counter() - started)
        finally:
            REQUEST_ID.reset(token)
        return response

    return middleware


def body_size(get_response: Next) -> Next:
    """Refuse a body larger than an upload may be, before reading it."""

    def middleware(request: HttpRequest) -> HttpResponse:
        length = request.headers.get("Content-Length", "")
        if length.isdigit() and int(length) > settings.UPLOAD_MAX_BYTES:
            return errors.too_large(request)
        return get_response(request)

    return middleware


class swedish_not_found:  # noqa: N801 (named as the functions beside it)
    """Answer 404 with our own page in DEBUG too: the demo is shown to people."""

    def __init__(self, get_response: Next) -> None:
        """Keep the next link of the chain."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Replace the framework's page for an address that leads nowhere."""
        response = self.get_response(request)
        if (
            response.status_code == HTTPStatus.NOT_FOUND
            and request.resolver_match is None
        ):
            return errors.not_found(request, Http404())
        return response

    def process_exception(
        self, request: HttpRequest, exception: Exception
    ) -> HttpResponse | None:
        """Show the page of a view that found nothing."""
        if isinstance(exception, Http404):
            return errors.not_found(request, exception)
        return None


def _request_id(request: HttpRequest) -> str:
    """The proxy's number of the request when it has one, else a new one."""
    given = request.headers.get("X-Request-ID", "")
    return given if GIVEN_ID.fullmatch(given) else uuid.uuid4().hex


def _log(request: HttpRequest, response: HttpResponse, *, seconds: float) -> None:
    match = request.resolver_match
    facts = {
        "method": request.method,
        "route": match.route if match else None,
        "status": response.status_code,
        "ms": round(seconds * 1000, 1),
    }
    LOG.info("request", extra={"facts": facts})
