"""The indicators of a follow-up as a person may type them, by goal."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from committees import drafts
from committees.access import Place
from committees.drafts import Author, Draft
from goals.entry.held import Held, HeldIndicator, read
from goals.entry.judging import unfit_because
from goals.entry.spans import Field, What, When, entered, field_name
from goals.entry.words import outside, read_from
from goals.figures import Better, Reached, Target, Thousandths, gap, reached
from goals.models import Direction, Indicator
from goals.rights import closed_because, locked_because

NO_GOAL = "Indikatorer utan mål"
SECTION = ("mal", "indikatorer")
"""Where drafts of indicators' texts are kept."""


@dataclass(frozen=True, slots=True)
class Row:
    """An indicator in the grid. `lock` is why the person may not write of it.

    `before` is the latest outcome before, and of when.
    """

    held: HeldIndicator
    when: When
    lock: str = ""
    before: tuple[When, int] | None = None
    drafts: Mapping[str, Draft] = field(default_factory=dict)

    @property
    def indicator(self) -> Indicator:
        """The indicator."""
        return self.held.indicator

    def milli(self, what: What) -> int | None:
        """A figure of the row, in thousandths."""
        return self.held.milli(what, self.when)

    def words(self, what: What) -> str:
        """A text of the row."""
        return str(self.held.value(Field(what, self.when)) or "")

    def has(self, what: What) -> bool:
        """Whether the row has such a cell."""
        return not unfit_because(self.indicator, Field(what, self.when))

    def draft(self, what: What) -> Draft | None:
        """The person's own text of a cell that others may not read."""
        return self.drafts.get(field_name(what, self.when))

    @property
    def target(self) -> Target | None:
        """What the year should reach."""
        low = self.milli(What.TARGET)
        return None if low is None else Target(low, self.milli(What.UPPER))

    @property
    def status(self) -> Reached:
        """Whether the outcome reaches the target."""
        better = Better(self.indicator.direction)
        return reached(self.milli(What.ALL), self.target, better)

    @property
    def gap(self) -> Thousandths | None:
        """Women's outcome less men's."""
        return gap(self.milli(What.WOMEN), self.milli(What.MEN))

    @property
    def notes(self) -> tuple[str, ...]:
        """What is to be noted of the row, whatever is typed."""
        linked = (read_from(self.indicator),) if self.indicator.link else ()
        return (*linked, self.lock) if self.lock else linked

    @property
    def mark(self) -> str:
        """What is unusual with the outcome."""
        women, men = self.milli(What.WOMEN), self.milli(What.MEN)
        return outside(self.indicator, self.milli(What.ALL), women=women, men=men)


@dataclass(frozen=True, slots=True)
class Section:
    """A goal's indicators."""

    label: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """What can be entered of a time. `still` is why nobody writes anything."""

    when: When
    times: tuple[When, ...]
    sections: tuple[Section, ...]
    still: str = ""

    @property
    def rows(self) -> tuple[Row, ...]:
        """Every row, in order."""
        return tuple(row for section in self.sections for row in section.rows)

    @property
    def may_write(self) -> bool:
        """Whether the person writes of any indicator."""
        return any(not row.lock for row in self.rows)

    @property
    def has_bands(self) -> bool:
        """Whether any target is a band."""
        return any(row.indicator.direction == Direction.BAND for row in self.rows)


def grid(place: Place, wanted: str = "") -> Grid:
    """The follow-up's indicators at a time; `wanted` is the key of another one."""
    times = entered(place.follow_up)
    when = next((each for each in times if each.key == wanted), times[0])
    held = read(place)
    own = drafts.own(Author.of(place), spot_of(place))
    return Grid(
        when=when,
        times=times,
        sections=_sections(held, when, own),
        still=closed_because(place),
    )


def spot_of(place: Place, *parts: str) -> str:
    """Where drafts of indicators' texts are kept."""
    return drafts.spot(place.follow_up, *SECTION, *parts)


def _sections(held: Held, when: When, own: Mapping[str, Draft]) -> tuple[Section, ...]:
    """The indicators by goal, in their own order."""
    found: dict[str, list[Row]] = {}
    for each in held.indicators.values():
        goal = each.indicator.goal
        row = Row(
            held=each,
            when=when,
            lock=locked_because(held.place, each.indicator),
            before=before(each, when),
            drafts=_drafts(held, each, own),
        )
        found.setdefault(str(goal) if goal else NO_GOAL, []).append(row)
    return tuple(Section(label, tuple(rows)) for label, rows in found.items())


def _drafts(
    held: Held, each: HeldIndicator, own: Mapping[str, Draft]
) -> dict[str, Draft]:
    """The person's drafts of an indicator, by field."""
    start = f"{spot_of(held.place, each.indicator.code)}/"
    return {
        where.removeprefix(start): draft
        for where, draft in own.items()
        if where.startswith(start)
    }


def before(each: HeldIndicator, when: When) -> tuple[When, int] | None:
    """The latest outcome of all before a time; a whole year is over in December."""
    here = (when.year, when.month or 12)
    known = {
        (at.year, at.month or 12): (at, value.value_milli)
        for (at, sex), value in sorted(each.values.items(), reverse=True)
        if not sex and value.value_milli is not None
    }
    earlier = max((at for at in known if at < here), default=None)
    return known[earlier] if earlier else None
