"""Tables of months as lines: which are drawn, how, and what the title says."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from committees.periods import Month, Scenario
from committees.words import listed
from reports.charts import Chart, SeriesRole
from reports.month_lines import has_months, month_lines
from reports.tables.model import Table, Value
from reports.tables.spec import TableSpec
from tests.reports.sample_volumes import (
    AUGUST,
    HOURS,
    hours,
    months_spec,
    months_table,
    so_far,
)
from volumes.figures import OverTime

BUDGET, OUTCOME = Scenario.BUDGET, Scenario.OUTCOME
LEVEL = (140, 141, 142, 143, 144, 145, 146, 147)


def drawn(
    table: Table, spec: TableSpec, *, rule: OverTime = OverTime.SUM, at: Month = AUGUST
) -> Chart:
    chart = month_lines(table, spec, month=at, rule=rule)
    assert chart is not None
    return chart


def places(*lines: tuple[str, tuple[int, ...]], mean: Fraction) -> Table:
    """Places by month: each line's months so far, and their mean."""
    return months_table(
        *((label, (*so_far(*months)[:12], mean)) for label, months in lines)
    )


def test_rows_are_drawn_as_what_they_stand_for() -> None:
    chart = drawn(*hours())
    assert [(series.label, series.role) for series in chart.series] == [
        ("Budget 2031", SeriesRole.BUDGET),
        ("Utfall 2031", SeriesRole.OUTCOME),
        ("Utfall 2030", SeriesRole.EARLIER),
        ("Utfall 2029", SeriesRole.EARLIER),
    ]
    assert chart.categories[0] == "jan"
    assert chart.unit_name == "timmar"
    assert chart.source == "nämndens volymer, Delår 2 2031"


def test_the_title_tells_the_period_against_budget() -> None:
    assert drawn(*hours()).title == (
        "Utförda timmar hemtjänst till och med augusti 2031: 40\u202f220,"
        " 7\u00a0% under budget"
    )


def test_without_budget_the_title_tells_the_same_months_of_last_year() -> None:
    table, spec = hours()
    kept = replace(table, rows=table.rows[1:]), replace(spec, rows=spec.rows[1:])
    assert drawn(*kept).title.endswith("5\u00a0% mindre än samma tid 2030")


@pytest.mark.parametrize(
    ("outcome", "budget", "text"),
    [
        (384, 384, ", som budgeterat"),
        (Fraction(38_501, 100), 384, ", 0,3\u00a0% över budget"),
        (Fraction(384_001, 1000), 384, ", som budgeterat"),
        (480, 384, ", 25\u00a0% över budget"),
        (480, 0, ""),
        (None, 384, ""),
    ],
)
def test_a_share_is_told_with_as_many_decimals_as_it_needs(
    outcome: Value, budget: Value, text: str
) -> None:
    table = months_table(
        ("Utfall 2031", (*so_far(*LEVEL)[:12], outcome)),
        ("Budget 2031", ((384,) * 12) + (budget,)),
    )
    title = drawn(table, months_spec(table, (OUTCOME, 0), (BUDGET, 0))).title
    told = title.partition(":")[2].partition(",")
    assert told[1] + told[2] == text


def test_a_mean_is_said_to_be_one() -> None:
    table = places(("Utfall 2031", LEVEL), mean=Fraction(287, 2))
    spec = months_spec(table, (OUTCOME, 0))
    title = drawn(table, spec, rule=OverTime.MEAN).title
    assert title == (
        "Utförda timmar hemtjänst, i genomsnitt till och med augusti 2031: 144"
    )


def test_months_to_come_and_months_not_reported_are_gaps() -> None:
    months = (*HOURS[:3], None, *HOURS[4:])
    table = months_table(
        ("Budget 2031", (5_400,) * 12 + (43_200,)), ("Utfall 2031", so_far(*months))
    )
    chart = drawn(table, months_spec(table, (BUDGET, 0), (OUTCOME, 0)))
    assert chart.series[1].values == (*months, None, None, None, None)
    assert "Uppgift saknas för april." in chart.description
    assert "budget" not in chart.title


def test_a_month_ahead_of_the_follow_up_is_not_drawn() -> None:
    table, spec = hours()
    chart = drawn(table, spec, at=Month(2031, 6))
    assert chart.series[1].values[6:] == (None,) * 6


def test_lines_that_are_close_are_not_drawn_from_zero() -> None:
    table = places(("Utfall 2031", (381, 382, 384, 386)), mean=Fraction(383))
    chart = drawn(table, months_spec(table, (OUTCOME, 0)))
    assert not chart.from_zero
    assert chart.description.endswith("Axeln börjar inte vid noll.")
    assert drawn(*hours()).from_zero


def test_lines_without_variation_are_drawn_from_zero() -> None:
    table = places(("Utfall 2031", (5,) * 8), mean=Fraction(5))
    assert drawn(table, months_spec(table, (OUTCOME, 0))).from_zero


def test_of_several_years_only_totals_are_drawn() -> None:
    table = places(
        ("Intern 2030", LEVEL),
        ("Totalt 2030", LEVEL),
        ("Intern 2031", LEVEL),
        ("Totalt 2031", LEVEL),
        mean=Fraction(143),
    )
    times = [(OUTCOME, year) for year in (-1, -1, 0, 0)]
    chart = drawn(table, months_spec(table, *times))
    assert [series.label for series in chart.series] == ["Utfall 2030", "Utfall 2031"]


def test_the_parts_of_a_single_year_are_drawn_beside_the_total() -> None:
    table = places(
        *(("Intern", LEVEL), ("Extern", LEVEL), ("Totalt", LEVEL)), mean=Fraction(143)
    )
    chart = drawn(table, months_spec(table, *[(OUTCOME, 0)] * 3))
    assert [(series.label, series.role) for series in chart.series] == [
        ("Intern", SeriesRole.PART),
        ("Extern", SeriesRole.PART),
        ("Utfall 2031", SeriesRole.OUTCOME),
    ]


def test_a_table_without_any_figure_has_no_chart() -> None:
    table = months_table(("Utfall 2031", (None,) * 13))
    spec = months_spec(table, (OUTCOME, 0))
    assert month_lines(table, spec, month=AUGUST) is None
    assert has_months(spec)
    assert not has_months(replace(spec, columns=spec.columns[11:]))


def test_words_are_listed_in_swedish() -> None:
    assert listed(["2014"]) == "2014"
    assert listed(["2014", "2015", "2016"]) == "2014, 2015 och 2016"
