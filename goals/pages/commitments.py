"""What is promised or told to do: owner, deadline, how far, and what is said of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from committees.access import WORKING, Place, committee_view
from committees.navigation import page
from goals.kinds import COMMITMENTS, KINDS
from goals.models import TopicKind
from goals.topics import Course, courses, kept


@dataclass(frozen=True, slots=True)
class Group:
    """What is promised of a kind, with what was said of it until now."""

    kind: TopicKind
    lines: tuple[Course, ...]

    @property
    def label(self) -> str:
        """The kind in the plural."""
        return KINDS[self.kind].plural


@require_safe
@committee_view(WORKING)
def commitments(request: HttpRequest, place: Place) -> HttpResponse:
    """Commitments, assignments, initiatives, programmes and premises."""
    topics = list(kept(place.follow_up).filter(kind__in=COMMITMENTS))
    found = courses(place.follow_up, topics, among=place.follow_ups)
    lines = [found[topic.pk] for topic in topics]
    return page(
        request,
        "goals/commitments.html",
        place,
        section="mal",
        groups=list(_groups(lines)),
        late=sum(line.now.is_late for line in lines),
        counted=len(lines),
    )


def _groups(lines: Sequence[Course]) -> Iterator[Group]:
    """Lines by kind, in the order of the kinds."""
    for kind in COMMITMENTS:
        some = tuple(line for line in lines if line.now.topic.kind == kind)
        if some:
            yield Group(kind, some)
