"""The action plan: its kronor are the forecast's, and what hangs together is shown."""

from __future__ import annotations

from datetime import date

import pytest
from django.db.models import Sum

from committees.models import FollowUp, Role
from finance.models import Action, ActionEffect, ActionState
from finance.review.actions import before_actions, counted, forecast_deviation
from finance.review.deviations import standpoints
from goals.models import PlanLine, Topic, TopicKind, TopicState
from reports.action_plan import ActionPlan, Line, action_plan
from reports.plan_actions import Stage
from reports.start.overview import overview
from tests.conftest import follow_up, signed_in
from tests.finance.above import hidden

pytestmark = pytest.mark.django_db

SLUG, MONTH = "botkyrka-von", "2017-08"
PAGE = f"/{SLUG}/{MONTH}/mal/handlingsplan/"
PLACES = (
    (SLUG, "2017-03"),
    (SLUG, MONTH),
    ("sodertalje-on", "2017-08"),
    ("sodertalje-on", "2018-04"),
    ("enkoping-von", "2024-08"),
)


def plan_of(slug: str = SLUG, month: str = MONTH) -> ActionPlan:
    here = follow_up(slug, month)
    return action_plan(here, FollowUp.objects.for_committee(here.committee))


def new_line(code: str, **said: str) -> PlanLine:
    """A line of the plan that somebody has added last."""
    topic = Topic.objects.create(
        committee=follow_up(SLUG, MONTH).committee,
        kind=TopicKind.PLAN,
        code=code,
        name=f"Raden {code}",
        position=999,
    )
    return PlanLine.objects.create(topic=topic, action="Gör något.", **said)


def line_of(plan: ActionPlan, key: str) -> Line:
    return next(line for line in plan.lines if line.key == key)


def action_of(code: str) -> Action:
    return Action.objects.get(committee__slug=SLUG, code=code)


@pytest.mark.parametrize(("slug", "month"), PLACES)
def test_the_plans_sums_are_those_of_the_forecast(slug: str, month: str) -> None:
    here, plan = follow_up(slug, month), plan_of(slug, month)
    assert plan.sums == counted(here)
    assert plan.forecast == forecast_deviation(here)
    assert plan.before == before_actions(plan.forecast, counted(here))


def test_each_action_stands_on_the_board_and_counts_once() -> None:
    plan = plan_of()
    codes = [a.code for line in plan.lines for a in line.actions if not a.elsewhere]
    assert sorted(codes) == [f"A{number}" for number in range(1, 9)]
    on_board = [line for _, lines in plan.board for line in lines]
    assert sorted(on_board, key=plan.lines.index) == list(plan.lines)


def test_an_action_that_two_lines_name_counts_at_the_first() -> None:
    first = next(line for line in plan_of().written if line.counted)
    code = first.counted[0].code
    new_line("andra", actions=code)
    plan = plan_of()
    second = line_of(plan, "andra")
    assert [a.elsewhere for a in second.actions] == [first.name]
    assert second.effects.remaining is None
    assert plan.sums == counted(follow_up(SLUG, MONTH))
    text = signed_in(SLUG, Role.CONTROLLER).get(PAGE).content.decode()
    assert f"som räknas på raden {first.name}" in text


def test_actions_without_a_line_and_lines_without_an_action_are_listed() -> None:
    new_line("utan")
    new_line("okänd", actions="A99")
    PlanLine.objects.filter(actions__contains="A8").update(actions="")
    plan = plan_of()
    assert "A8" in [line.actions[0].code for line in plan.unnamed]
    assert {"utan", "okänd"} <= {line.key for line in plan.without_action}
    text = signed_in(SLUG, Role.CONTROLLER).get(PAGE).content.decode()
    assert "nämner åtgärden A99, som inte har någon effekt i år" in text


def test_what_is_past_its_deadline_and_not_done_is_late() -> None:
    topic = new_line("sen").topic
    topic.deadline, topic.state = date(2017, 8, 30), TopicState.STARTED
    topic.save()
    late = line_of(plan_of(), "sen")
    assert (late.column, late.stage) == (Stage.LATE, Stage.STARTED)
    topic.state = TopicState.DONE
    topic.save()
    assert line_of(plan_of(), "sen").column is Stage.DONE
    topic.state, topic.deadline = TopicState.STARTED, date(2017, 8, 31)
    topic.save()
    assert line_of(plan_of(), "sen").column is Stage.STARTED


def test_a_line_that_nobody_has_placed_is_as_far_as_its_first_action() -> None:
    new_line("oplacerad", actions="A3 A4")
    assert line_of(plan_of(), "oplacerad").stage is Stage.STARTED


def test_a_proposal_is_told_but_does_not_count() -> None:
    action = action_of("A1")
    Action.objects.filter(pk=action.pk).update(state=ActionState.PROPOSED)
    plan = plan_of()
    told = [a for line in plan.lines for a in line.actions if a.code == "A1"]
    assert [a.counts for a in told] == [False]
    assert plan.sums == counted(follow_up(SLUG, MONTH))


def test_deviations_are_those_of_each_follow_up() -> None:
    plan = plan_of()
    assert [each.title for each in plan.compared] == ["Delår 1 2017", "Delår 2 2017"]
    for each, whole in zip(plan.compared, plan.whole, strict=True):
        assert whole == forecast_deviation(follow_up(SLUG, str(each.period)))
    line = new_line("alla", activities="77")
    everywhere = line_of(plan_of(), line.topic.code)
    assert len(everywhere.deviations) == 2


def test_the_parts_of_a_deviation_add_up() -> None:
    here = follow_up(SLUG, MONTH)
    point = standpoints([here])[here.pk]
    activities = {*point.forecast, *point.budget}
    some = set(sorted(activities)[::2])
    parts = point.deviation(some), point.deviation(activities - some)
    assert sum(part or 0 for part in parts) == point.deviation()
    assert point.deviation(set()) is None


def test_a_changed_effect_moves_the_forecast_before_actions_everywhere() -> None:
    client, here = signed_in(SLUG, Role.CONTROLLER), follow_up(SLUG, MONTH)
    before = plan_of().before
    url = f"/{SLUG}/{MONTH}/prognos/atgarder/{action_of('A1').pk}/"
    form = hidden(client, url)
    client.post(url, {**form, "effekt-0-aterstar": "1850"})
    assert before is not None
    assert plan_of().before == before - 100_000_000
    assert overview(here).standing.before_actions == before - 100_000_000


def test_a_line_is_followed_up_on_its_own_page() -> None:
    text = signed_in(SLUG, Role.CONTROLLER).get(PAGE).content.decode()
    for line in plan_of().written:
        assert f'href="/{SLUG}/{MONTH}/mal/punkt/{line.key}/"' in text
    told = signed_in(SLUG, Role.AUDITOR).get(PAGE).content.decode()
    assert "Skriv uppföljning" in text
    assert "Skriv uppföljning" not in told
    assert "Öppna punkten" in told


def test_text_of_the_plan_is_never_markup() -> None:
    new_line("elak", situation="<script>alert(1)</script> **viktigt**")
    text = signed_in(SLUG, Role.CONTROLLER).get(PAGE).content.decode()
    assert "<script>alert" not in text
    assert "<strong>viktigt</strong>" in text


def test_a_year_without_plan_and_actions_says_what_to_do() -> None:
    ActionEffect.objects.filter(committee__slug=SLUG).delete()
    Topic.objects.filter(committee__slug=SLUG, kind=TopicKind.PLAN).update(
        to_year=2016, from_year=0
    )
    text = signed_in(SLUG, Role.CONTROLLER).get(PAGE).content.decode()
    assert "varken en handlingsplan eller åtgärder för 2017" in text


def test_effects_of_an_action_on_several_rows_are_one_sum() -> None:
    effect = ActionEffect.objects.filter(action=action_of("A1"))[0]
    ActionEffect.objects.create(
        committee=effect.committee,
        action=effect.action,
        year=2017,
        decided_ore=1_000,
        realised_ore=0,
        remaining_ore=1_000,
    )
    of_action = ActionEffect.objects.filter(action=effect.action, year=2017)
    told = next(a for line in plan_of().lines for a in line.actions if a.code == "A1")
    assert told.effects.decided == of_action.aggregate(o=Sum("decided_ore"))["o"]
