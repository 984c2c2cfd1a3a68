"""Net cost by month as lines, and in a sentence how the year stands against budget."""

from __future__ import annotations

from collections.abc import Iterable

from committees.models import FollowUp, FollowUpKind
from committees.numbers import Scale, Unit, scaled, with_unit
from committees.periods import MONTH_HEADS, MONTH_NAMES, Scenario
from finance import facts
from reports.charts import Chart, ChartKind, Series, SeriesRole

MKR = Scale(Unit.MKR, 1)


def month_chart(follow_up: FollowUp) -> Chart | None:
    """Net cost by month against budget and last year; None without outcome."""
    net = facts.monthly_net(follow_up)
    year, month = follow_up.year, follow_up.month
    outcome = net.get((Scenario.OUTCOME, year))
    if outcome is None:
        return None
    drawn = outcome[:month] + (None,) * (len(MONTH_NAMES) - month)
    lines = [Series(f"Utfall {year}", drawn, SeriesRole.OUTCOME)]
    budget = net.get((Scenario.BUDGET, year))
    if budget:
        months = budget[: len(MONTH_NAMES)]
        lines.append(Series(f"Budget {year}", months, SeriesRole.BUDGET))
    earlier = net.get((Scenario.OUTCOME, year - 1))
    if earlier:
        months = earlier[: len(MONTH_NAMES)]
        lines.append(Series(f"Utfall {year - 1}", months, SeriesRole.EARLIER))
    is_annual = follow_up.kind == FollowUpKind.ANNUAL
    is_closed = is_annual and outcome[-1] is not None
    without = "; månaderna är utan bokslutsposterna" if is_closed else ""
    return Chart(
        key="net-cost-by-month",
        kind=ChartKind.LINES,
        title=_of_year(outcome, budget, year)
        if is_annual
        else to_date(outcome[:month], budget, month),
        description=(
            f"Linjer över årets månader: nettokostnad per månad {year} till och med"
            f" {MONTH_NAMES[month - 1]}, i mkr"
            + (", med budgeten som streckad linje" if budget else "")
            + (f" och {year - 1} i grått." if earlier else ".")
        ),
        stub="Månad",
        categories=tuple(head.lower() for head in MONTH_HEADS),
        series=tuple(lines),
        scale=MKR,
        source=f"huvudbok och budget, {follow_up.title}{without}",
    )


def to_date(
    outcome: tuple[int | None, ...], budget: tuple[int | None, ...] | None, month: int
) -> str:
    """A sentence on the net cost to date and how it stands against budget."""
    what = f"Nettokostnaden till och med {MONTH_NAMES[month - 1]}"
    return _beside_budget(what, outcome, budget[:month] if budget else None)


def _of_year(
    outcome: tuple[int | None, ...], budget: tuple[int | None, ...] | None, year: int
) -> str:
    """A sentence on the net cost of a closed year, closing entries in it."""
    closed = " med bokslutsposter" if outcome[-1] is not None else ""
    return _beside_budget(f"Nettokostnaden {year}{closed}", outcome, budget)


def _beside_budget(
    what: str, outcome: Iterable[int | None], budget: Iterable[int | None] | None
) -> str:
    """What some periods cost, and how that stands against their budget."""
    spent = sum(ore or 0 for ore in outcome)
    text = f"{what} är {with_unit(spent, MKR)}"
    if not budget:
        return text
    gap = sum(ore or 0 for ore in budget) - spent
    shown = scaled(gap, MKR)
    if shown == 0:
        return f"{text}, som budgeterat"
    side = "mindre" if shown > 0 else "mer"
    return f"{text}, {with_unit(abs(gap), MKR)} {side} än budget"
