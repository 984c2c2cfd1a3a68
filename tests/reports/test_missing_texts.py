"""The texts that a report lacks, as the start page names them."""

from __future__ import annotations

import pytest

from committees.access import place_of
from committees.models import Role
from reports.models import OutlineItem, OutlineKind, ReportText
from reports.start.waiting import waiting
from tests.conftest import follow_up, person

pytestmark = pytest.mark.django_db
SLUG, MONTH = "sodertalje-on", "2018-04"


def missing(*keys: str) -> str:
    """What is said where only some texts are missing."""
    here = follow_up(SLUG, MONTH)
    ReportText.objects.filter(follow_up=here).delete()
    outline = OutlineItem.objects.filter(
        committee=here.committee, kind=OutlineKind.TEXT
    ).exclude(key__in=keys)
    ReportText.objects.bulk_create(
        ReportText(follow_up=here, key=each.key, html="<p>Text.</p>")
        for each in outline
    )
    place = place_of(person(SLUG, Role.CONTROLLER), SLUG, MONTH)
    tasks = waiting(place, on=here.period.last_day)
    return next(task.text for task in tasks if "saknas i rapporten" in task.text)


def test_a_text_without_a_heading_is_named_by_the_nearest_above() -> None:
    told = "En text saknas i rapporten, under rubriken Övrig verksamhet."
    assert missing("ovrigt") == told


def test_texts_under_one_heading_name_it_once() -> None:
    told = "2 texter saknas i rapporten, under rubriken Ordinärt boende."
    assert missing("volym-hemtjanst", "volym-stod") == told


def test_without_any_heading_only_the_number_is_told() -> None:
    OutlineItem.objects.filter(committee__slug=SLUG).update(heading="")
    assert missing("lss", "sol") == "2 texter saknas i rapporten."
