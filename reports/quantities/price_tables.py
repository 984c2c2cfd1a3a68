"""Volume and price as tables: what each deviation is made of, and what is settled."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby, takewhile

from committees.numbers import Scale, Unit
from reports.charts import Chart
from reports.effect_bars import Effects, effects_chart
from reports.quantities.price_lines import Line, Lines
from reports.quantities.volume_price import Split, together
from reports.tables.model import Column, Row, RowKind, Table, Tone, Value

KRONOR = Scale(Unit.KR)
DECIDED, BUDGETED = "prislapp", "budget"


@dataclass(frozen=True, slots=True)
class Settings:
    """How the tables are shown: money's scale, and what is compared with the budget."""

    scale: Scale
    expected: str
    source: str


def split_table(found: Lines, shown: Settings) -> Table:
    """Each unit cost's volumes, price and parted deviation, with sums."""
    effects = _effect_columns(found, shown.scale)
    return Table(
        key="volume-price",
        title="Avvikelse mot budget, uppdelad på volym och pris",
        stub="Verksamhet",
        scale=shown.scale,
        columns=(
            Column("budget", "Volym budget"),
            Column("expected", f"Volym {shown.expected}"),
            Column("change", "Skillnad"),
            Column("price", "Pris per enhet", scale=KRONOR),
            Column("basis", "Priset är", Tone.TEXT),
            *effects,
        ),
        rows=tuple(_rows(found, [column.key for column in effects])),
        source=shown.source,
    )


EFFECTS = {
    "volume": "Volym",
    "mix": "Mix",
    "price_effect": "Pris",
    "beyond": "Utöver prislapp",
    "deviation": "Avvikelse",
}
VOLUMES = 5
"""Columns before those of effects."""


def _effect_columns(found: Lines, scale: Scale) -> tuple[Column, ...]:
    """The parts of deviations; mix and beyond only where any line has them."""
    without = set()
    if not any(line.has_mix for line in found.told):
        without.add("mix")
    if not any(line.decided for line in found.told):
        without.add("beyond")
    return tuple(
        Column(key, label, Tone.DEVIATION, "Betyder för resultatet", scale)
        for key, label in EFFECTS.items()
        if key not in without
    )


def _rows(found: Lines, asked: Sequence[str]) -> Iterator[Row]:
    """Families with their members and sums, what stands alone, and all together."""
    for family, members in groupby(
        _by_family(found.lines), key=lambda line: line.one.family
    ):
        lines = list(members)
        if not family or len(lines) == 1:
            yield from (_row(line, asked) for line in lines)
            continue
        name, width = family_name(lines), VOLUMES + len(asked)
        yield Row(f"f-{family}", name, (None,) * width, kind=RowKind.GROUP)
        yield from (_row(line, asked) for line in lines)
        yield _family_sum(f"f-{family}-sum", f"{name}, summa", lines, asked)
    if len(found.told) > 1:
        effects = _added_effects(found.told, asked)
        yield Row(
            key="sum",
            label="Summa",
            values=(*(None,) * (VOLUMES - 1), "", *effects),
            kind=RowKind.TOTAL,
            omitted=(*(True,) * (VOLUMES - 1), *(False,) * (1 + len(asked))),
        )


def _by_family(lines: Sequence[Line]) -> list[Line]:
    """Lines with each family together, where its first member stands; own first."""
    first: dict[str, int] = {}
    for place, line in enumerate(lines):
        first.setdefault(line.one.family or f"-{line.one.pk}", place)
    return sorted(lines, key=lambda line: first[line.one.family or f"-{line.one.pk}"])


def family_name(lines: Sequence[Line]) -> str:
    """What the members' names begin with: `Hemtjänst`."""
    words = zip(*(line.one.name.split() for line in lines), strict=False)
    same = [each[0] for each in takewhile(lambda each: len(set(each)) == 1, words)]
    return " ".join(same).rstrip(",:") or lines[0].one.family.capitalize()


def _row(line: Line, asked: Sequence[str]) -> Row:
    """A unit cost's row."""
    out = [bool(line.why) or (key == "mix" and not line.has_mix) for key in asked]
    return Row(
        key=f"n{line.one.pk}",
        label=line.one.name,
        values=(
            line.budget,
            line.expected,
            line.change,
            line.price,
            "" if line.price is None else DECIDED if line.decided else BUDGETED,
            *_effects(line.split or Split(), asked),
        ),
        level=1 if line.one.family else 0,
        omitted=(*(False,) * VOLUMES, *out),
        scale=line.scale,
        unit=line.unit,
        why=(*("",) * VOLUMES, *(line.why,) * len(asked)),
    )


def _effects(split: Split, asked: Sequence[str]) -> tuple[Value, ...]:
    """The parts of a split that there are columns for."""
    return tuple(
        split.price if key == "price_effect" else getattr(split, key) for key in asked
    )


def _added_effects(lines: Sequence[Line], asked: Sequence[str]) -> tuple[Value, ...]:
    """Lines' effects added."""
    return _effects(together(line.split or Split() for line in lines), asked)


def _family_sum(
    key: str, label: str, lines: Sequence[Line], asked: Sequence[str]
) -> Row:
    """A family's lines added; volumes too where they count the same."""
    same = len({(line.unit, line.scale) for line in lines}) == 1
    volumes = (
        _added(line.budget for line in lines),
        _added(line.expected for line in lines),
        _added(line.change for line in lines),
    )
    return Row(
        key=key,
        label=label,
        values=(*volumes, None, "", *_added_effects(lines, asked)),
        kind=RowKind.SUBTOTAL,
        omitted=(*(not same,) * 3, True, *(False,) * (1 + len(asked))),
        scale=lines[0].scale if same else None,
        unit=lines[0].unit if same else "",
    )


def _added(values: Iterable[Fraction | None]) -> Fraction | None:
    """A sum; None where anything is missing."""
    total = Fraction(0)
    for value in values:
        if value is None:
            return None
        total += value
    return total


def settled_table(found: Lines, shown: Settings) -> Table | None:
    """What volume reconciliation pays back and what it does not; of decided prices."""
    lines = [line for line in found.told if line.decided]
    if not lines:
        return None
    money = shown.scale
    rows = [_settled(line) for line in lines]
    whole = together(line.split or Split() for line in lines)
    if len(rows) > 1:
        values = (None, None, "", *_settlement(whole))
        omitted = (True, True, *(False,) * 5)
        rows.append(Row("sum", "Summa", values, RowKind.TOTAL, omitted=omitted))
    return Table(
        key="volume-settlement",
        title="Volymavstämning",
        stub="Verksamhet",
        scale=money,
        columns=(
            Column("change", "Volym mot budget"),
            Column("price", "Prislapp", scale=KRONOR),
            Column("settled", "Stäms av", Tone.TEXT),
            Column("volume", "Volym och mix", Tone.DEVIATION, scale=money),
            Column("paid", "Avstämningen ger", Tone.DEVIATION, scale=money),
            Column("deviation", "Avvikelse", Tone.DEVIATION, scale=money),
            Column("left", "Kvar efter avstämning", Tone.DEVIATION, scale=money),
        ),
        rows=tuple(rows),
        notes=(SETTLED,),
        source=shown.source,
    )


SETTLED = (
    "Fler enheter än budgeterat betalas med prislappen, färre betalas tillbaka."
    " Det som blir kvar är nämndens eget: priset, det som budgeten har utöver"
    " prislappen och volymer som inte stäms av."
)


def _settled(line: Line) -> Row:
    """A unit cost's settlement."""
    return Row(
        key=f"n{line.one.pk}",
        label=line.one.name,
        values=(
            line.change,
            line.price,
            "ja" if line.reconciled else "nej",
            *_settlement(line.split or Split()),
        ),
        scale=line.scale,
        unit=line.unit,
    )


def _settlement(split: Split) -> tuple[Value, ...]:
    """Volume with mix, what is paid, the deviation, and what is left of it."""
    volume = None
    if split.volume is not None and split.mix is not None:
        volume = split.volume + split.mix
    paid = split.reconciled or Fraction(0)
    return volume, paid, split.deviation, split.not_reconciled


def price_chart(found: Lines, shown: Settings) -> Chart | None:
    """Bars of volume, mix and price by unit cost; None where all of them are zero."""
    parts = [
        Effects(
            line.one.name,
            volume=split.volume,
            price=split.price,
            mix=split.mix if line.has_mix else None,
        )
        for line in found.told
        if (split := line.split) is not None
    ]
    return effects_chart(parts, scale=shown.scale, source=shown.source)
