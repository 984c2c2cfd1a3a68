"""The database itself keeps the trail, the stored files and placements in time."""

from __future__ import annotations

import pytest
from django.db.models import Model

from committees import events
from committees.intake.batches import open_batch
from committees.models import (
    ActivityPlacement,
    Committee,
    CostCentrePlacement,
    Event,
    ImportKind,
    StoredFile,
)
from committees.periods import FOREVER
from tests.committees.guarded import copied, refused, run

pytestmark = pytest.mark.django_db
PLACEMENTS = (ActivityPlacement, CostCentrePlacement)


def committee() -> Committee:
    return Committee.objects.get(slug="sodertalje-on")


def kept_event() -> Event:
    here = committee()
    return events.record(here, by=None, committee=here, field="slug", new=here.slug)


def kept_file() -> StoredFile:
    return open_batch(
        committee(), kind=ImportKind.MASTER, file_name="a.csv", content=b"a", by=None
    ).file


def kept(model: type[Model]) -> Model:
    return kept_event() if model is Event else kept_file()


@pytest.mark.parametrize("model", [Event, StoredFile])
@pytest.mark.parametrize(
    "sql",
    ["UPDATE {table} SET id = id WHERE id = {key}", "DELETE FROM {table}"],
)
def test_the_trail_and_stored_files_are_append_only(
    model: type[Model], sql: str
) -> None:
    row = kept(model)
    with refused("kan inte ändras eller tas bort"):
        run(sql, table=model._meta.db_table, key=row.pk)


@pytest.mark.parametrize("model", [Event, StoredFile])
def test_they_are_append_only_for_the_program_too(model: type[Model]) -> None:
    row = kept(model)
    with refused("kan inte ändras eller tas bort"):
        row.save()


def test_an_event_tells_who_set_what() -> None:
    event = kept_event()
    assert (event.subject, event.subject_id) == ("committee", str(committee().pk))
    assert (event.field, event.new, event.by) == ("slug", "sodertalje-on", None)


@pytest.mark.parametrize("model", PLACEMENTS)
@pytest.mark.parametrize(("first", "last"), [(0, 0), (-5, FOREVER), (1, 1), (-1, 0)])
def test_placements_of_a_node_do_not_overlap(
    model: type[ActivityPlacement | CostCentrePlacement], first: int, last: int
) -> None:
    placed = model.objects.filter(to_month=FOREVER).first()
    assert placed is not None
    begins = placed.from_month + first
    ends = last if last == FOREVER else placed.from_month + last
    if first == 0:
        begins += 1
        ends += 1
    with refused("överlappar"):
        copied(placed, from_month=begins, to_month=ends).save()


@pytest.mark.parametrize("model", PLACEMENTS)
def test_a_placement_cannot_be_moved_over_another(
    model: type[ActivityPlacement | CostCentrePlacement],
) -> None:
    placed = model.objects.filter(to_month=FOREVER).first()
    assert placed is not None
    before = placed.from_month - 1
    earlier = copied(placed, from_month=before - 1, to_month=before)
    earlier.save()
    with refused("överlappar"):
        model.objects.filter(pk=earlier.pk).update(to_month=FOREVER)
    model.objects.filter(pk=earlier.pk).update(from_month=before)
