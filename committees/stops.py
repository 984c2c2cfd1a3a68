"""What holds a text up: where it stands, why, and the way there.

A follow-up is neither handed in, settled nor made into a file while a text in it says
too much of one person, or while somebody has a draft that does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import NamedTuple

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from committees.drafts import open_drafts
from committees.models import FollowUp
from committees.navigation import SECTIONS
from committees.text_guard import first_reason

SHOWN = 5
"""How many are told of in a sentence."""


class Written(NamedTuple):
    """A stored text, where it stands in words, and its page."""

    where: str
    url: str
    text: str


@dataclass(frozen=True, slots=True)
class Stop:
    """A text that is to be changed first. A draft's text is told to nobody else.

    `place` is a draft's place; `url` is empty where nobody can change the text.
    """

    where: str
    reason: str
    url: str = ""
    place: str = ""


class Spot(NamedTuple):
    """A place in words, and its page."""

    where: str
    url: str


Naming = Callable[[str], Spot | None]
"""What a room calls a draft's place; None where it is not the room's."""


def of_stored(texts: Iterable[Written]) -> tuple[Stop, ...]:
    """Those of some stored texts that say too much of one person."""
    return tuple(
        Stop(where, reason, url)
        for where, url, text in texts
        if text and (reason := first_reason(text))
    )


def of_drafts(
    follow_up: FollowUp, naming: Naming, *, prefix: str = ""
) -> tuple[Stop, ...]:
    """The drafts in a follow-up, with their authors."""
    found = []
    for draft in open_drafts(follow_up, prefix):
        where, url = naming(draft.place) or section_spot(draft.place, follow_up)
        found.append(Stop(where, f"utkast av {draft.user.name}", url, draft.place))
    return tuple(found)


def section_spot(place: str, follow_up: FollowUp) -> Spot:
    """A draft's place as any room can name it: `Volymer 5411`."""
    _, key, *parts = place.split("/")
    section = next((each for each in SECTIONS if each.key == key), None)
    if section is None:
        return Spot(key.capitalize(), "")
    return Spot(" ".join([section.label, *parts[:1]]), section.address(follow_up))


def told(lead: str, stops: Iterable[Stop]) -> SafeString:
    """`5411 kan inte lämnas in än. Ändra först texterna i …`, with links."""
    some = list(stops)
    listed = format_html_join("; ", "{}", ((_one(each),) for each in some[:SHOWN]))
    more = f" och {len(some) - SHOWN} till" if len(some) > SHOWN else ""
    what = "texten" if len(some) == 1 else "texterna"
    return format_html("{} Ändra först {} i {}{}.", lead, what, listed, more)


def _one(stop: Stop) -> SafeString:
    """A text as a link; of a draft, whose it is."""
    link = (
        format_html('<a href="{}">{}</a>', stop.url, stop.where)
        if stop.url
        else format_html("{}", stop.where)
    )
    return format_html("{} ({})", link, stop.reason) if stop.place else link
