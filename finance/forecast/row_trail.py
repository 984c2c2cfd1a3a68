"""A forecast row's own trail, newest first, as it is shown beside the row."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from committees.models import Event, FollowUp
from committees.numbers import Scale, money_text
from committees.trees import Tree
from finance.forecast.row_books import Grain
from finance.forecast.row_months import Months
from finance.models import ForecastRow
from finance.review.changes import Naming
from finance.review.trail_words import Told, told

MOST = 50
NOTHING = Tree({}, {}, {})


@dataclass(frozen=True, slots=True)
class Line:
    """A change of a row; `side` is `figure` where the values are amounts."""

    at: datetime
    by: str
    what: str
    old: str
    new: str
    origin: str
    side: str


def trail(
    follow_up: FollowUp, grain: Grain, months: Months, *, scale: Scale
) -> tuple[Line, ...]:
    """The latest changes of a row, with the signs that its amounts are typed with."""
    key = (
        ForecastRow.objects.filter(
            committee=follow_up.committee,
            follow_up=follow_up,
            cost_centre=grain.cost_centre,
            activity=grain.activity,
            group=grain.group,
        )
        .values_list("pk", flat=True)
        .first()
    )
    events = (
        Event.objects.filter(
            committee=follow_up.committee, subject="forecastrow", subject_id=str(key)
        )
        .select_related("by")
        .order_by("-at", "-pk")[:MOST]
    )
    sign = 1 if months.row.is_revenue else -1
    names = Naming(NOTHING, NOTHING)
    return tuple(_line(each, sign, scale) for each in told(events, names, scale=scale))


def _line(each: Told, sign: int, scale: Scale) -> Line:
    """A change as it is shown."""
    is_money = each.old_ore is not None or each.new_ore is not None
    return Line(
        at=each.at,
        by=each.by,
        what=each.field,
        old=_shown(each.old_ore, sign, scale) if is_money else each.old,
        new=_shown(each.new_ore, sign, scale) if is_money else each.new,
        origin=each.origin,
        side="figure" if is_money else "",
    )


def _shown(ore: int | None, sign: int, scale: Scale) -> str:
    """An amount with the sign it is typed with."""
    return money_text(None if ore is None else sign * ore, scale)
