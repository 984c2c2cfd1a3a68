"""Where the deviation is: one level of an axis at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Generic, TypeVar

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from committees.access import WORKING, Place, committee_view
from committees.navigation import page
from committees.scope import scope_of
from reports.chart_files import ASKED, asked_file, file_of
from reports.dashboards.levels.level import Level, Order, Told, level
from reports.dashboards.levels.links import Links, looks
from reports.dashboards.levels.markup import level_html
from reports.dashboards.levels.own_ground import own_ground
from reports.dashboards.levels.pieces import (
    ALL,
    AXES,
    DEPTHS,
    TREES,
    By,
    Shown,
    way_on,
)
from reports.dashboards.levels.since import History, history
from reports.dashboards.levels.table import fields, level_table
from reports.dashboards.levels.whys import whys
from reports.dashboards.levels.words import notes, sentences, since_text
from reports.dashboards.part import Part

T = TypeVar("T")
BY, ORDER, DEPTH, PAGE = "efter", "sortera", "niva", "sida"
ROOM = 50
"""How many lines a page shows of a long level."""


@require_safe
@committee_view(WORKING)
def deviations(request: HttpRequest, place: Place) -> HttpResponse:
    """A level of the committee's money, the largest deficit first."""
    part = Part.of(place, request.GET, options=[BY, ORDER, DEPTH])
    links = Links(part, shown_of(part), order_of(part))
    found = level(part, links.shown, order=links.order)
    known = told_before(found, part)
    since = partial(since_text, found, known=known) if known.months else None
    at = Paged.of(request.GET.get(PAGE, ""), found.lines)
    lines = found.lines if ASKED in request.GET else at.lines
    table = level_table(found, lines, since=since)
    if file := asked_file(request, place, [table]):
        return file
    return page(
        request,
        "reports/dashboards/deviations.html",
        place,
        section="avvikelser",
        part=part,
        level=found,
        links=links,
        crumbs=part.crumbs,
        kept=part.kept,
        told=sentences(found, known),
        notes=notes(found, part),
        at=at,
        before=links.at_page(at.before),
        after=links.at_page(at.after),
        table=level_html(
            table,
            looks(links, found, at.lines),
            whats={f.column.key: f.what for f in fields(found)},
        ),
        file=file_of(request, table),
        whys=whys(place, part, found),
        is_whole=scope_of(place).is_whole,
        own=own_ground(place, part.ground, found) if part.where.is_whole else (),
    )


def shown_of(part: Part) -> Shown:
    """What the address asks to see; Http404 naming what there is."""
    word = part.options.get(BY, "")
    if word and word not in set(By):
        told = ", ".join(By)
        raise Http404(f"Avvikelser kan inte delas efter {word}, bara efter {told}.")
    first = way_on(part.ground, part.narrowing) or By.ACTIVITY
    by = By(word) if word else first
    flat = part.chosen(DEPTH, DEPTHS) == ALL and by in TREES
    return Shown(part.narrowing, by, flat)


def order_of(part: Part) -> Order:
    """How the address asks for the lines; Http404 naming the orders."""
    return Order(part.chosen(ORDER, {each.value: each.value for each in Order}))


def told_before(found: Level, part: Part) -> History:
    """What the year's follow-ups said of the same money, where the year is told."""
    by = found.shown.by
    if found.told is Told.TO_DATE or not found.has_budget or by is By.PROVIDER:
        return History()
    return history(found.known, found.around, by=AXES[by], where=part.where)


@dataclass(frozen=True, slots=True)
class Paged(Generic[T]):
    """The lines of a page of a long level; pages are counted from one."""

    lines: Sequence[T]
    number: int
    pages: int
    every: int

    @classmethod
    def of(cls, asked: str, lines: Sequence[T]) -> Paged[T]:
        """The asked page; Http404 where it is no page."""
        pages = -(-len(lines) // ROOM) or 1
        number = int(asked) if asked.isascii() and asked.isdigit() else 0
        if asked and not 0 < number <= pages:
            raise Http404(f"Det finns ingen sida {asked}. Den sista är sida {pages}.")
        first = (max(number, 1) - 1) * ROOM
        return cls(lines[first : first + ROOM], max(number, 1), pages, len(lines))

    @property
    def before(self) -> int:
        """The page before; 0 where there is none."""
        return self.number - 1

    @property
    def after(self) -> int:
        """The page after; 0 where there is none."""
        return self.number + 1 if self.number < self.pages else 0
