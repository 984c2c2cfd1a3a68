"""Every demo follow-up's tables, from definitions and rows."""

from __future__ import annotations

import pytest

from committees.models import FollowUp
from committees.numbers import MISSING, NOT_APPLICABLE
from reports import catalogue
from reports.models import RowDefinition, TableDefinition
from reports.tables.model import RowKind
from tests.conftest import follow_up

pytestmark = pytest.mark.django_db


def follow_ups() -> list[FollowUp]:
    return list(FollowUp.objects.select_related("committee__municipality"))


def test_tables_are_built_for_every_follow_up_of_the_demo() -> None:
    built = {
        (here.committee.slug, str(here.period)): len(catalogue.tables(here))
        for here in follow_ups()
    }
    assert built["botkyrka-von", "2016-12"] == 0
    assert built["botkyrka-von", "2017-02"] == 18
    assert built["botkyrka-von", "2017-08"] == 55
    assert built["sodertalje-on", "2017-12"] == 40
    assert built["sodertalje-on", "2018-04"] == 38
    assert built["enkoping-von", "2024-02"] == 26


def test_every_row_has_a_cell_in_every_column() -> None:
    for here in follow_ups():
        for table in catalogue.tables(here):
            assert len({column.key for column in table.columns}) == len(table.columns)
            for row in table.rows:
                assert len(row.values) == len(table.columns)
                assert len(table.shown(row)) == len(table.columns)


def test_one_table_alone_is_as_it_is_among_the_others() -> None:
    here = follow_up("sodertalje-on", "2017-08")
    tables = catalogue.tables(here)
    assert [table.key for table in tables] == list(catalogue.keys(here))
    assert [catalogue.table(here, table.key) for table in tables] == list(tables)


def test_a_table_belongs_to_the_months_it_is_defined_for() -> None:
    august, december, april = (
        catalogue.keys(follow_up("sodertalje-on", month))
        for month in ("2017-08", "2017-12", "2018-04")
    )
    assert "committee-grant" in august
    assert "committee-grant" not in december
    assert "committee-grant-current" in december
    assert "net-cost-hallbar-omsorg" in april
    assert "net-cost-hallbar-omsorg" not in december


@pytest.mark.parametrize(
    ("month", "known"), [("2017-08", "economy-overview, net-cost"), ("2014-12", "inga")]
)
def test_an_unknown_table_is_refused_naming_those_there_are(
    month: str, known: str
) -> None:
    here = follow_up("botkyrka-von", month)
    with pytest.raises(catalogue.UnknownTableError, match=f"De som finns: {known}"):
        catalogue.table(here, "nej")


def test_headings_follow_the_follow_up() -> None:
    for month, label in (("2017-08", "2016"), ("2018-04", "2017")):
        table = catalogue.table(
            follow_up("sodertalje-on", month), "net-cost-by-activity"
        )
        assert any(label in column.label for column in table.columns)
        assert not any("{" in column.label for column in table.columns)


def test_a_closed_year_without_forecast_expects_nothing() -> None:
    here = follow_up("sodertalje-on", "2017-12")
    table = catalogue.table(here, "result-by-activity")
    place = table.column_index("prognos")
    assert {table.shown(row)[place] for row in table.rows} == {MISSING}
    august = catalogue.table(follow_up("sodertalje-on", "2017-08"), table.key)
    assert august.row("namnden-totalt").values[place] == 1_230_000_000


def test_without_any_forecast_no_deviation_from_it_is_told() -> None:
    here = follow_up("botkyrka-von", "2017-08")
    for rows in (here.forecast_rows, here.controller_adjustments):
        rows.all().delete()
    from finance.summaries import refresh_forecast

    refresh_forecast(here)
    table = catalogue.table(here, "net-cost-by-activity")
    for key in ("prognos", "avvikelse"):
        place = table.column_index(key)
        shown = {table.shown(row)[place] for row in table.rows}
        assert shown <= {MISSING, ""}


def test_omitted_cells_are_not_applicable() -> None:
    here = follow_up("sodertalje-on", "2018-04")
    table = catalogue.table(here, "net-cost-hallbar-omsorg")
    row = table.row("resultat-totalt")
    assert table.shown(row)[table.column_index("namndbidrag")] == NOT_APPLICABLE


def test_a_heading_has_no_figures_and_other_rows_select_something() -> None:
    for row in RowDefinition.objects.all():
        money = (row.activities, row.groups, row.projects, row.accounts, row.decisions)
        named = (*money, row.series, row.unit_cost, row.ratio)
        other = (row.indicator, row.cost_centres)
        place = f"{row.table.key}/{row.key}"
        assert any((*named, *other)) == (row.kind != RowKind.GROUP), place


def test_a_table_says_what_it_rests_on() -> None:
    for here in follow_ups():
        for table in catalogue.tables(here):
            assert table.source.endswith(here.title)
    assert TableDefinition.objects.exists()
