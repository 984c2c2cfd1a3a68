"""The trail: in words, narrowed, read only where one may read, and as files."""

from __future__ import annotations

import csv
import io

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from committees.events import record
from committees.models import Event, Role
from finance.models import (
    Action,
    Analysis,
    ForecastRow,
    Saving,
    SavingPart,
    UnitForecast,
)
from finance.review import trail
from tests.conftest import follow_up, person, signed_in
from tests.finance.above import HERE, MONTH, SLUG

pytestmark = pytest.mark.django_db

BOM = "\ufeff"


@pytest.fixture
def controller() -> Client:
    """Signed in as a controller of the committee."""
    return signed_in(SLUG, Role.CONTROLLER)


def row_of(code: str) -> ForecastRow:
    """A unit's first row."""
    rows = ForecastRow.objects.filter(
        follow_up=follow_up(SLUG, MONTH), cost_centre__code=code
    )
    return rows.order_by("pk")[0]


def write(code: str = "5411", *, origin: str = "pasted") -> Event:
    """A change of a unit's forecast."""
    return record(
        row_of(code),
        by=person(SLUG, Role.BUDGET_HOLDER),
        committee=follow_up(SLUG, MONTH).committee,
        field="forecast",
        old="-120000000",
        new="-130000050",
        origin=origin,
    )


def test_an_event_reads_as_swedish(controller: Client) -> None:
    write(origin="proposal:run_rate")
    text = controller.get(f"{HERE}logg/").content.decode()
    for said in (
        "5411 Gruppbostäder norr",
        "helårsprognos",
        "−1\u202f200",
        "−1\u202f300",
        "förslag, run rate",
        "Ali Rahimi",
    ):
        assert said in text


def test_choices_and_steps_are_told_by_their_words(controller: Client) -> None:
    unit = UnitForecast.objects.filter(follow_up=follow_up(SLUG, MONTH))[0]
    committee = follow_up(SLUG, MONTH).committee
    record(
        unit,
        by=None,
        committee=committee,
        field="state",
        old="in_progress",
        new="submitted",
        origin="step",
    )
    text = controller.get(f"{HERE}logg/").content.decode()
    assert "pågår" in text
    assert "inlämnad" in text
    assert "programmet" in text


def test_everything_of_a_follow_up_can_be_told(controller: Client) -> None:
    here = follow_up(SLUG, MONTH)
    unit = row_of("5411")
    Analysis.objects.create(
        committee=here.committee,
        follow_up=here,
        cost_centre=unit.cost_centre,
        activity=unit.activity,
    )
    for model in (*trail.OF_UNITS, *trail.OF_ALL):
        for subject in trail._rows(model, here)[:1]:
            record(
                subject,
                by=None,
                committee=here.committee,
                field="comment",
                new=f"om {model.__name__}",
            )
    text = controller.get(f"{HERE}logg/").content.decode()
    for model in (ForecastRow, Analysis, Action, Saving, SavingPart, UnitForecast):
        assert f"om {model.__name__}" in text


def test_a_saving_is_told_with_its_amount_and_its_list(controller: Client) -> None:
    saving = Saving.objects.filter(committee__slug=SLUG, year__gte=2017)[0]
    committee = saving.committee
    for field, old, new in (
        ("full_year_ore", "120000000", "150000000"),
        ("list", "förslag", "beslut"),
    ):
        record(saving, by=None, committee=committee, field=field, old=old, new=new)
    text = controller.get(f"{HERE}logg/?slag=saving").content.decode()
    for said in (f"{saving.code} {saving.name}", "helårseffekt", "1\u202f500"):
        assert said in text
    assert "nämndens beslut" in text


def test_a_saving_of_an_earlier_year_is_told_in_its_own(controller: Client) -> None:
    saving = Saving.objects.filter(committee__slug=SLUG)[0]
    Saving.objects.filter(pk=saving.pk).update(year=2016)
    record(saving, by=None, committee=saving.committee, field="name", new="Tidigare.")
    assert "Tidigare." not in controller.get(f"{HERE}logg/").content.decode()


def test_the_trail_is_narrowed(controller: Client) -> None:
    write("5411", origin="pasted")
    write("5312", origin="typed")
    whole = trail.events(follow_up(SLUG, MONTH))
    assert whole.count() >= 2
    for query, there, gone in (
        ("?ansvar=5411", "5411 Gruppbostäder", "5312 Tumba vård- och omsorgsboende,"),
        ("?ursprung=typed", "5312 Tumba vård- och omsorgsboende,", "inklistrad</td>"),
        ("?slag=action", "Inga händelser i det här urvalet.", "inklistrad</td>"),
        ("?till=2001-01-01", "Inga händelser i det här urvalet.", "inklistrad</td>"),
        ("?slag=finns-inte", "Inga händelser i det här urvalet.", "inklistrad</td>"),
    ):
        text = controller.get(f"{HERE}logg/{query}").content.decode()
        assert there in text
        assert gone not in text


def test_a_budget_holder_reads_of_her_own_units() -> None:
    write("5411")
    write("5312")
    text = signed_in(SLUG, Role.BUDGET_HOLDER).get(f"{HERE}logg/").content.decode()
    assert "5411 Gruppbostäder norr," in text
    assert "5312 Tumba vård- och omsorgsboende," not in text


def test_other_follow_ups_and_committees_are_not_told(controller: Client) -> None:
    earlier = ForecastRow.objects.filter(follow_up=follow_up(SLUG, "2017-05"))[0]
    elsewhere = Action.objects.filter(committee__slug="enkoping-von")[0]
    for subject in (earlier, elsewhere):
        record(
            subject,
            by=None,
            committee=subject.committee,
            field="forecast",
            new="424242",
            origin="typed",
        )
    assert not trail.events(follow_up(SLUG, MONTH)).filter(new="424242").exists()
    assert "424242" not in controller.get(f"{HERE}logg.csv").content.decode()


def test_the_file_holds_exact_kronor_to_count_with(controller: Client) -> None:
    write()
    answer = controller.get(f"{HERE}logg.csv?ansvar=5411")
    text = answer.content.decode()
    assert text.startswith(BOM)
    first = next(csv.DictReader(io.StringIO(text[1:]), delimiter=";"))
    assert (first["Förut"], first["Nu"]) == ("-1200000,00", "-1300000,50")
    assert first["Ursprung"] == "inklistrad"
    name = f"{SLUG}-{MONTH}-logg.csv"
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{name}"'


def test_excel_and_what_is_neither(controller: Client) -> None:
    assert controller.get(f"{HERE}logg.xlsx").content.startswith(b"PK")
    assert controller.get(f"{HERE}logg.pdf").status_code == 404
    assert controller.get(f"{HERE}logg.csv?fran=igår").status_code == 404


def test_text_that_could_run_in_a_spreadsheet_is_guarded(controller: Client) -> None:
    record(
        row_of("5411"),
        by=person(SLUG, Role.BUDGET_HOLDER),
        committee=follow_up(SLUG, MONTH).committee,
        field="comment",
        new="=HYPERLINK(1)",
        origin="typed",
    )
    assert "'=HYPERLINK(1)" in controller.get(f"{HERE}logg.csv").content.decode()


def test_fifty_at_a_time_in_a_bounded_number_of_questions(controller: Client) -> None:
    for _ in range(60):
        write()
    with CaptureQueriesContext(connection) as asked:
        text = controller.get(f"{HERE}logg/").content.decode()
    assert len(asked) <= 18
    assert text.count('<th scope="row"') == 50
    assert "sida=2" in text
    second = controller.get(f"{HERE}logg/?sida=2").content.decode()
    assert 10 <= second.count('<th scope="row"') <= 50
