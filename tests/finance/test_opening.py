"""A follow-up opens with a forecast on every row, and nothing written is lost."""

from __future__ import annotations

from dataclasses import replace

import pytest

from committees.models import Committee, Event, FollowUp, FollowUpState, Municipality
from finance.forecast.unit_rows import Sums, sums, unit_rows
from finance.models import ActivityComment, ForecastRow, Method, UnitForecast
from finance.month.opening import (
    OpeningError,
    add_rows,
    open_follow_up,
    take_part,
    units_with_rows,
)
from finance.summaries import differences
from tests.finance.month import here, node, planned

pytestmark = pytest.mark.django_db


def keys(follow_up: FollowUp) -> set[tuple[int, ...]]:
    rows = ForecastRow.objects.filter(follow_up=follow_up)
    return set(rows.values_list("cost_centre_id", "activity_id", "group_id"))


def test_forecasts_and_comments_of_the_last_follow_up_come_along() -> None:
    commented = ForecastRow.objects.filter(follow_up=here()).exclude(comment="")[0]
    ActivityComment.objects.create(
        committee=commented.committee,
        follow_up=here(),
        cost_centre=commented.cost_centre,
        activity=commented.activity,
        text="Två tjänster är vakanta.",
    )
    new = planned()
    open_follow_up(new, by=None)
    row = ForecastRow.objects.get(
        follow_up=new,
        cost_centre=commented.cost_centre,
        activity=commented.activity,
        group=commented.group,
    )
    assert (row.amount_ore, row.comment) == (commented.amount_ore, commented.comment)
    assert (row.method, row.origin) == (Method.CARRIED, "carried")
    comment = ActivityComment.objects.get(follow_up=new)
    assert comment.text == "Två tjänster är vakanta."


def test_a_row_without_earlier_forecast_begins_with_its_budget() -> None:
    row = next(r for r in unit_rows(here()) if r.sums.budget)
    earlier = ForecastRow.objects.filter(
        committee=here().committee,
        cost_centre=row.grain.cost_centre,
        activity=row.grain.activity,
        group=row.grain.group,
    )
    earlier.filter(follow_up__state=FollowUpState.OPEN).delete()
    FollowUp.objects.filter(committee=here().committee).update(state="open")
    earlier.delete()
    new = planned()
    open_follow_up(new, by=None)
    found = next(r for r in unit_rows(new) if r.grain == row.grain)
    assert found.method == Method.BUDGET
    assert found.amount == row.sums.budget


def test_every_grain_with_budget_or_outcome_has_a_row_and_the_sums_agree() -> None:
    new = planned()
    made = open_follow_up(new, by=None)
    wanted = {tuple(grain) for grain, each in sums(new).items() if any(each)}
    assert wanted <= keys(new)
    assert made == len(keys(new)) >= 170
    assert differences(new.committee) == []
    assert new.state == FollowUpState.OPEN
    assert UnitForecast.objects.filter(follow_up=new).count() == len(
        units_with_rows(new)
    )
    events = Event.objects.filter(subject="forecastrow", origin="carried", old="")
    assert events.count() >= 170


def test_what_somebody_has_written_stays_when_rows_are_added() -> None:
    add_rows(here(), by=None)
    before = dict(
        ForecastRow.objects.filter(follow_up=here()).values_list("pk", "amount_ore")
    )
    gone = ForecastRow.objects.filter(follow_up=here())[0]
    gone_key = (gone.cost_centre_id, gone.activity_id, gone.group_id)
    before.pop(gone.pk)
    gone.delete()
    assert add_rows(here(), by=None) == 1
    after = dict(
        ForecastRow.objects.filter(follow_up=here()).values_list("pk", "amount_ore")
    )
    assert {pk: after[pk] for pk in before} == before
    assert gone_key in keys(here())
    assert add_rows(here(), by=None) == 0


def test_a_follow_up_opens_once() -> None:
    with pytest.raises(OpeningError, match="redan öppen"):
        open_follow_up(here(), by=None)


def test_without_budget_and_outcome_there_is_nothing_to_open() -> None:
    municipality = Municipality.objects.create(code="9999", name="X", full_name="X")
    empty = Committee.objects.create(
        municipality=municipality, name="N", short_name="n", slug="tom"
    )
    first = FollowUp.objects.create(
        committee=empty,
        year=2030,
        month=1,
        kind="month",
        opens_on=here().opens_on,
        deadline=here().deadline,
    )
    with pytest.raises(OpeningError, match="varken budget eller utfall"):
        open_follow_up(first, by=None)
    assert FollowUp.objects.get(pk=first.pk).state == FollowUpState.PLANNED


def test_only_the_chosen_units_take_part_and_the_total_stays_whole() -> None:
    new = planned()
    take_part(new, [node("5101"), node("5102")], by=None)
    open_follow_up(new, by=None)
    units = UnitForecast.objects.filter(follow_up=new)
    assert {u.cost_centre.code for u in units} == {"5101", "5102"}
    assert len(keys(new)) >= 170


def test_a_unit_that_has_begun_stays_when_it_is_not_chosen() -> None:
    UnitForecast.objects.filter(follow_up=here()).update(state="not_started")
    begun = UnitForecast.objects.filter(follow_up=here())[0]
    UnitForecast.objects.filter(pk=begun.pk).update(state="in_progress")
    take_part(here(), [node("5101")], by=None)
    left = UnitForecast.objects.filter(follow_up=here())
    assert {u.cost_centre_id for u in left} == {node("5101"), begun.cost_centre_id}


MUST = [
    ("cost", Method.CARRIED, -100, Sums(-100, -70, -50), ""),
    ("cost", Method.CARRIED, -100, Sums(-100, -70, -101), "utfallet är redan större"),
    ("revenue", Method.CARRIED, 100, Sums(100, 70, 101), "utfallet är redan större"),
    ("revenue", Method.CARRIED, 100, Sums(100, 70, 99), ""),
    ("cost", Method.BUDGET, 0, Sums(None, None, -5), "saknar budget"),
    ("cost", Method.CARRIED, -10, Sums(None, None, -5), ""),
    ("cost", Method.MANUAL, -100, Sums(-100, -70, -101), ""),
]


@pytest.mark.parametrize("case", MUST, ids=str)
def test_which_inherited_rows_must_be_forecast(
    case: tuple[str, str, int, Sums, str],
) -> None:
    kind, method, amount, beside, reason = case
    row = replace(
        unit_rows(here())[0],
        method=method,
        amount=amount,
        is_revenue=kind == "revenue",
        sums=beside,
    )
    assert row.must_be_forecast.startswith(reason)
    assert bool(row.must_be_forecast) == bool(reason)
