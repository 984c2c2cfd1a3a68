"""The database itself keeps imported rows, closed follow-ups, months and homes."""

from __future__ import annotations

from typing import Any

import pytest
from django.db.models import Model

from committees.intake.batches import open_batch
from committees.models import (
    Activity,
    Committee,
    CostCentre,
    FollowUp,
    FollowUpState,
    ImportKind,
    Role,
)
from finance.models import (
    Account,
    BalanceRow,
    BudgetRow,
    ControllerAdjustment,
    Counterpart,
    ForecastRow,
    ForecastVersion,
    GrantRow,
    InvestmentForecast,
    LiveMonth,
    OutcomeAdjustment,
    OutcomeRow,
    Project,
)
from tests.committees.guarded import copied, refused, run
from tests.conftest import follow_up, person

pytestmark = pytest.mark.django_db
HERE, ELSEWHERE = "botkyrka-von", "sodertalje-on"
OF_A_FOLLOW_UP = (
    ForecastRow,
    ControllerAdjustment,
    OutcomeAdjustment,
    InvestmentForecast,
)
CODE_STRING = {
    "cost_centre_id": CostCentre,
    "activity_id": Activity,
    "account_id": Account,
    "project_id": Project,
    "counterpart_id": Counterpart,
}
HOMES = [
    *((model, field) for model in (OutcomeRow, BudgetRow) for field in CODE_STRING),
    *(
        (model, field)
        for model in (ForecastRow, OutcomeAdjustment)
        for field in ("cost_centre_id", "activity_id")
    ),
    (GrantRow, "activity_id"),
    (ControllerAdjustment, "activity_id"),
    (BalanceRow, "account_id"),
]


def first(model: type[Model], **where: Any) -> Any:
    """A demo row of Botkyrka's, or of Södertälje's, who alone has a balance sheet."""
    slug = ELSEWHERE if model is BalanceRow else HERE
    found = model._default_manager.filter(committee__slug=slug, **where).first()
    assert found is not None
    return found


def closed() -> FollowUp:
    return follow_up(HERE, "2017-04")


def opened() -> FollowUp:
    return follow_up(HERE, "2017-08")


def in_closed(model: type[Model]) -> Any:
    """A row of a follow-up, which is closed with it."""
    row = first(model, follow_up=opened())
    FollowUp.objects.filter(pk=opened().pk).update(state=FollowUpState.CLOSED)
    return row


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE {table} SET amount_ore = 0 WHERE id = {key}",
        "DELETE FROM {table} WHERE id = {key}",
    ],
)
def test_booked_rows_are_insert_only(sql: str) -> None:
    row = first(OutcomeRow)
    with refused("Inlästa rader kan inte ändras eller tas bort"):
        run(sql, table="finance_outcomerow", key=row.pk)


def test_booked_rows_are_insert_only_for_the_program_too() -> None:
    row = first(OutcomeRow)
    with refused("Inlästa rader"):
        OutcomeRow.objects.filter(pk=row.pk).update(amount_ore=0)
    with refused("Inlästa rader"):
        row.delete()


def test_a_submitted_forecast_stays_as_it_was() -> None:
    version = ForecastVersion.objects.create(
        follow_up=opened(),
        cost_centre=first(ForecastRow).cost_centre,
        number=99,
        by=person(HERE, Role.CONTROLLER),
        rows=[],
    )
    version.number = 98
    with refused("Inlämnade prognoser kan inte ändras"):
        version.save()
    with refused("Inlämnade prognoser kan inte ändras"):
        version.delete()


@pytest.mark.parametrize("model", OF_A_FOLLOW_UP)
def test_a_closed_follow_up_refuses_new_rows(model: type[Model]) -> None:
    row = in_closed(model)
    with refused("Uppföljningen är stängd"):
        copied(row).save()


@pytest.mark.parametrize("model", OF_A_FOLLOW_UP)
@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE {table} SET basis = 'booked' WHERE id = {key}",
        "DELETE FROM {table} WHERE id = {key}",
    ],
)
def test_a_closed_follow_up_keeps_its_rows(model: type[Model], sql: str) -> None:
    row = in_closed(model)
    with refused("Uppföljningen är stängd"):
        run(sql, table=model._meta.db_table, key=row.pk)


@pytest.mark.parametrize("model", OF_A_FOLLOW_UP)
def test_a_row_cannot_be_moved_into_a_closed_follow_up(model: type[Model]) -> None:
    row = first(model, follow_up=opened())
    with refused("Uppföljningen är stängd"):
        model._default_manager.filter(pk=row.pk).update(follow_up=closed())


@pytest.mark.parametrize("model", OF_A_FOLLOW_UP)
def test_an_open_follow_up_may_be_written(model: type[Model]) -> None:
    row = first(model, follow_up=opened())
    row.save()
    row.delete()
    assert not model._default_manager.filter(pk=row.pk).exists()


def another_batch() -> int:
    here = Committee.objects.get(slug=HERE)
    return open_batch(
        here, kind=ImportKind.OUTCOME, file_name="x.csv", content=b"x", by=None
    ).pk


def test_a_closed_month_keeps_its_batch() -> None:
    month = first(LiveMonth, closed=True)
    with refused("Månaden är stängd"):
        LiveMonth.objects.filter(pk=month.pk).update(batch_id=another_batch())
    with refused("Månaden är stängd"):
        month.delete()


def test_a_month_that_is_opened_again_may_change_its_batch() -> None:
    batch = another_batch()
    months = LiveMonth.objects.filter(pk=first(LiveMonth, closed=True).pk)
    months.update(closed=False)
    months.update(batch_id=batch)
    assert months.get().batch_id == batch


def foreign(field: str, row: Any) -> int:
    """An identity of another municipality than the row's."""
    there = CODE_STRING[field]._default_manager.exclude(
        municipality=row.committee.municipality
    )
    found: int = there.values_list("pk", flat=True)[0]
    return found


@pytest.mark.parametrize(("model", "field"), HOMES)
def test_a_row_of_another_municipalitys_code_is_refused(
    model: type[Model], field: str
) -> None:
    where = {"follow_up": opened()} if model in OF_A_FOLLOW_UP else {}
    row = first(model, **where)
    with refused("annan kommuns ansvar, verksamhet eller konto"):
        copied(row, **{field: foreign(field, row)}).save()


@pytest.mark.parametrize(
    ("model", "field"), [home for home in HOMES if home[0] is not OutcomeRow]
)
def test_a_row_cannot_be_moved_to_another_municipalitys_code(
    model: type[Model], field: str
) -> None:
    where = {"follow_up": opened()} if model in OF_A_FOLLOW_UP else {}
    row = first(model, **where)
    with refused("annan kommuns ansvar, verksamhet eller konto"):
        model._default_manager.filter(pk=row.pk).update(**{field: foreign(field, row)})


def test_a_committee_cannot_take_over_anothers_rows() -> None:
    there = Committee.objects.get(slug=ELSEWHERE)
    with refused("annan kommuns"):
        BudgetRow.objects.filter(pk=first(BudgetRow).pk).update(committee=there)
