"""The pages of figures and rows: two clicks down, and back to where a row is used."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from html import unescape

import pytest
from django.test import Client

from committees.models import Role
from finance.models import BudgetRow, ForecastRow, OutcomeRow
from reports import catalogue
from tests.conftest import follow_up, person, signed_in
from tests.test_queries import questions

pytestmark = pytest.mark.django_db
HERE = "/botkyrka-von/2017-08/"
FIGURE = f"{HERE}avvikelser/siffra/"
CEILING = 12
UNIT, OTHERS = "5411", "5322"
"""The first budget holder's unit, and one of somebody else's."""


@pytest.fixture
def controller() -> Client:
    return signed_in("botkyrka-von", Role.CONTROLLER)


def text(client: Client, url: str, *, status: int = 200) -> str:
    """A page."""
    answer = client.get(url)
    assert answer.status_code == status, url
    return answer.content.decode()


def links(page: str, pattern: str) -> list[str]:
    """The addresses of a page's links that match."""
    found = re.findall(r'href="([^"]+)"', page)
    return [unescape(each) for each in found if re.search(pattern, each)]


def test_a_row_is_two_clicks_from_the_whole_committees_figure(
    controller: Client,
) -> None:
    whole = text(controller, f"{FIGURE}?matt=avvikelse")
    assert "Rader visas när de är högst 20" in whole
    assert not links(whole, "/underlag/rad/")
    part = next(each for each in links(whole, r"^\?.*ansvar=\d+$"))
    rows = links(text(controller, FIGURE + part), "/underlag/rad/")
    assert rows
    assert "Ingår i" in text(controller, rows[0])


def test_a_year_without_money_has_no_figures(controller: Client) -> None:
    page = text(controller, f"{FIGURE}?matt=budget&ar=2031", status=404)
    assert "Det finns varken budget eller utfall för 2031." in page
    page = text(controller, f"{FIGURE}?matt=utfall-ar&ar=1900", status=404)
    assert "Det finns varken budget eller utfall för 1900." in page
    assert "Utfall 2016" in text(controller, f"{FIGURE}?matt=utfall-ar&ar=2016")


@pytest.mark.parametrize(
    ("what", "word"), [("utfall-hittills", "utfall"), ("budget", "budget")]
)
def test_an_imported_row_shows_the_lines_of_its_file(
    controller: Client, what: str, word: str
) -> None:
    page = text(controller, f"{FIGURE}?matt={what}&ansvar={UNIT}")
    row = links(page, f"/underlag/rad/{word}/")[0]
    model = OutcomeRow if word == "utfall" else BudgetRow
    stored = model.objects.get(pk=row.rstrip("/").rsplit("/", 1)[1])
    amount = f"{-stored.amount_ore // 100}"
    assert re.search(rf'class="mine".*?{amount}', text(controller, row))


def test_a_row_leads_back_to_the_figure_it_is_part_of(controller: Client) -> None:
    row = ForecastRow.objects.filter(
        committee__slug="botkyrka-von",
        follow_up__year=2017,
        follow_up__month=8,
        cost_centre__code=UNIT,
    )[0]
    page = text(controller, f"{HERE}underlag/rad/prognos/{row.pk}/")
    back = links(page, r"siffra/\?matt=prognos")[0]
    assert f"/underlag/rad/prognos/{row.pk}/" in text(controller, back)
    assert "Prognos, netto per verksamhet" in page


def test_rows_of_others_are_told_by_their_sums(controller: Client) -> None:
    mine = signed_in("botkyrka-von", Role.BUDGET_HOLDER)
    page = text(mine, f"{FIGURE}?matt=prognos&ansvar={OTHERS}")
    assert "läses av dem som svarar för dem" in page
    assert not links(page, "/underlag/rad/")
    assert "Efter kontogrupp" in page
    assert links(
        text(controller, f"{FIGURE}?matt=prognos&ansvar={OTHERS}"), "/underlag/rad/"
    )


def test_a_row_of_others_is_refused_in_words() -> None:
    row = OutcomeRow.objects.filter(
        committee__slug="botkyrka-von", cost_centre__code=OTHERS
    )[0]
    mine = signed_in("botkyrka-von", Role.BUDGET_HOLDER)
    page = text(mine, f"{HERE}underlag/rad/utfall/{row.pk}/", status=404)
    assert "läses i detalj av dem" in page


def test_members_see_a_cells_formula_but_neither_parts_nor_rows() -> None:
    member = signed_in("botkyrka-von", Role.MEMBER)
    cell = "rapport/tabell/net-cost-by-activity/siffra/?rad=775&kolumn=avvikelse"
    page = text(member, f"/botkyrka-von/2017-05/{cell}")
    assert "Avvikelse 2017 = " in page
    assert "Delarna och raderna bakom siffran" in page
    assert "Efter ansvar" not in page


def test_every_figure_of_every_table_opens(controller: Client) -> None:
    here = follow_up("botkyrka-von", "2017-08")
    for key in catalogue.keys(here):
        address = f"{HERE}rapport/tabell/{key}/"
        found = links(text(controller, address), r"^siffra/\?")
        for each in {*found[:3], *found[-3:]}:
            assert "Vad består siffran av?" in text(controller, address + each)


def test_a_cell_shows_the_figure_of_its_table(controller: Client) -> None:
    here = follow_up("botkyrka-von", "2017-08")
    table = catalogue.table(here, "net-cost-by-activity")
    row = table.row("775")
    cell = f"{HERE}rapport/tabell/{table.key}/siffra/?rad=775&kolumn="
    for column, shown in zip(table.columns, table.shown(row), strict=True):
        assert f"{shown} tkr" in text(controller, cell + column.key)


@pytest.mark.parametrize(
    ("asked", "reason"),
    [
        ("?matt=nonsens", "Det finns ingen siffra nonsens"),
        ("?matt=utfall-manad", "gäller en månad"),
        ("?verksamhet=99999", "Det finns ingen verksamhet 99999"),
        ("?alla=nonsens", "kan inte delas efter nonsens"),
    ],
)
def test_what_an_address_asks_wrongly_is_answered_in_words(
    controller: Client, asked: str, reason: str
) -> None:
    assert reason in text(controller, FIGURE + asked, status=404)


def test_a_figure_without_rows_is_told_in_words(controller: Client) -> None:
    page = text(controller, f"{FIGURE}?matt=budget-manad&manad=13")
    assert "2017: inga rader finns i urvalet." in page


def test_a_month_that_is_not_loaded_says_so(controller: Client) -> None:
    page = text(controller, f"{FIGURE}?matt=utfall-ar&ansvar={UNIT}")
    assert "inte inläst" in page


@pytest.mark.parametrize(
    "asked",
    [
        "?matt=avvikelse",
        f"?matt=avvikelse&ansvar={UNIT}",
        f"?matt=forandring&ansvar={UNIT}",
        "?matt=utfall-hittills&verksamhet=7831",
        "?matt=budget&verksamhet=7831",
        "?matt=avvikelse&alla=ansvar",
    ],
)
def test_a_figures_page_asks_few_questions(controller: Client, asked: str) -> None:
    assert questions(controller, FIGURE + asked) <= CEILING


def test_a_rows_page_asks_few_questions(controller: Client) -> None:
    for word, model in (("utfall", OutcomeRow), ("budget", BudgetRow)):
        row = model.objects.filter(committee__slug="botkyrka-von")[0].pk
        assert questions(controller, f"{HERE}underlag/rad/{word}/{row}/") <= CEILING


def test_a_lists_order_is_asked_for_in_its_heads(controller: Client) -> None:
    page = text(controller, f"{FIGURE}?matt=utfall-hittills&ansvar={UNIT}")
    by_account = next(each for each in links(page, "-sort=account"))
    ordered = text(controller, by_account)
    assert 'aria-sort="ascending"' in ordered
    accounts = re.findall(r"<td>(\d{4}) [^<]+</td>", ordered)
    assert accounts
    assert accounts == sorted(accounts)


def test_a_forecast_row_says_who_entered_it_and_when(controller: Client) -> None:
    row = ForecastRow.objects.filter(
        committee__slug="botkyrka-von",
        follow_up__year=2017,
        follow_up__month=8,
        cost_centre__code=UNIT,
    )[0]
    row.changed_by = person("botkyrka-von", Role.CONTROLLER)
    row.changed_at = datetime(2017, 9, 4, 12, 5, tzinfo=UTC)
    row.save()
    page = text(controller, f"{FIGURE}?matt=prognos&ansvar={UNIT}")
    assert f"<td>{row.changed_by}</td>" in page
    assert "4 september 2017 kl. 14.05" in page
