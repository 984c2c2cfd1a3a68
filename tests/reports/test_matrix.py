"""The engine of report tables: pure on worksheets, and on the demo committees' rows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

import pytest

from committees.models import FollowUp
from committees.numbers import Scale, Unit
from committees.periods import Month, Scenario, Span
from committees.trees import activity_tree
from finance.figures import Books, Measure, Selection, Series
from reports import catalogue
from reports.known import Known
from reports.models import RowDefinition, TableDefinition
from reports.tables.matrix import build
from reports.tables.model import Row, RowKind, Table, Tone
from reports.tables.spec import ColumnSpec, RowSpec, TableSpec, filled
from tests.finance.worksheet import GROUPS, books

AUGUST = Month(2017, 8)
BOOKS = books(
    """
    utfall  2017 period 773 personal extern -100
    utfall  2016 period 773 personal extern  -90
    utfall  2017 period 778 köp      extern  -60,40
    utfall  2017 period 778 intäkter extern   10
    budget  2017 år     773 personal extern -150
    budget  2017 år     778 köp      extern  -90
    prognos 2017 år     773 personal extern -148
    prognos 2017 år     778 köp      extern  -97
    bidrag  2017 år     773 RAM      extern  150
    bidrag  2017 period 773 RAM      extern  100
    """
)
TO_DATE = ColumnSpec(
    "utfall", "Utfall {mon} {year}", Measure.NET, Scenario.OUTCOME, 0, Span.PERIOD
)
COLUMNS = (
    TO_DATE,
    replace(TO_DATE, key="forra", label="Utfall {year-1}", year_offset=-1),
    ColumnSpec("budget", "Budget", Measure.NET, Scenario.BUDGET, 0, Span.YEAR),
    ColumnSpec("prognos", "Prognos", Measure.NET, Scenario.FORECAST, 0, Span.YEAR),
    ColumnSpec(
        "avvikelse",
        "Avvikelse",
        Measure.DEVIATION,
        minuend="prognos",
        subtrahend="budget",
    ),
)
ROWS = (
    RowSpec("rubrik", "Äldreomsorg", RowKind.GROUP, None),
    RowSpec("773", "Boende", RowKind.ROW, Selection(activities={773}), code="773"),
    RowSpec("778", "Placeringar", RowKind.ROW, Selection(activities={778})),
    RowSpec("summa", "Summa {year}", RowKind.TOTAL, Selection()),
)
SPEC = TableSpec(
    key="netto",
    title="Netto {year}",
    stub="Tkr {date}",
    scale=Scale(Unit.KR),
    costs_positive=False,
    columns=COLUMNS,
    rows=ROWS,
    notes=("Till och med {month}.",),
)


def built(spec: TableSpec = SPEC, *, of: Books = BOOKS) -> Table:
    return build(spec, Known(of), month=AUGUST)


def kronor(table: Table, row: str) -> list[Decimal | None]:
    values = table.row(row).values
    return [Decimal(v) / 100 if isinstance(v, int) else None for v in values]


def test_every_placeholder_of_a_heading_is_filled() -> None:
    label = "{year} {year-1} {year-2} {year-3} {yy} {yy-1} {month} {mon} {Mon} {date}"
    shown = "2017 2016 2015 2014 17 16 augusti aug Aug 2017-08-31"
    assert filled(label, AUGUST) == shown
    assert filled("{yy} {yy-1}", Month(2010, 1)) == "10 09"
    assert filled("Ingen {annan}", AUGUST) == "Ingen {annan}"


def test_titles_headings_labels_and_notes_are_filled() -> None:
    table = built()
    assert (table.title, table.stub) == ("Netto 2017", "Tkr 2017-08-31")
    assert [c.label for c in table.columns][:2] == ["Utfall aug 2017", "Utfall 2016"]
    assert table.row("summa").label == "Summa 2017"
    assert table.notes == ("Till och med augusti.",)


def test_a_row_sums_what_it_selects_in_every_column() -> None:
    table = built()
    assert kronor(table, "773") == [-100, -90, -150, -148, 2]
    assert kronor(table, "778") == [Decimal("-50.4"), None, -90, -97, -7]
    assert kronor(table, "summa") == [Decimal("-150.4"), -90, -240, -245, -5]


def test_a_heading_without_selection_has_no_figures() -> None:
    table = built()
    assert table.row("rubrik").values == (None,) * 5
    assert table.shown(table.row("rubrik")) == ("",) * 5


def test_a_total_is_summed_exactly_and_rounded_once() -> None:
    table = built(replace(SPEC, scale=Scale(Unit.TKR, 1)))
    assert [table.shown(row)[0] for row in table.rows[1:]] == ["−0,1", "−0,1", "−0,2"]
    assert table.value("summa", "utfall") == -15_040


def test_costs_shown_positive_turn_neither_deviation_nor_grant_nor_result() -> None:
    columns = (
        *COLUMNS,
        replace(COLUMNS[2], key="bidrag", measure=Measure.GRANT),
        replace(COLUMNS[2], key="resultat", measure=Measure.RESULT),
    )
    spec = replace(SPEC, columns=columns)
    stored = built(spec).row("773").values
    turned = built(replace(spec, costs_positive=True)).row("773").values
    assert [stored[n] == turned[n] for n in range(7)] == [False] * 4 + [True] * 3
    assert turned[:4] == tuple(-v for v in stored[:4] if isinstance(v, int))
    assert turned[4] == 200


def test_only_net_cost_and_investment_are_turned() -> None:
    kept = Books(
        investments={Series(Scenario.OUTCOME, 2017, Span.PERIOD): {1: -500}},
        balance={Series(Scenario.OUTCOME, 2017, Span.PERIOD): {1: -500}},
    )
    selection = Selection(projects=[1], accounts=[1])
    for measure, shown in ((Measure.INVESTMENT, 500), (Measure.BALANCE, -500)):
        row = RowSpec("r", "r", RowKind.ROW, selection, measure=measure)
        spec = replace(SPEC, costs_positive=True, columns=(TO_DATE,), rows=(row,))
        assert built(spec, of=kept).row("r").values == (shown,)


def test_a_row_may_measure_something_else_than_its_columns() -> None:
    rows = (
        replace(ROWS[3], key="intakter", measure=Measure.REVENUE),
        replace(ROWS[3], key="bidrag", measure=Measure.GRANT),
        replace(ROWS[3], key="resultat", measure=Measure.RESULT),
    )
    table = built(replace(SPEC, rows=rows))
    assert kronor(table, "intakter")[0] == 10
    assert kronor(table, "bidrag") == [100, None, 150, 150, 0]
    assert kronor(table, "resultat")[2:] == [-90, -95, -5]


def test_a_deviation_is_not_turned_in_a_row_of_another_measure() -> None:
    rows = (replace(ROWS[3], key="kostnader", measure=Measure.COST),)
    table = built(replace(SPEC, rows=rows, costs_positive=True))
    assert kronor(table, "kostnader")[2:] == [240, 245, -5]


def test_an_omitted_cell_is_not_applicable_and_enters_no_difference() -> None:
    rows = (replace(ROWS[1], omitted=frozenset({"prognos"})),)
    table = built(replace(SPEC, rows=rows))
    row = table.row("773")
    assert row.omitted == (False, False, False, True, False)
    assert table.shown(row) == ("−100", "−90", "−150", "..", "150")


def test_a_difference_with_nothing_on_either_side_is_missing() -> None:
    nothing = RowSpec("x", "x", RowKind.ROW, Selection(activities={1}))
    table = built(replace(SPEC, rows=(nothing,)))
    assert table.shown(table.row("x")) == ("–",) * 5


def test_a_group_may_carry_figures_of_its_own() -> None:
    rows = (replace(ROWS[0], selection=Selection(groups={GROUPS["köp"]})),)
    table = built(replace(SPEC, rows=rows))
    assert table.shown(table.row("rubrik"))[2] == "−90"


def test_deviations_and_results_read_as_surplus_or_deficit() -> None:
    tones = [column.tone for column in built().columns]
    assert tones == [Tone.FIGURE] * 4 + [Tone.DEVIATION]


def test_a_table_knows_the_years_and_measures_that_it_reads() -> None:
    assert SPEC.years(AUGUST) == {2016, 2017}
    rows = (replace(ROWS[3], measure=Measure.GRANT),)
    assert replace(SPEC, rows=rows).measures == {
        Measure.NET,
        Measure.DEVIATION,
        Measure.GRANT,
    }


def leaves_of(here: FollowUp) -> dict[str, dict[str, frozenset[int]]]:
    """The activities that each row of each of a follow-up's tables selects."""
    tree = activity_tree(here.committee, month=here.period)
    everything = frozenset(tree.nodes)
    found: dict[str, dict[str, frozenset[int]]] = {}
    definitions = TableDefinition.objects.for_follow_up(here)
    rows = RowDefinition.objects.filter(table__in=definitions, measure="")
    for row in rows.exclude(activities="").select_related("table"):
        codes = row.activities.split()
        found.setdefault(row.table.key, {})[row.key] = (
            everything if "*" in codes else tree.under(codes)
        )
    return found


def by_activity() -> Iterator[tuple[FollowUp, Table, dict[str, frozenset[int]]]]:
    """Every demo follow-up's tables that have a row for each activity."""
    for here in FollowUp.objects.select_related("committee__municipality"):
        selected = leaves_of(here)
        for table in catalogue.tables(here):
            rows = [row for row in table.rows if row.kind is RowKind.ROW]
            nodes = selected.get(table.key, {})
            selections = {nodes.get(row.key) for row in rows} - {None}
            if len(rows) > 1 and len(selections) == len(rows):
                yield here, table, nodes


def parts_of(whole: Row, table: Table, nodes: dict[str, frozenset[int]]) -> list[Row]:
    """The plain rows of a table that lie under a subtotal or total."""
    return [
        row
        for row in table.rows
        if row.kind is RowKind.ROW and nodes[row.key] <= nodes[whole.key]
    ]


@pytest.mark.django_db
def test_every_total_of_the_demo_is_the_exact_sum_of_its_rows() -> None:
    checked = 0
    for here, table, nodes in by_activity():
        for whole in table.rows:
            if whole.kind in {RowKind.ROW, RowKind.GROUP} or whole.key not in nodes:
                continue
            parts = parts_of(whole, table, nodes)
            for n, value in enumerate(whole.values):
                cells = [v for row in parts if isinstance(v := row.values[n], int)]
                place = f"{here} {table.key} {whole.key} {table.columns[n].key}"
                assert value == (sum(cells) if cells else None), place
                checked += 1
    assert checked > 200


@pytest.mark.django_db
def test_rows_of_an_activity_table_do_not_overlap() -> None:
    tables = set()
    for _, table, nodes in by_activity():
        rows = [nodes[row.key] for row in table.rows if row.kind is RowKind.ROW]
        assert sum(len(part) for part in rows) == len(frozenset().union(*rows))
        tables.add(table.key)
    assert tables >= {
        "net-cost-by-activity",
        "economy-appendix-2-1",
        "result-by-activity",
        "operations-by-activity",
        "net-cost-hallbar-omsorg",
    }
