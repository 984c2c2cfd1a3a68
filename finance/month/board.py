"""The status board: how far each unit's forecast has come, and what it says so far."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from committees.access import today
from committees.holders import Answering, answering
from committees.models import FollowUp
from committees.trees import Tree, cost_centre_tree
from finance.forecast.required import Requirement, commented, counted, lacking
from finance.forecast.unit_rows import UnitRow, unit_rows
from finance.forecast.writing import HANDED_IN
from finance.models import UnitForecast, UnitState

DONE = frozenset({UnitState.APPROVED})


@dataclass(frozen=True, slots=True)
class Totals:
    """Sums over some units; öre. `gross` is the cost that is forecast.

    Of it `handed_in` lies in units that are handed in, and `fresh` in rows that
    somebody has forecast anew. `changed` counts rows whose outcome has changed since.
    """

    deviation_to_date: int = 0
    deviation: int = 0
    gross: int = 0
    handed_in: int = 0
    fresh: int = 0
    changed: int = 0

    def plus(self, other: Totals) -> Totals:
        """The sum of both."""
        return Totals(
            self.deviation_to_date + other.deviation_to_date,
            self.deviation + other.deviation,
            self.gross + other.gross,
            self.handed_in + other.handed_in,
            self.fresh + other.fresh,
            self.changed + other.changed,
        )

    @property
    def coverage(self) -> int | None:
        """Share of the gross cost that is handed in; whole percent, rounded down."""
        return self.handed_in * 100 // self.gross if self.gross else None

    @property
    def begun(self) -> int | None:
        """Share of the gross cost that is forecast anew; whole percent, down."""
        return self.fresh * 100 // self.gross if self.gross else None


@dataclass(frozen=True, slots=True)
class Line:
    """A cost centre on the board. `unit` is None where it only sums those below.

    `level` is its depth in the tree; `approved` of `units` counts what is under it.
    """

    node: int
    code: str
    name: str
    level: int
    unit: UnitForecast | None
    totals: Totals
    holders: tuple[str, ...] = ()
    missing: str = ""
    lacks: tuple[Requirement, ...] = ()
    filled_for: bool = False
    units: int = 0
    approved: int = 0

    @property
    def state(self) -> str:
        """The state in words; of a sum how many are approved."""
        if self.unit is not None:
            return self.unit.get_state_display()
        return f"{self.approved} av {self.units} godkända"

    @property
    def by(self) -> str:
        """Who last changed the state."""
        changed_by = self.unit.changed_by if self.unit else None
        return changed_by.name if changed_by else ""

    @property
    def at(self) -> datetime | None:
        """When the state last changed."""
        return self.unit.changed_at if self.unit else None


@dataclass(frozen=True, slots=True)
class Board:
    """The board: its lines in the order of the tree, and their total."""

    lines: tuple[Line, ...]
    total: Totals
    states: Mapping[str, int]
    who: Answering
    units: int = 0
    outside: Totals = field(default_factory=Totals)
    """Sums of cost centres that have rows but do not take part."""

    def of(self, state: UnitState) -> int:
        """How many units are in a state."""
        return self.states.get(state, 0)

    @property
    def approved(self) -> int:
        """How many units are approved."""
        return sum(self.of(state) for state in DONE)

    def line(self, node: int) -> Line | None:
        """The line of a cost centre."""
        return next((line for line in self.lines if line.node == node), None)


def board(follow_up: FollowUp) -> Board:
    """The board of a follow-up."""
    tree = cost_centre_tree(follow_up.committee, month=follow_up.period)
    who = answering(follow_up.committee, tree=tree, on=today())
    units = {
        unit.cost_centre_id: unit
        for unit in UnitForecast.objects.filter(follow_up=follow_up).select_related(
            "changed_by", "cost_centre"
        )
    }
    rows = unit_rows(follow_up)
    sums = _sums(rows, units)
    lacks = lacking(rows, commented(follow_up), committee=follow_up.committee)
    made = _Lines(tree, who, units, sums, lacks)
    states: dict[str, int] = {}
    for unit in units.values():
        states[unit.state] = states.get(unit.state, 0) + 1
    return Board(
        lines=tuple(made.all()),
        total=_total(sums.values()),
        states=states,
        who=who,
        units=len(units),
        outside=_total(each for node, each in sums.items() if node not in units),
    )


def _sums(
    rows: Iterable[UnitRow], units: Mapping[int, UnitForecast]
) -> dict[int, Totals]:
    """The sums of each cost centre that has rows."""
    found: dict[int, Totals] = {}
    for row in rows:
        node = row.grain.cost_centre
        gross = 0 if row.is_revenue else abs(row.amount)
        unit = units.get(node)
        handed_in = unit is not None and unit.state in HANDED_IN
        one = Totals(
            deviation_to_date=row.deviation_to_date,
            deviation=row.deviation,
            gross=gross,
            handed_in=gross if handed_in else 0,
            fresh=0 if row.is_inherited else gross,
            changed=int(row.outcome_changed),
        )
        found[node] = found.get(node, Totals()).plus(one)
    return found


def _total(parts: Iterable[Totals]) -> Totals:
    """The sum of some."""
    total = Totals()
    for part in parts:
        total = total.plus(part)
    return total


@dataclass(frozen=True, slots=True)
class _Lines:
    """What the lines are made of."""

    tree: Tree
    who: Answering
    units: Mapping[int, UnitForecast]
    sums: Mapping[int, Totals]
    lacks: Mapping[int, tuple[Requirement, ...]]

    def all(self) -> Iterator[Line]:
        """The lines of the tree, then those of units it no longer holds."""
        for root in self.tree.roots():
            yield from self._branch(root.id, level=0)
        for node, unit in self.units.items():
            if node not in self.tree.nodes:
                yield self._unit(node, unit, level=0)

    def _branch(self, node: int, *, level: int) -> Iterator[Line]:
        """A node's line and those under it; nothing where no unit is."""
        under = [n for n in self.tree.under([self._code(node)]) if n in self.units]
        if not under:
            return
        children = self.tree.children.get(node, ())
        unit = self.units.get(node)
        if unit is None or len(under) > 1:
            yield self._sum(node, under, level=level)
        if unit is not None:
            yield self._unit(node, unit, level=level + (len(under) > 1))
        for child in children:
            yield from self._branch(child, level=level + 1)

    def _code(self, node: int) -> str:
        return self.tree.nodes[node].code

    def _sum(self, node: int, under: list[int], *, level: int) -> Line:
        """A line that sums the units under a node, its own rows with them."""
        placed = self.tree.nodes[node]
        return Line(
            node=node,
            code=placed.code,
            name=placed.name,
            level=level,
            unit=None,
            totals=_total(self.sums.get(n, Totals()) for n in under),
            units=len(under),
            approved=sum(self.units[n].state in DONE for n in under),
        )

    def _unit(self, node: int, unit: UnitForecast, *, level: int) -> Line:
        """A unit's own line."""
        placed = self.tree.nodes.get(node)
        people = self.who.people(node)
        open_still = unit.state not in HANDED_IN
        lacks = self.lacks.get(node, ()) if open_still else ()
        return Line(
            node=node,
            code=unit.cost_centre.code,
            name=placed.name if placed else "",
            level=level,
            unit=unit,
            totals=self.sums.get(node, Totals()),
            holders=tuple(user.name for user in people),
            missing=counted(self.lacks, node) if open_still else "",
            lacks=lacks,
            filled_for=unit.changed_by_id is not None
            and unit.state in {UnitState.IN_PROGRESS, UnitState.SUBMITTED}
            and unit.changed_by_id not in {user.pk for user in people},
        )
