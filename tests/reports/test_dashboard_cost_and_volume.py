"""A unit cost against its volume: the report's own figures, exact."""

from __future__ import annotations

import re
from collections.abc import Callable
from fractions import Fraction

import pytest

from committees.models import FollowUp, Role
from reports.charts import ChartKind
from reports.dashboards.cost.figures import CostAndVolume, by_month, by_year
from reports.dashboards.cost.shown import cost_chart, cost_table, sentence
from reports.pages.unit_costs import unit_cost_page
from reports.render.svg import chart_svg
from reports.render.svg_scatter import HEAD
from tests.conftest import follow_up, signed_in
from volumes.models import UnitCost, VolumeRow

pytestmark = pytest.mark.django_db
PAGE = "/sodertalje-on/2018-04/avvikelser/kostnad-och-volym/"
PLACES = (
    ("botkyrka-von", "2017-08"),
    ("sodertalje-on", "2017-08"),
    ("sodertalje-on", "2018-04"),
    ("enkoping-von", "2024-08"),
)


NAME = r'<text [^>]*y="([0-9.]+)"[^>]* class="name"'
"""The line that a point's name stands on in a drawing."""
LETTERS = 10
"""So far letters reach over their line."""


def one(here: FollowUp, code: str) -> UnitCost:
    return UnitCost.objects.get(committee=here.committee, code=code)


def seen(code: str, month: str = "2018-04") -> CostAndVolume:
    here = follow_up("sodertalje-on", month)
    return by_year(here, one(here, code))


@pytest.mark.parametrize(("slug", "month"), PLACES)
def test_every_unit_cost_is_as_its_own_page_has_it(slug: str, month: str) -> None:
    here = follow_up(slug, month)
    table = unit_cost_page(here).table
    assert table is not None
    columns = {column.key for column in table.columns}
    compared = 0
    for each in UnitCost.objects.filter(committee=here.committee):
        for point in by_year(here, each).points:
            year = point.label.split()[-1]
            key = {"prognos": "forecast", "budget": "budget"}.get(
                point.label.split()[0], f"outcome{year}"
            )
            if key in columns:
                theirs = table.value(f"n{each.pk}", key)
                ours = point.cost.value
                assert ours == theirs or (ours and -ours == theirs), (each, key)
                compared += theirs is not None
    assert compared > 10


def test_a_unit_cost_is_its_money_through_its_volume() -> None:
    found = seen("bostad-vuxna-arsplats")
    for point in found.points:
        if point.is_known and point.ore is not None:
            assert point.volume.value
            assert point.cost.value == Fraction(point.ore) / point.volume.value


def test_the_months_money_is_what_the_year_has_so_far() -> None:
    here = follow_up("sodertalje-on", "2017-08")
    found = by_month(here, one(here, "pus-timme"))
    assert [point.key for point in found.points] == [f"m{n}" for n in range(1, 9)]
    hours = VolumeRow.objects.filter(
        series__in=[each.pk for each in found.series], year=2017, month=3
    ).values_list("quantity_milli", flat=True)
    assert found.points[2].volume.value == Fraction(sum(hours), 1000)


def test_what_the_ledger_does_not_part_is_not_told_by_month() -> None:
    here = follow_up("botkyrka-von", "2017-08")
    told = [
        by_month(here, each)
        for each in UnitCost.objects.filter(committee=here.committee)
    ]
    missing = [each for each in told if each.missing]
    assert missing
    assert all(not each.points for each in missing)


def test_the_sentence_says_how_volume_and_cost_went() -> None:
    found = seen("bostad-vuxna-arsplats")
    *_, (before, now, volume, cost) = found.steps()
    text = sentence(found)
    assert text.endswith(f"från {before.label} till {now.label}")
    assert volume.value
    assert ("Volymen ökade" in text) == (volume.value > 0)
    assert cost.value
    assert ("helårsplats ökade" in text) == (cost.value > 0)


def test_the_chart_has_a_point_a_year_and_no_budget() -> None:
    chart = cost_chart(seen("bostad-vuxna-arsplats"))
    assert chart is not None
    assert chart.kind is ChartKind.SCATTER
    assert not any("budget" in name for name in chart.categories)
    assert chart.categories[-1] == "prognos 2018"


def test_a_year_of_its_own_is_no_change() -> None:
    found = seen("bostad-vuxna-arsplats")
    table = cost_table(found)
    first = table.rows[0]
    assert first.values[3:] == (None, None)


def test_a_volume_of_zero_has_no_unit_cost() -> None:
    here = follow_up("sodertalje-on", "2018-04")
    which = one(here, "pus-timme")
    ids = [each.pk for each in which.series.all()]
    VolumeRow.objects.filter(series__in=ids, year=2017).update(
        quantity_milli=0, correction="fel i underlaget"
    )
    found = by_year(here, which)
    point = next(each for each in found.points if each.label == "2017")
    assert point.cost.value is None
    assert point.cost.why == "Volymen är noll."


def test_the_first_unit_cost_of_the_chosen_part_is_shown() -> None:
    client = signed_in("sodertalje-on", Role.CONTROLLER)
    page = client.get(f"{PAGE}?verksamhet=521").content.decode()
    assert '<option value="hemtjanst-timme" selected>' in page
    assert '<input type="hidden" name="verksamhet" value="521">' in page


def test_an_unknown_unit_cost_is_said() -> None:
    answer = signed_in("sodertalje-on", Role.CONTROLLER).get(f"{PAGE}?nyckeltal=nej")
    assert answer.status_code == 404
    assert "Det finns inget nyckeltal nej" in answer.content.decode()


def test_a_committee_without_unit_costs_is_told_what_they_are() -> None:
    UnitCost.objects.filter(committee__slug="sodertalje-on").delete()
    page = signed_in("sodertalje-on", Role.CONTROLLER).get(PAGE).content.decode()
    assert "Nämnden har inga nyckeltal" in page


@pytest.mark.parametrize("told", [by_year, by_month])
def test_no_points_name_stands_in_the_axis_heading(
    told: Callable[[FollowUp, UnitCost], CostAndVolume],
) -> None:
    drawn = 0
    for here in (follow_up(*place) for place in PLACES[1:3]):
        for each in UnitCost.objects.filter(committee=here.committee):
            chart = cost_chart(told(here, each))
            for y in re.findall(NAME, chart_svg(chart)) if chart else ():
                assert float(y) - LETTERS >= HEAD, each
                drawn += 1
    assert drawn > 50
