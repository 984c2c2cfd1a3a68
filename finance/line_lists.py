"""The stored rows that a figure sums, the largest first, with where they came from."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import ClassVar

import django_tables2 as tables

from committees.periods import Scenario
from committees.templatetags.swedish import moment
from finance.lists import RIGHT, BudgetList, ForecastList, OutcomeList


class OutcomeLines(OutcomeList):
    """Booked rows with the file they were read from."""

    batch = tables.Column(
        accessor="batch__file_name", verbose_name="Fil", orderable=False
    )

    class Meta:
        sequence: ClassVar = (
            "amount_ore",
            "period",
            "cost_centre",
            "activity",
            "account",
            "counterpart",
            "basis",
            "batch",
            "first_line",
        )

    FIELDS: ClassVar[tuple[str, ...]] = (*OutcomeList.FIELDS, "batch__file_name")


class BudgetLines(BudgetList):
    """Budget rows with the decision that gave them, and the file."""

    decided = tables.Column(
        accessor="decision__decided_on", verbose_name="Beslutat", orderable=False
    )
    diary_number = tables.Column(
        accessor="decision__diary_number",
        verbose_name="Diarienr",
        orderable=False,
        default="",
    )
    batch = tables.Column(
        accessor="batch__file_name", verbose_name="Fil", orderable=False
    )
    line = tables.Column(verbose_name="Rad i filen", orderable=False, attrs=RIGHT)

    class Meta:
        sequence: ClassVar = (
            "amount_ore",
            "period",
            "decision",
            "decided",
            "diary_number",
            "cost_centre",
            "activity",
            "account",
            "basis",
            "batch",
            "line",
        )

    FIELDS: ClassVar[tuple[str, ...]] = (
        *BudgetList.FIELDS,
        "decision__decided_on",
        "decision__diary_number",
        "batch__file_name",
        "line",
    )

    def render_decided(self, value: object) -> str:
        """The date as codes of time are written: 2017-06-15."""
        return str(value)


class ForecastLines(ForecastList):
    """Forecast rows with who entered them, and when."""

    by = tables.Column(
        accessor="changed_by__name", verbose_name="Av", orderable=False, default="fil"
    )
    at = tables.Column(
        accessor="changed_at", verbose_name="När", orderable=False, default=""
    )

    class Meta:
        sequence: ClassVar = (
            "amount_ore",
            "cost_centre",
            "activity",
            "group",
            "method",
            "by",
            "at",
            "comment",
            "basis",
        )

    FIELDS: ClassVar[tuple[str, ...]] = (
        *ForecastList.FIELDS,
        "changed_by__name",
        "changed_at",
    )

    def render_at(self, value: datetime) -> str:
        """When the row was last entered."""
        # Plain SQL of SQLite tells times without their zone, which is UTC.
        return moment(value if value.tzinfo else value.replace(tzinfo=UTC))


LAYOUTS: dict[Scenario, type[OutcomeLines | BudgetLines | ForecastLines]] = {
    Scenario.OUTCOME: OutcomeLines,
    Scenario.BUDGET: BudgetLines,
    Scenario.FORECAST: ForecastLines,
}
