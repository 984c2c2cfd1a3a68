"""Which part of a committee's money a page is of: in the address, and as words.

All pages of deviations read the same choices from the address, so that a view can be
mailed and Back is right. Codes are those of the follow-up's month.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from urllib.parse import quote_plus
from uuid import UUID

from django.http import Http404, QueryDict

from committees.access import Place
from committees.kept import Kept
from committees.models import CostCentreRole, FollowUp, LegalBasis, Provider
from committees.periods import Month
from committees.trees import Node, Tree, activity_tree, cost_centre_tree
from finance.delivery import external
from finance.forecast.row_books import Group, entry_groups
from finance.sources import Delivery, Where

PARAMETERS = {
    "activity": "verksamhet",
    "cost_centre": "ansvar",
    "group": "kontogrupp",
    "role": "roll",
    "legal_basis": "lagrum",
    "provider": "regi",
}
"""What each choice is called in addresses."""
ROLES = {str(role.value): str(role.label).capitalize() for role in CostCentreRole}
LEGAL_BASES = {
    str(basis.value): str(basis.label) for basis in LegalBasis if basis.value
}
PROVIDERS = {
    Provider.OWN.value: "Egen regi",
    Provider.EXTERNAL.value: "Externa utförare",
}
WORDS = {"role": ROLES, "legal_basis": LEGAL_BASES, "provider": PROVIDERS}
"""What choices that have no place of their own are called, by code."""


@dataclass(frozen=True, slots=True)
class Narrowing:
    """What is chosen, by code; an empty choice is all of it."""

    activity: str = ""
    cost_centre: str = ""
    group: str = ""
    role: str = ""
    legal_basis: str = ""
    provider: str = ""

    @classmethod
    def of(cls, query: QueryDict) -> Narrowing:
        """What an address chooses, known or not."""
        chosen = {name: query.get(word, "") for name, word in PARAMETERS.items()}
        return cls(**chosen)

    def with_(self, name: str, code: str) -> Narrowing:
        """The same with one choice made anew; an empty code takes it away."""
        return replace(self, **{name: code})

    @property
    def parameters(self) -> dict[str, str]:
        """The choices that are made, as an address tells them."""
        told = ((word, getattr(self, name)) for name, word in PARAMETERS.items())
        return {word: code for word, code in told if code}

    def query(self, **rest: str) -> str:
        """The choices and what else a page asks, as `?…`; nothing where none is."""
        given = {name: value for name, value in rest.items() if value}
        parameters = {**given, **self.parameters}
        if not parameters:
            return ""
        # Codes are most often plain, and a page may have hundreds of addresses.
        told = (f"{name}={_quoted(value)}" for name, value in parameters.items())
        return f"?{'&'.join(told)}"


def _quoted(value: str) -> str:
    """A value as it stands in an address."""
    return value if value.isascii() and value.isalnum() else quote_plus(value)


@dataclass(frozen=True, slots=True)
class Crumb:
    """A step above what is shown, with the choice that leads there."""

    label: str
    to: Narrowing


@dataclass(frozen=True, slots=True)
class Ground:
    """A follow-up's trees and account groups, which choices are read against.

    The trees are those of `month`; none means the follow-up's.
    """

    follow_up: FollowUp
    activities: Tree
    cost_centres: Tree
    groups: Mapping[int, Group]
    month: Month | None = None

    @classmethod
    def of(cls, place: Place) -> Ground:
        """The trees of the follow-up's month."""
        follow_up, month = place.follow_up, place.follow_up.period
        return cls(
            follow_up,
            activity_tree(place.committee, month=month),
            cost_centre_tree(place.committee, month=month),
            _groups(follow_up),
        )

    def group(self, code: str) -> Group | None:
        """The account group of a code."""
        found = (group for group in self.groups.values() if group.code == code)
        return next(found, None)

    def node(self, name: str, code: str) -> Node:
        """The chosen activity or cost centre."""
        tree = self.activities if name == "activity" else self.cost_centres
        return tree.nodes[tree.by_code[code]]

    def where(self, narrowing: Narrowing) -> Where:
        """The money of a choice; Http404 with the words for what is not known."""
        self._check(narrowing)
        group = self.group(narrowing.group)
        return Where(
            activities=_places(
                self.activities,
                narrowing.activity,
                legal_basis=narrowing.legal_basis,
            ),
            cost_centres=_places(
                self.cost_centres, narrowing.cost_centre, role=narrowing.role
            ),
            groups=frozenset({group.id}) if group else None,
            delivery=self._delivery(narrowing),
        ).told

    def _check(self, narrowing: Narrowing) -> None:
        """Http404 where a code stands for nothing in the follow-up's month."""
        known = {
            "ingen verksamhet": (narrowing.activity, self.activities.by_code),
            "inget ansvar": (narrowing.cost_centre, self.cost_centres.by_code),
            "ingen kontogrupp": (
                narrowing.group,
                {group.code for group in self.groups.values()},
            ),
            "ingen roll": (narrowing.role, ROLES),
            "inget lagrum": (narrowing.legal_basis, LEGAL_BASES),
            "ingen regi": (narrowing.provider, PROVIDERS),
        }
        for none, (code, codes) in known.items():
            if code and code not in codes:
                month = self.follow_up.period
                reason = (
                    f"Det finns {none} {code} i {month.name} {month.year}. Koden kan"
                    " ha gällt en annan tid: gå upp ett steg och välj på nytt."
                )
                raise Http404(reason)

    def _delivery(self, narrowing: Narrowing) -> Delivery | None:
        """Who delivers what is chosen; None: anybody."""
        if not narrowing.provider:
            return None
        here = self.follow_up
        found = external(here.committee, month=self.month or here.period)
        return replace(found, is_external=narrowing.provider == Provider.EXTERNAL)

    def name(self, narrowing: Narrowing) -> str:
        """What is chosen in words; the committee's name where nothing is."""
        parts = [crumb.label for crumb in self.chosen(narrowing)]
        return ", ".join(parts) or self.follow_up.committee.name

    def chosen(self, narrowing: Narrowing) -> tuple[Crumb, ...]:
        """Each choice in words, with the choices left when it is taken away."""
        found: list[Crumb] = []
        for name in ("activity", "cost_centre"):
            code = getattr(narrowing, name)
            if code:
                label = f"{code} {self.node(name, code).name}"
                found.append(Crumb(label, narrowing.with_(name, "")))
        group = self.group(narrowing.group)
        if group:
            found.append(Crumb(group.name, narrowing.with_("group", "")))
        for name, words in WORDS.items():
            code = getattr(narrowing, name)
            if code:
                found.append(Crumb(words[code], narrowing.with_(name, "")))
        return tuple(found)

    def crumbs(self, narrowing: Narrowing) -> tuple[Crumb, ...]:
        """The steps from the whole committee down to what is chosen, itself last.

        Down the activities first, then the cost centres, then the rest.
        """
        at = Narrowing()
        found = [Crumb(self.follow_up.committee.name, at)]
        for name, tree in (
            ("activity", self.activities),
            ("cost_centre", self.cost_centres),
        ):
            code = getattr(narrowing, name)
            for node in tree.path(tree.by_code[code]) if code else ():
                at = at.with_(name, node.code)
                found.append(Crumb(f"{node.code} {node.name}", at))
        group = self.group(narrowing.group)
        if group:
            at = at.with_("group", group.code)
            found.append(Crumb(group.name, at))
        for name, words in WORDS.items():
            code = getattr(narrowing, name)
            if code:
                at = at.with_(name, code)
                found.append(Crumb(words[code], at))
        return tuple(found)


def _places(tree: Tree, code: str, **kinds: str) -> frozenset[int] | None:
    """The places under a code that are of some kind; None: all of the tree."""
    found = tree.under([code]) if code else None
    for name, kind in kinds.items():
        if kind:
            nodes = tree.nodes.values()
            held = frozenset(n.id for n in nodes if getattr(n, name) == kind)
            found = held if found is None else found & held
    return found


_KEPT: Kept[tuple[UUID, int], dict[int, Group]] = Kept(most=200)


def _groups(follow_up: FollowUp) -> dict[int, Group]:
    """The account groups of the follow-up's year, kept while nothing changes."""
    key = follow_up.committee.structure, follow_up.year
    return _KEPT.get(key, lambda: entry_groups(follow_up))
