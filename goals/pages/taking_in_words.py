"""What a file of Kolada's values would change, and what became of it, in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from fractions import Fraction
from typing import NamedTuple

from committees.models import ImportBatch
from committees.numbers import MISSING, Scale, Unit, money_text
from committees.templatetags.swedish import moment
from goals.entry.words import MILLI
from goals.indicators import KOLADA
from goals.kolada import LeftOut
from goals.models import Indicator, IndicatorValue, Sex
from goals.municipalities import municipality_name
from goals.taking_in import OVER_WHOLE, Difference, Look, State

SHOWN = 200
"""So many values are shown of each state; the others are counted."""
MOST_DECIMALS = 3
OURS = "vår"
TITLES = {
    State.CHANGED: "Ändras",
    State.NEW: "Nya",
    State.REFUSED: "Utelämnas, orimliga",
    State.SAME: "Lika med det som är sparat",
}


class Shown(NamedTuple):
    """A value of a file, as it is listed."""

    indicator: str
    kpi: str
    municipality: str
    year: int
    sex: str
    was: str
    now: str
    beside: str


class Section(NamedTuple):
    """The values of one state: how many, and the first of them."""

    key: str
    title: str
    many: int
    lines: tuple[Shown, ...]


def sections(looked: Look) -> tuple[Section, ...]:
    """What a file would change, by what becomes of it; what is equal is counted."""
    return tuple(
        Section(
            state.name.lower(),
            title,
            len(found),
            () if state is State.SAME else tuple(map(_shown, found[:SHOWN])),
        )
        for state, title in TITLES.items()
        if (found := looked.of(state)) or state is State.SAME
    )


def _shown(each: Difference) -> Shown:
    """A value as it is listed."""
    one, value = each.indicator, each.value
    return Shown(
        indicator=one.name,
        kpi=value.kpi,
        municipality=municipality_name(each.municipality)
        if each.municipality
        else OURS,
        year=value.year,
        sex=str(Sex(value.sex).label),
        was=_was(each),
        now=_exact(one, value.milli),
        beside=OVER_WHOLE if each.state is State.REFUSED else _origin(each.stored),
    )


def _was(each: Difference) -> str:
    """What is stored: a figure, words, or nothing."""
    if each.stored is None:
        return MISSING
    if each.was is None:
        return each.stored.text
    return _exact(each.indicator, each.was)


def _exact(one: Indicator, milli: int) -> str:
    """A value with all its decimals, so that a small change is seen."""
    needed = next(n for n in range(MOST_DECIMALS + 1) if milli * 10**n % MILLI == 0)
    scale = Scale(Unit.COUNT, max(one.decimals, needed))
    return money_text(Fraction(milli, MILLI), scale)


def _origin(stored: IndicatorValue | None) -> str:
    """Where what is stored came from, when it is not Kolada."""
    if stored is None or stored.source == KOLADA:
        return ""
    if stored.changed_by:
        return f"skrivet av {stored.changed_by.name}"
    return stored.source


class Left(NamedTuple):
    """Values that are left out for one reason."""

    why: str
    many: int
    lines: tuple[str, ...]


def left_out(looked: Look) -> tuple[Left, ...]:
    """What is left out, reason by reason, with the first of each."""
    by_why: dict[str, list[str]] = {}
    for each in looked.left_out:
        by_why.setdefault(str(each.why), []).append(_told(each))
    return tuple(
        Left(why, len(lines), tuple(lines[:SHOWN])) for why, lines in by_why.items()
    )


def _told(each: LeftOut) -> str:
    """`U21468, Södertälje, 2016, kvinnor`."""
    sex = Sex(each.sex).label
    where = municipality_name(each.municipality)
    return f"{each.kpi}, {where}, {each.year}, {sex}"


def protocol(batch: ImportBatch) -> Iterator[tuple[str, str]]:
    """What became of a file: a heading and its words at a time."""
    told = batch.protocol
    yield "Källa", KOLADA
    if told.get("years"):
        yield "År", ", ".join(map(str, told["years"]))
    yield "Nya värden", str(told.get("new", 0))
    yield "Ändrade värden", str(told.get("changed", 0))
    if told.get("others"):
        yield "Varav andra kommuners", str(told["others"])
    if told.get("unknown"):
        yield "Nyckeltal som ingen indikator har", ", ".join(told["unknown"])
    left = Counter(told.get("left_out", {}))
    if left:
        yield "Utelämnat", "; ".join(f"{many} {why}" for why, many in left.items())
    if told.get("notes"):
        yield "Att notera", " ".join(told["notes"])
    if told.get("back_at"):
        at = moment(datetime.fromisoformat(told["back_at"]))
        yield "Ångrad", f"{at} av {told.get('back_by', '')}"


def undoing(batch: ImportBatch) -> str:
    """What taking back a file would do, in words."""
    new, changed = (batch.protocol.get(each, 0) for each in ("new", "changed"))
    parts = []
    if new:
        parts.append(f"{new} {'nytt värde' if new == 1 else 'nya värden'} tas bort")
    if changed:
        what = "ändrat värde" if changed == 1 else "ändrade värden"
        parts.append(f"{changed} {what} blir som före inläsningen")
    return f"{' och '.join(parts)}."
