"""The action plan's page: a board, the plan in kronor, and the plan in words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from committees.access import CONTROLLERS, WORKING, Place, committee_view
from committees.closing import closed_because
from committees.navigation import page
from finance.pages.fields import scale_of
from goals.models import NoteField
from goals.rights import closed_because as texts_closed_because
from goals.rights import locked_because
from goals.topics import TopicAt
from reports.action_plan import ActionPlan, Line, action_plan


@require_safe
@committee_view(WORKING)
def action_plan_page(request: HttpRequest, place: Place) -> HttpResponse:
    """The plan of the follow-up's year."""
    plan = action_plan(place.follow_up, place.follow_ups)
    closed = closed_because(place.follow_up)
    return page(
        request,
        "reports/action_plan.html",
        place,
        section="mal",
        plan=plan,
        told=[Told.of(line, place) for line in plan.written],
        remarks=list(_remarks(plan)),
        scale=scale_of(place),
        closed=closed,
        changeable=place.may(CONTROLLERS) and not closed,
        extendable=place.may(CONTROLLERS) and not texts_closed_because(place),
    )


@dataclass(frozen=True, slots=True)
class Told:
    """A line of the plan in words, as (heading, text); empty texts are left out.

    `earlier` is what was written at earlier follow-ups, the first of them first.
    """

    line: Line
    words: tuple[tuple[str, str], ...]
    earlier: tuple[tuple[str, str], ...]
    followed_up: str
    writable: bool

    @classmethod
    def of(cls, line: Line, place: Place) -> Told:
        """What a line says, and whether the person may write of it."""
        plan, at = line.plan, line.at
        words = (
            ("Nuläge", plan.situation if plan else ""),
            ("Analys", plan.analysis if plan else ""),
            ("Åtgärd", plan.action if plan else ""),
            ("Konsekvens", plan.consequence if plan else ""),
        )
        before = [(each.follow_up.title, text_of(each.at)) for each in line.before]
        return cls(
            line=line,
            words=tuple((head, text) for head, text in words if text),
            earlier=tuple((title, text) for title, text in reversed(before) if text),
            followed_up=text_of(at) if at else "",
            writable=at is not None and not locked_because(place, at.topic),
        )


def text_of(at: TopicAt) -> str:
    """What was written of a line at a follow-up; empty where nothing was."""
    note = at.notes.get(NoteField.TEXT)
    return note.text if note else ""


def _remarks(plan: ActionPlan) -> Iterator[str]:
    """What does not hang together between the plan's words and its kronor."""
    for line in plan.written:
        for code in line.unknown:
            yield f"{line.name} nämner åtgärden {code}, som inte har någon effekt i år."
        for action in line.actions:
            if action.elsewhere:
                yield (
                    f"{line.name} nämner {action.code} {action.name}, som räknas på"
                    f" raden {action.elsewhere}."
                )
