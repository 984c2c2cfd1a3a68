"""The overview, the report, the tables and the files, as a person gets them."""

from __future__ import annotations

import json

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from committees.models import Role
from reports import catalogue
from reports.models import ReportText
from reports.render.csv import table_csv
from reports.render.html import table_html
from reports.workings.cell_links import links
from tests.conftest import follow_up, signed_in

pytestmark = pytest.mark.django_db

SLUG, MONTH = "botkyrka-von", "2017-08"
HERE = f"/{SLUG}/{MONTH}/"
REPORT = f"{HERE}rapport/"
KEY = "net-cost-by-activity"


@pytest.fixture
def controller() -> Client:
    """Signed in as a controller of the committee."""
    return signed_in(SLUG, Role.CONTROLLER)


def text_of(client: Client, url: str, *, status: int = 200) -> str:
    """The page at an address."""
    answer = client.get(url)
    assert answer.status_code == status
    return answer.content.decode()


def test_the_overview_answers_with_four_figures(controller: Client) -> None:
    text = text_of(controller, HERE)
    for heading in (
        "Avvikelse januari–augusti 2017",
        "Prognosavvikelse, helår",
        "Förändring av prognosen",
        "Beslutade åtgärder i år",
    ):
        assert heading in text
    assert "Exempeldata." in text


def test_the_overview_tells_the_office_what_is_missing(controller: Client) -> None:
    follow_up(SLUG, MONTH).report_texts.all().delete()
    text = text_of(controller, HERE)
    assert "saknas i rapporten" in text
    assert "Rapporten är inte gjord som PDF än." in text


def test_nothing_waits_for_an_auditor() -> None:
    text = text_of(signed_in(SLUG, Role.AUDITOR), HERE)
    assert "Inget väntar på dig här." in text


def test_comments_are_for_those_who_answer_for_the_whole(controller: Client) -> None:
    told = "Timmarna hos externa utförare ökar"
    assert told in text_of(controller, HERE)
    unit = text_of(signed_in(SLUG, Role.BUDGET_HOLDER), HERE)
    assert told not in unit
    assert "Du ser det som är skrivet om ditt ansvar." in unit


def test_the_report_has_its_parts_in_order(controller: Client) -> None:
    text = text_of(controller, REPORT)
    assert text.index('id="innehallsforteckning"') < text.index('class="chapter"')
    assert f'id="tabell-{KEY}"' in text
    assert "<svg" in text
    assert "style=" not in text


def test_a_stored_text_is_shown_with_its_figures_looked_up(controller: Client) -> None:
    written = ReportText.objects.filter(follow_up=follow_up(SLUG, MONTH)).first()
    assert written is not None
    assert 'class="prose"' in text_of(controller, REPORT)


def test_a_tables_page_shows_the_table(controller: Client) -> None:
    table = catalogue.table(follow_up(SLUG, MONTH), KEY)
    text = text_of(controller, f"{REPORT}tabell/{KEY}/")
    assert table_html(table, link=links(table)) in text
    assert f'href="{REPORT}tabell/{KEY}.csv"' in text


def test_every_table_of_the_list_opens(controller: Client) -> None:
    text = text_of(controller, f"{REPORT}tabeller/")
    for key in catalogue.keys(follow_up(SLUG, MONTH)):
        assert f'href="{REPORT}tabell/{key}/"' in text
        text_of(controller, f"{REPORT}tabell/{key}/")


def test_a_table_as_csv_is_the_renderers_bytes(controller: Client) -> None:
    answer = controller.get(f"{REPORT}tabell/{KEY}.csv")
    assert answer.content == table_csv(catalogue.table(follow_up(SLUG, MONTH), KEY))
    name = f"{SLUG}-{MONTH}-{KEY}.csv"
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{name}"'


def test_all_tables_come_as_one_json_list_or_workbook(controller: Client) -> None:
    found = json.loads(controller.get(f"{REPORT}tabeller.json").content)
    keys = catalogue.keys(follow_up(SLUG, MONTH))
    assert [table["key"] for table in found] == list(keys)
    assert controller.get(f"{REPORT}tabeller.xlsx").content.startswith(b"PK")


@pytest.mark.parametrize(
    ("url", "said"),
    [
        (f"{REPORT}tabell/finns-inte/", f"De som finns: economy-overview, {KEY}"),
        (f"{REPORT}tabell/{KEY}.docx", "De som finns: csv, xlsx, json."),
        (f"{REPORT}tabeller.csv", "De som finns: xlsx, json."),
        (f"{REPORT}export/999999/fil", "Det finns ingen sådan fil"),
    ],
)
def test_what_does_not_exist_names_what_does(
    controller: Client, url: str, said: str
) -> None:
    assert said in text_of(controller, url, status=404)


def test_a_member_sees_no_way_to_what_is_not_for_members() -> None:
    member = signed_in(SLUG, Role.MEMBER)
    text = text_of(member, f"/{SLUG}/2017-05/rapport/")
    assert "underlag/" not in text
    assert "Gör PDF" not in text


QUERIES = {
    HERE: 27,
    REPORT: 30,
    f"{REPORT}tabell/{KEY}/": 17,
    f"{REPORT}tabeller/": 26,
    f"{REPORT}export/": 10,
    f"{HERE}underlag/utfall/": 11,
}


@pytest.mark.parametrize("url", QUERIES)
def test_a_page_asks_the_database_a_bounded_number_of_times(
    controller: Client, url: str
) -> None:
    with CaptureQueriesContext(connection) as asked:
        controller.get(url)
    assert len(asked) <= QUERIES[url]
