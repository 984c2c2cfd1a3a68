"""Volume, mix and price: their sum is the deviation to the öre."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from committees.periods import Month, Scenario, Span
from finance.figures import Selection
from reports.known import Known, Price, PriceOf, UnitCostOf
from reports.quantities import splits
from reports.quantities.volume_price import (
    MixedProvidersError,
    Split,
    SubSeries,
    split,
    together,
)
from tests.finance.worksheet import books
from tests.volumes.worksheet import KOPTA, PLATSER, TIMMAR, quantities

AUGUST = Month(2024, 8)
MKR = 100_000_000


def sub(
    volumes: tuple[int, int], ore: tuple[int | None, int | None], **more: object
) -> SubSeries:
    """Units and money in the budget and as expected."""
    budget, expected = (Fraction(volume) for volume in volumes)
    return SubSeries(budget, expected, *ore, **more)  # type: ignore[arg-type]


def told(found: Split, *parts: str) -> list[object]:
    """Some of the parts."""
    return [getattr(found, part) for part in parts]


def whole(found: Split) -> Fraction:
    """The sum of the parts."""
    parts = (found.volume, found.mix, found.price, found.beyond)
    known = [part for part in parts if part is not None]
    assert len(known) == len(parts)
    return sum(known, Fraction(0))


def test_one_place_fewer_at_the_decided_price_is_a_surplus() -> None:
    one = sub((55, 54), (-70 * MKR, -72 * MKR), price=Fraction(12 * MKR, 10))
    found = split([replace(one, reconciled=True)])
    assert found.volume == Fraction(12 * MKR, 10)
    assert found.mix == 0
    assert found.price == -72 * MKR + Fraction(54 * 12 * MKR, 10)
    assert found.beyond == 70 * MKR - Fraction(55 * 12 * MKR, 10)
    assert whole(found) == found.deviation == -2 * MKR
    assert found.reconciled == -Fraction(12 * MKR, 10)
    assert found.not_reconciled == -Fraction(32 * MKR, 10)


def test_without_a_decided_price_the_budgets_own_cost_is_the_price() -> None:
    found = split([sub((50, 60), (-5000, -6600))])
    assert told(found, "volume", "price", "beyond") == [-1000, -600, 0]
    assert told(found, "mix", "unpriced", "reconciled") == [0, 0, None]


def test_dearer_units_in_the_place_of_cheap_ones_are_mix() -> None:
    cheap, dear = sub((10, 5), (-1000, -500)), sub((10, 15), (-3000, -4500))
    found = split([cheap, dear])
    assert told(found, "volume", "mix", "price") == [0, -1000, 0]
    assert whole(found) == found.deviation == -1000


def test_volume_without_budget_or_price_is_price_and_told_apart() -> None:
    found = split([sub((10, 10), (-1000, -1000)), sub((0, 3), (-50, -450))])
    assert told(found, "volume", "mix") == [0, 0]
    assert found.price == found.unpriced == -400
    assert whole(found) == found.deviation


def test_volume_that_was_not_budgeted_but_has_a_price_is_volume() -> None:
    found = split([sub((0, 3), (0, -400), price=Fraction(100))])
    assert told(found, "volume", "mix", "price", "beyond") == [-300, 0, -100, 0]


def test_what_is_not_known_is_not_told() -> None:
    found = split([sub((55, 54), (None, None), price=Fraction(5))])
    assert told(found, "volume", "mix") == [5, 0]
    assert told(found, "price", "beyond", "deviation") == [None, None, None]
    assert found.not_reconciled is None
    assert split([sub((55, 54), (None, -5))]).volume is None


def test_own_and_external_are_never_one_volume() -> None:
    own = sub((10, 5), (-1000, -500), provider="egen")
    external = sub((10, 15), (-3000, -4500), provider="extern")
    with pytest.raises(MixedProvidersError):
        split([own, external])
    found = together([split([own]), split([external])])
    assert told(found, "volume", "mix", "price") == [-1000, 0, 0]
    assert whole(found) == found.deviation


volumes = st.fractions(min_value=0, max_value=10**6, max_denominator=1000)
ore = st.integers(min_value=-(10**13), max_value=10**13)
prices = st.none() | st.fractions(min_value=0, max_value=10**9, max_denominator=100)
sub_series = st.builds(
    SubSeries, volumes | st.just(Fraction(0)), volumes, ore, ore, prices, st.booleans()
)


@given(st.lists(sub_series, max_size=6))
def test_volume_mix_and_price_are_the_deviation_to_the_ore(
    parts: list[SubSeries],
) -> None:
    found = split(parts)
    deviation = sum((part.expected_ore or 0) for part in parts) - sum(
        (part.budget_ore or 0) for part in parts
    )
    assert whole(found) == found.deviation == deviation


@given(sub_series)
def test_one_volume_alone_has_no_mix(part: SubSeries) -> None:
    assert split([part]).mix == 0


@given(st.lists(sub_series, max_size=4), st.lists(sub_series, max_size=4))
def test_splits_of_providers_add_up(
    own: list[SubSeries], external: list[SubSeries]
) -> None:
    found = together([split(own), split(external)])
    assert whole(found) == found.deviation


KNOWN = Known(
    books=books(
        """
        budget  2024 år 773 personal extern -6600
        prognos 2024 år 773 personal extern -6700
        budget  2024 år 775 personal extern -120
        prognos 2024 år 775 personal extern -150
        """
    ),
    quantities=quantities(
        """
        köpta   budget  2024 71 55 x12
        köpta   prognos 2024 71 54
        platser budget  2024 71 10 x12
        platser prognos 2024 71 10
        timmar  budget  2024 71 1 x12
        """
    ),
    unit_costs={
        1: UnitCostOf((KOPTA,), Selection(activities={773})),
        2: UnitCostOf((PLATSER,), Selection(activities={775})),
    },
)
ORE = splits.Ore(-6600_00, -6700_00)


def compared() -> splits.Times:
    """The year's forecast with its budget."""
    found = splits.times(AUGUST)
    assert found
    return found


def test_a_series_is_parted_at_its_decided_price_or_the_budgets() -> None:
    found = splits.of_series(KNOWN, [KOPTA], ORE, compared()).split
    assert found
    assert told(found, "volume", "price") == [120_00, -220_00]
    prices = {PriceOf(KOPTA, 2024): Price(100_00, reconciled=True)}
    known = replace(KNOWN, prices=prices)
    found = splits.of_series(known, [KOPTA], ORE, compared()).split
    assert found
    assert told(found, "volume", "price") == [100_00, -1300_00]
    assert told(found, "beyond", "reconciled") == [1100_00, -100_00]
    assert whole(found) == found.deviation == -100_00


def test_own_and_external_need_prices_of_their_own() -> None:
    both = [KOPTA, PLATSER]
    parted = splits.of_series(KNOWN, both, ORE, compared())
    assert (parted.split, parted.why) == (None, splits.MIXED)
    prices = {PriceOf(one, 2024): Price(100_00, reconciled=False) for one in both}
    known = replace(KNOWN, prices=prices)
    found = splits.of_series(known, both, ORE, compared()).split
    assert found
    assert told(found, "volume", "mix") == [100_00, 0]
    assert whole(found) == found.deviation == -100_00


def test_unit_costs_of_a_family_are_parted_each_with_its_money() -> None:
    found = splits.of_unit_costs(KNOWN, [1, 2], compared()).split
    assert found
    assert told(found, "volume", "price") == [120_00, -250_00]
    assert whole(found) == found.deviation == -130_00


def test_without_forecast_or_volumes_nothing_is_parted() -> None:
    assert splits.of_series(KNOWN, [TIMMAR], ORE, compared()) == splits.Parted()
    assert splits.of_series(KNOWN, [99], ORE, compared()) == splits.Parted()
    assert splits.of_unit_costs(KNOWN, [], compared()) == splits.Parted()


def test_an_outcome_is_compared_with_the_budget_of_the_same_months() -> None:
    found = splits.times(AUGUST, scenario=Scenario.OUTCOME, span=Span.PERIOD)
    assert found
    assert [time.when.last for time in found] == [8, 8]
    assert splits.times(AUGUST, span=Span.PERIOD) is None
