"""Quantities over time and units: each series by its own rule, missing never zero."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from committees.periods import Scenario
from tests.volumes.worksheet import (
    LAGER,
    PERSONER,
    PLATSER,
    SERIES,
    TIMMAR,
    quantities,
)
from volumes.figures import (
    MILLI,
    Months,
    Of,
    OverTime,
    Quantities,
    UncountableError,
    When,
    of_series,
    quantity,
)

KNOWN = quantities(
    """
    timmar   utfall  2017 71 10 20 -  0
    timmar   utfall  2017 72  5 -  -  1
    platser  utfall  2017 71 10 20 -  30
    platser  utfall  2017 72 -  1  -  -
    lager    utfall  2017 71 7  -  9
    personer utfall  2017 71 3
    personer utfall  2016 71 3
    personer utfall  2016 72 4
    timmar   prognos 2017 71 100
    timmar   prognos 2017 72 50,5
    platser  budget  2017 71 12 x12
    """
)
OUTCOME = When(Scenario.OUTCOME, 2017)


def of(series: int, when: When = OUTCOME) -> Fraction | None:
    return of_series(KNOWN, series, when)


def test_hours_are_summed_places_averaged_and_stocks_taken_last() -> None:
    assert of(TIMMAR) == 36
    assert of(PLATSER) == Fraction(10 + 21 + 30, 3)
    assert of(LAGER) == 9


def test_a_mean_leaves_out_months_without_values_but_not_zeros() -> None:
    assert of(TIMMAR, OUTCOME._replace(first=3, last=4)) == 1
    assert of(PLATSER, OUTCOME._replace(last=3)) == Fraction(31, 2)
    assert of(TIMMAR, OUTCOME._replace(first=4, last=4)) == 1


def test_a_span_where_nothing_is_reported_is_missing() -> None:
    assert of(TIMMAR, OUTCOME._replace(first=5)) is None
    assert of(TIMMAR, OUTCOME._replace(year=2015)) is None
    assert of(99) is None
    assert quantity(KNOWN, [99], OUTCOME) is None


def test_a_forecast_is_of_the_whole_year_by_unit() -> None:
    when = When(Scenario.FORECAST, 2017)
    assert of(TIMMAR, when) == Fraction(301, 2)
    assert of_series(KNOWN, TIMMAR, when, units=[72]) == Fraction(101, 2)
    assert of(PLATSER, when) is None


def test_several_series_are_added_each_by_its_own_rule() -> None:
    both = quantity(KNOWN, [TIMMAR, PLATSER, 99], OUTCOME)
    assert both == 36 + Fraction(61, 3)


def test_unique_people_of_several_units_make_no_whole() -> None:
    assert of(PERSONER) == 3
    before = OUTCOME._replace(year=2016)
    with pytest.raises(UncountableError):
        of(PERSONER, before)
    assert of_series(KNOWN, PERSONER, before, units=[72]) == 4


def test_a_unit_that_is_waited_for_makes_the_total_missing() -> None:
    known = quantities(
        """
        timmar  utfall 2017 71 10 20
        timmar  utfall 2017 72 10
        platser utfall 2017 71 10 20
        """,
        awaited="""
        timmar  2017 72 2
        platser 2017 72 2
        """,
    )
    assert of_series(known, TIMMAR, OUTCOME) is None
    assert of_series(known, TIMMAR, OUTCOME._replace(last=1)) == 20
    assert of_series(known, TIMMAR, OUTCOME, units=[71]) == 30
    assert of_series(known, PLATSER, OUTCOME._replace(first=2)) is None
    assert of_series(known, PLATSER, OUTCOME) == 10
    assert quantity(known, [TIMMAR, PLATSER], OUTCOME) is None


months = st.lists(
    st.none() | st.integers(min_value=0, max_value=10**9), min_size=12, max_size=12
)
by_unit = st.dictionaries(
    st.integers(min_value=1, max_value=5), months.map(tuple), max_size=4
)
spans = st.tuples(
    st.integers(min_value=1, max_value=12), st.integers(min_value=1, max_value=12)
).map(sorted)
some_units = st.none() | st.sets(st.integers(min_value=1, max_value=5))


def held(series: int, units: dict[int, Months]) -> Quantities:
    return Quantities(series=SERIES, months={Of(series, Scenario.OUTCOME, 2017): units})


def sums(units: dict[int, Months], span: list[int], only: set[int] | None) -> list[int]:
    """Each month's sum over some units, of months in a span where any reported."""
    chosen = [m for unit, m in units.items() if only is None or unit in only]
    columns = [
        [value for m in chosen if (value := m[at]) is not None]
        for at in range(span[0] - 1, span[1])
    ]
    return [sum(column) for column in columns if column]


@given(units=by_unit, span=spans, only=some_units)
def test_any_months_and_units_obey_the_series_rule(
    units: dict[int, Months], span: list[int], only: set[int] | None
) -> None:
    when = OUTCOME._replace(first=span[0], last=span[1])
    found = sums(units, span, only)
    expected = {
        TIMMAR: Fraction(sum(found), MILLI),
        PLATSER: Fraction(sum(found), MILLI * max(len(found), 1)),
        LAGER: Fraction(found[-1] if found else 0, MILLI),
    }
    for series, figure in expected.items():
        told = of_series(held(series, units), series, when, units=only)
        assert told == (figure if found else None)


@given(units=by_unit, cut=st.integers(min_value=1, max_value=11))
def test_the_sums_of_two_spans_make_the_sum_of_both(
    units: dict[int, Months], cut: int
) -> None:
    known = held(TIMMAR, units)
    first = of_series(known, TIMMAR, OUTCOME._replace(last=cut))
    rest = of_series(known, TIMMAR, OUTCOME._replace(first=cut + 1))
    whole = of_series(known, TIMMAR, OUTCOME)
    assert (whole or 0) == (first or 0) + (rest or 0)


@given(units=by_unit)
def test_a_mean_lies_between_the_least_and_the_greatest_month(
    units: dict[int, Months],
) -> None:
    found = sums(units, [1, 12], None)
    mean = of_series(held(PLATSER, units), PLATSER, OUTCOME)
    if mean is None:
        assert found == []
    else:
        assert min(found) <= mean * MILLI <= max(found)


def test_levels_and_sums_are_told_apart() -> None:
    assert [SERIES[one].is_level for one in (TIMMAR, PLATSER, LAGER)] == [
        False,
        True,
        True,
    ]
    assert SERIES[TIMMAR].over_time is OverTime.SUM
