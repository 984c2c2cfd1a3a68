"""A controller takes in files of volumes, plans and staff in the browser."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from committees.models import (
    Event,
    FollowUp,
    FollowUpState,
    ImportBatch,
    Role,
    StoredFile,
)
from tests.conftest import follow_up, signed_in
from tests.volumes.files import SLUG, a_series, lines, months_file
from volumes.definitions import PRICE_HEAD
from volumes.imports import VOLUME_FORECAST_HEAD
from volumes.models import UnitPrice, VolumeBudget, VolumeForecast, VolumeRow

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Answer

pytestmark = pytest.mark.django_db
MONTH = "2018-04"
REASON = "Sen rapport från enheten"


@pytest.fixture
def controller() -> Client:
    """Signed in as a controller of Södertälje."""
    return signed_in(SLUG, Role.CONTROLLER)


def at(route: str, **rest: object) -> str:
    return reverse(f"volumes:{route}", kwargs={"slug": SLUG, "month": MONTH, **rest})


def look(
    client: Client, content: bytes, sort: str = "volymer", name: str = "fil.csv"
) -> Answer:
    file = SimpleUploadedFile(name, content)
    return client.post(at("taking_in_look"), {"slag": sort, "fil": file})


def text(answer: Answer) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())


def take(client: Client, seen: Answer, **rest: str) -> Answer:
    """Confirm what was looked at, and follow to where it leads."""
    page = seen.content.decode()
    fields = dict(re.findall(r'name="(biljett|slag)" value="([^"]*)"', page))
    return client.post(at("taking_in_take"), fields | rest, follow=True)


def stored(code: str = "prov") -> dict[int, int]:
    rows = VolumeRow.objects.filter(series__code=code, year=2018)
    return dict(rows.values_list("month", "quantity_milli"))


def close(month: int) -> None:
    """Close a follow-up of 2018 before the open one."""
    FollowUp.objects.create(
        committee=follow_up(SLUG, MONTH).committee,
        year=2018,
        month=month,
        kind="month",
        state=FollowUpState.CLOSED,
        opens_on="2018-02-01",
        deadline="2018-02-10",
    )


def test_the_way_in_lies_under_the_material(controller: Client) -> None:
    hub = controller.get(reverse("finance:material", args=(SLUG, MONTH)))
    assert at("taking_in") in text(hub)
    page = text(controller.get(at("taking_in")))
    for word in ("Volymbudget", "Volymprognos", "Prislappar", "Granska filen"):
        assert word in page
    reader = signed_in(SLUG, Role.SECRETARY)
    assert "Granska filen" not in text(reader.get(at("taking_in")))


def test_a_file_is_looked_at_before_anything_is_stored(controller: Client) -> None:
    a_series()
    seen = look(controller, months_file(("prov", "1001", {1: "10", 2: "1234,5"})))
    assert seen.status_code == 200
    assert "Nya" in text(seen)
    assert "1\u202f234,5" in seen.content.decode()
    assert stored() == {}
    done = take(controller, seen)
    assert stored() == {1: 10_000, 2: 1_234_500}
    assert "2 nya värden" in text(done)
    again = look(controller, months_file(("prov", "1001", {1: "10", 2: "7"})))
    assert "Ändras" in text(again)
    assert "Lika med det som är sparat</dt><dd>1" in text(again)


def test_faults_are_told_with_line_and_column_and_nothing_is_stored(
    controller: Client,
) -> None:
    a_series()
    content = months_file(
        ("prov", "1001", {1: "-5", 3: "3"}), ("finnsinte", "1001", {1: "1"})
    )
    seen = look(controller, content)
    assert seen.status_code == 422
    assert "rad 2, kolumn Jan: ”-5” är negativt" in text(seen)
    assert "rad 3, kolumn Serie: finnsinte finns inte" in text(seen)
    assert 'name="biljett"' not in text(seen)
    assert stored() == {}


def test_a_closed_month_needs_a_reason(controller: Client) -> None:
    a_series()
    close(2)
    seen = look(controller, months_file(("prov", "1001", {1: "10", 3: "30"})))
    assert "I stängda månader" in text(seen)
    unsaid = take(controller, seen, stangda="on", skal=" ")
    assert unsaid.status_code == 422
    assert "Skriv varför de stängda månaderna ska ändras." in text(unsaid)
    assert stored() == {}
    take(controller, unsaid, stangda="on", skal=REASON)
    assert stored() == {1: 10_000, 3: 30_000}
    row = VolumeRow.objects.get(series__code="prov", month=1)
    assert row.correction == REASON


def test_persons_are_dropped_before_anything_is_kept(controller: Client) -> None:
    content = lines(
        "Namn;Ansvar;Verksamhet;Kategori;Månad;Årsarbetare",
        "Eva Ask;1001;5100;chefer;3;1",
    )
    seen = look(controller, content, "personal", "lön.csv")
    assert "Uppgifter om personer är inte sparade: Namn." in text(seen)
    done = take(controller, seen)
    assert "Uppgifter om personer är inte sparade: Namn." in text(done)
    kept = [bytes(file.content) for file in StoredFile.objects.order_by("-pk")[:3]]
    assert not any(b"Eva" in content for content in kept)


def test_a_budget_is_new_changed_or_equal_by_month(controller: Client) -> None:
    series = a_series()
    take(
        controller,
        look(
            controller, months_file(("prov", "1001", {1: "1", 5: "2"})), "volymbudget"
        ),
    )
    seen = look(
        controller, months_file(("prov", "1001", {1: "1", 5: "3"})), "volymbudget"
    )
    assert "Ändras</dt><dd>1" in text(seen)
    take(controller, seen)
    found = VolumeBudget.objects.filter(series=series, year=2018)
    assert dict(found.values_list("month", "quantity_milli")) == {1: 1000, 5: 3000}
    changed = found.get(month=5)
    events = Event.objects.filter(subject="volumebudget", subject_id=str(changed.pk))
    assert list(events.order_by("pk").values_list("old", "new")) == [
        ("", "2000"),
        ("2000", "3000"),
    ]


def test_a_budget_of_a_closed_month_needs_a_reason(controller: Client) -> None:
    a_series()
    close(1)
    seen = look(controller, months_file(("prov", "1001", {1: "1"})), "volymbudget")
    assert "I stängda månader" in text(seen)
    take(controller, seen)
    assert not VolumeBudget.objects.filter(series__code="prov").exists()
    take(controller, seen, stangda="on", skal=REASON)
    assert VolumeBudget.objects.get(series__code="prov").quantity_milli == 1000
    assert Event.objects.filter(field="correction", new=REASON).exists()


def test_a_forecast_is_of_the_follow_up(controller: Client) -> None:
    series = a_series()
    for comment in ("Fler", "Ännu fler"):
        content = lines(VOLUME_FORECAST_HEAD, f"prov;1001;120,5;{comment};")
        take(controller, look(controller, content, "volymprognos"))
    row = VolumeForecast.objects.get(series=series)
    assert (row.quantity_milli, row.comment) == (120_500, "Ännu fler")
    assert row.follow_up == follow_up(SLUG, MONTH)
    FollowUp.objects.filter(pk=row.follow_up_id).update(
        settled_at="2018-05-01T12:00+02:00"
    )
    seen = look(controller, content, "volymprognos")
    assert "Prognosen är fastställd" in text(seen)


def test_a_price_is_above_zero_and_decided(controller: Client) -> None:
    series = a_series()
    for price in ("0", "-1", ""):
        content = lines(PRICE_HEAD, f"prov;2018;{price};ja;2017-11-01;D1")
        assert "priset ska vara större än noll" in text(
            look(controller, content, "prislappar")
        )
    content = lines(PRICE_HEAD, "prov;2018;450,50;ja;2017-11-01;D1")
    take(controller, look(controller, content, "prislappar"))
    row = UnitPrice.objects.get(series=series)
    assert (row.price_ore, row.reconciled, row.diary_number) == (45_050, True, "D1")
    content = lines(PRICE_HEAD, "prov;2018;450,50;nej;2017-11-01;D1")
    seen = look(controller, content, "prislappar")
    assert "Ändras</dt><dd>1" in text(seen)
    take(controller, seen)
    row.refresh_from_db()
    assert not row.reconciled


@pytest.mark.parametrize(
    "sort", ["volymer", "personal", "volymbudget", "volymprognos", "prislappar"]
)
@pytest.mark.parametrize(
    "content", [b"", b"hej", b"\xff\xfe\x00", b"PK\x03\x04x"], ids=repr
)
def test_what_is_no_such_file_is_refused_in_words(
    controller: Client, sort: str, content: bytes
) -> None:
    before = ImportBatch.objects.count()
    seen = look(controller, content, sort)
    assert seen.status_code in {422, 302}
    assert ImportBatch.objects.count() == before


def test_a_ticket_is_of_its_own_sort(controller: Client) -> None:
    a_series()
    seen = look(controller, months_file(("prov", "1001", {1: "1"})), "volymbudget")
    done = take(controller, seen, slag="volymer")
    assert "Granskningen gäller inte längre" in text(done)
    assert stored() == {}


def test_a_file_that_changes_nothing_has_nothing_to_confirm(controller: Client) -> None:
    a_series()
    content = months_file(("prov", "1001", {1: "1"}))
    take(controller, look(controller, content))
    seen = text(look(controller, content))
    assert "Just den här filen är redan inläst en gång" in seen
    assert "Filen är lika med det som är sparat" in seen


def test_a_closed_follow_up_takes_nothing(controller: Client) -> None:
    a_series()
    seen = look(controller, months_file(("prov", "1001", {1: "1"})), "volymbudget")
    FollowUp.objects.filter(pk=follow_up(SLUG, MONTH).pk).update(
        state=FollowUpState.SENT
    )
    take(controller, seen)
    assert not VolumeBudget.objects.filter(series__code="prov").exists()
    assert "utsänd" in text(controller.get(at("taking_in")))


def test_another_committees_protocol_does_not_exist(controller: Client) -> None:
    other = ImportBatch.objects.filter(
        committee__slug="enkoping-von", kind="volume"
    ).first()
    assert other
    assert controller.get(at("taken_in", batch=other.pk)).status_code == 404
