"""A unit's forecast as a grid's request sees it: the Store of `committees.grid`."""

from __future__ import annotations

from committees.access import Place
from committees.grid.cells import Cell, Change, Judged, RefusedError, Stored, Value
from committees.grid.paste import Sign
from committees.models import Event
from committees.numbers import Unit as Amounts
from committees.statements import Statements
from committees.templatetags.swedish import moment
from committees.trees import Node
from finance.forecast import flushing, held, judging, spreading
from finance.forecast.drafts import comment_spot
from finance.forecast.held import Held, HeldComment, Put, Unit
from finance.forecast.spreading import Profile
from finance.forecast.unit_rows import BORNE
from finance.models import Method

ORIGINS = frozenset(
    {"typed", "pasted", "filled", "undo", "template", "carried", "proposal"}
)
MONTH = "month:"


class ForecastStore:
    """The forecast of a unit in a follow-up, for one request of one person."""

    unit: Unit

    def __init__(
        self, place: Place, node: Node, *, amounts: Amounts, sign: Sign = Sign.ENTRY
    ) -> None:
        """Nothing is read until the store is opened."""
        self.place, self.node = place, node
        self.amounts, self.sign = amounts, sign

    def open(self, cells: tuple[Cell, ...], *, lock: bool) -> None:
        """Read what the cells hold; with `lock`, keep others from writing them."""
        self.unit = held.read(
            self.place,
            self.node,
            rows={cell.row for cell in cells},
            fields={cell.field for cell in cells},
            lock=lock,
        )

    def judge(self, cell: Cell) -> Judged:
        """What a cell means and whether it may be stored."""
        return judging.judge(self.unit, cell, amounts=self.amounts, sign=self.sign)

    def stored(self, cell: Cell) -> Stored:
        """What a cell holds, with the changes of this request so far."""
        try:
            if cell.field == "activity-comment":
                return Stored(judging.comment(self.unit, cell).text)
            row = judging.row(self.unit, cell)
        except RefusedError:
            return Stored(None)
        if cell.field == "comment":
            return Stored(row.comment)
        if cell.field == "spread":
            return Stored(None, chosen=False)
        if cell.field.startswith(MONTH):
            return Stored(row.months.get(judging.month_number(cell)))
        return Stored(row.amount, chosen=row.origin != BORNE)

    def held(self, cell: Cell) -> Held | None:
        """The row of a cell; None where the unit can have no such row."""
        try:
            return judging.row(self.unit, cell)
        except RefusedError:
            return None

    def label(self, cell: Cell) -> str:
        """The cell's row in words: `775 Hemtjänst, Personal`."""
        code, _, group_code = cell.row.partition("/")
        activity, group = self.unit.activity(code), self.unit.group(group_code)
        first = f"{code} {activity.name}" if activity else code
        return f"{first}, {group.name}" if group else first

    def put(self, cell: Cell, value: Value) -> dict[str, Value]:
        """Change a cell, in memory; returns what else that changed, by field."""
        if cell.field == "activity-comment":
            comment = judging.comment(self.unit, cell)
            self._put(comment, "comment", comment.text, value, cell)
            comment.text, comment.changed = str(value), True
            return {}
        row = judging.row(self.unit, cell)
        if cell.field == "comment":
            return self._put_comment(row, cell, str(value))
        if cell.field == "spread":
            return self._put_spread(row, cell, Profile(str(value)))
        if cell.field.startswith(MONTH):
            return self._put_month(row, cell, _number(value))
        return self._put_amount(row, cell, _number(value))

    def _put_amount(self, row: Held, cell: Cell, ore: int | None) -> dict[str, Value]:
        """Set the year of a row; None takes it away."""
        method = judging.method_of(cell)
        self._put(row, "forecast", row.amount, ore, cell)
        row.amount, row.method = ore, method
        row.origin = _origin(cell).partition(":")[0]
        row.changed = True
        return {"method": method}

    def _put_comment(self, row: Held, cell: Cell, text: str) -> dict[str, Value]:
        """Set a row's comment; a row without forecast gets its budget to bear it."""
        if row.amount is None:
            row.amount = self.unit.budget(row)
            row.method, row.origin = Method.BUDGET, BORNE
            self.unit.puts.append(Put(row, "forecast", None, row.amount, "carried"))
        self._put(row, "comment", row.comment, text, cell)
        row.comment, row.changed = text, True
        return {}

    def _put_month(self, row: Held, cell: Cell, ore: int | None) -> dict[str, Value]:
        """Set an open month of a row; the year stands."""
        number = judging.month_number(cell)
        self._put(row, cell.field, row.months.get(number), ore, cell)
        row.months = {n: o for n, o in row.months.items() if n != number}
        if ore is not None:
            row.months[number] = ore
        row.months_changed = True
        return {"left": self._left(row)}

    def _put_spread(self, row: Held, cell: Cell, profile: Profile) -> dict[str, Value]:
        """Spread what is left of the year over the open months by a profile."""
        booked, month = self.unit.booked(row), self.unit.follow_up.month
        like = booked.budget if profile is Profile.BUDGET else booked.last_year
        kept = row.months if profile is Profile.REST else {}
        ore = spreading.left(
            row.amount or 0, outcome=booked.outcome, months=kept, month=month
        )
        parts = spreading.by_profile(ore, profile=profile, month=month, like=like)
        for number, part in parts.items():
            new = part + kept.get(number, 0)
            if new != row.months.get(number):
                self._put(row, f"{MONTH}{number}", row.months.get(number), new, cell)
                row.months[number] = new
                row.months_changed = True
        return {
            **{f"{MONTH}{number}": ore for number, ore in sorted(row.months.items())},
            "left": self._left(row),
        }

    def _left(self, row: Held) -> int:
        """What of a row's year no month accounts for."""
        return spreading.left(
            row.amount or 0,
            outcome=self.unit.booked(row).outcome,
            months=row.months,
            month=self.unit.follow_up.month,
        )

    def _put(
        self,
        subject: Held | HeldComment,
        field: str,
        old: Value,
        new: Value,
        cell: Cell,
    ) -> None:
        """Note a change for the trail."""
        self.unit.puts.append(Put(subject, field, old, new, _origin(cell)))

    def spot(self, cell: Cell) -> str:
        """Where drafts of a cell's comment are kept."""
        return comment_spot(self.place.follow_up, self.node.code, cell.row, cell.field)

    def unit_state(self) -> str:
        """How far the unit has come."""
        return self.unit.progress.state

    def writers(self, cells: tuple[Cell, ...]) -> dict[tuple[str, str], Stored]:
        """Who last wrote what the cells hold, from the trail."""
        found: dict[tuple[str, str], Stored] = {}
        for cell in cells:
            event = self._last_event(cell)
            if event is not None:
                by = event.by.name if event.by else "Programmet"
                found[cell.key] = Stored(None, by=by, at=moment(event.at))
        return found

    def _last_event(self, cell: Cell) -> Event | None:
        """The latest line of the trail of a cell."""
        if cell.field == "activity-comment":
            subject, field = "activitycomment", "comment"
            key = judging.comment(self.unit, cell).pk
        else:
            subject, key = "forecastrow", judging.row(self.unit, cell).pk
            field = "forecast" if cell.field in judging.MONEY else cell.field
        events = Event.objects.filter(
            committee=self.place.committee,
            subject=subject,
            subject_id=str(key),
            field=field,
        )
        return events.select_related("by").order_by("-at", "-pk").first()

    def flush(self, statements: Statements) -> tuple[Change, ...]:
        """Write what was put, or have it written; returns the lines of the trail."""
        return flushing.flush(self.unit, statements, place=self.place)


def _number(value: Value) -> int | None:
    """A value that is an amount."""
    return value if isinstance(value, int) else None


def _origin(cell: Cell) -> str:
    """Where a cell's value came from, as the trail says it."""
    origin = cell.origin if cell.origin in ORIGINS else "typed"
    if origin == "proposal" and cell.method:
        return f"proposal:{judging.method_of(cell)}"
    return origin
