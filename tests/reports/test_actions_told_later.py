"""The start page of an earlier follow-up: actions are those decided by its day."""

from __future__ import annotations

import pytest

from committees.models import FollowUp, Role
from finance.models import ActionEffect, ActionState
from reports.start.facts import beside
from tests.conftest import follow_up, signed_in

pytestmark = pytest.mark.django_db
PROPOSED = ActionState.PROPOSED


def test_actions_decided_later_are_not_counted() -> None:
    for here in FollowUp.objects.select_related("committee"):
        found = beside(here, last_month=None)
        effects = ActionEffect.objects.filter(
            committee=here.committee, year=here.year
        ).select_related("action")
        actions = {each.action_id: each.action for each in effects}.values()
        decided = [
            each
            for each in actions
            if each.decided_on and each.decided_on <= here.period.last_day
        ]
        told = {state: n for state, n in found.actions.items() if state != PROPOSED}
        assert sum(told.values()) == len(decided)
        assert (found.decided is None) == (not decided)


def test_an_earlier_follow_up_says_that_effects_and_states_are_the_latest() -> None:
    for slug, month, later in (
        ("sodertalje-on", "2017-04", True),
        ("enkoping-von", "2024-08", False),
    ):
        here = follow_up(slug, month)
        assert beside(here, last_month=None).told_later is later
        html = signed_in(slug, Role.CONTROLLER).get(f"/{slug}/{month}/")
        text = html.content.decode()
        assert ("effekter som de senast är angivna" in text) is later
        assert ("Lägena är som de senast är angivna" in text) is later


def test_before_any_decision_no_action_is_told() -> None:
    html = signed_in("botkyrka-von", Role.CONTROLLER).get("/botkyrka-von/2017-02/")
    assert "Inga åtgärder var beslutade" in html.content.decode()
    assert "inga beslutade åtgärder" in html.content.decode()
