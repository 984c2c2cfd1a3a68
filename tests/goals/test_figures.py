"""Targets, trends and elapsed months."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goals.figures import (
    Better,
    Decision,
    Reached,
    Target,
    Trend,
    elapsed,
    gap,
    months_elapsed,
    proposed_rank,
    reached,
    trend,
)


@pytest.mark.parametrize(
    ("value", "better", "found"),
    [
        (87_000, Better.HIGHER, Reached.NO),
        (95_000, Better.HIGHER, Reached.YES),
        (91_000, Better.HIGHER, Reached.NEARLY),
        (95_001, Better.LOWER, Reached.NEARLY),
        (80_000, Better.LOWER, Reached.YES),
        (None, Better.HIGHER, Reached.UNKNOWN),
    ],
)
def test_a_value_against_its_target(
    value: int | None, better: Better, found: Reached
) -> None:
    assert reached(value, Target(95_000), better) is found


def test_a_band_has_two_ends() -> None:
    target = Target(20_000, 30_000)
    assert reached(25_000, target, Better.BAND) is Reached.YES
    assert reached(19_500, target, Better.BAND) is Reached.NEARLY
    assert reached(40_000, target, Better.BAND) is Reached.NO


def test_better_is_down_where_lower_is_better() -> None:
    assert trend([8_300, None, 9_300], Better.LOWER) is Trend.WORSE
    assert trend([9_300, 8_910], Better.LOWER) is Trend.BETTER
    assert trend([8_910], Better.LOWER) is Trend.UNKNOWN
    assert trend([5, 5], Better.HIGHER) is Trend.SAME


def test_the_gap_is_women_less_men() -> None:
    assert gap(82_000, 87_150) == -5_150
    assert gap(None, 87_150) is None


def test_the_proposal_of_a_goal_follows_what_is_below_it() -> None:
    assert proposed_rank([0, 0], worst=2) == 0
    assert proposed_rank([0, 2], worst=2) == 1
    assert proposed_rank([2, 2], worst=2) == 2
    assert proposed_rank([], worst=2) is None


def test_a_month_is_whole_when_its_day_has_come() -> None:
    assert months_elapsed(date(2016, 12, 21), date(2017, 8, 20)) == 7
    assert months_elapsed(date(2016, 12, 21), date(2017, 8, 21)) == 8
    assert months_elapsed(date(2017, 1, 31), date(2017, 2, 28)) == 0


def test_waiting_ends_with_the_first_of_execution_end_and_report() -> None:
    begun, as_of = date(2016, 5, 10), date(2017, 8, 31)
    assert elapsed(Decision(begun), as_of=as_of) == 15
    assert elapsed(Decision(begun, executed=date(2017, 4, 10)), as_of=as_of) == 11
    assert elapsed(Decision(begun, executed=date(2018, 1, 1)), as_of=as_of) == 15


days = st.dates(date(2000, 1, 1), date(2040, 1, 1))


@given(days, days, st.integers(0, 400))
def test_waiting_longer_never_counts_fewer_months(
    begun: date, until: date, more: int
) -> None:
    later = until + timedelta(days=more)
    assert 0 <= months_elapsed(begun, until) <= months_elapsed(begun, later)
