"""Savings: proposals and decisions side by side, their sums, and their form."""

from __future__ import annotations

import pytest
from django.test import Client

from committees.models import Event, Role
from finance.models import (
    Action,
    ActionEffect,
    Saving,
    SavingAxis,
    SavingList,
    SavingPart,
)
from finance.review.saving_pairs import Pair, SavingYear, saving_years
from tests.conftest import follow_up, signed_in
from tests.finance.above import hidden

pytestmark = pytest.mark.django_db

SLUG, MONTH = "sodertalje-on", "2017-08"
HERE = f"/{SLUG}/{MONTH}/mal/effektiviseringar/"
NEW = {
    "kod": "N1",
    "benamning": "Färre resor med taxi",
    "lista": "förslag",
    "ar": "2018",
    "helar": "1 250,5",
    "effekt": "",
    "atgard": "",
    "tabell": "",
    "del-TOTAL_FORMS": "1",
    "del-INITIAL_FORMS": "0",
    "del-0-indelning": "kostnadsslag",
    "del-0-del_": "Övriga kostnader",
    "del-0-belopp": "1250,5",
}


@pytest.fixture
def controller() -> Client:
    """Signed in as a controller of the committee."""
    return signed_in(SLUG, Role.CONTROLLER)


def year_of(year: int = 2018) -> SavingYear:
    found = saving_years(follow_up(SLUG, MONTH))
    return next(each for each in found if each.year == year)


def pair_of(code: str) -> Pair:
    return next(
        pair
        for pair in year_of().pairs
        for saving in (*pair.proposed.savings, *pair.decided.savings)
        if saving.code == code
    )


def stored(code: str) -> Saving:
    return Saving.objects.get(committee__slug=SLUG, code=code)


def test_what_names_the_same_action_stands_side_by_side() -> None:
    Saving.objects.filter(pk=stored("B1").pk).update(name="Annat namn")
    pair = pair_of("F1")
    assert [s.code for s in pair.decided.savings] == ["B1"]
    assert pair.name == stored("F1").name
    assert pair.difference == -20_000_000


def test_what_has_the_same_name_stands_side_by_side() -> None:
    Saving.objects.filter(committee__slug=SLUG).update(action=None)
    Saving.objects.filter(pk=stored("B1").pk).update(
        name=f" ”{stored('F1').name.upper()}”"
    )
    assert [s.code for s in pair_of("F1").decided.savings] == ["B1"]


def test_what_has_codes_that_say_so_stands_side_by_side() -> None:
    Saving.objects.filter(committee__slug=SLUG).update(action=None)
    for old, new in (("F4", "forslag-flytt"), ("B1", "beslut-Flytt"), ("B2", "flytt")):
        Saving.objects.filter(pk=stored(old).pk).update(code=new, name=new)
    pair = pair_of("forslag-flytt")
    assert [s.code for s in pair.decided.savings] == ["beslut-Flytt"]
    assert pair_of("flytt").proposed.savings == ()


def test_every_decision_on_a_proposal_of_botkyrka_stands_beside_it() -> None:
    (year,) = saving_years(follow_up("botkyrka-von", MONTH))
    both = [p for p in year.pairs if p.proposed.savings and p.decided.savings]
    assert {pair.decided.savings[0].code.removeprefix("beslut-") for pair in both} == {
        "stadavtal",
        "matlador",
        "matlador-extern",
        "matinkop",
        "tillagningskok",
    }


def test_a_list_whose_parts_hold_the_amount_is_not_in_the_proposals_sum() -> None:
    (year,) = saving_years(follow_up("botkyrka-von", MONTH))
    assert year.proposed.full_year == 2_863_000_000
    assert [parts.proposed for parts in year.parts] == [2_105_000_000] * 2


def test_a_proposal_that_was_not_decided_is_told() -> None:
    pair = pair_of("F4")
    assert pair.decided.savings == ()
    assert pair.difference == -20_000_000


def test_the_sums_are_those_of_the_savings() -> None:
    year = year_of()
    rows = Saving.objects.filter(committee__slug=SLUG, year=2018)
    for side, of in ((year.proposed, "förslag"), (year.decided, "beslut")):
        mine = [s for s in rows if s.list == of]
        assert side.effect == sum(s.effect_ore or 0 for s in mine)
        assert side.full_year == sum(s.full_year_ore or 0 for s in mine)
    assert year.difference == sum(pair.difference or 0 for pair in year.pairs)


def test_what_is_not_estimated_is_a_dash_and_in_no_sum() -> None:
    Saving.objects.filter(pk=stored("F4").pk).update(effect_ore=None)
    assert pair_of("F4").difference is None
    assert year_of().proposed.effect == 600_000_000


def test_the_action_is_told_as_the_forecast_counts_it() -> None:
    effect = ActionEffect.objects.get(action=stored("F1").action, year=2017)
    assert pair_of("F1").effects.realised == effect.realised_ore
    assert pair_of("F4").action is not None
    assert not pair_of("F4").counts


def test_a_saving_that_stands_in_two_tables_counts_once() -> None:
    first = stored("F1")
    copy = Saving.objects.create(
        committee=first.committee,
        code="F1b",
        name=first.name,
        list=first.list,
        table="en-bilaga",
        year=first.year,
        full_year_ore=first.full_year_ore,
        effect_ore=first.effect_ore,
        action=first.action,
        position=999,
    )
    assert year_of().proposed.effect == 620_000_000
    assert year_of().remarks == ()
    Saving.objects.filter(pk=copy.pk).update(effect_ore=1)
    assert year_of().proposed.effect == 620_000_000
    assert "olika belopp" in year_of().remarks[0]


def test_parts_are_summed_by_what_they_fall_on() -> None:
    for code, ore in (("F1", 300), ("F2", 200), ("B1", 100)):
        SavingPart.objects.create(
            saving=stored(code),
            axis=SavingAxis.COST_TYPE,
            name="Personalkostnader",
            amount_ore=ore,
        )
    (parts,) = year_of().parts
    assert [(p.name, p.proposed, p.decided) for p in parts.parts] == [
        ("Personalkostnader", 500, 100)
    ]
    assert (parts.proposed, parts.decided) == (500, 100)


def test_a_saving_is_added_with_its_part_and_a_trail(controller: Client) -> None:
    assert controller.post(f"{HERE}ny/", NEW).status_code == 302
    saving = stored("N1")
    assert (saving.full_year_ore, saving.effect_ore) == (125_050_000, None)
    assert saving.list == SavingList.PROPOSED
    assert [p.amount_ore for p in saving.parts.all()] == [125_050_000]
    told = Event.objects.filter(subject="saving", subject_id=str(saving.pk))
    assert set(told.values_list("field", flat=True)) >= {"code", "full_year_ore"}


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"kod": "F1"}, "redan en effektivisering med koden F1"),
        ({"helar": "många"}, "”många” är inget tal"),
        ({"effekt": "1.234"}, "kan läsas på två sätt"),
        ({"effekt": "99999999999"}, "Beloppet är för stort"),
        ({"ar": "tjugo"}, 'id="falt_ar_error"'),
        ({"lista": ""}, 'id="falt_lista_error"'),
        ({"del-0-belopp": ""}, "Skriv 0 om beloppet är noll"),
        ({"del-0-indelning": ""}, "Välj kostnadsslag eller ansvarsområde"),
        ({"del-0-del_": ""}, "Skriv vad delen heter"),
        (
            {
                "del-TOTAL_FORMS": "2",
                "del-1-indelning": "kostnadsslag",
                "del-1-del_": "Övriga kostnader",
                "del-1-belopp": "1",
            },
            "Övriga kostnader står redan som kostnadsslag",
        ),
    ],
)
def test_a_fault_stores_nothing_and_keeps_what_was_typed(
    controller: Client, changed: dict[str, str], said: str
) -> None:
    answer = controller.post(f"{HERE}ny/", {**NEW, **changed})
    assert answer.status_code == 200
    text = answer.content.decode()
    assert said in text
    assert "Färre resor med taxi" in text
    assert not Saving.objects.filter(code="N1").exists()


def test_two_who_change_the_same_lose_nothing(controller: Client) -> None:
    url = f"{HERE}{stored('F1').pk}/"
    form = hidden(controller, url)
    assert form["effekt"] == "2600"
    controller.post(url, {**form, "effekt": "=2600-100"})
    assert stored("F1").effect_ore == 250_000_000
    stale = controller.post(url, {**form, "effekt": "1"})
    assert "Någon annan har ändrat" in stale.content.decode()
    assert 'value="1"' in stale.content.decode()
    assert stored("F1").effect_ore == 250_000_000


def test_parts_change_names_with_each_other(controller: Client) -> None:
    for name, ore in (("Personal", 100_000), ("Lokaler", 200_000)):
        SavingPart.objects.create(
            saving=stored("F1"), axis="kostnadsslag", name=name, amount_ore=ore
        )
    url = f"{HERE}{stored('F1').pk}/"
    form = hidden(controller, url)
    assert (form["del-0-del_"], form["del-1-del_"]) == ("Personal", "Lokaler")
    swapped = {**form, "del-0-del_": "Lokaler", "del-1-del_": "Personal"}
    assert controller.post(url, swapped).status_code == 302
    parts = dict(stored("F1").parts.values_list("name", "amount_ore"))
    assert parts == {"Lokaler": 100_000, "Personal": 200_000}
    form = hidden(controller, url)
    assert controller.post(url, {**form, "del-0-DELETE": "on"}).status_code == 302
    assert stored("F1").parts.count() == 1


def test_an_emptied_part_is_not_lost_in_silence(controller: Client) -> None:
    SavingPart.objects.create(
        saving=stored("F1"), axis="kostnadsslag", name="Personal", amount_ore=1
    )
    url = f"{HERE}{stored('F1').pk}/"
    empty = dict.fromkeys(("del-0-indelning", "del-0-del_", "del-0-belopp"), "")
    answer = controller.post(url, {**hidden(controller, url), **empty})
    assert "Skriv vad delen heter" in answer.content.decode()


def test_only_controllers_change_them_and_only_while_it_is_open(
    controller: Client,
) -> None:
    holder = signed_in(SLUG, Role.BUDGET_HOLDER)
    assert "Ändra" not in holder.get(HERE).content.decode()
    assert holder.post(f"{HERE}ny/", NEW).status_code == 403
    closed = HERE.replace(MONTH, "2017-03")
    assert controller.post(f"{closed}ny/", NEW).status_code == 403
    other = Saving.objects.exclude(committee__slug=SLUG)[0]
    assert controller.get(f"{HERE}{other.pk}/").status_code == 404
    other_action = Action.objects.exclude(committee__slug=SLUG)[0]
    foreign = {**NEW, "atgard": f"{other_action.code}-annan"}
    assert controller.post(f"{HERE}ny/", foreign).status_code == 200
