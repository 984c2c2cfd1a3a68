"""A file of volumes is looked at cell by cell before it changes anything."""

from __future__ import annotations

import io

import pytest
import xlsxwriter

from committees.intake.sheets import IntakeError
from committees.models import (
    Activity,
    Event,
    FollowUp,
    FollowUpState,
    ImportBatch,
    Role,
    User,
)
from committees.periods import MONTH_HEADS, Month
from tests.conftest import follow_up, person
from tests.volumes.files import SLUG, a_series, lines, months_file
from volumes.differences import State, latest_month
from volumes.models import VolumeRow, VolumeSeries
from volumes.taking_in import TICKETS, Look, Taken, look, take_in

pytestmark = pytest.mark.django_db
NAME = "volymer-2018.csv"


def here(month: str = "2018-04") -> FollowUp:
    return follow_up(SLUG, month)


def controller() -> User:
    return person(SLUG, Role.CONTROLLER)


def looked(content: bytes, name: str = NAME) -> Look:
    return look(here(), file_name=name, content=content, by=controller())


def taken(content: bytes, name: str = NAME, *, reason: str = "") -> Taken:
    return take_in(
        here(), file_name=name, content=content, by=controller(), reason=reason
    )


def told(content: bytes, name: str = NAME) -> list[str]:
    return [str(fault) for fault in looked(content, name).faults]


def stored() -> dict[int, int]:
    rows = VolumeRow.objects.filter(series__code="prov", year=2018)
    return dict(rows.values_list("month", "quantity_milli"))


def close(month: int) -> None:
    """Close a follow-up of 2018 before the open one."""
    FollowUp.objects.create(
        committee=here().committee,
        year=2018,
        month=month,
        kind="month",
        state=FollowUpState.CLOSED,
        opens_on="2018-02-01",
        deadline="2018-02-10",
    )


def test_each_cell_is_told_as_new_equal_or_changed() -> None:
    a_series()
    taken(months_file(("prov", "1001", {1: "10", 2: "20"})))
    seen = looked(months_file(("prov", "1001", {1: "10", 2: "21", 3: "30"})))
    assert [(d.cell.month, d.was, d.state) for d in seen.differences] == [
        (1, 10_000, State.EQUAL),
        (2, 20_000, State.CHANGED),
        (3, None, State.NEW),
    ]
    assert stored() == {1: 10_000, 2: 20_000}


def test_taking_in_changes_in_place_with_an_event_for_each() -> None:
    a_series()
    first = taken(months_file(("prov", "1001", {1: "10", 2: "20"})))
    content = months_file(("prov", "1001", {1: "10", 2: "21", 3: "0"}))
    second = taken(content)
    assert (first, second) == (Taken(2, 0, 0), Taken(1, 1, 0))
    assert stored() == {1: 10_000, 2: 21_000, 3: 0}
    row = VolumeRow.objects.get(series__code="prov", month=2)
    events = Event.objects.filter(subject="volumerow", subject_id=str(row.pk))
    assert list(events.order_by("pk").values_list("field", "old", "new")) == [
        ("month:2", "", "20000"),
        ("month:2", "20000", "21000"),
    ]
    assert row.changed_by == controller()
    assert row.batch
    assert row.batch.protocol == {
        "year": 2018,
        "months": [2, 3],
        "new": 1,
        "changed": 1,
    }


def test_an_empty_cell_leaves_what_is_stored() -> None:
    a_series()
    taken(months_file(("prov", "1001", {1: "10", 2: "20"})))
    taken(months_file(("prov", "1001", {3: "30"})))
    assert stored() == {1: 10_000, 2: 20_000, 3: 30_000}


def test_a_file_that_changes_nothing_is_told() -> None:
    a_series()
    content = months_file(("prov", "1001", {1: "10"}))
    taken(content)
    assert looked(content).known
    with pytest.raises(IntakeError, match="filen ändrar ingenting"):
        taken(content)


def test_a_closed_month_is_taken_in_only_with_a_reason() -> None:
    a_series()
    taken(months_file(("prov", "1001", {1: "10", 2: "20"})))
    close(2)
    content = months_file(("prov", "1001", {1: "10", 2: "25", 3: "30"}))
    assert [d.state for d in looked(content).differences] == [
        State.EQUAL,
        State.CLOSED,
        State.NEW,
    ]
    assert taken(content) == Taken(1, 0, 0)
    assert stored()[2] == 20_000
    assert taken(content, reason=" Sen rapport ") == Taken(0, 0, 1)
    row = VolumeRow.objects.get(series__code="prov", month=2)
    assert (row.quantity_milli, row.correction) == (25_000, "Sen rapport")
    events = Event.objects.filter(subject_id=str(row.pk), field="correction")
    assert [event.new for event in events] == ["Sen rapport"]


def test_a_month_that_has_not_been_is_told_at_its_cell() -> None:
    a_series()
    content = months_file(("prov", "1001", {4: "1"}), ("prov", "1002", {5: "1"}))
    assert told(content) == [
        (
            "volymer-2018.csv, rad 3, kolumn Maj: maj 2018 har inte varit. Den senaste"
            " månaden som kan ha volymer är april 2018."
        )
    ]
    with pytest.raises(IntakeError):
        taken(content)
    assert stored() == {}


def test_without_an_opened_follow_up_the_calendar_decides() -> None:
    FollowUp.objects.filter(committee=here().committee).update(state="planned")
    month = latest_month(here().committee)
    assert month > Month(2018, 12)


@pytest.mark.parametrize(
    ("content", "name", "fault"),
    [
        (b"", NAME, "volymer-2018.csv: filen är tom."),
        (b"PK\x03\x04x", NAME, "volymer-2018.csv: filen går inte att läsa som Excel."),
        (b"Serie;Ansvar;Jan\n", NAME, "volymer-2018.csv: filen har inga volymer."),
        (
            b"Serie;Ansvar;Jan\nprov;1001;5\n",
            "volymer-2017.csv",
            "volymer-2017.csv: filen är av 2017, uppföljningen av 2018.",
        ),
        (
            b"Serie;Ansvar;Jan\nprov;1001;-5\n",
            NAME,
            "volymer-2018.csv, rad 2, kolumn Jan: ”-5” är negativt.",
        ),
    ],
)
def test_a_file_that_cannot_be_right_is_told(
    content: bytes, name: str, fault: str
) -> None:
    a_series()
    (found,) = told(content, name)
    assert found.startswith(fault)
    assert stored() == {}


def test_a_source_that_is_unknown_is_told_when_it_is_looked_at() -> None:
    a_series()
    (found,) = told("Serie;Ansvar;Jan;Härkomst\nprov;1001;5;gissad\n".encode())
    assert "kolumn Härkomst: gissad finns inte." in found


@pytest.mark.parametrize("state", [FollowUpState.SENT, FollowUpState.CLOSED])
def test_a_follow_up_that_is_not_open_takes_no_file(state: str) -> None:
    a_series()
    FollowUp.objects.filter(pk=here().pk).update(state=state)
    with pytest.raises(IntakeError, match="uppföljningen är"):
        taken(months_file(("prov", "1001", {1: "10"})))


def test_a_reason_too_long_to_keep_is_told() -> None:
    a_series()
    content = months_file(("prov", "1001", {1: "10"}))
    with pytest.raises(IntakeError, match="längre än 500 tecken"):
        taken(content, reason="x" * 501)


def test_a_workbook_is_taken_in_like_a_text_file() -> None:
    a_series()
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    page = book.add_worksheet("Volymer")
    page.write_row(0, 0, ["Serie", "Ansvar", *MONTH_HEADS])
    page.write_row(1, 0, ["prov", 1001, 1234.5, "2 000", 0.1 + 0.2])
    book.close()
    taken(out.getvalue(), "volymer-2018.xlsx")
    assert stored() == {1: 1_234_500, 2: 2_000_000, 3: 300}


PAYROLL = "Namn;Ansvar;Verksamhet;Kategori;Månad;Årsarbetare"


def test_a_payroll_file_is_known_by_its_head_and_kept_without_names() -> None:
    committee = here().committee
    Activity.objects.create(municipality=committee.municipality, code="9999")
    content = lines(PAYROLL, "Eva Ask;1001;9999;chefer;3;1", "Bo;1001;9999;chefer;3;1")
    seen = looked(content, "lön mars.csv")
    assert [(d.cell.milli, d.state) for d in seen.differences] == [(2000, State.NEW)]
    assert seen.made == ("Årsarbetare, chefer",)
    assert not VolumeSeries.objects.filter(activity__code="9999").exists()
    name, kept = TICKETS.redeem(here(), seen.ticket, by=controller())
    assert b"Eva" not in kept
    notes = TICKETS.notes(seen.ticket)
    take_in(here(), file_name=name, content=kept, by=controller(), notes=notes)
    batch = ImportBatch.objects.get(committee=committee, file_name="lön mars.csv")
    assert batch.kind == "staff"
    assert batch.protocol["notes"][0] == (
        "Uppgifter om personer är inte sparade: Namn."
    )
    row = VolumeRow.objects.get(batch=batch)
    assert (row.quantity_milli, row.series.code) == (2000, "9999-CHEF-ÅA")
