"""Unit costs, volume and price, and staff as pages show them."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from committees.models import FollowUp, Role
from committees.numbers import Scale, Unit, round_half_away
from committees.periods import Month, Scenario, Span
from finance.figures import Measure, Selection, Series, figure
from finance.monthly import monthly_outcome, months_of
from finance.review.bridge import adds_up
from finance.review.bridging import parts
from finance.review.parts import WHOLE, PartOf
from reports.bridge_page import shown_bridge
from reports.known import Known, Price, PriceOf, UnitCostOf
from reports.known_facts import everything
from reports.pages.staffing import StaffPage, staff_page
from reports.pages.unit_costs import unit_cost_page
from reports.pages.volume_price import PricePage, price_page
from reports.quantities.bridge_volumes import NO_VOLUMES, volume_part
from reports.quantities.price_parts import Part, shared
from reports.quantities.rest_volumes import of_unit_cost
from reports.quantities.staff_hours import TOO_SMALL
from reports.quantities.unit_cost_tables import NOT_PARTED, change
from reports.quantities.unit_costs import ZERO_VOLUME, Amount
from reports.quantities.volume_price import Split, SubSeries, split
from reports.tables.model import RowKind, Table
from tests.conftest import follow_up, signed_in
from tests.finance.worksheet import books
from tests.volumes.worksheet import TIMMAR, quantities
from volumes.models import (
    UnitCost,
    VolumeForecast,
    VolumeRow,
    VolumeSeries,
)

TKR = Scale(Unit.TKR)
AUGUST = Month(2017, 8)


@pytest.fixture
def sodertalje() -> FollowUp:
    """Delår 2 2017 of Södertälje."""
    return follow_up("sodertalje-on", "2017-08")


@pytest.fixture
def botkyrka() -> FollowUp:
    """Delår 2 2017 of Botkyrka."""
    return follow_up("botkyrka-von", "2017-08")


def text_of(slug: str, month: str, page: str) -> str:
    client: Client = signed_in(slug, Role.CONTROLLER)
    answer = client.get(f"/{slug}/{month}/volymer/{page}/")
    assert answer.status_code == 200
    return answer.content.decode()


def unit_cost(here: FollowUp, code: str) -> UnitCost:
    return UnitCost.objects.get(committee=here.committee, code=code)


def table_of(page: object) -> Table:
    table = getattr(page, "table", None)
    assert isinstance(table, Table)
    return table


# Unit costs


@pytest.mark.django_db
def test_a_unit_cost_is_the_money_through_the_volume(sodertalje: FollowUp) -> None:
    page = unit_cost_page(sodertalje)
    one = unit_cost(sodertalje, "hemtjanst-timme")
    workings = next(w for w in page.workings if w.unit_cost == one).table
    series = one.series.get()
    ore, hours = (
        workings.value("money", "forecast"),
        workings.value(f"s{series.pk}", "forecast"),
    )
    assert isinstance(ore, int)
    assert isinstance(hours, Fraction)
    assert table_of(page).value(f"n{one.pk}", "forecast") == Fraction(ore) / hours


@pytest.mark.django_db
def test_costs_have_the_sign_of_the_committees_tables(
    sodertalje: FollowUp, botkyrka: FollowUp
) -> None:
    for here, code, is_positive in (
        (sodertalje, "hemtjanst-timme", True),
        (botkyrka, "hemtjanst-timme", False),
    ):
        one = UnitCost.objects.filter(committee=here.committee, code=code).first()
        one = one or UnitCost.objects.filter(committee=here.committee)[0]
        value = table_of(unit_cost_page(here)).value(f"n{one.pk}", "budget")
        assert isinstance(value, Fraction)
        assert (value > 0) is is_positive


@pytest.mark.django_db
def test_a_volume_of_zero_makes_the_unit_cost_not_applicable(
    sodertalje: FollowUp,
) -> None:
    one = unit_cost(sodertalje, "boendestod-timme")
    VolumeForecast.objects.filter(
        follow_up=sodertalje, series__in=one.series.all()
    ).update(quantity_milli=0)
    table = table_of(unit_cost_page(sodertalje))
    row, place = table.row(f"n{one.pk}"), table.column_index("forecast")
    assert table.shown(row)[place] == ".."
    assert row.why[place] == ZERO_VOLUME
    assert ZERO_VOLUME in text_of("sodertalje-on", "2017-08", "nyckeltal")


@pytest.mark.django_db
def test_a_month_that_is_awaited_makes_the_figure_to_date_missing(
    sodertalje: FollowUp,
) -> None:
    one = unit_cost(sodertalje, "boendestod-timme")
    VolumeRow.objects.filter(series__in=one.series.all(), year=2017, month=8)[
        :1
    ].get().delete()
    assert table_of(unit_cost_page(sodertalje)).value(f"n{one.pk}", "to-date") is None


@pytest.mark.django_db
def test_money_that_the_ledger_does_not_part_is_not_told_within_the_year(
    botkyrka: FollowUp,
) -> None:
    table = table_of(unit_cost_page(botkyrka))
    whys = {row.label: row.why[table.column_index("to-date")] for row in table.rows}
    assert whys["Korttidsplatser"] == NOT_PARTED
    assert whys["Vård- och omsorgsboende"] == ""


@pytest.mark.django_db
def test_figures_that_prove_nothing_are_counted(botkyrka: FollowUp) -> None:
    assert any(
        "återräknade" in note for note in table_of(unit_cost_page(botkyrka)).notes
    )
    assert "återräknad" in text_of("botkyrka-von", "2017-08", "nyckeltal")


@pytest.mark.django_db
def test_a_unit_cost_off_its_season_says_so_in_words(sodertalje: FollowUp) -> None:
    page = unit_cost_page(sodertalje)
    table = table_of(page)
    assert page.marks
    marks = [row.values[table.column_index("mark")] for row in table.rows]
    assert any("mönstret" in str(mark) or "Nivån" in str(mark) for mark in marks)


def test_a_change_is_of_the_size_whatever_the_sign() -> None:
    for sign in (1, -1):
        up = change(Amount(Fraction(110 * sign)), Amount(Fraction(100 * sign)))
        assert up.value == 10
    assert change(Amount(Fraction(1)), Amount(Fraction(-1))).why
    assert change(Amount(Fraction(1)), Amount(Fraction(0))).why
    assert change(Amount(), Amount(Fraction(1))) == Amount()


@pytest.mark.django_db
def test_months_of_outcome_sum_to_the_period(sodertalje: FollowUp) -> None:
    known = everything(sodertalje, [2017])
    for of in known.unit_costs.values():
        activities = of.selection.activities or ()
        booked = monthly_outcome(sodertalje, activities=activities, years=[2017])
        months = months_of(
            booked[2017],
            of.selection,
            measure=of.measure,
            revenue_groups=known.books.revenue_groups,
        )
        series = Series(Scenario.OUTCOME, 2017, Span.PERIOD)
        whole = figure(known.books, of.selection, measure=of.measure, series=series)
        assert sum(month or 0 for month in months) == whole
        assert months[8:] == (None,) * 4


# Volume and price

QUANTITY = st.integers(0, 10**6).map(lambda milli: Fraction(milli, 1000))
ORE = st.integers(-(10**12), 10**12)
SUB_SERIES = st.builds(
    SubSeries,
    budget=QUANTITY,
    expected=QUANTITY,
    budget_ore=ORE,
    expected_ore=ORE,
    price=st.none() | st.integers(1, 10**9).map(Fraction),
    reconciled=st.booleans(),
)


def part_of(one: SubSeries) -> Part:
    return Part(
        one.budget, one.expected, one.budget_ore, split([one]), is_new=one.is_new
    )


@given(st.lists(SUB_SERIES, min_size=1, max_size=5))
def test_what_parts_share_is_the_split_of_them_all(some: list[SubSeries]) -> None:
    together, apart = split(some), shared([part_of(one) for one in some])
    for name in ("volume", "mix", "price", "beyond", "deviation"):
        assert sum(getattr(each, name) for each in apart) == getattr(together, name)
    for each in apart:
        assert _sum_of(each) == each.deviation


def _sum_of(each: Split) -> Fraction:
    parts_ = (each.volume, each.mix, each.price, each.beyond)
    return sum((value or Fraction(0) for value in parts_), Fraction(0))


def priced(here: FollowUp, *, so_far: bool = False) -> PricePage:
    return price_page(here, TKR, so_far=so_far)


@pytest.mark.django_db
@pytest.mark.parametrize("so_far", [False, True])
@pytest.mark.parametrize(
    ("slug", "month"),
    [
        ("botkyrka-von", "2017-08"),
        ("sodertalje-on", "2017-08"),
        ("sodertalje-on", "2018-04"),
        ("enkoping-von", "2024-08"),
    ],
)
def test_parts_tie_to_the_deviation_to_the_ore(
    slug: str, month: str, *, so_far: bool
) -> None:
    found = priced(follow_up(slug, month), so_far=so_far).lines.told
    assert found
    for line in found:
        assert line.split is not None
        assert line.split.deviation is not None
        assert line.split.deviation.denominator == 1
        assert _sum_of(line.split) == line.split.deviation


@pytest.mark.django_db
def test_sums_are_of_their_rows() -> None:
    table = table_of(priced(follow_up("botkyrka-von", "2017-08")))
    rows = [row for row in table.rows if row.kind is RowKind.ROW]
    for key in ("volume", "mix", "price_effect", "deviation"):
        place = table.column_index(key)
        values = [row.values[place] for row in rows]
        assert sum(v for v in values if isinstance(v, Fraction)) == table.value(
            "sum", key
        )


@pytest.mark.django_db
def test_one_place_fewer_is_1_2_mkr_and_is_paid_back() -> None:
    page = priced(follow_up("enkoping-von", "2024-08"))
    line = next(each for each in page.lines.told if each.one.name == "Köpta platser")
    assert line.change == -1
    assert line.split is not None
    assert line.split.volume == 120_000_000
    assert line.split.reconciled == -120_000_000
    assert page.settled is not None
    key = f"n{line.one.pk}"
    left = page.settled.value(key, "left")
    assert left == (line.split.deviation or 0) - 120_000_000
    korttid = next(e for e in page.lines.told if e.one.name == "Korttidsboende")
    assert page.settled.value(f"n{korttid.one.pk}", "settled") == "nej"
    assert page.settled.value(f"n{korttid.one.pk}", "paid") == 0


@pytest.mark.django_db
def test_nothing_counts_twice(botkyrka: FollowUp) -> None:
    page = priced(botkyrka)
    names = [line.one.name for line in page.lines.lines]
    assert "Personlig assistans LSS, egen regi" in names
    assert "Personlig assistans LSS" not in names
    assert len(names) == len(set(names))
    series = [
        pk for line in page.lines.lines for pk in line.one.series.values_list("pk")
    ]
    assert len(series) == len(set(series))


@pytest.mark.django_db
def test_the_page_says_in_a_sentence_what_it_shows() -> None:
    text = text_of("enkoping-von", "2024-08", "volym-och-pris")
    assert "Volymen ger ett" in text
    assert "Volymavstämning" in text
    assert "style=" not in text
    client = signed_in("enkoping-von", Role.CONTROLLER)
    so_far = client.get("/enkoping-von/2024-08/volymer/volym-och-pris/?tid=hittills")
    assert "Utfall mot budget januari" in so_far.content.decode()


# The rest of the year, in the bridge


def known_hours(price: Price | None = None) -> Known:
    """8 hours to date of 8 budgeted, 14 expected of 12 budgeted; 100 kr an hour."""
    return Known(
        books=books("budget 2017 år 775 personal extern -1200"),
        quantities=quantities(
            """
            timmar utfall  2017 71 1 1 1 1 1 1 1 1
            timmar budget  2017 71 1 1 1 1 1 1 1 1 1 1 1 1
            timmar prognos 2017 71 14
            """
        ),
        unit_costs={1: UnitCostOf((TIMMAR,), Selection(activities={775}))},
        prices={} if price is None else {PriceOf(TIMMAR, 2017): price},
    )


def test_more_hours_in_the_rest_of_the_year_cost_the_budgets_price() -> None:
    known = known_hours()
    net = figure(
        known.books,
        Selection(activities={775}),
        measure=Measure.NET,
        series=Series(Scenario.BUDGET, 2017, Span.YEAR),
    )
    assert net is not None
    assert of_unit_cost(known, 1, AUGUST) == 2 * Fraction(net, 12)
    decided = known_hours(Price(5_000, reconciled=True))
    assert of_unit_cost(decided, 1, AUGUST) == -2 * 5_000


def test_without_a_forecast_of_volume_nothing_is_told() -> None:
    known = replace(
        known_hours(),
        quantities=quantities("timmar utfall 2017 71 1\ntimmar budget 2017 71 1"),
    )
    assert of_unit_cost(known, 1, AUGUST) is None
    assert of_unit_cost(replace(known, quantities=quantities("")), 1, AUGUST) is None


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("slug", "month"),
    [
        ("botkyrka-von", "2017-08"),
        ("botkyrka-von", "2017-04"),
        ("enkoping-von", "2024-08"),
        ("sodertalje-on", "2017-08"),
        ("sodertalje-on", "2018-04"),
    ],
)
def test_the_bridge_tells_volumes_and_still_adds_up(slug: str, month: str) -> None:
    here = follow_up(slug, month)
    steps = shown_bridge(here).steps
    by_key = {step.key: step for step in steps}
    assert adds_up(steps)
    assert by_key["volume"].ore
    assert by_key["residual"].ore is not None
    without = parts(here)
    assert by_key["forecast"].ore == without.forecast


@pytest.mark.django_db
def test_the_volume_step_is_that_of_the_rows(sodertalje: FollowUp) -> None:
    known = everything(sodertalje, [2017])
    lines = priced(sodertalje).lines.told
    told = [of_unit_cost(known, line.one.pk, AUGUST) for line in lines]
    whole = sum((each for each in told if each is not None), Fraction(0))
    assert volume_part(sodertalje, WHOLE).ore == round_half_away(whole, divisor=1)


@pytest.mark.django_db
def test_a_part_has_its_own_volumes(sodertalje: FollowUp) -> None:
    series = VolumeSeries.objects.get(
        committee=sodertalje.committee, code="hemtjanst-timmar"
    )
    home = volume_part(sodertalje, PartOf(activities=frozenset({series.activity_id})))
    known = everything(sodertalje, [2017])
    one = unit_cost(sodertalje, "hemtjanst-timme")
    expected = of_unit_cost(known, one.pk, AUGUST)
    assert expected is not None
    assert home.ore == round_half_away(expected, divisor=1)
    unit = VolumeForecast.objects.filter(series=series)[0].cost_centre_id
    of_unit = volume_part(sodertalje, PartOf(cost_centres=frozenset({unit})))
    assert of_unit.ore is not None
    nothing = volume_part(sodertalje, PartOf(cost_centres=frozenset()))
    assert (nothing.ore, nothing.how) == (None, NO_VOLUMES)


# Staff


def counts(here: FollowUp) -> StaffPage:
    return staff_page(here)


@pytest.mark.django_db
@pytest.mark.parametrize("slug", ["botkyrka-von", "sodertalje-on"])
def test_totals_of_staff_add_up(slug: str) -> None:
    for table in counts(follow_up(slug, "2017-08")).counts:
        for place in range(len(table.columns)):
            rows = [r.values[place] for r in table.rows if r.kind is RowKind.ROW]
            sums = [r.values[place] for r in table.rows if r.kind is RowKind.SUBTOTAL]
            whole = table.row("sum").values[place]
            if whole is None or place == len(table.columns) - 1:
                continue
            assert sum(v for v in rows if isinstance(v, Fraction)) == whole
            assert sum(v for v in sums if isinstance(v, Fraction)) == whole


@pytest.mark.django_db
def test_a_unit_that_has_not_reported_makes_the_months_total_missing(
    sodertalje: FollowUp,
) -> None:
    rows = VolumeRow.objects.filter(
        committee=sodertalje.committee,
        series__counted="årsarbetare",
        year=2017,
        month=8,
    )
    rows[:1].get().delete()
    months = counts(sodertalje).months[0]
    assert months.value("now", "m8") is None
    assert months.value("now", "m7") is not None


@pytest.mark.django_db
def test_shares_are_of_sums_and_small_groups_are_not_told(
    sodertalje: FollowUp,
) -> None:
    hours = counts(sodertalje).hours[0]
    sums = {
        counted: sum(
            VolumeRow.objects.filter(
                committee=sodertalje.committee,
                series__counted=counted,
                year=2017,
                month__lte=8,
            ).values_list("quantity_milli", flat=True)
        )
        for counted in ("arbetade timmar", "sjukfrånvarotimmar")
    }
    worked, sick = sums.values()
    share = Fraction(sick * 100, worked + sick)
    assert hours.value("sum", "Sjukfrånvaro-to-date") == share
    place = hours.column_index("Sjukfrånvaro-to-date")
    small = [row for row in hours.rows if row.omitted[place]]
    assert small
    assert all(hours.shown(row)[place] == ".." for row in small)
    text = text_of("sodertalje-on", "2017-08", "personal")
    assert "högst tio anställda" in text
    assert TOO_SMALL.startswith("Sjukfrånvaro")


@pytest.mark.django_db
def test_a_committee_without_volumes_is_told_what_to_do(sodertalje: FollowUp) -> None:
    UnitCost.objects.filter(committee=sodertalje.committee).delete()
    assert "Nämnden har inga nyckeltal" in text_of(
        "sodertalje-on", "2017-08", "nyckeltal"
    )
    assert "inga nyckeltal att dela upp" in text_of(
        "sodertalje-on", "2017-08", "volym-och-pris"
    )
    VolumeSeries.objects.filter(
        committee=sodertalje.committee, subject="personal"
    ).update(to_month=0)
    assert "inga serier för personal" in text_of("sodertalje-on", "2017-08", "personal")
