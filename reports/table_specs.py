"""Table definitions as plain values, with every code looked up."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from committees.models import FollowUp
from committees.numbers import Scale, Unit
from committees.periods import Month, Scenario, Span
from committees.trees import Tree, activity_tree, cost_centre_tree
from finance import facts
from finance.figures import Measure, Selection
from reports.indicators.links import IndicatorCode, indicator_codes
from reports.models import ColumnDefinition, RowDefinition, TableDefinition
from reports.quantities.quantity_codes import QuantityCodes, quantity_codes
from reports.tables.model import RowKind
from reports.tables.spec import (
    EFFECTS,
    Asked,
    ColumnSpec,
    Quantity,
    QuantityKind,
    RowSpec,
    TableSpec,
)

QUANTITIES = frozenset(Asked) - EFFECTS - {Asked.SHARE}
"""What is shown in the rows' own scales."""


@dataclass(frozen=True, slots=True)
class _Codes:
    """What the codes of row definitions stand for in a follow-up."""

    tree: Tree
    lines: facts.Lines
    projects: dict[str, frozenset[int]]
    quantities: QuantityCodes
    indicators: dict[str, IndicatorCode]
    centres: Tree | None


_KEPT: dict[tuple[UUID, Month, int], TableSpec] = {}
"""Definitions as values, by the committee's structure, the month and the table."""
KEPT_AT_MOST = 1000


def specs(
    follow_up: FollowUp, definitions: list[TableDefinition]
) -> tuple[TableSpec, ...]:
    """Definitions as values, with every code looked up; kept while nothing changes."""
    structure, month = follow_up.committee.structure, follow_up.period
    missing = [d for d in definitions if (structure, month, d.pk) not in _KEPT]
    if len(_KEPT) + len(missing) > KEPT_AT_MOST:
        _KEPT.clear()
        missing = definitions
    if missing:
        made = zip(missing, _read_specs(follow_up, missing), strict=True)
        _KEPT.update(((structure, month, d.pk), spec) for d, spec in made)
    return tuple(_KEPT[structure, month, d.pk] for d in definitions)


def _read_specs(
    follow_up: FollowUp, definitions: list[TableDefinition]
) -> Iterator[TableSpec]:
    """Definitions read from their rows."""
    columns: dict[int, list[ColumnDefinition]] = {}
    rows: dict[int, list[RowDefinition]] = {}
    for column in ColumnDefinition.objects.filter(table__in=definitions):
        columns.setdefault(column.table_id, []).append(column)
    for row in RowDefinition.objects.filter(table__in=definitions):
        rows.setdefault(row.table_id, []).append(row)
    codes = _codes(follow_up, [row for each in rows.values() for row in each])
    for definition in definitions:
        yield _spec(
            definition,
            columns.get(definition.pk, []),
            rows.get(definition.pk, []),
            codes,
        )


def _codes(follow_up: FollowUp, rows: Sequence[RowDefinition]) -> _Codes:
    """What rows name; indicators and cost centres only where any does."""
    committee, month = follow_up.committee, follow_up.period
    of_indicators = any(row.indicator for row in rows)
    of_centres = any(row.cost_centres.strip() for row in rows)
    return _Codes(
        tree=activity_tree(committee, month=month),
        lines=facts.lines(committee, year=follow_up.year),
        projects=facts.investment_projects(committee),
        quantities=quantity_codes(committee),
        indicators=indicator_codes(committee) if of_indicators else {},
        centres=cost_centre_tree(committee, month=month) if of_centres else None,
    )


def _spec(
    definition: TableDefinition,
    columns: Sequence[ColumnDefinition],
    rows: Sequence[RowDefinition],
    codes: _Codes,
) -> TableSpec:
    """A table's definition as a value."""
    scale = Scale(Unit(definition.unit), definition.decimals)
    mixed = any(map(_has_scale, rows))
    return TableSpec(
        key=definition.key,
        title=definition.title,
        stub=definition.stub,
        scale=scale,
        costs_positive=definition.costs_positive,
        columns=tuple(_column(each, scale, mixed=mixed) for each in columns),
        rows=tuple(_row(each, codes) for each in rows),
        notes=(
            *filter(None, definition.note.split("\n")),
            *_footnotes(rows, codes),
        ),
        listing=definition.listing,
    )


def _has_scale(row: RowDefinition) -> bool:
    """Whether a row is shown in a unit of its own."""
    return bool(row.series or row.unit_cost or row.ratio or row.indicator)


def _footnotes(rows: Sequence[RowDefinition], codes: _Codes) -> Iterator[str]:
    """What the indicators of a table's rows say of themselves, each thing once."""
    by_note: dict[str, list[str]] = {}
    for row in rows:
        if row.indicator and (said := codes.indicators[row.indicator].footnote):
            by_note.setdefault(said, []).append(row.label.rstrip("."))
    for said, labels in by_note.items():
        all_say_it = len(labels) > 1 and len(labels) == len(rows)
        yield said if all_say_it else f"{'; '.join(labels)}: {said}"


def _column(column: ColumnDefinition, table: Scale, *, mixed: bool) -> ColumnSpec:
    """A column's definition as a value; `mixed` where rows have scales of their own."""
    measure = _measure(column.measure)
    return ColumnSpec(
        key=column.key,
        label=column.label,
        measure=measure,
        scenario=Scenario(column.scenario) if column.scenario else None,
        year_offset=column.year_offset,
        span=Span(column.span) if column.span else None,
        minuend=column.minuend,
        subtrahend=column.subtrahend,
        month=column.month,
        scale=_column_scale(column, measure, table, mixed=mixed),
        attribute=column.attribute,
        sex=column.sex,
    )


def _column_scale(
    column: ColumnDefinition, measure: Measure | Asked, table: Scale, *, mixed: bool
) -> Scale | None:
    """A column's own scale; None where the rows' or the table's applies.

    Money among quantities has one, by default the table's, and so have shares.
    """
    if column.unit:
        return Scale(Unit(column.unit), column.decimals)
    if measure is Asked.SHARE and table.unit is not Unit.PERCENT:
        return Scale(Unit.PERCENT, column.decimals)
    return table if mixed and measure not in QUANTITIES else None


def _measure(word: str) -> Measure | Asked:
    """What a column measures or asks for."""
    return Asked(word) if word in set(Asked) else Measure(word)


def _row(row: RowDefinition, codes: _Codes) -> RowSpec:
    """A row's definition as a value."""
    if row.indicator:
        return _indicator_row(row, codes)
    quantity, scale, unit = _quantity(row, codes.quantities)
    return RowSpec(
        key=row.key,
        label=row.label,
        kind=RowKind(row.kind),
        selection=_selection(row, codes),
        code=row.code,
        level=row.level,
        measure=Measure(row.measure) if row.measure else None,
        omitted=frozenset(row.omitted.split()),
        quantity=quantity,
        scenario=Scenario(row.scenario) if row.scenario else None,
        year_offset=row.year_offset,
        texts=row.texts,
        scale=scale,
        unit=row.unit or unit,
    )


def _indicator_row(row: RowDefinition, codes: _Codes) -> RowSpec:
    """A row of an indicator, with what the indicator is read from if it is linked."""
    indicator = codes.indicators[row.indicator]
    quantity, selection = indicator.read_from(codes.quantities, codes.tree)
    scale = indicator.scale(codes.quantities)
    if row.decimals is not None:
        scale = replace(scale, decimals=row.decimals)
    return RowSpec(
        key=row.key,
        label=row.label,
        kind=RowKind(row.kind),
        selection=selection,
        code=row.code,
        level=row.level,
        omitted=frozenset(row.omitted.split()),
        quantity=quantity,
        texts=row.texts,
        scale=scale,
        unit=row.unit or indicator.unit,
        indicator=indicator.id,
    )


def _quantity(
    row: RowDefinition, codes: QuantityCodes
) -> tuple[Quantity | None, Scale | None, str]:
    """A row's quantity with its scale and unit; a row's own decimals come first."""
    if row.series:
        named = list(codes.named(row.series.split()))
        kind, ids = QuantityKind.SERIES, codes.series_ids(row.series.split())
        unit = named[0].unit if named else ""
        scale = Scale(Unit.COUNT, max((one.decimals for one in named), default=0))
    elif row.unit_cost or row.ratio:
        among = codes.unit_costs if row.unit_cost else codes.ratios
        kind = QuantityKind.UNIT_COST if row.unit_cost else QuantityKind.RATIO
        shown = among[row.unit_cost or row.ratio]
        ids, scale, unit = (shown.id,), shown.scale, shown.unit
    else:
        return None, None, ""
    if row.decimals is not None:
        scale = replace(scale, decimals=row.decimals)
    return Quantity(kind, ids), scale, unit


def _selection(row: RowDefinition, codes: _Codes) -> Selection | None:
    """What a row selects; None where it is a heading."""
    named = (row.activities, row.groups, row.projects, row.accounts, row.decisions)
    if not any((*named, row.cost_centres)):
        return None
    activities = row.activities.split()
    return Selection(
        activities=None
        if not activities or "*" in activities
        else codes.tree.under(activities),
        groups=_union(codes.lines.groups, row.groups) if row.groups.strip() else None,
        projects=_union(codes.projects, row.projects),
        accounts=_union(codes.lines.accounts, row.accounts),
        decisions=row.decisions.split() or None,
        cost_centres=_centres(row, codes),
    )


def _centres(row: RowDefinition, codes: _Codes) -> frozenset[int] | None:
    """The cost centres that a row names, and all below them; None where it does not."""
    named = row.cost_centres.split()
    return codes.centres.under(named) if named and codes.centres else None


def _union(among: dict[str, frozenset[int]], codes: str) -> frozenset[int]:
    """Everything that some codes stand for."""
    return frozenset().union(*(among.get(code, frozenset()) for code in codes.split()))
