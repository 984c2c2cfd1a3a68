"""Good economic husbandry: the judgements side by side, and where texts differ."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from committees.access import WORKING, Place, committee_view
from committees.markup import plain
from committees.navigation import page
from goals.clashes import Area, Clash, clashes
from goals.models import AssessmentLevel, TopicKind
from goals.speaking import Spoken, speaking
from goals.topics import TopicAt, topics_at


@require_safe
@committee_view(WORKING)
def husbandry(request: HttpRequest, place: Place) -> HttpResponse:
    """Economy, operations, personnel and the whole; a clash with a text is told."""
    found = topics_at(place.follow_up, kinds=[TopicKind.HUSBANDRY])
    levels = list(AssessmentLevel.objects.filter(committee=place.committee))
    parents = {each.topic.parent_id for each in found}
    whole = [each for each in found if each.topic.pk in parents]
    parts = [each for each in found if each.topic.pk not in parents]
    return page(
        request,
        "goals/husbandry.html",
        place,
        section="mal",
        judged=[
            *((each, None) for each in parts),
            *((each, _spoken(each, parts, levels)) for each in whole),
        ],
        clashes=text_clashes(found, levels),
    )


def _spoken(
    whole: TopicAt, parts: Sequence[TopicAt], levels: Sequence[AssessmentLevel]
) -> Spoken:
    """What the areas of a whole speak for."""
    own = [each for each in parts if each.topic.parent_id == whole.topic.pk]
    return speaking(own, (), levels)


def text_clashes(
    found: Sequence[TopicAt], levels: Sequence[AssessmentLevel]
) -> tuple[Clash, ...]:
    """Where a text judges an area otherwise than the table does."""
    areas = [
        Area(
            each.topic.name,
            str(each.assessment or ""),
            "\n".join(plain(text) for _, text in each.written),
        )
        for each in found
    ]
    return clashes(areas, [level.word for level in levels])
