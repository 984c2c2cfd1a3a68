"""The outcome is signed only when it equals the ledger, class by class."""

from __future__ import annotations

import pytest
from django.db.models import Sum

from committees.models import Event
from finance.browsing import outcome_rows
from finance.models import Reconciliation
from finance.month.reconciling import (
    ReconcilingError,
    class_lines,
    set_totals,
    sign,
    signature,
)
from tests.finance.month import controller, here

pytestmark = pytest.mark.django_db


def ledger() -> dict[str, int | None]:
    """Totals that equal what is taken in."""
    return {line.account_class: line.taken_in for line in class_lines(here())}


def test_the_classes_sum_the_outcome_in_the_ledgers_sign() -> None:
    lines = class_lines(here())
    assert [line.account_class for line in lines] == ["3", "4", "5", "6", "7", "8"]
    net = outcome_rows(here()).aggregate(ore=Sum("amount_ore"))["ore"]
    assert sum(line.taken_in for line in lines) == -net
    revenue, staff = lines[0], lines[2]
    assert revenue.taken_in < 0 < staff.taken_in


def test_equal_totals_are_signed() -> None:
    assert set_totals(here(), ledger(), by=controller()) == 6
    assert all(line.difference == 0 for line in class_lines(here()))
    sign(here(), by=controller())
    signed = signature(here())
    assert signed is not None
    assert signed.signed_by == controller()
    assert Event.objects.filter(field="reconciled").count() == 1
    with pytest.raises(ReconcilingError, match="redan avstämt"):
        sign(here(), by=controller())


def test_a_difference_of_one_ore_is_not_signed() -> None:
    totals = ledger()
    totals["5"] = (totals["5"] or 0) + 1
    set_totals(here(), totals, by=controller())
    with pytest.raises(ReconcilingError, match="skiljer sig för kontoklass 5"):
        sign(here(), by=controller())


def test_a_class_that_is_not_told_is_not_signed() -> None:
    set_totals(here(), {**ledger(), "4": None, "6": None}, by=controller())
    with pytest.raises(ReconcilingError, match="saknas för kontoklass 4, 6"):
        sign(here(), by=controller())


def test_a_class_that_only_the_ledger_has_is_a_difference() -> None:
    set_totals(here(), {**ledger(), "9": 100}, by=controller())
    with pytest.raises(ReconcilingError, match="kontoklass 9"):
        sign(here(), by=controller())


def test_new_totals_take_the_signature_back() -> None:
    set_totals(here(), ledger(), by=controller())
    sign(here(), by=controller())
    assert set_totals(here(), ledger(), by=controller()) == 0
    assert Reconciliation.objects.filter(follow_up=here()).exists()
    set_totals(here(), {"5": 1}, by=controller())
    assert not Reconciliation.objects.filter(follow_up=here()).exists()
