"""What the grid's script posts, and what it is told when something is wrong."""

from __future__ import annotations

import json
import uuid
from typing import Any

import pytest
from django.test import Client

from committees.models import Event, FollowUpState, User
from finance.models import ForecastRow, UnitState
from tests.finance.grids import (
    CONTROLLER,
    COST,
    HOLDER,
    MONTH,
    REVENUE,
    SLUG,
    STRANGER,
    UNIT,
    begun,
    row,
)

pytestmark = pytest.mark.django_db

HERE = f"/{SLUG}/{MONTH}/prognos"


@pytest.fixture(autouse=True)
def _begun() -> None:
    begun()


def signed_in(email: str = CONTROLLER) -> Client:
    client = Client()
    client.force_login(User.objects.get(email=email))
    return client


def post(
    client: Client, body: object, *, to: str = "spara", unit: str = UNIT
) -> tuple[int, dict[str, Any]]:
    answer = client.post(
        f"{HERE}/{unit}/{to}/", data=json.dumps(body), content_type="application/json"
    )
    assert answer["Content-Type"] == "application/json"
    return answer.status_code, answer.json()


def request(*cells: dict[str, object], **more: object) -> dict[str, object]:
    return {"key": str(uuid.uuid4()), "amounts": "tkr", "cells": list(cells), **more}


def cell(text: str, *, key: str = COST, **more: object) -> dict[str, object]:
    was = str(row(key).amount_ore)
    return {"row": key, "field": "forecast", "typed": text, "was": was, **more}


def test_a_cell_is_saved_and_answered_in_ore_as_text() -> None:
    status, answer = post(signed_in(), request(cell("1 234,5")))
    assert status == 200
    assert answer["unit_state"] == UnitState.IN_PROGRESS
    saved = answer["cells"][0]
    assert (saved["state"], saved["value"]) == ("saved", "-123450000")
    assert (saved["method"], saved["by"]) == ("manual", "Karin Ahlgren")


def test_exact_ore_are_saved_as_they_are() -> None:
    exact = {"row": COST, "field": "forecast", "value": "-7"}
    body = request({**exact, "was": str(row().amount_ore)})
    assert post(signed_in(), body)[1]["cells"][0]["value"] == "-7"


def test_a_conflict_tells_both_values_who_and_when() -> None:
    first, second = request(cell("5")), request(cell("6"))
    post(signed_in(HOLDER), first)
    lost = post(signed_in(), second)[1]["cells"][0]
    assert (lost["state"], lost["value"], lost["yours"]) == (
        "conflict",
        "-500000",
        "-600000",
    )
    assert lost["by"] == "Birgit Öhrn"
    assert "kl." in lost["at"]


def test_a_replayed_queue_writes_once() -> None:
    client, body = signed_in(), request(cell("5"))
    answers = [post(client, body)[1] for _ in range(3)]
    assert [answer["replayed"] for answer in answers] == [False, True, True]
    assert len({json.dumps(a["cells"]) for a in answers}) == 1
    events = Event.objects.filter(subject="forecastrow", subject_id=str(row().pk))
    assert events.count() == 1


def test_an_ended_session_is_told_so_that_nothing_is_lost() -> None:
    status, answer = post(Client(), request())
    assert (status, answer["error"]) == (401, "signed_out")
    assert answer["sign_in"] == "/konto/logga-in/"


def test_what_another_person_typed_is_not_saved_in_my_name() -> None:
    holder = User.objects.get(email=HOLDER)
    status, answer = post(signed_in(), request(cell("5"), user=holder.pk))
    assert (status, answer["error"]) == (403, "other_person")


@pytest.mark.parametrize("to", ["spara", "granska"])
def test_a_stranger_is_told_that_there_is_no_such_unit(to: str) -> None:
    assert post(signed_in(STRANGER), request(cell("5")), to=to)[0] == 404
    assert post(signed_in(), request(), to=to, unit="9999")[0] == 404
    assert post(signed_in("rana.demir@example.se"), request(), to=to)[0] == 404


@pytest.mark.parametrize("to", ["spara", "granska"])
def test_who_only_reads_does_not_write(to: str) -> None:
    for email in ("ulla.garde@example.se", "gosta.lind@example.se"):
        status, answer = post(signed_in(email), request(cell("5")), to=to)
        assert (status, answer["error"]) == (403, "forbidden")


def test_the_head_of_a_branch_writes_in_it_and_not_elsewhere() -> None:
    head = signed_in("amina.yusuf@example.se")
    assert post(head, request(cell("5")))[0] == 404
    assert post(head, request(), unit="5322")[0] == 200


@pytest.mark.parametrize(
    "body",
    [
        [],
        "text",
        {"cells": []},
        {"key": "no", "cells": []},
        {"key": str(uuid.UUID(int=1)), "cells": {}},
        {"key": str(uuid.UUID(int=1)), "cells": ["x"]},
        {"key": str(uuid.UUID(int=1)), "cells": [{"row": 5}]},
        {"key": str(uuid.UUID(int=1)), "amounts": "öre", "cells": []},
        {
            "key": str(uuid.UUID(int=1)),
            "cells": [{"row": COST, "field": "forecast", "value": "1.5"}],
        },
        {"key": str(uuid.UUID(int=1)), "cells": [{"row": "a", "field": "b"}] * 41},
    ],
)
def test_what_no_page_of_ours_sends_is_refused_with_words(body: object) -> None:
    status, answer = post(signed_in(), body)
    assert (status, answer["error"]) == (400, "bad_request")
    assert answer["message"]


def test_what_is_no_json_is_refused() -> None:
    answer = signed_in().post(
        f"{HERE}/{UNIT}/spara/", data="{", content_type="application/json"
    )
    assert answer.status_code == 400


def test_a_save_without_the_page_s_token_is_refused() -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(User.objects.get(email=CONTROLLER))
    answer = client.post(
        f"{HERE}/{UNIT}/spara/", data="{}", content_type="application/json"
    )
    assert answer.status_code == 403


def test_a_follow_up_that_is_sent_out_locks_every_cell() -> None:
    client, body = signed_in(), request(cell("5"))
    follow_up = row().follow_up
    follow_up.state = FollowUpState.SENT
    follow_up.save()
    saved = post(client, body)[1]["cells"][0]
    assert (saved["state"], saved["value"]) == ("locked", str(row().amount_ore))


def pasted(text: str, **more: object) -> dict[str, object]:
    rows = [REVENUE, COST, "711/60", "711/70"]
    return {"text": text, "rows": rows, "fields": ["forecast", "comment"], **more}


def test_a_block_is_shown_before_it_is_taken() -> None:
    before = row().amount_ore
    text = "173\tBidrag\r\n16 400\tVakanser\r\nabc\t\r\n"
    status, found = post(signed_in(), pasted(text), to="granska")
    assert status == 200
    assert (found["height"], found["width"]) == (3, 2)
    assert (found["sign"], found["amounts"]) == ("entry", "tkr")
    assert found["counts"] == {
        "change": 3,
        "same": 1,
        "draft": 0,
        "fault": 1,
        "locked": 0,
        "empty": 1,
    }
    cost = next(c for c in found["cells"] if c["row"] == COST)
    assert (cost["value"], cost["was"]) == ("-1640000000", str(before))
    assert cost["label"] == "711 Gemensam verksamhet, Personal"
    fault = next(c for c in found["cells"] if c["state"] == "fault")
    assert (fault["typed"], "inget tal" in fault["reason"]) == ("abc", True)
    assert row().amount_ore == before


def test_a_block_s_sign_and_unit_are_guessed_and_can_be_turned() -> None:
    text = "173000\n-16400000\n-3000000\n-5800000"
    found = post(signed_in(), pasted(text), to="granska")[1]
    assert (found["sign"], found["amounts"]) == ("result", "kr")
    values = [cell["value"] for cell in found["cells"]]
    assert values == ["17300000", "-1640000000", "-300000000", "-580000000"]
    turned = pasted(text, sign="ledger", amounts="tkr")
    found = post(signed_in(), turned, to="granska")[1]
    assert (found["sign"], found["sign_guess"]) == ("ledger", "result")
    assert found["cells"][1]["value"] == "1640000000000"


def test_a_block_that_is_too_wide_or_high_says_so() -> None:
    found = post(signed_in(), pasted("1\ta\tb\n" * 6), to="granska")[1]
    assert (found["too_wide"], found["too_high"]) == (1, 2)
    huge = post(signed_in(), pasted("1\t2\n" * 3_000), to="granska")[1]
    assert huge["cells"] == []
    assert "för stort" in huge["message"]


def test_a_block_with_both_forecast_and_deviation_is_refused_where_they_differ() -> (
    None
):
    body = {**pasted("16 400\t0"), "rows": [COST], "fields": ["forecast", "deviation"]}
    found = post(signed_in(), body, to="granska")[1]
    assert [each["state"] for each in found["cells"]] == ["change", "fault"]


def test_two_hundred_pasted_cells_with_three_bad_ones_save_the_rest() -> None:
    unit = "5205"
    begun(unit=unit)
    stored = ForecastRow.objects.filter(
        follow_up=row().follow_up, cost_centre__code=unit
    )
    keys = [f"{a}/{g}" for a, g in stored.values_list("activity__code", "group__code")]
    keys = (keys * 200)[:200]
    texts = [f"{n + 1}" for n in range(200)]
    texts[5], texts[50], texts[150] = "abc", "=1/0", "1,2,3"
    client = signed_in()
    body = {
        "text": "\n".join(texts),
        "rows": keys,
        "fields": ["forecast"],
        "sign": "entry",
        "amounts": "tkr",
    }
    found = post(client, body, to="granska", unit=unit)[1]
    assert found["counts"]["fault"] == 3
    taken = [each for each in found["cells"] if each["state"] == "change"]
    assert len(taken) == 197
    known: dict[str, str] = {}
    for start in range(0, len(taken), 40):
        cells = []
        for each in taken[start : start + 40]:
            was = known.get(each["row"], each["was"])
            cells.append(
                {
                    "row": each["row"],
                    "field": "forecast",
                    "value": each["value"],
                    "was": was,
                    "origin": "pasted",
                }
            )
            known[each["row"]] = each["value"]
        answer = post(client, request(*cells), unit=unit)[1]
        assert {each["state"] for each in answer["cells"]} == {"saved"}
    assert Event.objects.filter(origin="pasted").count() == 197


def test_the_pages_of_the_grid_open() -> None:
    client = signed_in(HOLDER)
    for page in (f"{UNIT}/", f"{UNIT}/manader/711/50/", "verksamhet/711/"):
        answer = client.get(f"{HERE}/{page}")
        assert answer.status_code == 200
        assert "Personal" in answer.content.decode()


def test_a_row_tells_its_own_trail() -> None:
    client = signed_in(HOLDER)
    post(client, request(cell("1 234")))
    page = client.get(f"{HERE}/{UNIT}/manader/711/50/").content.decode()
    assert "Birgit Öhrn" in page
    assert "skriven" in page


@pytest.mark.parametrize(
    "path",
    [
        "9999/",
        "5103/",
        f"{UNIT}/manader/999/50/",
        f"{UNIT}/manader/711/99/",
        "verksamhet/999/",
    ],
)
def test_pages_of_what_is_not_there_or_not_mine_are_not_found(path: str) -> None:
    assert signed_in(HOLDER).get(f"{HERE}/{path}").status_code == 404
