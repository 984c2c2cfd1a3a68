"""A long report table as markup, against Jinja2 with the same numbers and escaping."""

from __future__ import annotations

from collections.abc import Callable

import jinja2

from committees.numbers import Scale, Unit, money_text
from reports.render.html import table_html
from reports.tables.model import Column, Row, Table, Tone
from tests.bench.large import shape
from tests.bench.measure import Case

LENGTHS = (200, 2000)
GOAL = 2
TKR = Scale(Unit.TKR)
COLUMNS = (
    Column("budget", "Budget"),
    Column("budget-to-date", "Budget t.o.m. augusti"),
    Column("outcome", "Utfall"),
    Column("to-date", "Avvikelse hittills", tone=Tone.DEVIATION),
    Column("forecast", "Prognos"),
    Column("deviation", "Avvikelse", tone=Tone.DEVIATION),
    Column("last", "Förra avvikelsen", tone=Tone.DEVIATION),
    Column("change", "Ändring & riktning", tone=Tone.DEVIATION),
)
_TEMPLATE = """<table><caption>{{ title }} <span>tkr</span></caption>
<thead><tr><th scope="col">Kod</th><th scope="col">{{ stub }}</th>
{%- for head, _ in heads %}<th scope="col">{{ head }}</th>{% endfor %}</tr></thead>
<tbody>{% for code, label, values in rows %}
<tr><td class="code">{{ code }}</td><th scope="row">{{ label }}</th>
{%- for value in values %}
{%- if heads[loop.index0][1] %}<td
{%- if value %} class="{{ 'surplus' if value > 0 else 'deficit' }}"{% endif %}>
{{- money(value, scale, plus=True) }}</td>
{%- else %}<td>{{ money(value, scale) }}</td>
{%- endif %}{% endfor %}</tr>
{%- endfor %}</tbody></table>"""


def long_tables() -> tuple[Case, ...]:
    """A table of cost centres in two lengths."""
    return tuple(_case(length) for length in LENGTHS)


def _case(length: int) -> Case:
    """A table of so many rows."""
    table = long_table(length)
    return Case(
        name=f"table_{length}",
        measured=lambda: table_html(table),
        floor=(_jinja(table),),
        goal=GOAL,
        facts={"rows": length, "columns": len(COLUMNS)},
    )


def long_table(length: int) -> Table:
    """Cost centres with deviations: some figures are missing, some round to zero."""
    units = shape.units(shape.LARGE)[:length]
    rows = tuple(
        Row(unit.code, unit.name, _figures(number), code=unit.code)
        for number, unit in enumerate(units)
    )
    return Table(
        "bench", "Avvikelser & prognos per ansvar", "Ansvar", TKR, COLUMNS, rows
    )


def _figures(number: int) -> tuple[int | None, ...]:
    """A row's figures in öre."""
    budget = -1_234_567_89 - 7_654_321 * (number % 97)
    to_date = budget * 2 // 3
    outcome = to_date + (number % 13 - 6) * 4_321_098
    forecast = budget + (number % 17 - 8) * 5_432_109
    last = (number % 11 - 5) * 2_109_876 if number % 9 else None
    deviation = forecast - budget
    change = None if last is None else deviation - last
    return (
        *(budget, to_date, outcome, outcome - to_date),
        *(forecast, deviation, last, change),
    )


def _jinja(table: Table) -> Callable[[], str]:
    """The same table by Jinja2 with escaping, its numbers made on the way."""
    template = jinja2.Environment(autoescape=True).from_string(_TEMPLATE)
    heads = [(each.label, each.tone is Tone.DEVIATION) for each in table.columns]
    rows = [(row.code, row.label, row.values) for row in table.rows]
    given = {"title": table.title, "stub": table.stub, "heads": heads, "scale": TKR}
    return lambda: template.render(**given, rows=rows, money=money_text)
