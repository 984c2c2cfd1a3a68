"""Rows of the ledger, the budget, the forecast and the imports, as lists to browse.

Lists show what is stored, page by page, and never count what they do not show.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

import django_tables2 as tables
from django.http import HttpRequest
from django.utils.safestring import mark_safe
from django_tables2.config import RequestConfig
from django_tables2.paginators import LazyPaginator

from committees.models import FollowUp, ImportBatch
from committees.navigation import address
from committees.numbers import Scale, Unit, money_text, swedish
from committees.periods import Scenario
from committees.templatetags.swedish import moment
from finance.browsing import NAMELESS, Names, named, period_name
from finance.models import Basis, Method

PER_PAGE = 50
KRONOR = Scale(Unit.KR, decimals=2)
RIGHT: dict[str, dict[str, str]] = {
    "th": {"class": "figure"},
    "td": {"class": "figure"},
}


class AmountColumn(tables.Column):
    """Öre shown as kronor with two decimals."""

    def __init__(self, label: str, **rest: Any) -> None:
        """A right-aligned column with its unit in the heading."""
        super().__init__(verbose_name=f"{label}, kr", attrs=RIGHT, **rest)


Address = Callable[[int], str]
"""Where the page of a row lies, by the row's key."""


def row_address(scenario: Scenario, follow_up: FollowUp) -> Address:
    """Where the pages of rows of a scenario lie, seen from a follow-up."""
    word = scenario.name.lower()
    first = address(f"reports:{word}_row", follow_up, **{word: 0})
    # The addresses of a page's rows differ by their keys alone.
    before = first.removesuffix("0/")
    return lambda pk: f"{before}{pk}/"


class List(tables.Table):
    """What all lists share: their frame, and names for units and activities.

    An amount opens its row's page, where rows have an address.
    """

    def __init__(
        self, rows: Any, *, names: Names = NAMELESS, address: Address | None = None
    ) -> None:
        """A list of rows, each a dictionary of fields or a stored object."""
        self.names = names
        self.address = address
        super().__init__(
            rows,
            template_name="finance/list_table.html",
            attrs={"class": "list-table"},
            empty_text="Inga rader i det här urvalet.",
        )

    def render_amount_ore(self, record: dict[str, Any], value: int) -> str:
        """The amount, as a link to its row."""
        text = money_text(value, KRONOR)
        if self.address is None:
            return text
        # Both are the program's own: an address by key, and a number.
        there = self.address(record["pk"])
        return mark_safe(f'<a class="figure" href="{there}">{text}</a>')

    def render_period(self, value: int) -> str:
        """A ledger period in words."""
        return period_name(value)

    def render_cost_centre(self, record: dict[str, Any]) -> str:
        """The unit's code and name."""
        code, node = record["cost_centre__code"], record["cost_centre_id"]
        return named(code, node, self.names.cost_centres)

    def render_activity(self, record: dict[str, Any]) -> str:
        """The activity's code and name."""
        code, node = record["activity__code"], record["activity_id"]
        return named(code, node, self.names.activities)

    def render_account(self, record: dict[str, Any]) -> str:
        """The account's code and name."""
        return f"{record['account__code']} {record['account__name']}"

    def render_basis(self, value: str) -> str:
        """Where the amount comes from."""
        return Basis(value).label


def period_column() -> tables.Column:
    """The month of a row."""
    return tables.Column(accessor="period", verbose_name="Månad")


def unit_column() -> tables.Column:
    """The unit of a row."""
    return tables.Column(
        accessor="cost_centre__code",
        verbose_name="Ansvar",
        order_by="cost_centre__code",
    )


def activity_column() -> tables.Column:
    """The activity of a row."""
    return tables.Column(
        accessor="activity__code", verbose_name="Verksamhet", order_by="activity__code"
    )


def account_column() -> tables.Column:
    """The account of a row."""
    return tables.Column(
        accessor="account__code", verbose_name="Konto", order_by="account__code"
    )


def basis_column() -> tables.Column:
    """Where the amount of a row comes from."""
    return tables.Column(accessor="basis", verbose_name="Härkomst", orderable=False)


class OutcomeList(List):
    """What was booked."""

    period = period_column()
    cost_centre = unit_column()
    activity = activity_column()
    account = account_column()
    counterpart = tables.Column(
        accessor="counterpart__name",
        verbose_name="Motpart",
        orderable=False,
        default="",
    )
    amount_ore = AmountColumn("Belopp")
    basis = basis_column()
    first_line = tables.Column(verbose_name="Rad i filen", orderable=False, attrs=RIGHT)

    FIELDS: ClassVar[tuple[str, ...]] = (
        "pk",
        "period",
        "cost_centre_id",
        "cost_centre__code",
        "activity_id",
        "activity__code",
        "account__code",
        "account__name",
        "counterpart__name",
        "amount_ore",
        "basis",
        "first_line",
    )
    ORDER: ClassVar = (
        "-period",
        "cost_centre__code",
        "activity__code",
        "account__code",
        "pk",
    )


class BudgetList(List):
    """What was decided, by month."""

    period = period_column()
    decision = tables.Column(accessor="decision__title", verbose_name="Beslut")
    cost_centre = unit_column()
    activity = activity_column()
    account = account_column()
    amount_ore = AmountColumn("Belopp")
    basis = basis_column()

    FIELDS: ClassVar[tuple[str, ...]] = (
        "pk",
        "period",
        "decision__title",
        "cost_centre_id",
        "cost_centre__code",
        "activity_id",
        "activity__code",
        "account__code",
        "account__name",
        "amount_ore",
        "basis",
    )
    ORDER: ClassVar = (
        "period",
        "cost_centre__code",
        "activity__code",
        "account__code",
        "pk",
    )


class ForecastList(List):
    """What is expected of the whole year."""

    cost_centre = unit_column()
    activity = activity_column()
    group = tables.Column(accessor="group__name", verbose_name="Kontogrupp")
    amount_ore = AmountColumn("Helårsprognos")
    method = tables.Column(verbose_name="Metod", orderable=False)
    comment = tables.Column(
        default="",
        verbose_name="Kommentar",
        orderable=False,
        attrs={"td": {"class": "long"}},
    )
    basis = basis_column()

    FIELDS: ClassVar[tuple[str, ...]] = (
        "pk",
        "cost_centre_id",
        "cost_centre__code",
        "activity_id",
        "activity__code",
        "group__name",
        "amount_ore",
        "method",
        "comment",
        "basis",
    )
    ORDER: ClassVar = (
        "cost_centre__code",
        "activity__code",
        "group__position",
        "pk",
    )

    def render_method(self, value: str) -> str:
        """How the figure was made."""
        return Method(value).label


class ImportList(List):
    """Files that were taken in."""

    file_name = tables.Column(verbose_name="Fil")
    kind = tables.Column(verbose_name="Slag")
    at = tables.Column(verbose_name="Inläst")
    by = tables.Column(verbose_name="Av", orderable=False, empty_values=())
    row_count = tables.Column(verbose_name="Rader", attrs=RIGHT)
    generated = tables.Column(verbose_name="Innehåll", orderable=False)

    def render_at(self, record: ImportBatch) -> str:
        """When, in local time."""
        return moment(record.at)

    def render_by(self, record: ImportBatch) -> str:
        """Who; the program itself when nobody is named."""
        return str(record.by) if record.by else "programmet"

    def render_row_count(self, value: int) -> str:
        """How many rows became amounts; nothing for a file of names and codes."""
        return swedish(value) if value else ""

    def render_generated(self, record: ImportBatch) -> str:
        """Whether rows of the file are example data."""
        return "delvis exempeldata" if record.generated else ""


def paged(shown: List, request: HttpRequest) -> List:
    """The list at the page and order the address asks for."""
    RequestConfig(
        request, paginate={"per_page": PER_PAGE, "paginator_class": LazyPaginator}
    ).configure(shown)
    return shown


def ordered(shown: List, request: HttpRequest) -> Any:
    """The rows of a list in the order the address asks for, none of them read yet."""
    RequestConfig(request, paginate=False).configure(shown)
    return shown.data.data
