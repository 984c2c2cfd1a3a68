"""From rows of volumes to quantities, on the demo committees' rows."""

from __future__ import annotations

from fractions import Fraction

import pytest
from django.db import connection
from django.db.models import Sum
from django.test.utils import CaptureQueriesContext

from committees.models import FollowUp, FollowUpState
from committees.periods import Scenario
from tests.conftest import follow_up
from volumes import facts
from volumes.figures import MILLI, Of, Quantities, When, of_series
from volumes.models import (
    OverTime,
    VolumeBudget,
    VolumeForecast,
    VolumeRow,
    VolumeSeries,
)

pytestmark = pytest.mark.django_db
AUGUST = ("sodertalje-on", "2017-08")


def series(here: FollowUp, **having: object) -> VolumeSeries:
    """A series of the follow-up's committee, with rows in its year."""
    rows = VolumeRow.objects.filter(committee=here.committee, year=here.year)
    found = VolumeSeries.objects.filter(pk__in=rows.values("series"), **having)
    return found.order_by("pk")[0]


def known(here: FollowUp, one: VolumeSeries, *years: int) -> Quantities:
    return facts.quantities(here, series=[one.pk], years=years or (here.year,))


def milli(rows: object) -> int:
    """The sum of a query's quantities."""
    return int(rows.aggregate(m=Sum("quantity_milli"))["m"])  # type: ignore[attr-defined]


def test_every_series_of_the_demo_is_what_its_rows_say() -> None:
    here = follow_up(*AUGUST)
    summed = VolumeSeries.objects.filter(
        committee=here.committee, over_time=OverTime.SUM
    )
    kept = facts.quantities(here, series=[one.pk for one in summed], years=[2016, 2017])
    checked = 0
    for one in summed:
        rows = VolumeRow.objects.filter(series=one, year=2016)
        if rows.exists():
            told = of_series(kept, one.pk, When(Scenario.OUTCOME, 2016))
            assert told == Fraction(milli(rows), MILLI)
            checked += 1
    assert checked > 3


def test_a_follow_up_knows_nothing_of_later_months() -> None:
    here = follow_up("sodertalje-on", "2017-04")
    one = series(here, over_time=OverTime.SUM)
    rows = VolumeRow.objects.filter(series=one, year=2017)
    assert rows.filter(month__gt=4).exists()
    told = of_series(known(here, one), one.pk, When(Scenario.OUTCOME, 2017))
    assert told == Fraction(milli(rows.filter(month__lte=4)), MILLI)


def test_a_budget_is_known_all_year() -> None:
    here = follow_up("sodertalje-on", "2017-04")
    row = VolumeBudget.objects.filter(committee=here.committee, year=2017, month=12)[0]
    months = known(here, row.series).months[Of(row.series_id, Scenario.BUDGET, 2017)]
    assert months[row.cost_centre_id][11] == row.quantity_milli


def test_a_follow_up_without_a_forecast_keeps_the_years_latest_earlier_one() -> None:
    april, august = (follow_up("sodertalje-on", f"2017-{m}") for m in ("04", "08"))
    row = VolumeForecast.objects.filter(follow_up=august)[0]
    place = {"series": row.series, "cost_centre": row.cost_centre}
    earlier = VolumeForecast.objects.get(follow_up=april, **place)
    FollowUp.objects.filter(pk=august.pk).update(state=FollowUpState.OPEN)
    of = Of(row.series_id, Scenario.FORECAST, 2017)

    def told() -> int:
        return known(august, row.series).years[of][row.cost_centre_id]

    assert told() == row.quantity_milli
    VolumeForecast.objects.filter(pk=row.pk).delete()
    assert told() == earlier.quantity_milli


def test_a_follow_up_knows_no_later_forecast_nor_another_years() -> None:
    row = VolumeForecast.objects.filter(follow_up=follow_up(*AUGUST))[0]
    february = follow_up("sodertalje-on", "2017-02")
    of = Of(row.series_id, Scenario.FORECAST, 2017)
    assert of not in known(february, row.series).years
    next_year = follow_up("sodertalje-on", "2018-04")
    assert of in known(next_year, row.series, 2017).years
    assert of not in known(next_year, row.series, 2018).years


def silence(here: FollowUp, one: VolumeSeries) -> int:
    """Take away what one unit reported of the follow-up's month, while it is open."""
    FollowUp.objects.filter(pk=here.pk).update(state=FollowUpState.OPEN)
    here.state = FollowUpState.OPEN
    rows = VolumeRow.objects.filter(series=one, year=here.year, month=here.month)
    unit = rows.order_by("cost_centre")[0].cost_centre_id
    rows.filter(cost_centre=unit).delete()
    return unit


def test_a_unit_that_has_not_reported_an_open_month_is_waited_for() -> None:
    here = follow_up(*AUGUST)
    one = series(here, over_time=OverTime.SUM)
    unit = silence(here, one)
    kept = known(here, one)
    of = Of(one.pk, Scenario.OUTCOME, 2017)
    assert (unit, 8) in kept.awaited[of]
    assert of_series(kept, one.pk, When(Scenario.OUTCOME, 2017, 8, 8)) is None
    assert of_series(kept, one.pk, When(Scenario.OUTCOME, 2017, 7, 7)) is not None


def test_nobody_is_waited_for_once_the_month_is_closed() -> None:
    here = follow_up(*AUGUST)
    one = series(here, over_time=OverTime.SUM)
    silence(here, one)
    here.state = FollowUpState.CLOSED
    assert known(here, one).awaited == {}


def test_no_unit_is_waited_for_after_its_series_has_ended() -> None:
    here = follow_up(*AUGUST)
    one = series(here, over_time=OverTime.SUM)
    silence(here, one)
    VolumeSeries.objects.filter(pk=one.pk).update(to_month=201707)
    assert known(here, one).awaited == {}


def test_another_committees_series_are_not_read() -> None:
    here, theirs = follow_up(*AUGUST), follow_up("enkoping-von", "2024-08")
    assert known(here, series(theirs), 2024) == Quantities()


def test_all_is_read_in_one_question() -> None:
    here = follow_up(*AUGUST)
    every = VolumeSeries.objects.filter(committee=here.committee)
    ids = list(every.values_list("pk", flat=True))
    with CaptureQueriesContext(connection) as asked:
        facts.quantities(here, series=ids, years=range(2014, 2018))
    assert len(asked) == 1
    assert facts.quantities(here, series=[], years=[2017]) == Quantities()
