"""Every figure opens: what its page tells is what the figure says, and adds up."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from urllib.parse import parse_qs, urljoin, urlsplit

import pytest
from django.test import Client

from committees.models import FollowUp, Role
from committees.numbers import Scale, Unit, money_text, with_unit
from finance.models import (
    ActionEffect,
    ActionState,
    Analysis,
    ControllerAdjustment,
    Duration,
    ForecastRow,
    GrantRow,
    OutcomeAdjustment,
)
from reports import catalogue
from reports.bridge_page import shown_bridge
from reports.charts import Amount, Chart
from reports.dashboards.narrowing import Narrowing
from reports.document import ChartBlock
from reports.documents import report_of
from reports.start.overview import overview
from reports.tables.model import Table
from reports.workings.made.asked import step_address
from tests.conftest import follow_up, signed_in
from tests.test_queries import questions

pytestmark = pytest.mark.django_db
KRONOR = Scale(Unit.KR, decimals=2)
MKR = Scale(Unit.MKR, 1)
CEILING = 12
OPEN = (
    ("botkyrka-von", "2017-08"),
    ("sodertalje-on", "2017-08"),
    ("enkoping-von", "2024-08"),
)
SENT = ("botkyrka-von", "2017-05")
FIGURE = re.compile(r'<p class="working-figure[^>]*>\s*([^<]*?)\s*<', re.DOTALL)
LINK = re.compile(r'<a href="([^"]*siffra/\?[^"]*)"[^>]*>([^<]*)</a>')
POINT = re.compile(r'<a href="([^"]*)" data-point="s(\d+)c(\d+)"')
SUM = re.compile(r'<tr class="total"><th scope="row">Summa</th><td[^>]*>([^<]*)<')


def controller(slug: str) -> Client:
    return signed_in(slug, Role.CONTROLLER)


def root(here: FollowUp) -> str:
    return f"/{here.committee.slug}/{here.period}/"


def text(client: Client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200, url
    return answer.content.decode()


def told(client: Client, url: str) -> str:
    """The figure that a page explains."""
    found = FIGURE.search(text(client, url))
    assert found, url
    return unescape(found[1])


def digits(shown: str) -> str:
    """A figure's digits, whatever its sign and unit."""
    return "".join(re.findall(r"[\d,]", shown))


def sampled(table: Table, page: str) -> list[tuple[str, str]]:
    """Some of a table's figures on a page with where they lead."""
    found = [
        (unescape(href), unescape(shown))
        for href, shown in LINK.findall(page)
        if href.startswith(f"tabell/{table.key}/")
    ]
    return [found[len(found) // 3], found[-1]] if found else []


@pytest.mark.parametrize(("slug", "month"), OPEN)
def test_cells_of_the_reports_page_are_told_by_their_explanations(
    slug: str, month: str
) -> None:
    here = follow_up(slug, month)
    client, there = controller(slug), f"{root(here)}rapport/"
    page = text(client, there)
    tables = report_of(catalogue.reading(here)).tables
    told_of = 0
    for table in tables:
        for href, shown in sampled(table, page):
            told_of += 1
            figure = told(client, urljoin(there, href))
            assert figure.startswith(shown), (href, figure, shown)
    assert told_of >= len(tables)


@pytest.mark.parametrize(("slug", "month"), OPEN)
def test_every_number_of_the_reports_tables_is_a_link_to_a_cell_there_is(
    slug: str, month: str
) -> None:
    here = follow_up(slug, month)
    reading = catalogue.reading(here)
    page = text(controller(slug), f"{root(here)}rapport/")
    found = {unescape(href) for href, _ in LINK.findall(page)}
    for table in report_of(reading).tables:
        rows = {row.key for row in table.rows}
        columns = {column.key for column in table.columns}
        mine = [each for each in found if each.startswith(f"tabell/{table.key}/")]
        for each in mine:
            asked = parse_qs(urlsplit(each).query)
            assert asked["rad"][0] in rows
            assert asked["kolumn"][0] in columns
        assert mine or not table.rows or all_text(table)


def all_text(table: Table) -> bool:
    """Whether a table has no column of figures."""
    return all(column.tone == "text" for column in table.columns)


def opening(chart: Chart, page: str) -> Iterator[tuple[str, Amount | None]]:
    """Where a chart's figures lead, and what they are."""
    start = page.index(f'id="diagram-{chart.key}"')
    figure = page[start : page.index("</figure>", start)]
    for href, series, category in POINT.findall(figure):
        yield unescape(href), chart.series[int(series)].values[int(category)]


@pytest.mark.parametrize(("slug", "month"), OPEN)
def test_points_of_the_reports_charts_are_told_by_their_explanations(
    slug: str, month: str
) -> None:
    here = follow_up(slug, month)
    client, there = controller(slug), f"{root(here)}rapport/"
    page = text(client, there)
    blocks = report_of(catalogue.reading(here)).blocks
    charts = [each.chart for each in blocks if isinstance(each, ChartBlock)]
    assert charts
    for chart in charts:
        points = list(opening(chart, page))
        assert points, chart.key
        for href, value in {points[0], points[-1]}:
            figure = told(client, urljoin(there, href))
            own = money_text(value, chart.scale)
            exact = money_text(value, KRONOR)
            assert {digits(own), digits(exact)} & {digits(figure)}, (href, figure)


def test_points_of_the_start_page_are_told_by_their_explanations() -> None:
    here = follow_up(*OPEN[0])
    client, chart = controller(OPEN[0][0]), overview(here).chart
    assert chart is not None
    points = list(opening(chart, text(client, root(here))))
    assert len(points) == len(chart.categories)
    for href, value in (points[0], points[-1]):
        assert told(client, href) == with_unit(value, KRONOR, plus=True)


def test_a_picture_that_is_fetched_has_no_links() -> None:
    client = controller(OPEN[0][0])
    url = f"{root(follow_up(*OPEN[0]))}prognos/brygga/"
    assert "data-point" in text(client, url)
    drawn = client.get(f"{url}?fil=diagram-bridge.svg").content.decode()
    assert "<a " not in drawn


def test_a_member_opens_cells_of_the_report_but_no_working_figure() -> None:
    member = signed_in(SENT[0], Role.MEMBER)
    there = f"{root(follow_up(*SENT))}rapport/"
    page = text(member, there)
    hrefs = {unescape(href) for href, _ in LINK.findall(page)}
    hrefs |= {unescape(href) for href, _, _ in POINT.findall(page)}
    assert hrefs
    assert all(each.startswith("tabell/") for each in hrefs)
    text(member, urljoin(there, min(hrefs)))


@pytest.mark.parametrize(("slug", "month"), OPEN)
def test_steps_of_the_bridge_are_told_and_made_by_their_explanations(
    slug: str, month: str
) -> None:
    here = follow_up(slug, month)
    client = controller(slug)
    one_off(here)
    for step in shown_bridge(here).steps:
        if step.ore is None:
            continue
        url = step_address(here, step.key, Narrowing())
        page, figure = text(client, url), with_unit(step.ore, KRONOR, plus=True)
        assert told(client, url) == figure, step.key
        for total in SUM.findall(page):
            assert digits(total) == digits(figure), step.key
        assert "/prognos/siffra/" not in url or SUM.findall(page), step.key
        assert questions(client, url) <= CEILING, step.key


def one_off(here: FollowUp) -> None:
    """An analysis that calls a deviation a one-off, so that the bridge has the step."""
    row = ForecastRow.objects.filter(follow_up=here).order_by("pk")[0]
    Analysis.objects.update_or_create(
        committee=here.committee,
        follow_up=here,
        cost_centre=row.cost_centre,
        activity=row.activity,
        defaults={"duration": Duration.ONE_OFF},
    )


def test_steps_of_a_part_are_told_of_the_part() -> None:
    here = follow_up("sodertalje-on", "2017-08")
    client = controller("sodertalje-on")
    for chosen in ("verksamhet=51", "ansvar=30"):
        page = text(client, f"{root(here)}prognos/brygga/?{chosen}")
        body = page[page.index('<div class="bridge">') :]
        found = LINK.findall(body)
        assert found
        for href, shown in found:
            figure = told(client, unescape(href))
            ore = int(re.sub(r"\D", "", figure))
            rounded = money_text(ore, MKR)
            assert digits(rounded) == digits(unescape(shown)), href
            assert chosen in unescape(href)


@pytest.mark.parametrize(("slug", "month"), OPEN)
def test_figures_beside_the_ledger_are_sums_of_their_rows(
    slug: str, month: str
) -> None:
    here = follow_up(slug, month)
    client, page = controller(slug), f"{root(here)}prognos/siffra/?figur="
    counted = ActionEffect.objects.filter(
        committee=here.committee,
        year=here.year,
        action__decided_on__lte=here.period.last_day,
    ).exclude(action__state=ActionState.PROPOSED)
    rows = list(counted)
    for word, field in (
        ("atgarder-beslutat", "decided_ore"),
        ("atgarder-realiserat", "realised_ore"),
        ("atgarder-aterstar", "remaining_ore"),
    ):
        ore = sum(getattr(each, field) for each in rows)
        assert told(client, page + word) == with_unit(ore, KRONOR, plus=True)
    grant = GrantRow.objects.filter(
        committee=here.committee,
        year=here.year,
        decision__state="decided",
        decision__decided_on__lte=here.period.last_day,
    )
    frame = sum(each.amount_ore for each in grant)
    assert told(client, f"{page}ram") == with_unit(frame, KRONOR)
    above = ControllerAdjustment.objects.filter(follow_up=here)
    ore = sum(each.amount_ore for each in above) if above else None
    shown = told(client, f"{page}kontrollerjustering")
    assert shown == with_unit(ore, KRONOR, plus=True)


def test_adjustments_of_others_units_are_one_sum() -> None:
    here = follow_up("botkyrka-von", "2017-08")
    mine = signed_in("botkyrka-von", Role.BUDGET_HOLDER)
    url = f"{root(here)}prognos/siffra/?figur=justering&orsak=not_booked"
    page = text(mine, url)
    rows = OutcomeAdjustment.objects.filter(
        follow_up=here, reason="not_booked", booked=False
    )
    assert "Övriga ansvar" in page
    others = rows.exclude(cost_centre__code="5411")
    assert not any(each.text and each.text in page for each in others[:1])
    ore = sum(each.amount_ore for each in rows)
    assert told(mine, url) == with_unit(ore, KRONOR, plus=True)


def test_every_figure_of_the_start_page_that_is_put_together_opens() -> None:
    for slug, month in (
        *OPEN,
        ("botkyrka-von", "2016-12"),
        ("sodertalje-on", "2017-12"),
    ):
        here = follow_up(slug, month)
        client = controller(slug)
        page = text(client, root(here))
        found = re.findall(r'href="([^"]*/prognos/siffra/\?[^"]*)"', page)
        assert found
        for href in {unescape(each) for each in found}:
            told(client, href)
            assert questions(client, href) <= CEILING, href


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("figur=annan", "Det finns ingen siffra annan"),
        ("figur=justering&orsak=annan", "ingen orsak annan"),
        ("figur=ram&ansvar=5411", "gäller hela nämnden"),
        ("figur=ovrigt&kontogrupp=50", "för en verksamhet eller ett ansvar"),
        ("figur=ovrigt&ansvar=xx", "inget ansvar xx"),
    ],
)
def test_what_is_no_figure_is_refused_in_words(query: str, words: str) -> None:
    client = controller("botkyrka-von")
    answer = client.get(f"/botkyrka-von/2017-08/prognos/siffra/?{query}")
    assert answer.status_code == 404
    assert words in unescape(answer.content.decode())


def test_the_tables_of_a_figure_are_fetched_as_files() -> None:
    client = controller("botkyrka-von")
    url = "/botkyrka-von/2017-08/prognos/siffra/?figur=atgarder-beslutat"
    answer = client.get(f"{url}&fil=tabell-delar.csv")
    effects = ActionEffect.objects.filter(
        committee__slug="botkyrka-von",
        year=2017,
        action__decided_on__lte=follow_up("botkyrka-von", "2017-08").period.last_day,
    ).exclude(action__state=ActionState.PROPOSED)
    lines = answer.content.decode("utf-8-sig").strip().splitlines()
    assert len(lines) == 1 + effects.count() + 1
