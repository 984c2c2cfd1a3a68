"""Arbitrary tables: empty, one row, all missing, negative, long labels, odd text."""

from __future__ import annotations

from hypothesis import strategies as st

from committees.numbers import Scale, Unit
from reports.tables.model import Column, Row, RowKind, Table, Tone, Value

LONG = (
    "Hälso- och sjukvård, rehabilitering, hjälpmedel och samordning i ordinärt boende"
)

_words = st.sampled_from(
    [
        "",
        "Hemtjänst",
        LONG,
        "<b>&\"'",
        "=1+1",
        "-5",
        " @x",
        "a;b",
        "två\nrader",
        "å̈",
        "+",
    ]
)
_ore = st.integers(min_value=-(10**13), max_value=10**13)
_exact = _ore | st.fractions(min_value=-(10**9), max_value=10**9, max_denominator=10**4)
_whys = st.sampled_from(["", "Volymen är noll.", "<b>=1"])
_scales = st.builds(
    Scale,
    st.sampled_from([Unit.KR, Unit.TKR, Unit.MKR, Unit.COUNT, Unit.PERCENT]),
    st.integers(min_value=0, max_value=2),
)


@st.composite
def tables(draw: st.DrawFn) -> Table:
    """A table of any shape that the program could make."""
    tones = draw(st.lists(st.sampled_from(Tone), max_size=12))
    columns = tuple(
        Column(
            f"c{index}",
            draw(_words),
            tone,
            draw(st.sampled_from(["", "", "Helår", "Budget 2031"])),
            draw(st.none() | st.none() | _scales),
        )
        for index, tone in enumerate(tones)
    )
    count = draw(st.integers(min_value=0, max_value=6))
    rows = tuple(_row(draw, index, columns) for index in range(count))
    return Table(
        key="tabell",
        title=draw(_words),
        stub=draw(_words),
        scale=draw(_scales),
        columns=columns,
        rows=rows,
        notes=tuple(draw(st.lists(_words, max_size=2))),
        source=draw(_words),
    )


def _row(draw: st.DrawFn, index: int, columns: tuple[Column, ...]) -> Row:
    kind = draw(st.sampled_from(RowKind))
    omitted = st.booleans()
    return Row(
        key=f"r{index}",
        label=draw(_words),
        values=tuple(_value(draw, kind, column) for column in columns),
        kind=kind,
        code=draw(st.sampled_from(["", "773", "=A1"])),
        level=draw(st.integers(min_value=0, max_value=5)),
        omitted=draw(st.sampled_from([(), tuple(draw(omitted) for _ in columns)])),
        scale=draw(st.none() | _scales),
        unit=draw(st.sampled_from(["", "timmar", "kr per <b>", "=1"])),
        why=draw(st.sampled_from([(), tuple(draw(_whys) for _ in columns)])),
    )


def _value(draw: st.DrawFn, kind: RowKind, column: Column) -> Value:
    if kind is RowKind.GROUP:
        return None
    if column.tone is Tone.TEXT:
        return draw(st.none() | _words)
    return draw(st.none() | _exact)
