"""What an Excel template of a forecast holds: its rows, sheets and columns."""

from __future__ import annotations

from dataclasses import dataclass

from committees.numbers import Unit

LAYOUT = "1"
"""Which way the file is laid out; a file of another one is refused."""
ABOUT = "_delaret"
GUIDE = "Läs först"
HEAD_ROW = 4
UNIT_CELL = (2, 1)
ROW_HEAD, FORECAST_HEAD, COMMENT_HEAD = "Rad", "Prognos helår", "Kommentar"
WAS_HEAD = ("Ansvar", "Rad", "Prognos i ören", "Kommentar")
SHEET_NAME = 31
MOST_TEXT = 4000
"""The longest comment, as in the grid."""


@dataclass(frozen=True, slots=True)
class TemplateRow:
    """A forecast row with what stands beside it; öre in stored sign, None for nothing.

    `locked` says why a row is not filled in here; `how` how its proposal was made.
    """

    key: str
    activity: str
    group: str
    is_revenue: bool
    last_year: int | None
    budget: int | None
    budget_to_date: int | None
    outcome: int | None
    adjusted: int | None
    previous: int | None
    proposal: int | None
    how: str
    forecast: int | None
    comment: str
    locked: str

    def typed(self, ore: int | None) -> int | None:
        """Öre as people type them on the row."""
        return ore if ore is None or self.is_revenue else -ore


@dataclass(frozen=True, slots=True)
class TemplateSheet:
    """A cost centre's rows."""

    code: str
    name: str
    rows: tuple[TemplateRow, ...]


@dataclass(frozen=True, slots=True)
class Template:
    """A template of some cost centres; `span` is `januari–augusti`, in words."""

    committee: str
    follow_up: int
    month: str
    title: str
    year: int
    span: str
    unit: Unit
    sheets: tuple[TemplateSheet, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading, width, and whether it may be filled in."""

    key: str
    heading: str
    width: int
    is_amount: bool = True
    is_open: bool = False


def columns(template: Template) -> tuple[Column, ...]:
    """The columns of every sheet."""
    year, span = template.year, template.span
    return (
        Column("key", ROW_HEAD, 11, is_amount=False),
        Column("activity", "Verksamhet", 30, is_amount=False),
        Column("group", "Kontogrupp", 26, is_amount=False),
        Column("last_year", f"Utfall {year - 1}", 12),
        Column("budget", f"Budget {year}", 12),
        Column("budget_to_date", f"Budget {span}", 13),
        Column("outcome", f"Utfall {span}", 13),
        Column("adjusted", "Justerat utfall", 12),
        Column("previous", "Förra prognosen", 12),
        Column("proposal", "Förslag", 12),
        Column("forecast", FORECAST_HEAD, 14, is_open=True),
        Column("deviation", "Avvikelse mot budget", 12),
        Column("comment", COMMENT_HEAD, 48, is_amount=False, is_open=True),
        Column("note", "Om raden", 60, is_amount=False),
    )
