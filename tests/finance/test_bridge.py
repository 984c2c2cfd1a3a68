"""The bridge: it adds up to the öre, whatever it is made of, and as Södertälje says."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from committees.models import FollowUp
from committees.numbers import Scale, Unit, money_text
from committees.trees import activity_tree, cost_centre_tree
from finance.models import (
    ActivitySummary,
    Analysis,
    Duration,
    ForecastRow,
    OutcomeAdjustment,
    SummaryKind,
)
from finance.review.actions import counted_effects
from finance.review.bridge import (
    Adjustment,
    Budget,
    Part,
    Parts,
    Step,
    Words,
    Year,
    adds_up,
    bridge,
    pattern,
    phasing,
)
from finance.review.bridge_facts import beside
from finance.review.bridging import NoBridgeError, parts
from finance.review.parts import PartOf
from tests.conftest import follow_up

MKR = Scale(Unit.MKR, 1)
WORDS = Words("Avvikelse hittills", "Prognos")
ORE = st.integers(min_value=-(10**13), max_value=10**13)
PART = st.builds(Part, st.none() | ORE)


def by_key(steps: tuple[Step, ...]) -> dict[str, int | None]:
    """The amounts of a bridge."""
    return {step.key: step.ore for step in steps}


@given(
    st.builds(
        Parts,
        to_date=ORE,
        forecast=ORE,
        adjustments=st.lists(
            st.builds(Adjustment, st.just("r"), st.just("Orsak"), ORE), max_size=4
        ).map(tuple),
        phasing=PART,
        one_offs=PART,
        actions=PART,
        volume=PART,
        controller=st.none() | ORE,
    )
)
def test_any_bridge_adds_up_to_the_ore(made: Parts) -> None:
    steps = bridge(made, WORDS)
    assert adds_up(steps)
    assert steps[0].ore == made.to_date
    assert steps[-1].ore == made.forecast


def test_what_no_step_explains_is_named() -> None:
    steps = bridge(Parts(to_date=100, forecast=250, actions=Part(30)), WORDS)
    assert by_key(steps)["residual"] == 120
    assert next(step.label for step in steps if step.key == "residual") == "Övrigt"


def test_an_adjustment_on_controller_level_stands_between_units_and_forecast() -> None:
    found = by_key(bridge(Parts(to_date=0, forecast=10, controller=300), WORDS))
    assert (found["units"], found["controller"], found["forecast"]) == (-290, 300, 10)


@given(
    st.dictionaries(
        st.integers(1, 5),
        st.tuples(ORE, st.integers(0, 100)).map(
            lambda pair: Year(pair[0] * pair[1] // 100, pair[0])
        ),
    ),
    st.dictionaries(st.integers(1, 5), st.builds(Budget, ORE, ORE)),
)
def test_what_is_expected_to_date_lies_within_the_budget(
    history: dict[int, Year], budgets: dict[int, Budget]
) -> None:
    usual = pattern(history)
    for group, budget in budgets.items():
        expected = usual.expected(group, budget.whole)
        assert expected is None or abs(expected) <= abs(budget.whole)


def test_phasing_is_what_the_pattern_takes_back() -> None:
    usual = pattern({1: Year(-600, -1000)})
    twelfths = {1: Budget(-800, -1200)}
    assert phasing(twelfths, usual, holiday={}) == -800 + 720
    assert phasing(twelfths, usual, holiday={1: -30}) == -800 + 720 + 30


def test_a_history_that_is_no_share_gives_no_pattern() -> None:
    usual = pattern({1: Year(5, 0), 2: Year(120, 100), 3: Year(-1, 100)})
    assert usual.without == {1, 2, 3}
    assert phasing({1: Budget(1, 2)}, usual, holiday={}) is None


@pytest.fixture
def sodertalje() -> FollowUp:
    """Delår 2 2017 of Södertälje."""
    return follow_up("sodertalje-on", "2017-08")


@pytest.mark.django_db
def test_sodertalje_goes_from_14_7_over_10_6_to_12_3(sodertalje: FollowUp) -> None:
    steps = bridge(parts(sodertalje), WORDS)
    shown = {step.key: money_text(step.ore, MKR) for step in steps}
    assert shown["to-date"] == "14,7"
    assert shown["adjustment-holiday_pay"] == "−3,1"
    assert shown["adjustment-full_year"] == "−1,0"
    assert shown["adjusted"] == "10,6"
    assert shown["forecast"] == "12,3"
    assert adds_up(steps)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("slug", "month"),
    [
        ("botkyrka-von", "2017-08"),
        ("botkyrka-von", "2017-03"),
        ("enkoping-von", "2024-08"),
        ("sodertalje-on", "2018-04"),
    ],
)
def test_every_follow_ups_bridge_adds_up(slug: str, month: str) -> None:
    assert adds_up(bridge(parts(follow_up(slug, month)), WORDS))


@pytest.mark.django_db
def test_parts_of_a_committee_sum_to_the_whole(sodertalje: FollowUp) -> None:
    units = cost_centre_tree(sodertalje.committee, month=sodertalje.period)
    activities = activity_tree(sodertalje.committee, month=sodertalje.period)
    whole = parts(sodertalje)
    top = units.roots()[0]
    branches = [
        parts(sodertalje, PartOf(cost_centres=units.under([units.nodes[child].code])))
        for child in units.children[top.id]
    ]
    assert sum(each.to_date for each in branches) == whole.to_date
    assert sum(each.forecast for each in branches) == whole.forecast
    everything = frozenset(activities.nodes)
    assert parts(sodertalje, PartOf(activities=everything)) == whole


@pytest.mark.django_db
def test_only_what_is_decided_counts_as_effect(sodertalje: FollowUp) -> None:
    codes = set(counted_effects(sodertalje).values_list("action__code", flat=True))
    assert "A7" not in codes
    assert parts(sodertalje).actions.ore == 455_000_000


@pytest.mark.django_db
def test_what_is_booked_lapses(sodertalje: FollowUp) -> None:
    OutcomeAdjustment.objects.filter(follow_up=sodertalje, reason="holiday_pay").update(
        booked=True
    )
    found = by_key(bridge(parts(sodertalje), WORDS))
    assert "adjustment-holiday_pay" not in found


@pytest.mark.django_db
def test_a_one_off_takes_what_is_left_of_its_rows(sodertalje: FollowUp) -> None:
    before = by_key(bridge(parts(sodertalje), WORDS))
    rows = ForecastRow.objects.filter(follow_up=sodertalje)
    for unit, activity in rows.values_list("cost_centre", "activity").distinct():
        Analysis.objects.create(
            committee=sodertalje.committee,
            follow_up=sodertalje,
            cost_centre_id=unit,
            activity_id=activity,
            duration=Duration.ONE_OFF,
        )
    after = by_key(bridge(parts(sodertalje), WORDS))
    assert before["one-offs"] is None
    # With every row a one-off nothing is left for övrigt but rows without forecast.
    assert abs(after["residual"] or 0) <= 100
    assert beside(sodertalje, PartOf(cost_centres=frozenset())).one_offs == frozenset()


@pytest.mark.django_db
def test_without_a_forecast_there_is_no_bridge(sodertalje: FollowUp) -> None:
    ActivitySummary.objects.filter(
        committee=sodertalje.committee, kind=SummaryKind.FORECAST
    ).delete()
    with pytest.raises(NoBridgeError, match="Prognos saknas"):
        parts(sodertalje)
