"""The free texts of a follow-up's money: where each stands, and which hold it up."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from committees.models import FollowUp
from committees.navigation import address
from committees.stops import Spot, Stop, Written, of_drafts, of_stored
from committees.trees import Tree, activity_tree, cost_centre_tree
from finance.forecast.drafts import SECTION
from finance.forecast.row_books import entry_groups
from finance.models import (
    Action,
    ActionEffect,
    ActivityComment,
    Analysis,
    ControllerAdjustment,
    ForecastRow,
    OutcomeAdjustment,
)

FIELDS = {"cause": "orsak", "action": "åtgärd", "risk": "risk"}
KINDS = {"utfall": "Justering av utfall", "kontroller": "Justering på kontrollernivå"}


def unit_stops(follow_up: FollowUp, unit: int) -> tuple[Stop, ...]:
    """What holds a unit's forecast up: its comments, analyses and drafts of them."""
    names = Names.of(follow_up)
    code = names.units.nodes[unit].code if unit in names.units.nodes else ""
    texts = names.texts_of_units([unit])
    drafts = of_drafts(follow_up, names.spot, prefix=f"{SECTION}/{code}/")
    return (*of_stored(texts), *drafts)


def stops(follow_up: FollowUp) -> tuple[Stop, ...]:
    """What of the money holds the whole follow-up up."""
    names = Names.of(follow_up)
    texts = (*names.texts_of_units(None), *names.texts_of_whole())
    drafts = of_drafts(follow_up, names.spot, prefix=f"{SECTION}/")
    return (*of_stored(texts), *drafts)


@dataclass(frozen=True, slots=True)
class Names:
    """What things are called in a follow-up's month."""

    follow_up: FollowUp
    units: Tree
    activities: Tree
    groups: Mapping[str, str]

    @classmethod
    def of(cls, follow_up: FollowUp) -> Names:
        """The trees as placed in the month, and the entry groups."""
        committee, month = follow_up.committee, follow_up.period
        return cls(
            follow_up,
            cost_centre_tree(committee, month=month),
            activity_tree(committee, month=month),
            {g.code: g.name for g in entry_groups(follow_up).values()},
        )

    def texts_of_units(self, units: Collection[int] | None) -> Iterator[Written]:
        """Comments, analyses and adjusted outcome of some units, or of all."""
        here = {"committee": self.follow_up.committee_id, "follow_up": self.follow_up}
        if units is not None:
            here["cost_centre__in"] = units
        names = ("cost_centre__code", "activity__code")
        rows = ForecastRow.objects.filter(**here).exclude(comment="")
        for unit, part, group, text in rows.values_list(
            *names, "group__name", "comment"
        ):
            yield Written(*self._row(unit, part, group), text)
        comments = ActivityComment.objects.filter(**here).exclude(text="")
        for unit, part, text in comments.values_list(*names, "text"):
            yield Written(*self._row(unit, part), text)
        for row in Analysis.objects.filter(**here).values_list(*names, *FIELDS):
            for field, text in zip(FIELDS, row[2:], strict=True):
                yield Written(*self._analysis(row[0], row[1], field), text)
        adjusted = OutcomeAdjustment.objects.filter(**here)
        for number, text in adjusted.values_list("pk", "text"):
            yield Written(*self._adjustment("utfall", str(number)), text)

    def texts_of_whole(self) -> Iterator[Written]:
        """Controllers' adjustments, and the names of the year's actions."""
        here = self.follow_up
        adjusted = ControllerAdjustment.objects.filter(
            committee=here.committee_id, follow_up=here
        )
        for number, text in adjusted.values_list("pk", "reason"):
            yield Written(*self._adjustment("kontroller", str(number)), text)
        effects = ActionEffect.objects.filter(
            committee=here.committee_id, year=here.year
        )
        actions = Action.objects.filter(pk__in=effects.values("action"))
        for number, text in actions.values_list("pk", "name"):
            yield Written(*self._action(str(number)), text)

    def spot(self, place: str) -> Spot | None:
        """A draft's place in words, and its page; None where it is not of money."""
        match place.split("/")[1:]:
            case [_, unit, "rad", part, group, _]:
                return self._row(unit, part, self.groups.get(group, group))
            case [_, unit, "analys", part, field]:
                return self._analysis(unit, part, field)
            case [_, "justering", kind, number, _]:
                return self._adjustment(kind, number)
            case [_, "atgard", number, _]:
                return self._action(number)
            case [_, "effektivisering", number, _]:
                return self._saving(number)
            case _:
                return None

    def _row(self, unit: str, activity: str, group: str = "") -> Spot:
        """A comment in a unit's grid."""
        words = [_named(self.units, unit), _named(self.activities, activity)]
        words += [group] if group else []
        url = address("finance:grid", self.follow_up, unit=unit)
        return Spot(f"{', '.join(words)}: kommentar", url)

    def _analysis(self, unit: str, activity: str, field: str) -> Spot:
        """A text of an analysis."""
        words = f"{_named(self.units, unit)}, {_named(self.activities, activity)}"
        where = {"unit": unit, "activity": activity}
        url = address("finance:analysis", self.follow_up, **where)
        return Spot(f"{words}: analys, {FIELDS.get(field, field)}", url)

    def _adjustment(self, kind: str, number: str) -> Spot:
        """The text of an adjustment, or of one that is new."""
        if not number.isdigit():
            url = address("finance:adjustment_new", self.follow_up, kind=kind)
            return Spot(f"{KINDS.get(kind, kind)}, ny", url)
        where = {"kind": kind, "adjustment": int(number)}
        url = address("finance:adjustment", self.follow_up, **where)
        return Spot(KINDS.get(kind, kind), url)

    def _action(self, number: str) -> Spot:
        """The name of an action, or of one that is new."""
        if not number.isdigit():
            return Spot("Ny åtgärd", address("finance:action_new", self.follow_up))
        url = address("finance:action", self.follow_up, action=int(number))
        return Spot("Åtgärd: benämning", url)

    def _saving(self, number: str) -> Spot:
        """The name of a saving, or of one that is new."""
        if not number.isdigit():
            url = address("finance:saving_new", self.follow_up)
            return Spot("Ny effektivisering", url)
        url = address("finance:saving", self.follow_up, saving=int(number))
        return Spot("Effektivisering: benämning", url)


def _named(tree: Tree, code: str) -> str:
    """`775 Hemtjänst`; only the code where the month's tree has no such node."""
    found = tree.by_code.get(code)
    return f"{code} {tree.nodes[found].name}" if found is not None else code
