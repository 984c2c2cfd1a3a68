"""How often one person may do what costs much: exports, uploads."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse

from committees import errors

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]


def limited(name: str) -> Callable[[View[P]], View[P]]:
    """Answer 429 to who exceeds settings.RATE_LIMITS[name] (times, seconds)."""

    def decorate(view: View[P]) -> View[P]:
        @wraps(view)
        def limited_view(
            request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs
        ) -> HttpResponse:
            person = request.user.pk or 0
            wait = seconds_to_wait(name, person=person, now=time.time())
            if wait:
                return errors.too_many(request, wait=wait)
            return view(request, *args, **kwargs)

        return limited_view

    return decorate


def seconds_to_wait(name: str, *, person: int, now: float) -> int:
    """Count one use; 0 when it is allowed, else seconds until the next window opens."""
    times, seconds = settings.RATE_LIMITS[name]
    window, passed = divmod(int(now), seconds)
    key = f"limit:{name}:{person}:{window}"
    if cache.add(key, 1, timeout=seconds):
        return 0
    return 0 if cache.incr(key) <= times else seconds - passed
