"""External providers: shares computed from money, counts entered by the office."""

from __future__ import annotations

import pytest

from committees.models import Event, Role, TextDraft
from committees.navigation import address
from goals.models import ProviderArea, ProviderCount
from reports import catalogue
from reports.pages.providers import provider_table
from tests.conftest import follow_up, signed_in

pytestmark = pytest.mark.django_db

SLUG, MONTH = "enkoping-von", "2024-08"


def where() -> str:
    """The page."""
    return address("reports:providers", follow_up(SLUG, MONTH))


def sent(**changed: str) -> dict[str, str]:
    """The forms as they stand, with something changed: by area and field."""
    found = {}
    stored = {
        c.area_id: c
        for c in ProviderCount.objects.filter(follow_up=follow_up(SLUG, MONTH))
    }
    for area in ProviderArea.objects.filter(committee__slug=SLUG):
        count = stored.get(area.pk)
        for name in ("providers", "followed_up", "comment"):
            value = getattr(count, name) if count else None
            found[f"{area.code}-{name}"] = "" if value is None else str(value)
    return {**found, **changed}


def first_area() -> ProviderArea:
    """The first area of the committee."""
    found = ProviderArea.objects.filter(committee__slug=SLUG).first()
    assert found is not None
    return found


def test_the_page_shows_the_shares_of_the_report() -> None:
    here = follow_up(SLUG, MONTH)
    report = catalogue.table(here, "external-providers")
    ours = provider_table(here)
    pairs = zip(ours.rows, report.rows, strict=True)
    assert all(mine.values[:2] == theirs.values[:2] for mine, theirs in pairs)


def test_a_count_is_stored_and_told_in_the_trail() -> None:
    area = first_area()
    answer = signed_in(SLUG, Role.SECRETARY).post(
        where(), sent(**{f"{area.code}-providers": "31"})
    )
    assert answer.status_code == 302
    count = ProviderCount.objects.get(follow_up=follow_up(SLUG, MONTH), area=area)
    assert count.providers == 31
    told = Event.objects.filter(subject="providercount", subject_id=str(count.pk))
    assert [event.field for event in told] == ["providers"]


def test_more_followed_up_than_there_are_is_told_and_nothing_is_stored() -> None:
    area = first_area()
    before = list(ProviderCount.objects.values_list("pk", "providers", "followed_up"))
    changed = {f"{area.code}-providers": "3", f"{area.code}-followed_up": "4"}
    answer = signed_in(SLUG, Role.SECRETARY).post(where(), sent(**changed))
    page = answer.content.decode()
    assert "Fler är uppföljda än vad det finns utförare." in page
    assert 'value="4"' in page
    now = list(ProviderCount.objects.values_list("pk", "providers", "followed_up"))
    assert now == before


def test_a_budget_holder_reads_but_does_not_write() -> None:
    client = signed_in(SLUG, Role.BUDGET_HOLDER)
    assert client.get(where()).status_code == 200
    assert client.post(where(), sent()).status_code == 403


def test_a_comment_that_says_too_much_is_its_authors_draft_until_mended() -> None:
    area, client = first_area(), signed_in(SLUG, Role.SECRETARY)
    field, text = f"{area.code}-comment", "Beslutet för 811228-9874 är ändrat"
    assert client.post(where(), sent(**{field: text})).status_code == 200
    assert not ProviderCount.objects.filter(comment=text).exists()
    draft = TextDraft.objects.get()
    assert draft.place == f"{MONTH}/mal/utforare/{area.code}/comment"
    page = client.get(where()).text
    assert text in page
    assert "Bara du ser texten" in page
    assert text not in signed_in(SLUG, Role.CONTROLLER).get(where()).text
    client.post(where(), sent(**{field: "Två avtal är nya."}))
    assert not TextDraft.objects.exists()
    assert ProviderCount.objects.filter(comment="Två avtal är nya.").exists()
