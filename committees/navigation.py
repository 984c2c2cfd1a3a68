"""Where one can go from a page: sections, other follow-ups, other committees."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from html import escape
from itertools import groupby
from operator import attrgetter

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from committees.access import (
    CONTROLLERS,
    EVERYONE,
    WORKING,
    Place,
)
from committees.models import FollowUp, FollowUpState, Role


@dataclass(frozen=True, slots=True)
class Section:
    """A section of the site: its address, and the roles it is for.

    A section that is not of a month lies above the follow-ups.
    """

    key: str
    label: str
    url_name: str
    roles: frozenset[Role]
    of_month: bool = True

    def address(self, follow_up: FollowUp) -> str:
        """Where the section lies, seen from a follow-up."""
        if self.of_month:
            return address(self.url_name, follow_up)
        return reverse(self.url_name, kwargs={"slug": follow_up.committee.slug})


SECTIONS = (
    Section("oversikt", "Översikt", "reports:overview", WORKING),
    Section("prognos", "Prognos", "finance:board", WORKING),
    Section("avvikelser", "Avvikelser", "reports:deviations", WORKING),
    Section("volymer", "Volymer", "volumes:overview", WORKING),
    Section("mal", "Mål", "goals:overview", WORKING),
    Section(
        "beslut",
        "Beslut",
        "goals:decisions",
        frozenset({Role.CASE_OFFICER}),
        of_month=False,
    ),
    Section("rapport", "Rapport", "reports:report", EVERYONE),
    Section("underlag", "Underlag", "finance:material", WORKING),
    Section(
        "installningar",
        "Inställningar",
        "finance:settings",
        CONTROLLERS,
        of_month=False,
    ),
)


@dataclass(frozen=True, slots=True)
class Link:
    """A section as a link; `current` when the page lies in it."""

    label: str
    url: str
    current: bool


def page(
    request: HttpRequest, template: str, place: Place, **context: object
) -> HttpResponse:
    """Render a page of a follow-up with its surroundings.

    `section` in the context is the key of the section that the page lies in.
    """
    surroundings = {
        "place": place,
        "committee": place.committee,
        "follow_up": place.chosen,
        "committees": place.committees,
        "follow_ups": follow_up_choices(place),
        "sections": links(place, section=str(context.get("section", ""))),
    }
    return render(request, template, surroundings | context)


def follow_up_choices(place: Place) -> SafeString:
    """The follow-ups to choose among, by year, as options; every page holds them."""
    chosen = place.chosen.pk if place.chosen else None
    parts = []
    for year, those in groupby(place.follow_ups, key=attrgetter("year")):
        options = (_option(f, is_chosen=f.pk == chosen) for f in those)
        parts.append(f'<optgroup label="{year}">{"".join(options)}</optgroup>')
    return mark_safe("".join(parts))


def _option(follow_up: FollowUp, *, is_chosen: bool) -> str:
    """A follow-up as an option."""
    found = _named(follow_up.year, follow_up.month, follow_up.kind, follow_up.state)
    return found.replace(">", " selected>", 1) if is_chosen else found


@lru_cache(maxsize=2000)
def _named(year: int, month: int, kind: str, state: str) -> str:
    """A follow-up as an option that is not chosen."""
    named = FollowUp(year=year, month=month, kind=kind, state=state)
    text = f"{named.period} {named.title}, {named.get_state_display()}"
    return f'<option value="{named.period}">{escape(text)}</option>'


def links(place: Place, *, section: str) -> tuple[Link, ...]:
    """The sections a person may go to, in the follow-up or from above it."""
    follow_up = place.chosen or current_follow_up(place)
    if follow_up is None or not section:
        return ()
    return tuple(
        Link(s.label, s.address(follow_up), s.key == section)
        for s in SECTIONS
        if place.may(s.roles)
    )


def readable(place: Place) -> tuple[Link, ...]:
    """The sections that a person may read, seen from a page that is none of them."""
    return links(place, section="ingen")


def address(url_name: str, follow_up: FollowUp, **rest: object) -> str:
    """The address of a named page of a follow-up."""
    slug, month = follow_up.committee.slug, str(follow_up.period)
    if not rest:
        return _address(url_name, slug, month)
    return reverse(url_name, kwargs={"slug": slug, "month": month, **rest})


@lru_cache(maxsize=1000)
def _address(url_name: str, slug: str, month: str) -> str:
    """The address of a named page of a month; every page links to the same few."""
    return reverse(url_name, kwargs={"slug": slug, "month": month})


def section_address(key: str, place: Place, *, follow_up: FollowUp) -> str:
    """The address of a section, or of the first the person may go to instead."""
    open_to = [s for s in SECTIONS if place.may(s.roles)]
    section = next((s for s in open_to if s.key == key), open_to[0])
    return section.address(follow_up)


def current_follow_up(place: Place, *, month: str = "") -> FollowUp | None:
    """The follow-up of a month if visible, else the newest open, else the newest."""
    found = list(place.follow_ups)
    wanted = [f for f in found if str(f.period) == month]
    is_open = [f for f in found if f.state == FollowUpState.OPEN]
    return next(iter(wanted + is_open + found), None)
