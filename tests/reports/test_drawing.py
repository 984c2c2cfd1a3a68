"""The report's charts: figures of a follow-up, told in a title."""

from __future__ import annotations

import pytest

from committees.models import FollowUp, FollowUpKind
from committees.numbers import Scale, Unit, with_unit
from committees.periods import CLOSING, Month
from committees.trees import Node, Tree, activity_tree
from finance.models import OutcomeRow
from reports import catalogue, drawing, month_chart
from reports.charts import SeriesRole
from reports.drawing import NodeDeviation, spoken_of
from reports.start.overview import overview
from tests.conftest import follow_up, net_books

MKR = Scale(Unit.MKR, 1)


def tree(*paths: str) -> Tree:
    """A tree of nodes named by their place in it: `a`, `a.b`."""
    ids = {path: number for number, path in enumerate(paths, start=1)}
    nodes = {
        i: Node(i, path, path, ids.get(path.rpartition(".")[0], 0))
        for path, i in ids.items()
    }
    children: dict[int, tuple[int, ...]] = {}
    for node in nodes.values():
        children[node.parent] = (*children.get(node.parent, ()), node.id)
    return Tree(nodes, children, ids)


def codes(nodes: tuple[Node, ...]) -> list[str]:
    return [node.code for node in nodes]


def test_activities_are_spoken_of_as_far_down_as_there_is_room() -> None:
    small = tree("a", "a.b", "a.c", "a.c.d", "e")
    assert codes(spoken_of(small)) == ["a.b", "a.c.d", "e"]
    wide = tree("a", "e", *(f"a.{n}" for n in range(drawing.ROOM)))
    assert codes(spoken_of(wide)) == ["a", "e"]
    assert codes(spoken_of(tree())) == []


def told(*ore: int) -> str:
    ends = [NodeDeviation(Node(1, "1", name, 0), n) for name, n in zip("AB", ore)]  # noqa: B905
    return drawing._extremes(ends[0], ends[-1])


def test_a_title_tells_the_largest_deficit_and_surplus() -> None:
    deficit, surplus = "Störst underskott väntas i A (1,0\u00a0mkr)", "2,0\u00a0mkr"
    assert told(-100_000_000, 200_000_000) == (
        f"{deficit} och störst överskott i B ({surplus})"
    )
    assert told(-100_000_000, -50_000_000) == deficit
    assert told(50_000_000, 200_000_000) == f"Störst överskott i B ({surplus})"
    assert told(0) == "Verksamheterna följer budget"


@pytest.mark.parametrize(
    ("budget", "text"),
    [
        (None, ""),
        ((100_000_000, 0), ", 0,5\u00a0mkr mer än budget"),
        ((200_000_000, 0), ", 0,5\u00a0mkr mindre än budget"),
        ((151_000_000, 900), ", som budgeterat"),
    ],
)
def test_a_title_tells_how_the_cost_stands_against_budget(
    budget: tuple[int | None, ...] | None, text: str
) -> None:
    whole = month_chart.to_date((150_000_000, None), budget, 2)
    until = "Nettokostnaden till och med februari är 1,5\u00a0mkr"
    assert whole == until + text


@pytest.mark.django_db
def test_bars_stand_from_the_largest_deficit_to_the_largest_surplus() -> None:
    for here in FollowUp.objects.select_related("committee"):
        chart = drawing.deviation_chart(catalogue.reading(here))
        if chart is None:
            continue
        bars = [value for value in chart.series[0].values if value is not None]
        assert bars == sorted(bars)
        assert len(bars) == len(chart.categories) <= drawing.ROOM
        for end in (bars[0], bars[-1]):
            size = end if end > 0 else -end
            assert not end or with_unit(size, MKR) in chart.title


@pytest.mark.django_db
def test_bars_sum_to_the_committees_forecast_deviation() -> None:
    here = follow_up("sodertalje-on", "2017-08")
    books = net_books(here)
    placed = activity_tree(here.committee, month=Month(2017, 8))
    found = drawing.forecast_deviations(here, books, placed)
    assert sum(each.ore for each in found) == 1_230_000_000


@pytest.mark.django_db
def test_a_follow_up_without_forecast_has_no_bars() -> None:
    for slug, month in (("botkyrka-von", "2016-12"), ("sodertalje-on", "2017-12")):
        reading = catalogue.reading(follow_up(slug, month))
        assert drawing.deviation_chart(reading) is None


@pytest.mark.django_db
def test_months_that_are_not_here_yet_are_gaps() -> None:
    chart = month_chart.month_chart(follow_up("sodertalje-on", "2017-04"))
    assert chart is not None
    roles = {series.role: series for series in chart.series}
    assert roles[SeriesRole.OUTCOME].values[4:] == (None,) * 8
    assert None not in roles[SeriesRole.OUTCOME].values[:4]
    assert None not in roles[SeriesRole.BUDGET].values
    assert None not in roles[SeriesRole.EARLIER].values


@pytest.mark.django_db
def test_net_cost_by_month_is_positive() -> None:
    here = follow_up("enkoping-von", "2024-08")
    chart = month_chart.month_chart(here)
    assert chart is not None
    january = OutcomeRow.objects.filter(committee=here.committee, year=2024, period=1)
    assert chart.series[0].values[0] == -sum(
        january.values_list("amount_ore", flat=True)
    )


@pytest.mark.django_db
def test_a_chart_of_months_needs_outcome() -> None:
    here = follow_up("enkoping-von", "2024-08")
    here.year = 2030
    assert month_chart.month_chart(here) is None


@pytest.mark.django_db
def test_a_closed_year_is_told_with_its_closing_entries() -> None:
    annual = FollowUp.objects.filter(kind=FollowUpKind.ANNUAL)
    told = 0
    for here in annual.select_related("committee"):
        chart, standing = month_chart.month_chart(here), overview(here).standing
        net, gap = standing.sums.outcome_to_date, standing.deviation_to_date
        assert chart is not None
        assert net is not None
        assert chart.title.startswith(f"Nettokostnaden {here.year}")
        assert f"är {with_unit(-net, MKR)}" in chart.title
        closing = OutcomeRow.objects.filter(
            committee=here.committee, year=here.year, period=CLOSING
        )
        assert ("med bokslutsposter" in chart.title) == closing.exists()
        assert ("utan bokslutsposterna" in chart.source) == closing.exists()
        if gap is not None and abs(gap) >= MKR.unit.ore:
            side = "mindre" if gap > 0 else "mer"
            assert f", {with_unit(abs(gap), MKR)} {side} än budget" in chart.title
            told += 1
    assert told
