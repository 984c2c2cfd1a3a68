"""The summaries always equal the rows they sum."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db.models import F, Sum

from committees.models import Committee
from committees.periods import Scenario, Span
from finance import facts
from finance.figures import Measure, Selection, Series, figure
from finance.imports import make_live
from finance.models import (
    ActivitySummary,
    CostCentreSummary,
    LiveMonth,
    OutcomeRow,
    YearSummary,
)
from finance.summaries import differences
from tests.conftest import follow_up
from tests.finance.ledger import as_csv, demo_rows, outcome

pytestmark = pytest.mark.django_db
SUMMARIES = (ActivitySummary, CostCentreSummary)
THOUSAND = 100_000


def rebuild(**options: bool) -> str:
    out = StringIO()
    call_command("rebuild_summaries", stdout=out, **options)
    return out.getvalue()


def botkyrka() -> Committee:
    return Committee.objects.get(slug="botkyrka-von")


def net_to_date() -> int:
    here = follow_up("botkyrka-von", "2017-08")
    kept = facts.books(here, facts.Need(frozenset({Measure.NET}), frozenset({2017})))
    series = Series(Scenario.OUTCOME, 2017, Span.PERIOD)
    found = figure(kept, Selection(), measure=Measure.NET, series=series)
    assert found is not None
    return found


def test_the_demo_summaries_equal_their_rows() -> None:
    assert rebuild(check=True) == "0 skillnader.\n"


@pytest.mark.parametrize("model", SUMMARIES)
def test_a_falsified_summary_is_found_and_rebuilt(
    model: type[ActivitySummary | CostCentreSummary],
) -> None:
    row = model.objects.filter(committee__slug="enkoping-von").first()
    assert row is not None
    model.objects.filter(pk=row.pk).update(amount_ore=F("amount_ore") + 1)
    with pytest.raises(CommandError, match="Summorna stämmer inte") as refusal:
        rebuild(check=True)
    assert refusal.value.returncode == 2
    assert f"lagrat {row.amount_ore + 1}, raderna ger {row.amount_ore}" in rebuild()
    assert rebuild(check=True) == "0 skillnader.\n"


@pytest.mark.parametrize("model", SUMMARIES)
def test_a_summary_too_few_or_too_many_is_found(
    model: type[ActivitySummary | CostCentreSummary],
) -> None:
    first, second = model.objects.filter(committee=botkyrka())[:2]
    first.delete()
    model.objects.filter(pk=second.pk).update(year=2013)
    found = differences(botkyrka())
    assert len(found) == 3
    assert sum("lagrat None" in text for text in found) == 2
    assert sum("raderna ger None" in text for text in found) == 1


def test_a_falsified_year_is_found_and_rebuilt() -> None:
    row = YearSummary.objects.filter(committee=botkyrka(), kind="outcome")[0]
    YearSummary.objects.filter(pk=row.pk).update(ore_3=7, ore_4=None)
    (found,) = differences(botkyrka())
    assert f"årssumma per ansvar och verksamhet {row.year}" in found
    assert ", 7, None, " in found
    rebuild()
    row.refresh_from_db()
    assert differences(botkyrka()) == []
    assert row.ore_3 != 7


def test_a_year_of_a_unit_that_has_nothing_left_is_taken_away() -> None:
    row = YearSummary.objects.filter(committee=botkyrka())[0]
    spare = YearSummary(
        committee=botkyrka(),
        kind="outcome",
        year=2017,
        cost_centre=row.cost_centre,
        activity=row.activity,
        decision_id=99,
        ore_1=5,
    )
    spare.save()
    assert len(differences(botkyrka())) == 1
    rebuild()
    assert not YearSummary.objects.filter(pk=spare.pk).exists()


def test_checking_changes_nothing() -> None:
    row = ActivitySummary.objects.filter(committee=botkyrka())[0]
    ActivitySummary.objects.filter(pk=row.pk).update(amount_ore=7)
    with pytest.raises(CommandError):
        rebuild(check=True)
    row.refresh_from_db()
    assert row.amount_ore == 7


def test_both_summaries_sum_the_same_money() -> None:
    for kind in ("outcome", "budget", "forecast"):
        sums = [
            model.objects.filter(kind=kind).aggregate(ore=Sum("amount_ore"))["ore"]
            for model in SUMMARIES
        ]
        assert sums[0] == sums[1] != 0


def august(*, more: str = "0") -> bytes:
    """Botkyrka's August anew, with some kronor more on its first row."""
    rows = [row for row in demo_rows("Aug") if row["Aug"]]
    before = float(rows[0]["Aug"].replace(",", "."))
    rows[0]["Aug"] = f"{before + float(more):.2f}".replace(".", ",")
    return as_csv(rows)


def live_august() -> LiveMonth:
    return LiveMonth.objects.get(committee=botkyrka(), year=2017, period=8)


def test_a_month_taken_in_anew_moves_the_pointer_and_the_summaries() -> None:
    before, batch = net_to_date(), live_august().batch
    taken = outcome(august(more="1000"))
    assert taken.faults == []
    assert live_august().batch == taken.batch != batch
    assert net_to_date() == before - THOUSAND
    assert differences(botkyrka()) == []


def test_the_rows_that_were_replaced_are_kept() -> None:
    batch = live_august().batch
    kept = OutcomeRow.objects.filter(batch=batch, period=8).count()
    taken = outcome(august())
    assert OutcomeRow.objects.filter(batch=batch, period=8).count() == kept
    assert OutcomeRow.objects.filter(batch=taken.batch).count() == kept


def test_other_months_keep_their_batch() -> None:
    batch = live_august().batch
    outcome(august(more="1000"))
    july = LiveMonth.objects.get(committee=botkyrka(), year=2017, period=7)
    assert july.batch == batch


def test_taking_a_month_back_restores_the_figures() -> None:
    before, batch = net_to_date(), live_august().batch
    stored = set(ActivitySummary.objects.values_list("activity", "amount_ore"))
    outcome(august(more="1000"))
    make_live(batch, year=2017, periods=[8])
    assert (net_to_date(), live_august().batch) == (before, batch)
    assert stored == set(ActivitySummary.objects.values_list("activity", "amount_ore"))
    assert differences(botkyrka()) == []


def test_a_file_that_was_refused_moves_nothing() -> None:
    before, batch = net_to_date(), live_august().batch
    taken = outcome(august().replace(b"\n5101;", b"\n9999;", 1))
    assert len(taken.faults) == 1
    assert (net_to_date(), live_august().batch) == (before, batch)
    assert not OutcomeRow.objects.filter(batch=taken.batch).exists()
