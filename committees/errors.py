"""Pages for what goes wrong, in Swedish. They ask neither database nor session."""

from __future__ import annotations

from collections.abc import Sequence

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import Resolver404
from django.views.decorators.csrf import requires_csrf_token

from committees.navigation import Link, readable
from committees.refusal import NotYourRoleError

# The text that get_object_or_404 puts into its exception: not for people to read.
FRAMEWORK_ENDING = "matches the given query."


def page(
    status: int, *, template: str = "", text: str = "", ways: Sequence[Link] = ()
) -> HttpResponse:
    """An error page; `text` says in a sentence what was wrong, when that is known.

    `ways` are the pages that may be read instead.
    """
    context = {
        "status": status,
        "text": text,
        "ways": ways,
        "stylesheet": f"{settings.STATIC_URL}committees/screen.css",
    }
    body = render_to_string(f"errors/{template or status}.html", context)
    return HttpResponse(body, status=status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400, or 413 when what was sent is too large to be read."""
    if isinstance(exception, RequestDataTooBig):
        return too_large(request)
    return page(400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403: signed in, but not for this; with what may be read here instead."""
    if isinstance(exception, NotYourRoleError):
        return page(403, text=str(exception), ways=readable(exception.place))
    return page(403, text=str(exception))


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404, with the sentence a view gave to Http404."""
    return page(404, text=_sentence(exception))


def too_large(request: HttpRequest) -> HttpResponse:
    """413: the file is larger than settings.UPLOAD_MAX_BYTES."""
    megabytes = settings.UPLOAD_MAX_BYTES // (1024 * 1024)
    return page(413, text=f"En fil får vara högst {megabytes} MB.")


def too_many(request: HttpRequest, *, wait: int = 60) -> HttpResponse:
    """429: once too often; `wait` is seconds until it can be done again."""
    response = page(429, text=f"Vänta {wait} sekunder och försök igen.")
    response["Retry-After"] = str(wait)
    return response


@requires_csrf_token
def server_error(request: HttpRequest) -> HttpResponse:
    """500: our fault. The page carries the number of the request in its header."""
    return page(500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: a form from a page that has grown old, or from another site."""
    return page(403, template="csrf")


def _sentence(exception: Exception) -> str:
    """What a view wrote for people; nothing when the framework wrote it."""
    if isinstance(exception, Resolver404) or not isinstance(exception, Http404):
        return ""
    text = str(exception)
    return "" if text.endswith(FRAMEWORK_ENDING) else text
