"""What tests of indicators share: people at the grid, and what is stored."""

from __future__ import annotations

import uuid
from collections.abc import Mapping

from committees.access import Place, place_of
from committees.grid.cells import Cell, Saved
from committees.models import User
from goals.entry import saving
from goals.indicators import Followed, followed
from goals.models import Indicator, IndicatorTarget, IndicatorValue
from tests.conftest import follow_up

SLUG, MONTH = "botkyrka-von", "2017-08"
CONTROLLER = "karin.ahlgren@example.se"
CODE, LINKED = "plan-hemtjanst", "belaggning-vob"
"""An indicator by sex that is measured, and one that is read from volumes."""


def indicator(code: str = CODE) -> Indicator:
    """An indicator of the committee."""
    return Indicator.objects.get(committee__slug=SLUG, code=code)


def change(code: str = CODE, **values: object) -> Indicator:
    """An indicator with other properties."""
    Indicator.objects.filter(committee__slug=SLUG, code=code).update(**values)
    return indicator(code)


def seat(email: str = CONTROLLER) -> Place:
    """A person in the open follow-up."""
    return place_of(User.objects.get(email=email), SLUG, MONTH)


def save(cells: Mapping[str, object], *, by: str = CONTROLLER) -> dict[str, Saved]:
    """Type in the fields of an indicator, as somebody who sees what is stored."""
    place = seat(by)
    sent = [
        Cell(CODE, name, typed=str(text), was=stored(name))
        for name, text in cells.items()
    ]
    answer = saving.save(place, sent, key=uuid.uuid4())
    return {cell.field: cell for cell in answer.cells}


def one(name: str, text: str, *, by: str = CONTROLLER) -> Saved:
    """Type in one field."""
    return save({name: text}, by=by)[name]


def stored(name: str) -> int | str | None:
    """What a field of the indicator holds."""
    what, _, when = name.partition(":")
    if what in {"target", "upper"}:
        target = IndicatorTarget.objects.filter(indicator=indicator(), year=int(when))
        kept = "value_milli" if what == "target" else "upper_milli"
        return target.values_list(kept, flat=True).first()
    row = value(when, "" if what in {"T", "text"} else what)
    if what == "text":
        return row.text if row else ""
    return row.value_milli if row else None


def value(when: str = "2017-08", sex: str = "") -> IndicatorValue | None:
    """A stored outcome of our own."""
    year, month = when.split("-")
    return IndicatorValue.objects.filter(
        indicator=indicator(), year=year, month=month, sex=sex, municipality=""
    ).first()


def as_followed(code: str = CODE) -> Followed:
    """The indicator as it stands at the follow-up."""
    return followed(follow_up(SLUG, MONTH), [indicator(code)])[0]
