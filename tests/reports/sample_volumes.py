"""Invented tables of volumes and unit costs; no figure in them is anybody's."""

from __future__ import annotations

from fractions import Fraction

from committees.numbers import Scale, Unit
from committees.periods import MONTH_HEADS, Month, Scenario, Span
from reports.tables.model import Column, Row, RowKind, Table, Tone, Value
from reports.tables.spec import Asked, ColumnSpec, RowSpec, TableSpec

COUNT = Scale(Unit.COUNT)
AUGUST = Month(2031, 8)
HOURS = (5_210, 4_680, 5_320, 5_105, 5_260, 4_870, 4_790, 4_985)
WHOLE_YEAR = (5_480, 5_010, 5_590, 5_390, 5_450, 5_120, 5_020, 5_300)

MONTHS = (
    *(
        ColumnSpec(f"m{number}", head, Asked.QUANTITY, month=number)
        for number, head in enumerate(MONTH_HEADS, start=1)
    ),
    ColumnSpec("ack", "Ack aug", Asked.QUANTITY, span=Span.PERIOD),
)


def months_table(*lines: tuple[str, tuple[Value, ...]], key: str = "hours") -> Table:
    """A year's months side by side; each line has twelve months and the period."""
    return Table(
        key,
        "Utförda timmar hemtjänst",
        "",
        COUNT,
        tuple(Column(column.key, column.label) for column in MONTHS),
        tuple(
            Row(label, label, values, _kind(label), unit="timmar")
            for label, values in lines
        ),
        source="nämndens volymer, Delår 2 2031",
    )


def months_spec(table: Table, *times: tuple[Scenario, int]) -> TableSpec:
    """The definition of a table of months: each row's scenario and year."""
    return TableSpec(
        table.key,
        table.title,
        table.stub,
        table.scale,
        costs_positive=False,
        columns=MONTHS,
        rows=tuple(
            RowSpec(
                row.key, row.label, row.kind, None, scenario=scenario, year_offset=back
            )
            for row, (scenario, back) in zip(table.rows, times, strict=True)
        ),
    )


def _kind(label: str) -> RowKind:
    return RowKind.SUBTOTAL if label.startswith("Totalt") else RowKind.ROW


def so_far(*months: int | None) -> tuple[int | None, ...]:
    """The first months of a year, the rest not yet, and their sum."""
    ahead = (None,) * (12 - len(months))
    return (*months, *ahead, sum(month or 0 for month in months))


def hours() -> tuple[Table, TableSpec]:
    """Hours by month: budget, this year and two years before."""
    budget = (5_400,) * 12
    before = (*WHOLE_YEAR, 5_410, 5_350, 5_290, 5_180)
    long_ago = tuple(month * 9 // 10 for month in before)
    table = months_table(
        ("Budget 2031", (*budget, 43_200)),
        ("Utfall 2031", so_far(*HOURS)),
        ("Utfall 2030", (*before, sum(before[:8]))),
        ("Utfall 2029", (*long_ago, sum(long_ago[:8]))),
    )
    outcome = Scenario.OUTCOME
    times = (Scenario.BUDGET, 0), (outcome, 0), (outcome, -1), (outcome, -2)
    return table, months_spec(table, *times)


def mixed() -> Table:
    """Rows of several units, a reason, a mean without end, and text beside figures."""
    columns = (
        Column("matt", "Mått", Tone.TEXT),
        Column("utfall", "Utfall 2030"),
        Column("budget", "Budget 2031"),
        Column("prognos", "Prognos 2031"),
        Column("effekt", "Avvikelse (mnkr)", Tone.DEVIATION, scale=Scale(Unit.MKR, 1)),
        Column("pris", "Priseffekt", Tone.DEVIATION, scale=Scale(Unit.TKR)),
    )
    hour, tkr = Scale(Unit.KR), Scale(Unit.TKR)
    money = (-120_000_000, Fraction(-5_000_000, 3))
    rows = (
        Row("g", "Äldreomsorg", ("", None, None, None, None, None), RowKind.GROUP),
        Row(
            "platser",
            "Vård- och omsorgsboende",
            ("Antal årsplatser", Fraction(1_144, 3), 374, Fraction(713, 2), *money),
            unit="årsplatser",
            scale=Scale(Unit.COUNT, 1),
        ),
        Row(
            "kostnad",
            "Vård- och omsorgsboende",
            ("Nettokostnad per årsplats", -63_400_000, -64_100_000, None, None, None),
            scale=tkr,
            unit="tkr per årsplats",
            why=("", "", "", "", "", ""),
        ),
        Row(
            "timme",
            "Hemtjänst",
            ("Nettokostnad per timme", -35_800, Fraction(-104_700, 3), None, 0, 0),
            scale=hour,
            unit="kr per timme",
            omitted=(False, False, False, True, False, False),
            why=("", "", "", "Volymen är noll.", "", ""),
        ),
    )
    return Table("mixed", "Nyckeltal", "Verksamhet", COUNT, columns, rows)
