"""What is missing is never told as nothing: years without budget, months not loaded."""

from __future__ import annotations

import re
from html import unescape

import pytest

from committees.models import FollowUp, Role
from committees.numbers import with_unit
from committees.trees import cost_centre_tree
from finance.around import around
from finance.models import BudgetDecision, DecisionState, LiveMonth
from finance.sources import Axis, Where
from finance.summaries import refresh_outcome
from finance.sums import sums
from finance.totals import totals
from reports.dashboards.levels.level import Level, level
from reports.dashboards.levels.pieces import By, Shown
from reports.dashboards.trend.figures import trend
from reports.start.overview import overview
from tests.conftest import follow_up, signed_in
from tests.reports.test_dashboard_deviations import part_of

pytestmark = pytest.mark.django_db

SLUG, MONTH = "botkyrka-von", "2017-08"
HERE = f"/{SLUG}/{MONTH}/"
LEVELS = [f"avvikelser/?efter={by.value}" for by in By]
PAGES = [
    "",
    *LEVELS,
    "avvikelser/vattenfall/",
    "avvikelser/vattenfall/?efter=orsak",
    "avvikelser/utveckling/",
    "avvikelser/manader/",
    "avvikelser/siffra/?matt=avvikelse",
    "avvikelser/siffra/?matt=avvikelse-hittills",
]


def here() -> FollowUp:
    return follow_up(SLUG, MONTH)


def text(path: str) -> str:
    answer = signed_in(SLUG, Role.CONTROLLER).get(HERE + path)
    assert answer.status_code == 200, path
    unread = re.compile(r"<(script|style|template).*?</\1>", re.DOTALL)
    words = re.sub(r"<[^>]*>", " ", unread.sub("", answer.content.decode()))
    return " ".join(unescape(words).split())


def shown(found: FollowUp, *, by: By, query: str = "") -> Level:
    part = part_of(found, query)
    return level(part, Shown(part.narrowing, by))


@pytest.fixture
def no_budget() -> None:
    """The year's budget is asked for and not decided."""
    decisions = BudgetDecision.objects.filter(committee__slug=SLUG, year=2017)
    assert decisions.update(state=DecisionState.REQUESTED)


@pytest.fixture
def two_months_missing() -> None:
    """The outcome of June and August is not loaded."""
    months = LiveMonth.objects.filter(
        committee__slug=SLUG, year=2017, period__in=[6, 8]
    )
    assert months.delete()[0] == 2
    refresh_outcome(here().committee, year=2017, periods=[6, 8])


@pytest.mark.usefixtures("no_budget")
def test_without_a_decided_budget_no_deviation_is_known() -> None:
    assert not around(here()).has_budget()
    for by in By:
        found = shown(here(), by=by)
        assert found.lines
        assert {line.deviation for line in (*found.lines, found.total)} == {None}, by
    start = overview(here())
    assert start.standing.forecast_deviation is None
    assert start.standing.deviation_to_date is None
    assert not start.largest
    assert not start.map.has_figures
    total = totals([here()])[here().pk]
    assert (total.to_date, total.deviation) == (None, None)
    assert not any(trend(here(), Where()).deviations)


@pytest.mark.usefixtures("no_budget")
@pytest.mark.parametrize("path", PAGES)
def test_no_page_speaks_of_a_deficit_in_a_year_without_budget(path: str) -> None:
    told = text(path)
    assert re.search(r"ingen (beslutad )?budget", told), told[:2000]
    assert not re.search(r"\d (mkr|tkr|kr) (underskott|överskott)", told)
    assert not re.search(r"(underskott|överskott) (på|mot budget)", told)


@pytest.mark.usefixtures("two_months_missing")
def test_with_a_month_missing_nothing_is_summed_over_it() -> None:
    assert around(here()).missing == (6, 8)
    known = sums(here(), by=Axis.COST_CENTRE)
    whole = known.of(known.by_place)
    assert whole.outcome_to_date is None
    assert known.to_date(whole) is None
    assert known.deviation(whole) is not None
    start = overview(here())
    assert start.standing.deviation_to_date is None
    assert start.map.total.to_date is None
    cells = dict(zip(start.map.periods, start.map.total.cells, strict=True))
    assert [month for month, ore in cells.items() if ore is None] == [6, 8]
    assert totals([here()])[here().pk].to_date is None
    run = trend(here(), Where()).accumulated()
    for at in range(12):
        known_to = at + 1 < 6
        assert (run.outcome[at] is not None) == known_to
        assert (run.deviations[at] is not None) == known_to


@pytest.mark.usefixtures("two_months_missing")
@pytest.mark.parametrize(
    "path", ["", *LEVELS, "avvikelser/vattenfall/?efter=orsak", PAGES[-1]]
)
def test_each_page_names_the_months_that_are_missing(path: str) -> None:
    assert "tfallet för juni och augusti är inte inläst" in text(path)


def test_a_unit_without_budget_deviates_on_its_own_page_as_in_the_list() -> None:
    found = follow_up("enkoping-von", "2024-08")
    tree = cost_centre_tree(found.committee, month=found.period)
    known = sums(found, by=Axis.COST_CENTRE)
    bare = {
        place: of
        for place, of in known.by_place.items()
        if of.budget is None and of.forecast and place in tree.nodes
    }
    assert bare
    for place, of in bare.items():
        code = tree.nodes[place].code
        own = shown(found, by=By.ACTIVITY, query=f"ansvar={code}")
        assert own.total.deviation == of.forecast
        url = f"/enkoping-von/2024-08/avvikelser/?ansvar={code}"
        page = signed_in("enkoping-von", Role.CONTROLLER).get(url).content.decode()
        assert "har ingen egen budget 2024" in page
        told = with_unit(of.forecast, own.scale, plus=True)
        assert told in unescape(page)
