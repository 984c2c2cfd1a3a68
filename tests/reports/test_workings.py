"""What figures are made of: parts and rows that sum to them, over all demo follow-ups.

The parts are read from summaries or from the rows, the figure from the dashboards'
sums or the report's table: that they agree is the point.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from django.http import Http404, QueryDict

from committees.access import Place, place_of
from committees.models import FollowUp, Role
from finance.figures import Measure
from finance.lines import Lines
from finance.parts import together
from finance.sources import Axis, Where
from finance.sums import ADJUSTED, sums
from reports import catalogue
from reports.dashboards.asked_figure import AskedFigure, What
from reports.dashboards.narrowing import Ground, Narrowing
from reports.quantities.unit_costs import money as divided
from reports.tables.matrix import TURNED
from reports.tables.model import RowKind
from reports.tables.spec import Asked, QuantityKind
from reports.workings.asked import money_of
from reports.workings.cell import Cell
from reports.workings.cell_money import OPERATING, money_of_cell
from reports.workings.money import FEW_UNITS, MoneyFigure, Parts, parted
from tests.conftest import follow_up, person
from tests.finance.test_sums import follow_ups

pytestmark = pytest.mark.django_db
EVERY = 1_000_000
PLACES = (
    ("botkyrka-von", "2017-08"),
    ("sodertalje-on", "2017-08"),
    ("sodertalje-on", "2017-12"),
    ("enkoping-von", "2024-08"),
)


def place(here: FollowUp) -> Place:
    """Where a controller stands in a follow-up."""
    slug = here.committee.slug
    return place_of(person(slug, Role.CONTROLLER), slug, str(here.period))


def narrowings(ground: Ground) -> Iterator[Narrowing]:
    """The whole, a unit, an activity, a group, and a unit's activity's group."""
    unit = ground.cost_centres.nodes[max(ground.cost_centres.nodes)].code
    activity = ground.activities.nodes[max(ground.activities.nodes)].code
    group = next(iter(ground.groups.values())).code
    yield Narrowing()
    yield Narrowing(cost_centre=unit)
    yield Narrowing(activity=activity)
    yield Narrowing(group=group)
    yield Narrowing(role="utförare")
    yield Narrowing(activity=activity, cost_centre=unit, group=group)


def asked(what: What, narrowing: Narrowing, here: FollowUp) -> AskedFigure:
    """A figure, of the follow-up's month where it is of one."""
    period = here.month if "manad" in what.value else 0
    return AskedFigure(what, narrowing, period=period)


def figures(here: FollowUp) -> Iterator[tuple[AskedFigure, Where, MoneyFigure]]:
    """Every kind of figure of every choice."""
    ground = Ground.of(place(here))
    for narrowing in narrowings(ground):
        where = ground.where(narrowing)
        for what in What:
            figure = asked(what, narrowing, here)
            yield figure, where, money_of(here, figure, where)


def rows_sum(here: FollowUp, parts: Parts, at: int) -> int | None:
    """The rows that are listed of a term, summed, with what controllers adjusted."""
    term = parts.figure.terms[at]
    rows = Lines(here, term.slice, parts.units)[:EVERY]
    adjusted = [each.ore for each in parts.adjusted[at]]
    told = [*(row["amount_ore"] for row in rows), *adjusted]
    return sum(told) if told else None


def test_the_parts_of_every_axis_sum_to_the_figure() -> None:
    for here in follow_ups():
        for figure, _, money in figures(here):
            parts = parted(here, money)
            for axis in Axis:
                every = parts.by_axis[axis].values()
                assert together(every, slices=len(money.terms)) == parts.total, figure


@pytest.mark.parametrize(("slug", "month"), PLACES)
def test_the_rows_sum_to_the_figure_wherever_they_are_listed(
    slug: str, month: str
) -> None:
    here = follow_up(slug, month)
    listed = 0
    for figure, _, money in figures(here):
        parts = parted(here, money)
        if parts.leaves is None:
            assert len(parts.units) > FEW_UNITS
            continue
        listed += 1
        for at, term in enumerate(money.terms):
            if term.known:
                assert rows_sum(here, parts, at) == parts.total[at], figure
    assert listed > len(What)


def test_figures_are_those_of_the_pages_that_lead_to_them() -> None:
    for here in follow_ups():
        ground = Ground.of(place(here))
        for narrowing in narrowings(ground):
            where = ground.where(narrowing)
            known = sums(here, by=Axis.COST_CENTRE, where=where)
            whole = known.of(known.by_place)
            expected = {
                What.BUDGET: whole.budget,
                What.BUDGET_TO_DATE: whole.budget_to_date,
                What.OUTCOME_TO_DATE: whole.outcome_to_date,
                What.DEVIATION_TO_DATE: known.to_date(whole),
                What.DEVIATION: known.deviation(whole),
                What.CHANGE: known.change(whole),
            }
            for what, ore in expected.items():
                money = money_of(here, AskedFigure(what, narrowing), where)
                assert parted(here, money).value == ore, (here, what, narrowing)


def cells(here: FollowUp) -> Iterator[Cell]:
    """Every cell of the report's tables that ledger, budget and forecast rows make."""
    for key in catalogue.keys(here):
        reading = catalogue.reading_of(here, key)
        spec, table = reading.specs[0], reading.tables[0]
        for row, one in zip(table.rows, spec.rows, strict=False):
            if spec.listing or row.kind is RowKind.GROUP or not one.selection:
                continue
            for column, how in zip(table.columns, spec.columns, strict=True):
                measure = one.measure or how.measure
                if how.measure is Measure.DEVIATION:
                    if one.measure not in {None, *OPERATING}:
                        continue
                elif measure not in OPERATING:
                    continue
                yield Cell(here, table, spec, reading.known, row, column)


@pytest.mark.parametrize(("slug", "month"), PLACES)
def test_a_cells_parts_sum_to_the_tables_figure(slug: str, month: str) -> None:
    here = follow_up(slug, month)
    compared = 0
    for cell in cells(here):
        figure, one, how = money_of_cell(cell, Where()), cell.row_spec, cell.column_spec
        if figure is None or one is None or how.key in one.omitted:
            continue
        shown = cell.table.value(cell.row.key, cell.column.key)
        turned = cell.spec.costs_positive and how.measure is not Measure.DEVIATION
        if turned and (one.measure or how.measure) in TURNED and isinstance(shown, int):
            shown = -shown
        assert parted(here, figure).value == shown, (cell.table.key, cell.asked)
        compared += 1
    assert compared > 20


@pytest.mark.parametrize(("slug", "month"), PLACES)
def test_a_unit_costs_rows_are_the_money_that_it_divides(slug: str, month: str) -> None:
    here = follow_up(slug, month)
    for key in catalogue.keys(here):
        reading = catalogue.reading_of(here, key)
        spec, table = reading.specs[0], reading.tables[0]
        for row, one in zip(table.rows, spec.rows, strict=False):
            quantity = one.quantity if not spec.listing else None
            if quantity is None or quantity.kind is not QuantityKind.UNIT_COST:
                continue
            for column, how in zip(table.columns, spec.columns, strict=True):
                cell = Cell(here, table, spec, reading.known, row, column)
                figure = money_of_cell(cell, Where())
                if figure is None or how.measure is not Asked.QUANTITY:
                    continue
                assert cell.time is not None
                ore = divided(reading.known, quantity.ids[0], cell.time)
                assert parted(here, figure).value == ore, (key, cell.asked)


def test_adjustments_are_a_part_that_no_cost_centre_bears() -> None:
    here = follow_up("botkyrka-von", "2017-08")
    parts = parted(here, money_of(here, AskedFigure(What.FORECAST), Where()))
    ore = sum(each.ore for of in parts.adjusted for each in of)
    assert ore
    assert parts.by_axis[Axis.COST_CENTRE][ADJUSTED] == (ore,)


def test_a_forecast_of_another_year_is_refused_in_words() -> None:
    here = follow_up("botkyrka-von", "2017-08")
    with pytest.raises(Http404, match=re.escape("Prognosen för 2016")):
        money_of(here, AskedFigure(What.FORECAST, year=2016), Where())


def test_a_period_that_no_year_has_is_refused_in_words() -> None:
    here = follow_up("botkyrka-von", "2017-08")
    figure = AskedFigure.of(QueryDict("matt=utfall-manad&manad=14"))
    with pytest.raises(Http404, match="ingen månad 14"):
        money_of(here, figure, Where())
