"""What a unit's forecast holds, read for one request and changed in memory."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

from django.db import connection

from committees.access import CONTROLLERS, Place
from committees.closing import closed_because, why_closed
from committees.grid.cells import Value
from committees.models import ActivityPlacement, FollowUp
from committees.trees import Node
from finance.forecast import row_books
from finance.forecast.row_books import Asked, Grain, Group, Months, Sums
from finance.forecast.writing import Locks, handed_in_because
from finance.models import ActivityComment, ForecastMonth, RowLock


@dataclass(slots=True)
class Held:
    """A forecast row in memory; `pk` is None until it is stored. Öre in stored sign.

    `is_locked` is false where it is certain that the person may write.
    """

    activity: int
    group: Group
    pk: int | None = None
    amount: int | None = None
    method: str = ""
    origin: str = ""
    comment: str = ""
    before: int | None = None
    is_locked: bool = False
    changed: bool = False
    months: dict[int, int] = field(default_factory=dict)
    months_changed: bool = False


@dataclass(slots=True)
class HeldComment:
    """A comment on an activity in memory."""

    activity: int
    text: str = ""
    pk: int | None = None
    changed: bool = False


@dataclass(frozen=True, slots=True)
class Put:
    """A change made in memory, whose object may not have a key yet."""

    subject: Held | HeldComment
    field: str
    old: Value
    new: Value
    origin: str


@dataclass(slots=True)
class Progress:
    """How far the unit's forecast has come; `pk` is None where it takes no part."""

    pk: int | None = None
    state: str = ""
    closed: str = ""


@dataclass(slots=True)
class Unit:
    """A unit's forecast in a follow-up.

    Rows by their keys. Activities and groups are read when a row is not stored yet.
    """

    place: Place
    follow_up: FollowUp
    node: Node
    codes: frozenset[str]
    progress: Progress
    rows: dict[str, Held]
    comments: dict[int, HeldComment]
    puts: list[Put] = field(default_factory=list)
    _locks: Locks | None = None
    _groups: dict[str, Group] | None = None
    _activities: dict[str, Node] | None = None
    _sums: dict[Grain, Sums] | None = None

    def row(self, key: str) -> Held | None:
        """The row of a key, stored or not; None where the unit can have no such row."""
        if key not in self.rows:
            code, _, group_code = key.partition("/")
            activity, group = self.activity(code), self.group(group_code)
            if activity is None or group is None:
                return None
            locked = not self.place.may(CONTROLLERS)
            self.rows[key] = Held(activity.id, group, is_locked=locked)
        return self.rows[key]

    def lock(self, held: Held) -> str:
        """Why the person may not write in a row; empty when she may."""
        if not held.is_locked:
            return ""
        if self._locks is None:
            self._locks = _locks(self.place)
        return self._locks.reason(held.activity, held.group.id)

    def group(self, code: str) -> Group | None:
        """The entry group of a code."""
        if self._groups is None:
            groups = row_books.entry_groups(self.follow_up).values()
            self._groups = {group.code: group for group in groups}
        return self._groups.get(code)

    def activity(self, code: str) -> Node | None:
        """The committee's activity of a code, as placed in the month."""
        if self._activities is None:
            self._activities = _activities(self.place, self.codes)
        return self._activities.get(code)

    def comment(self, code: str) -> HeldComment | None:
        """The comment on an activity, stored or not."""
        activity = self.activity(code)
        if activity is None:
            return None
        return self.comments.setdefault(activity.id, HeldComment(activity.id))

    def budget(self, held: Held) -> int:
        """A row's budget of the year; 0 where it has none."""
        if self._sums is None:
            activities = {row.activity for row in self.rows.values()}
            self._sums = row_books.sums(self._asked(activities), self._all_groups())
        grain = Grain(self.node.id, held.activity, held.group.id)
        return self._sums.get(grain, Sums()).budget_year or 0

    def booked(self, held: Held) -> Months:
        """A row's months of outcome, budget and last year."""
        grain = Grain(self.node.id, held.activity, held.group.id)
        asked = self._asked({held.activity})
        return row_books.months(asked, self._all_groups()).get(grain, Months())

    def _asked(self, activities: set[int]) -> Asked:
        """The unit's rows of some activities."""
        return Asked(self.follow_up, [self.node.id], activities)

    def _all_groups(self) -> dict[int, Group]:
        """The entry groups by identity."""
        self.group("")
        return {group.id: group for group in (self._groups or {}).values()}


def read(
    place: Place, node: Node, *, rows: set[str], fields: set[str], lock: bool
) -> Unit:
    """What a unit holds in the activities of some row keys.

    With `lock` it is kept from others until the transaction ends.
    """
    progress = _progress(place, node, lock=lock)
    codes = frozenset(row.partition("/")[0] for row in rows)
    held = _rows(place, node, codes=codes)
    if any(name == "spread" or name.startswith("month:") for name in fields):
        _add_months(held)
    return Unit(
        place=place,
        follow_up=place.follow_up,
        node=node,
        codes=codes,
        progress=progress,
        rows=held,
        comments=_comments(place, node, codes=codes)
        if "activity-comment" in fields
        else {},
    )


_PROGRESS = """
SELECT u.id, u.state, f.state, f.settled_at IS NOT NULL
  FROM finance_unitforecast u
  JOIN committees_followup f ON f.id = u.follow_up_id
 WHERE u.follow_up_id = %s AND u.cost_centre_id = %s
"""


def _progress(place: Place, node: Node, *, lock: bool) -> Progress:
    """How far the unit has come, and why it may not be written, as it is now.

    The lock is the whole unit's: one request at a time writes its rows.
    """
    has_locks = connection.features.has_select_for_update
    end = " FOR UPDATE OF u" if lock and has_locks else ""
    with connection.cursor() as cursor:
        cursor.execute(_PROGRESS + end, [place.follow_up.pk, node.id])
        row = cursor.fetchone()
    if row is None:
        return Progress(
            closed=closed_because(place.follow_up) or handed_in_because("", place=place)
        )
    pk, state, month_state, is_settled = row
    return Progress(
        pk,
        state,
        closed=why_closed(month_state, is_settled=bool(is_settled))
        or handed_in_because(state, place=place),
    )


def _activities(place: Place, codes: Collection[str]) -> dict[str, Node]:
    """The committee's activities of some codes, as placed in the month."""
    rows = (
        ActivityPlacement.objects.filter(
            committee=place.committee, activity__code__in=codes
        )
        .at(place.follow_up.period)
        .values_list("activity_id", "activity__code", "name", "parent_id")
    )
    return {code: Node(pk, code, name, parent or 0) for pk, code, name, parent in rows}


def _locks(place: Place) -> Locks:
    """Rows that the person does not own."""
    rows = RowLock.objects.filter(committee=place.committee)
    return Locks.of(rows.values_list("activity_id", "group_id", "reason"))


_ROWS = """
SELECT a.code, r.activity_id, g.id, g.code, g.name, g.kind, g.position, g.grouping_id,
       r.id, r.amount_ore, r.method, r.origin, r.comment, r.amount_ore,
       EXISTS (SELECT 1 FROM finance_rowlock l
                WHERE l.committee_id = r.committee_id AND l.group_id = r.group_id
                  AND (l.activity_id IS NULL OR l.activity_id = r.activity_id))
  FROM finance_forecastrow r
  JOIN committees_activity a ON a.id = r.activity_id
  JOIN finance_accountgroup g ON g.id = r.group_id
 WHERE r.committee_id = %s AND r.follow_up_id = %s AND r.cost_centre_id = %s
   AND a.code IN ({codes})
"""


def _rows(place: Place, node: Node, *, codes: Collection[str]) -> dict[str, Held]:
    """The forecast rows of some activities. The unit's lock is theirs too."""
    sql = _ROWS.format(codes=", ".join(["%s"] * len(codes)) or "NULL")
    is_owner = place.may(CONTROLLERS)
    found: dict[str, Held] = {}
    with connection.cursor() as cursor:
        cursor.execute(
            sql, [place.committee.pk, place.follow_up.pk, node.id, *sorted(codes)]
        )
        for code, activity, *rest, locked in cursor.fetchall():
            group = Group(*rest[:6])
            held = Held(activity, group, *rest[6:])
            held.is_locked = locked and not is_owner
            found[f"{code}/{group.code}"] = held
    return found


def _add_months(rows: dict[str, Held]) -> None:
    """Read the open months of rows."""
    by_pk = {held.pk: held for held in rows.values()}
    months = ForecastMonth.objects.filter(row__in=[pk for pk in by_pk if pk])
    for row, period, ore in months.values_list("row_id", "period", "amount_ore"):
        by_pk[row].months[period] = ore


def _comments(
    place: Place, node: Node, *, codes: Collection[str]
) -> dict[int, HeldComment]:
    """The comments on some activities."""
    rows = ActivityComment.objects.filter(
        follow_up=place.follow_up, cost_centre=node.id, activity__code__in=codes
    ).values_list("activity_id", "text", "pk")
    return {row[0]: HeldComment(*row) for row in rows}
