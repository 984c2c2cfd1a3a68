"""A file of Kolada's values that is taken back: all as it was, or nothing."""

from __future__ import annotations

import pytest
from django.urls import reverse

from committees.models import Event, FollowUp, FollowUpState, ImportBatch, Role
from goals.models import IndicatorValue
from goals.taking_back import TakingBackError, take_back
from goals.taking_in import take_in
from tests.conftest import follow_up, signed_in
from tests.goals.indicators import MONTH, SLUG, seat
from tests.goals.test_indicators import text
from tests.goals.test_kolada import SAMPLE, indicator, send

pytestmark = pytest.mark.django_db


def everything() -> list[tuple[object, ...]]:
    """All that is stored of the indicator."""
    return list(IndicatorValue.objects.filter(indicator=indicator()).values_list())


def taken() -> ImportBatch:
    """The sample, taken in."""
    return take_in(
        follow_up(SLUG, MONTH),
        file_name="k.json",
        content=SAMPLE.read_bytes(),
        by=seat().user,
    )


def test_what_is_taken_back_leaves_everything_as_it_was() -> None:
    IndicatorValue.objects.filter(indicator=indicator(), year=2016).update(
        value_milli=None, text="Inte publicerat"
    )
    before = everything()
    batch = taken()
    assert everything() != before
    take_back(batch, follow_up=follow_up(SLUG, MONTH), by=seat().user)
    assert everything() == before
    told = Event.objects.filter(subject="indicator", origin="undo")
    assert {(each.field, each.old, each.new) for each in told} == {
        ("T:2016-00", "84000", ""),
        ("text:2016-00", "", "Inte publicerat"),
        ("K:2016-00", "83251", ""),
        ("M:2016-00", "86100", ""),
        ("T:2016-00:0181", "88400", ""),
    }


def test_what_was_changed_since_is_not_taken_back() -> None:
    batch = taken()
    IndicatorValue.objects.filter(batch=batch, sex="K").update(batch=None)
    IndicatorValue.objects.filter(batch=batch, sex="M").delete()
    before = everything()
    with pytest.raises(TakingBackError) as told:
        take_back(batch, follow_up=follow_up(SLUG, MONTH), by=seat().user)
    assert "2 av värdena har ändrats eller tagits bort" in str(told.value)
    assert "Nöjda med hemtjänsten, kvinnor, hela 2016" in str(told.value)
    assert everything() == before


def test_a_file_is_taken_back_on_its_page_and_may_come_again() -> None:
    controller = signed_in(SLUG, Role.CONTROLLER)
    page = reverse("goals:taken_in", args=(SLUG, MONTH, taken().pk))
    assert "3 nya värden tas bort och 1 ändrat värde blir som före" in text(
        controller.get(page)
    )
    assert "Ångra" not in text(signed_in(SLUG, Role.MANAGER).get(page))
    done = text(controller.post(f"{page}angra/", follow=True))
    assert "Inläsningen av k.json är ångrad" in done
    assert "Ångrad" in done
    assert "redan ångrad" in text(controller.post(f"{page}angra/", follow=True))
    again = send(controller, SAMPLE.read_bytes()).context["look"]
    assert not again.known
    assert len(again.changes) == 4


def test_nothing_is_taken_back_when_the_follow_up_is_over() -> None:
    batch, here = taken(), follow_up(SLUG, MONTH)
    FollowUp.objects.filter(pk=here.pk).update(state=FollowUpState.SENT)
    here.refresh_from_db()
    with pytest.raises(TakingBackError, match="utsänd"):
        take_back(batch, follow_up=here, by=seat().user)
    assert ImportBatch.objects.get(pk=batch.pk).live


def test_a_file_that_remembers_nothing_says_so() -> None:
    batch = taken()
    del batch.protocol["before"]
    batch.save()
    with pytest.raises(TakingBackError, match="inget sparat"):
        take_back(batch, follow_up=follow_up(SLUG, MONTH), by=seat().user)
