"""The frame check: quiet when frame and budget are one, loud to the öre when not."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client

from committees.models import CostCentre, Role
from finance.models import (
    ActivitySummary,
    CostCentreSummary,
    SummaryKind,
    UndistributedUnit,
)
from finance.review.frame import frame_check
from tests.conftest import follow_up, signed_in
from tests.finance.above import HERE, MONTH, SLUG

pytestmark = pytest.mark.django_db


@pytest.fixture
def controller() -> Client:
    """Signed in as a controller of the committee."""
    return signed_in(SLUG, Role.CONTROLLER)


@pytest.mark.parametrize(
    ("slug", "month"),
    [(SLUG, MONTH), ("sodertalje-on", "2017-08"), ("enkoping-von", "2024-08")],
)
def test_the_demo_committees_have_given_out_their_frame(slug: str, month: str) -> None:
    check = frame_check(follow_up(slug, month))
    assert check.has_frame
    assert check.alarms == ()
    assert check.frame == check.distributed + check.undistributed


def test_the_buffer_is_undistributed_and_a_reallocation_sums_to_zero() -> None:
    check = frame_check(follow_up(SLUG, MONTH))
    assert check.undistributed == 1_420_000_000
    moved = next(line for line in check.lines if line.decision.code == "2017-OMD")
    assert (moved.frame, moved.distributed + moved.undistributed) == (0, 0)
    assert moved.undistributed < 0


def test_what_is_applied_for_waits() -> None:
    check = frame_check(follow_up(SLUG, MONTH))
    assert [line.decision.code for line in check.waiting] == ["2017-LSS"]


def test_one_ore_too_much_is_an_alarm(controller: Client) -> None:
    check = frame_check(follow_up(SLUG, MONTH))
    for summary in (CostCentreSummary, ActivitySummary):
        row = summary.objects.filter(
            committee__slug=SLUG,
            decision_id=check.lines[0].decision.pk,
            kind=SummaryKind.BUDGET,
        )[0]
        row.amount_ore -= 1
        row.save()
    alarm = frame_check(follow_up(SLUG, MONTH)).alarms
    assert [line.difference for line in alarm] == [1]
    text = controller.get(f"{HERE}ram/").content.decode()
    assert "större än ramen" in text
    assert 'role="alert"' in text
    assert "Ramkontroll" in controller.get(f"/{SLUG}/{MONTH}/").content.decode()


def test_a_controller_says_which_units_hold_undistributed_frame(
    controller: Client,
) -> None:
    controller.post(f"{HERE}ram/", {"ta-bort": "5105"})
    assert frame_check(follow_up(SLUG, MONTH)).undistributed == 0
    controller.post(f"{HERE}ram/", {"lagg-till": "5105"})
    controller.post(f"{HERE}ram/", {"lagg-till": "5105"})
    assert UndistributedUnit.objects.filter(committee__slug=SLUG).count() == 1
    assert frame_check(follow_up(SLUG, MONTH)).undistributed == 1_420_000_000
    holder = signed_in(SLUG, Role.BUDGET_HOLDER)
    assert holder.post(f"{HERE}ram/", {"ta-bort": "5105"}).status_code == 403


def test_another_municipalitys_unit_is_refused_by_the_database() -> None:
    stranger = CostCentre.objects.filter(municipality__name="Enköping")[0]
    committee = follow_up(SLUG, MONTH).committee
    with pytest.raises(Exception, match="annan kommuns"), connection.cursor():
        UndistributedUnit.objects.create(committee=committee, cost_centre=stranger)
