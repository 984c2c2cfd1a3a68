"""The periodic work."""

from __future__ import annotations

import io
import json
import uuid
from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult
from pytest_django import Settings

from committees.models import SavedRequest, User
from tests.ground.test_jobs import leave_mark

pytestmark = pytest.mark.django_db


def fails(now: datetime) -> int:
    """A piece of work that cannot be done."""
    raise ValueError


def _tick() -> dict[str, int | None]:
    out = io.StringIO()
    call_command("tick", stdout=out)
    done: dict[str, int | None] = json.loads(out.getvalue())
    return done


def test_expired_sessions_go_and_others_stay() -> None:
    now = timezone.now()
    for key, hours in (("old", -1), ("new", 1)):
        Session.objects.create(
            session_key=key, session_data="", expire_date=now + timedelta(hours=hours)
        )
    assert _tick()["committees.housekeeping.prune_sessions"] == 1
    assert [session.session_key for session in Session.objects.all()] == ["new"]


def test_old_results_go_and_unfinished_jobs_stay() -> None:
    long_ago = datetime(2017, 8, 31, tzinfo=UTC)
    old, waiting = (leave_mark.enqueue("/nowhere").id for _ in range(2))
    DBTaskResult.objects.filter(pk=old).update(
        status=TaskResultStatus.SUCCESSFUL, finished_at=long_ago
    )
    assert _tick()["committees.housekeeping.prune_jobs"] == 1
    assert DBTaskResult.objects.filter(pk=waiting).exists()


def test_answers_to_old_requests_go_and_later_ones_stay() -> None:
    by = User.objects.order_by("pk")[0]
    for key, days in ((1, 91), (2, 89)):
        SavedRequest.objects.create(key=uuid.UUID(int=key), user=by, answer={})
        at = timezone.now() - timedelta(days=days)
        SavedRequest.objects.filter(key=uuid.UUID(int=key)).update(at=at)
    assert _tick()["committees.housekeeping.prune_saved_requests"] == 1
    assert [each.key.int for each in SavedRequest.objects.all()] == [2]


def test_a_piece_that_fails_is_named_and_stops_no_other(
    settings: Settings,
) -> None:
    settings.PERIODIC_WORK = (
        "tests.ground.test_tick.fails",
        "committees.housekeeping.prune_sessions",
    )
    out = io.StringIO()
    with pytest.raises(CommandError, match=r"test_tick\.fails"):
        call_command("tick", stdout=out)
    assert json.loads(out.getvalue()) == {
        "tests.ground.test_tick.fails": None,
        "committees.housekeeping.prune_sessions": 0,
    }
