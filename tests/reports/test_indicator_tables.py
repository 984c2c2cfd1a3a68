"""Tables of indicators, and of shares of the committee's money."""

from __future__ import annotations

from fractions import Fraction

import pytest

from committees.intake.sheets import read_sheet
from committees.models import Committee, CostCentrePlacement, FollowUp
from finance.models import CostCentreSummary, SummaryKind
from goals.models import Indicator, IndicatorTarget, IndicatorValue
from reports import catalogue
from reports.imports import (
    COLUMN_HEAD,
    COLUMN_OPTIONAL,
    ROW_HEAD,
    ROW_OPTIONAL,
    TABLE_HEAD,
    TABLE_OPTIONAL,
    import_tables,
)
from reports.render.csv import table_csv
from reports.render.json import table_dict, table_from_json, table_json
from reports.tables.model import Table, Tone
from tests.conftest import follow_up
from volumes.models import UnitCost

pytestmark = pytest.mark.django_db
PLACE = ("enkoping-von", "2024-08")
KEY = "prov"
SCALE = "antal;0;negativa"


def here() -> FollowUp:
    return follow_up(*PLACE)


def committee() -> Committee:
    return here().committee


def file(head: tuple[str, ...], beside: tuple[str, ...], lines: list[str]) -> bytes:
    """A file of rows that are written as `Rubrik=värde;Rubrik=värde`."""
    every = (*head, *beside)
    written = [";".join(every)]
    for place, line in enumerate(lines, start=1):
        cells = {"Tabell": KEY, "Ordning": str(place)}
        cells |= dict(part.split("=", 1) for part in line.split(";"))
        written.append(";".join(cells.get(name, "") for name in every))
    return "\n".join(written).encode()


def told(columns: list[str], rows: list[str], *, scale: str = SCALE) -> list[str]:
    """The faults of a table of some columns and rows."""
    unit, decimals, sign = scale.split(";")
    table = [
        f"Titel=Prov;Förspalt=Rad;Enhet={unit};Decimaler={decimals};Kostnader={sign}"
    ]
    plain = [f"Rubrik={column.split(';')[0]};{column}" for column in columns]
    named = [
        f"Rad=r{place};Etikett=Rad {place};Slag=row;{row}"
        for place, row in enumerate(rows, start=1)
    ]
    sheets = [
        read_sheet(name, file(head, beside, lines), required=head, optional=beside)
        for name, head, beside, lines in (
            ("tabeller.csv", TABLE_HEAD, (*TABLE_OPTIONAL, "Ordning"), table),
            ("kolumner.csv", COLUMN_HEAD, COLUMN_OPTIONAL, plain),
            ("rader.csv", ROW_HEAD, ROW_OPTIONAL, named),
        )
    ]
    import_tables(sheets[0], sheets[1], sheets[2], committee=committee())
    return [
        f"{fault.column}: {fault.message}"
        for sheet in sheets
        for fault in dict.fromkeys(sheet.own_faults)
    ]


def built(columns: list[str], rows: list[str], *, scale: str = SCALE) -> Table:
    assert told(columns, rows, scale=scale) == []
    return catalogue.table(here(), KEY)


def shown(table: Table) -> list[tuple[str, ...]]:
    return [table.shown(row) for row in table.rows]


def indicator(code: str = "a", **fields: object) -> Indicator:
    return Indicator.objects.create(
        committee=committee(), code=code, name=code, **{"unit": "procent", **fields}
    )


def value(of: Indicator, year: int, milli: int | None, **fields: object) -> None:
    IndicatorValue.objects.create(
        committee=of.committee, indicator=of, year=year, value_milli=milli, **fields
    )


def target(of: Indicator, year: int, milli: int | None, **fields: object) -> None:
    IndicatorTarget.objects.create(
        committee=of.committee, indicator=of, year=year, value_milli=milli, **fields
    )


BEFORE = "Kolumn=ifjol;Mått=utfall;Årsförskjutning=-1;Omfång=år"
NOW = "Kolumn=nu;Mått=utfall;Omfång=period"
GOAL = "Kolumn=mål;Mått=mål"
WORDS = "Kolumn=ord;Mått=i ord;Omfång=period"
ROW = ["Indikator=a"]


def test_a_value_has_the_decimals_it_has_and_at_least_the_indicators() -> None:
    one = indicator(decimals=1)
    value(one, 2023, 87_150)
    value(one, 2024, 84_000, month=8)
    target(one, 2024, 90_000)
    table = built([BEFORE, GOAL, NOW], ROW)
    assert shown(table) == [("87,15", "90,0", "84,0")]
    assert table.rows[0].values == (Fraction(1743, 20), 90, 84)
    assert table_from_json(table_dict(table)) == table
    assert table_json(table)["rows"][0]["values"] == ["87.15", "90", "84"]


def test_the_latest_measurement_that_is_not_after_the_month_is_told() -> None:
    one = indicator()
    for month, milli in ((3, 10_000), (6, 20_000), (10, 30_000), (0, 40_000)):
        value(one, 2024, milli, month=month)
        value(one, 2023, milli + 1_000, month=month)
    march = "Kolumn=mars;Mått=utfall;Månad=3"
    year = "Kolumn=år;Mått=utfall;Omfång=år"
    then = "Kolumn=då;Mått=utfall;Omfång=period;Årsförskjutning=-1"
    assert shown(built([march, NOW, year, then, BEFORE], ROW)) == [
        ("10", "20", "–", "21", "41")
    ]


def test_what_is_not_measured_is_missing_and_targets_lie_ahead() -> None:
    target(indicator(decimals=2), 2027, 2_300)
    ahead = f"{GOAL};Årsförskjutning=3"
    assert shown(built([BEFORE, NOW, ahead], ROW)) == [("–", "–", "2,30")]


def test_women_and_men_have_columns_of_their_own() -> None:
    one = indicator(by_sex=True)
    for sex, milli in (("", 87_000), ("K", 86_000), ("M", 88_000)):
        value(one, 2024, milli, month=8, sex=sex)
    women, men = (f"Kolumn={s};Mått=utfall;Omfång=period;Kön={s}" for s in "KM")
    assert shown(built([NOW, men, women], ROW)) == [("87", "88", "86")]


def test_words_stand_where_there_is_no_number_or_in_a_column_beside() -> None:
    one = indicator()
    value(one, 2023, None, text="NYTT")
    value(one, 2024, 74_000, month=7, text="Stickprov")
    assert shown(built([BEFORE, NOW], ROW)) == [("NYTT", "74")]
    table = built([BEFORE, NOW, WORDS], ROW)
    assert shown(table) == [("NYTT", "74", "Stickprov")]
    assert table.columns[2].tone is Tone.TEXT
    assert "NYTT" in table_csv(table).decode()
    IndicatorValue.objects.filter(indicator=one, year=2024).update(value_milli=None)
    assert shown(catalogue_again())[0][1:] == ("–", "Stickprov")


def catalogue_again() -> Table:
    return catalogue.table(here(), KEY)


def test_a_band_and_a_target_in_words_are_told() -> None:
    band, words = indicator(direction="intervall"), indicator("b", numeric=False)
    target(band, 2024, 10_000, upper_milli=14_500)
    target(words, 2024, None, text="Klart")
    rows = [*ROW, "Indikator=b"]
    assert shown(built([GOAL], rows)) == [("10–14,5",), ("Klart",)]


def test_footnotes_and_preliminary_values_are_noted() -> None:
    one = indicator(footnote="Räknas om.")
    value(one, 2024, 5_000, month=8, preliminary=True)
    assert built([NOW], ROW).notes == (
        "Rad 1: Räknas om.",
        "Rad 1, Kolumn=nu: värdet är preliminärt.",
    )


def test_a_linked_indicator_reads_money_and_unit_costs_as_costs() -> None:
    indicator("netto", unit="mkr", decimals=1, link="netto:*")
    unit_cost = UnitCost.objects.filter(committee=committee())[0]
    indicator("kostnad", unit="kr per timme", link=f"nyckeltal:{unit_cost.code}")
    rows = [
        "Indikator=netto",
        "Verksamheter=*",
        "Indikator=kostnad",
        f"Nyckeltal={unit_cost.code};Scenario=utfall",
    ]
    columns = [
        BEFORE,
        NOW,
        "Kolumn=n;Mått=netto;Scenario=utfall;Omfång=period;Enhet=mkr;Decimaler=1",
        "Kolumn=m;Mått=mängd;Scenario=utfall;Omfång=period",
        "Kolumn=y;Mått=utfall;Omfång=år",
    ]
    table = built(columns, rows)
    net, money, cost, told_of = table.rows
    assert net.values[1] == -int(str(money.values[2]))
    assert cost.values[1] == -Fraction(str(told_of.values[3]))
    assert net.values[0] is not None
    assert net.values[4] is None, "the year is not over"
    assert table.shown(net)[1].startswith("727,")


def test_shares_are_of_the_committees_total() -> None:
    columns = [
        "Kolumn=andel;Mått=andel;Scenario=budget;Omfång=år",
        "Kolumn=mkr;Mått=netto;Scenario=budget;Omfång=år;Enhet=mkr",
    ]
    rows = ["Verksamheter=51", "Verksamheter=52 53 54 59", "Verksamheter=*"]
    table = built(columns, rows, scale="procent;1;positiva")
    shares = [Fraction(str(row.values[0])) for row in table.rows]
    money = [row.values[1] for row in table.rows]
    assert shares[0] + shares[1] == shares[2] == 100
    assert shares[0] == Fraction(int(str(money[0])) * 100, int(str(money[2])))
    assert table.shown(table.rows[2]) == ("100,0", "1" + "\u202f" + "041")


def test_money_may_be_told_by_cost_centre() -> None:
    month = here().period
    booked = CostCentreSummary.objects.filter(
        committee=committee(),
        year=2024,
        kind__in=[SummaryKind.OUTCOME, SummaryKind.OUTCOME_INTERNAL],
    )
    unit = booked[0].cost_centre
    columns = [
        "Kolumn=n;Mått=netto;Scenario=utfall;Omfång=år;Enhet=mkr;Decimaler=1",
        "Kolumn=andel;Mått=andel;Scenario=utfall;Omfång=år",
    ]
    roots = CostCentrePlacement.objects.filter(committee=committee(), parent=None)
    codes = " ".join(roots.at(month).values_list("cost_centre__code", flat=True))
    rows = [f"Ansvar={unit.code}", f"Ansvar={codes}", "Verksamheter=*"]
    table = built(columns, rows)
    one, every, whole = table.rows
    assert every.values == whole.values
    assert every.values[1] == 100
    own = booked.filter(cost_centre=unit)
    assert one.values[0] == sum(own.values_list("amount_ore", flat=True))


@pytest.mark.parametrize(
    ("column", "row", "fault"),
    [
        (NOW, "Indikator=x", "Indikator: x finns inte."),
        (
            NOW,
            "Indikator=a;Verksamheter=51",
            "Indikator: en rad med en indikator kan inte också ha Verksamheter.",
        ),
        (
            "Kolumn=nu;Mått=utfall",
            "Indikator=a",
            "Omfång: utfall behöver omfånget period eller år, eller en månad.",
        ),
        (
            f"{GOAL};Kön=K",
            "Indikator=a",
            "Kön: bara utfall av indikatorer delas på kön.",
        ),
        (
            "Kolumn=a;Mått=andel;Scenario=budget;Omfång=år;Enhet=mkr",
            "Verksamheter=*",
            "Enhet: en andel visas i procent.",
        ),
        (NOW, "Ansvar=nej", "Ansvar: nej finns inte."),
    ],
)
def test_what_a_row_or_column_cannot_be_is_told(
    column: str, row: str, fault: str
) -> None:
    indicator()
    assert any(message.startswith(fault) for message in told([column], [row]))
