"""The pages where volumes are entered, and what their script is told."""

from __future__ import annotations

import json
import re
import uuid
from typing import Any

import pytest
from django.test import Client

from committees.models import FollowUpState, User
from tests.volumes.entries import (
    CONTROLLER,
    HOLDER,
    MONTH,
    READER,
    SERIES,
    SLUG,
    STRANGE,
    STRANGER,
    UNIT,
    milli,
    month,
    seat,
    stand,
    typed,
)
from volumes.models import VolumeRow

pytestmark = pytest.mark.django_db

HERE = f"/{SLUG}/{MONTH}/volymer/inmatning/"


def client(email: str = CONTROLLER) -> Client:
    """A client signed in as somebody."""
    found = Client()
    found.force_login(User.objects.get(email=email))
    return found


def page(email: str = CONTROLLER, *, path: str = f"{UNIT}/") -> str:
    """A page as somebody sees it."""
    answer = client(email).get(HERE + path)
    assert answer.status_code == 200
    return answer.content.decode()


def script(html: str) -> dict[str, Any]:
    """What the page hands its script."""
    found = re.search(r'id="rutnat-data">(.*?)</script>', html)
    assert found is not None
    data: dict[str, Any] = json.loads(found[1])
    return data


def post(body: object, *, to: str = "spara", email: str = CONTROLLER) -> Any:
    """What a request is answered."""
    return client(email).post(
        f"{HERE}{UNIT}/{to}/", json.dumps(body), content_type="application/json"
    )


def test_the_page_reads_without_a_script_and_names_every_input() -> None:
    html = page()
    inputs = re.findall(r"<(?:input|textarea) class=\"cell\"[^>]*>", html)
    assert len(inputs) >= 14
    assert all("readonly" in each and "aria-labelledby" in each for each in inputs)
    idents = set(re.findall(r'id="([^"]+)"', html))
    for names in re.findall(r'aria-labelledby="([^"]+)"', html):
        assert set(names.split()) <= idents
    assert not re.search(r"<[^>]+ (style|on\w+)=", html)


def test_months_say_where_they_stand() -> None:
    html = page(HOLDER)
    assert re.search(r'id="h-m5">Maj <span class="kind">stängd</span>', html)
    assert re.search(r'id="h-m8">Aug</th>', html)
    assert re.search(r'id="h-m9">Sep <span class="kind">ej än</span>', html)
    assert "Januari–maj är stängda: uppföljningen för maj 2017 är stängd." in html


def test_what_comes_after_the_follow_up_is_not_known_to_it() -> None:
    assert milli(9) is not None
    row = script(page())["rows"][0]
    assert row["months"][7] == milli(8)
    assert row["months"][8:] == [None] * 4


def test_a_missing_month_is_said_and_is_no_zero() -> None:
    VolumeRow.objects.filter(pk=getattr(month(), "pk", 0)).delete()
    assert "Augusti saknas" in page()
    listed = page(path="")
    assert "<strong>Augusti:</strong>" in listed
    assert "enhet har något kvar att rapportera" in listed


def test_ones_own_units_come_first_and_others_are_not_seen() -> None:
    html = page(HOLDER, path="")
    assert "Mina enheter" in html
    assert f"/inmatning/{UNIT}/" in html
    assert "/inmatning/3201/" not in html
    everything = page(path="")
    assert "Mina enheter" not in everything
    assert "/inmatning/3201/" in everything


def test_a_reader_reads_and_types_nothing() -> None:
    data = script(page(READER))
    assert (data["writable"], data["correctable"]) == (False, [])
    stand(FollowUpState.CLOSED)
    html = page()
    assert "Uppföljningen är stängd" in html
    assert script(html)["writable"] is False


def test_a_controller_adds_a_series() -> None:
    html = page(path=f"{UNIT}/?serie={STRANGE}")
    assert [row["key"] for row in script(html)["rows"]].count(STRANGE) == 1
    html = page(HOLDER, path=f"{UNIT}/?serie={STRANGE}")
    assert STRANGE not in html


def test_a_controller_opens_a_unit_that_counts_nothing_yet() -> None:
    answer = client().get(HERE, {"enhet": "1004"})
    assert answer.status_code == 302
    assert "räknar inga volymer än" in page(path="1004/")
    assert client(HOLDER).get(HERE, {"enhet": "1004"}).status_code == 404


def test_the_trail_is_shown_on_the_page() -> None:
    seat(HOLDER).one(typed("5"))
    html = page()
    assert "Vem som har ändrat" in html
    assert "Stefan Bjurman" in html


def test_a_cell_is_saved_and_answered_in_thousandths() -> None:
    cell = {
        "row": SERIES,
        "field": "month:8",
        "value": "5500",
        "was": str(milli()),
        "origin": "typed",
    }
    answer = post({"key": str(uuid.uuid4()), "cells": [cell]}).json()
    assert (answer["cells"][0]["state"], answer["cells"][0]["value"]) == (
        "saved",
        "5500",
    )
    assert milli() == 5_500


def test_a_reason_goes_with_the_cells_that_need_it() -> None:
    cell = {"row": SERIES, "field": "month:2", "value": "5500", "was": str(milli(2))}
    body = {"key": str(uuid.uuid4()), "cells": [cell]}
    assert post(body).json()["cells"][0]["state"] == "locked"
    body = {"key": str(uuid.uuid4()), "cells": [cell | {"reason": "Rättad lista"}]}
    assert post(body).json()["cells"][0]["state"] == "saved"


def test_a_block_is_looked_at_before_it_is_taken() -> None:
    body = {
        "text": "5\t6,5\tfem\t7\t8",
        "rows": [SERIES],
        "fields": ["month:5", "month:6", "month:7", "month:8", "month:9"],
    }
    found = post(body, to="granska").json()
    assert found["counts"] == {
        "change": 2,
        "same": 0,
        "draft": 0,
        "fault": 1,
        "locked": 2,
        "empty": 0,
    }
    assert [cell["value"] for cell in found["cells"]][1:4] == ["6500", None, "7000"]
    assert found["cells"][1]["label"].endswith(", juni")
    assert milli(6) != 6_500
    corrected = post(body | {"reason": "Rättad lista"}, to="granska").json()
    assert corrected["counts"]["locked"] == 1


@pytest.mark.parametrize("to", ["spara", "granska"])
def test_who_may_not_write_is_refused(to: str) -> None:
    body = {"key": str(uuid.uuid4()), "cells": [], "text": "", "rows": [], "fields": []}
    assert post(body, to=to, email=STRANGER).status_code == 404
    assert post(body, to=to, email=READER).status_code == 403
    assert post(body, to=to, email="olle.sandgren@example.se").status_code == 404
