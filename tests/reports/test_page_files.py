"""Every table and chart of the start page and the dashboards can be fetched, whole."""

from __future__ import annotations

import csv
import io
import re
from html import unescape
from itertools import pairwise

import pytest
from django.test import Client

from committees.access import place_of
from committees.models import Membership, Role
from finance.models import BudgetRow, ForecastRow
from reports.dashboards.asked_figure import AskedFigure, What
from reports.dashboards.narrowing import Ground, Narrowing
from reports.start.overview import overview
from reports.workings.asked import money_of
from reports.workings.money import parted
from tests.conftest import follow_up, person, signed_in

pytestmark = pytest.mark.django_db
SLUG, MONTH = "botkyrka-von", "2017-08"
HERE = f"/{SLUG}/{MONTH}/"
FIGURE = f"{HERE}avvikelser/siffra/"
UNIT, OTHERS = "5411", "5322"
"""The first budget holder's unit, and one of somebody else's."""
STEM = "tabell-rader-0"
CELL = f"{HERE}rapport/tabell/net-cost-by-activity/siffra/?rad=775&kolumn="
PLACES = (SLUG, MONTH), ("sodertalje-on", "2018-04"), ("enkoping-von", "2024-08")
PAGES = (
    "",
    "avvikelser/",
    "avvikelser/?efter=ansvar&niva=alla",
    "avvikelser/siffra/?matt=avvikelse",
    "avvikelser/siffra/?matt=utfall-hittills",
    "avvikelser/vattenfall/",
    "avvikelser/vattenfall/?efter=orsak",
    "avvikelser/manader/",
    "avvikelser/utveckling/",
    "avvikelser/flera-ar/",
    "avvikelser/kostnad-och-volym/",
)


@pytest.fixture
def controller() -> Client:
    return signed_in(SLUG, Role.CONTROLLER)


def rows_of(client: Client, url: str) -> list[dict[str, str]]:
    """The rows of a CSV file."""
    answer = client.get(url)
    assert answer.status_code == 200, url
    assert answer["Content-Disposition"].startswith("attachment"), url
    text = answer.content.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline=""), delimiter=";"))


def ore(text: str) -> int | None:
    """An amount of a file, which is in kronor, in öre."""
    return int(text.replace(",", "")) if text else None


def links(page: str) -> list[str]:
    """Where a page's files are fetched."""
    return [unescape(each) for each in re.findall(r'href="([^"]+)" download', page)]


@pytest.mark.parametrize("part", PAGES)
@pytest.mark.parametrize(("slug", "month"), PLACES)
def test_every_table_of_a_page_has_files(slug: str, month: str, part: str) -> None:
    client, url = signed_in(slug, Role.CONTROLLER), f"/{slug}/{month}/{part}"
    page = client.get(url).content.decode()
    blocks = re.split(r'<(?:div class="table-block|figure class="chart)', page)
    outside = [each for each in blocks[1:] if '<details class="chart-data"' not in each]
    for block in outside:
        assert "figure-tools" in block.partition("</section>")[0], (url, block[:200])
    for link in dict.fromkeys(links(page)):
        if link.endswith(".csv"):
            assert client.get(url.partition("?")[0] + link).status_code == 200, link


def test_the_maps_file_is_the_map(controller: Client) -> None:
    shown = overview(follow_up(SLUG, MONTH)).map
    found = rows_of(controller, f"{HERE}?fil=tabell-karta.csv")
    assert len(found) == len(shown.rows) + 1
    for row, told in zip([*shown.rows, shown.total], found, strict=True):
        assert told["Kod"] == row.code
        cells = [ore(each) for each in list(told.values())[2:]]
        assert cells == [*row.cells, row.to_date]


def test_the_largest_deviations_file_tells_what_the_page_may_read() -> None:
    whole = overview(follow_up(SLUG, MONTH))
    url = f"{HERE}?fil=tabell-storst.csv"
    all_read = rows_of(signed_in(SLUG, Role.CONTROLLER), url)
    assert [row["Kod"] for row in all_read] == [each.code for each in whole.largest]
    assert [row["Varför"] for row in all_read] == [e.comment for e in whole.largest]
    own = rows_of(signed_in(SLUG, Role.BUDGET_HOLDER), url)
    assert [row["Kod"] for row in own] == [row["Kod"] for row in all_read]
    assert any(row["Varför"] for row in all_read)
    assert not any(row["Varför"] for row in own if row["Ansvar"][:4] not in {UNIT, ""})


def test_all_parts_are_in_the_file_and_sum_to_the_figure(controller: Client) -> None:
    place = place_of(person(SLUG, Role.CONTROLLER), SLUG, MONTH)
    money = money_of(
        place.follow_up,
        AskedFigure(What.DEVIATION),
        Ground.of(place).where(Narrowing()),
    )
    parts = parted(place.follow_up, money)
    for axis, many in ((a, len(of)) for a, of in parts.by_axis.items()):
        found = rows_of(
            controller, f"{FIGURE}?matt=avvikelse&fil=tabell-efter-{axis}.csv"
        )
        assert len(found) == many + 1
        told = [ore(list(row.values())[-1]) or 0 for row in found]
        assert sum(told[:-1]) == told[-1] == parts.value


def test_a_lists_file_has_all_rows_in_the_pages_order(controller: Client) -> None:
    rows = BudgetRow.objects.filter(
        committee__slug=SLUG, year=2017, cost_centre__code=UNIT
    )
    assert rows.count() > 50
    asked = f"{FIGURE}?matt=budget&ansvar={UNIT}"
    page = controller.get(asked).content.decode()
    (link,) = [each for each in links(page) if "tabell-rader-0.csv" in each]
    found = rows_of(controller, FIGURE + link)
    assert len(found) == rows.count()
    total = sum(row.amount_ore for row in rows)
    assert sum(ore(row["Belopp"]) or 0 for row in found) == total
    assert {row["Ansvar"][:4] for row in found} == {UNIT}
    by_account = rows_of(controller, f"{asked}&budget0-sort=account&fil={STEM}.csv")
    accounts = [row["Konto"] for row in by_account]
    assert accounts == sorted(accounts)
    assert accounts != [row["Konto"] for row in found]


def test_rows_of_others_are_in_no_file(controller: Client) -> None:
    mine = signed_in(SLUG, Role.BUDGET_HOLDER)
    for unit, status in ((OTHERS, 404), (UNIT, 200)):
        url = f"{FIGURE}?matt=prognos&ansvar={unit}&fil={STEM}.csv"
        assert mine.get(url).status_code == status
    url = f"{FIGURE}?matt=prognos&verksamhet=7831&fil={STEM}.csv"
    reached = {row["Ansvar"][:4] for row in rows_of(mine, url)}
    every = {row["Ansvar"][:4] for row in rows_of(controller, url)}
    assert reached <= {UNIT}
    assert reached < every


def test_more_rows_than_a_file_holds_are_refused_in_words(
    controller: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reports.workings.listing.MOST", 3)
    url = f"{FIGURE}?matt=budget&ansvar={UNIT}&fil={STEM}.csv"
    answer = controller.get(url)
    assert answer.status_code == 404
    assert "har fler än 3 rader" in answer.content.decode()


def test_a_cells_terms_are_for_all_readers_and_its_parts_for_those_who_work() -> None:
    url = CELL.replace(MONTH, "2017-05")
    member, works = (signed_in(SLUG, role) for role in (Role.MEMBER, Role.CONTROLLER))
    for name, status in (("sa-raknas-siffran", 200), ("efter-group", 404)):
        file = f"{url}avvikelse&fil=tabell-{name}.csv"
        assert member.get(file).status_code == status, name
        assert works.get(file.replace("efter-group", "efter-kontogrupp"))


def test_a_forecasts_rows_have_their_comments(controller: Client) -> None:
    row = ForecastRow.objects.filter(
        committee__slug=SLUG, follow_up__year=2017, follow_up__month=8
    ).exclude(comment="")[0]
    unit = row.cost_centre.code
    url = f"{FIGURE}?matt=prognos&ansvar={unit}&fil={STEM}.csv"
    assert row.comment in {each["Kommentar"] for each in rows_of(controller, url)}


def test_committees_side_by_side_are_a_file_in_the_pages_order() -> None:
    client = Client()
    several = Membership.objects.filter(user__email="ylva.zetterberg@example.se")
    client.force_login(several[0].user)
    url = "/namnder/?sortera=prognos"
    (link,) = [e for e in links(client.get(url).content.decode()) if e.endswith("csv")]
    found = rows_of(client, f"/namnder/{link}")
    assert len(found) == len({each.committee_id for each in several})
    told = [ore(row["Prognosavvikelse"]) or 0 for row in found]
    assert all(one <= other for one, other in pairwise(told))
    assert client.get("/namnder/?fil=annan.csv").status_code == 404
    assert client.get("/namnder/?fil=mina-namnder.pdf").status_code == 404
