"""Figures of the start page that are put together: the frame, and what beside it."""

from __future__ import annotations

from django.db.models import Sum
from django.http import Http404

from committees.models import FollowUpKind
from committees.numbers import MINUS, share_text
from committees.periods import Month
from finance.facts import counted_decisions
from finance.figures import gap, total
from finance.models import ActivitySummary, BudgetDecision, GrantRow
from finance.review.frame import BUDGET
from reports.dashboards.asked_figure import What
from reports.workings.made.asked import Which
from reports.workings.made.at import At
from reports.workings.made.value import Item, List, Made

SUMMED = "Så räknas siffran"


def frame(at: At) -> Made:
    """The grant by the decisions that gave it; without any, the budgeted net cost."""
    _refuse_parts(at)
    here, url = at.follow_up, at.page("finance:frame")
    rows = GrantRow.objects.filter(
        committee=here.committee, year=here.year, decision__in=counted_decisions(here)
    )
    by_decision = rows.values("decision").annotate(ore=Sum("amount_ore"))
    ore = {row["decision"]: int(row["ore"]) for row in by_decision}
    if not ore:
        budget = at.ledger()[What.BUDGET]
        term = at.term("Årets budget", What.BUDGET, budget, taken_off=True)
        formula = f"Ingen ram är inläst. Ramen är budgeten som nettokostnad ({MINUS})."
        return _frame(None if budget is None else -budget, formula, (term,))
    found = BudgetDecision.objects.filter(pk__in=ore).order_by("decided_on", "code")
    items = tuple(Item(each.title, ore[each.pk], url, _decided(each)) for each in found)
    return _frame(sum(ore.values()), "Nämndbidraget efter beslut.", items)


def _frame(ore: int | None, formula: str, items: tuple[Item, ...]) -> Made:
    """The frame as it is told."""
    lists = (List("Besluten", "Beslut", items),)
    return Made("Ram", ore, formula, lists, is_deviation=False)


def _decided(each: BudgetDecision) -> str:
    """When and where a decision was made."""
    return f"{each.decided_on} {each.diary_number}".strip()


def share_of_frame(at: At) -> Made:
    """The deviation of the year as a part of the frame."""
    is_closed = at.follow_up.kind == FollowUpKind.ANNUAL
    told, of = at.ledger(), frame(at).ore
    forecast = told[What.DEVIATION]
    is_outcome = is_closed and forecast is None
    what = What.DEVIATION_TO_DATE if is_outcome else What.DEVIATION
    label = "Avvikelse i utfallet" if is_outcome else "Prognosens avvikelse"
    ore = told[what]
    shown = "–" if ore is None or not of else f"{share_text(ore, of, decimals=1)} %"
    items = (
        at.term(label, what, ore),
        Item("Ram", of, at.made(Which.FRAME)),
    )
    return Made(
        f"{label}, andel av ramen",
        ore,
        f"{label} delad med ramen.",
        (List(SUMMED, "Del av formeln", items, adds_up=False),),
        shown=shown,
    )


def beyond_forecast(at: At) -> Made:
    """The outcome of a closed year less what was last expected of it."""
    told = at.ledger()
    outcome, last = told[What.OUTCOME_TO_DATE], told[What.LAST_FORECAST]
    items = (
        at.term("Utfall, netto", What.OUTCOME_TO_DATE, outcome),
        at.term("Årets senaste prognos", What.LAST_FORECAST, last, taken_off=True),
    )
    return Made(
        "Utfall mot prognos",
        gap(outcome, last),
        "Utfallet minus årets senaste prognos. Plus är bättre än prognosen.",
        (List(SUMMED, "Del av formeln", items),),
    )


def new_budget(at: At) -> Made:
    """What has been decided of the year's budget since its last forecast."""
    _refuse_parts(at)
    here = at.follow_up
    last = at.known().last_month
    if last is None:
        reason = f"Det finns ingen tidigare prognos {here.year} att räkna från."
        raise Http404(reason)
    since = Month(here.year, last)
    decisions = {
        each.pk: each
        for each in counted_decisions(here).filter(decided_on__gt=since.last_day)
    }
    rows = ActivitySummary.objects.filter(
        committee=here.committee,
        year=here.year,
        kind__in=BUDGET,
        decision_id__in=decisions,
    )
    by_decision = rows.values("decision_id").annotate(ore=Sum("amount_ore"))
    ore = {row["decision_id"]: int(row["ore"]) for row in by_decision.order_by()}
    items = tuple(
        Item(each.title, ore[pk], at.figure(What.BUDGET), _decided(each))
        for pk, each in decisions.items()
        if pk in ore
    )
    return Made(
        f"Ändrad budget efter {since.name}",
        total(ore.values()),
        f"Budgetbeslut som är fattade efter {since.name}, när årets förra prognos"
        f" gjordes, senast {here.period.last_day.isoformat()}.",
        (List("Besluten", "Beslut", items),),
    )


def _refuse_parts(at: At) -> None:
    """Http404 where a part is asked for: the figure is of the whole committee."""
    if at.narrowing.parameters:
        raise Http404("Siffran gäller hela nämnden och har inga delar.")
