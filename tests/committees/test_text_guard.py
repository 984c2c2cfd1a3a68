"""What a free text may not say of a single person."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from committees.text_guard import first_reason, troubles

NUMBERS = (
    "811228-9874",
    "8112289874",
    "19811228-9874",
    "198112289874",
    "670919-9530",
    "Samordning 701063-2391 gäller",
    "811228\N{NON-BREAKING HYPHEN}9874",
    "811228 9874",
    "Född 811228-9874.",
    "pnr:811228-9874",
    "(811228-9874)",
)
OTHERS = (
    "212000-0142",
    "556036-0793",
    "08-508 290 00",
    "tel 0701740605",
    "telefon: 070-1740605",
    "070-174 06 05",
    "VON 2017:412",
    "dnr 811228-9874",
    "2017/811228-9874",
    "811228-9875",
    "811328-9874",
    "1 227 394 tkr",
    "kontot 5460-8112289874123",
    "den 28 december 1981",
    "2017-08-31",
)


@pytest.mark.parametrize("text", NUMBERS)
def test_a_personal_number_is_found(text: str) -> None:
    assert "personnummer" in first_reason(f"Vi skrev {text}")


@pytest.mark.parametrize("text", OTHERS)
def test_what_only_looks_like_one_is_let_be(text: str) -> None:
    assert first_reason(f"Vi skrev {text} i rapporten") == ""


COSTS = (
    "Ett nytt LSS-beslut innebär en merkostnad på en miljon.",
    "En brukare kostar 1,2 mkr om året.",
    "Kostnaden för den enskilde är 950 tkr.",
    "En ny extern placering medför kostnader på 1,4 mnkr.",
    "Brukaren flyttade hem. Placeringen kostade 2 500 kronor om dygnet.",
    "Brukaren fick en timme till, vilket kostar 120 000 kr.",
)
NO_COSTS = (
    "En plats färre ger lägre kostnader.",
    "Kostnaden per brukare är 250 tkr.",
    "En timme personlig assistans kostar 284 kr.",
    "Avtalet löper. En årsplacering i LSS-boende väntas kosta 1 007 tkr.",
    "Snittkostnaden för en placering är 1 531 tkr.",
    "Fem brukare har flyttat hem, vilket minskar kostnaden med 4,3 mkr.",
    "Externa placeringar kostar 10,4 mkr mer än budget.",
    "Hemtjänsten väntas kosta 12,3 mkr mer.",
    "Ett beslut om ny organisation fattades i maj.",
)


@pytest.mark.parametrize("text", COSTS)
def test_one_persons_cost_is_found(text: str) -> None:
    assert "enskild person" in first_reason(text)


@pytest.mark.parametrize("text", NO_COSTS)
def test_what_many_cost_may_be_said(text: str) -> None:
    assert first_reason(text) == ""


@given(st.text(max_size=400))
def test_any_text_can_be_read(text: str) -> None:
    assert all(0 <= each.start < each.end <= len(text) for each in troubles(text))


@pytest.mark.parametrize("part", ["1 ", "1", "811228 ", "en a ", "En åa-", "åa", "., "])
def test_a_long_text_is_read_at_once(part: str) -> None:
    before = time.process_time()
    troubles((part * 20_000)[:20_000])
    assert time.process_time() - before < 1
