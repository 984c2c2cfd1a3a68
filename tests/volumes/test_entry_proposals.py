"""Proposals for a series' year: sums go on, levels stay, and both are tried."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from committees.series import Way
from volumes.entry.expecting import expected
from volumes.entry.proposals import STEPS, Known, history, proposals, reported
from volumes.figures import Months, OverTime

YEAR = 2017
SUM, MEAN, LAST = OverTime.SUM, OverTime.MEAN, OverTime.LAST


def months(*values: int | None) -> Months:
    """Months from January; the rest are not reported."""
    return (*values, *(None,) * (12 - len(values)))


def made(known: Known, month: int) -> dict[Way, int]:
    """The proposals by their way, in thousandths."""
    return {each.way: each.ore for each in proposals(known, year=YEAR, month=month)}


def test_a_sum_goes_on_at_its_pace() -> None:
    known = Known(SUM, {YEAR: months(*(1000,) * 8)})
    assert made(known, 8) == {Way.RUN_RATE: 12_000}


def test_a_level_stays_where_it_has_been() -> None:
    known = Known(MEAN, {YEAR: months(10_000, 11_000, 13_000)})
    assert made(known, 3) == {Way.RUN_RATE: 11_333}
    assert proposals(known, year=YEAR, month=3)[0].how == "Genomsnittet januari–mars."


def test_a_level_changes_as_it_did_last_year() -> None:
    last = months(*(10_000,) * 6, *(12_000,) * 6)
    known = Known(MEAN, {YEAR - 1: last, YEAR: months(*(20_000,) * 6)})
    assert made(known, 6)[Way.PROFILE] == 22_000
    known = Known(LAST, {YEAR - 1: last, YEAR: months(*(20_000,) * 6)})
    assert made(known, 6)[Way.PROFILE] == 24_000


def test_the_rest_of_the_budget_is_what_is_left_of_it() -> None:
    budget = {YEAR: months(*(10_000,) * 12)}
    known = Known(SUM, {YEAR: months(*(12_000,) * 6)}, budget)
    assert made(known, 6)[Way.REMAINING_BUDGET] == 132_000
    known = Known(MEAN, {YEAR: months(*(12_000,) * 6)}, budget)
    assert made(known, 6)[Way.REMAINING_BUDGET] == 11_000
    assert Way.REMAINING_BUDGET not in made(Known(LAST, {}, budget), 6)


def test_a_missing_month_is_no_zero() -> None:
    gap = months(1000, None, 1000)
    assert reported(gap, 3, SUM) == 1
    assert reported(gap, 3, MEAN) == 3
    assert made(Known(SUM, {YEAR: gap}), 3) == {Way.RUN_RATE: 12_000}
    assert made(Known(MEAN, {YEAR: gap}), 3) == {Way.RUN_RATE: 1_000}


def test_a_way_is_tried_on_earlier_years() -> None:
    earlier = {y: months(*(1000,) * 11, 2000) for y in (2014, 2015, 2016)}
    known = Known(SUM, {**earlier, YEAR: months(*(1000,) * 8)})
    by_way = {p.way: p for p in proposals(known, year=YEAR, month=8)}
    assert by_way[Way.RUN_RATE].worth == "Har missat med 7,7 % i snitt 2014–2016."
    assert by_way[Way.PROFILE].worth == "Har missat med 0,0 % i snitt 2015–2016."


def test_the_earlier_forecast_is_one_of_them() -> None:
    known = Known(MEAN, before={YEAR: (5_500, 4)})
    (only,) = proposals(known, year=YEAR, month=8)
    assert (only.way, only.ore) == (Way.CARRIED, 5_500)
    assert only.how == "Prognosen i uppföljningen för april."


VALUES = st.lists(st.integers(0, 10**9), min_size=1, max_size=12)


@given(VALUES, st.sampled_from([MEAN, LAST]))
def test_the_run_rate_of_a_level_is_the_level(
    values: list[int], rule: OverTime
) -> None:
    known = Known(rule, {YEAR: months(*values)})
    level = Fraction(sum(values), len(values)) if rule is MEAN else Fraction(values[-1])
    distance = abs(made(known, len(values))[Way.RUN_RATE] - level)
    assert distance <= Fraction(1, 2)


@given(VALUES, st.integers(1, 12))
def test_a_level_is_parted_without_rounding(values: list[int], month: int) -> None:
    known = Known(MEAN, {YEAR: months(*values)})
    year = history(known, year=YEAR, month=month).now
    assert Fraction(year.whole, STEPS) == Fraction(sum(values), len(values))


def test_a_month_is_usual_beside_last_years() -> None:
    usual = expected({3: 10_000}, {}, year=YEAR, month=3, decimals=0)
    assert usual is not None
    assert (usual.mark(5_000), usual.mark(15_000)) == ("", "")
    assert usual.mark(4_999) == "Mars är mindre än hälften av mars 2016: 10"
    assert usual.mark(15_001) == "Mars är mer än en och en halv gång mars 2016: 10"


def test_a_month_without_last_years_is_held_against_the_one_before() -> None:
    usual = expected({}, {2: 10_000}, year=YEAR, month=3, decimals=0)
    assert usual is not None
    assert "februari 2017: 10" in usual.mark(1)
    assert expected({3: 0}, {}, year=YEAR, month=3, decimals=0) is None
