"""Tables of volumes, unit costs and effects on the demo committees' own rows."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import product

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from committees.models import FollowUp
from committees.periods import Scenario, Span
from reports import catalogue
from reports.known import Known, Time, span_time
from reports.known_facts import everything
from reports.quantities import splits
from reports.quantities.unit_costs import (
    ZERO_VOLUME,
    days_of_year,
    money,
    ratio,
    unit_cost,
    units_in,
)
from reports.quantities.volume_price import Split
from reports.tables.model import RowKind, Table
from tests.conftest import follow_up
from volumes.models import UnitCost

pytestmark = pytest.mark.django_db
PLACES = (
    ("botkyrka-von", "2017-08"),
    ("sodertalje-on", "2017-08"),
    ("sodertalje-on", "2018-04"),
    ("enkoping-von", "2024-04"),
    ("enkoping-von", "2024-08"),
)
EXTRA = 6
"""Questions of a table of quantities beyond definitions and books."""


def volume_tables(here: FollowUp) -> Iterator[str]:
    """The keys of the follow-up's tables whose rows count something of their own."""
    for key in catalogue.keys(here):
        if any(row.unit for row in catalogue.table(here, key).rows):
            yield key


def times(here: FollowUp) -> Iterator[Time]:
    """Every time that unit costs are told of, three years back."""
    years = range(here.year - 3, here.year + 1)
    for scenario, year, span in product(Scenario, years, (Span.PERIOD, Span.YEAR)):
        time = span_time(scenario, year, span, at=here.period)
        if time:
            yield time


def known(here: FollowUp) -> Known:
    return everything(here, range(here.year - 3, here.year + 1))


@pytest.mark.parametrize(("slug", "month"), PLACES)
def test_a_table_of_quantities_asks_few_questions_more(slug: str, month: str) -> None:
    here = follow_up(slug, month)
    found = list(volume_tables(here))
    assert found
    for key in found:
        with CaptureQueriesContext(connection) as asked:
            catalogue.table(here, key)
        assert len(asked) <= 2 + EXTRA, key


@pytest.mark.parametrize(("slug", "month"), PLACES)
def test_a_unit_cost_times_its_volume_is_its_money(slug: str, month: str) -> None:
    here = follow_up(slug, month)
    kept, checked = known(here), 0
    for which, time in product(kept.unit_costs, times(here)):
        of, told = kept.unit_costs[which], unit_cost(kept, which, time)
        units = units_in(kept, of.series, time.when).value
        if told.value is not None:
            days = days_of_year(time.when.year) if of.per_day else 1
            assert units
            assert told.value * units * days == money(kept, which, time)
            checked += 1
        elif told.why == ZERO_VOLUME:
            assert units == 0
    assert checked > 20


@pytest.mark.parametrize(("slug", "month"), PLACES)
def test_every_ratio_and_time_is_told_without_an_error(slug: str, month: str) -> None:
    here = follow_up(slug, month)
    kept = known(here)
    for which, time in product(kept.ratios, times(here)):
        told = ratio(kept, which, time)
        assert told.value is None or told.value >= 0


def whole(found: Split) -> Fraction | None:
    """The sum of the parts, where all are known."""
    parts = [found.volume, found.mix, found.price, found.beyond]
    known_parts = [part for part in parts if part is not None]
    return sum(known_parts, Fraction(0)) if len(known_parts) == len(parts) else None


@pytest.mark.parametrize(("slug", "month"), PLACES)
def test_every_split_is_its_deviation_to_the_ore(slug: str, month: str) -> None:
    here = follow_up(slug, month)
    kept, checked = known(here), 0
    families: dict[str, list[int]] = {}
    for pk, code, family in UnitCost.objects.filter(
        committee=here.committee
    ).values_list("pk", "code", "family"):
        families.setdefault(family or code, []).append(pk)
    for asked in ((Scenario.FORECAST, Span.YEAR), (Scenario.OUTCOME, Span.PERIOD)):
        compared = splits.times(here.period, scenario=asked[0], span=asked[1])
        assert compared
        for ids in families.values():
            found = splits.of_unit_costs(kept, ids, compared).split
            if found and whole(found) is not None:
                ore = [
                    [money(kept, one, time) or 0 for one in ids] for time in compared
                ]
                assert whole(found) == found.deviation == sum(ore[1]) - sum(ore[0])
                checked += 1
    assert checked > 5


def test_a_bought_place_fewer_is_a_surplus_that_the_council_takes_back() -> None:
    here = follow_up("enkoping-von", "2024-08")
    kept = known(here)
    bought = UnitCost.objects.get(
        committee=here.committee, series__code="kopta-platser", per_day=False
    )
    compared = splits.times(here.period)
    assert compared
    found = splits.of_unit_costs(kept, [bought.pk], compared).split
    assert found
    assert found.volume == 120_000_000
    assert found.reconciled == -120_000_000
    table = catalogue.table(here, "volumes")
    assert table.value("kopta-platser", "volymeffekt") == 120_000_000


def months(table: Table) -> list[int]:
    """The places of the columns of single months."""
    names = ("jan", "feb", "mar", "apr", "maj", "jun", "jul", "aug")
    return [n for n, c in enumerate(table.columns) if c.label.lower() in names]


def test_months_that_have_not_been_are_missing_and_never_zero() -> None:
    here = follow_up("sodertalje-on", "2017-04")
    checked = 0
    for key in volume_tables(here):
        table = catalogue.table(here, key)
        for row in table.rows:
            if row.label != "Utfall 2017" or row.kind is RowKind.GROUP:
                continue
            values = [row.values[n] for n in months(table)]
            assert values[4:] == [None] * 4
            assert None not in values[:4]
            checked += 1
    assert checked > 3
