"""What stands beside the ledger as rows: adjustments, and the effects of actions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from committees.scope import scope_of
from finance.browsing import named
from finance.figures import gap, total
from finance.models import (
    ActionEffect,
    AdjustmentReason,
    ControllerAdjustment,
    OutcomeAdjustment,
)
from finance.review.actions import counted_effects
from finance.review.adjusting import controller_adjustments, outcome_adjustments
from finance.review.bridging import HOW, LABELS
from reports.dashboards.asked_figure import What
from reports.workings.made.asked import Which
from reports.workings.made.at import At
from reports.workings.made.value import Item, List, Made

EFFECTS = {
    Which.DECIDED: ("Beslutade åtgärder", "decided_ore", "ska ge i år enligt beslut"),
    Which.REALISED: ("Realiserat av åtgärder", "realised_ore", "har gett hittills"),
    Which.REMAINING: (
        "Återstående effekt av åtgärder",
        "remaining_ore",
        "ännu inte har gett i år",
    ),
}
"""What an effect is called, where it is stored, and what it stands for."""


def adjustment(at: At, reason: AdjustmentReason) -> Made:
    """Adjustments of the outcome for a reason; those of others' units as one sum."""
    found = at.part.of(
        outcome_adjustments(at.follow_up).filter(reason=reason, booked=False)
    )
    reached = scope_of(at.place).cost_centres(at.ground.cost_centres)
    mine = [e for e in found if reached is None or e.cost_centre_id in reached]
    others = [each.amount_ore for each in found if each not in mine]
    items = [_adjusted(at, each) for each in mine]
    if others:
        items.append(Item("Övriga ansvar", sum(others)))
    return Made(
        LABELS[reason],
        total(each.amount_ore for each in found),
        f"{HOW[reason]} Det som har bokförts sedan dess räknas inte.",
        (List("Justeringar av utfallet", "Ansvar", tuple(items)),),
    )


def _adjusted(at: At, each: OutcomeAdjustment) -> Item:
    """An adjustment of the outcome as a row."""
    ground = at.ground
    unit = named(each.cost_centre.code, each.cost_centre_id, ground.cost_centres)
    activity = named(each.activity.code, each.activity_id, ground.activities)
    said = (activity, each.group.name, each.text)
    url = at.page("finance:adjustments") + "#utfall"
    return Item(unit, each.amount_ore, url, ". ".join(filter(None, said)))


def controller(at: At) -> Made:
    """What controllers adjusted on top of the units' forecasts."""
    rows = controller_adjustments(at.follow_up)
    found = [] if at.part.cost_centres is not None else list(at.part.of(rows))
    return Made(
        "Justering på kontrollernivå",
        total(each.amount_ore for each in found),
        "Summan av controllerns rättelser ovanpå enheternas prognoser.",
        (
            List(
                "Rättelserna",
                "Verksamhet",
                tuple(_of_controller(at, each) for each in found),
            ),
        ),
    )


def units(at: At) -> Made:
    """The forecast's deviation as the units give it."""
    forecast, own = at.ledger()[What.DEVIATION], controller(at)
    items = (
        at.term("Prognosens avvikelse", What.DEVIATION, forecast),
        Item(own.label, own.ore or 0, at.made(Which.CONTROLLER), taken_off=True),
    )
    return Made(
        "Enheternas prognos",
        gap(forecast, own.ore or 0),
        "Prognosens avvikelse utan det som controllern har justerat ovanpå den.",
        (List("Så räknas siffran", "Del av formeln", items),),
    )


def _of_controller(at: At, each: ControllerAdjustment) -> Item:
    """A controller's adjustment as a row."""
    activity = named(each.activity.code, each.activity_id, at.ground.activities)
    said = (each.group.name, each.reason, str(each.by or "fil"))
    url = at.page("finance:adjustments") + "#kontroller"
    return Item(activity, each.amount_ore, url, ". ".join(filter(None, said)))


def effects(at: At, which: Which) -> Made:
    """What actions give, row by row: those that are decided by the month's end."""
    label, stored, words = EFFECTS[which]
    rows = at.part.of(counted_effects(at.follow_up)).select_related("action", "group")
    items = tuple(_effects(at, rows.order_by("action__code", "pk"), stored))
    return Made(
        label,
        total(int(each.ore) for each in items if each.ore is not None),
        f"Summan av vad åtgärder som är beslutade {words}. Förslag räknas inte.",
        (List("Åtgärderna", "Åtgärd", items),),
    )


def _effects(at: At, rows: Iterable[ActionEffect], stored: str) -> Iterator[Item]:
    """Effects as rows, with the row of the forecast that they are placed on."""
    url = at.page("finance:actions")
    units, activities = at.ground.cost_centres.nodes, at.ground.activities.nodes
    for each in rows:
        places = (
            units[each.cost_centre_id].name if each.cost_centre_id in units else "",
            activities[each.activity_id].name if each.activity_id in activities else "",
            each.group.name if each.group else "",
        )
        where = ", ".join(filter(None, places)) or "inte placerad på en rad"
        action = each.action
        said = f"{action.get_state_display()} {action.decided_on}. {where.capitalize()}"
        name = f"{action.code} {action.name}"
        yield Item(name, getattr(each, stored), url, said)


def before_actions(at: At) -> Made:
    """The forecast's deviation without what decided actions are still to give."""
    forecast = at.ledger()[What.DEVIATION]
    remaining = effects(at, Which.REMAINING)
    items = (
        at.term("Prognosens avvikelse", What.DEVIATION, forecast),
        Item(
            remaining.label,
            remaining.ore or 0,
            at.made(Which.REMAINING),
            taken_off=True,
        ),
    )
    return Made(
        "Prognosens avvikelse före åtgärder",
        gap(forecast, remaining.ore or 0),
        "Prognosens avvikelse utan det som beslutade åtgärder ännu inte har gett.",
        (List("Så räknas siffran", "Del av formeln", items),),
    )
