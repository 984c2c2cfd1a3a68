"""The steps of the bridge that no rows are added up to: what each was made with."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

from django.http import Http404

from committees.numbers import round_half_away, share_text, with_unit
from finance.models import Analysis, Duration
from finance.review.bridge import (
    LEVEL_ADJUSTED,
    LEVEL_FORECAST,
    LEVEL_TO_DATE,
    LEVEL_UNITS,
    Budget,
    Pattern,
    Step,
    phasing,
)
from finance.review.bridging import usual_year
from finance.review.one_offs import one_off_terms
from reports.bridge_page import shown_bridge
from reports.dashboards.asked_figure import What
from reports.dashboards.part import TKR
from reports.quantities.bridge_volumes import told_apart
from reports.workings.made.asked import step_address
from reports.workings.made.at import At
from reports.workings.made.value import Item, List, Made
from volumes.models import UnitCost

FORMULA = "Så räknas siffran"
TERM = "Del av formeln"


def adjusted(at: At) -> Made:
    """The deviation to date with what the ledger lacks."""
    steps = _steps(at)
    level = steps.get(LEVEL_ADJUSTED, steps[LEVEL_TO_DATE])
    before = _until(steps, level.key) if level.key == LEVEL_ADJUSTED else [level]
    return Made(
        "Mer rättvisande avvikelse",
        level.ore,
        "Avvikelsen hittills med justeringarna av utfallet.",
        (List(FORMULA, TERM, tuple(_term(at, each) for each in before)),),
    )


def residual(at: At) -> Made:
    """What no step explains: the next level less the one before and the other steps."""
    steps = _steps(at)
    end = steps.get(LEVEL_UNITS, steps[LEVEL_FORECAST])
    start = steps.get(LEVEL_ADJUSTED, steps[LEVEL_TO_DATE])
    keys = list(steps)
    between = keys[keys.index(start.key) + 1 : keys.index("residual")]
    taken = [_term(at, steps[key], taken_off=True) for key in (start.key, *between)]
    return Made(
        "Övrigt",
        steps["residual"].ore,
        "Det som inget av de andra stegen förklarar.",
        (List(FORMULA, TERM, (_term(at, end), *taken)),),
    )


def _steps(at: At) -> Mapping[str, Step]:
    """The steps of the bridge by key, in order; Http404 where there is none."""
    found = shown_bridge(at.follow_up, at.part)
    if found.missing:
        raise Http404(found.missing)
    return {step.key: step for step in found.steps}


def _until(steps: Mapping[str, Step], key: str) -> list[Step]:
    """The steps before one."""
    keys = list(steps)
    return [steps[each] for each in keys[: keys.index(key)]]


def _term(at: At, step: Step, *, taken_off: bool = False) -> Item:
    """A step or a level of the bridge as a term."""
    is_told = step.ore is not None
    url = step_address(at.follow_up, step.key, at.narrowing) if is_told else ""
    return Item(step.label, step.ore, url, step.how, taken_off=taken_off)


def phased(at: At) -> Made:
    """What of the deviation comes of how the budget is phased, by account group."""
    usual = usual_year(at.follow_up, at.part)
    items = tuple(_phased(at, usual.budgets, usual.pattern, usual.holiday))
    known = [each.ore for each in items if each.ore is not None]
    named = ", ".join(str(year) for year in sorted(usual.years))
    return Made(
        "Budgetens fördelning över året",
        int(sum(known)) if known else None,
        "Budgeten till och med månaden, minus så stor del av årets budget som brukar"
        f" falla då ({named or 'inget helt år finns'}), minus semesterlöneskulden.",
        (List("Kontogrupperna", "Kontogrupp", items),),
    )


def _phased(
    at: At,
    budgets: Mapping[int, Budget],
    pattern: Pattern,
    holiday: Mapping[int, int],
) -> Iterator[Item]:
    """Each account group's part, with what it is computed of."""
    groups = at.ground.groups
    for pk, budget in budgets.items():
        group, expected = groups.get(pk), pattern.expected(pk, budget.whole)
        code, name = (group.code, group.name) if group else ("", "Annan kontogrupp")
        url = at.figure(What.BUDGET_TO_DATE, at.narrowing.with_("group", code))
        ore = phasing({pk: budget}, pattern, holiday=holiday)
        said = "inget tidigare år att jämföra med"
        if expected is not None:
            year = pattern.shares[pk]
            share = share_text(year.to_date, year.whole, decimals=1).lstrip("+")
            said = (
                f"budget {with_unit(budget.to_date, TKR)}, väntat"
                f" {with_unit(expected, TKR)} ({share} % av årets)"
            )
            if pk in holiday:
                said += f", semesterlöneskuld {with_unit(holiday[pk], TKR)}"
        yield Item(name, ore, url, said)


def one_offs(at: At) -> Made:
    """What the rest of the year gives where an analysis says that it is a one-off."""
    usual = usual_year(at.follow_up, at.part)
    terms = one_off_terms(at.follow_up, usual.facts, usual.pattern)
    items = (
        ()
        if terms is None
        else (
            Item("Prognosens avvikelse", terms.deviation),
            Item("Avvikelse hittills, med justeringar", terms.so_far, taken_off=True),
            Item("Budgetens fördelning över året", terms.phased, taken_off=True),
            Item("Återstående effekt av åtgärder", terms.remaining, taken_off=True),
        )
    )
    return Made(
        "Engångsposter",
        terms.rest if terms else None,
        "På raderna där en analys säger att avvikelsen är engångs: det som är kvar till"
        " prognosen när avvikelsen hittills, fördelningen och åtgärderna är avräknade.",
        (
            List(FORMULA, TERM, items),
            List(
                "Raderna",
                "Ansvar",
                tuple(_analysed(at, terms.by_pair if terms else {})),
                adds_up=False,
            ),
        ),
    )


def _analysed(at: At, ore: Mapping[tuple[int, int], int]) -> Iterator[Item]:
    """The units' activities that are called one-offs, with their deviations."""
    rows = Analysis.objects.filter(follow_up=at.follow_up, duration=Duration.ONE_OFF)
    found = at.part.of(rows).select_related("cost_centre", "activity")
    units_, activities = at.ground.cost_centres.nodes, at.ground.activities.nodes
    for each in found.order_by("cost_centre__code", "activity__code"):
        unit, activity = (
            units_.get(each.cost_centre_id),
            activities.get(each.activity_id),
        )
        name = f"{each.cost_centre.code} {unit.name if unit else ''}".strip()
        said = f"{activity.code} {activity.name}" if activity else each.activity.code
        pair = at.place_of(each.cost_centre_id, each.activity_id)
        told = ore.get((each.cost_centre_id, each.activity_id))
        yield Item(f"{name}, {said}", told, at.figure(What.DEVIATION, pair))


def volume(at: At) -> Made:
    """What the rest of the year's volumes do, by unit cost."""
    page = at.page("reports:unit_costs")
    found = told_apart(at.follow_up, at.part)
    named = UnitCost.objects.in_bulk([pk for pk, _ in found])
    items = tuple(Item(named[pk].name, ore, f"{page}#n{pk}") for pk, ore in found)
    exact = sum((each.ore or 0 for each in items), start=Fraction(0))
    return Made(
        "Volymer resten av året",
        round_half_away(exact, divisor=1) if items else None,
        "Skillnaden mellan väntad och budgeterad volym efter månaden, gånger"
        " prislappen eller budgetens pris, för varje nyckeltal.",
        (List("Nyckeltalen", "Nyckeltal", items),),
    )
