"""Why money deviates is told alike by the start page and by the pages of deviations."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.http import QueryDict

from committees.access import Place, place_of
from committees.models import Role
from committees.trees import activity_tree
from finance.models import ForecastRow
from reports.dashboards.levels.level import level
from reports.dashboards.levels.pieces import By, Shown
from reports.dashboards.levels.whys import Why, whys
from reports.dashboards.part import Part
from reports.start import texts
from reports.start.overview import overview
from tests.conftest import follow_up, person

pytestmark = pytest.mark.django_db
LATEST = [
    ("botkyrka-von", "2017-08"),
    ("sodertalje-on", "2018-04"),
    ("enkoping-von", "2024-08"),
]


def plain(text: str) -> str:
    return " ".join(text.rstrip("\N{HORIZONTAL ELLIPSIS}").split())


def told_of(place: Place, code: str) -> list[Why]:
    """What the page above an activity says of it."""
    tree = activity_tree(place.committee, month=place.follow_up.period)
    above = tree.nodes.get(tree.nodes[tree.by_code[code]].parent or 0)
    query = QueryDict(f"verksamhet={above.code}" if above else "")
    part = Part.of(place, query)
    found = level(part, Shown(part.narrowing, By.ACTIVITY))
    choice = ("activity", code)
    lines = tuple(line for line in found.lines if line.piece.choice == choice)
    return list(whys(place, part, replace(found, lines=lines)))


@pytest.mark.parametrize(("slug", "month"), LATEST)
def test_both_pages_choose_the_same_text(slug: str, month: str) -> None:
    place = place_of(person(slug, Role.CONTROLLER), slug, month)
    largest = overview(place.follow_up).largest
    assert any(each.comment for each in largest)
    for each in largest:
        told = [plain(why.text) for why in told_of(place, each.code)]
        assert bool(told) == bool(each.comment), each.code
        assert all(plain(each.comment).startswith(text) for text in told), each.code


@pytest.mark.parametrize("most", [0, 1])
def test_a_text_of_what_adds_most_goes_before_a_longer_one(most: int) -> None:
    here = follow_up("botkyrka-von", "2017-08")
    rows = ForecastRow.objects.filter(follow_up=here).exclude(comment="")
    both = sorted(set(rows.values_list("activity_id", flat=True)))[:2]
    rows.filter(activity__in=both).update(comment="Mycket längre. " * 20)
    rows.filter(activity=both[most]).update(comment="Kort.")
    adds = {both[most]: 100, both[1 - most]: -100}
    (told,) = texts.whys(here, [adds], cost_centres=None)
    assert told is not None
    assert told.text == "Kort."
