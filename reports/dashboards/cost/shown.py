"""A unit cost against its volume, as a scatter, a table and a sentence."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from committees.models import FollowUp
from committees.navigation import address
from committees.numbers import Scale, Unit, money_text
from committees.words import listed
from reports.charts import Chart, ChartKind, Opens, Series
from reports.dashboards.cost.figures import CostAndVolume, Point
from reports.dashboards.part import scale_for
from reports.quantities.unit_costs import Amount
from reports.render.html import Link
from reports.tables.model import Column, Row, Table
from reports.workings.chart_links import cell_opens

PERCENT = Scale(Unit.PERCENT, 1)
NBSP = "\N{NO-BREAK SPACE}"


def sentence(seen: CostAndVolume) -> str:
    """How volume and unit cost moved last, of months over all; empty of one point."""
    steps = list(seen.steps())
    if not steps:
        return ""
    if seen.by_month:
        whole = replace(seen, points=(steps[0][0], steps[-1][1]))
        steps = list(whole.steps())
    before, now, volume, cost = steps[-1]
    return (
        f"Volymen {_went(volume)} och kostnaden per {seen.unit_cost.per} {_went(cost)}"
        f" från {before.label} till {now.label}"
    )


def _went(amount: Amount) -> str:
    """`ökade 3,2 %`, as it is shown."""
    if amount.value is None:
        return "kan inte jämföras"
    text = money_text(abs(amount.value), PERCENT)
    if not text.strip("0,"):
        return "var oförändrad"
    return f"{'ökade' if amount.value > 0 else 'minskade'} {text}{NBSP}%"


def sentences(seen: CostAndVolume) -> tuple[str, ...]:
    """How volume and unit cost moved, year by year, the latest first."""
    if seen.by_month:
        return ()
    return tuple(
        f"Från {before.label} till {now.label}: volymen {_went(volume)} och kostnaden"
        f" per {seen.unit_cost.per} {_went(cost)}."
        for before, now, volume, cost in reversed(list(seen.steps()))
    )


def cost_chart(seen: CostAndVolume) -> Chart | None:
    """A point a year or month: volume across, unit cost up; None of fewer than two."""
    points = [each for each in seen.points if each.is_known and not each.is_plan]
    if len(points) == 1 or not points:
        return None
    what = "månader" if seen.by_month else "år"
    return Chart(
        key="cost-and-volume",
        kind=ChartKind.SCATTER,
        title=sentence(seen),
        description=(
            f"Punkter för {len(points)} {what} av {seen.unit_cost.name}: volymen"
            f" vågrätt ({seen.volume_unit}) och kostnaden lodrätt ({seen.unit})."
            " En tunn linje går genom dem i tidens ordning."
        ),
        stub="Månad" if seen.by_month else "År",
        categories=tuple(each.label for each in points),
        series=(
            Series(
                f"Volym, {seen.volume_unit}",
                tuple(each.volume.value for each in points),
            ),
            Series(f"Kostnad, {seen.unit}", tuple(each.cost.value for each in points)),
        ),
        scale=seen.scale,
        unit=seen.unit,
        source=_source(seen),
        from_zero=False,
    )


def _source(seen: CostAndVolume) -> str:
    """What the figures rest on."""
    return f"huvudbok, budget, prognos och volymer, {seen.follow_up.title}"


def cost_table(seen: CostAndVolume) -> Table:
    """Volume, money and unit cost of each point, and how they changed."""
    largest = [int(each.ore) for each in seen.points if each.ore is not None]
    changes = {now.key: (volume, cost) for _, now, volume, cost in seen.steps()}
    return Table(
        key="cost-and-volume",
        title=f"Kostnad och volym: {seen.unit_cost.name}",
        stub="Månad" if seen.by_month else "År",
        scale=seen.scale,
        columns=(
            Column("volume", seen.volume_unit.capitalize(), scale=seen.volume_scale),
            Column("money", "Kostnad", scale=scale_for(largest)),
            Column("cost", f"Per {seen.unit_cost.per}"),
            Column("volume_change", "Volymens ändring", scale=PERCENT),
            Column("cost_change", "Kostnadens ändring", scale=PERCENT),
        ),
        rows=tuple(_row(each, changes.get(each.key)) for each in seen.points),
        notes=tuple(_notes(seen)),
        source=_source(seen),
    )


def _row(point: Point, changed: tuple[Amount, Amount] | None) -> Row:
    """A point's row."""
    volume, cost = changed or (Amount(), Amount())
    found = (point.volume, Amount(point.ore), point.cost, volume, cost)
    return Row(
        point.key,
        point.label.capitalize(),
        tuple(each.value for each in found),
        omitted=tuple(bool(each.why) for each in found),
        why=tuple(each.why for each in found),
    )


def _notes(seen: CostAndVolume) -> list[str]:
    """What the figures are, and which prove nothing."""
    notes = [
        "Kostnader visas positiva.",
        "Ändring är mot raden före som har utfall eller prognos; budgeten räknas inte.",
    ]
    reproduced = [each.label for each in seen.points if each.reproduced]
    if reproduced:
        notes.append(
            f"Beloppen för {_listed(reproduced)} är återräknade ur tryckta"
            " nyckeltal, så de kan inte styrkas av huvudboken."
        )
    return notes


def _listed(labels: Sequence[str]) -> str:
    """`2014–2017` of years in a row, else `2014 och 2016`."""
    if len(labels) > len(("from", "to")) and all(map(str.isdigit, labels)):
        first, last = int(labels[0]), int(labels[-1])
        if [*map(int, labels)] == [*range(first, last + 1)]:
            return f"{first}\N{EN DASH}{last}"
    return listed(labels)


def link(table: Table, seen: CostAndVolume) -> Callable[[Row, Column], str | None]:
    """Volumes lead to their series, costs to how the unit cost is computed."""
    workings = address("reports:unit_costs", seen.follow_up) + f"#n{seen.unit_cost.pk}"
    volumes = _series_address(seen, seen.follow_up) or workings

    def to(row: Row, column: Column) -> str | None:
        if column.key not in {"volume", "money", "cost"}:
            return None
        if table.value(row.key, column.key) is None:
            return None
        return volumes if column.key == "volume" else workings

    return to


def chart_opens(table: Table, seen: CostAndVolume, to: Link) -> Opens:
    """The points, where the table's volumes and unit costs are explained."""
    points = [each for each in seen.points if each.is_known and not each.is_plan]
    places = (
        ((at, index), point.key, column)
        for index, point in enumerate(points)
        for at, column in enumerate(("volume", "cost"))
    )
    return cell_opens(table, to, places)


def _series_address(seen: CostAndVolume, follow_up: FollowUp) -> str:
    """The page of the series; empty where there are several."""
    if len(seen.series) != 1:
        return ""
    return address("reports:series", follow_up, code=seen.series[0].code)
