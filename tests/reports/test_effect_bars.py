"""Volume, mix and price as bars, from values and from tables."""

from __future__ import annotations

from fractions import Fraction

from committees.numbers import Scale, Unit
from reports.charts import Chart, ChartKind
from reports.effect_bars import (
    ROOM,
    Effects,
    effects_chart,
    has_effects,
    table_effects,
)
from reports.tables.model import Column, Row, RowKind, Table, Tone
from reports.tables.spec import Asked, ColumnSpec, TableSpec
from tests.reports.sample_volumes import MONTHS

MKR = Scale(Unit.MKR, 1)
COUNT = Scale(Unit.COUNT)
MILLION = 100_000_000


def chart(*parts: Effects) -> Chart | None:
    return effects_chart(parts, scale=MKR, source="volymer och huvudbok")


def test_a_chart_tells_volume_mix_and_price_in_all() -> None:
    drawn = chart(
        Effects("Köpta platser", Fraction(12 * MILLION, 10), -MILLION // 2),
        Effects("Boende", -3 * MILLION, MILLION, MILLION // 4),
    )
    assert drawn is not None
    assert drawn.title == (
        "Volymen ger ett underskott på 1,8\u00a0mkr, mixen ger ett överskott på"
        " 0,3\u00a0mkr och priset ger ett överskott på 0,5\u00a0mkr"
    )
    assert drawn.categories == ("Köpta platser", "Boende")
    assert [series.label for series in drawn.series] == [
        *("Volym", "Mix", "Pris", "Summa")
    ]
    assert drawn.series[1].values == (None, MILLION // 4)
    assert drawn.series[3].values == (70_000_000, -175_000_000)


def test_parts_that_cancel_out_are_said_to() -> None:
    drawn = chart(Effects("A", MILLION, 0), Effects("B", -MILLION, 0))
    assert drawn is not None
    assert drawn.title == "Volym och pris tar sammantaget ut varandra"


def test_what_is_not_known_is_not_added_up() -> None:
    drawn = chart(Effects("A", MILLION, None))
    assert drawn is not None
    assert [series.label for series in drawn.series] == ["Volym"]
    assert drawn.kind is ChartKind.DEVIATION_BARS


def test_activities_with_nothing_to_see_are_left_to_the_table() -> None:
    assert chart(Effects("A", 4_999_999, 0, None)) is None
    drawn = chart(Effects("A", 0, 0), Effects("B", MILLION, 0))
    assert drawn is not None
    assert drawn.categories == ("B",)


def test_the_smallest_activities_are_left_out_where_there_is_no_room() -> None:
    parts = [Effects(str(n), n * MILLION, 0) for n in range(1, ROOM + 3)]
    drawn = chart(*parts)
    assert drawn is not None
    assert drawn.categories == tuple(str(n) for n in range(3, ROOM + 3))
    assert "2 mindre verksamheter visas bara i tabellen." in drawn.description
    assert f"{sum(range(1, ROOM + 3))},0\u00a0mkr" in drawn.title


def test_a_table_of_effects_is_drawn_without_its_totals() -> None:
    columns = (
        ColumnSpec("volym", "Volym", Asked.QUANTITY),
        ColumnSpec("effekt", "Volymeffekt", Asked.VOLUME_EFFECT, scale=MKR),
        ColumnSpec("pris", "Priseffekt", Asked.PRICE_EFFECT, scale=MKR),
    )
    spec = TableSpec("volumes", "T", "", COUNT, False, columns, ())  # noqa: FBT003
    table = Table(
        "volumes",
        "T",
        "",
        COUNT,
        tuple(Column(c.key, c.label, Tone.DEVIATION, scale=c.scale) for c in columns),
        (
            Row("a", "Köpta platser", (54, MILLION, -MILLION)),
            Row("b", "Okänd", (3, None, MILLION), omitted=(False, False, True)),
            Row("t", "Totalt", (57, MILLION, 0), RowKind.TOTAL),
        ),
        source="nämndens volymer",
    )
    drawn = table_effects(table, spec)
    assert has_effects(spec)
    assert drawn is not None
    assert drawn.kind is ChartKind.EFFECTS
    assert (drawn.key, drawn.scale, drawn.source) == ("volumes", MKR, table.source)
    assert drawn.categories == ("Köpta platser",)
    assert not has_effects(
        TableSpec("m", "T", "", COUNT, False, MONTHS, ())  # noqa: FBT003
    )
