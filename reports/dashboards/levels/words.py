"""A level in words: how much, where, since when, and what must be known of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from committees.numbers import Scale, scaled, with_unit
from committees.periods import span_text
from committees.words import listed, months_listed
from finance.delivery import RULE
from finance.sources import Axis
from finance.sums import ADJUSTED, WITHIN
from finance.within import TAKEN_OFF
from reports.dashboards.levels.level import Level, Line, Told, worst_and_best
from reports.dashboards.levels.pieces import AXES, By
from reports.dashboards.levels.since import NEW, History, ended_since, since_word
from reports.dashboards.levels.table import share_of
from reports.dashboards.part import Part

WHAT = {
    Told.FORECAST: "Prognosen",
    Told.OUTCOME: "Årets utfall",
    Told.TO_DATE: "Utfallet hittills",
}


def sentences(level: Level, known: History) -> tuple[str, ...]:
    """What the level shows: the total, since when, and the two ends."""
    ore = level.total.deviation
    if ore is None:
        return ()
    first = _total(level, ore, since_text(level, level.total, known))
    return tuple(filter(None, (first, _ends(level))))


def _total(level: Level, ore: int, since: str) -> str:
    """How much the whole of the choice deviates."""
    what, shown = WHAT[level.told], scaled(ore, level.scale)
    if not shown:
        return f"{what} följer budget."
    side = "överskott" if shown > 0 else "underskott"
    amount = with_unit(ore, level.scale, plus=True)
    text = f"{what} visar {side} mot budget ({amount})"
    if since == NEW:
        return f"{text} för första gången i år."
    return f"{text} sedan {since}." if since else f"{text}."


def _ends(level: Level) -> str:
    """Where the largest deficit and the largest surplus lie."""
    if not level.lines[1:]:
        return ""
    low, high = worst_and_best(level.lines)
    found = [
        f"störst {word} i {line.piece.label} ({_amount(line, level.scale)})"
        for word, line in (("underskott", low), ("överskott", high))
        if line and line.deviation and scaled(line.deviation, level.scale)
    ]
    text = listed(found)
    return f"{text[:1].upper()}{text[1:]}." if text else ""


def _amount(line: Line, scale: Scale) -> str:
    """A line's deviation with its sign."""
    return with_unit(line.deviation, scale, plus=True)


UNFORESEEN = 3
"""So many activities without a forecast are named."""


def since_text(level: Level, line: Line, known: History) -> str:
    """Since which month a line has shown a deficit; empty where it shows none."""
    first = known.deficit_since(line.piece.places)
    if level.told is Told.OUTCOME:
        return ended_since(first, line.deviation or 0)
    if not scaled(line.deviation or 0, level.scale):
        return ""
    return since_word(first, known.months, now=level.follow_up.month)


def notes(level: Level, part: Part, *, shares: bool = True) -> tuple[str, ...]:
    """What must be known to read the level; `shares` of budget are shown."""
    told_by = level.shown.by is By.PROVIDER or part.narrowing.provider
    return (
        *_nothing(level, part),
        *_missing(level),
        *_unforeseen(level, part),
        *_adjusted(level, part),
        *_unplaced(level),
        *(_without(level) if shares else ()),
        *([RULE] if told_by else ()),
        *_left_out(level, part),
    )


def _left_out(level: Level, part: Part) -> tuple[str, ...]:
    """What units buy of one another: left out, or told on a row of its own."""
    axis = AXES[level.shown.by]
    if axis is Axis.COST_CENTRE:
        return (TAKEN_OFF,) if WITHIN in level.total.piece.places else ()
    return part.left_out(axis)


def _nothing(level: Level, part: Part) -> Iterator[str]:
    """What there is nothing to tell of."""
    follow_up, year = level.follow_up, level.follow_up.year
    if not level.lines:
        yield f"Det finns varken budget, utfall eller prognos för {part.name} {year}."
        return
    if not level.has_budget:
        yield (
            f"Det finns ingen beslutad budget för {year}. Därför finns ingen avvikelse"
            " att visa."
        )
    elif level.total.sums.budget is None:
        yield (
            f"{part.name} har ingen egen budget {year}: allt som väntas eller är"
            " bokfört är avvikelse."
        )
    if level.told is Told.TO_DATE:
        yield (
            f"Ingen prognos är gjord i {follow_up.period.name} {year}. Avvikelsen"
            f" gäller utfallet {span_text(follow_up.period)}."
        )


def _missing(level: Level) -> Iterator[str]:
    """Months whose outcome is not loaded."""
    months = level.around.missing
    if months and level.lines:
        told = months_listed(months)
        yield (
            f"Utfallet för {told} är inte inläst, så avvikelsen hittills är inte känd."
        )


def _unforeseen(level: Level, part: Part) -> Iterator[str]:
    """Activities that have been booked on, and have neither budget nor forecast."""
    if level.told is not Told.FORECAST or AXES[level.shown.by] is not Axis.ACTIVITY:
        return
    nodes = part.ground.activities.nodes
    found = [
        (place, ore)
        for place, of in level.known.by_place.items()
        if not (of.budget or of.forecast)
        and scaled(ore := of.outcome_to_date or 0, level.scale)
        and place in nodes
    ]
    found.sort(key=lambda pair: -abs(pair[1]))
    told = [
        f"{nodes[place].code} {nodes[place].name}"
        f" ({with_unit(ore, level.scale, plus=True)})"
        for place, ore in found[:UNFORESEEN]
    ]
    if told:
        more = len(found) - len(told)
        rest = f" och {more} till" if more else ""
        yield f"Bokfört men inte med i prognosen: {', '.join(told)}{rest}."


def _adjusted(level: Level, part: Part) -> Iterator[str]:
    """Where what controllers adjusted is, unless it is a row of its own."""
    of = level.around.adjustments(replace(part.where, cost_centres=None))
    ore = sum(each.ore for each in of if each.month == level.follow_up.month)
    if not ore or any(ADJUSTED in line.piece.places for line in level.lines):
        return
    told = with_unit(ore, level.scale, plus=True)
    if part.where.cost_centres is not None:
        yield f"Justering på kontrollernivå, {told}, har inget ansvar och är inte med."
    else:
        yield f"Justering på kontrollernivå, {told}, är med i raderna."


def _unplaced(level: Level) -> Iterator[str]:
    """Money on what has moved or ceased."""
    if any(line.piece.name.startswith("Utan plats") for line in level.lines):
        month = level.follow_up.period.name
        yield (
            f"”Utan plats” är pengar på koder som har flyttat eller upphört före"
            f" {month}. De är med i summan."
        )


def _without(level: Level) -> Iterator[str]:
    """Lines that have no budget to take a share of."""
    if level.has_budget and any(
        line.deviation is not None and share_of(level, line) is None
        for line in level.lines
    ):
        yield (
            f".. betyder att budgeten saknas eller är noll i {level.scale.unit}, så att"
            " det inte finns någon andel."
        )
