"""What files of goals, measures and decisions may hold, and how faults are told."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from committees.intake.sheets import Sheet, read_sheet
from committees.models import Committee
from goals import decisions, imports, measures
from goals.models import (
    DecisionQuarter,
    Indicator,
    IndicatorTarget,
    IndicatorValue,
    Topic,
    UnexecutedDecision,
)
from tests.conftest import follow_up

pytestmark = pytest.mark.django_db
PLACE = ("sodertalje-on", "2017-08")
FILE = "fil.csv"


def committee() -> Committee:
    return follow_up(*PLACE).committee


def sheet(head: tuple[str, ...], *rows: str) -> Sheet:
    """A file of rows that are written as `Rubrik=värde;Rubrik=värde`."""
    lines = [";".join(head)]
    for row in rows:
        cells = dict(part.split("=", 1) for part in row.split(";"))
        lines.append(";".join(cells.get(column, "") for column in head))
    return read_sheet(FILE, "\n".join(lines).encode(), required=head)


def told(
    write: Callable[..., None], head: tuple[str, ...], *rows: str, **beside: Any
) -> list[str]:
    """What taking in a file tells, without the file's name."""
    file = sheet(head, *rows)
    write(file, committee(), **beside)
    return [str(fault).removeprefix(f"{FILE}, ") for fault in file.faults]


def indicators(*rows: str) -> list[str]:
    return told(measures.import_indicators, measures.INDICATOR_HEAD, *rows)


def targets(*rows: str) -> list[str]:
    return told(measures.import_targets, measures.TARGET_HEAD, *rows)


def values(*rows: str) -> list[str]:
    return told(measures.import_values, measures.VALUE_HEAD, *rows)


def decided(*rows: str) -> list[str]:
    return told(decisions.import_decisions, decisions.DECISION_HEAD, *rows)


@pytest.fixture
def measured() -> None:
    """A share, a number with a band, and something that is told in words."""
    share = "Indikator=andel;Namn=Andel;Enhet=procent;Andel=ja"
    band = "Indikator=band;Namn=Band;Enhet=dagar;Riktning=intervall"
    words = "Indikator=ord;Namn=Ord;Enhet=antal;Tal=nej"
    assert indicators(share, band, words) == []


@pytest.mark.usefixtures("measured")
@pytest.mark.parametrize(
    ("row", "fault"),
    [
        (
            "Indikator=andel;År=2017;Värde=bra",
            "rad 2, kolumn Värde: ”bra” är inget tal. Skriv till exempel 1 234,50.",
        ),
        (
            "Indikator=andel;År=2017;Text=minska",
            "rad 2, kolumn Värde: målet saknas. Indikatorn mäts i tal: skriv ett.",
        ),
        (
            "Indikator=andel;År=2017;Värde=101",
            "rad 2, kolumn Värde: en andel kan inte vara större än 100 procent.",
        ),
        (
            "Indikator=andel;År=2017;Värde=-1",
            "rad 2, kolumn Värde: en andel kan inte vara mindre än 0 procent.",
        ),
        (
            "Indikator=band;År=2017;Värde=10",
            "rad 2, kolumn Övre: målet är ett intervall och behöver en övre gräns.",
        ),
        (
            "Indikator=band;År=2017;Värde=10;Övre=9",
            "rad 2, kolumn Övre: övre gränsen är mindre än den undre.",
        ),
        ("Indikator=ord;År=2017", "rad 2, kolumn Text: målet saknas. Skriv det i ord."),
    ],
)
def test_a_target_is_one_that_the_indicator_can_have(row: str, fault: str) -> None:
    assert targets(row) == [fault]
    assert not IndicatorTarget.objects.filter(indicator__code="andel").exists()


@pytest.mark.usefixtures("measured")
def test_targets_are_numbers_bands_or_words() -> None:
    rows = (
        "Indikator=andel;År=2017;Värde=97,5",
        "Indikator=band;År=2017;Värde=10;Övre=14",
        "Indikator=ord;År=2017;Text=Klart",
    )
    assert targets(*rows) == []
    made = IndicatorTarget.objects.filter(indicator__code__in=["andel", "band", "ord"])
    assert set(made.values_list("value_milli", "upper_milli", "text")) == {
        (97_500, None, ""),
        (10_000, 14_000, ""),
        (None, None, "Klart"),
    }


@pytest.mark.usefixtures("measured")
def test_an_unknown_code_is_told_with_its_place() -> None:
    (fault,) = values("Indikator=andel;År=2017;Värde=50", "Indikator=x;År=2017;Värde=1")
    assert fault.startswith("rad 3, kolumn Indikator: x finns inte.")


@pytest.mark.usefixtures("measured")
def test_values_are_numbers_below_zero_too_or_words_by_sex_and_month() -> None:
    rows = (
        "Indikator=band;År=2016;Värde=-1,5",
        "Indikator=andel;År=2017;Månad=8;Kön=K;Värde=87,15;Preliminärt=ja",
        "Indikator=andel;År=2016;Text=NYTT",
    )
    assert values(*rows) == []
    made = IndicatorValue.objects.filter(indicator__code__in=["andel", "band"])
    assert set(made.values_list("year", "month", "sex", "value_milli", "text")) == {
        (2016, 0, "", -1_500, ""),
        (2017, 8, "K", 87_150, ""),
        (2016, 0, "", None, "NYTT"),
    }


@pytest.mark.usefixtures("measured")
def test_a_share_is_not_above_the_whole_and_a_value_is_not_empty() -> None:
    assert values("Indikator=andel;År=2017;Värde=100,1") == [
        "rad 2, kolumn Värde: en andel kan inte vara större än 100 procent."
    ]
    assert values("Indikator=andel;År=2017") == [
        "rad 2, kolumn Värde: skriv ett tal, eller ord i kolumnen Text."
    ]


def test_a_linked_indicator_has_no_values_of_its_own() -> None:
    given = "Indikator=hamtad;Namn=Hämtad;Enhet=mkr;Hämtas ur=netto:*"
    assert indicators(given) == []
    (fault,) = values("Indikator=hamtad;År=2017;Värde=1")
    assert fault == f"rad 2, kolumn Indikator: {measures.LINKED}"
    (fault,) = indicators("Indikator=x;Namn=X;Enhet=st;Hämtas ur=pengar:1")
    assert fault.startswith("rad 2, kolumn Hämtas ur: pengar:1 känns inte igen.")


BEGUN = "Nummer=900;Lagrum=lss-9-10;Beslutad=2016-10-03;Skäl=resursbrist"


@pytest.fixture
def _law() -> None:
    """A provision that is in force."""
    law = "Kod=lss-9-10;Lag=LSS;Lagrum=9 § 10 LSS;Insats=Daglig;Från=1994-01-01"
    decisions.import_provisions(sheet(decisions.PROVISION_HEAD, law))


@pytest.mark.usefixtures("_law")
@pytest.mark.parametrize(
    ("more", "fault"),
    [
        (
            "Verkställd=2016-05-01",
            "rad 2, kolumn Verkställd: dagen är före beslutet, 2016-10-03.",
        ),
        (
            "Avbruten=2016-11-01",
            "rad 2, kolumn Avbruten: skriv antingen beslutsdag eller dag för avbrott.",
        ),
        (
            "Erbjuden=igår",
            "rad 2, kolumn Erbjuden: ”igår” är inget datum. Skriv som 2017-08-31.",
        ),
    ],
)
def test_a_decisions_days_do_not_contradict_each_other(more: str, fault: str) -> None:
    assert decided(f"{BEGUN};{more}") == [fault]
    assert not UnexecutedDecision.objects.filter(
        committee=committee(), number=900
    ).exists()


@pytest.mark.usefixtures("_law")
def test_a_provision_counts_while_it_is_in_force() -> None:
    (fault,) = decided(BEGUN.replace("2016-10-03", "1990-01-01"))
    assert fault == "rad 2, kolumn Lagrum: lss-9-10 gällde inte 1990-01-01."


@pytest.mark.usefixtures("_law")
def test_a_quarter_names_decisions_that_there_are() -> None:
    assert decided(BEGUN) == []
    head, quarter = decisions.QUARTER_HEAD, "År=2016;Kvartal=4;Räknat till=2017-01-10"
    write = decisions.import_quarters
    assert told(write, head, f"{quarter};Nummer=900 x9") == [
        "rad 2, kolumn Nummer: x9 finns inte."
    ]
    assert told(write, head, f"{quarter};Nummer=900") == []
    made = DecisionQuarter.objects.get(committee=committee(), year=2016, quarter=4)
    assert [one.number for one in made.decisions.all()] == [900]


def test_topics_stand_after_what_they_belong_to() -> None:
    first, second = (
        "Slag=nämndmål;Kod=prov-1;Benämning=Mål;Hör till=prov-2",
        "Slag=nämndmål;Kod=prov-2;Benämning=Övermål",
    )
    head = imports.TOPIC_HEAD
    assert told(imports.import_topics, head, first, second) == [
        "rad 2, kolumn Hör till: prov-2 ska stå före raden."
    ]
    assert told(imports.import_topics, head, second, first) == []
    assert Topic.objects.get(code="prov-1").parent == Topic.objects.get(code="prov-2")


def test_a_plans_line_is_a_plan_and_names_actions_that_there_are() -> None:
    topics = (
        "Slag=nämndmål;Kod=prov-1;Benämning=Mål",
        "Slag=handlingsplan;Kod=prov-2;Benämning=Rad",
    )
    assert told(imports.import_topics, imports.TOPIC_HEAD, *topics) == []
    rows = (
        "Punkt=prov-1;Åtgärd=Något",
        "Punkt=prov-2;Åtgärd=Något;Åtgärder=Å99;Verksamheter=nej",
    )
    write, head = imports.import_plan, imports.PLAN_HEAD
    assert told(write, head, *rows, actions={"Å1"}) == [
        "rad 2, kolumn Punkt: prov-1 har slaget nämndmål i uppfoljningspunkter.csv.",
        "rad 3, kolumn Verksamheter: nej finns inte.",
        "rad 3, kolumn Åtgärder: Å99 finns inte.",
    ]


def test_an_area_names_account_groups_that_there_are() -> None:
    row = "Område=hemtjanst;Benämning=Hemtjänst;Verksamheter=nej;Grupper=46 99"
    write, head = measures.import_areas, measures.AREA_HEAD
    assert told(write, head, row, groups={"46"}) == [
        "rad 2, kolumn Verksamheter: nej finns inte.",
        "rad 2, kolumn Grupper: 99 finns inte.",
    ]


def test_indicators_with_decimals_that_cannot_be_shown_are_refused() -> None:
    (fault,) = indicators("Indikator=x;Namn=X;Enhet=st;Decimaler=9")
    assert fault == "rad 2, kolumn Decimaler: kan vara 0 till 3."
    assert not Indicator.objects.filter(code="x").exists()
