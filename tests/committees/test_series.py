"""Proposals from a row's own history, what they are worth, and its range."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from committees import series
from committees.history import History, Year, years_text
from committees.series import Error, Proposal, Way

AUGUST = 8
HUNDREDS = (-100,) * 12
BUDGET = (-110,) * 12


def year(*outcome: int, month: int = AUGUST, closing: int = 0) -> Year:
    """A year of budgeted 110 a month, from its outcome by month."""
    return Year.of_months(outcome, month=month, closing=closing, budget=BUDGET)


EVEN = year(*HUNDREDS)
LATE = year(*(-100,) * 8, *(-150,) * 4, closing=-200)


def history(month: int = AUGUST, **years: Year) -> History:
    """Years by name: y2017 is the one to forecast."""
    return History(2017, month, {int(name[1:]): year for name, year in years.items()})


def made(found: History) -> dict[Way, Proposal]:
    return {proposal.way: proposal for proposal in series.proposals(found)}


def booked(whole: Year) -> Year:
    """A year of which nothing is known after the month."""
    return replace(whole, after=0)


def test_run_rate_is_twelve_months_at_the_pace_so_far() -> None:
    found = made(history(y2017=booked(EVEN)))[Way.RUN_RATE]
    assert found.ore == -1200
    assert found.how == "Utfall januari–augusti delat med 8 och gånger 12."


def test_what_is_not_booked_yet_belongs_to_the_pace() -> None:
    found = made(history(y2017=replace(booked(EVEN), adjustment=-80)))[Way.RUN_RATE]
    assert found.ore == -1320
    assert found.how.startswith("Justerat utfall januari–augusti")


def test_a_changed_holiday_pay_liability_is_taken_out_of_the_pace() -> None:
    flattered = replace(year(*(-100,) * 7, -60), holiday_pay=-40)
    found = made(history(y2017=flattered))[Way.RUN_RATE]
    assert found.ore == -1200
    assert "semesterlöneskuld" in found.how


def test_the_profile_raises_by_last_years_share() -> None:
    found = made(history(y2016=LATE, y2017=booked(EVEN)))[Way.PROFILE]
    assert found.ore == -1600
    assert "uppräknat som 2016, när 50,0 % av året" in found.how


def test_the_profile_leaves_holiday_pay_in_both_years() -> None:
    summer = year(*(-100,) * 7, -60, *(-110,) * 4)
    now = replace(booked(summer), holiday_pay=-40)
    assert made(history(y2016=summer, y2017=now))[Way.PROFILE].ore == -1200


def test_the_profile_compares_adjusted_with_adjusted() -> None:
    rent_late = year(*(-100,) * 6, 0, 0, -300, *(-100,) * 3)
    before = replace(rent_late, adjustment=-200)
    now = replace(booked(rent_late), adjustment=-200)
    assert made(history(y2016=before, y2017=now))[Way.PROFILE].ore == -1200


def test_remaining_budget_is_added_to_the_adjusted_outcome() -> None:
    now = replace(booked(EVEN), adjustment=-5)
    found = made(history(y2017=now))[Way.REMAINING_BUDGET]
    assert found.ore == -805 - 440
    assert (
        found.how == "Justerat utfall januari–augusti plus budget september–december."
    )


def test_in_december_no_budget_is_left() -> None:
    found = made(history(12, y2017=year(*HUNDREDS, month=12)))[Way.REMAINING_BUDGET]
    assert (found.ore, "ingen månad återstår" in found.how) == (-1200, True)


def test_before_any_outcome_the_budget_is_what_there_is() -> None:
    found = made(history(0, y2017=year(month=0)))
    assert {way: p.ore for way, p in found.items()} == {Way.REMAINING_BUDGET: -1320}


def test_the_latest_forecast_of_the_year_is_proposed_with_its_month() -> None:
    now = replace(booked(EVEN), forecast=-1250, forecast_month=5)
    found = made(history(y2017=now))[Way.CARRIED]
    assert (found.ore, found.how) == (-1250, "Prognosen i uppföljningen för maj.")


@pytest.mark.parametrize(
    "before",
    [
        year(*(0,) * 8, *(-300,) * 4),
        year(*(100,) * 8, *(-300,) * 4),
        year(*(-1,) * 8, *(-300,) * 4),
        replace(LATE, is_whole=False),
    ],
    ids=["nothing by then", "other sign", "next to nothing", "not a whole year"],
)
def test_a_year_that_tells_nothing_gives_no_profile(before: Year) -> None:
    assert Way.PROFILE not in made(history(y2016=before, y2017=booked(EVEN)))


def test_the_error_is_measured_on_earlier_years_at_the_same_month() -> None:
    found = made(history(y2015=EVEN, y2016=LATE, y2017=booked(EVEN)))
    run_rate, profile = found[Way.RUN_RATE], found[Way.PROFILE]
    # 2015: 1 200 proposed, 1 200 booked; 2016: 1 200 proposed, 1 600 booked.
    assert run_rate.error == Error(mean_ore=200, permille=143, years=(2015, 2016))
    assert run_rate.worth == "Har missat med 14,3 % i snitt 2015–2016."
    # 2016 from 2015's profile: 800 x 1200/800.
    assert profile.error == Error(mean_ore=400, permille=250, years=(2016,))
    assert profile.worth == "Har missat med 25,0 % 2016."


def test_history_that_is_too_short_is_said() -> None:
    unbudgeted = replace(LATE, budget_to_date=None, budget_after=None)
    found = made(history(y2016=unbudgeted, y2017=booked(EVEN)))
    assert found[Way.PROFILE].error is None
    assert "två hela tidigare år" in found[Way.PROFILE].worth
    assert "ingen budget i tidigare år" in found[Way.REMAINING_BUDGET].worth
    alone = made(history(y2017=booked(EVEN)))[Way.RUN_RATE]
    assert alone.worth == "Raden har inget helt tidigare år att pröva på."


def test_the_best_has_missed_least() -> None:
    late = history(y2014=LATE, y2015=LATE, y2016=LATE, y2017=booked(EVEN))
    found = series.proposals(late)
    chosen = series.best(found)
    assert chosen is not None
    assert chosen.way is Way.PROFILE


def test_a_way_tried_once_is_not_best_when_another_was_tried_more() -> None:
    found = series.proposals(history(y2015=LATE, y2016=LATE, y2017=booked(EVEN)))
    chosen = series.best(found)
    assert chosen is not None
    assert chosen.way is Way.REMAINING_BUDGET


def test_without_history_the_budget_is_best_and_of_nothing_nothing() -> None:
    chosen = series.best(series.proposals(history(y2017=booked(EVEN))))
    assert chosen is not None
    assert chosen.way is Way.REMAINING_BUDGET
    assert series.best(()) is None


def test_the_range_lies_around_what_earlier_years_give() -> None:
    found = series.history_range(history(y2015=EVEN, y2016=LATE, y2017=booked(EVEN)))
    assert found is not None
    # 1 200 as 2015, 1 600 as 2016; 600 are left, so 300 of room on each side.
    assert (found.low, found.high) == (-1900, -900)
    assert not found.excludes(-1900)
    assert found.excludes(-1901)
    assert found.excludes(1200)
    assert not found.excludes(None)
    text = series.outside_text(found, low="−1 900", high="−900")
    assert text == (
        "Utanför −1 900 till −900, som utfallet januari–augusti ger "
        "om resten av året går som 2015–2016."
    )


@pytest.mark.parametrize(
    "found",
    [
        history(y2016=LATE, y2017=booked(EVEN)),
        history(0, y2015=EVEN, y2016=LATE, y2017=Year()),
        history(y2015=EVEN, y2016=LATE),
    ],
    ids=["one year", "no outcome", "row without outcome"],
)
def test_a_range_needs_something_to_stand_on(found: History) -> None:
    assert series.history_range(found) is None


@pytest.mark.parametrize(
    ("years", "text"),
    [
        ((2016,), "2016"),
        ((2014, 2015, 2016), "2014–2016"),
        ((2013, 2015, 2016), "2013, 2015 och 2016"),
    ],
)
def test_years_in_words(years: tuple[int, ...], text: str) -> None:
    assert years_text(years) == text


amounts = st.integers(-(10**12), 10**12)
some_years = st.builds(
    Year,
    booked=amounts,
    after=amounts,
    budget_to_date=st.one_of(st.none(), amounts),
    budget_after=st.one_of(st.none(), amounts),
    adjustment=amounts,
    holiday_pay=amounts,
    forecast=st.one_of(st.none(), amounts),
    forecast_month=st.integers(1, 12),
    is_whole=st.booleans(),
)
histories = st.builds(
    History,
    year=st.just(2017),
    month=st.integers(0, 12),
    years=st.dictionaries(st.integers(2013, 2017), some_years, max_size=5),
)


@given(histories)
def test_nothing_after_the_month_is_known_to_a_proposal(found: History) -> None:
    cut = {**found.years}
    if found.year in cut:
        cut[found.year] = booked(cut[found.year])
    known = replace(found, years=cut)
    assert [p.ore for p in series.proposals(found)] == [
        p.ore for p in series.proposals(known)
    ]
    assert series.history_range(found) == series.history_range(known)


@given(histories)
def test_a_mirrored_history_gives_mirrored_proposals(found: History) -> None:
    mirrored = replace(found, years={y: mirror(v) for y, v in found.years.items()})
    assert [(p.way, -p.ore, p.error) for p in series.proposals(found)] == [
        (p.way, p.ore, p.error) for p in series.proposals(mirrored)
    ]


def mirror(whole: Year) -> Year:
    """A year with every sign turned."""
    turned: dict[str, Any] = {
        field: None if (ore := getattr(whole, field)) is None else -ore
        for field in (
            "booked",
            "after",
            "budget_to_date",
            "budget_after",
            "adjustment",
            "holiday_pay",
            "forecast",
        )
    }
    return replace(whole, **turned)


@given(st.lists(amounts, min_size=12, max_size=12), st.integers(0, 12), amounts)
def test_a_year_of_months_is_their_sum(
    months: list[int], month: int, closing: int
) -> None:
    found = Year.of_months(months, month=month, closing=closing, budget=months)
    assert found.booked == sum(months[:month])
    assert found.whole == sum(months) + closing
    assert found.budget == sum(months)
