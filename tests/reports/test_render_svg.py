"""Drawings: titled, without styles, inside their box, nothing on top of another."""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from committees.numbers import MINUS, Scale, Unit
from reports.charts import Chart, ChartKind, Series, SeriesRole
from reports.render.svg import chart_svg, picture_svg
from reports.render.svg_parts import text_width, wrapped
from reports.render.svg_plot import ticks
from tests.reports import sample
from tests.reports.strategies import LONG

NS = "{http://www.w3.org/2000/svg}"


def drawn(chart: Chart) -> ET.Element:
    return ET.fromstring(chart_svg(chart))  # noqa: S314  # our own markup


@st.composite
def charts(draw: st.DrawFn) -> Chart:
    """A chart of any shape."""
    names = draw(st.lists(st.sampled_from(["Jan", LONG, "<&>", ""]), max_size=13))
    most = 10**12
    whole = st.integers(-most, most)
    amount = st.none() | whole | st.fractions(-most, most, max_denominator=1000)
    series = draw(st.lists(st.sampled_from(SeriesRole), max_size=4))
    return Chart(
        "d",
        draw(st.sampled_from(ChartKind)),
        "Titel <&>",
        draw(st.sampled_from(["", "Beskrivning"])),
        "Månad",
        tuple(names),
        tuple(
            Series(
                draw(st.sampled_from(["Utfall", LONG])),
                tuple(draw(amount) for _ in names),
                role,
            )
            for role in series
        ),
        draw(st.sampled_from([Scale(Unit.TKR), Scale(Unit.MKR, 1), Scale(Unit.COUNT)])),
        from_zero=draw(st.booleans()),
    )


def points() -> Chart:
    """A cost per hour against hours, year by year."""
    return Chart(
        "points",
        ChartKind.SCATTER,
        "Dyrare per timme när timmarna blir färre",
        "Kostnad per timme mot utförda timmar.",
        "År",
        ("2012", "2014", "2017"),
        (
            Series("Utförda timmar", (412_000, 398_500, 360_100)),
            Series("Kostnad", (38_010, 40_125, 44_075)),
        ),
        Scale(Unit.KR, 2),
        source="huvudbok och volymer",
        unit="kr per timme",
        from_zero=False,
    )


@given(charts())
def test_any_chart_is_sound(chart: Chart) -> None:
    markup = chart_svg(chart)
    root = drawn(chart)
    assert root[0].tag == f"{NS}title"
    assert root[0].text == "Titel <&>"
    assert root.get("role") == "img"
    assert "style" not in markup
    assert "nan" not in markup
    assert "inf" not in re.sub(r">[^<]*<", "><", markup)


@given(charts())
def test_nothing_stands_outside_the_box(chart: Chart) -> None:
    root = drawn(chart)
    wide, high = float(root.get("width", 0)), float(root.get("height", 0))
    for element in root.iter():
        for name, limit in (("x", wide), ("x1", wide), ("x2", wide), ("y", high)):
            assert -1 <= float(element.get(name, 0)) <= limit + 1


def test_bars_share_a_zero_line_and_carry_signs() -> None:
    root = drawn(sample.deviations())
    texts = [element.text for element in root.iter(f"{NS}text")]
    assert {"Underskott", "Överskott", "+2\u202f185", f"{MINUS}5\u202f570"} <= set(
        texts
    )
    zero = [e.get("x1") for e in root.iter(f"{NS}line")]
    starts = {
        e.get("x") for e in root.iter(f"{NS}rect") if "surplus" in e.get("class", "")
    }
    assert starts == set(zero)


def test_what_is_not_reported_is_a_gap() -> None:
    chart = sample.months()
    values = (*chart.series[0].values[:4], None, *chart.series[0].values[5:])
    broken = replace(chart, series=(replace(chart.series[0], values=values),))
    assert chart_svg(broken).count("<path") == 2


def test_names_at_the_right_do_not_touch() -> None:
    values = tuple(range(12))
    series = tuple(Series(f"Serie {n}", values, SeriesRole.EARLIER) for n in range(5))
    root = drawn(replace(sample.months(), series=series))
    heights = sorted(
        float(element.get("y", 0))
        for element in root.iter(f"{NS}text")
        if (element.text or "").startswith("Serie")
    )
    assert all(b - a >= 15 for a, b in pairwise(heights))


@pytest.mark.parametrize("scale", [Scale(Unit.MKR, 1), Scale(Unit.TKR), Scale(Unit.KR)])
def test_gridlines_are_few_and_start_at_zero(scale: Scale) -> None:
    root = drawn(replace(sample.months(), scale=scale))
    lines = list(root.iter(f"{NS}line"))
    assert 3 <= len(lines) <= 7
    assert sum(line.get("class") == "axis" for line in lines) == 1


@pytest.mark.parametrize(
    ("low", "first"), [(-1, -100), (-100, -100), (-101, -200), (0, 0)]
)
def test_a_little_below_zero_takes_a_smaller_step(low: int, first: int) -> None:
    assert ticks([low, 646], Scale(Unit.COUNT), from_zero=True)[:2] == [
        first,
        0 if first else 200,
    ]


def test_several_series_of_bars_share_one_zero_line() -> None:
    chart = sample.deviations()
    second = replace(chart.series[0], label="Avvikelse till och med augusti")
    markup = chart_svg(replace(chart, series=(*chart.series, second)))
    assert markup.count("Underskott") == 2
    assert "Avvikelse till och med augusti, tkr" in markup
    zeros = re.findall(r'<line x1="([\d.]+)" .*?class="axis"', markup)
    assert len(zeros) == 2
    assert len(set(zeros)) == 1


def test_long_labels_are_wrapped_and_cut() -> None:
    rows = wrapped(LONG, width=150)
    assert len(rows) == 3
    assert all(text_width(row) <= 150 for row in rows)
    assert rows[-1].endswith("…")


def test_words_are_kept_whole() -> None:
    assert wrapped("Hemtjänst i ordinärt boende", width=150) == (
        "Hemtjänst i ordinärt",
        "boende",
    )
    assert chart_svg(sample.deviations()).count("<desc") == 1


def test_the_kinds_are_all_drawn() -> None:
    assert all(chart_svg(replace(sample.months(), kind=kind)) for kind in ChartKind)


def test_an_axis_that_begins_above_zero_says_where() -> None:
    values = (381, 382, 384, Fraction(771, 2))
    series = (Series("Utfall 2031", values), Series("Budget 2031", (384,) * 4))
    chart = replace(
        sample.months(),
        categories=("jan", "feb", "mar", "apr"),
        series=series,
        scale=Scale(Unit.COUNT),
        unit="platser",
        from_zero=False,
    )
    markup = chart_svg(chart)
    assert "Platser, axeln börjar vid 381" in markup
    assert ">0<" not in markup
    assert "axeln börjar" not in chart_svg(replace(chart, from_zero=True))
    assert ">0<" in chart_svg(replace(chart, from_zero=True))


def test_small_quantities_have_fine_gridlines() -> None:
    tenths = (Series("Kvot", (Fraction(1, 4), Fraction(3, 4))),)
    chart = replace(
        sample.months(),
        categories=("1", "2"),
        series=tenths,
        scale=Scale(Unit.COUNT, 1),
    )
    assert ">0,2<" in chart_svg(chart)


def test_of_several_earlier_years_the_latest_is_darkest() -> None:
    root = drawn(sample.months())
    strokes = [
        element.get("stroke")
        for element in root.iter(f"{NS}path")
        if element.get("class") == "mark earlier"
    ]
    assert len(set(strokes)) == 2


def test_effects_have_a_bar_for_each_part_and_one_for_them_all() -> None:
    chart = replace(
        sample.deviations(),
        kind=ChartKind.EFFECTS,
        categories=("Köpta platser", "Hemtjänst"),
        series=(
            Series("Volym", (120_000_000, -50_000_000), SeriesRole.PART),
            Series("Pris", (-20_000_000, None), SeriesRole.PART),
            Series("Tillsammans", (100_000_000, None)),
        ),
        scale=sample.MKR,
    )
    root = drawn(chart)
    texts = [element.text for element in root.iter(f"{NS}text")]
    assert [t for t in texts if t in {"Volym", "Pris", "Tillsammans"}] == [
        *("Volym", "Pris", "Tillsammans"),
        "Volym",
    ]
    assert {"+1,2", f"{MINUS}0,2", "+1,0", f"{MINUS}0,5"} <= set(texts)
    kinds = [element.get("class") for element in root.iter(f"{NS}rect")]
    assert kinds.count("mark level") == 1
    assert kinds.count("mark deficit") == 2


def test_points_stand_in_order_with_names_apart() -> None:
    root = drawn(points())
    dots = [float(e.get("cx", 0)) for e in root.iter(f"{NS}circle")]
    assert dots == sorted(dots, reverse=True)
    names = [e for e in root.iter(f"{NS}text") if e.get("class") == "name"]
    assert [e.text for e in names] == ["2012", "2014", "2017"]
    places = {(e.get("x"), e.get("y")) for e in names}
    assert len(places) == 3
    assert "Utförda timmar" in chart_svg(points())


def test_points_that_crowd_have_names_that_do_not_touch() -> None:
    near = (400_000, 400_500, 401_000)
    series = (Series("Timmar", near), Series("Kostnad", (40_000, 40_010, 40_020)))
    root = drawn(replace(points(), series=series, from_zero=True))
    names = [e for e in root.iter(f"{NS}text") if e.get("class") == "name"]
    boxes = []
    for e in names:
        x, y, wide = float(e.get("x", 0)), float(e.get("y", 0)), 28
        shift = {"start": 0, "middle": wide / 2, "end": wide}[e.get("text-anchor", "")]
        boxes.append((x - shift, y))
    for (x1, y1), (x2, y2) in pairwise(boxes):
        assert abs(x1 - x2) >= 28 or abs(y1 - y2) >= 13


@pytest.mark.parametrize("kind", [ChartKind.LINES, ChartKind.SCATTER])
def test_a_field_without_figures_says_so(kind: ChartKind) -> None:
    series = tuple(replace(s, values=(None,) * 3) for s in points().series)
    markup = chart_svg(replace(points(), kind=kind, series=series))
    assert "Inget är rapporterat" in markup


def test_a_picture_tells_its_sentence_and_source() -> None:
    root = ET.fromstring(picture_svg(points()))  # noqa: S314  # our own markup
    texts = [e.text or "" for e in root.iter(f"{NS}text")]
    assert " ".join(texts).startswith(points().title)
    assert texts[-1] == "Källa: huvudbok och volymer"
    assert root[0].tag == f"{NS}title"
    assert "'Source Sans 3'" in root.get("font-family", "")
