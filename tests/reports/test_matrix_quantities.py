"""The engine of tables that hold volumes, unit costs, ratios, effects and text."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from committees.numbers import Scale, Unit
from committees.periods import Month, Scenario, Span
from finance.figures import Measure, Selection
from reports.known import Known, Price, PriceOf, RatioOf, UnitCostOf
from reports.quantities.unit_costs import UNCOUNTABLE, ZERO_VOLUME
from reports.tables.matrix import build
from reports.tables.model import RowKind, Table, Tone
from reports.tables.spec import (
    Asked,
    ColumnSpec,
    Quantity,
    QuantityKind,
    RowSpec,
    TableSpec,
)
from tests.finance.worksheet import books
from tests.volumes.worksheet import (
    KOPTA,
    LAGER,
    PERSONER,
    PLATSER,
    TIMMAR,
    quantities,
)

AUGUST = Month(2017, 8)
KNOWN = Known(
    books=books(
        """
        budget  2017 år 773 personal extern -5500
        prognos 2017 år 773 personal extern -5600
        budget  2017 år 775 personal extern -100
        """
    ),
    quantities=quantities(
        """
        köpta    budget  2017 71 55 x12
        köpta    prognos 2017 71 54
        timmar   utfall  2017 71 10 20 30,5 0
        timmar   utfall  2016 71 9 x12
        timmar   budget  2017 71 0 x12
        platser  utfall  2017 71 4 5
        personer utfall  2017 71 1
        personer utfall  2017 72 1
        """
    ),
    unit_costs={
        1: UnitCostOf((KOPTA,), Selection(activities={773})),
        2: UnitCostOf((TIMMAR,), Selection(activities={775})),
    },
    ratios={1: RatioOf((PLATSER,), (TIMMAR,))},
)


def column(
    key: str, measure: Measure | Asked, scenario: Scenario | None = None, **more: object
) -> ColumnSpec:
    """A column of a year unless it says otherwise."""
    more.setdefault("span", Span.YEAR)
    return ColumnSpec(key, key, measure, scenario, **more)  # type: ignore[arg-type]


def of_series(key: str, *ids: int, **more: object) -> RowSpec:
    """A row of series."""
    quantity = Quantity(QuantityKind.SERIES, ids)
    return RowSpec(key, key, RowKind.ROW, None, quantity=quantity, **more)  # type: ignore[arg-type]


BUDGET = column("budget", Asked.QUANTITY, Scenario.BUDGET)
FORECAST = column("prognos", Asked.QUANTITY, Scenario.FORECAST)
LESS = ColumnSpec(
    "skillnad",
    "Skillnad",
    Asked.QUANTITY_DIFFERENCE,
    minuend="prognos",
    subtrahend="budget",
)
BOUGHT = of_series("köpta", KOPTA, unit="årsplaceringar")
HOURS = of_series("timmar", TIMMAR)
SPEC = TableSpec(
    key="volymer",
    title="Volymer {year}",
    stub="Volym",
    scale=Scale(Unit.COUNT),
    costs_positive=False,
    columns=(BUDGET, FORECAST, LESS),
    rows=(BOUGHT, HOURS),
)


def built(known: Known = KNOWN, **more: object) -> Table:
    return build(replace(SPEC, **more), known, month=AUGUST)  # type: ignore[arg-type]


def shown(table: Table, row: str) -> tuple[str, ...]:
    return table.shown(table.row(row))


def test_budget_forecast_and_their_difference_are_exact() -> None:
    table = built()
    assert table.row("köpta").values == (Fraction(55), Fraction(54), Fraction(-1))
    assert shown(table, "köpta") == ("55", "54", "−1")
    assert table.row("köpta").unit == "årsplaceringar"


def test_without_a_forecast_neither_it_nor_its_difference_is_told() -> None:
    assert shown(built(), "timmar") == ("0", "–", "–")


def test_months_stand_side_by_side_under_a_rows_own_scenario_and_year() -> None:
    months = tuple(
        column(f"m{month}", Asked.QUANTITY, month=month, span=None)
        for month in range(1, 6)
    )
    to_date = column("ack", Asked.QUANTITY, span=Span.PERIOD)
    rows = (
        replace(HOURS, key="nu", scenario=Scenario.OUTCOME),
        replace(HOURS, key="förra", scenario=Scenario.OUTCOME, year_offset=-1),
        replace(HOURS, key="prognos", scenario=Scenario.FORECAST),
        HOURS,
    )
    table = built(columns=(*months, to_date), rows=rows)
    assert shown(table, "nu") == ("10", "20", "31", "0", "–", "61")
    assert shown(table, "förra") == ("9",) * 5 + ("72",)
    assert shown(table, "prognos") == ("–",) * 6
    assert shown(table, "timmar") == ("–",) * 6


def test_a_rows_scenario_is_heard_before_its_columns() -> None:
    own = replace(HOURS, scenario=Scenario.OUTCOME, year_offset=-1)
    assert shown(built(rows=(own,)), "timmar") == ("108", "108", "0")


def test_unit_costs_have_scales_of_their_own_and_the_sign_of_the_table() -> None:
    row = replace(
        BOUGHT,
        quantity=Quantity(QuantityKind.UNIT_COST, (1,)),
        scale=Scale(Unit.KR),
        unit="kr per årsplats",
    )
    table = built(rows=(row,))
    assert shown(table, "köpta") == ("−100", "−104", "−4")
    turned = built(rows=(row,), costs_positive=True)
    assert shown(turned, "köpta") == ("100", "104", "−4")


def test_a_volume_of_zero_is_not_applicable_and_says_why() -> None:
    row = replace(HOURS, quantity=Quantity(QuantityKind.UNIT_COST, (2,)))
    table = built(rows=(row,))
    assert shown(table, "timmar") == ("..", "–", "..")
    assert table.row("timmar").why == (ZERO_VOLUME, "", ZERO_VOLUME)


def test_people_of_several_units_are_not_added() -> None:
    people = of_series("personer", PERSONER, scenario=Scenario.OUTCOME)
    table = built(rows=(people,), columns=(BUDGET,))
    assert (shown(table, "personer"), table.row("personer").why) == (
        ("..",),
        (UNCOUNTABLE,),
    )


def test_a_ratio_is_shown_in_its_own_scale() -> None:
    row = replace(
        HOURS,
        quantity=Quantity(QuantityKind.RATIO, (1,)),
        scenario=Scenario.OUTCOME,
        scale=Scale(Unit.PERCENT, 1),
    )
    table = built(rows=(row,), columns=(BUDGET,))
    assert shown(table, "timmar") == ("7,4",)


def test_effects_stand_beside_volumes_in_money_of_their_own_scale() -> None:
    money = Scale(Unit.KR)
    columns = tuple(
        column(asked.value, asked, scale=money)
        for asked in (
            Asked.VOLUME_EFFECT,
            Asked.MIX_EFFECT,
            Asked.PRICE_EFFECT,
            Asked.RECONCILED,
        )
    )
    row = replace(BOUGHT, selection=Selection(activities={773}))
    prices = {PriceOf(KOPTA, 2017): Price(120_00, reconciled=True)}
    table = built(columns=(BUDGET, *columns), rows=(row,))
    assert shown(table, "köpta") == ("55", "100", "0", "−200", "–")
    table = built(replace(KNOWN, prices=prices), columns=columns, rows=(row,))
    assert shown(table, "köpta") == ("120", "0", "880", "−120")
    assert {each.tone for each in table.columns} == {Tone.DEVIATION}


def test_a_family_of_unit_costs_and_a_ratio_in_columns_of_effects() -> None:
    effect = column("volym", Asked.VOLUME_EFFECT, scale=Scale(Unit.KR))
    rows = (
        replace(BOUGHT, quantity=Quantity(QuantityKind.UNIT_COST, (1,))),
        replace(HOURS, quantity=Quantity(QuantityKind.RATIO, (1,))),
        RowSpec("rubrik", "Rubrik", RowKind.GROUP, None),
    )
    table = built(columns=(effect,), rows=rows)
    assert [shown(table, row.key) for row in rows] == [("100",), ("–",), ("",)]


def test_texts_stand_in_columns_of_text() -> None:
    text = ColumnSpec("mått", "Mått", Asked.TEXT)
    rows = (
        replace(BOUGHT, texts={"mått": "Årsplatser {year}"}),
        HOURS,
        RowSpec("rubrik", "Rubrik", RowKind.GROUP, None),
    )
    table = built(columns=(text, BUDGET), rows=rows)
    assert shown(table, "köpta") == ("Årsplatser 2017", "55")
    assert shown(table, "timmar") == ("", "0")
    assert shown(table, "rubrik") == ("", "")
    assert table.columns[0].tone is Tone.TEXT


def test_money_among_volumes_is_what_it_is_in_a_table_of_money() -> None:
    plain = (
        column("mbudget", Measure.NET, Scenario.BUDGET),
        column("mprognos", Measure.NET, Scenario.FORECAST),
        ColumnSpec(
            "avvikelse",
            "Avvikelse",
            Measure.DEVIATION,
            minuend="mprognos",
            subtrahend="mbudget",
        ),
    )
    row = replace(BOUGHT, selection=Selection(activities={773}), quantity=None)
    other = replace(row, key="hem", selection=Selection(activities={775}))
    for known in (KNOWN, replace(KNOWN, books=books("budget 2017 år 773 köp x -5"))):
        for positive in (False, True):
            alone = built(
                known, columns=plain, rows=(row, other), costs_positive=positive
            )
            mixed = built(
                known,
                columns=(*plain, LESS, BUDGET, FORECAST),
                rows=(row, other),
                costs_positive=positive,
            )
            for key in ("köpta", "hem"):
                assert mixed.row(key).values[:3] == alone.row(key).values


def test_omitted_cells_enter_no_difference() -> None:
    row = replace(BOUGHT, omitted=frozenset({"budget"}))
    assert shown(built(rows=(row,)), "köpta") == ("..", "54", "–")


def test_a_stock_without_rows_is_missing() -> None:
    assert shown(built(rows=(of_series("lager", LAGER),)), "lager") == ("–",) * 3


def test_a_table_says_what_it_asks_and_reads() -> None:
    assert not SPEC.is_money
    assert not SPEC.asks_effects
    effect = column("volym", Asked.VOLUME_EFFECT, year_offset=-1)
    asking = replace(SPEC, columns=(effect,), rows=(HOURS,))
    assert asking.asks_effects
    assert asking.years(AUGUST) == {2016}
    assert SPEC.measures == frozenset()
