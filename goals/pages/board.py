"""The board: what waits for the person, and how far everything has come."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from committees.access import WORKING, Place, committee_view
from committees.navigation import page
from goals.indicators import Followed, followed
from goals.indicators import kept as kept_indicators
from goals.kinds import KINDS
from goals.models import StandingState, TopicKind
from goals.pages.indicator_lines import IndicatorLine, indicator_line
from goals.pages.narrowing import Narrowing
from goals.rights import answering_for, closed_because
from goals.topics import TopicAt, topics_at

STATE_WORDS = {
    StandingState.NOT_STARTED: "ej påbörjade",
    StandingState.IN_PROGRESS: "påbörjade",
    StandingState.RETURNED: "återsända",
    StandingState.READY: "klarmarkerade",
}


@dataclass(frozen=True, slots=True)
class Group:
    """Topics of a kind, with how many of them are ready."""

    kind: TopicKind
    topics: tuple[TopicAt, ...]

    @property
    def label(self) -> str:
        """The kind in the plural."""
        return KINDS[self.kind].plural

    @property
    def ready(self) -> int:
        """How many are ready."""
        return sum(not each.waits for each in self.topics)


@require_safe
@never_cache
@committee_view(WORKING)
def overview(request: HttpRequest, place: Place) -> HttpResponse:
    """What waits for the person first, then the board of everything."""
    topics = topics_at(place.follow_up, texts=False)
    form = Narrowing(request.GET, topics)
    shown = [each for each in topics if form.is_valid() and form.takes(each)]
    still = closed_because(place)
    return page(
        request,
        "goals/overview.html",
        place,
        section="mal",
        still=still,
        mine=[] if still else _mine(place, topics),
        measures=[] if still else _measures(place),
        form=form,
        states=_states(topics),
        late=sum(each.is_late for each in topics),
        groups=list(_groups(shown)),
        counted=len(topics),
        ready=sum(not each.waits for each in topics),
    )


def _mine(place: Place, topics: Iterable[TopicAt]) -> list[TopicAt]:
    """The topics that wait for the person; what was sent back goes first."""
    mine = answering_for(place)
    waiting = [e for e in topics if e.waits and e.topic.responsible_id in mine]
    return sorted(waiting, key=lambda each: each.state is not StandingState.RETURNED)


def _measures(place: Place) -> list[IndicatorLine]:
    """The person's indicators that should have been measured by now."""
    mine = kept_indicators(place.follow_up).filter(
        responsible__in=answering_for(place), link=""
    )
    found = followed(place.follow_up, only=list(mine))
    return [indicator_line(each) for each in found if _is_owed(each)]


def _is_owed(each: Followed) -> bool:
    """Whether somebody should enter an outcome now."""
    return not each.is_measured and each.indicator.measured_in <= each.here.month


def _states(topics: Sequence[TopicAt]) -> list[str]:
    """`12 klarmarkerade`, for each state that some topic is in."""
    found = Counter(each.state for each in topics)
    return [f"{found[s]} {words}" for s, words in STATE_WORDS.items() if found[s]]


def _groups(topics: Sequence[TopicAt]) -> Iterator[Group]:
    """Topics by kind, in the order of the kinds."""
    for kind in TopicKind:
        some = tuple(each for each in topics if each.topic.kind == kind)
        if some:
            yield Group(kind, some)
