"""What is said of an indicator while it is entered."""

from __future__ import annotations

from fractions import Fraction

from committees.numbers import Scale, Unit, money_text
from goals.figures import Thousandths
from goals.models import Indicator

MILLI = 1000

KINDS = {
    "nyckeltal": "nyckeltalet",
    "kvot": "kvoten",
    "serie": "volymserien",
    "netto": "nettot för verksamhet",
}


def read_from(one: Indicator) -> str:
    """Where a linked indicator's figure is read, as a sentence."""
    kind, _, codes = one.link.partition(":")
    whole = codes.strip() == "*"
    what = "nämndens netto" if whole else f"{KINDS.get(kind, kind)} {codes}"
    return f"Hämtas ur {what}."


def quantity_text(
    one: Indicator, milli: Thousandths | None, *, plus: bool = False
) -> str:
    """Thousandths with the indicator's decimals; an en dash where nothing is."""
    exact = None if milli is None else Fraction(milli) / MILLI
    return money_text(exact, Scale(Unit.COUNT, one.decimals), plus=plus)


def outside(
    one: Indicator, total: int | None, *, women: int | None, men: int | None
) -> str:
    """That a total lies outside what women and men had; empty where it does not.

    What is counted is their sum, which is as it should be.
    """
    if total is None or women is None or men is None:
        return ""
    if not one.share and total == women + men:
        return ""
    low, high = sorted((women, men))
    if low <= total <= high:
        return ""
    span = f"{quantity_text(one, low)} till {quantity_text(one, high)}"
    return f"Totalen ligger utanför kvinnors och mäns värden, {span}"
