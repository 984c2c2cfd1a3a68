"""Internal control: the matrix of risks, what the controls showed, and the choice."""

from __future__ import annotations

import re

import pytest

from committees.models import Role
from goals.controls import Control, controls_at, level_of, matrix
from goals.models import (
    ControlItem,
    ControlResult,
    Standing,
    StandingState,
    Topic,
    TopicKind,
)
from tests.conftest import follow_up, signed_in

pytestmark = pytest.mark.django_db

SLUG, MONTH = "enkoping-von", "2024-08"
PAGE = f"/{SLUG}/{MONTH}/mal/internkontroll/"


def controls() -> tuple[Control, ...]:
    return controls_at(follow_up(SLUG, MONTH))


def page(query: str = "", *, role: Role = Role.CONTROLLER) -> str:
    answer = signed_in(SLUG, role).get(f"{PAGE}{query}")
    assert answer.status_code == 200
    return answer.content.decode()


def set_result(control: Control, result: ControlResult, state: StandingState) -> None:
    here = follow_up(SLUG, MONTH)
    Standing.objects.update_or_create(
        committee=here.committee,
        follow_up=here,
        topic=control.at.topic,
        defaults={"result": result, "state": state},
    )


def test_every_control_stands_once_in_the_matrix() -> None:
    found = controls()
    assert found
    placed = [c for _, row in matrix(found) for square in row for c in square.controls]
    assert sorted(c.key for c in placed) == sorted(c.key for c in found)
    for _, row in matrix(found):
        for square in row:
            assert all(c.value == square.value for c in square.controls)


def test_the_matrix_is_a_table_with_heads_words_and_names() -> None:
    text = page()
    table = text[text.index('class="risks"') : text.index("</table>")]
    assert table.count('scope="col"') == table.count('scope="row"') == 4
    assert len(re.findall(r'<td class="risk-\d">', table)) == 16
    for control in controls():
        assert f'<a href="#{control.key}">{control.name}</a>' in table
    assert "16 mycket hög" in table


def test_a_risks_level_rises_with_its_value() -> None:
    assert [level_of(value) for value in (1, 3, 4, 6, 8, 9, 12, 16)] == [
        *["låg"] * 2,
        *["måttlig"] * 2,
        *["hög"] * 2,
        *["mycket hög"] * 2,
    ]


def test_a_control_without_a_risk_is_listed_and_not_placed() -> None:
    topic = Topic.objects.create(
        committee=follow_up(SLUG, MONTH).committee,
        kind=TopicKind.CONTROL,
        code="ny",
        name="En ny risk",
        position=999,
    )
    new = controls()[-1]
    assert (new.at.topic, new.value, new.level) == (topic, None, "")
    assert "Sannolikhet och konsekvens saknas för" in page()
    ControlItem.objects.create(topic=topic, likelihood=1, consequence=4)
    assert controls()[-1].value == 4


@pytest.mark.parametrize("result", list(ControlResult))
def test_a_result_is_a_word_with_a_shape(result: ControlResult) -> None:
    control = controls()[0]
    set_result(control, result, StandingState.READY)
    row = page().split(f'<tr id="{control.key}">')[1].split("</tr>")[0]
    assert result.label.capitalize() in row
    assert f'class="shaped is-{controls()[0].shape}"' in row


def test_the_list_is_narrowed_by_result_and_by_what_waits() -> None:
    first, second, *_ = controls()
    for each in controls():
        set_result(each, ControlResult.NO_DEVIATION, StandingState.READY)
    set_result(first, ControlResult.LARGE, StandingState.READY)
    set_result(second, ControlResult.NONE, StandingState.NOT_STARTED)
    assert listed(page("?resultat=stor")) == [first.key]
    assert listed(page("?resultat=ej")) == [second.key]
    assert listed(page("?kvar=on")) == [second.key]
    assert listed(page("?resultat=stor&kvar=on")) == []
    assert len(listed(page())) == len(controls())


def test_a_result_that_is_none_is_told_and_narrows_nothing() -> None:
    text = page("?resultat=många")
    assert 'id="urval_resultat_error"' in text
    assert len(listed(text)) == len(controls())


def listed(text: str) -> list[str]:
    return re.findall(r'<tr id="(kontroll-\d+)">', text)


def test_who_answers_may_write_and_others_may_read() -> None:
    assert "Skriv uppföljning" in page()
    told = page(role=Role.AUDITOR)
    assert "Skriv uppföljning" not in told
    assert "Öppna kontrollen" in told
