"""The HTML of tables and charts: right structure, everything escaped, no styles."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser

from hypothesis import given

from committees.numbers import MINUS, Scale, Unit
from reports.render.headings import remarks, row_unit
from reports.render.html import chart_html, table_html
from reports.tables.model import Column, Row, RowKind, Table, Tone
from tests.reports import sample, sample_volumes
from tests.reports.strategies import tables

VOID = {"br", "img", "meta", "input"}


class Page(HTMLParser):
    """Elements in order with attributes and text; refuses what does not nest."""

    def __init__(self, markup: str) -> None:
        """Read the markup."""
        super().__init__()
        self.open: list[str] = []
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        self.feed(markup)
        self.close()
        assert not self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An element starts."""
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An empty element of a drawing."""
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        """An element ends."""
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        """Text."""
        self.texts.append(data)

    def count(self, tag: str) -> int:
        """How many elements of a kind."""
        return sum(name == tag for name, _ in self.elements)


@given(tables())
def test_any_table_is_well_formed_and_carries_no_style(table: Table) -> None:
    page = Page(table_html(table))
    assert page.count("tbody tr") == 0
    assert all("style" not in attributes for _, attributes in page.elements)
    assert "<b>" not in table_html(table)


@given(tables())
def test_every_row_covers_the_same_columns(table: Table) -> None:
    width = len(table.columns) + 1 + table.has_codes
    for row in re.findall(r"<tr.*?</tr>", table_html(table), re.DOTALL):
        cells = re.findall(r"<t[hd]([ >][^>]*)", row)
        spans = [re.search(r'colspan="(\d+)"', cell) for cell in cells]
        assert sum(int(span[1]) if span else 1 for span in spans) == width


@given(tables())
def test_no_heading_is_empty(table: Table) -> None:
    titled = replace(table, title="Titel")
    assert not re.search(r"<th[^>]*></th>", table_html(titled)) or any(
        not column.label for column in table.columns
    )


def test_deviations_carry_sign_and_tone() -> None:
    table = sample.net_cost()
    markup = table_html(table)
    assert '<td class="surplus">+2\u202f185</td>' in markup
    assert f'<td class="deficit">{MINUS}1\u202f480</td>' in markup
    assert "+–" not in markup
    assert "+0" not in markup


def test_what_rounds_to_zero_has_no_tone() -> None:
    columns = (Column("a", "Avvikelse", Tone.DEVIATION),)
    rows = (Row("x", "X", (49_999,)), Row("y", "Y", (-49_999,)), Row("z", "Z", (0,)))
    markup = table_html(Table("t", "T", "S", Scale(Unit.TKR), columns, rows))
    assert markup.count("<td>0</td>") == 3


def test_an_omitted_deviation_is_two_points() -> None:
    columns = (Column("a", "Avvikelse", Tone.DEVIATION),)
    rows = (Row("x", "X", (9_900_000,), omitted=(True,)),)
    markup = table_html(Table("t", "T", "S", Scale(Unit.TKR), columns, rows))
    assert "<td>..</td>" in markup


def test_an_empty_table_says_so() -> None:
    markup = table_html(replace(sample.overview(), rows=()))
    assert (
        '<tbody><tr><th scope="row" colspan="5">Inga rader</th></tr></tbody>' in markup
    )


def test_rows_have_headings_kinds_and_levels() -> None:
    markup = table_html(sample.net_cost())
    assert '<th scope="row">Hemtjänst i ordinärt boende</th>' in markup
    assert '<th scope="rowgroup">Äldreomsorg</th>' in markup
    assert '<tr class="group">' in markup
    assert '<tr class="level-1">' in markup
    assert '<tr class="total">' in markup
    assert markup.count("<tbody>") == markup.count("</tbody>") == 4


def test_spanning_headings_stand_above_short_ones() -> None:
    markup = table_html(sample.appendix())
    assert '<th scope="colgroup" class="span" colspan="3">Budget 2031</th>' in markup
    assert '<th scope="col">Personal</th>' in markup
    assert "dense" in markup


def test_caption_says_title_and_unit_once() -> None:
    markup = table_html(sample.net_cost())
    assert 'Nettokostnad per verksamhet <span class="unit">tkr</span>' in markup
    assert markup.count(">tkr<") == 1


def test_a_row_of_another_unit_names_its_own() -> None:
    columns = (Column("a", "Utfall"),)
    rows = (
        Row("k", "Kostnad", (100_000,)),
        Row("x", "Platser", (12,), scale=Scale(Unit.COUNT)),
    )
    markup = table_html(Table("t", "T", "S", Scale(Unit.TKR), columns, rows))
    assert 'T <span class="unit">tkr</span></caption>' in markup
    assert 'Platser <span class="unit">antal</span></th><td>12</td>' in markup


def test_the_caption_names_the_only_unit_there_is() -> None:
    table, _ = sample_volumes.hours()
    markup = table_html(table)
    assert 'hemtjänst <span class="unit count">timmar</span></caption>' in markup
    assert markup.count("timmar</span>") == 1


def test_no_unit_is_said_of_rows_that_differ() -> None:
    markup = table_html(sample_volumes.mixed())
    assert "Nyckeltal</caption>" in markup
    assert '<span class="unit">kr per timme</span>' in markup
    assert '<span class="unit">tkr per årsplats</span>' in markup
    assert ">årsplatser</span>" not in markup
    assert "antal</span>" not in markup


def test_a_unit_that_the_rows_own_words_say_is_not_said_again() -> None:
    table = sample_volumes.mixed()

    def said(text: str, unit: str) -> str:
        row = replace(table.row("platser"), values=(text, 1, 1, 1, 1, 1), unit=unit)
        return row_unit(table, row, said="")

    assert said("Antal årsplatser", "årsplatser") == ""
    assert said("Årsplacering", "årsplaceringar") == ""
    assert said("Nettokostnad/ årsplats (snitt), tkr", "tkr per årsplats") == ""
    assert said("Nettokostnad/ timme", "kr per timme") == "kr per timme"
    assert said("", "timmar") == "timmar"


def test_a_column_tells_its_own_unit_unless_its_heading_does() -> None:
    markup = table_html(sample_volumes.mixed())
    assert '>Priseffekt <span class="unit">tkr</span></th>' in markup
    assert ">Avvikelse (mnkr)</th>" in markup


def test_a_column_of_other_decimals_has_no_unit_of_its_own() -> None:
    table, _ = sample_volumes.hours()
    finer = replace(table.columns[-1], scale=Scale(Unit.COUNT, 1))
    table = replace(table, columns=(*table.columns[:-1], finer))
    assert ">Ack aug</th>" in table_html(table)
    assert table.unit_in(table.rows[0], finer) == "timmar"


def test_fractions_are_rounded_once_in_the_scale_of_their_cell() -> None:
    shown = sample_volumes.mixed().shown(sample_volumes.mixed().row("platser"))
    assert shown[1:] == ("381,3", "374,0", "356,5", f"{MINUS}1,2", f"{MINUS}17")
    hour = sample_volumes.mixed().shown(sample_volumes.mixed().row("timme"))
    assert hour[2] == f"{MINUS}349"


def test_what_is_not_applicable_says_why_in_the_cell_and_beneath() -> None:
    markup = table_html(sample_volumes.mixed())
    assert '<td title="Volymen är noll.">..</td>' in markup
    assert "<p>.. Hemtjänst, Prognos 2031: Volymen är noll.</p>" in markup
    assert 'aria-describedby="tabell-mixed-noter"' in markup


def test_a_reason_is_told_once_for_all_its_cells() -> None:
    table = sample_volumes.mixed()
    row = replace(table.row("timme"), key="till", label="Boendestöd")
    assert remarks(replace(table, rows=(*table.rows, row))) == (
        ".. Hemtjänst, Prognos 2031; Boendestöd, Prognos 2031: Volymen är noll.",
    )


def test_a_years_months_are_set_closer() -> None:
    markup = table_html(sample_volumes.hours()[0])
    assert 'class="report-table dense wide"' in markup
    assert "wide" not in table_html(sample.appendix())


def test_notes_are_tied_to_the_table() -> None:
    markup = table_html(sample.net_cost())
    assert 'aria-describedby="tabell-net-cost-noter"' in markup
    assert 'id="tabell-net-cost-noter"' in markup
    assert "aria-describedby" not in table_html(sample.overview())


def test_links_are_escaped_and_left_out_where_there_is_none() -> None:
    def link(row: Row, column: Column) -> str | None:
        return '/x?a=1&b="2"' if column.key == "utfall" else None

    markup = table_html(sample.net_cost(), link=link)
    rows = [r for r in sample.net_cost().rows if r.kind is not RowKind.GROUP]
    assert markup.count('<a href="/x?a=1&amp;b=&quot;2&quot;">') == len(rows)


def test_a_chart_is_a_figure_with_its_table() -> None:
    page = Page(chart_html(sample.deviations()))
    names = [name for name, _ in page.elements]
    assert names[0] == "figure"
    assert names[1] == "figcaption"
    assert names[names.index("svg") + 1] == "title"
    assert "details" in names
    assert "details" not in chart_html(sample.deviations(), paper=True)
    assert all("style" not in attributes for _, attributes in page.elements)
    assert page.count("style") == 0


def test_a_chart_of_a_printed_table_refers_to_it_on_paper() -> None:
    chart = replace(sample.months(), figures_in="Kostnad <per> månad")
    paper = chart_html(chart, paper=True)
    link = '<a href="#tabell-months">Kostnad &lt;per&gt; månad</a>'
    assert f"Siffrorna finns i tabellen {link}." in paper
    assert "<table" not in paper
    assert "<table" in chart_html(chart)
