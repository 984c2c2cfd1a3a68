"""Pages above any follow-up: my committees, a committee's door, changing place."""

from __future__ import annotations

import re
from typing import cast

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from committees.access import (
    Place,
    committee_view,
    place_of,
    places_of,
)
from committees.colours import readable
from committees.models import User
from committees.navigation import current_follow_up, page, section_address


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Straight on to the only committee, or to several side by side."""
    committees = places_of(cast("User", request.user))
    if len(committees) == 1:
        return redirect("committees:committee", slug=committees[0].committee.slug)
    if committees:
        return redirect("side_by_side")
    return render(request, "committees/home.html")


@require_safe
@committee_view()
def committee(request: HttpRequest, place: Place) -> HttpResponse:
    """A committee's door: the follow-up that is going on, or word of none."""
    follow_up = current_follow_up(place)
    if follow_up is None:
        return page(request, "committees/nothing_yet.html", place)
    return redirect(section_address("", place, follow_up=follow_up))


@require_safe
@committee_view()
def switch(request: HttpRequest, place: Place) -> HttpResponse:
    """Go to the chosen committee and follow-up, in the same section."""
    slug = request.GET.get("namnd", place.committee.slug)
    there = place if slug == place.committee.slug else place_of(place.user, slug)
    month = request.GET.get("uppfoljning", "")
    follow_up = current_follow_up(there, month=month)
    if follow_up is None:
        return redirect("committees:committee", slug=slug)
    section = request.GET.get("avsnitt", "")
    return redirect(section_address(section, there, follow_up=follow_up))


ACCENT = re.compile(r"#[0-9a-fA-F]{6}")


@require_safe
@cache_control(private=True, max_age=3600)
@committee_view()
def colours(request: HttpRequest, place: Place) -> HttpResponse:
    """The municipality's colour as a stylesheet, since pages may hold no style."""
    accent = place.committee.municipality.accent
    if not ACCENT.fullmatch(accent):
        reason = "Kommunens profilfärg är inte skriven som #rrggbb."
        raise Http404(reason)
    body = f":root{{--accent:{accent};--accent-ink:{readable(accent)}}}\n"
    return HttpResponse(body, content_type="text/css; charset=utf-8")
