"""From rows to leaf sums, on the demo committees' rows."""

from __future__ import annotations

import pytest
from django.db.models import Sum

from committees.models import FollowUp
from committees.periods import CLOSING, Month, Scenario, Span
from finance import facts
from finance.figures import Books, Measure, Selection, Series, figure
from finance.models import (
    BalanceRow,
    BudgetDecision,
    BudgetRow,
    ControllerAdjustment,
    DecisionState,
    ForecastRow,
    GrantRow,
    LiveMonth,
    OutcomeRow,
)
from tests.conftest import follow_up

pytestmark = pytest.mark.django_db
MKR = 100_000_000
EVERY = frozenset(Measure)


def books(here: FollowUp, *years: int) -> Books:
    return facts.books(here, facts.Need(EVERY, frozenset(years or (here.year,))))


def net(kept: Books, scenario: Scenario, year: int, span: Span) -> int | None:
    series = Series(scenario, year, span)
    return figure(kept, Selection(), measure=Measure.NET, series=series)


def ore(rows: object) -> int:
    """The sum of a query's amounts."""
    return int(rows.aggregate(ore=Sum("amount_ore"))["ore"])  # type: ignore[attr-defined]


ALL = [
    ("botkyrka-von", "2016-12"),
    ("botkyrka-von", "2017-03"),
    ("botkyrka-von", "2017-08"),
    ("sodertalje-on", "2017-08"),
    ("sodertalje-on", "2017-12"),
    ("sodertalje-on", "2018-04"),
    ("enkoping-von", "2023-12"),
    ("enkoping-von", "2024-08"),
]


@pytest.mark.parametrize(("slug", "month"), ALL)
def test_outcome_is_the_live_rows_to_the_ore(slug: str, month: str) -> None:
    here = follow_up(slug, month)
    kept = books(here)
    rows = OutcomeRow.objects.filter(
        committee=here.committee,
        year=here.year,
        batch__in=LiveMonth.objects.filter(committee=here.committee).values("batch"),
    )
    to_date = rows.filter(period__range=(1, here.month))
    assert net(kept, Scenario.OUTCOME, here.year, Span.PERIOD) == ore(to_date)
    assert net(kept, Scenario.OUTCOME, here.year, Span.YEAR) == ore(rows)


@pytest.mark.parametrize(("slug", "month"), ALL)
def test_budget_and_grant_are_the_rows_of_counted_decisions(
    slug: str, month: str
) -> None:
    here = follow_up(slug, month)
    kept = books(here)
    counted = BudgetDecision.objects.filter(
        committee=here.committee,
        state=DecisionState.DECIDED,
        decided_on__lte=Month.parse(month).last_day,
    )
    rows = BudgetRow.objects.filter(year=here.year, decision__in=counted)
    assert net(kept, Scenario.BUDGET, here.year, Span.YEAR) == ore(rows)
    assert net(kept, Scenario.BUDGET, here.year, Span.PERIOD) == ore(
        rows.filter(period__lte=here.month)
    )


def test_a_year_holds_its_closing_entries_and_the_months_do_not() -> None:
    here = follow_up("sodertalje-on", "2017-12")
    closing = OutcomeRow.objects.filter(
        committee=here.committee, year=2017, period=CLOSING
    )
    kept = books(here)
    year = net(kept, Scenario.OUTCOME, 2017, Span.YEAR)
    months = net(kept, Scenario.OUTCOME, 2017, Span.PERIOD)
    assert year is not None
    assert months is not None
    assert closing.exists()
    assert year - months == ore(closing)


def grant(here: FollowUp, year: int) -> int:
    series = Series(Scenario.BUDGET, year, Span.YEAR)
    found = figure(books(here, year), Selection(), measure=Measure.GRANT, series=series)
    assert found is not None
    return found


def test_a_decision_after_the_follow_up_does_not_count_in_it() -> None:
    october = GrantRow.objects.filter(decision__code="VOL-2017-10")
    august = grant(follow_up("sodertalje-on", "2017-08"), 2017)
    april = grant(follow_up("sodertalje-on", "2018-04"), 2017)
    assert ore(october) != 0
    assert april - august == ore(october)
    assert grant(follow_up("sodertalje-on", "2017-04"), 2017) == ore(
        GrantRow.objects.filter(decision__code="RAM-2017")
    )


def test_a_decision_counts_from_the_last_day_of_its_month() -> None:
    here = follow_up("botkyrka-von", "2017-03")
    moved = BudgetDecision.objects.get(committee=here.committee, code="2017-OMD")
    for day, counts in (("2017-03-31", True), ("2017-04-01", False)):
        moved.decided_on = day
        moved.save()
        assert (moved in facts.counted_decisions(here)) is counts


@pytest.mark.parametrize("month", ["2017-05", "2017-08"])
def test_a_requested_budget_never_counts(month: str) -> None:
    here = follow_up("botkyrka-von", month)
    requested = BudgetRow.objects.filter(decision__code="2017-LSS")
    assert ore(requested) == -8 * MKR
    before = net(books(here), Scenario.BUDGET, 2017, Span.YEAR)
    BudgetDecision.objects.filter(code="2017-LSS").update(state=DecisionState.DECIDED)
    after = net(books(here), Scenario.BUDGET, 2017, Span.YEAR)
    assert before is not None
    assert after == before - (8 * MKR if month == "2017-08" else 0)


def test_a_rejected_budget_never_counts() -> None:
    here = follow_up("sodertalje-on", "2018-04")
    codes = facts.counted_decisions(here).values_list("code", flat=True)
    rejected = {"TIL-2017", "TIL-2018"}
    assert set(codes) & rejected == set()
    assert set(here.committee.budget_decisions.values_list("code", flat=True)) >= (
        rejected
    )


def test_a_reallocation_leaves_the_frame_as_it_is() -> None:
    moved = BudgetRow.objects.filter(decision__kind="reallocation")
    sums = moved.values("decision").annotate(ore=Sum("amount_ore")).values_list("ore")
    assert [int(row[0]) for row in sums] == [0] * 3


def test_the_forecast_holds_what_controllers_adjusted() -> None:
    here = follow_up("botkyrka-von", "2017-08")
    rows = ForecastRow.objects.filter(follow_up=here)
    adjusted = ControllerAdjustment.objects.filter(follow_up=here)
    found = net(books(here), Scenario.FORECAST, 2017, Span.YEAR)
    assert found == ore(rows) + ore(adjusted)
    assert ore(adjusted) == 320_000_000


def test_forecasts_of_other_follow_ups_are_not_mixed_in() -> None:
    april = follow_up("enkoping-von", "2024-04")
    rows = ForecastRow.objects.filter(follow_up=april)
    adjusted = ControllerAdjustment.objects.filter(follow_up=april)
    found = net(books(april), Scenario.FORECAST, 2024, Span.YEAR)
    assert found == ore(rows) + ore(adjusted)


@pytest.mark.parametrize("slug", ["botkyrka-von", "sodertalje-on", "enkoping-von"])
def test_elimination_leaves_the_net_unchanged(slug: str) -> None:
    for here in FollowUp.objects.filter(committee__slug=slug):
        kept = books(here)
        for series in kept.operating:
            whole, revenue, cost = (
                figure(kept, Selection(), measure=m, series=series) or 0
                for m in (Measure.NET, Measure.REVENUE, Measure.COST)
            )
            assert whole == revenue + cost, f"{here} {series}: inom nämnden"


def test_internal_rows_are_left_out_of_revenue_and_cost() -> None:
    here = follow_up("botkyrka-von", "2016-12")
    kept = books(here)
    series = Series(Scenario.OUTCOME, 2016, Span.PERIOD)
    sides = {True: 0, False: 0}
    for leaf, amount in kept.operating[series].items():
        if leaf.group in kept.revenue_groups:
            sides[leaf.internal] += amount
    assert sides[True] > 0
    shown = figure(kept, Selection(), measure=Measure.REVENUE, series=series)
    assert shown == sides[False]


def test_every_balance_sums_to_zero_at_every_follow_up() -> None:
    for here in FollowUp.objects.filter(committee__slug="sodertalje-on"):
        for leaves in books(here, here.year, here.year - 1).balance.values():
            assert sum(leaves.values()) == 0


def test_a_closing_balance_is_the_opening_and_every_movement_since() -> None:
    here = follow_up("sodertalje-on", "2017-08")
    leaves = books(here).balance[Series(Scenario.OUTCOME, 2017, Span.PERIOD)]
    account = next(iter(leaves))
    rows = BalanceRow.objects.filter(account_id=account, year=2017, period__lte=8)
    assert rows.filter(period=0).exists()
    assert leaves[account] == ore(rows)


def test_the_year_before_closes_where_this_one_opens() -> None:
    here = follow_up("sodertalje-on", "2017-08")
    closing = books(here, 2016).balance[Series(Scenario.OUTCOME, 2016, Span.YEAR)]
    opened = BalanceRow.objects.filter(committee=here.committee, year=2017, period=0)
    total = sum(v for v in closing.values() if v)
    assert total == sum(opened.values_list("amount_ore", flat=True)) == 0


def test_investments_before_the_year_and_their_frame_are_kept_apart() -> None:
    here = follow_up("botkyrka-von", "2017-08")
    kept = books(here).investments
    before = kept[Series(Scenario.OUTCOME, 2017, Span.BEFORE)]
    assert sum(before.values()) == sum(
        kept[Series(Scenario.OUTCOME, 2016, Span.YEAR)].values()
    )
    frame = kept[Series(Scenario.BUDGET, 2017, Span.TOTAL)]
    assert frame
    assert not frame.keys() & kept[Series(Scenario.BUDGET, 2017, Span.YEAR)].keys()


def test_only_what_is_needed_is_read() -> None:
    here = follow_up("sodertalje-on", "2017-08")
    kept = facts.books(here, facts.Need(frozenset({Measure.NET}), frozenset({2017})))
    assert (kept.grants, kept.balance, kept.investments) == ({}, {}, {})
    years = {series.year for series in kept.operating}
    assert years == {2017}


def test_months_of_a_chart_sum_to_the_year_before_closing_entries() -> None:
    here = follow_up("sodertalje-on", "2017-12")
    monthly = facts.monthly_net(here)
    outcome = monthly[Scenario.OUTCOME, 2017]
    months = net(books(here), Scenario.OUTCOME, 2017, Span.PERIOD)
    assert months is not None
    assert sum(ore or 0 for ore in outcome[:12]) == -months
    year = net(books(here), Scenario.OUTCOME, 2017, Span.YEAR)
    assert year is not None
    assert sum(ore or 0 for ore in outcome) == -year
    open_year = facts.monthly_net(follow_up("sodertalje-on", "2018-04"))
    assert open_year[Scenario.OUTCOME, 2018][4:] == (None,) * 9


def test_an_entry_group_lies_on_one_line_of_the_statement() -> None:
    entry = {1: ("50", 10), 2: ("50", 10), 3: ("60", 11)}
    lines = facts._entry_groups(entry, {"personal": {1, 2}, "lokaler": {3, 99}})
    assert lines == {"personal": {10}, "lokaler": {11}}
    with pytest.raises(facts.SplitGroupError, match="50 delas av flera rader"):
        facts._entry_groups(entry, {"personal": {1}, "lokaler": {2, 3}})


def test_without_a_statement_entry_groups_are_their_own_lines() -> None:
    assert facts._entry_groups({1: ("50", 10)}, {}) == {"50": {10}}


def test_codes_of_table_rows_stand_for_groups_accounts_and_projects() -> None:
    here = follow_up("botkyrka-von", "2017-08")
    projects = facts.investment_projects(here.committee)
    assert projects["*"] == projects["ettåriga"] | projects["fleråriga"]
    assert projects["3300"] < projects["ettåriga"]


def test_demo_committees_are_marked_as_example_data() -> None:
    for here in FollowUp.objects.all():
        assert facts.rests_on_generated(here)
