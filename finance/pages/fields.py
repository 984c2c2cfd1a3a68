"""Fields that the pages above the rows share: amounts, units, activities, groups."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import forms

from committees.access import Place
from committees.grid.entry import EntryError, ore
from committees.models import Activity, CostCentre, FollowUp
from committees.numbers import Scale, Unit, in_unit
from committees.periods import Month
from committees.scope import write_scope_of
from committees.trees import Tree, activity_tree, cost_centre_tree
from finance.forms import branches
from finance.models import AccountGroup, Purpose

DECIMALS = {Unit.KR: 2, Unit.TKR: 0, Unit.MKR: 1}


def scale_of(place: Place) -> Scale:
    """The unit and decimals that the person reads amounts in."""
    unit = Unit(place.user.amount_unit)
    return Scale(unit, DECIMALS[unit])


class OreField(forms.CharField):
    """An amount typed in a unit; whole öre, plus improves the result."""

    def __init__(self, *, unit: Unit, **rest: Any) -> None:
        """An amount in the person's unit."""
        self.unit = unit
        attrs = {"inputmode": "text", "autocomplete": "off", "class": "amount"}
        super().__init__(widget=forms.TextInput(attrs=attrs), **rest)

    def clean(self, value: Any) -> int | None:
        """The öre, or the reason why there are none; None where nothing is typed."""
        text = super().clean(value)
        if not text:
            return None
        try:
            return ore(text, unit=self.unit)
        except EntryError as fault:
            raise forms.ValidationError(str(fault)) from fault

    def prepare_value(self, value: Any) -> Any:
        """Öre as people type them: decimal comma, nothing between thousands."""
        if not isinstance(value, int):
            return value
        exact = in_unit(value, self.unit).normalize()
        return f"{exact:f}".replace(".", ",")


@dataclass(frozen=True, slots=True)
class Axes:
    """What a row can be placed on in a follow-up; units are those the person writes."""

    cost_centres: Tree
    activities: Tree
    groups: tuple[AccountGroup, ...]
    writable: frozenset[int] | None

    @classmethod
    def of(cls, place: Place) -> Axes:
        """The axes of the follow-up's month."""
        month = place.follow_up.period
        units = cost_centre_tree(place.committee, month=month)
        return cls(
            cost_centres=units,
            activities=activity_tree(place.committee, month=month),
            groups=entry_groups(place.follow_up),
            writable=write_scope_of(place).cost_centres(units),
        )

    def unit_choices(self) -> list[tuple[str, str]]:
        """The cost centres that the person writes, in reading order."""
        return [
            (code, label)
            for code, label in branches(self.cost_centres)
            if self.writable is None or self.cost_centres.by_code[code] in self.writable
        ]

    def group_choices(self) -> list[tuple[str, str]]:
        """The entry groups."""
        return [(group.code, group.name) for group in self.groups]

    def unit(self, code: str) -> CostCentre | None:
        """The cost centre of a code; None of the empty one."""
        tree = self.cost_centres
        return CostCentre.objects.get(pk=tree.by_code[code]) if code else None

    def activity(self, code: str) -> Activity | None:
        """The activity of a code; None of the empty one."""
        tree = self.activities
        return Activity.objects.get(pk=tree.by_code[code]) if code else None

    def group(self, code: str) -> AccountGroup | None:
        """The entry group of a code; None of the empty one."""
        return next((group for group in self.groups if group.code == code), None)


def entry_groups(follow_up: FollowUp) -> tuple[AccountGroup, ...]:
    """The entry groups of the follow-up's year, in order."""
    return tuple(
        AccountGroup.objects.filter(
            grouping__committee=follow_up.committee,
            grouping__purpose=Purpose.ENTRY,
            grouping__from_year__lte=follow_up.year,
            grouping__to_year__gte=follow_up.year,
        ).order_by("position")
    )


def choice(
    label: str, choices: Iterable[tuple[str, str]], *, empty: str = "Välj", **rest: Any
) -> forms.ChoiceField:
    """A choice that begins with nothing chosen."""
    return forms.ChoiceField(label=label, choices=[("", empty), *choices], **rest)


def named(tree: Tree, node: int, code: object) -> str:
    """`775 Hemtjänst`; only the code where the tree of the month has no such node."""
    return f"{code} {tree.nodes[node].name}" if node in tree.nodes else str(code)


def month_text(number: int | None) -> str:
    """`september 2017` of a stored month; nothing of none."""
    if number is None:
        return ""
    month = Month.from_number(number)
    return f"{month.name} {month.year}"
