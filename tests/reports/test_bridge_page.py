"""The bridge as people see it: the waterfall, its table, and its parts."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

import pytest
from django.test import Client

from committees.models import Role
from finance.models import ControllerAdjustment
from reports.bridge_page import shown_bridge
from reports.charts import ChartKind
from reports.render.svg import chart_svg
from tests.conftest import follow_up, signed_in

pytestmark = pytest.mark.django_db

URL = "/sodertalje-on/2017-08/prognos/brygga/"
NS = "{http://www.w3.org/2000/svg}"


@pytest.fixture
def controller() -> Client:
    """Signed in as a controller of Södertälje."""
    return signed_in("sodertalje-on", Role.CONTROLLER)


def test_the_page_tells_the_bridge_in_a_sentence(controller: Client) -> None:
    text = controller.get(URL).content.decode()
    assert "Avvikelsen hittills är +14,7" in text
    assert "mer rättvisande +10,6" in text
    assert "prognosen för året är +12,3" in text
    assert "style=" not in text


def test_a_part_has_a_bridge_of_its_own(controller: Client) -> None:
    text = controller.get(f"{URL}?ansvar=30").content.decode()
    assert "Från avvikelse hittills till prognos: 30 Utförare" in text
    both = controller.get(f"{URL}?ansvar=30&verksamhet=51").content.decode()
    assert "Välj en verksamhet eller ett ansvar, inte båda." in both


def test_a_unit_called_as_the_page_does_not_take_its_place(controller: Client) -> None:
    assert "Så är det räknat" in controller.get(URL).content.decode()


def test_the_waterfalls_bars_begin_where_the_one_before_ended() -> None:
    chart = shown_bridge(follow_up("sodertalje-on", "2017-08")).chart
    assert chart is not None
    assert chart.kind is ChartKind.WATERFALL
    root = ET.fromstring(chart_svg(chart))  # noqa: S314  # our own markup
    bars = [
        (float(each.get("x", 0)), float(each.get("width", 0)), each.get("class", ""))
        for each in root.iter(f"{NS}rect")
        if "mark" in each.get("class", "")
    ]
    ties = [
        float(each.get("x1", 0)) for each in root.findall(f"{NS}line[@class='grid']")
    ]
    assert len(bars) == len(chart.categories)
    assert len(ties) == len(bars) - 1
    for (start, width, _), tie in zip(bars, ties, strict=False):
        assert min(abs(start - tie), abs(start + width - tie)) < 0.2
    assert {look for _, _, look in bars} == {
        "mark level",
        "mark surplus",
        "mark deficit",
    }


def test_the_table_beside_the_chart_tells_levels_from_steps() -> None:
    chart = shown_bridge(follow_up("sodertalje-on", "2017-08")).chart
    assert chart is not None
    table = chart.as_table()
    assert [column.label for column in table.columns] == ["Nivå", "Steg"]
    assert all((row.values[0] is None) != (row.values[1] is None) for row in table.rows)


def test_the_overview_says_that_zero_is_met_only_by_adjustment() -> None:
    client = signed_in("botkyrka-von", Role.CONTROLLER)
    said = "Prognosen når noll bara genom justering på kontrollernivå"
    text = re.sub(r"\s+", " ", client.get("/botkyrka-von/2017-08/").content.decode())
    assert said in text
    assert "ger −3,2 mkr underskott" in re.sub(r"<[^>]*>", "", text)
    ControllerAdjustment.objects.filter(
        follow_up=follow_up("botkyrka-von", "2017-08")
    ).delete()
    assert said not in client.get("/botkyrka-von/2017-08/").content.decode()
