"""Figures for Plotly: the chart's own figures, exact when pointed at, no markup."""

from __future__ import annotations

import json
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given, settings
from plotly import graph_objects

from committees.numbers import MINUS, Scale, Unit
from reports.charts import Chart, ChartKind, Series, SeriesRole
from reports.render.plotly import figure
from tests.reports import sample
from tests.reports.test_render_svg import charts, points

THIN = "\u202f"


@given(charts())
@settings(max_examples=25, deadline=None)
def test_any_chart_is_a_figure_that_plotly_knows(chart: Chart) -> None:
    made = figure(chart)
    json.dumps(made, allow_nan=False)
    again = graph_objects.Figure(made)  # a ValueError where there is no such thing
    assert len(again.data) == len(made["data"])
    # Markup would become a style, which the policy refuses.
    told = json.dumps(made, ensure_ascii=False).replace("<br>", "")
    assert "<" not in told.replace("<extra></extra>", "")


def test_lines_hold_the_charts_figures_and_its_gaps() -> None:
    chart = sample.months()
    traces = figure(chart)["data"]
    for series, trace in zip(chart.series, traces, strict=True):
        held = [None if v is None else v / 100_000_000 for v in series.values]
        assert list(trace["y"]) == held
        assert not trace["connectgaps"]


def test_budget_is_dashed_and_earlier_years_are_grey() -> None:
    looks = {each["name"]: each["line"] for each in figure(sample.months())["data"]}
    assert looks["Budget 2031"]["dash"] == "6px,4px"
    assert looks["Utfall 2031"]["dash"] == "solid"
    assert looks["2029"]["color"] != looks["Utfall 2031"]["color"]


def test_what_is_pointed_at_is_told_exactly() -> None:
    chart = replace(sample.months(), scale=Scale(Unit.MKR, 1))
    values = (5_911_000_000, None, -1_234_567)
    series = (Series("Utfall", values), Series("Budget", (0, 100, 150)))
    few = replace(chart, categories=("jan", "feb", "mar"), series=series)
    first, second = figure(few)["data"]
    assert list(first["hovertext"]) == [
        f"Utfall: 59{THIN}110{THIN}000 kr",
        "Utfall: – (inte rapporterat)",
        f"Utfall: {MINUS}12{THIN}345,67 kr",
    ]
    assert list(second["hovertext"])[1:] == ["Budget: 1 kr", "Budget: 1,50 kr"]


def test_quantities_are_told_with_their_unit_and_decimals() -> None:
    series = (Series("Utfall", (Fraction(29_445, 20), Fraction(1, 3))),)
    chart = replace(
        sample.months(),
        categories=("jan", "feb"),
        series=series,
        scale=Scale(Unit.COUNT),
        unit="årsarbetare",
    )
    assert list(figure(chart)["data"][0]["hovertext"]) == [
        f"Utfall: 1{THIN}472,25 årsarbetare",
        "Utfall: 0,333 årsarbetare",
    ]


def test_bars_hold_deviations_and_what_is_missing_has_none() -> None:
    chart = sample.deviations()
    trace = figure(chart)["data"][0]
    known = [v for v in chart.series[0].values if v]
    assert list(trace["x"]) == [v / 100_000 for v in known]
    assert trace["hovertext"][0] == (
        "Hemtjänst i ordinärt boende<br>"
        f"Avvikelse helår: {MINUS}5{THIN}569{THIN}979,74 kr"
    )
    texts = [each["text"] for each in figure(chart)["layout"]["annotations"]]
    assert {"–", "0", "Underskott", "Överskott"} <= set(texts)


def test_a_waterfalls_step_begins_where_the_last_bar_ended() -> None:
    chart = replace(
        sample.deviations(),
        kind=ChartKind.WATERFALL,
        categories=("Hittills", "Volymer", "Åtgärder", "Prognos"),
        series=(
            Series("Nivå", (300_000_000, None, None, 100_000_000)),
            Series("Steg", (None, -500_000_000, 300_000_000, None)),
        ),
        scale=sample.MKR,
    )
    trace = figure(chart)["data"][0]
    assert list(trace["base"]) == [0, 3, -2, 0]
    assert list(trace["x"]) == [3, -5, 3, 1]


def test_points_stand_at_both_amounts_and_tell_them() -> None:
    trace = figure(points())["data"][0]
    assert list(trace["x"]) == [412_000, 398_500, 360_100]
    assert list(trace["y"]) == [380.1, 401.25, 440.75]
    assert trace["hovertext"][0] == (
        f"2012<br>Utförda timmar: 412{THIN}000<br>Kostnad: 380,10 kr per timme"
    )


@pytest.mark.parametrize("kind", [ChartKind.LINES, ChartKind.SCATTER])
def test_where_nothing_is_reported_nothing_is_drawn(kind: ChartKind) -> None:
    empty = replace(points(), kind=kind, categories=(), series=())
    assert figure(empty)["data"] == []


def test_categories_of_one_name_are_kept_apart() -> None:
    series = (Series("Utfall", (1, 2), SeriesRole.PART),)
    chart = replace(sample.months(), categories=("jan", "jan"), series=series)
    assert len(set(figure(chart)["data"][0]["x"])) == 2
