"""The generated committees: the same books each time, and the same in hledger."""

from __future__ import annotations

import pytest
from django.db import connection
from django.db.models import Sum

from committees import triggers
from committees.models import Committee
from committees.periods import Month
from finance.models import BudgetRow, OutcomeRow, YearSummary
from finance.summaries import differences
from tests.bench.large import floors, hledger, rows, shape
from tests.bench.large.masters import now
from tests.bench.large.shape import LARGE, SMALL, Size

TINY = Size("stor-12", "9012", divisions=1, areas=2, units=12, activities=4)


@pytest.mark.parametrize(("size", "count"), [(SMALL, 108_000), (LARGE, 1_440_000)])
def test_a_committee_has_as_many_rows_as_its_size_tells(size: Size, count: int) -> None:
    grains = sum(1 for _ in shape.grains(size))
    assert grains * len(shape.booked_months()) == count
    assert grains * 12 * len(shape.BUDGET_YEARS) == count


def test_the_books_are_the_same_each_time() -> None:
    grain = tuple(shape.grains(SMALL))[1_000]
    assert grain == (1000, 83, 3, 4, 14, -3_939_000)
    assert shape.outcome_of(grain, Month(2025, 8)) == -4_764_773
    assert shape.budget_of(grain, 2025) == -4_490_460


def test_each_unit_stands_in_an_area_and_has_a_code_of_its_own() -> None:
    areas = {node.code for node in shape.above_units(LARGE) if node.parent}
    units = shape.units(LARGE)
    assert {unit.parent for unit in units} == areas
    assert len({unit.code for unit in units}) == LARGE.units


@pytest.mark.django_db
def test_a_generated_committee_holds_its_books_and_their_sums() -> None:
    guards = triggers.installed(connection)
    written = rows.generate(TINY)
    mine = Committee.objects.get(slug=TINY.slug)
    assert written == rows.Written(outcome=8_640, budget=8_640, forecast=720)
    assert OutcomeRow.objects.filter(committee=mine).count() == written.outcome
    assert BudgetRow.objects.filter(committee=mine).count() == written.budget
    assert differences(mine) == []
    assert triggers.installed(connection) == guards


@pytest.mark.django_db
def test_the_floors_tell_the_committees_year() -> None:
    rows.generate(TINY)
    here = now(TINY)
    expected = sum(
        shape.outcome_of(grain, Month(2025, month))
        for grain in shape.grains(TINY)
        for month in range(1, 9)
    )
    for told in (floors.by_activity(here), floors.by_cost_centre(here)):
        assert sum(int(str(row[2])) for row in told) == expected
    year = YearSummary.objects.filter(committee=here.committee, year=2025)
    august = year.filter(kind="outcome").aggregate(ore=Sum("ore_8"))["ore"]
    months = {row[:3]: int(str(row[3])) for row in floors.by_month(here)}
    assert months[2025, "outcome", 8] == august


def test_a_journal_holds_each_years_budget_and_each_posting() -> None:
    lines = [line.split() for line in hledger.journal_lines(TINY)]
    rules = [line for line in lines if line[:1] == ["~"]]
    postings = [line for line in lines if len(line) == 2 and line[0].count(":") == 3]
    assert [rule[3] for rule in rules] == [f"{y}-01-01" for y in range(2021, 2026)]
    assert len(postings) == 8_640
    assert sum(hledger._ore(line[1]) for line in postings) == sum(
        shape.outcome_of(grain, month)
        for grain in shape.grains(TINY)
        for month in shape.booked_months()
    )


def test_hledgers_report_is_read_to_the_ore() -> None:
    report = (
        '"Account","2024","budget","2025","budget"\n'
        '"v","-10.00","","-0.51","-3.00"\n'
        '"v:710","-10.00","","-1234567.89","-3.00"\n'
        '"v:711","0","","0.05",""\n'
        '"Total:","-10.00","","-0.51","-3.00"\n'
    )
    assert hledger.actuals(report, 2025) == {"710": -123_456_789, "711": 5}


def test_the_rows_of_a_page_are_read_as_text_and_where_it_leads() -> None:
    html = '<tr class="a"><th scope="row"><a href="/">Vård &amp; om</a></th><td>1</td>'
    assert floors.shown_rows(f"<thead>{html}</tr></thead>") == [
        [("Vård & om", "/"), ("1", "")]
    ]
