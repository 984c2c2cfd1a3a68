"""Files of Kolada's values: what is read, left out and refused, and what is stored."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from committees.intake.sheets import IntakeError
from committees.models import Event, FollowUp, FollowUpState, ImportBatch, Role
from goals.indicators import KOLADA
from goals.kolada import KoladaFile, Why, read_kolada
from goals.models import Indicator, IndicatorValue
from goals.municipalities import NAMES, municipality_name
from goals.taking_in import State, look, take_in
from tests.conftest import follow_up, signed_in
from tests.goals import indicators
from tests.goals.indicators import MONTH, SLUG, seat
from tests.goals.test_indicators import text

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Answer

pytestmark = pytest.mark.django_db
SAMPLE = Path(__file__).parent.parent / "data" / "kolada-sample.json"
KPI, CODE = "U21468", "nojd-hemtjanst"
CSV = (
    "kpi,municipality,period,gender,count,status,value\n"
    "U21468,127,2016,T,1,,84.0\n"
    "U21468,0127,2016,F,1,,83.2505\n"
    "U21468,0181,2016,K,1,Osäkert,87.9\n"
)


@pytest.fixture
def _nothing() -> None:
    """Nothing is stored of the indicator."""
    IndicatorValue.objects.filter(indicator=indicator()).delete()


@pytest.fixture
def controller() -> Client:
    return signed_in(SLUG, Role.CONTROLLER)


def indicator() -> Indicator:
    """The demo's indicator that has the sample's code."""
    return indicators.indicator(CODE)


def sample() -> KoladaFile:
    return read_kolada(SAMPLE.name, SAMPLE.read_bytes())


def answer(**value: object) -> bytes:
    """An answer with one value."""
    told = {"gender": "T", "status": "", "value": 50, "isdeleted": False, **value}
    group = {"kpi": KPI, "municipality": "0127", "period": 2016, "values": [told]}
    return json.dumps({"values": [group], "next_url": None}).encode()


def stored() -> dict[tuple[int, str, str], int | None]:
    rows = IndicatorValue.objects.filter(indicator=indicator(), source=KOLADA)
    return {(r.year, r.sex, r.municipality): r.value_milli for r in rows}


def test_an_answer_is_read_exactly_and_rounded_once() -> None:
    file = sample()
    assert file.faults == []
    ours = {v.sex: v.milli for v in file.values if v.municipality == "0127"}
    assert ours | {"": 84_000} == {"": 84_000, "K": 83_251, "M": 86_100}
    assert {v.milli for v in file.values if v.kpi == "N20900"} == {-7_350}


def test_what_is_uncertain_deleted_or_of_a_group_is_left_out_and_told() -> None:
    left = {(each.municipality, each.sex): each.why for each in sample().left_out}
    assert left == {
        ("0181", "K"): Why.UNCERTAIN,
        ("0181", "M"): Why.EMPTY,
        ("0127", ""): Why.DELETED,
        ("G124086", ""): Why.NO_MUNICIPALITY,
    }


def test_a_table_says_the_same_as_an_answer() -> None:
    file = read_kolada("kolada.csv", CSV.encode())
    assert [v[:5] for v in file.values] == [
        (KPI, "0127", 2016, "", 84_000),
        (KPI, "0127", 2016, "K", 83_251),
    ]
    assert [each.why for each in file.left_out] == [Why.UNCERTAIN]
    swedish = "Nyckeltal;Kommun;År;Kön;Värde\nU21468;0127;2016;T;84,5\n"
    assert read_kolada("k.csv", swedish.encode()).values[0].milli == 84_500


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"{", "inte hel JSON"),
        (b"[]", "ingen lista"),
        (b'{"values": 3}', "ingen lista"),
        (b'{"values": [3]}', "inget objekt"),
        (answer(value="mycket"), "är inget tal"),
        (answer(value=True), "är inget tal"),
        (answer(gender="X"), "är okänt"),
        (answer(value=1e30), "för stort"),
        (answer().replace(b"2016", b'"i fjol"'), "är inget år"),
        (answer().replace(b"50", b"NaN"), "inte hel JSON"),
        (answer().replace(b"50", b"1e-999999"), ""),
        (b"", "filen är tom"),
        (b"kpi;value\nU1;3\n", "kolumnen saknas"),
        (CSV.replace("84.0", "många").encode(), "rad 2, kolumn Värde"),
        (CSV.replace("0127,2016,F", "0127,2016,T").encode(), "står redan"),
    ],
)
def test_a_spoilt_file_says_what_is_wrong(content: bytes, why: str) -> None:
    file = read_kolada("kolada", content)
    assert why in " ".join(map(str, file.faults))
    assert bool(file.faults) == bool(why)


def test_an_answer_with_more_pages_says_so() -> None:
    content = answer().replace(b'"next_url": null', b'"next_url": "https://x"')
    assert "fler sidor" in read_kolada("k.json", content).notes[0]


@pytest.mark.usefixtures("_nothing")
def test_a_look_stores_nothing_and_tells_what_would_be() -> None:
    here = follow_up(SLUG, MONTH)
    content = SAMPLE.read_bytes()
    seen = look(here, file_name="k.json", content=content, by=seat().user)
    assert [each.state for each in seen.differences] == [State.NEW] * 4
    assert [each.kpi for each in seen.unknown] == ["N20900"]
    assert stored() == {}


@pytest.mark.usefixtures("_nothing")
def test_our_own_and_other_municipalities_are_stored_with_a_trail() -> None:
    here = follow_up(SLUG, MONTH)
    batch = take_in(
        here, file_name="k.json", content=SAMPLE.read_bytes(), by=seat().user
    )
    assert stored() == {
        (2016, "", ""): 84_000,
        (2016, "K", ""): 83_251,
        (2016, "M", ""): 86_100,
        (2016, "", "0181"): 88_400,
    }
    assert (batch.kind, batch.row_count) == ("indicator", 4)
    fields = Event.objects.filter(subject="indicator", origin="import")
    assert "T:2016-00:0181" in set(fields.values_list("field", flat=True))
    with pytest.raises(IntakeError, match="ändrar ingenting"):
        take_in(here, file_name="k.json", content=SAMPLE.read_bytes(), by=seat().user)


@pytest.mark.usefixtures("_nothing")
def test_kolada_is_credited_for_its_own_values_and_nothing_else(
    controller: Client,
) -> None:
    here = follow_up(SLUG, MONTH)
    take_in(here, file_name="k.json", content=SAMPLE.read_bytes(), by=seat().user)
    url = reverse(
        "reports:indicator", kwargs={"slug": SLUG, "month": MONTH, "indicator": "x"}
    ).replace("/x/", f"/{indicator().code}/")
    shown = text(controller.get(url))
    years, _, rest = shown.partition("Skillnad mellan kvinnor och män")
    gap, _, places = rest.partition("Vår kommun och andra")
    assert "Källa: Kolada" in years
    assert "Källa: egen beräkning" in gap
    assert "Kolada" not in gap
    assert "Södertälje" in places
    assert "88" in places
    assert "Källa: Kolada" in places
    IndicatorValue.objects.filter(indicator=indicator(), sex="K").update(source="")
    mixed = "Källa: Kolada (2016 totalt och män); Brukarundersökning (2016 kvinnor)"
    assert mixed in text(controller.get(url))


def test_a_demo_indicator_gets_its_values_beside_those_of_others(
    controller: Client,
) -> None:
    seen = send(controller, SAMPLE.read_bytes())
    assert "75" in text(seen)
    url = reverse("goals:taking_in_take", args=(SLUG, MONTH))
    controller.post(url, {"biljett": seen.context["look"].ticket})
    shown = text(controller.get(reverse("reports:indicator", args=(SLUG, MONTH, CODE))))
    years, _, places = shown.partition("Vår kommun och andra")
    assert f"Nyckeltal i Kolada {KPI}" in shown
    assert "Källa: Brukarundersökning (2014–2015); Kolada (2016)" in years
    assert "Botkyrka" in places
    assert "Södertälje 88" in places
    assert "Källa: Kolada" in places


def test_every_municipality_has_a_name_and_nothing_else_has() -> None:
    assert len(NAMES) == 290 + len(["Riket"])
    assert len(set(NAMES.values())) == len(NAMES)
    assert municipality_name("2584") == "Kiruna"
    assert municipality_name("0001") == "kommun 0001"
    region = answer().replace(b"0127", b"0001")
    assert [each.why for each in read_kolada("k.json", region).left_out] == [
        Why.NO_MUNICIPALITY
    ]


def test_a_share_above_a_hundred_is_left_out() -> None:
    here, by = follow_up(SLUG, MONTH), seat().user
    seen = look(here, file_name="k.json", content=answer(value=104), by=by)
    assert [each.state for each in seen.differences] == [State.REFUSED]
    assert seen.changes == ()


def send(client: Client, content: bytes) -> Answer:
    """Have a file looked at."""
    url = reverse("goals:taking_in_look", args=(SLUG, MONTH))
    return client.post(url, {"fil": SimpleUploadedFile("kolada.json", content)})


@pytest.mark.usefixtures("_nothing")
def test_a_file_is_looked_at_and_taken_in_on_the_pages(controller: Client) -> None:
    seen = send(controller, SAMPLE.read_bytes())
    shown = text(seen)
    for word in (
        "Nya",
        "N20900, 1 värde",
        "osäker eller skyddad",
        "Södertälje",
        "83,251",
    ):
        assert word in shown
    assert "Underlag" in shown
    url = reverse("goals:taking_in_take", args=(SLUG, MONTH))
    ticket = {"biljett": seen.context["look"].ticket}
    done = text(controller.post(url, ticket, follow=True))
    assert "Nya värden 4" in done
    assert indicators.as_followed(CODE).outcome(2016).milli == 84_000
    changed = text(send(controller, SAMPLE.read_bytes().replace(b"84.0", b"84.5")))
    assert "Ändras" in changed
    assert "Lika med det som är sparat 3" in changed


def test_a_spoilt_or_a_missing_file_stores_nothing(controller: Client) -> None:
    assert send(controller, b"{").status_code == 422
    url = reverse("goals:taking_in_look", args=(SLUG, MONTH))
    assert "Välj en fil" in text(controller.post(url, follow=True))
    url = reverse("goals:taking_in_take", args=(SLUG, MONTH))
    assert "Välj filen igen" in text(controller.post(url, {}, follow=True))
    assert stored() == {}


def test_nothing_is_taken_in_when_the_follow_up_is_over() -> None:
    here = follow_up(SLUG, MONTH)
    FollowUp.objects.filter(pk=here.pk).update(state=FollowUpState.SENT)
    here.refresh_from_db()
    with pytest.raises(IntakeError, match="utsänd"):
        take_in(here, file_name="k.json", content=answer(), by=seat().user)
    assert not ImportBatch.objects.filter(kind="indicator", by=seat().user).exists()
