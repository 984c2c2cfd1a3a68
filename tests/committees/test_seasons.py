"""Early warning, on the real months of a committee and on laws."""

from __future__ import annotations

import csv
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from committees.patterns import Values
from committees.periods import MONTH_HEADS
from committees.season_words import standing, warnings
from committees.seasons import Judged, Verdict, verdict

YEAR, AUGUST = 2017, 8
patient = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
"""A busy machine is no fault."""
Months = tuple[int | None, ...]


def printed(sources: Path, table: str, label: str = "Utfall") -> dict[int, Months]:
    """The months that a source table prints, by year."""
    path = sources / f"sodertalje-2017-volumes-{table}.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = [r for r in csv.DictReader(file) if r["label"].startswith(label)]
    return {
        int(row["label"][-4:]): tuple(
            int(row[head]) if row[head] else None for head in MONTH_HEADS
        )
        for row in rows
    }


def judged(values: Values, month: int = AUGUST) -> Verdict:
    return verdict(values, year=YEAR, month=month)


def said(found: Verdict) -> list[str]:
    """The warnings, with plain spaces."""
    return [text.replace("\N{NO-BREAK SPACE}", " ") for text in warnings(found)]


def test_the_fall_in_home_care_warns_in_june_and_says_how_rare_it_is(
    sources: Path,
) -> None:
    found = judged(printed(sources, "home-care"), 6)
    assert found.warns
    assert said(found)[:2] == [
        "Juni ligger 58 % under mönstret, lägre än någon juni de tre senaste åren.",
        "Så långt från mönstret har ingen av 30 tidigare månader legat.",
    ]


def test_the_fall_is_told_as_long_as_it_lasts(sources: Path) -> None:
    found = judged(printed(sources, "home-care"))
    assert found.month is not None
    assert (found.month.as_far, found.month.of) == (1, 30)
    assert "Så långt från mönstret har 1 månad av 30 legat." in warnings(found)
    assert "Har legat under mönstret tre månader i rad." in warnings(found)


def test_a_collapse_that_has_become_the_level_still_warns(sources: Path) -> None:
    found = judged(printed(sources, "pus"))
    assert found.month is not None
    assert not found.month.is_unusual
    assert found.shift is not None
    assert found.shift.percent == -63
    assert len(said(found)) == 1
    assert said(found)[0].startswith(
        "Nivån januari–augusti är 63 % lägre än samma månader 2016"
    )


@pytest.mark.parametrize(
    ("table", "label"),
    [
        ("housing-decisions", "Utfall"),
        ("housing-children", "Utfall"),
        ("housing-psychiatry", "Utfall"),
        ("housing-full-year-places", "Intern"),
        ("housing-full-year-places", "Extern"),
        ("personal-assistance-lss", "Utfall"),
        ("personal-assistance-sfb", "Utfall"),
        ("housing-support", "Utfall"),
    ],
)
def test_series_that_follow_their_season_do_not_warn(
    sources: Path, table: str, label: str
) -> None:
    found = judged(printed(sources, table, label))
    assert not found.is_too_short
    assert warnings(found) == ()


def test_one_year_is_too_short_to_warn_of_a_dip(sources: Path) -> None:
    found = judged(printed(sources, "daily-activity-attendance", "Intern"), 7)
    assert not found.warns
    assert "Historiken är för kort" in standing(found)
    assert "serien har inget" in standing(found)


def test_the_summers_dip_is_normal_where_earlier_summers_show_it(
    sources: Path,
) -> None:
    now = printed(sources, "daily-activity-attendance", "Intern")[YEAR]
    before = (*(v or 0 for v in now[:8]), 284, 286, 288, 280)
    found = judged({2015: before, 2016: before, YEAR: now}, 7)
    assert not found.warns
    assert standing(found).startswith("Juli följer mönstret, inom det vanliga.")
    flat = (285,) * 12
    assert judged({2015: flat, 2016: flat, YEAR: now}, 7).warns


def test_a_level_that_has_moved_for_months_is_told() -> None:
    flat = (100, 101, 99, 100, 102, 100, 99, 100, 101, 100, 98, 100)
    now = (100, 99, 100, 90, 91, 90, 89)
    found = judged({2014: flat, 2015: flat, 2016: flat, YEAR: now}, 7)
    assert found.streak is not None
    assert (found.streak.length, found.streak.is_above) == (4, False)
    text = "Har legat under mönstret fyra månader i rad, så länge som aldrig förut."
    assert text in warnings(found)


def test_a_month_that_nobody_reported_breaks_a_row_of_months() -> None:
    flat = (100, 101, 99, 100, 102, 100, 99, 100, 101, 100, 98, 100)
    now = (100, 99, 100, 90, 91, None, 89)
    found = judged({2015: flat, 2016: flat, YEAR: now}, 7)
    assert found.streak is None


def test_an_empty_year_has_nothing_to_compare() -> None:
    found = judged({2015: (5,) * 12, 2016: (5,) * 12})
    assert found.latest == 0
    assert "Ingen månad i år är rapporterad" in standing(found)


def test_months_after_the_follow_ups_are_not_looked_at(sources: Path) -> None:
    values = printed(sources, "home-care")
    until_may = {**values, YEAR: values[YEAR][:5]}
    assert judged(values, 5) == judged(until_may)


def test_years_that_are_not_in_a_row_are_named() -> None:
    whole = (100,) * 12
    found = judged({2013: whole, 2015: whole, 2016: whole, YEAR: (100, 50)}, 2)
    assert "lägre än någon februari 2013, 2015 eller 2016." in warnings(found)[0]


size = st.integers(0, 5000)
month = st.one_of(st.none(), size)
histories = st.lists(month, min_size=48, max_size=48).map(
    lambda values: {
        year: tuple(values[n * 12 : n * 12 + 12])
        for n, year in enumerate(range(2014, YEAR + 1))
    }
)
scales = st.builds(Fraction, st.integers(1, 1000), st.integers(1, 1000))


@patient
@given(histories, scales)
def test_the_unit_of_a_series_does_not_decide_who_is_warned(
    values: dict[int, Months], scale: Fraction
) -> None:
    scaled = {
        y: tuple(None if v is None else v * scale for v in months)
        for y, months in values.items()
    }
    one, other = judged(values), judged(scaled)
    assert warnings(one) == warnings(other)
    assert standing(one) == standing(other)
    assert {n: each.expected * scale for n, each in one.judged.items()} == {
        n: each.expected for n, each in other.judged.items()
    }


@patient
@given(histories, st.integers(1, 12))
def test_a_missing_month_is_never_judged(
    values: dict[int, Months], missing: int
) -> None:
    months = list(values[YEAR])
    months[missing - 1] = None
    found = judged({**values, YEAR: tuple(months)}, 12)
    assert missing not in found.judged
    assert found.latest != missing


@patient
@given(histories)
def test_every_verdict_can_be_told_in_words(values: dict[int, Months]) -> None:
    found = judged(values)
    assert standing(found)
    assert bool(warnings(found)) is found.warns


@patient
@given(st.lists(size, min_size=12, max_size=12).map(tuple), st.integers(1, 12))
def test_a_year_like_the_others_follows_its_pattern(months: Months, until: int) -> None:
    found = judged({2014: months, 2015: months, 2016: months, YEAR: months}, until)
    assert not found.warns
    assert all(abs(each.gap) < 1000 for each in found.judged.values())


def test_costs_must_be_given_as_sizes() -> None:
    costs = tuple(Fraction(-n, 3) for n in range(1, 13))
    assert judged({2015: costs, 2016: costs, YEAR: costs}) == Verdict(YEAR, AUGUST)


def test_how_far_is_rounded_half_away_from_zero() -> None:
    month = Judged(1, Fraction(1), -125_000, 0, 20, is_unusual=True)
    assert month.percent == -13
    assert replace(month, gap=125_000).percent == 13
