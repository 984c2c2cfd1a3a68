"""Indicators that read their figure from another room: what their links stand for.

A link is `nyckeltal:KOD`, `kvot:KOD`, `serie:KOD` or `netto:VERKSAMHETER`.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from committees.intake.sheets import Sheet
from committees.models import ActivityPlacement, Committee
from committees.numbers import Scale, Unit
from committees.trees import Tree
from finance.figures import Selection
from goals.models import Indicator
from reports.quantities.quantity_codes import QuantityCodes
from reports.tables.spec import Quantity, QuantityKind
from volumes.models import Ratio, UnitCost, VolumeSeries

UNIT_COST, RATIO, SERIES, NET = "nyckeltal", "kvot", "serie", "netto"
PERCENT = {"procent", "%"}
MONEY = {str(unit): unit for unit in Unit if unit.is_money}


class Link(NamedTuple):
    """What an indicator reads: which kind of figure, by which codes."""

    kind: str
    codes: tuple[str, ...]


def link_of(text: str) -> Link | None:
    """A link as it is written; None where an indicator has none."""
    kind, colon, codes = text.partition(":")
    return Link(kind, tuple(codes.split())) if colon else None


@dataclass(frozen=True, slots=True)
class IndicatorCode:
    """What the code of an indicator stands for, and how its figures are shown."""

    id: int
    name: str
    unit: str
    decimals: int
    footnote: str
    link: Link | None

    def scale(self, codes: QuantityCodes) -> Scale:
        """Money in its unit, percent, or a count of whatever the unit says."""
        unit = Unit.PERCENT if self.unit in PERCENT else Unit.COUNT
        if self.link and self.link.kind == NET:
            unit = MONEY[self.unit]
        elif self.link and self.link.kind == UNIT_COST:
            unit = codes.unit_costs[self.link.codes[0]].scale.unit
        return Scale(unit, self.decimals)

    def read_from(
        self, codes: QuantityCodes, tree: Tree
    ) -> tuple[Quantity | None, Selection | None]:
        """What the link reads: a quantity, a selection of money, or neither."""
        if self.link is None:
            return None, None
        named = self.link.codes
        match self.link.kind:
            case "netto":
                return None, Selection(None if "*" in named else tree.under(named))
            case "serie":
                return Quantity(QuantityKind.SERIES, codes.series_ids(named)), None
            case "nyckeltal":
                one = codes.unit_costs[named[0]].id
                return Quantity(QuantityKind.UNIT_COST, (one,)), None
            case _:
                one = codes.ratios[named[0]].id
                return Quantity(QuantityKind.RATIO, (one,)), None


def indicator_codes(committee: Committee) -> dict[str, IndicatorCode]:
    """A committee's indicators by code."""
    rows = Indicator.objects.filter(committee=committee).values_list(
        "pk", "code", "name", "unit", "decimals", "footnote", "link"
    )
    return {
        code: IndicatorCode(pk, name, unit, decimals, footnote, link_of(link))
        for pk, code, name, unit, decimals, footnote, link in rows
    }


def check_links(sheet: Sheet, committee: Committee) -> None:
    """Note links to figures that are not there, in a file of indicators."""
    known = _known(committee)
    for row in sheet.rows:
        link = link_of(sheet.optional(row, "Hämtas ur"))
        if link is None or link.kind not in known:
            continue
        if not link.codes:
            sheet.fault(row, "Hämtas ur", "koden saknas efter kolon.")
        if link.kind != NET and len(link.codes) > 1:
            sheet.fault(row, "Hämtas ur", f"ange bara en kod efter {link.kind}:.")
        for code in link.codes:
            if code not in known[link.kind] and code not in sheet.doubt:
                sheet.fault(row, "Hämtas ur", f"{code} finns inte.")
        if link.kind == NET and sheet.optional(row, "Enhet") not in MONEY:
            units = ", ".join(MONEY)
            message = f"indikatorn hämtas ur pengar. Enheten ska vara en av {units}."
            sheet.fault(row, "Enhet", message)


def _known(committee: Committee) -> Mapping[str, Collection[str]]:
    """The codes that links may name, by kind."""
    here = {"committee": committee}
    activities = ActivityPlacement.objects.filter(committee=committee)
    return {
        UNIT_COST: set(UnitCost.objects.filter(**here).values_list("code", flat=True)),
        RATIO: set(Ratio.objects.filter(**here).values_list("code", flat=True)),
        SERIES: set(VolumeSeries.objects.filter(**here).values_list("code", flat=True)),
        NET: {"*", *activities.values_list("activity__code", flat=True)},
    }
