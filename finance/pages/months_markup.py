"""A row's months as HTML: closed months show outcome, open ones are typed."""

from __future__ import annotations

from functools import partial
from html import escape

from django.utils.safestring import SafeString, mark_safe

from committees.grid.markup import script_data
from committees.numbers import Scale, money_text
from finance.forecast.row_months import MonthCell, Months
from finance.pages.grid_markup import SHOWN, unit_address


def months_table(months: Months) -> SafeString:
    """The months with last year's, the budget's, and what is expected of each."""
    year = months.grid.follow_up.year
    scale = SHOWN[months.grid.amounts]
    text = partial(_amount, scale=scale, sign=_sign(months))
    heads = (
        ("month", "Månad"),
        ("last-year", f"Utfall {year - 1}"),
        ("budget", f"Budget {year}"),
        ("outcome", f"Utfall {year}"),
        ("forecast", "Prognos"),
    )
    head = "".join(
        f'<th scope="col" class="c-{key}" id="h-{key}">{escape(label)}</th>'
        for key, label in heads
    )
    rows = "".join(_month(month, text) for month in months.months)
    return mark_safe(
        '<table class="grid-table months-table" id="manader">'
        f'<caption class="unseen">{escape(months.row.label)} per månad, '
        f"{months.grid.amounts}</caption><thead><tr>{head}</tr></thead>"
        f"<tbody>{rows}</tbody>{_foot(months, text)}</table>"
    )


def _sign(months: Months) -> int:
    """What stored amounts are multiplied by to be shown as they are typed."""
    return 1 if months.row.is_revenue else -1


def _amount(ore: int | None, *, scale: Scale, sign: int) -> str:
    """An amount with the sign it is typed with."""
    return money_text(None if ore is None else sign * ore, scale)


def _month(month: MonthCell, text: partial[str]) -> str:
    """A month: an input where it is open, else its outcome."""
    name = f"m{month.number}"
    forecast = "" if month.forecast is None else text(month.forecast)
    entry = (
        "<td></td>"
        if month.closed
        else '<td class="entry"><input class="cell" data-column="forecast" '
        f'aria-labelledby="h-forecast {name}n" value="{forecast}" '
        'inputmode="decimal" autocomplete="off" readonly></td>'
    )
    return (
        f'<tr id="{name}"><th scope="row" id="{name}n">'
        f"{escape(month.name.capitalize())}</th><td>{text(month.last_year)}</td>"
        f"<td>{text(month.budget)}</td>"
        f"<td>{text(month.outcome) if month.closed else ''}</td>{entry}</tr>"
    )


def _foot(months: Months, text: partial[str]) -> str:
    """The year, and what of it no month accounts for yet."""
    figures = months.row.figures
    closing = months.closing_last_year
    after = (
        f'<tr><th scope="row">Bokslut</th><td>{text(closing)}</td><td></td>'
        "<td></td><td></td></tr>"
        if closing
        else ""
    )
    left = "" if months.left is None else text(months.left)
    return (
        f'<tfoot>{after}<tr id="kvar"><th scope="row">Inte fördelat</th><td></td>'
        f'<td></td><td></td><td>{left}</td></tr><tr class="total"><th scope="row">'
        f"Helår</th><td>{text(figures.outcome_last_year)}</td>"
        f"<td>{text(figures.budget_year)}</td><td>{text(figures.outcome_to_date)}</td>"
        f"<td>{text(months.year)}</td></tr></tfoot>"
    )


def months_data(months: Months) -> SafeString:
    """What the script needs: the address, exact figures in öre."""
    row = months.row
    data = {
        "unit": str(months.grid.amounts),
        "writable": months.grid.writable and not row.lock and months.year is not None,
        "address": unit_address(months.section, months.grid.follow_up),
        "key": row.key,
        "label": f"{months.section.label}, {row.label}",
        "sign": _sign(months),
        "year": months.year,
        "months": [
            {
                "number": month.number,
                "name": month.name,
                "closed": month.closed,
                "figures": [month.last_year, month.budget, month.outcome],
                "forecast": month.forecast,
            }
            for month in months.months
        ],
    }
    return script_data(data, ident="manader-data")
