"""Savings of a year: what was proposed and what was decided, side by side.

A proposal and a decision belong together when they name the same action, else when
they have the same name, or codes that say so (`forslag-taxi`, `beslut-taxi`). Nothing
is paired by its amount. Öre on the result, plus improves.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from django.db.models import QuerySet

from committees.models import FollowUp
from finance.figures import deviation, total
from finance.models import Action, Saving, SavingAxis, SavingList, SavingPart
from finance.review.actions import Effects, counted_effects

Key = tuple[str, object]
NOTHING = Effects(None, None, None)
CODES: Mapping[str, str] = {
    SavingList.PROPOSED: "forslag-",
    SavingList.DECIDED: "beslut-",
}
"""How codes begin that a proposal and the decision on it share the rest of."""


@dataclass(frozen=True, slots=True)
class Side:
    """The proposals or the decisions of a pair, or of a year; None: not estimated."""

    savings: tuple[Saving, ...] = ()

    @property
    def full_year(self) -> int | None:
        """The full-year effect of those that are estimated."""
        return total(_known(saving.full_year_ore for saving in self.savings))

    @property
    def effect(self) -> int | None:
        """The effect in the named year of those that are estimated."""
        return total(_known(saving.effect_ore for saving in self.savings))


def _known(amounts: Iterable[int | None]) -> Iterable[int]:
    """The amounts that are estimated."""
    return (ore for ore in amounts if ore is not None)


@dataclass(frozen=True, slots=True)
class Pair:
    """Proposals and decisions that belong together, and the action behind them.

    `effects` are what the action gives in the follow-up's year, if it counts.
    """

    proposed: Side
    decided: Side
    action: Action | None = None
    effects: Effects = NOTHING

    @property
    def counts(self) -> bool:
        """Whether the action behind it counts in the follow-up's year."""
        return self.effects != NOTHING

    @property
    def name(self) -> str:
        """What it is called, as it was proposed if it was."""
        return (*self.proposed.savings, *self.decided.savings)[0].name

    @property
    def difference(self) -> int | None:
        """The decision's effect in the named year less the proposal's."""
        return deviation(self.decided.effect, self.proposed.effect)


@dataclass(frozen=True, slots=True)
class Part:
    """What falls on a cost type or an area; öre, None where nothing does."""

    name: str
    proposed: int | None
    decided: int | None


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts along an axis, with their sums."""

    axis: SavingAxis
    parts: tuple[Part, ...]

    @property
    def proposed(self) -> int | None:
        """The sum of the proposals' parts."""
        return total(_known(part.proposed for part in self.parts))

    @property
    def decided(self) -> int | None:
        """The sum of the decisions' parts."""
        return total(_known(part.decided for part in self.parts))


@dataclass(frozen=True, slots=True)
class SavingYear:
    """The savings whose effect is estimated for a year, and what to tell of them."""

    year: int
    pairs: tuple[Pair, ...]
    parts: tuple[Parts, ...]
    remarks: tuple[str, ...] = ()

    @property
    def proposed(self) -> Side:
        """Everything that was proposed."""
        return Side(tuple(s for pair in self.pairs for s in pair.proposed.savings))

    @property
    def decided(self) -> Side:
        """Everything that was decided."""
        return Side(tuple(s for pair in self.pairs for s in pair.decided.savings))

    @property
    def difference(self) -> int | None:
        """What was decided less what was proposed, in the named year."""
        return deviation(self.decided.effect, self.proposed.effect)

    @property
    def effects(self) -> Effects:
        """What the actions behind them give in the follow-up's year."""
        told = [pair.effects for pair in self.pairs]
        return Effects(
            decided=total(_known(each.decided for each in told)),
            realised=total(_known(each.realised for each in told)),
            remaining=total(_known(each.remaining for each in told)),
        )


def savings_of(follow_up: FollowUp) -> QuerySet[Saving]:
    """The committee's savings of the follow-up's year and later ones."""
    return Saving.objects.filter(
        committee=follow_up.committee, year__gte=follow_up.year
    )


def saving_years(follow_up: FollowUp) -> tuple[SavingYear, ...]:
    """Savings of the follow-up's year and later ones: three questions."""
    rows = savings_of(follow_up).select_related("action")
    savings = sorted(rows, key=lambda s: (s.year, s.position, s.code))
    if not savings:
        return ()
    effects = _effects(follow_up)
    parts = list(SavingPart.objects.filter(saving__in=savings).order_by("pk"))
    return tuple(
        _year(year, list(of_year), effects, parts)
        for year, of_year in groupby(savings, key=lambda s: s.year)
    )


def _effects(follow_up: FollowUp) -> dict[int, Effects]:
    """What counted actions give in the follow-up's year, by action."""
    found: dict[int, list[tuple[int, int, int]]] = {}
    rows = counted_effects(follow_up).values_list(
        "action", "decided_ore", "realised_ore", "remaining_ore"
    )
    for action, *amounts in rows:
        found.setdefault(action, []).append((amounts[0], amounts[1], amounts[2]))
    return {
        action: Effects(*(sum(column) for column in zip(*rows_, strict=True)))
        for action, rows_ in found.items()
    }


def _year(
    year: int,
    savings: Sequence[Saving],
    effects: Mapping[int, Effects],
    parts: Sequence[SavingPart],
) -> SavingYear:
    """A year's savings, each once."""
    once, remarks = counted_once(savings)
    return SavingYear(
        year=year,
        pairs=tuple(_pair(each, effects) for each in together(once)),
        parts=tuple(
            found for axis in SavingAxis if (found := _parts(axis, once, parts))
        ),
        remarks=remarks,
    )


def counted_once(
    savings: Sequence[Saving],
) -> tuple[tuple[Saving, ...], tuple[str, ...]]:
    """Savings that stand in several tables, counted in the first; and what differs."""
    first: dict[tuple[str, str], Saving] = {}
    kept, remarks = [], []
    for saving in savings:
        of = saving.list, name_key(saving.name)
        seen = first.setdefault(of, saving)
        if seen is saving or seen.table == saving.table:
            kept.append(saving)
        elif _amounts(seen) != _amounts(saving):
            where = f"{SavingList(saving.list).label}: {saving.name}"
            remarks.append(
                f"{where} står med olika belopp i tabellerna {seen.table} och"
                f" {saving.table}. Den första räknas."
            )
    return tuple(kept), tuple(remarks)


def _amounts(saving: Saving) -> tuple[int | None, int | None]:
    """What a saving is said to give."""
    return saving.full_year_ore, saving.effect_ore


def name_key(name: str) -> str:
    """A name as it is compared: whatever its case, spaces and quotation marks."""
    return " ".join(name.casefold().translate(dict.fromkeys(map(ord, "”“\"'"))).split())


def together(savings: Sequence[Saving]) -> tuple[tuple[Saving, ...], ...]:
    """Savings that belong together, in the order of the first of each."""
    known: dict[Key, Key] = {}
    for saving in savings:
        if saving.action_id:
            for mark in _marks(saving):
                known.setdefault(mark, ("action", saving.action_id))
    found: dict[Key, list[Saving]] = {}
    for saving in savings:
        marks = _marks(saving)
        key = next((known[mark] for mark in marks if mark in known), marks[0])
        if saving.action_id:
            key = ("action", saving.action_id)
        for mark in marks:
            known.setdefault(mark, key)
        found.setdefault(key, []).append(saving)
    return tuple(tuple(each) for each in found.values())


def _marks(saving: Saving) -> tuple[Key, ...]:
    """What tells that savings belong together: the name, and the code they share."""
    name: Key = ("name", name_key(saving.name))
    stem = saving.code.casefold().removeprefix(CODES[saving.list])
    return (name,) if stem == saving.code.casefold() else (name, ("code", stem))


def _pair(savings: Sequence[Saving], effects: Mapping[int, Effects]) -> Pair:
    """Savings that belong together, by who stands behind them."""
    action = next((s.action for s in savings if s.action), None)
    return Pair(
        proposed=_side(savings, SavingList.PROPOSED),
        decided=_side(savings, SavingList.DECIDED),
        action=action,
        effects=effects.get(action.pk, NOTHING) if action else NOTHING,
    )


def _side(savings: Iterable[Saving], of: SavingList) -> Side:
    """The savings of a list."""
    return Side(tuple(saving for saving in savings if saving.list == of))


def _parts(
    axis: SavingAxis, savings: Sequence[Saving], parts: Iterable[SavingPart]
) -> Parts | None:
    """What savings fall on along an axis; None where nobody has parted them."""
    lists = {saving.pk: saving.list for saving in savings}
    mine = [p for p in parts if p.axis == axis and p.saving_id in lists]
    names = list(dict.fromkeys(part.name for part in mine))
    if not names:
        return None

    def amount(name: str, of: SavingList) -> int | None:
        return total(
            part.amount_ore
            for part in mine
            if part.name == name and lists[part.saving_id] == of
        )

    return Parts(
        axis,
        tuple(
            Part(
                name,
                amount(name, SavingList.PROPOSED),
                amount(name, SavingList.DECIDED),
            )
            for name in names
        ),
    )
