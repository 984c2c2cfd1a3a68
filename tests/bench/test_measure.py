"""The measuring itself."""

from __future__ import annotations

from tests.bench.measure import Case, run


def _spin(turns: int) -> int:
    return sum(range(turns))


def test_the_ratio_is_measured_over_the_sum_of_the_floors() -> None:
    case = Case(
        name="prov",
        measured=lambda: _spin(2_000_000),
        floor=(lambda: _spin(500_000), lambda: _spin(500_000)),
        goal=10,
        rounds=5,
        facts={"queries": 3},
    )
    result = run(case)
    assert 1.2 < result.ratio < 3.5
    assert result.met
    assert result.as_json()["queries"] == 3


def test_a_goal_that_is_not_met_is_told() -> None:
    case = Case(
        name="prov",
        measured=lambda: _spin(500_000),
        floor=(lambda: _spin(50_000),),
        goal=1,
        rounds=3,
    )
    assert not run(case).met


def test_what_is_to_be_slower_than_us_meets_a_goal_from_above() -> None:
    case = Case(
        name="prov",
        measured=lambda: _spin(500_000),
        floor=(lambda: _spin(50_000),),
        goal=2,
        rounds=3,
        at_least=True,
    )
    assert run(case).met
