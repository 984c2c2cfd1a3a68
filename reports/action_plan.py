"""The action plan as it stands: what is written, what it gives, and what is expected.

Lines of the plan are words that goals hold; actions and their kronor are money's. A
line names actions by their codes. An action that several lines name counts once, at
the first of them, so that the plan's sums are those of the forecast.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from committees.models import FollowUp, FollowUpKind
from committees.trees import Tree, activity_tree
from finance.review.actions import Effects, before_actions
from finance.review.deviations import Standpoint, standpoints
from goals.models import PlanLine, TopicKind, TopicState
from goals.topics import Course, Earlier, TopicAt, courses, kept
from reports.plan_actions import (
    BOARD,
    OF_TOPIC,
    ActionAt,
    Stage,
    actions_at,
    sum_of,
)

INTERIM = frozenset({FollowUpKind.INTERIM_1, FollowUpKind.INTERIM_2})


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the plan, or an action that no line names.

    `deviations` are those of the line's activities, one for each follow-up that is
    compared. `unknown` are codes of actions that have no effect in the year; `before`
    what was written of it earlier, the latest first.
    """

    key: str
    name: str
    stage: Stage
    deviations: tuple[int | None, ...]
    actions: tuple[ActionAt, ...] = ()
    unknown: tuple[str, ...] = ()
    at: TopicAt | None = None
    plan: PlanLine | None = None
    before: tuple[Earlier, ...] = ()

    @property
    def is_late(self) -> bool:
        """Whether it should have been done by now."""
        return self.at is not None and self.at.is_late

    @property
    def deadline(self) -> date | None:
        """The day it should be done; None of an action without a line."""
        return self.at.topic.deadline if self.at else None

    @property
    def column(self) -> Stage:
        """Where it stands on the board."""
        return Stage.LATE if self.is_late else self.stage

    @property
    def responsible(self) -> str:
        """Who answers for it: the person, else the title; nothing where nobody does."""
        if self.at is None:
            return ""
        topic = self.at.topic
        return topic.responsible.name if topic.responsible else topic.title

    @property
    def counted(self) -> tuple[ActionAt, ...]:
        """The actions whose kronor the line has."""
        return tuple(a for a in self.actions if a.counts and not a.elsewhere)

    @property
    def effects(self) -> Effects:
        """What the line's actions give in the year."""
        return sum_of(action.effects for action in self.counted)

    @property
    def has_no_action(self) -> bool:
        """Whether it is a line of the plan without any action behind it."""
        return self.at is not None and not self.actions


@dataclass(frozen=True, slots=True)
class ActionPlan:
    """The plan at a follow-up. Öre; `forecast` is the committee's deviation.

    `compared` are the year's interim follow-ups so far, and this one; `whole` the
    committee's deviation at each.
    """

    lines: tuple[Line, ...]
    compared: tuple[FollowUp, ...]
    whole: tuple[int | None, ...]

    @property
    def forecast(self) -> int | None:
        """The forecast's deviation now, with decided actions."""
        return self.whole[-1]

    @property
    def sums(self) -> Effects:
        """What decided actions give in the year: the forecast's own sums."""
        return sum_of(a.effects for line in self.lines for a in line.counted)

    @property
    def before(self) -> int | None:
        """The forecast as it would be without what the actions are still to give."""
        return before_actions(self.forecast, self.sums)

    @property
    def board(self) -> tuple[tuple[Stage, tuple[Line, ...]], ...]:
        """The lines by column."""
        found = {
            stage: tuple(line for line in self.lines if line.column is stage)
            for stage in Stage
        }
        return tuple((s, found[s]) for s in Stage if s in BOARD or found[s])

    @property
    def written(self) -> tuple[Line, ...]:
        """The lines that the plan has in words."""
        return tuple(line for line in self.lines if line.at is not None)

    @property
    def unnamed(self) -> tuple[Line, ...]:
        """The actions that no line of the plan names."""
        return tuple(line for line in self.lines if line.at is None)

    @property
    def without_action(self) -> tuple[Line, ...]:
        """The lines of the plan that no action stands behind."""
        return tuple(line for line in self.lines if line.has_no_action)


def action_plan(follow_up: FollowUp, among: Iterable[FollowUp]) -> ActionPlan:
    """The plan at a follow-up; `among` are those that may be looked back at."""
    earlier = tuple(among)
    compared = compared_with(follow_up, earlier)
    standing = standpoints(compared)
    then = tuple(standing[each.pk] for each in compared)
    actions = actions_at(follow_up)
    lines = _lines(_topics(follow_up, earlier), follow_up, actions, then)
    named = {action.code for line in lines for action in line.actions}
    rest = [
        _alone(action, len(then))
        for code, action in actions.items()
        if code not in named
    ]
    return ActionPlan(
        lines=(*lines, *rest),
        compared=compared,
        whole=tuple(point.deviation() for point in then),
    )


def compared_with(
    follow_up: FollowUp, among: Iterable[FollowUp]
) -> tuple[FollowUp, ...]:
    """The year's interim follow-ups before this one, the earliest first, and this."""
    earlier = [
        each
        for each in among
        if each.year == follow_up.year
        and each.month < follow_up.month
        and each.kind in INTERIM
    ]
    return (*sorted(earlier, key=lambda each: each.month), follow_up)


def _topics(follow_up: FollowUp, among: Iterable[FollowUp]) -> tuple[Course, ...]:
    """What is written of the plan's lines now and before: three questions."""
    topics = list(kept(follow_up).filter(kind=TopicKind.PLAN))
    found = courses(follow_up, topics, among=among)
    return tuple(found[topic.pk] for topic in topics)


def _lines(
    topics: Sequence[Course],
    follow_up: FollowUp,
    actions: Mapping[str, ActionAt],
    then: Sequence[Standpoint],
) -> tuple[Line, ...]:
    """The plan's lines in order, each action's kronor at the first that names it."""
    plans = {
        plan.topic_id: plan
        for plan in PlanLine.objects.filter(topic__in=[t.now.topic for t in topics])
    }
    tree = activity_tree(follow_up.committee, month=follow_up.period)
    first: dict[str, TopicAt] = {}
    found: list[Line] = []
    for course in topics:
        at = course.now
        plan = plans.get(at.topic.pk)
        codes = plan.actions.split() if plan else []
        for code in codes:
            first.setdefault(code, at)
        mine = tuple(
            _here(actions[code], first[code], at) for code in codes if code in actions
        )
        found.append(
            Line(
                key=at.topic.code,
                name=at.topic.name,
                stage=_stage(at, mine),
                deviations=_deviations(plan, then, tree),
                actions=mine,
                unknown=tuple(code for code in codes if code not in actions),
                at=at,
                plan=plan,
                before=course.before,
            )
        )
    return tuple(found)


def _here(action: ActionAt, first: TopicAt, at: TopicAt) -> ActionAt:
    """An action as a line has it: with its kronor only at the first line."""
    return action if first is at else replace(action, elsewhere=first.topic.name)


def _stage(at: TopicAt, actions: Sequence[ActionAt]) -> Stage:
    """How far a line has come; where nobody has said, as far as its first action."""
    said = OF_TOPIC[TopicState(at.topic.state)]
    if said is not Stage.UNSAID or not actions:
        return said
    order = list(Stage)
    return min((action.stage for action in actions), key=order.index)


def _deviations(
    plan: PlanLine | None, then: Sequence[Standpoint], tree: Tree
) -> tuple[int | None, ...]:
    """The deviation of a line's activities at each follow-up; None without any."""
    codes = plan.activities.split() if plan else []
    under = tree.under(codes)
    return tuple(point.deviation(under) if under else None for point in then)


def _alone(action: ActionAt, follow_ups: int) -> Line:
    """An action that no line of the plan names."""
    return Line(
        key=f"atgard-{action.number}",
        name=f"{action.code} {action.name}",
        stage=action.stage,
        deviations=(None,) * follow_ups,
        actions=(action,),
    )
