"""What indicators say in words at a follow-up, and what drafts of that are called."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeVar

from django.db.models import QuerySet

from committees import drafts
from committees.models import FollowUp
from committees.navigation import address
from committees.stops import Naming, Spot, Written
from goals.entry.grid import SECTION
from goals.entry.judging import unfit_because
from goals.entry.spans import Field, What, When, entered, field_of
from goals.indicators import kept
from goals.models import IndicatorTarget, IndicatorValue

Row = TypeVar("Row", IndicatorValue, IndicatorTarget)


def texts(follow_up: FollowUp) -> Iterator[Written]:
    """The stored texts that can be entered at the follow-up, each with its page."""
    times = entered(follow_up)
    here = {
        "committee": follow_up.committee_id,
        "indicator__in": kept(follow_up),
        "year__in": [when.year for when in times],
    }
    values = IndicatorValue.objects.filter(**here, municipality="")
    for value in _said(values):
        when = When(value.year, value.month)
        if when in times:
            yield from _written(follow_up, value, Field(What.WORDS, when))
    for target in _said(IndicatorTarget.objects.filter(**here)):
        of = Field(What.TARGET_WORDS, When(target.year))
        yield from _written(follow_up, target, of)


def _said(rows: QuerySet[Row]) -> QuerySet[Row]:
    """Those that say something in words."""
    return rows.exclude(text="").select_related("indicator").order_by("pk")


def _written(
    follow_up: FollowUp, row: IndicatorValue | IndicatorTarget, of: Field
) -> Iterator[Written]:
    """A text and its page, where the indicator has it to enter."""
    if not unfit_because(row.indicator, of):
        yield Written(*_spot(follow_up, row.indicator.name, of), row.text)


def naming(follow_up: FollowUp) -> Naming:
    """What drafts of indicators are called, and where they are mended."""
    names = dict(kept(follow_up).values_list("code", "name"))
    start = f"{drafts.spot(follow_up, *SECTION)}/"

    def named(place: str) -> Spot | None:
        if not place.startswith(start):
            return None
        code, _, field = place.removeprefix(start).partition("/")
        return _spot(follow_up, names.get(code, code), field_of(field))

    return named


def _spot(follow_up: FollowUp, name: str, of: Field | None) -> Spot:
    """A text of an indicator in words, and the page with the year it is of."""
    url = address("goals:indicator_entry", follow_up)
    if of is None:
        return Spot(name, url)
    shown = next((w for w in entered(follow_up) if w.year == of.when.year), of.when)
    return Spot(f"{name}, {of.label}", f"{url}?avser={shown.key}")
