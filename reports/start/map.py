"""The map of activity x month: where and when the outcome left the budget.

Pure values and their markup, built in Python with escaping: two hundred cells with a
link each. Shade repeats what sign and figure say; it never says it alone.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from html import escape

from django.utils.safestring import SafeString, mark_safe

from committees.models import FollowUp, FollowUpKind
from committees.numbers import Scale, Unit, money_text, scaled
from committees.periods import CLOSING, MONTH_HEADS, MONTH_NAMES
from committees.trees import Node
from finance.by_month import ByMonth
from finance.figures import total
from reports.dashboards.asked_figure import AskedFigure, What
from reports.dashboards.narrowing import Narrowing

MKR = Scale(Unit.MKR, 1)
STEPS = (20, 5, 2)
"""A cell is shaded from a twentieth, a fifth and a half of the map's largest."""
REST = "Övriga verksamheter"
TITLE = "Utfall mot budget per månad"
Cells = tuple[int | None, ...]


@dataclass(frozen=True, slots=True)
class MapRow:
    """An activity's deviation by period and to date; öre, plus is surplus.

    No code: all activities that have no row of their own.
    """

    code: str
    name: str
    cells: Cells
    to_date: int | None


@dataclass(frozen=True, slots=True)
class MonthMap:
    """The map: its periods, a row an activity, and their total.

    `largest` is the size of the largest cell; the shades are steps of it.
    """

    year: int
    periods: tuple[int, ...]
    rows: tuple[MapRow, ...]
    total: MapRow
    largest: int

    @property
    def has_figures(self) -> bool:
        """Whether any month is told."""
        return any(cell is not None for cell in self.total.cells)


def month_map(
    follow_up: FollowUp,
    money: ByMonth,
    *,
    spoken: Mapping[Node, Collection[int]],
) -> MonthMap:
    """The map of the follow-up's year to date.

    `spoken` are the activities that have rows, with those under them. A month whose
    outcome is not taken in tells nothing.
    """
    everywhere = {*money.outcome, *money.budget}
    shown = {activity for under in spoken.values() for activity in under}
    periods = tuple(range(1, follow_up.month + 1))
    if money.until == CLOSING and any(
        CLOSING in each for each in money.outcome.values()
    ):
        periods = (*periods, CLOSING)
    rows = [
        _row(money, node.code, node.name, under, periods)
        for node, under in spoken.items()
    ]
    rest = everywhere - shown
    rows.append(_row(money, "", REST, rest, periods))
    rows = [row for row in rows if any(cell is not None for cell in row.cells)]
    sizes = [abs(cell) for row in rows for cell in row.cells if cell is not None]
    return MonthMap(
        follow_up.year,
        periods,
        tuple(rows),
        _row(money, "", "Hela nämnden", everywhere, periods),
        max(sizes, default=0),
    )


def _row(
    money: ByMonth,
    code: str,
    name: str,
    activities: Collection[int],
    periods: tuple[int, ...],
) -> MapRow:
    """A row of some activities; without every month so far there is no sum of them."""
    cells = tuple(money.deviation_of(activities, period) for period in periods)
    told = (cell for cell in cells if cell is not None)
    return MapRow(code, name, cells, total(told) if money.known.has_outcome else None)


def shade(ore: int | None, largest: int) -> str:
    """The class of a cell: `s1` … `s3` of surplus, `d1` … `d3` of deficit, or none."""
    if ore is None or not scaled(ore, MKR):
        return ""
    step = sum(abs(ore) * parts >= largest for parts in STEPS)
    return f"{'s' if ore > 0 else 'd'}{step}" if step else ""


def map_html(shown: MonthMap, follow_up: FollowUp) -> SafeString:
    """The map as a table whose figures lead to what they are made of."""
    heads = "".join(
        f'<th scope="col"><abbr title="{_period(each)}">{period_head(each)}</abbr></th>'
        for each in shown.periods
    )
    there = AskedFigure(What.DEVIATION_OF_MONTH).address(follow_up).partition("?")[0]
    rows = [_row_html(row, shown, there) for row in shown.rows]
    rows.append(_row_html(shown.total, shown, there, kind=' class="total"'))
    return mark_safe(
        '<table class="report-table month-map" id="karta-tabell">'
        f'<caption id="karta-titel">{TITLE}'
        ' <span class="unit">mkr</span></caption>'
        '<thead><tr><th scope="col" class="stub">Verksamhet</th>'
        f'{heads}<th scope="col">{sum_head(follow_up)}</th></tr></thead>'
        f"<tbody>{''.join(rows)}</tbody></table>"
    )


def _row_html(row: MapRow, shown: MonthMap, there: str, *, kind: str = "") -> str:
    """A row with its figures as links; one of no single activity has none."""
    label = escape(f"{row.code} {row.name}".strip())
    links = row.code or kind
    narrowing = Narrowing(activity=row.code)
    month = AskedFigure(What.DEVIATION_OF_MONTH, narrowing, shown.year).query()
    month = escape(f"{there}{month}&manad=")
    to_date = AskedFigure(What.DEVIATION_TO_DATE, narrowing).query()
    cells = []
    for period, ore in zip(shown.periods, row.cells, strict=True):
        address = f"{month}{period}" if links and ore is not None else ""
        classes = "" if kind else shade(ore, shown.largest)
        cells.append(_cell(ore, address, classes))
    whole = escape(f"{there}{to_date}") if links and row.to_date is not None else ""
    cells.append(_cell(row.to_date, whole, "sum"))
    return f'<tr{kind}><th scope="row">{label}</th>{"".join(cells)}</tr>'


def _cell(ore: int | None, address: str, classes: str) -> str:
    """A figure, in its shade and with its sign."""
    text = money_text(ore, MKR, plus=True)
    if address:
        text = f'<a class="figure" href="{address}">{text}</a>'
    named = f' class="{classes}"' if classes else ""
    return f"<td{named}>{text}</td>"


def sum_head(follow_up: FollowUp) -> str:
    """The heading of what the periods sum to."""
    return "Året" if follow_up.kind == FollowUpKind.ANNUAL else "Hittills"


def period_head(period: int) -> str:
    """A period's heading."""
    return "Bokslut" if period == CLOSING else MONTH_HEADS[period - 1]


def _period(period: int) -> str:
    """A period in words."""
    return "bokslutsposter" if period == CLOSING else MONTH_NAMES[period - 1]
