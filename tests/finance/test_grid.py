"""A unit's grid: its rows with the figures that the books give, and who may type."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from committees.models import Activity, User
from finance.forecast import row_books, unit_rows
from finance.forecast.grid import Figures, Grid, total
from finance.forecast.grids import activity_grid, grid
from finance.forecast.past import past
from finance.forecast.row_books import Asked
from finance.models import (
    AccountGroup,
    ActivityComment,
    ForecastRow,
    LiveMonth,
    Method,
    OutcomeAdjustment,
    RowLock,
    UnitState,
)
from tests.conftest import follow_up
from tests.finance.grids import (
    CONTROLLER,
    COST,
    HOLDER,
    REVENUE,
    UNIT,
    begun,
    row,
    seat,
    typed,
)

pytestmark = pytest.mark.django_db

MOST_QUESTIONS = 18


@pytest.fixture(autouse=True)
def _begun() -> None:
    begun()


def unit_grid(email: str = CONTROLLER, *, unit: str = UNIT) -> Grid:
    here = seat(email, unit=unit)
    return grid(here.place.follow_up, here.unit.id, viewer=here.place)


def rows(found: Grid) -> dict[str, Figures]:
    return {r.key: r.figures for section in found.sections for r in section.rows}


@pytest.mark.parametrize("unit", [UNIT, "5205", "5411", "5322"])
def test_budget_and_outcome_are_those_of_the_unit_s_rows(unit: str) -> None:
    follow_up = seat().place.follow_up
    found = unit_grid(unit=unit)
    shown = {
        (r.activity_id, r.group_id): r.figures
        for section in found.sections
        for r in section.rows
    }
    expected = unit_rows.unit_rows(
        follow_up, cost_centres=[found.unit.id if found.unit else 0]
    )
    assert expected
    for each in expected:
        figures = shown[each.grain.activity, each.grain.group]
        assert figures.budget_year == each.sums.budget
        assert figures.budget_to_date == each.sums.budget_to_date
        assert figures.outcome_to_date == each.sums.outcome
        assert figures.forecast == each.amount


def test_last_year_is_the_whole_year_and_the_same_months() -> None:
    last = rows(unit_grid())[COST]
    assert last.outcome_last_year is not None
    assert last.outcome_last_year_to_date is not None
    assert last.outcome_last_year < last.outcome_last_year_to_date < 0


def test_sums_are_of_exact_figures_and_missing_stays_missing() -> None:
    first, second = Figures(budget_year=5, forecast=3), Figures(budget_year=7)
    assert total([first, second]) == Figures(budget_year=12, forecast=3)
    assert total([]) == Figures()
    found = unit_grid()
    assert found.total.forecast == sum(
        figures.forecast or 0 for figures in rows(found).values()
    )


def test_deviation_and_change_say_nothing_without_a_forecast() -> None:
    assert Figures(budget_year=5).deviation is None
    assert Figures(forecast=5).deviation == 5
    assert Figures(forecast=5).change is None
    assert Figures(forecast=5, forecast_before=7).change == -2
    assert Figures().deviation_to_date is None
    assert Figures(outcome_to_date=5).deviation_to_date == 5


def test_the_adjusted_outcome_holds_what_the_ledger_lacks_until_it_is_booked() -> None:
    stored = row()
    adjustment = OutcomeAdjustment.objects.create(
        committee=stored.committee,
        follow_up=stored.follow_up,
        cost_centre=stored.cost_centre,
        activity=stored.activity,
        group=stored.group,
        amount_ore=-700,
        reason="not_booked",
    )
    figures = rows(unit_grid())[COST]
    assert figures.adjusted_to_date == (figures.outcome_to_date or 0) - 700
    OutcomeAdjustment.objects.filter(pk=adjustment.pk).update(booked=True)
    figures = rows(unit_grid())[COST]
    assert figures.adjusted_to_date == figures.outcome_to_date


def test_a_row_is_found_although_nobody_has_forecast_it() -> None:
    ForecastRow.objects.filter(pk=row().pk).delete()
    section = unit_grid().sections[0]
    lacking = next(r for r in section.rows if r.key == COST)
    assert lacking.figures.forecast is None
    assert lacking.must_forecast
    assert lacking.untouched


def test_inherited_figures_are_untouched_until_somebody_takes_them() -> None:
    ForecastRow.objects.filter(pk=row().pk).update(
        method=Method.CARRIED, origin="carried"
    )
    assert next(r for r in unit_grid().sections[0].rows if r.key == COST).untouched
    ForecastRow.objects.filter(pk=row().pk).update(origin="proposal")
    assert not next(r for r in unit_grid().sections[0].rows if r.key == COST).untouched


def test_who_filled_in_for_the_unit_is_named() -> None:
    seat().save(typed("5"))
    seat(HOLDER).save(typed("6", key=REVENUE))
    names = {r.key: r.filled_in_by for r in unit_grid().sections[0].rows}
    assert names[COST] == User.objects.get(email=CONTROLLER).name
    assert names[REVENUE] == ""


def test_a_row_of_somebody_else_s_is_locked_for_the_holder_alone() -> None:
    RowLock.objects.filter(committee=row().committee).delete()
    RowLock.objects.create(
        committee=row().committee, group=row().group, activity=row().activity
    )
    holders = {r.key: r.lock for r in unit_grid(HOLDER).sections[0].rows}
    assert holders[COST]
    assert not holders[REVENUE]
    assert not any(r.lock for r in unit_grid().sections[0].rows)


def test_a_grid_that_may_not_be_written_says_why() -> None:
    begun(UnitState.SUBMITTED)
    found = unit_grid(HOLDER)
    assert not found.writable
    assert "inlämnad" in found.read_only_because
    assert unit_grid().writable
    assert not unit_grid("ulla.garde@example.se").writable


def test_a_deviation_above_both_limits_asks_for_a_comment() -> None:
    seat().save(typed("1"))
    assert unit_grid().sections[0].asks_for_comment
    stored = row()
    ActivityComment.objects.create(
        committee=stored.committee,
        follow_up=stored.follow_up,
        cost_centre=stored.cost_centre,
        activity=stored.activity,
        text="Tjänster är vakanta.",
    )
    section = unit_grid().sections[0]
    assert not section.asks_for_comment
    assert section.comment == "Tjänster är vakanta."


def test_an_activity_shows_its_rows_in_every_unit_one_reads() -> None:
    here = seat()
    activity = Activity.objects.get(
        municipality=here.place.committee.municipality, code="711"
    )
    found = activity_grid(here.place.follow_up, activity.pk, viewer=here.place)
    assert len(found.sections) > 1
    assert {s.unit_code for s in found.sections} >= {UNIT, "5103"}
    assert all(r.key.startswith("711/") for s in found.sections for r in s.rows)
    holder = seat(HOLDER)
    mine = activity_grid(holder.place.follow_up, activity.pk, viewer=holder.place)
    assert {s.unit_code for s in mine.sections} <= {"5101", UNIT, "5105"}


def test_the_questions_asked_do_not_grow_with_the_rows() -> None:
    counts = []
    for unit in (UNIT, "5205"):
        with CaptureQueriesContext(
            connection,
        ) as asked:
            unit_grid(unit=unit)
        counts.append(len(asked))
    assert counts[0] == counts[1]
    assert counts[0] <= MOST_QUESTIONS + 6


def test_another_committee_s_groups_are_not_shown() -> None:
    found = unit_grid()
    groups = AccountGroup.objects.filter(
        pk__in=[r.group_id for s in found.sections for r in s.rows]
    )
    slugs = groups.values_list("grouping__committee__slug", flat=True)
    assert set(slugs) == {"botkyrka-von"}


@pytest.mark.parametrize(
    ("slug", "month"),
    [
        ("botkyrka-von", "2017-08"),
        ("sodertalje-on", "2018-04"),
        ("enkoping-von", "2024-08"),
    ],
)
def test_the_years_that_proposals_rest_on_give_the_grid_s_sums(
    slug: str, month: str
) -> None:
    asked = Asked(follow_up(slug, month))
    groups = row_books.entry_groups(asked.follow_up)
    assert past(asked).sums() == row_books.sums(asked, groups)


def test_outcome_after_a_month_that_is_missing_is_shown_all_the_same() -> None:
    here = seat().place
    before = rows(unit_grid())[COST]
    LiveMonth.objects.filter(committee=here.committee, year=2017, period=5).delete()
    after = rows(unit_grid())[COST]
    assert after.budget_to_date == before.budget_to_date
    expected = unit_rows.unit_rows(here.follow_up, cost_centres=[seat().unit.id])
    outcome = {row.grain.group: row.sums.outcome for row in expected}
    assert after.outcome_to_date == outcome[row().group_id]
    assert after.outcome_to_date != before.outcome_to_date
