"""Texts hold references to figures, and nothing that could do harm."""

from __future__ import annotations

import re

import pytest

from committees.models import FollowUp
from reports import catalogue
from reports.imports import clean_html
from reports.models import ReportText
from reports.tables.model import Table
from reports.texts import BrokenReferenceError, figure_text, resolved
from tests.conftest import follow_up
from tests.reports.sample import net_cost, overview
from tests.reports.sample_volumes import hours, mixed

TABLES = {table.key: table for table in (net_cost(), overview(), mixed(), hours()[0])}


def data(reference: str, text: str = "") -> str:
    return f'<data value="{reference}">{text}</data>'


@pytest.mark.parametrize(
    ("reference", "text"),
    [
        ("overview/resultat/avvikelse@mkr1", "−2,7\u00a0mkr"),
        ("overview/resultat/avvikelse@mkr1abs", "2,7\u00a0mkr"),
        ("overview/resultat/avvikelse@mkr1+", "−2,7\u00a0mkr"),
        ("overview/intakter/avvikelse@mkr1+", "+3,6\u00a0mkr"),
        ("overview/intakter/avvikelse@mkr1", "3,6\u00a0mkr"),
        ("net-cost/670/avvikelse@tkr", "−1\u202f480\u00a0tkr"),
        ("net-cost/674/utfall@mkr1", "–"),
        ("hours/Utfall 2031/ack@cell", "40\u202f220\u00a0timmar"),
        ("hours/Utfall 2031/ack@antal", "40\u202f220"),
        ("hours/Utfall 2031/m9@cell", "–"),
        ("mixed/platser/utfall@cell", "381,3\u00a0årsplatser"),
        ("mixed/platser/utfall@antal", "381"),
        ("mixed/platser/pris@cell", "−17\u00a0tkr"),
        ("mixed/platser/effekt@cell+", "−1,2\u00a0mkr"),
        ("mixed/timme/budget@cellabs", "349\u00a0kr per timme"),
        ("mixed/timme/budget@kr1", "−349,0\u00a0kr"),
        ("mixed/timme/matt@cell", "Nettokostnad per timme"),
    ],
)
def test_a_figure_is_looked_up_in_the_tables(reference: str, text: str) -> None:
    assert figure_text(reference, TABLES) == text


def test_what_stood_in_a_reference_is_replaced() -> None:
    reference = "overview/resultat/avvikelse@mkr1"
    html = f"<p>Det blir {data(reference, '99 mkr')} och {data(reference)}.</p>"
    shown = data(reference, "−2,7\u00a0mkr")
    assert resolved(html, TABLES) == f"<p>Det blir {shown} och {shown}.</p>"


@pytest.mark.parametrize(
    "reference",
    ["overview/resultat/nej@mkr1", "overview/nej/avvikelse@mkr", "nej/r/k@kr"],
)
def test_a_reference_to_no_cell_is_refused_in_swedish(reference: str) -> None:
    with pytest.raises(BrokenReferenceError, match="pekar på en cell som inte finns"):
        resolved(data(reference), TABLES)


@pytest.mark.parametrize(
    "reference",
    ["hours/Utfall 2031/ack@mkr1", "overview/resultat/avvikelse@antal"],
)
def test_money_is_not_told_as_a_count_nor_a_count_as_money(reference: str) -> None:
    with pytest.raises(BrokenReferenceError, match="visar pengar som antal"):
        resolved(data(reference), TABLES)


@pytest.mark.parametrize(
    "reference", ["", "26,7 mkr", "overview/resultat/avvikelse", "a/b/c@krona"]
)
def test_what_is_no_reference_is_refused_in_swedish(reference: str) -> None:
    with pytest.raises(BrokenReferenceError, match="är ingen hänvisning"):
        resolved(data(reference), TABLES)


def test_a_referred_text_cell_is_escaped() -> None:
    table = Table(
        "t", "T", "", overview().scale, overview().columns[:1], overview().rows[:0]
    )
    row = overview().rows[0]
    shown = type(row)(key="r", label="r", values=("<b>&",))
    marked = Table(
        **{f: getattr(table, f) for f in table.__slots__} | {"rows": (shown,)}
    )
    html = resolved(data("t/r/period@kr"), {"t": marked})
    assert html == data("t/r/period@kr", "&lt;b&gt;&amp;")


@pytest.mark.parametrize(
    ("html", "clean"),
    [
        ("<p>Ett<script>alert(1)</script></p>", "<p>Ett</p>"),
        ("<style>p{}</style><p>Ett</p>", "<p>Ett</p>"),
        ('<p onclick="x()" style="color:red" class="a">Ett</p>', "<p>Ett</p>"),
        ('<a href="javascript:x()">Ett</a>', "Ett"),
        ('<a href="https://example.se/">Ett</a>', "Ett"),
        ('<img src="https://example.se/a.png" onerror="x()">', ""),
        ("<iframe src='file:///etc/passwd'></iframe>Ett", "Ett"),
        ('<data value="a/b/c@kr" onload="x()">1</data>', data("a/b/c@kr", "1")),
        ('<p>Ett<svg><a xlink:href="javascript:x()">Två</a></svg>', "<p>Ett</p>"),
        ("<p>Ett <!-- dolt --> Två", "<p>Ett  Två</p>"),
    ],
)
def test_texts_are_sanitised_when_they_are_taken_in(html: str, clean: str) -> None:
    assert clean_html(html) == clean


def test_the_elements_of_a_text_are_kept() -> None:
    html = "<p>En <strong>och</strong> <em>två</em></p><ul><li>tre</li></ul>"
    assert clean_html(html) == html


@pytest.mark.django_db
def test_every_text_of_the_demo_resolves() -> None:
    for here in FollowUp.objects.filter(report_texts__isnull=False).distinct():
        tables = {table.key: table for table in catalogue.tables(here)}
        for text in ReportText.objects.filter(follow_up=here):
            shown = resolved(text.html, tables)
            figures = re.findall(r"<data [^>]*>(.*?)</data>", shown)
            assert all(re.search(r"\d", figure) for figure in figures), text.key
            assert clean_html(text.html) == text.html


@pytest.mark.django_db
def test_no_figure_of_money_is_typed_into_a_text_of_the_demo() -> None:
    for html in ReportText.objects.values_list("html", flat=True):
        typed = re.sub(r"<data [^>]*>.*?</data>", "", html)
        assert not re.search(r"\d[\s\d,]*\s*(kr|tkr|mkr|mnkr|miljoner)\b", typed)


@pytest.mark.django_db
def test_a_figure_in_a_text_is_the_tables_figure() -> None:
    here = follow_up("botkyrka-von", "2017-08")
    table = catalogue.table(here, "net-cost-by-activity")
    shown = figure_text(
        "net-cost-by-activity/summa-77/avvikelse@tkr", {table.key: table}
    )
    cells = dict(
        zip(
            [column.key for column in table.columns],
            table.shown(table.row("summa-77")),
            strict=True,
        )
    )
    assert shown == f"{cells['avvikelse']}\u00a0tkr"
