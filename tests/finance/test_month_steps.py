"""A follow-up is planned, settled, closed and opened again by those who may."""

from __future__ import annotations

from datetime import date

import pytest

from committees.access import Place
from committees.models import Event, FollowUp, FollowUpKind, FollowUpState, Role
from committees.periods import Month
from finance.models import LiveMonth, UnitForecast, UnitState
from finance.month.month_steps import (
    Dates,
    MonthError,
    close,
    is_head,
    plan,
    reopen,
    set_dates,
    settle,
    unsettle,
)
from tests.conftest import follow_up
from tests.finance.month import (
    SLUG,
    at,
    controller,
    head,
    here,
    holder_of,
)

pytestmark = pytest.mark.django_db
DATES = Dates(date(2017, 10, 2), date(2017, 10, 9), None, "", "Tänk på vikarierna.")


def approve_everything() -> None:
    units = UnitForecast.objects.filter(follow_up=here())
    units.update(state=UnitState.APPROVED)


def closed_periods(follow_up: FollowUp) -> set[int]:
    live = LiveMonth.objects.filter(
        committee=follow_up.committee, year=follow_up.year, closed=True
    )
    return set(live.values_list("period", flat=True))


def test_the_head_settles_once_all_is_approved() -> None:
    with pytest.raises(MonthError, match="inte godkända"):
        settle(at(head()))
    approve_everything()
    settle(at(head()))
    assert here().settled_by == head()
    assert here().settled_at is not None
    with pytest.raises(MonthError, match="redan fastställd"):
        settle(at(head()))


@pytest.mark.parametrize("who", ["controller", "manager of a part", "holder"])
def test_nobody_else_settles(who: str) -> None:
    approve_everything()
    place = {
        "controller": lambda: at(controller()),
        "manager of a part": lambda: at(holder_of("530", Role.MANAGER)),
        "holder": lambda: at(holder_of("5311")),
    }[who]()
    assert not is_head(place)
    with pytest.raises(MonthError, match="chef för hela nämnden"):
        settle(place)


def test_a_settlement_is_lifted_with_a_reason() -> None:
    approve_everything()
    settle(at(head()))
    with pytest.raises(MonthError, match="Skriv varför"):
        unsettle(at(controller()), reason=" ")
    with pytest.raises(MonthError, match="hävs av"):
        unsettle(at(holder_of("5311")), reason="x")
    unsettle(at(controller()), reason="Ny placering")
    assert here().settled_at is None
    assert Event.objects.filter(subject="followup", new="hävt: Ny placering").exists()


def settled() -> Place:
    approve_everything()
    settle(at(head()))
    return at(controller())


def test_closing_wants_a_settled_forecast_and_closes_the_months() -> None:
    with pytest.raises(MonthError, match="inte fastställd"):
        close(at(controller()))
    close(settled())
    assert here().state == FollowUpState.CLOSED
    assert closed_periods(here()) == set(range(1, 9))


def test_reopening_says_why_and_keeps_what_others_rest_on_closed() -> None:
    close(settled())
    with pytest.raises(MonthError, match="Skriv varför"):
        reopen(at(controller()), reason="")
    reopen(at(controller()), reason="Felaktig moms")
    assert (here().state, here().settled_at) == (FollowUpState.OPEN, None)
    # April (delår 1) is closed in the demo; May is sent out.
    assert closed_periods(here()) == {1, 2, 3, 4}
    told = Event.objects.filter(subject="followup", subject_id=str(here().pk))
    assert told.filter(field="reason", new="Felaktig moms").count() == 1


def test_an_earlier_follow_up_opens_no_month_that_a_later_rests_on() -> None:
    close(settled())
    assert reopen(at(controller(), "2017-04"), reason="Rättelse") == 0
    assert closed_periods(here()) == set(range(1, 9))


def test_what_is_open_is_not_reopened() -> None:
    with pytest.raises(MonthError, match="inte stängd"):
        reopen(at(controller()), reason="x")


def test_dates_are_changed_and_each_change_is_told() -> None:
    assert set(set_dates(here(), DATES, by=controller())) == {
        "opens_on",
        "deadline",
        "meeting_on",
        "diary_number",
        "instructions",
    }
    assert here().instructions == "Tänk på vikarierna."
    assert set_dates(here(), DATES, by=controller()) == []
    event = Event.objects.get(subject="followup", field="deadline")
    assert (event.old, event.new) == ("2017-09-13", "2017-10-09")


def test_a_month_has_one_follow_up() -> None:
    made = plan(
        here().committee,
        Month(2017, 9),
        kind=FollowUpKind.MONTH,
        dates=DATES,
        by=controller(),
    )
    assert made.state == FollowUpState.PLANNED
    with pytest.raises(MonthError, match="finns redan"):
        plan(
            here().committee,
            Month(2017, 9),
            kind=FollowUpKind.MONTH,
            dates=DATES,
            by=controller(),
        )


def test_a_closed_follow_up_keeps_its_dates() -> None:
    with pytest.raises(MonthError, match="stängd"):
        set_dates(follow_up(SLUG, "2017-04"), DATES, by=controller())
