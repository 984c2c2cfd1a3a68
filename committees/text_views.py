"""What stands in a field is looked at while it is written; a draft is thrown away."""

from __future__ import annotations

import json

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from committees.access import Place, committee_view
from committees.drafts import Author, forget
from committees.limits import limited
from committees.text_guard import troubles

MOST_TEXT = 4000
"""What is looked at while one types; all of it is when it is stored."""


@login_not_required
@require_POST
@never_cache
@limited("text")
def text_check(request: HttpRequest) -> HttpResponse:
    """What others may not read of a text, and where in it; nothing is stored."""
    if not request.user.is_authenticated:
        return JsonResponse({"error": "signed_out"}, status=401)
    try:
        text = json.loads(request.body)["text"]
    except (ValueError, TypeError, KeyError, RecursionError):
        text = None
    if not isinstance(text, str):
        return JsonResponse({"error": "bad_request"}, status=400)
    found = [
        {"start": each.start, "end": each.end, "reason": each.reason}
        for each in troubles(text[:MOST_TEXT])
    ]
    return JsonResponse({"troubles": found})


@require_POST
@committee_view()
def draft_drop(request: HttpRequest, place: Place) -> HttpResponse:
    """Throw one's own draft away, and go back to where it stood."""
    forget(Author.of(place), [request.POST.get("utkast", "")])
    back = request.POST.get("tillbaka", "")
    host = request.get_host()
    if not url_has_allowed_host_and_scheme(back, allowed_hosts={host}):
        return redirect("committees:committee", slug=place.committee.slug)
    return redirect(back)
