"""What a template that was filled in would change, shown before anything is stored.

The cells pass through the same checks and the same saving as those of the grid. What
somebody else changed after the template was fetched is shown with both figures and
stored only where the person says so.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from committees.access import Place
from committees.closing import closed_because
from committees.grid.cells import Cell, Checked, State, Stored, Value
from committees.grid.units import NOT_MINE
from committees.numbers import Scale, Unit, money_text
from committees.trees import Node
from finance.forecast import row_books, saving
from finance.forecast.row_books import Group
from finance.forecast.store import ForecastStore
from finance.template.parcel import Kept, signed
from finance.template.template_reading import (
    About,
    Filled,
    Misplaced,
    Reading,
    TemplateError,
)
from finance.template.template_rows import units_to_fill

LABELS = {"forecast": "Prognos", "comment": "Kommentar"}


@dataclass(frozen=True, slots=True)
class Line:
    """What would become of a changed cell of a template.

    `was` is what is stored now and `new` what the template wants, in words. A conflict
    tells in `reason` who changed the cell since, and when.
    """

    unit: str
    label: str
    field: str
    was: str
    new: str
    state: State
    reason: str
    mark: str
    place: str
    number: int = 0


@dataclass(frozen=True, slots=True)
class Preview:
    """A template as it would be taken in; `parcel` holds its cells, signed."""

    unit: Unit
    lines: tuple[Line, ...]
    faults: tuple[Misplaced, ...]
    parcel: str

    def of(self, *states: State) -> tuple[Line, ...]:
        """The lines that would meet some fates."""
        return tuple(line for line in self.lines if line.state in states)

    @property
    def changes(self) -> tuple[Line, ...]:
        """Cells that would be stored."""
        return self.of(State.CHANGE)

    @property
    def conflicts(self) -> tuple[Line, ...]:
        """Cells that somebody else has changed since."""
        return self.of(State.CONFLICT)

    @property
    def refused(self) -> tuple[Line, ...]:
        """Cells that cannot be stored, or only as a draft."""
        return self.of(State.FAULT, State.LOCKED, State.DRAFT)

    @property
    def drafts(self) -> tuple[Line, ...]:
        """Texts that others may not read: they become drafts of their author."""
        return self.of(State.DRAFT)

    @property
    def not_stored(self) -> int:
        """How many cells, rows and sheets cannot be stored."""
        return len(self.refused) + len(self.faults)


def refuse_foreign(place: Place, about: About) -> None:
    """TemplateError unless a template is of this follow-up and it may be written."""
    follow_up = place.follow_up
    reason = closed_because(follow_up)
    if reason:
        raise TemplateError(reason)
    if (about.committee, about.follow_up) == (
        place.committee.slug,
        str(follow_up.pk),
    ):
        return
    where = "en annan nämnd"
    if about.committee == place.committee.slug:
        where = about.title or about.month
    reason = (
        f"Mallen hör till {where}, inte till {follow_up.title}. "
        "Hämta en ny mall här och flytta över siffrorna."
    )
    raise TemplateError(reason)


def preview(place: Place, reading: Reading) -> Preview:
    """What would become of a template's cells; nothing is stored."""
    refuse_foreign(place, reading.about)
    mine = {node.code: node for node in units_to_fill(place)}
    groups = _by_code(place)
    faults = [*reading.faults]
    lines: list[Line] = []
    kept: list[Kept] = []
    for code in dict.fromkeys(cell.unit for cell in reading.cells):
        some = [cell for cell in reading.cells if cell.unit == code]
        if code not in mine:
            faults.append(Misplaced(_sheet(some[0]), f"{code}: {NOT_MINE}"))
            continue
        cells = [_cell(filled, groups) for filled in some]
        for checked, writer in _checked(place, mine[code], cells, reading.about.unit):
            if checked.state in {State.CHANGE, State.DRAFT}:
                kept.append(Kept(code, _cell_to_store(checked), bool(writer)))
            line = _line(code, checked, groups, unit=reading.about.unit)
            lines.append(_with(line, writer, number=len(kept)))
    unit = reading.about.unit
    parcel = signed(place, kept, unit=unit) if kept else ""
    return Preview(unit, tuple(lines), tuple(faults), parcel)


def _by_code(place: Place) -> dict[str, Group]:
    """The entry groups by code."""
    return {g.code: g for g in row_books.entry_groups(place.follow_up).values()}


def _sheet(filled: Filled) -> str:
    """`Blad 5101 Hemtjänst`."""
    return filled.place.rpartition(", ")[0]


def _turn(row: str, groups: Mapping[str, Group]) -> int:
    """What a typed amount on a row is multiplied by to become an effect on the result.

    A row that does not exist is told by the check.
    """
    group = groups.get(row.partition("/")[2])
    return 1 if group is None or group.is_revenue else -1


def _cell(filled: Filled, groups: Mapping[str, Group]) -> Cell:
    """A changed cell as the grid would send it: öre in stored sign, or text."""
    turn = _turn(filled.row, groups)
    typed, was = filled.typed, filled.was
    return Cell(
        row=filled.row,
        field=filled.field,
        typed=typed if isinstance(typed, str) else None,
        value=typed * turn if isinstance(typed, int) else None,
        was=was * turn if isinstance(was, int) else was,
        origin="template",
        place=filled.place,
    )


def _checked(
    place: Place, node: Node, cells: Sequence[Cell], unit: Unit
) -> list[tuple[Checked, str]]:
    """Each cell with what would become of it, and who changed it since, if anybody."""
    found = saving.check(place, node, cells, amounts=unit)
    moved = tuple(each.cell for each in found if _has_moved(each))
    writers: dict[tuple[str, str], Stored] = {}
    if moved:
        store = ForecastStore(place, node, amounts=unit)
        store.open(moved, lock=False)
        writers = store.writers(moved)
    return [
        (each, _writer(writers.get(each.cell.key)) if _has_moved(each) else "")
        for each in found
    ]


def _has_moved(checked: Checked) -> bool:
    """Whether a cell that would change holds something else than when fetched."""
    before, now = checked.cell.was, checked.was
    if checked.cell.field == "comment":
        before, now = before or "", now or ""
    return checked.state is State.CHANGE and before != now


def _writer(stored: Stored | None) -> str:
    """Who changed a cell, and when."""
    return f"{stored.by} {stored.at}" if stored else "någon annan"


def _cell_to_store(checked: Checked) -> Cell:
    """A cell with its value as it was understood and what is stored now.

    It conflicts anew only with what is changed after this.
    """
    return replace(checked.cell, typed=None, value=checked.value, was=checked.was)


def _line(
    code: str, checked: Checked, groups: Mapping[str, Group], *, unit: Unit
) -> Line:
    """What would become of a cell, in words."""
    cell, turn = checked.cell, _turn(checked.cell.row, groups)
    taken = checked.state in {State.CHANGE, State.SAME}
    new = checked.value if taken or cell.typed is None else cell.typed
    if not taken and isinstance(cell.value, int):
        new = cell.value
    return Line(
        unit=code,
        label=checked.label,
        field=LABELS.get(cell.field, cell.field),
        was=_shown(checked.was, unit, turn=turn),
        new=_shown(new, unit, turn=turn),
        state=checked.state,
        reason=checked.reason,
        mark=checked.mark,
        place=cell.place,
    )


def _with(line: Line, writer: str, *, number: int) -> Line:
    """A line with its number in the parcel; a conflict when somebody changed it."""
    if not writer:
        return replace(line, number=number)
    reason = f"Ändrad av {writer}, efter att mallen hämtades."
    return replace(line, state=State.CONFLICT, reason=reason, number=number)


def _shown(value: Value, unit: Unit, *, turn: int) -> str:
    """A value in words: an amount as people type it, or a text."""
    if isinstance(value, int):
        return money_text(value * turn, Scale(unit, 1 if unit is Unit.MKR else 0))
    return value or ""
