"""The unit that a grid's address names, and who may write in it.

Only those write who answer for the unit, or run the follow-up; everybody else is
refused here, whatever route she came by.
"""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import Http404

from committees.access import Place
from committees.holders import HOLDING
from committees.scope import scope_of, write_scope_of
from committees.trees import Node, cost_centre_tree

NOT_MINE = "Du kan läsa den här enheten men inte ändra den."


def unit_of(place: Place, code: str) -> Node:
    """The cost centre of a code; Http404 unless the person may read its rows."""
    tree = cost_centre_tree(place.committee, month=place.follow_up.period)
    found = tree.by_code.get(code)
    if found is None or not scope_of(place).reaches(found, tree=tree):
        raise Http404("Enheten finns inte, eller så kan du inte läsa dess rader.")
    return tree.nodes[found]


def own_unit(place: Place, code: str) -> Node:
    """As `unit_of`, without asking for a unit that the person's own role names."""
    for membership in place.here:
        unit = membership.cost_centre
        if unit is not None and unit.code == code and membership.role in HOLDING:
            return Node(unit.pk, code, code, 0)
    return unit_of(place, code)


def refuse_strangers(place: Place, unit: Node) -> None:
    """PermissionDenied unless the person enters figures for the unit."""
    scope = write_scope_of(place)
    if scope.tops is None or unit.code in scope.tops:
        return
    tree = cost_centre_tree(place.committee, month=place.follow_up.period)
    if not scope.reaches(unit.id, tree=tree):
        raise PermissionDenied(NOT_MINE)
