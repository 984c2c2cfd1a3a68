"""Facts written as a small table, so that a test of figures reads like a worksheet."""

from __future__ import annotations

from committees.numbers import parse_kronor
from committees.periods import Scenario, Span
from finance.figures import Books, GrantLeaf, Leaf, Series

GROUPS = {"intäkter": 1, "personal": 2, "köp": 3}
REVENUE = frozenset({GROUPS["intäkter"]})


def books(text: str) -> Books:
    """Books of lines like `utfall 2017 period 773 personal extern -100`.

    Scenario, year, span, activity, group, `inom` the committee or `extern`, kronor. A
    grant stands as `bidrag 2017 år 773 RAM extern 250`, with its decision.
    """
    operating: dict[Series, dict[Leaf, int]] = {}
    grants: dict[Series, dict[GrantLeaf, int]] = {}
    for line in text.strip().splitlines():
        what, year, span, activity, group, side, amount = line.split()
        ore = parse_kronor(amount)
        if what == "bidrag":
            series = Series(Scenario.BUDGET, int(year), Span(span))
            place = GrantLeaf(int(activity), group)
            grants.setdefault(series, {})[place] = ore
        else:
            series = Series(Scenario(what), int(year), Span(span))
            leaf = Leaf(int(activity), GROUPS[group], internal=side == "inom")
            operating.setdefault(series, {})[leaf] = ore
    return Books(operating=operating, grants=grants, revenue_groups=REVENUE)
