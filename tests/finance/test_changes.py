"""What has changed since last time: the rows, the words, and the kept versions."""

from __future__ import annotations

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from committees.models import CostCentre, Role
from committees.numbers import Scale, Unit
from committees.trees import Tree
from finance.models import ForecastRow, ForecastVersion
from finance.review.changes import (
    Change,
    Forecast,
    Key,
    Naming,
    compared,
    last_with_forecast,
    rows_of,
    rows_of_version,
    sentence,
)
from tests.conftest import follow_up, person, signed_in
from tests.finance.above import HERE, MONTH, SLUG

TKR = Scale(Unit.TKR)
EMPTY = Tree({}, {}, {})
NAMES = Naming(EMPTY, EMPTY, {"50": "Personal", "31": "Avgifter"}, frozenset({"31"}))
KEYS = st.builds(Key, st.sampled_from("ab"), st.sampled_from("cd"), st.just("50"))
ROWS = st.dictionaries(KEYS, st.builds(Forecast, st.integers(-(10**13), 10**13)))


def change(group: str, before: int | None, now: int | None) -> Change:
    """A changed row of tkr."""
    return Change(Key("5322", "775", group), _ore(before), _ore(now), comment="")


def _ore(tkr: int | None) -> int | None:
    """Thousands of kronor as öre."""
    return None if tkr is None else tkr * 100_000


@given(ROWS, ROWS)
def test_the_changes_sum_to_the_difference_and_come_largest_first(
    before: dict[Key, Forecast], now: dict[Key, Forecast]
) -> None:
    found = compared(before, now)
    difference = sum(r.ore for r in now.values()) - sum(r.ore for r in before.values())
    assert sum(each.ore for each in found) == difference
    sizes = [abs(each.ore) for each in found]
    assert sizes == sorted(sizes, reverse=True)
    assert 0 not in sizes


@pytest.mark.parametrize(
    ("what", "said"),
    [
        (change("50", -4_000, -4_300), "kostnaden väntas bli 300 tkr högre än i maj"),
        (change("50", -4_300, -4_000), "kostnaden väntas bli 300 tkr lägre än i maj"),
        (change("31", 900, 700), "intäkten väntas bli 200 tkr lägre än i maj"),
        (change("50", None, -40), "kostnaden är ny, 40 tkr"),
        (change("50", -40, None), "kostnaden är borttagen. Den var 40 tkr i maj"),
    ],
)
def test_a_change_in_words(what: Change, said: str) -> None:
    text = sentence(what, NAMES, scale=TKR, since="maj").replace("\xa0", " ")
    assert said in text.replace("\u202f", " ")


@pytest.fixture
def controller() -> Client:
    """Signed in as a controller of the committee."""
    return signed_in(SLUG, Role.CONTROLLER)


@pytest.mark.django_db
def test_the_page_compares_with_the_years_last_forecast(controller: Client) -> None:
    here = follow_up(SLUG, MONTH)
    last = last_with_forecast(here)
    assert last is not None
    assert str(last.period) == "2017-05"
    text = controller.get(f"{HERE}andringar/").content.decode()
    assert "Prognosen nu mot Månadsuppföljning maj 2017" in text
    assert "Justeringar på kontrollernivå har ändrats med +3\u202f200 tkr" in text
    assert last_with_forecast(follow_up(SLUG, "2017-02")) is None


@pytest.mark.django_db
def test_a_changed_row_stands_first(controller: Client) -> None:
    here = follow_up(SLUG, MONTH)
    row = ForecastRow.objects.filter(follow_up=here, cost_centre__code="5411")[0]
    ForecastRow.objects.filter(pk=row.pk).update(
        amount_ore=row.amount_ore - 10**12, comment="Allt blev dyrare"
    )
    text = controller.get(f"{HERE}andringar/").content.decode()
    first = text[text.index("sentences") :]
    assert first.index("5411 Gruppbostäder norr") < 200
    assert "Allt blev dyrare" in first[:800]


@pytest.mark.django_db
def test_a_budget_holder_sees_the_rows_of_her_own_units() -> None:
    holder = signed_in(SLUG, Role.BUDGET_HOLDER)
    text = holder.get(f"{HERE}andringar/").content.decode()
    assert "5312" not in text
    assert "Du ser raderna för ditt ansvar." in text


@pytest.mark.django_db
def test_a_version_stays_as_it_was_handed_in(controller: Client) -> None:
    here = follow_up(SLUG, MONTH)
    unit = CostCentre.objects.get(code="5411", municipality=here.committee.municipality)
    rows = [{"activity": "7831", "group": "50", "ore": -100_000, "comment": "Så här"}]
    shared = {
        "follow_up": here,
        "cost_centre": unit,
        "by": person(SLUG, Role.BUDGET_HOLDER),
    }
    first = ForecastVersion.objects.create(**shared, number=98, rows=rows)
    later = [{**rows[0], "ore": -300_000}]
    second = ForecastVersion.objects.create(**shared, number=99, rows=later)
    assert rows_of_version(first)[Key("5411", "7831", "50")].ore == -100_000
    text = controller.get(f"{HERE}andringar/{second.pk}/").content.decode()
    assert "Ändrat sedan version 98" in text
    assert "Så här" in text
    assert (
        f"andringar/{second.pk}/"
        in controller.get(f"{HERE}andringar/").content.decode()
    )


@pytest.mark.django_db
def test_rows_can_be_narrowed_to_units() -> None:
    here = follow_up(SLUG, MONTH)
    assert rows_of(here, cost_centres=frozenset()) == {}
    assert len(rows_of(here)) == ForecastRow.objects.filter(follow_up=here).count()
