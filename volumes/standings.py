"""How series stand in a follow-up: to date, the year, what warns, who is missing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from committees.models import FollowUp
from committees.numbers import NOT_APPLICABLE, Scale, Unit, money_text
from committees.periods import Scenario
from committees.seasons import Verdict, verdict
from volumes.facts import quantities
from volumes.figures import Quantities, UncountableError, When, of_series
from volumes.models import OverTime, VolumeSeries
from volumes.reporting import Owing, owed, totals

YEARS_BACK = 4
"""Earlier years that tell a series' season."""
PERCENT = Scale(Unit.COUNT, 1)


@dataclass(frozen=True, slots=True)
class Standing:
    """A series in a follow-up; quantities in its own unit, None where not known.

    To date is the months through the follow-up's, by the series' own rule. Where the
    units' numbers make no whole (`is_whole` is false) there are no totals.
    """

    series: VolumeSeries
    budget: Fraction | None
    outcome: Fraction | None
    last_year: Fraction | None
    budget_year: Fraction | None
    forecast: Fraction | None
    owing: Owing
    verdict: Verdict
    is_whole: bool = True

    @property
    def scale(self) -> Scale:
        """The decimals that the series is shown with."""
        return Scale(Unit.COUNT, self.series.decimals)

    @property
    def deviation(self) -> Fraction | None:
        """Outcome less budget, to date: plus is more than was budgeted.

        None where months that are summed are missing: the rest is no comparison.
        """
        summed = self.series.over_time == OverTime.SUM
        if self.outcome is None or self.budget is None or (summed and self.owing):
            return None
        return self.outcome - self.budget

    @property
    def percent(self) -> str:
        """The deviation in percent of the budget, as text."""
        if self.deviation is None or self.budget is None:
            return money_text(None, PERCENT)
        if not self.budget:
            return NOT_APPLICABLE
        share = Fraction(self.deviation, self.budget)
        return money_text(share * 100, PERCENT, plus=True)

    def shown(self, value: Fraction | None, *, plus: bool = False) -> str:
        """A quantity as text."""
        return money_text(value, self.scale, plus=plus) if self.is_whole else ".."


def history(follow_up: FollowUp) -> range:
    """The years that are read: the follow-up's and those before it."""
    return range(follow_up.year - YEARS_BACK, follow_up.year + 1)


def standings(
    follow_up: FollowUp, series: Sequence[VolumeSeries]
) -> tuple[Standing, ...]:
    """How some series stand, in their order, from one reading."""
    known = quantities(
        follow_up, series=[one.pk for one in series], years=history(follow_up)
    )
    return tuple(standing(known, one, follow_up) for one in series)


def standing(known: Quantities, series: VolumeSeries, follow_up: FollowUp) -> Standing:
    """How one series stands, of what is known."""
    kind = known.series[series.pk]
    owing = owed(known, kind, follow_up)
    months = totals(known, kind, history(follow_up), owing=owing)
    judged = verdict(months, year=follow_up.year, month=follow_up.month)
    try:
        figures = _figures(known, series.pk, follow_up)
    except UncountableError:
        return Standing(series, *(None,) * 5, owing, judged, is_whole=False)
    return Standing(series, *figures, owing, judged)


Five = tuple[
    Fraction | None, Fraction | None, Fraction | None, Fraction | None, Fraction | None
]


def _figures(known: Quantities, series: int, follow_up: FollowUp) -> Five:
    """Budget, outcome and last year to date; budget and forecast of the year."""
    year, month = follow_up.year, follow_up.month
    return (
        of_series(known, series, When(Scenario.BUDGET, year, last=month)),
        of_series(known, series, When(Scenario.OUTCOME, year, last=month)),
        of_series(known, series, When(Scenario.OUTCOME, year - 1, last=month)),
        of_series(known, series, When(Scenario.BUDGET, year)),
        of_series(known, series, When(Scenario.FORECAST, year)),
    )
