"""Indicators as lines beneath a goal: outcome, target and how they stand, as text."""

from __future__ import annotations

from dataclasses import dataclass

from goals.entry.words import quantity_text, read_from
from goals.figures import Thousandths
from goals.indicators import Followed


@dataclass(frozen=True, slots=True)
class IndicatorLine:
    """An indicator in words."""

    code: str
    name: str
    outcome: str
    target: str
    status: str


def indicator_line(each: Followed) -> IndicatorLine:
    """An indicator with its outcome and target, in its unit."""
    one, now = each.indicator, each.now
    outcome = (
        now.text if now.milli is None and now.text else _with_unit(each, now.milli)
    )
    waits = read_from(one) if one.link else each.waiting
    status = (waits or str(each.status)).capitalize()
    return IndicatorLine(one.code, one.name, outcome, _target(each), status)


def _target(each: Followed) -> str:
    """What the year should reach: a number, the ends of a band, or words."""
    target = each.target
    if target is None or (target.milli is None and not target.text):
        return "\N{EN DASH}"
    if target.milli is None:
        return target.text
    found = quantity_text(each.indicator, target.milli)
    if target.upper is None:
        return found
    return f"{found}\N{EN DASH}{quantity_text(each.indicator, target.upper)}"


def _with_unit(each: Followed, milli: Thousandths | None) -> str:
    """A quantity and its unit."""
    text = quantity_text(each.indicator, milli)
    return text if milli is None else f"{text}\N{NO-BREAK SPACE}{each.indicator.unit}"
