"""Money that stands instead of the ledger's, and decided prices, in one question."""

from __future__ import annotations

from collections.abc import Collection

from committees.periods import Scenario
from committees.stored import rows_of
from reports.known import Basis, BasisOf, Price, PriceOf

REPRODUCED = "återräknad"
"""The source of a basis that was made from a printed unit cost and its volume."""
_BASES = """
SELECT 'basis', unit_cost_id, scenario, year, amount_ore, source = %s
  FROM volumes_unitcostbasis
 WHERE unit_cost_id IN ({unit_costs}) AND year IN ({years})
"""
_PRICES = """
SELECT 'price', series_id, '', year, price_ore, reconciled
  FROM volumes_unitprice WHERE series_id IN ({series}) AND year IN ({years})
"""


def money_beside(
    unit_costs: Collection[int], priced: Collection[int], years: Collection[int]
) -> tuple[dict[BasisOf, Basis], dict[PriceOf, Price]]:
    """Money instead of the ledger's by unit cost, and decided prices by series.

    One question; none of no unit costs and no series.
    """
    asked: list[str] = []
    values: list[object] = []
    if unit_costs and years:
        asked.append(_BASES.format(unit_costs=_marks(unit_costs), years=_marks(years)))
        values += [REPRODUCED, *unit_costs, *years]
    if priced and years:
        asked.append(_PRICES.format(series=_marks(priced), years=_marks(years)))
        values += [*priced, *years]
    bases: dict[BasisOf, Basis] = {}
    prices: dict[PriceOf, Price] = {}
    rows = rows_of(" UNION ALL ".join(asked), values) if asked else ()
    for what, one, scenario, year, ore, is_so in rows:
        if what == "basis":
            bases[BasisOf(one, Scenario(scenario), year)] = Basis(ore, bool(is_so))
        else:
            prices[PriceOf(one, year)] = Price(ore, bool(is_so))
    return bases, prices


def _marks(values: Collection[object]) -> str:
    """A place in a question for each of some values."""
    return ", ".join(["%s"] * len(values))
