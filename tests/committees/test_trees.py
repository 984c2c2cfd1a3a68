"""The two trees as they stood in a month."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from committees.models import Activity, ActivityPlacement, Committee
from committees.periods import FOREVER, Month
from committees.trees import Node, Tree, _tree, activity_tree, cost_centre_tree

PARENTS = st.lists(st.integers(0, 30), max_size=30)


def tree(parents: list[int]) -> Tree:
    """A tree whose nodes hang under an earlier one, or stand at the top."""
    return _tree(
        Node(number, f"{number:02}", f"nod {number}", parent % number)
        for number, parent in enumerate(parents, start=1)
    )


@given(PARENTS)
def test_the_roots_hold_every_node_once(parents: list[int]) -> None:
    made = tree(parents)
    branches = [made.under([root.code]) for root in made.roots()]
    assert sum(len(branch) for branch in branches) == len(parents)
    assert frozenset().union(*branches) == made.nodes.keys()


@given(PARENTS)
def test_a_node_is_under_all_that_are_on_its_path(parents: list[int]) -> None:
    made = tree(parents)
    for node in made.nodes.values():
        path = made.path(node.id)
        assert path[-1] == node
        assert all(node.id in made.under([above.code]) for above in path)


def test_a_code_that_the_tree_does_not_hold_selects_nothing() -> None:
    assert tree([0, 1]).under(["99"]) == frozenset()
    assert tree([]).path(99) == ()


def test_a_node_whose_parent_is_not_placed_stands_at_the_top() -> None:
    made = _tree([Node(2, "b", "b", 1), Node(3, "a", "a", 1)])
    assert [node.code for node in made.roots()] == ["a", "b"]


@pytest.mark.django_db
def test_the_tree_is_that_of_the_month() -> None:
    committee = Committee.objects.get(slug="botkyrka-von")
    placed = ActivityPlacement.objects.get(
        committee=committee, activity__code="775", to_month=FOREVER
    )
    ActivityPlacement.objects.filter(pk=placed.pk).update(to_month=201706)
    committee.renew_structure()
    assert "775" in activity_tree(committee, month=Month(2017, 6)).by_code
    assert "775" not in activity_tree(committee, month=Month(2017, 7)).by_code


@pytest.mark.django_db
def test_a_node_keeps_its_identity_under_another_name() -> None:
    committee = Committee.objects.get(slug="botkyrka-von")
    node = Activity.objects.get(municipality=committee.municipality, code="775")
    old, new = (
        activity_tree(committee, month=Month(year, 1)).nodes[node.pk]
        for year in (2014, 2017)
    )
    assert old.id == new.id
    assert old.code == new.code == "775"


@pytest.mark.django_db
@pytest.mark.parametrize("slug", ["botkyrka-von", "sodertalje-on", "enkoping-von"])
def test_the_demo_trees_have_one_top_and_no_loose_ends(slug: str) -> None:
    committee = Committee.objects.get(slug=slug)
    for follow_up in committee.follow_ups.all():
        for read in (activity_tree, cost_centre_tree):
            made = read(committee, month=follow_up.period)
            assert all(
                node.parent == 0 or node.parent in made.nodes
                for node in made.nodes.values()
            )
            assert made.roots()
