"""Unit costs: money through volume, by the calendar's days, never by zero."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from committees.periods import Month, Scenario, Span
from finance.figures import Books, Leaf, Measure, Selection, Series
from reports.known import (
    Basis,
    BasisOf,
    Known,
    RatioOf,
    Time,
    UnitCostOf,
    month_time,
    span_time,
)
from reports.quantities.unit_costs import (
    UNCOUNTABLE,
    ZERO_BELOW,
    ZERO_VOLUME,
    Amount,
    is_reproduced,
    money,
    ratio,
    unit_cost,
)
from tests.finance.worksheet import GROUPS, books
from tests.volumes.worksheet import (
    KOPTA,
    PERSONER,
    PLATSER,
    SERIES,
    TIMMAR,
    quantities,
)
from volumes.figures import Of, Quantities

AUGUST = Month(2017, 8)
HOUR, PLACE, DAY, GROSS, PEOPLE = 1, 2, 3, 4, 5
HOME, HOUSING = Selection(activities={775}), Selection(activities={773})
UNIT_COSTS = {
    HOUR: UnitCostOf((TIMMAR,), HOME),
    PLACE: UnitCostOf((PLATSER,), HOUSING),
    DAY: UnitCostOf((PLATSER,), HOUSING, per_day=True),
    GROSS: UnitCostOf(
        (TIMMAR,),
        Selection(activities={775}, groups={GROUPS["personal"]}),
        Measure.COST,
    ),
    PEOPLE: UnitCostOf((PERSONER,), HOME),
}
KNOWN = Known(
    books=books(
        """
        utfall  2017 period 775 personal extern -900
        utfall  2017 period 775 intäkter extern  100
        utfall  2016 år     773 personal extern -36600
        utfall  2017 period 773 personal extern -24300
        budget  2017 år     775 personal extern -1000
        budget  2017 år     773 personal extern -73000
        prognos 2017 år     775 personal extern -1200
        """
    ),
    quantities=quantities(
        """
        timmar   utfall  2017 71 1 1 1 1 1 1 1 1
        timmar   budget  2017 71 0 x12
        timmar   prognos 2017 71 12
        platser  utfall  2016 71 10 x12
        platser  utfall  2017 71 10 10 10 10 10 10 10 10
        platser  budget  2017 71 20 x12
        personer utfall  2017 71 1
        personer utfall  2017 72 1
        """
    ),
    unit_costs=UNIT_COSTS,
)


def when(scenario: Scenario, year: int, span: Span = Span.YEAR) -> Time:
    """A time that there is."""
    time = span_time(scenario, year, span, at=AUGUST)
    assert time
    return time


BUDGET = when(Scenario.BUDGET, 2017)
TO_DATE = when(Scenario.OUTCOME, 2017, Span.PERIOD)
LEAP_YEAR = when(Scenario.OUTCOME, 2016)
FORECAST = when(Scenario.FORECAST, 2017)


def test_an_hour_costs_its_net_through_the_hours() -> None:
    assert unit_cost(KNOWN, HOUR, TO_DATE) == Amount(Fraction(-800_00, 8))
    assert unit_cost(KNOWN, HOUR, FORECAST) == Amount(Fraction(-1200_00, 12))


def test_gross_cost_leaves_out_revenue_and_other_groups() -> None:
    assert unit_cost(KNOWN, GROSS, TO_DATE) == Amount(Fraction(-900_00, 8))


def test_a_place_year_and_its_days_follow_the_calendar() -> None:
    assert unit_cost(KNOWN, PLACE, LEAP_YEAR) == Amount(Fraction(-3660_00))
    assert unit_cost(KNOWN, DAY, LEAP_YEAR) == Amount(Fraction(-10_00))
    assert unit_cost(KNOWN, DAY, BUDGET) == Amount(Fraction(-10_00))


def test_a_place_in_part_of_a_year_is_told_as_what_a_year_of_it_costs() -> None:
    assert unit_cost(KNOWN, DAY, TO_DATE) == Amount(Fraction(-24300_00, 10 * 243))
    assert unit_cost(KNOWN, PLACE, TO_DATE) == Amount(
        Fraction(-24300_00, 10) / Fraction(243, 365)
    )


def test_nothing_is_divided_by_a_volume_of_zero() -> None:
    assert unit_cost(KNOWN, HOUR, BUDGET) == Amount(why=ZERO_VOLUME)


def test_missing_volume_or_money_makes_the_unit_cost_missing() -> None:
    assert unit_cost(KNOWN, HOUR, LEAP_YEAR) == Amount()
    assert unit_cost(KNOWN, PLACE, FORECAST) == Amount()
    assert unit_cost(KNOWN, 99, BUDGET) == Amount()
    without = replace(KNOWN, books=Books())
    assert unit_cost(without, PLACE, LEAP_YEAR) == Amount()


def test_a_single_month_has_volume_but_no_money() -> None:
    time = month_time(Scenario.OUTCOME, 2017, 3)
    assert time
    assert unit_cost(KNOWN, HOUR, time) == Amount()
    assert month_time(Scenario.FORECAST, 2017, 3) is None


def test_a_forecast_is_of_a_whole_year_and_an_outcome_ends_with_the_month() -> None:
    assert span_time(Scenario.FORECAST, 2017, Span.PERIOD, at=AUGUST) is None
    assert span_time(Scenario.OUTCOME, 2017, Span.BEFORE, at=AUGUST) is None
    so_far = when(Scenario.OUTCOME, 2017)
    assert (so_far.when.last, when(Scenario.OUTCOME, 2016).when.last) == (8, 12)


def test_people_that_make_no_whole_are_not_divided_by() -> None:
    assert unit_cost(KNOWN, PEOPLE, TO_DATE) == Amount(why=UNCOUNTABLE)


def test_a_basis_of_the_year_stands_before_the_ledger() -> None:
    bases = {BasisOf(PLACE, Scenario.OUTCOME, 2016): Basis(-5_000_00, reproduced=True)}
    known = replace(KNOWN, bases=bases)
    assert money(known, PLACE, LEAP_YEAR) == -5_000_00
    assert unit_cost(known, PLACE, LEAP_YEAR) == Amount(Fraction(-500_00))
    assert is_reproduced(known, PLACE, LEAP_YEAR)
    assert not is_reproduced(known, DAY, LEAP_YEAR)
    assert not is_reproduced(known, PLACE, TO_DATE)


def test_a_basis_from_elsewhere_is_not_reproduced() -> None:
    bases = {BasisOf(PLACE, Scenario.BUDGET, 2017): Basis(-1, reproduced=False)}
    assert not is_reproduced(replace(KNOWN, bases=bases), PLACE, BUDGET)


def test_a_ratio_is_in_percent_or_as_it_is() -> None:
    known = replace(
        KNOWN,
        ratios={
            1: RatioOf((PLATSER,), (TIMMAR,), percent=True),
            2: RatioOf((PLATSER,), (TIMMAR,), percent=False),
            3: RatioOf((PLATSER,), (KOPTA,)),
            4: RatioOf((PLATSER,), (PERSONER,)),
        },
    )
    assert ratio(known, 1, TO_DATE) == Amount(Fraction(1000, 8))
    assert ratio(known, 2, TO_DATE) == Amount(Fraction(10, 8))
    assert ratio(known, 1, BUDGET) == Amount(why=ZERO_BELOW)
    assert ratio(known, 3, BUDGET) == Amount()
    assert ratio(known, 4, TO_DATE) == Amount(why=UNCOUNTABLE)
    assert ratio(known, 99, TO_DATE) == Amount()


amounts = st.none() | st.integers(min_value=-(10**13), max_value=10**13)
months = st.lists(
    st.none() | st.integers(min_value=0, max_value=10**9), min_size=12, max_size=12
)


@given(
    ore=amounts,
    values=months,
    series=st.sampled_from([TIMMAR, PLATSER]),
    per_day=st.booleans(),
)
def test_a_unit_cost_times_its_volume_is_its_money_and_never_divides_by_zero(
    ore: int | None, values: list[int | None], series: int, *, per_day: bool
) -> None:
    year = Series(Scenario.BUDGET, 2017, Span.YEAR)
    leaf = Leaf(1, 1, internal=False)
    known = Known(
        books=Books(operating={} if ore is None else {year: {leaf: ore}}),
        quantities=Quantities(
            SERIES, {Of(series, Scenario.BUDGET, 2017): {71: tuple(values)}}
        ),
        unit_costs={1: UnitCostOf((series,), Selection(), per_day=per_day)},
    )
    found = [value for value in values if value is not None]
    told = unit_cost(known, 1, BUDGET)
    if not found:
        assert told == Amount()
    elif not sum(found):
        assert told == Amount(why=ZERO_VOLUME)
    elif ore is None:
        assert told == Amount()
    else:
        volume = Fraction(sum(found), 1000)
        if series == PLATSER:
            volume /= len(found)
        assert told.value is not None
        assert told.value * volume * (365 if per_day else 1) == ore


@pytest.mark.parametrize("which", UNIT_COSTS)
@pytest.mark.parametrize("year", [2015, 2016, 2017])
@pytest.mark.parametrize("scenario", list(Scenario))
def test_every_time_is_told_without_an_error(
    which: int, year: int, scenario: Scenario
) -> None:
    told = unit_cost(KNOWN, which, when(scenario, year))
    assert told.value is None or not told.why
