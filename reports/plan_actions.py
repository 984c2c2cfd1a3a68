"""Actions of a year as the plan has them: how far they have come and what they give."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from committees.models import FollowUp
from finance.models import ActionEffect, ActionState
from finance.review.actions import Effects, effects_of
from goals.models import TopicState

NOTHING = Effects(None, None, None)


class Stage(StrEnum):
    """How far a line or an action has come; late is one that should have been done."""

    PROPOSED = "förslag"
    UNSAID = "ej angivet"
    DECIDED = "beslutad"
    STARTED = "påbörjad"
    EFFECTIVE = "ger effekt"
    DONE = "klar"
    LATE = "försenad"
    STOPPED = "avslutad utan att vara klar"

    @property
    def shape(self) -> str:
        """The shape that goes with the word."""
        return SHAPES[self]


SHAPES = {
    Stage.PROPOSED: "dots",
    Stage.UNSAID: "dash",
    Stage.DECIDED: "ring",
    Stage.STARTED: "half",
    Stage.EFFECTIVE: "disc",
    Stage.DONE: "tick",
    Stage.LATE: "triangle",
    Stage.STOPPED: "cross",
}

BOARD = (Stage.DECIDED, Stage.STARTED, Stage.EFFECTIVE, Stage.DONE, Stage.LATE)
"""The columns that always stand on the board; the others when something is in them."""

OF_TOPIC = {
    TopicState.NONE: Stage.UNSAID,
    TopicState.DECIDED: Stage.DECIDED,
    TopicState.STARTED: Stage.STARTED,
    TopicState.EFFECTIVE: Stage.EFFECTIVE,
    TopicState.DONE: Stage.DONE,
    TopicState.STOPPED: Stage.STOPPED,
}
OF_ACTION = {
    ActionState.PROPOSED: Stage.PROPOSED,
    ActionState.DECIDED: Stage.DECIDED,
    ActionState.STARTED: Stage.STARTED,
    ActionState.EFFECTIVE: Stage.EFFECTIVE,
    ActionState.DONE: Stage.DONE,
}


@dataclass(frozen=True, slots=True)
class ActionAt:
    """An action with its effect in the year; öre on the result.

    It counts when it is decided by the end of the follow-up's month. `elsewhere` is
    the line that has its kronor, where an earlier line also names it.
    """

    number: int
    code: str
    name: str
    stage: Stage
    decided_on: date | None
    counts: bool
    effects: Effects
    elsewhere: str = ""


def actions_at(follow_up: FollowUp) -> dict[str, ActionAt]:
    """The actions that have an effect in the year, by code: one question."""
    rows = effects_of(follow_up).select_related("action").order_by("action__code")
    by_action: dict[int, list[ActionEffect]] = {}
    for effect in rows:
        by_action.setdefault(effect.action_id, []).append(effect)
    found = (_action(follow_up, effects) for effects in by_action.values())
    return {action.code: action for action in found}


def _action(follow_up: FollowUp, effects: Sequence[ActionEffect]) -> ActionAt:
    """An action with the sum of its effects."""
    action = effects[0].action
    stage = OF_ACTION[ActionState(action.state)]
    decided_on = action.decided_on
    counts = (
        stage is not Stage.PROPOSED
        and decided_on is not None
        and decided_on <= follow_up.period.last_day
    )
    return ActionAt(
        number=action.pk,
        code=action.code,
        name=action.name,
        stage=stage,
        decided_on=decided_on,
        counts=counts,
        effects=sum_of(
            Effects(e.decided_ore, e.realised_ore, e.remaining_ore) for e in effects
        ),
    )


def sum_of(parts: Iterable[Effects]) -> Effects:
    """The sum of effects; None of none."""
    found = list(parts)
    if not found:
        return NOTHING
    return Effects(
        decided=sum(each.decided or 0 for each in found),
        realised=sum(each.realised or 0 for each in found),
        remaining=sum(each.remaining or 0 for each in found),
    )
