"""How a deviation has moved since the last forecast, and what of it is new budget."""

from __future__ import annotations

from committees.numbers import Scale, scaled, with_unit
from committees.templatetags.swedish import change_word


def moved(ore: int, *, since: str, scale: Scale) -> str:
    """`2,6 mkr sämre än i februari`, of how much better (plus) a deviation is."""
    if not scaled(ore, scale):
        return f"oförändrad sedan {since}"
    return f"{with_unit(abs(ore), scale)} {change_word(ore)} än i {since}"


def of_new_budget(change: int, new: int | None, *, scale: Scale) -> str:
    """What of a forecast's change follows new budget; empty where no budget is new."""
    if not new or not scaled(new, scale):
        return ""
    told = with_unit(change, scale, plus=True)
    of = with_unit(new, scale, plus=True)
    return f"prognosen ändrades {told}, varav {of} följer av ny budget"
