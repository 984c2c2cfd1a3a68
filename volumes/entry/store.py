"""A unit's volumes as a grid's request sees them: the Store of `committees.grid`."""

from __future__ import annotations

from committees.access import Place
from committees.grid.cells import Cell, Change, Judged, RefusedError, Stored, Value
from committees.periods import MONTH_NAMES
from committees.statements import Statements
from committees.templatetags.swedish import moment
from committees.trees import Node
from volumes.entry import flushing, held, judging
from volumes.entry.calendar import MonthState
from volumes.entry.drafts import comment_spot
from volumes.entry.held import BORNE, HeldForecast, HeldMonth, HeldSeries, Put, Unit

ORIGINS = frozenset({"typed", "pasted", "filled", "undo", "carried", "proposal"})


class VolumeStore:
    """The volumes of a unit in a follow-up, for one request of one person."""

    unit: Unit

    def __init__(self, place: Place, node: Node) -> None:
        """Nothing is read until the store is opened."""
        self.place, self.node = place, node

    def open(self, cells: tuple[Cell, ...], *, lock: bool) -> None:
        """Read what the cells hold; with `lock`, keep others from writing them."""
        rows = {cell.row for cell in cells}
        self.unit = held.read(self.place, self.node, rows=rows, lock=lock)

    def judge(self, cell: Cell) -> Judged:
        """What a cell means and whether it may be stored."""
        return judging.judge(self.unit, cell)

    def stored(self, cell: Cell) -> Stored:
        """What a cell holds, with the changes of this request so far."""
        try:
            series = judging.series(self.unit, cell)
            if cell.field == "comment":
                return Stored(series.forecast.comment)
            if cell.field == "forecast":
                forecast = series.forecast
                return Stored(forecast.shown, chosen=forecast.is_chosen)
            return Stored(judging.month(self.unit, cell).milli)
        except RefusedError:
            return Stored(None)

    def label(self, cell: Cell) -> str:
        """The cell in words: its series, and its month."""
        found = self.unit.series.get(cell.row)
        name = found.series.name if found else cell.row
        number = judging.month_number(cell)
        return f"{name}, {MONTH_NAMES[number - 1]}" if number else name

    def put(self, cell: Cell, value: Value) -> dict[str, Value]:
        """Change a cell, in memory; returns what else that changed, by field."""
        series = judging.series(self.unit, cell)
        if cell.field == "comment":
            self._put_comment(series, cell, str(value))
        elif cell.field == "forecast":
            self._put_forecast(series.forecast, cell, _number(value))
        else:
            self._put_month(judging.month(self.unit, cell), cell, _number(value))
        return {}

    def _put_month(self, month: HeldMonth, cell: Cell, milli: int | None) -> None:
        """Set or empty a month; a closed one keeps why."""
        number = f"{judging.MONTH}{month.month}"
        closed = self.unit.calendar.state(month.month) is MonthState.CLOSED
        self._note(month, number, month.milli, milli, cell)
        month.milli, month.origin, month.changed = milli, _origin(cell), True
        if closed:
            self._note(month, "correction", month.correction, cell.reason, cell)
        month.correction = cell.reason if closed else ""

    def _put_forecast(
        self, forecast: HeldForecast, cell: Cell, milli: int | None
    ) -> None:
        """Set the year of a series; None takes it away, so that the earlier holds."""
        self._note(forecast, "forecast", forecast.milli, milli, cell)
        forecast.milli, forecast.method = milli, judging.method_of(cell)
        forecast.origin, forecast.changed = _origin(cell).partition(":")[0], True

    def _put_comment(self, series: HeldSeries, cell: Cell, text: str) -> None:
        """Set a comment; without a forecast, what holds or the budget bears it."""
        forecast = series.forecast
        if forecast.milli is None:
            found = forecast.before
            bearing = self.unit.budget(series) if found is None else found
            if bearing is None:
                return
            forecast.milli, forecast.origin, forecast.method = bearing, BORNE, BORNE
            self.unit.puts.append(Put(forecast, "forecast", None, bearing, BORNE))
        self._note(forecast, "comment", forecast.comment, text, cell)
        forecast.comment, forecast.changed = text, True

    def _note(
        self,
        subject: HeldMonth | HeldForecast,
        field: str,
        old: Value,
        new: Value,
        cell: Cell,
    ) -> None:
        """Note a change for the trail."""
        self.unit.puts.append(Put(subject, field, old, new, _origin(cell)))

    def spot(self, cell: Cell) -> str:
        """Where drafts of a cell's comment are kept."""
        return comment_spot(self.place.follow_up, self.node.code, cell.row)

    def unit_state(self) -> str:
        """Volumes are not handed in: a unit has no state."""
        return ""

    def writers(self, cells: tuple[Cell, ...]) -> dict[tuple[str, str], Stored]:
        """Who wrote what the cells hold."""
        found = {}
        for cell in cells:
            series = judging.series(self.unit, cell)
            of_year = cell.field in {"forecast", "comment"}
            subject = series.forecast if of_year else judging.month(self.unit, cell)
            at = moment(subject.at) if subject.at else ""
            found[cell.key] = Stored(None, by=subject.by or "En inläst fil", at=at)
        return found

    def flush(self, statements: Statements) -> tuple[Change, ...]:  # noqa: ARG002
        """Write what was put, at once; returns the lines of the trail."""
        return flushing.flush(self.unit)


def _number(value: Value) -> int | None:
    """A value that is a quantity."""
    return value if isinstance(value, int) else None


def _origin(cell: Cell) -> str:
    """Where a cell's value came from, as the trail says it."""
    origin = cell.origin if cell.origin in ORIGINS else "typed"
    if origin == "proposal" and cell.method:
        return f"proposal:{judging.method_of(cell)}"
    return origin
