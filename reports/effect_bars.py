"""What deviations are made of, as a chart: volume, mix and price of each activity."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from committees.numbers import Scale, scaled, with_unit
from committees.words import listed
from reports.charts import Amount, Chart, ChartKind, Series, SeriesRole
from reports.tables.model import Row, RowKind, Table
from reports.tables.spec import Asked, TableSpec

ROOM = 8
"""So many activities have room in a chart."""
VOLUME, MIX, PRICE = "Volym", "Mix", "Pris"
PARTS = {
    Asked.VOLUME_EFFECT: VOLUME,
    Asked.MIX_EFFECT: MIX,
    Asked.PRICE_EFFECT: PRICE,
}
"""What a table's columns of effects are called in a chart."""


@dataclass(frozen=True, slots=True)
class Effects:
    """What an activity's forecast deviation is made of.

    Öre in stored sign: plus is surplus. None where it is not known. `mix` is between
    its sub-series and None where it has none. `key` is its row's, in a table.
    """

    label: str
    volume: Amount | None
    price: Amount | None
    mix: Amount | None = None
    key: str = ""

    @property
    def together(self) -> Amount | None:
        """Volume, mix and price; None unless both volume and price are known."""
        if self.volume is None or self.price is None:
            return None
        return self.volume + (self.mix or 0) + self.price


def effects_chart(
    parts: Sequence[Effects], *, scale: Scale, key: str = "volume-price", source: str
) -> Chart | None:
    """Bars of volume, mix and price by activity; None where all of them are zero.

    Activities where every part rounds to zero are left to the table, as are those
    that there is no room for, the smallest first. The title tells of them all.
    """
    seen = _told(parts, scale)
    if not seen:
        return None
    shown = _largest(seen)
    every = (
        Series(VOLUME, tuple(e.volume for e in shown), SeriesRole.PART),
        Series(MIX, tuple(e.mix for e in shown), SeriesRole.PART),
        Series(PRICE, tuple(e.price for e in shown), SeriesRole.PART),
        Series("Summa", tuple(e.together for e in shown), SeriesRole.OUTCOME),
    )
    series = tuple(s for s in every if any(v is not None for v in s.values))
    alone = len(series) == 1
    return Chart(
        key=key,
        kind=ChartKind.DEVIATION_BARS if alone else ChartKind.EFFECTS,
        title=_sentence(seen, scale),
        description=_description(series, scale, left=len(seen) - len(shown)),
        stub="Verksamhet",
        categories=tuple(each.label for each in shown),
        series=series,
        scale=scale,
        source=source,
    )


def _told(parts: Sequence[Effects], scale: Scale) -> list[Effects]:
    """The activities of which any part is more than zero, as it is shown."""
    return [each for each in parts if any(_seen(v, scale) for v in _values(each))]


def _largest(seen: Sequence[Effects]) -> list[Effects]:
    """As many activities as there is room for, those with the largest parts."""
    by_size = sorted(seen, key=_size, reverse=True)
    kept = {id(each) for each in by_size[:ROOM]}
    return [each for each in seen if id(each) in kept]


def _size(each: Effects) -> Fraction:
    """An activity's largest part, whatever its sign."""
    return max(abs(Fraction(value or 0)) for value in _values(each))


def _description(series: Sequence[Series], scale: Scale, *, left: int) -> str:
    """The chart in full, for those who do not see it."""
    named = [s.label.lower() for s in series if s.role is SeriesRole.PART]
    rest = f" {left} mindre verksamheter visas bara i tabellen." if left else ""
    return (
        "Liggande staplar från en gemensam nollinje: för varje verksamhet vad"
        f" {listed(named)} betyder för prognosens avvikelse, i {scale.unit}."
        f" Plus är överskott och minus underskott.{rest}"
    )


def has_effects(spec: TableSpec) -> bool:
    """Whether a table tells what volume, mix or price does to the result."""
    return bool(_columns(spec))


def table_effects(table: Table, spec: TableSpec) -> Chart | None:
    """A table's volume, mix and price by row, totals left out."""
    parts, scale = _of_table(table, spec)
    return effects_chart(parts, key=table.key, scale=scale, source=table.source)


def drawn_effects(
    table: Table, spec: TableSpec
) -> tuple[tuple[str, ...], Mapping[str, str]]:
    """The rows that are a chart's categories, and by its series their columns."""
    parts, scale = _of_table(table, spec)
    columns = {
        PARTS[what]: table.columns[place].key for what, place in _columns(spec).items()
    }
    return tuple(each.key for each in _largest(_told(parts, scale))), columns


def _of_table(table: Table, spec: TableSpec) -> tuple[tuple[Effects, ...], Scale]:
    """The effects that a table tells by row, totals left out, and how it shows them."""
    at = _columns(spec)
    rows = [row for row in table.rows if row.kind is RowKind.ROW]
    parts = tuple(
        Effects(
            label=row.label,
            volume=_amount(row, at.get(Asked.VOLUME_EFFECT)),
            price=_amount(row, at.get(Asked.PRICE_EFFECT)),
            mix=_amount(row, at.get(Asked.MIX_EFFECT)),
            key=row.key,
        )
        for row in rows
    )
    column = table.columns[min(at.values())]
    return parts, column.scale or table.scale


def _columns(spec: TableSpec) -> dict[Asked, int]:
    """The places of the columns of effects."""
    return {
        column.measure: place
        for place, column in enumerate(spec.columns)
        if isinstance(column.measure, Asked) and column.measure in PARTS
    }


def _amount(row: Row, place: int | None) -> Amount | None:
    """A row's öre in a column; None where it has none."""
    if place is None or (row.omitted and row.omitted[place]):
        return None
    value = row.values[place]
    return None if isinstance(value, str) else value


def _values(each: Effects) -> tuple[Amount | None, ...]:
    """The parts of an activity's deviation."""
    return each.volume, each.mix, each.price


def _seen(value: Amount | None, scale: Scale) -> bool:
    """Whether an amount is more than zero as it is shown."""
    return value is not None and bool(scaled(value, scale))


def _sentence(shown: Sequence[Effects], scale: Scale) -> str:
    """What volume, mix and price come to in all."""
    sums = (
        ("volymen", _sum(each.volume for each in shown)),
        ("mixen", _sum(each.mix for each in shown)),
        ("priset", _sum(each.price for each in shown)),
    )
    said = [_said(name, ore, scale) for name, ore in sums if _seen(ore, scale)]
    if not said:
        return "Volym och pris tar sammantaget ut varandra"
    text = listed(said)
    return text[0].upper() + text[1:]


def _said(name: str, ore: Amount, scale: Scale) -> str:
    """`volymen ger ett överskott på 1,2 mkr`."""
    side = "överskott" if ore > 0 else "underskott"
    size = with_unit(ore if ore > 0 else -ore, scale)
    return f"{name} ger ett {side} på {size}"


def _sum(values: Iterable[Amount | None]) -> Amount:
    """What is known, added."""
    return sum((value for value in values if value is not None), start=0)
