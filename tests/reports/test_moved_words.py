"""A deviation is worse by what the forecast is, not by what the budget was changed."""

from __future__ import annotations

from itertools import pairwise

import pytest

from committees.models import FollowUp, FollowUpKind
from committees.numbers import scaled, with_unit
from finance.sources import EVERYTHING, Axis
from finance.sums import Sums, sums
from reports.dashboards.part import MKR
from reports.dashboards.summary_mail import _deviation
from reports.start.overview import overview
from reports.start.words import answer
from tests.conftest import follow_up

pytestmark = pytest.mark.django_db


def whole(here: FollowUp) -> Sums:
    """The whole committee's sums."""
    known = sums(here, by=Axis.COST_CENTRE)
    return known.of(known.by_place)


def said(here: FollowUp) -> int:
    """What a follow-up says of the year: forecast less the budget of its own day."""
    of = whole(here)
    return (of.forecast or 0) - (of.budget or 0)


def pairs() -> list[tuple[FollowUp, FollowUp]]:
    """Follow-ups with a forecast, each with the one before it in the year."""
    every = FollowUp.objects.filter(forecast_rows__isnull=False).distinct()
    in_order = every.order_by("committee", "year", "month")
    return [
        (last, here)
        for last, here in pairwise(in_order)
        if (last.committee_id, last.year) == (here.committee_id, here.year)
    ]


def words(here: FollowUp) -> str:
    return " ".join(answer(overview(here), here)).replace("\xa0", " ")


def test_the_start_page_and_the_letter_tell_the_change_of_the_deviation() -> None:
    told_of_new = 0
    for last, here in pairs():
        if here.kind == FollowUpKind.ANNUAL:
            continue
        change, before, now = said(here) - said(last), whole(last), whole(here)
        forecast = (now.forecast or 0) - (before.forecast or 0)
        new = forecast - change
        letter = _deviation(here, "Hela nämnden", where=EVERYTHING)
        for text in (words(here), letter.replace("\xa0", " ")):
            size = with_unit(abs(change), MKR).replace("\xa0", " ")
            if scaled(change, MKR):
                side = "bättre" if change > 0 else "sämre"
                assert f"{size} {side} än" in text, (here, text)
            of_new = with_unit(new, MKR, plus=True).replace("\xa0", " ")
            assert (f"varav {of_new} följer av ny budget" in text) == bool(
                scaled(new, MKR)
            ), (here, text)
            told_of_new += bool(scaled(new, MKR))
    assert told_of_new


def test_a_closed_year_is_told_beside_the_deviation_that_was_expected() -> None:
    here = follow_up("sodertalje-on", "2017-12")
    last = FollowUp.objects.get(committee=here.committee, year=2017, month=8)
    of = whole(here)
    ended = (of.outcome_to_date or 0) - (of.budget_to_date or 0)
    beside = ended - said(last)
    assert scaled(beside, MKR) != scaled(
        (of.outcome_to_date or 0) - (whole(last).forecast or 0), MKR
    )
    text = words(here)
    size = with_unit(abs(beside), MKR).replace("\xa0", " ")
    assert f"{size} sämre än prognosen i {last.title}" in text, text
    assert "följer av ny budget" in text
