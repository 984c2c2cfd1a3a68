"""Series and their quantities are taken in whole, or refused with every fault."""

from __future__ import annotations

import pytest

from committees.models import ImportBatch
from committees.periods import FOREVER
from tests.volumes import files
from tests.volumes.files import a_series, lines, month_row, months_file, taken
from volumes.definitions import PRICE_HEAD, SERIES_HEAD
from volumes.imports import VOLUME_FORECAST_HEAD
from volumes.models import (
    Ratio,
    UnitCost,
    UnitCostBasis,
    UnitPrice,
    VolumeBudget,
    VolumeForecast,
    VolumeRow,
    VolumeSeries,
)
from volumes.quotients import BASIS_HEAD, RATIO_HEAD, UNIT_COST_HEAD

pytestmark = pytest.mark.django_db
HOURS = "prov;Provtimmar;volym;5100;egen;timmar;;timmar;1;summa;;;;;"


def series(*rows: str) -> list[str]:
    return taken(files.series, lines(SERIES_HEAD, *rows)).faults


def stored(batch: ImportBatch) -> list[tuple[int, int, int]]:
    rows = VolumeRow.objects.filter(batch=batch).order_by("line", "month")
    return list(rows.values_list("line", "month", "quantity_milli"))


def test_quantities_are_whole_thousandths_and_an_empty_month_is_none() -> None:
    a_series()
    content = months_file(
        ("prov", "1001", {1: "1 234,5", 2: "0", 4: "0,125"}), ("prov", "1002", {3: "7"})
    )
    batch = taken(files.volumes, content).batch
    assert stored(batch) == [
        (2, 1, 1_234_500),
        (2, 2, 0),
        (2, 4, 125),
        (3, 3, 7000),
    ]
    assert batch.row_count == 4
    assert batch.protocol == {"year": 2018, "months": [1, 2, 3, 4]}
    assert not batch.generated


def test_a_series_without_budget_is_taken_in() -> None:
    made = a_series()
    taken(files.volumes, months_file(("prov", "1001", {1: "5"})))
    assert VolumeRow.objects.filter(series=made).count() == 1
    assert not VolumeBudget.objects.filter(series=made).exists()


@pytest.mark.parametrize(
    ("cell", "told"),
    [
        ("-5", "”-5” är negativt. Volymer kan inte vara negativa."),
        ("(5)", "”(5)” är negativt. Volymer kan inte vara negativa."),
        ("1,2345", "”1,2345” har fler än tre decimaler."),
        ("tolv", "”tolv” är inget tal. Skriv till exempel 1 234,50."),
        ("99999999999999", "”99999999999999” är större än vad en volym kan vara."),
    ],
)
def test_a_bad_quantity_is_told_at_its_cell_and_nothing_is_stored(
    cell: str, told: str
) -> None:
    made = a_series()
    content = months_file(("prov", "1001", {2: "1"}), ("prov", "1002", {3: cell}))
    found = taken(files.volumes, content)
    assert found.faults == [f"fil.csv, rad 3, kolumn Mar: {told}"]
    assert not VolumeRow.objects.filter(series=made).exists()


def test_unknown_codes_and_sources_and_the_same_line_twice_are_all_told() -> None:
    a_series()
    content = lines(
        files.HEAD,
        month_row("prov", "1001", {1: "1"}, "påhittad"),
        month_row("saknas", "9", {1: "1"}),
        month_row("prov", "1001", {2: "1"}, "genererad"),
    )
    found = taken(files.volumes, content)
    assert [fault.split(" De som")[0] for fault in found.faults] == [
        "fil.csv, rad 3, kolumn Serie: saknas finns inte.",
        "fil.csv, rad 3, kolumn Ansvar: 9 finns inte.",
        "fil.csv, rad 4: prov 1001 står redan på rad 2. Ta bort den ena.",
        "fil.csv, rad 2, kolumn Härkomst: påhittad finns inte.",
    ]


def test_a_file_with_made_up_rows_says_so() -> None:
    a_series()
    content = lines(files.HEAD, month_row("prov", "1001", {1: "1"}, "genererad"))
    assert taken(files.volumes, content).batch.generated


def test_what_is_reported_is_not_taken_in_beside_itself() -> None:
    a_series()
    taken(files.volumes, months_file(("prov", "1001", {1: "5"})))
    again = months_file(("prov", "1001", {1: "5", 2: "6"}))
    assert taken(files.volumes, again).faults == [
        "fil.csv, rad 2, kolumn Jan: månaden är redan rapporterad."
    ]


def test_a_budget_is_taken_in_once() -> None:
    made = a_series()
    content = months_file(("prov", "1001", {1: "5", 12: "7"}))
    taken(files.budget, content)
    assert taken(files.budget, content).faults == [
        "fil.csv, rad 2, kolumn Serie: serien har redan en budget för 2018."
    ]
    rows = VolumeBudget.objects.filter(series=made)
    assert set(rows.values_list("month", "quantity_milli")) == {(1, 5000), (12, 7000)}


def test_a_forecast_belongs_to_its_follow_up() -> None:
    made = a_series()
    good = lines(VOLUME_FORECAST_HEAD, "prov;1001;120,5;Fler beslut;genererad")
    found = taken(files.forecast, good)
    row = VolumeForecast.objects.get(series=made)
    assert (row.follow_up.month, row.quantity_milli) == (4, 120_500)
    assert (row.comment, found.batch.generated) == ("Fler beslut", True)


def test_a_forecast_without_a_figure_is_told() -> None:
    a_series()
    content = lines(VOLUME_FORECAST_HEAD, "prov;1001;;;", "prov;1002;-1;;")
    assert taken(files.forecast, content).faults == [
        "fil.csv, rad 2, kolumn Helår: prognosen saknas. Skriv 0 om den är noll.",
        (
            "fil.csv, rad 3, kolumn Helår: ”-1” är negativt."
            " Volymer kan inte vara negativa."
        ),
    ]


def test_a_series_says_how_it_is_counted() -> None:
    part = (
        "prov-v;Varav;volym;5100;;brukare;;brukare;;genomsnitt;ingen;prov;ja;2017-03;"
    )
    assert series(part, HOURS) == []
    made = VolumeSeries.objects.get(code="prov-v")
    assert (made.over_time, made.over_units, made.individuals) == (
        "genomsnitt",
        "ingen",
        True,
    )
    assert made.part_of == VolumeSeries.objects.get(code="prov")
    assert (made.from_month, made.to_month, made.decimals) == (201_703, FOREVER, 0)


@pytest.mark.parametrize(
    ("row", "column", "told"),
    [
        ("p;N;volym;9;;timmar;;t;;summa;;;;;", "Verksamhet", "9 finns inte."),
        ("p;N;volym;5100;;timmar;;t;;ibland;;;;;", "Över tid", "ibland finns inte."),
        ("p;N;volym;5100;;tid;;t;;summa;;;;;", "Räknar", "tid finns inte."),
        ("p;N;volym;5100;;timmar;;t;4;summa;;;;;", "Decimaler", "skriv 0 till 3."),
        ("p;N;volym;5100;;timmar;;t;;summa;;x;;;", "Varav i", "x finns inte."),
        ("p;N;volym;5100;;timmar;;t;;summa;;p;;;", "Varav i", "p är då en del av"),
        ("p;N;volym;5100;;timmar;;t;;summa;;;kanske;;", "Enskilda", "kanske finns"),
        (
            "p;N;personal;5100;;årsarbetare;;t;;summa;;;;;",
            "Kategori",
            "en serie av personal behöver en kategori.",
        ),
        (
            "p;N;volym;5100;;timmar;chefer;t;;summa;;;;;",
            "Kategori",
            "bara serier av personal har kategori.",
        ),
        (
            "p;N;volym;5100;;timmar;;t;;summa;;;;2018-01;2017-01",
            "Till",
            "slutar innan den börjar.",
        ),
    ],
)
def test_a_bad_series_is_told_at_its_cell(row: str, column: str, told: str) -> None:
    (fault,) = series(row)
    assert fault.startswith(f"fil.csv, rad 2, kolumn {column}: {told}")
    assert not VolumeSeries.objects.filter(code="p").exists()


def test_series_that_are_part_of_each_other_are_told() -> None:
    one = "a;A;volym;5100;;timmar;;t;;summa;;b;;;"
    two = "b;B;volym;5100;;timmar;;t;;summa;;a;;;"
    assert series(one, two) == [
        "fil.csv, rad 2, kolumn Varav i: a är då en del av sig själv.",
        "fil.csv, rad 3, kolumn Varav i: b är då en del av sig själv.",
    ]


def test_a_price_is_kronor_for_a_unit() -> None:
    made = a_series()
    content = lines(PRICE_HEAD, "prov;2018;312,50;ja;2017-11-20;KS 17/1")
    assert taken(files.prices, content).faults == []
    price = UnitPrice.objects.get(series=made)
    assert (price.price_ore, price.reconciled) == (31_250, True)


@pytest.mark.parametrize("price", ["0", "-5", ""])
def test_a_price_that_is_not_above_zero_is_told(price: str) -> None:
    a_series()
    content = lines(PRICE_HEAD, f"prov;2018;{price};;2017-11-20;")
    assert taken(files.prices, content).faults == [
        "fil.csv, rad 2, kolumn Pris: priset ska vara större än noll."
    ]


def test_a_unit_cost_divides_money_of_activities_through_series() -> None:
    made = a_series()
    row = "nk;Timkostnad;Netto;brutto;5100;avgifter hyror;prov;;kr;timme;1;egen;prov"
    assert taken(files.unit_costs, lines(UNIT_COST_HEAD, row)).faults == []
    cost = UnitCost.objects.get(code="nk")
    assert list(cost.series.all()) == [made]
    assert [activity.code for activity in cost.activities.all()] == ["5100"]
    assert (cost.basis, cost.groups, cost.unit) == ("brutto", "avgifter hyror", "kr")
    content = lines(BASIS_HEAD, "nk;2016;utfall;1000,50;återräknad")
    assert taken(files.bases, content).faults == []
    basis = UnitCostBasis.objects.get(unit_cost=cost)
    assert (basis.amount_ore, basis.source) == (-100_050, "återräknad")


def test_every_unknown_code_of_a_unit_cost_is_told() -> None:
    row = "nk;N;M;netto;9 5100;avgifter x;prov;;mkr;timme;;;"
    found = taken(files.unit_costs, lines(UNIT_COST_HEAD, row))
    assert [fault.split(": ")[0] for fault in found.faults] == [
        f"fil.csv, rad 2, kolumn {column}"
        for column in ("Grupper", "Enhet", "Verksamheter", "Serier")
    ]
    assert not UnitCost.objects.filter(code="nk").exists()


def test_a_ratio_is_series_through_series() -> None:
    above, below = a_series("a"), a_series("b")
    content = lines(RATIO_HEAD, "bel;Beläggning;a;b;ja;procent;1")
    assert taken(files.ratios, content).faults == []
    ratio = Ratio.objects.get(code="bel")
    assert [list(ratio.above.all()), list(ratio.below.all())] == [[above], [below]]
    assert ratio.percent
    empty = lines(RATIO_HEAD, "tom;Tom;a;;;per b;")
    assert taken(files.ratios, empty).faults == [
        "fil.csv, rad 2, kolumn Nämnare: fältet är tomt. Fyll i det."
    ]
