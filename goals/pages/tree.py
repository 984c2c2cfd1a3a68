"""The tree of goals: what is judged, what its parts speak for, what is said of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from committees.access import WORKING, Place, committee_view
from committees.navigation import page
from goals.indicators import Followed, followed
from goals.indicators import kept as kept_indicators
from goals.kinds import GOALS
from goals.models import AssessmentLevel
from goals.pages.indicator_lines import IndicatorLine, indicator_line
from goals.speaking import Spoken, speaking
from goals.topics import TopicAt, topics_at


@dataclass(frozen=True, slots=True)
class GoalLine:
    """A goal with the goals beneath it, its other topics and its indicators."""

    at: TopicAt
    goals: tuple[GoalLine, ...]
    others: tuple[TopicAt, ...]
    indicators: tuple[IndicatorLine, ...]
    spoken: Spoken

    @property
    def differs(self) -> bool:
        """Whether a person has judged otherwise than what is beneath speaks for."""
        return self.spoken.differs_from(self.at.assessment)


@dataclass(frozen=True, slots=True)
class Material:
    """What the tree is made of, read once."""

    beneath: Mapping[int, Sequence[TopicAt]]
    indicators: Mapping[int, Sequence[Followed]]
    levels: Sequence[AssessmentLevel]


@require_safe
@committee_view(WORKING)
def goals(request: HttpRequest, place: Place) -> HttpResponse:
    """The committee's goals, the council's first, with their indicators."""
    topics = topics_at(place.follow_up)
    goals = [each for each in topics if each.topic.kind in GOALS]
    known = {each.topic.pk for each in goals}
    material = _material(place, topics)
    return page(
        request,
        "goals/goals.html",
        place,
        section="mal",
        lines=[
            _line(each, material) for each in goals if each.topic.parent_id not in known
        ],
        levels=material.levels,
    )


def _material(place: Place, topics: Sequence[TopicAt]) -> Material:
    """Topics and indicators by the goal that they belong to, and the scale."""
    beneath: dict[int, list[TopicAt]] = {}
    for each in topics:
        beneath.setdefault(each.topic.parent_id or 0, []).append(each)
    indicators: dict[int, list[Followed]] = {}
    of_goals = kept_indicators(place.follow_up).filter(goal__isnull=False)
    for one in followed(place.follow_up, only=list(of_goals)):
        indicators.setdefault(one.indicator.goal_id or 0, []).append(one)
    levels = AssessmentLevel.objects.filter(committee=place.committee)
    return Material(beneath, indicators, list(levels))


def _line(each: TopicAt, material: Material) -> GoalLine:
    """A goal with everything beneath it."""
    children = material.beneath.get(each.topic.pk, ())
    own = material.indicators.get(each.topic.pk, ())
    goals = [child for child in children if child.topic.kind in GOALS]
    return GoalLine(
        at=each,
        goals=tuple(_line(child, material) for child in goals),
        others=tuple(child for child in children if child not in goals),
        indicators=tuple(indicator_line(one) for one in own),
        spoken=speaking(children, own, material.levels),
    )
