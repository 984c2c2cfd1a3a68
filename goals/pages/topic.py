"""A topic's page, to read and to write, and what its script and steps post to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from committees.access import OFFICE, WORKING, Place, committee_view
from committees.drafts import Author, refusal
from committees.grid.wire import Sent, answer_json, json_view
from committees.navigation import address, page
from goals.indicators import Followed, followed
from goals.indicators import kept as kept_indicators
from goals.kinds import kind_of
from goals.models import AssessmentLevel, StandingState, Topic
from goals.pages.indicator_lines import indicator_line
from goals.pages.topic_fields import Text, beside_texts, choices, fields_data, texts
from goals.rights import (
    WRITING,
    beside_locked_because,
    locked_because,
    may_write,
)
from goals.speaking import speaking
from goals.topics import TopicAt, courses, kept
from goals.writing import saving
from goals.writing import steps as topic_steps
from goals.writing.drafts import OwnDrafts, note_spot, own_drafts
from goals.writing.judging import READY
from goals.writing.steps import LABELS, Step, StepError
from goals.writing.trail import trail


@require_safe
@never_cache
@committee_view(WORKING)
def topic_page(request: HttpRequest, place: Place, *, topic: str) -> HttpResponse:
    """A topic: what is written of it, what lies beneath it, what was said before."""
    here = _topics(place)
    found = _topic(here, topic)
    beneath = [one for one in here.values() if one.parent_id == found.pk]
    course = courses(place.follow_up, [found, *beneath], among=place.follow_ups)
    each, children = course[found.pk].now, [course[one.pk].now for one in beneath]
    levels = list(AssessmentLevel.objects.filter(committee=place.committee))
    locked = _locked(place, each)
    drafts = own_drafts(place, found) if may_write(place, found) else OwnDrafts()
    shown = choices(each, levels), texts(each, drafts.texts)
    lasting = _lasting(place, each, drafts)
    return page(
        request,
        "goals/topic.html",
        place,
        section="mal",
        each=each,
        above=_above(found, here),
        choices=shown[0],
        texts=shown[1],
        lasting=lasting,
        data=fields_data(
            each,
            [*lasting, *shown[0], *shown[1]],
            here=place.follow_up,
            writable=not locked,
        ),
        locked=locked,
        steps=_steps(place, each),
        may_return=Step.RETURN in topic_steps.steps(place, found, each.state),
        note_at=note_spot(place.follow_up, found.code),
        note=drafts.message,
        children=children,
        **_beneath(place, found, children, levels),
        earlier=course[found.pk].before,
        trail=trail(each, {level.code: level for level in levels}),
    )


def _topics(place: Place) -> dict[int, Topic]:
    """The topics of the follow-up's year, by identity."""
    topics: QuerySet[Topic] = kept(place.follow_up).select_related(
        "responsible", "plan", "control"
    )
    return {topic.pk: topic for topic in topics}


def _topic(here: Mapping[int, Topic], code: str) -> Topic:
    """The topic of a code; Http404 where the year has none."""
    for topic in here.values():
        if topic.code == code:
            return topic
    raise Http404(f"Det finns ingen uppföljningspunkt {code} i uppföljningen.")


def _above(topic: Topic, here: Mapping[int, Topic]) -> list[Topic]:
    """Those that a topic belongs to, the highest first."""
    found: list[Topic] = []
    above = here.get(topic.parent_id or 0)
    while above is not None and above not in found:
        found.insert(0, above)
        above = here.get(above.parent_id or 0)
    return found


def _locked(place: Place, each: TopicAt) -> str:
    """Why the person may not write now."""
    if why := locked_because(place, each.topic):
        return why
    ready = each.state is StandingState.READY and not place.may(OFFICE)
    return READY if ready else ""


def _lasting(place: Place, each: TopicAt, drafts: OwnDrafts) -> tuple[Text, ...]:
    """The texts beside a topic that the person may change now."""
    if _locked(place, each) or beside_locked_because(place, each.topic):
        return ()
    return beside_texts(each, drafts.texts)


def _steps(place: Place, each: TopicAt) -> list[tuple[str, str]]:
    """The steps that need no reason: value and label."""
    found = topic_steps.steps(place, each.topic, each.state)
    return [(step.value, LABELS[step]) for step in found if step is not Step.RETURN]


def _beneath(
    place: Place,
    topic: Topic,
    children: Sequence[TopicAt],
    levels: Sequence[AssessmentLevel],
) -> dict[str, object]:
    """A goal's indicators, and what all beneath it speaks for."""
    if not levels or not kind_of(topic.kind).assessed:
        return {}
    own = list(kept_indicators(place.follow_up).filter(goal=topic))
    indicators: Sequence[Followed] = followed(place.follow_up, only=own)
    return {
        "indicators": [indicator_line(one) for one in indicators],
        "spoken": speaking(children, indicators, levels),
    }


@json_view(WRITING)
def save(place: Place, sent: Sent, *, topic: str) -> JsonResponse:
    """Store a request's cells and say what became of each."""
    if not kept(place.follow_up).filter(code=topic).exists():
        raise Http404("Uppföljningspunkten finns inte i uppföljningen.")
    answer = saving.save(place, sent.cells(), key=sent.key())
    return answer_json(answer, place=place)


DONE = {
    Step.READY: "är klarmarkerad",
    Step.WITHDRAW: "är tillbakatagen",
    Step.RETURN: "är återsänd",
}


@require_POST
@committee_view(WRITING)
def step(request: HttpRequest, place: Place, *, topic: str) -> HttpResponse:
    """Take a step with a topic, and go back to its page."""
    asked = request.POST.get("steg", "")
    if not kept(place.follow_up).filter(code=topic).exists():
        raise Http404("Uppföljningspunkten finns inte i uppföljningen.")
    if asked not in set(Step):
        messages.error(request, "Det finns inget sådant steg.")
        return redirect(address("goals:topic", place.follow_up, topic=topic))
    try:
        taken = _take(place, topic, Step(asked), request.POST.get("meddelande", ""))
    except StepError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, f"{taken.name} {DONE[Step(asked)]}.")
    return redirect(address("goals:topic", place.follow_up, topic=topic))


def _take(place: Place, code: str, step: Step, note: str) -> Topic:
    """Take a step, unless others may not read the message it is taken with."""
    reason = refusal(Author.of(place), note_spot(place.follow_up, code), note)
    if reason:
        raise StepError(reason)
    return topic_steps.take(place, code, step, note=note)
