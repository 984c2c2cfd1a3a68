"""Sums of money along an axis, as a follow-up sees them: the dashboards' only facts.

Net, in whole öre and stored sign, plus is surplus. What lies within the committee is
part of a unit's figures and sums to nothing over them all. Controllers' adjustments
have an activity and an account group but no cost centre.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from committees.models import FollowUp
from committees.periods import CLOSING, MONTH_NAMES, Scenario
from committees.stored import rows_of
from finance.around import Around, around
from finance.models import SummaryKind
from finance.sources import EVERY_PERIOD, EVERYTHING, Axis, Question, Where, question
from finance.sum_reading import OUTCOMES, Wanted, of_periods, of_years, year_columns
from finance.sum_values import (
    ADJUSTED,
    NOTHING,
    WITHIN,
    Column,
    Known,
    Periods,
    Said,
    Sums,
    columns_of,
    together,
)

__all__ = [
    "ADJUSTED",
    "NOTHING",
    "WITHIN",
    "Column",
    "Known",
    "Periods",
    "Said",
    "Sums",
    "columns_of",
    "together",
    "year_columns",
]


def sums(
    follow_up: FollowUp,
    *,
    by: Axis,
    where: Where = EVERYTHING,
    beside: Around | None = None,
    in_full: bool = False,
) -> Known:
    """The follow-up's year by place on an axis, in a question or two.

    `beside` is what stands around the year, asked for where it is not given. By account
    group what is bought and sold within the committee is left out. `in_full` tells what
    each follow-up of the year said, and at `WITHIN` what is left out, so that the
    places sum to the choice; by cost centre, what is taken off what they have together.
    """
    found_beside = beside or around(follow_up)
    decided = found_beside.decided if in_full else None
    of = where.parted_by(by)
    wanted = Wanted(
        found_beside,
        by,
        decided,
        gathered=in_full and of.external and not where.external,
        eliminated=in_full and where.external and by is Axis.COST_CENTRE,
    )
    apart = wanted.gathered or wanted.eliminated
    asked = question(follow_up, of, years=[follow_up.year], by=by, within=apart)
    found, said = (of_years if asked.source.years else of_periods)(asked, wanted)
    adjusted = [
        (each.month, each.place(by), each.ore)
        for each in found_beside.adjustments(where)
    ]
    return known(found, adjusted, beside=found_beside, said=said)


def known(
    columns: Sequence[Column],
    adjusted: Collection[tuple[int, int, int]],
    *,
    beside: Around,
    said: Said | None = None,
) -> Known:
    """Columns of sums with what is known of their year.

    `adjusted` are the month, place and öre of controllers' adjustments.
    """
    told = list(columns)
    for at, month in ((_FORECAST, beside.follow_up.month), (_LAST, beside.last)):
        upon = [(place, ore) for made, place, ore in adjusted if made == month]
        if upon:
            # What follow-ups said of places has them apart, and shares the column.
            column = dict(told[at])
            for place, ore in upon:
                column[place] = (column.get(place) or 0) + ore
            told[at] = column
    return Known(
        told,
        has_forecast=beside.has_forecast,
        has_budget=beside.has_budget(),
        has_outcome=not beside.missing,
        last_month=beside.last,
        said=said or Said(),
    )


_FORECAST, _LAST = (Sums._fields.index(n) for n in ("forecast", "last_forecast"))


def months(
    follow_up: FollowUp, *, years: Iterable[int], where: Where = EVERYTHING
) -> dict[tuple[Scenario, int], Periods]:
    """Outcome and budget by ledger period of some years, in one question."""
    wanted = sorted(years)
    asked = question(follow_up, where, years=wanted)
    found: dict[tuple[Scenario, int], list[int | None]] = {}
    for year, scenario, period, ore in _by_period(asked, SCENARIOS):
        held = found.setdefault((scenario, year), [None] * CLOSING)
        held[period - 1] = (held[period - 1] or 0) + int(ore)
    return {key: tuple(held) for key, held in found.items()}


def _by_period(
    asked: Question, scenarios: Mapping[str, Scenario]
) -> Iterator[tuple[int, Scenario, int, int]]:
    """What a question gives by year, scenario and ledger period, of some kinds."""
    if asked.source.years:
        columns = [f"SUM(ore_{period})" for period in EVERY_PERIOD]
        for year, kind, *months_ in rows_of(
            asked.sql(columns, by="year, kind"), asked.values
        ):
            for period, ore in enumerate(months_, start=1):
                if ore is not None and kind in scenarios:
                    yield year, scenarios[kind], period, ore
        return
    sql = asked.sql(["SUM(amount_ore)"], by="year, kind, period")
    for year, kind, period, ore in rows_of(sql, asked.values):
        if period and kind in scenarios:
            yield year, scenarios[kind], period, ore


SCENARIOS = {
    **dict.fromkeys(OUTCOMES, Scenario.OUTCOME),
    SummaryKind.BUDGET.value: Scenario.BUDGET,
    SummaryKind.BUDGET_INTERNAL.value: Scenario.BUDGET,
}
"""What kinds of summary rows tell by month."""


def forecasts(
    follow_up: FollowUp, *, years: Iterable[int], where: Where = EVERYTHING
) -> dict[int, Periods]:
    """Full-year forecasts of some years by the month they were made in.

    Budget holders' own: controllers' adjustments stand beside them, in `adjustments`.
    """
    asked = question(follow_up, where, years=sorted(years))
    made = replace(asked, where=f"{asked.where} AND kind = 'forecast'")
    found: dict[int, list[int | None]] = {}
    for year, _, period, ore in _by_period(made, {"forecast": Scenario.FORECAST}):
        held = found.setdefault(year, [None] * len(MONTH_NAMES))
        held[period - 1] = (held[period - 1] or 0) + int(ore)
    return {year: tuple(held) for year, held in found.items()}
