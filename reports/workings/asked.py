"""What the figures of the pages of deviations are: terms and formula in words."""

from __future__ import annotations

from dataclasses import replace

from django.http import Http404

from committees.models import FollowUp, FollowUpKind
from committees.numbers import MINUS
from committees.periods import CLOSING, Month, Scenario, span_text
from committees.words import listed
from finance.around import Around, around
from finance.browsing import period_name
from finance.loaded import has_money
from finance.parts import Slice
from finance.sources import Where
from reports.dashboards.asked_figure import OF_MONTH, AskedFigure, What
from reports.workings.money import MoneyFigure, Term

LESS = {
    What.DEVIATION: (What.FORECAST, What.BUDGET),
    What.DEVIATION_TO_DATE: (What.OUTCOME_TO_DATE, What.BUDGET_TO_DATE),
    What.DEVIATION_OF_MONTH: (What.OUTCOME_OF_MONTH, What.BUDGET_OF_MONTH),
    What.CHANGE: (What.FORECAST, What.LAST_FORECAST),
}
"""Figures that are one figure less another."""
SCENARIOS = {
    What.FORECAST: Scenario.FORECAST,
    What.LAST_FORECAST: Scenario.FORECAST,
    What.BUDGET: Scenario.BUDGET,
    What.BUDGET_TO_DATE: Scenario.BUDGET,
    What.BUDGET_OF_MONTH: Scenario.BUDGET,
    What.OUTCOME_TO_DATE: Scenario.OUTCOME,
    What.OUTCOME_OF_MONTH: Scenario.OUTCOME,
    What.OUTCOME_OF_YEAR: Scenario.OUTCOME,
}
OF_FORECASTS = {What.DEVIATION, What.CHANGE, What.FORECAST, What.LAST_FORECAST}
TO_DATE = {What.OUTCOME_TO_DATE, What.BUDGET_TO_DATE}
RESTS_ON = {
    Scenario.FORECAST: (
        "budgethållarnas prognoser för hela året, och det som controllern har justerat"
        " ovanpå dem"
    ),
    Scenario.BUDGET: "budgetens rader efter beslut som var fattade senast {day}",
    Scenario.OUTCOME: "bokförda rader i de månader som är inlästa",
}
"""What a term is the sum of."""


def money_of(follow_up: FollowUp, asked: AskedFigure, where: Where) -> MoneyFigure:
    """The terms of a figure that is asked for; Http404 of a year without any such."""
    year = asked.year or follow_up.year
    if asked.what in OF_FORECASTS and year != follow_up.year:
        reason = (
            f"Prognosen för {year} hör till det årets uppföljningar. Välj en av dem"
            " överst på sidan."
        )
        raise Http404(reason)
    if year != follow_up.year and not has_money(follow_up, year):
        raise Http404(f"Det finns varken budget eller utfall för {year}.")
    beside = around(follow_up)
    whats = LESS.get(asked.what, (asked.what,))
    terms = tuple(
        _term(replace(asked, what=what, year=year), where, beside) for what in whats
    )
    name = _deviation_name(asked, terms, year) if len(whats) > 1 else terms[0].label
    return MoneyFigure(name, terms, is_deviation=asked.what in LESS)


def _term(asked: AskedFigure, where: Where, beside: Around) -> Term:
    """A term of one scenario."""
    follow_up = beside.follow_up
    first, last = _periods(asked, beside)
    scenario = SCENARIOS[asked.what]
    whole = replace(asked, period=asked.period if asked.what in OF_MONTH else 0)
    return Term(
        label=_label(follow_up, asked, last),
        slice=Slice(scenario, asked.year, first, last, where, external=where.external),
        unknown=_unknown(asked, last, beside),
        asked=whole.parameters,
    )


def _unknown(asked: AskedFigure, last: int, beside: Around) -> str:
    """Why a term of the follow-up's year cannot be told; empty where it can."""
    scenario = SCENARIOS[asked.what]
    if scenario is Scenario.FORECAST:
        return "" if last in beside.made else "ingen prognos är gjord"
    if asked.year != beside.follow_up.year:
        return ""
    if scenario is Scenario.BUDGET:
        return "" if beside.has_budget() else "ingen budget är beslutad"
    missing = beside.missing if asked.what in TO_DATE else ()
    if asked.what in OF_MONTH and last not in beside.loaded:
        missing = (last,)
    names = listed([period_name(period) for period in missing])
    return f"utfallet för {names} är inte inläst" if missing else ""


def _periods(asked: AskedFigure, beside: Around) -> tuple[int, int]:
    """The ledger periods of a term; of a forecast the month it was made in."""
    follow_up = beside.follow_up
    if asked.what is What.FORECAST:
        return follow_up.month, follow_up.month
    if asked.what is What.LAST_FORECAST:
        earlier = beside.last or 0
        return earlier, earlier
    if asked.what in OF_MONTH:
        if asked.period > CLOSING:
            reason = f"Det finns ingen månad {asked.period}."
            raise Http404(reason)
        return asked.period, asked.period
    if asked.what in TO_DATE:
        is_annual = follow_up.kind == FollowUpKind.ANNUAL
        return 1, CLOSING if is_annual else follow_up.month
    return 1, CLOSING


def _label(follow_up: FollowUp, asked: AskedFigure, last: int) -> str:
    """What a term is called."""
    year = asked.year
    if asked.what is What.FORECAST:
        return f"Helårsprognos {year}"
    if asked.what is What.LAST_FORECAST:
        return f"Prognosen i {period_name(last)}" if last else "Förra prognosen"
    name = "Budget" if SCENARIOS[asked.what] is Scenario.BUDGET else "Utfall"
    if asked.what in OF_MONTH:
        return f"{name} {period_name(asked.period)} {year}"
    if asked.what in TO_DATE:
        return f"{name} {span_text(Month(year, follow_up.month))}"
    return f"Helårsbudget {year}" if name == "Budget" else f"Utfall {year}"


def _deviation_name(asked: AskedFigure, terms: tuple[Term, ...], year: int) -> str:
    """What a difference is called."""
    if asked.what is What.DEVIATION:
        return f"Avvikelse mot budget, helår {year}"
    if asked.what is What.CHANGE:
        return f"Ändrad prognos, helår {year}"
    return f"Avvikelse mot budget, {terms[0].label.removeprefix('Utfall ')}"


def formula(figure: MoneyFigure, follow_up: FollowUp) -> str:
    """A figure's formula in words."""
    if len(figure.terms) > 1:
        first, second = figure.terms
        return f"{figure.label} = {_small(first.label)} {MINUS} {_small(second.label)}."
    day = follow_up.period.last_day.isoformat()
    rests_on = RESTS_ON[figure.terms[0].slice.scenario].format(day=day)
    return f"{figure.label} = summan av {rests_on}."


def _small(label: str) -> str:
    """A label within a sentence."""
    return label[:1].lower() + label[1:]
