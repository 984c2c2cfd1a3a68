"""A text that holds a report up is told with the page where it is mended."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from committees import drafts
from committees.drafts import Author, spot
from committees.models import FollowUp, Role
from goals.models import (
    ControlItem,
    Indicator,
    IndicatorTarget,
    IndicatorValue,
    PlanLine,
    ProviderArea,
    ProviderCount,
)
from goals.topics import kept
from reports.stops import plan_spot, provider_spot, stops
from tests.conftest import follow_up, person, signed_in

pytestmark = pytest.mark.django_db

SLUG, MONTH = "enkoping-von", "2024-08"
NUMBER = "Beslutet för 811228-9874 är ändrat"


def here() -> FollowUp:
    """The follow-up that is open."""
    return follow_up(SLUG, MONTH)


def of_plan() -> str:
    """A word of the plan."""
    line = PlanLine.objects.filter(topic__in=kept(here()))[0]
    PlanLine.objects.filter(pk=line.pk).update(consequence=NUMBER)
    return f"{line.topic.name}, konsekvens"


def of_control() -> str:
    """How a risk is controlled."""
    item = ControlItem.objects.filter(topic__in=kept(here()))[0]
    ControlItem.objects.filter(pk=item.pk).update(method=NUMBER)
    return f"{item.topic.name}, metod"


def entered_indicator() -> Indicator:
    """One whose outcome is typed."""
    at = here()
    return Indicator.objects.filter(committee=at.committee, link="")[0]


def of_value() -> str:
    """An outcome in words, of the year before."""
    at = here()
    indicator = entered_indicator()
    IndicatorValue.objects.update_or_create(
        committee=at.committee,
        indicator=indicator,
        year=2023,
        month=0,
        sex="",
        municipality="",
        defaults={"text": NUMBER},
    )
    return f"{indicator.name}, i ord, hela 2023"


def of_target() -> str:
    """A target in words."""
    at = here()
    indicator = entered_indicator()
    Indicator.objects.filter(pk=indicator.pk).update(numeric=False)
    IndicatorTarget.objects.update_or_create(
        committee=at.committee,
        indicator=indicator,
        year=2024,
        defaults={"text": NUMBER},
    )
    return f"{indicator.name}, mål i ord 2024"


def of_providers() -> str:
    """What is said of an area's providers."""
    at = here()
    area = ProviderArea.objects.filter(committee=at.committee)[0]
    ProviderCount.objects.update_or_create(
        committee=at.committee,
        follow_up=at,
        area=area,
        defaults={"comment": NUMBER},
    )
    return f"Externa utförare, {area.name}: kommentar"


SORTS = [of_plan, of_control, of_value, of_target, of_providers]


@pytest.mark.parametrize("trouble", SORTS)
def test_a_stored_text_is_mended_where_the_link_leads(
    trouble: Callable[[], str],
) -> None:
    where = trouble()
    (stop,) = stops(here())
    assert stop.where == where
    page = signed_in(SLUG, Role.CONTROLLER).get(stop.url)
    assert (page.status_code, NUMBER in page.content.decode()) == (200, True)


@pytest.mark.parametrize("trouble", SORTS)
def test_the_export_tells_where_with_the_link(trouble: Callable[[], str]) -> None:
    where = trouble()
    url = f"/{SLUG}/{MONTH}/rapport/export/ny/"
    answer = signed_in(SLUG, Role.SECRETARY).post(url)
    assert answer.status_code == 409
    text = answer.content.decode()
    assert f">{where}</a>" in text
    assert "811228" not in text


def test_drafts_are_told_by_what_they_are_of() -> None:
    at = here()
    author = Author(at.committee, person(SLUG, Role.CONTROLLER))
    area = ProviderArea.objects.filter(committee=at.committee)[0]
    indicator = Indicator.objects.filter(committee=at.committee)[0]
    places = (
        f"{provider_spot(at, area.code)}/comment",
        f"{plan_spot(at)}/benamning",
        spot(at, "mal", "indikatorer", indicator.code, "text:2024-08"),
    )
    for place in places:
        drafts.keep(author, place, NUMBER)
    told = {stop.where for stop in stops(at)}
    assert told == {
        f"Externa utförare, {area.name}: kommentar",
        "Ny rad i handlingsplanen",
        f"{indicator.name}, i ord, augusti 2024",
    }
