"""Figures of money from leaf sums, on worksheets that can be checked by hand."""

from __future__ import annotations

from decimal import Decimal
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from committees.periods import Scenario, Span
from finance.figures import (
    Books,
    GrantLeaf,
    Leaf,
    Measure,
    Selection,
    Series,
    deviation,
    figure,
    plus,
    total,
)
from tests.finance.worksheet import GROUPS, REVENUE, books

OUTCOME = Series(Scenario.OUTCOME, 2017, Span.PERIOD)
BUDGET = Series(Scenario.BUDGET, 2017, Span.YEAR)
FORECAST = Series(Scenario.FORECAST, 2017, Span.YEAR)

YEAR = books(
    """
    utfall  2017 period 773 intäkter extern   40
    utfall  2017 period 773 intäkter inom     15
    utfall  2017 period 773 personal extern -100
    utfall  2017 period 778 köp      inom    -15
    utfall  2017 period 778 köp      extern  -60,50
    utfall  2016 period 773 personal extern  -90
    budget  2017 år     773 personal extern -150
    budget  2017 år     778 köp      extern  -90
    prognos 2017 år     773 personal extern -148
    prognos 2017 år     778 köp      extern  -97
    bidrag  2017 år     773 RAM      extern  150
    bidrag  2017 år     773 TILL     extern    5
    bidrag  2017 år     778 RAM      extern   90
    bidrag  2017 period 773 RAM      extern  100
    """
)


def kronor(
    measure: Measure, series: Series, selection: Selection | None = None
) -> Decimal | None:
    ore = figure(YEAR, selection or Selection(), measure=measure, series=series)
    return None if ore is None else Decimal(ore) / 100


def test_net_is_revenue_plus_cost_in_stored_sign() -> None:
    assert kronor(Measure.NET, OUTCOME) == Decimal("-120.5")
    assert kronor(Measure.NET, OUTCOME, Selection(activities={778})) == Decimal("-75.5")
    assert kronor(Measure.NET, OUTCOME, Selection(groups={GROUPS["köp"]})) == Decimal(
        "-75.5"
    )


def test_revenue_and_cost_leave_out_what_is_sold_within_the_committee() -> None:
    assert kronor(Measure.REVENUE, OUTCOME) == 40
    assert kronor(Measure.COST, OUTCOME) == Decimal("-160.5")
    assert kronor(Measure.NET, OUTCOME) == 40 - Decimal("160.5")


def test_an_internal_sum_that_is_not_zero_stays_in_the_net() -> None:
    one_side = Selection(activities={773})
    assert kronor(Measure.REVENUE, OUTCOME, one_side) == 40
    assert kronor(Measure.COST, OUTCOME, one_side) == -100
    assert kronor(Measure.NET, OUTCOME, one_side) == -45


def test_result_is_grant_plus_net() -> None:
    assert kronor(Measure.RESULT, BUDGET) == 245 - 240
    assert kronor(Measure.RESULT, FORECAST) == 245 - 245
    assert kronor(Measure.RESULT, OUTCOME, Selection(activities={773})) == 100 - 45


def test_a_grant_is_received_as_decided_whatever_the_scenario() -> None:
    series = Series(Scenario.OUTCOME, 2017, Span.YEAR)
    assert kronor(Measure.GRANT, series) == 245
    assert kronor(Measure.GRANT, series, Selection(decisions={"TILL"})) == 5
    assert kronor(Measure.GRANT, series, Selection(activities={778})) == 90


def test_a_result_without_grant_is_the_net_and_without_net_the_grant() -> None:
    assert kronor(Measure.RESULT, OUTCOME, Selection(activities={778})) == Decimal(
        "-75.5"
    )
    whole = Series(Scenario.OUTCOME, 2017, Span.YEAR)
    assert kronor(Measure.RESULT, whole) == 245


@pytest.mark.parametrize("measure", [m for m in Measure if m is not Measure.DEVIATION])
def test_what_has_no_rows_is_missing_and_not_zero(measure: Measure) -> None:
    assert kronor(measure, Series(Scenario.OUTCOME, 2014, Span.PERIOD)) is None
    nothing = Selection(activities=(), decisions=())
    assert kronor(measure, OUTCOME, nothing) is None
    assert figure(Books(), Selection(), measure=measure, series=OUTCOME) is None


def test_rows_that_sum_to_zero_are_zero_and_not_missing() -> None:
    zero = books(
        """
        utfall 2017 period 773 personal extern -10
        utfall 2017 period 773 köp      extern  10
        """
    )
    assert figure(zero, Selection(), measure=Measure.NET, series=OUTCOME) == 0


def test_an_empty_selection_selects_nothing_and_none_selects_all() -> None:
    assert kronor(Measure.NET, OUTCOME, Selection(activities=())) is None
    assert kronor(Measure.NET, OUTCOME, Selection(activities=None)) == Decimal("-120.5")


def test_years_and_spans_are_kept_apart() -> None:
    assert kronor(Measure.NET, OUTCOME._replace(year=2016)) == -90
    assert kronor(Measure.NET, OUTCOME._replace(span=Span.YEAR)) is None


def test_projects_and_balance_lines_are_summed_over_what_is_selected() -> None:
    balance = Series(Scenario.OUTCOME, 2017, Span.PERIOD)
    kept = Books(
        investments={BUDGET: {1: -500, 2: -300, 3: 0}},
        balance={balance: {7: 900, 8: -900}},
    )
    invested = [
        figure(kept, Selection(projects=p), measure=Measure.INVESTMENT, series=BUDGET)
        for p in ([1, 2], [3], [4], [])
    ]
    assert invested == [-800, 0, None, None]
    whole = Selection(accounts=[7, 8])
    assert figure(kept, whole, measure=Measure.BALANCE, series=balance) == 0


def test_a_deviation_is_positive_when_it_is_surplus() -> None:
    forecast = figure(YEAR, Selection(), measure=Measure.NET, series=FORECAST)
    budget = figure(YEAR, Selection(), measure=Measure.NET, series=BUDGET)
    assert deviation(forecast, budget) == -500
    assert deviation(-100, -120) == 20


def test_a_missing_part_counts_as_zero_unless_both_are_missing() -> None:
    assert (deviation(None, -5), deviation(-5, None)) == (5, -5)
    assert deviation(None, None) is None
    assert (plus(None, 0), plus(None, None)) == (0, None)
    assert (total([]), total([0])) == (None, 0)


ORE = st.integers(-(10**12), 10**12)
LEAVES = st.dictionaries(
    st.builds(Leaf, st.integers(1, 9), st.integers(1, 3), st.booleans()), ORE
)
GRANTS = st.dictionaries(
    st.builds(GrantLeaf, st.integers(1, 9), st.sampled_from(["RAM", "TILL"])), ORE
)
SUMMED = [Measure.NET, Measure.REVENUE, Measure.COST, Measure.GRANT, Measure.RESULT]


def ledger(leaves: dict[Leaf, int], grants: dict[GrantLeaf, int]) -> Books:
    return Books(
        operating={BUDGET: leaves}, grants={BUDGET: grants}, revenue_groups=REVENUE
    )


@given(LEAVES, GRANTS, st.lists(st.integers(0, 3), min_size=9, max_size=9))
def test_a_total_is_the_sum_over_any_partition_of_the_activities(
    leaves: dict[Leaf, int], grants: dict[GrantLeaf, int], parts: list[int]
) -> None:
    kept = ledger(leaves, grants)
    for measure in SUMMED:
        whole = figure(kept, Selection(), measure=measure, series=BUDGET)
        rows = [
            figure(
                kept,
                Selection(activities={a for a in range(1, 10) if parts[a - 1] == n}),
                measure=measure,
                series=BUDGET,
            )
            for n in range(4)
        ]
        assert whole == total(row for row in rows if row is not None)


@given(LEAVES, GRANTS, st.randoms(use_true_random=False))
def test_the_order_of_facts_does_not_matter(
    leaves: dict[Leaf, int], grants: dict[GrantLeaf, int], shuffled: Random
) -> None:
    mixed = list(leaves.items())
    shuffled.shuffle(mixed)
    one = ledger(leaves, grants)
    other = ledger(dict(mixed), dict(reversed(grants.items())))
    for measure in SUMMED:
        found = [
            figure(kept, Selection(), measure=measure, series=BUDGET)
            for kept in (one, other)
        ]
        assert found[0] == found[1]


@given(LEAVES)
def test_net_is_revenue_cost_and_what_stays_within(leaves: dict[Leaf, int]) -> None:
    kept = ledger(leaves, {})
    net, revenue, cost = (
        figure(kept, Selection(), measure=m, series=BUDGET) or 0
        for m in (Measure.NET, Measure.REVENUE, Measure.COST)
    )
    within = sum(ore for leaf, ore in leaves.items() if leaf.internal)
    assert net == revenue + cost + within
