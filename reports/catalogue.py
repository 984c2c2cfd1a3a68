"""A follow-up's report tables: definitions, facts and the engine put together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from uuid import UUID

from committees.models import FollowUp
from committees.numbers import Scale, Unit
from committees.periods import Month, Span
from committees.trees import Tree, activity_tree
from finance import facts
from finance.figures import Measure, Scenario, Selection
from reports.models import ColumnDefinition, RowDefinition, TableDefinition
from reports.tables import matrix
from reports.tables.model import RowKind, Table
from reports.tables.spec import ColumnSpec, RowSpec, TableSpec


class UnknownTableError(LookupError):
    """A table that the follow-up does not have; its text names those that it has."""


def keys(follow_up: FollowUp) -> tuple[str, ...]:
    """The keys of the follow-up's tables, in their order."""
    found = TableDefinition.objects.for_follow_up(follow_up)
    return tuple(found.values_list("key", flat=True))


def tables(follow_up: FollowUp) -> tuple[Table, ...]:
    """All report tables of a follow-up, from one reading of the facts."""
    return _built(follow_up, TableDefinition.objects.for_follow_up(follow_up))


def table(follow_up: FollowUp, key: str) -> Table:
    """One report table; UnknownTableError where the follow-up has none of that key."""
    found = TableDefinition.objects.for_follow_up(follow_up).filter(key=key)
    built = _built(follow_up, found)
    if not built:
        known = ", ".join(keys(follow_up)) or "inga"
        message = f"Det finns ingen tabell {key}. De som finns: {known}."
        raise UnknownTableError(message)
    return built[0]


def _built(
    follow_up: FollowUp, definitions: Iterable[TableDefinition]
) -> tuple[Table, ...]:
    """Tables of definitions."""
    found = list(definitions)
    if not found:
        return ()
    specs = _specs(follow_up, found)
    books = facts.books(
        follow_up,
        facts.Need(
            measures=frozenset().union(*(spec.measures for spec in specs)),
            years=frozenset().union(*(spec.years(follow_up.period) for spec in specs)),
        ),
    )
    source = f"nämndens huvudbok, budget och prognos, {follow_up.title}"
    return tuple(
        matrix.build(spec, books, month=follow_up.period, source=source)
        for spec in specs
    )


@dataclass(frozen=True, slots=True)
class _Codes:
    """What the codes of row definitions stand for in a follow-up."""

    tree: Tree
    lines: facts.Lines
    projects: dict[str, frozenset[int]]


_KEPT: dict[tuple[UUID, Month, int], TableSpec] = {}
"""Definitions as values, by the committee's structure, the month and the table."""
KEPT_AT_MOST = 1000


def _specs(
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
    codes = _Codes(
        tree=activity_tree(follow_up.committee, month=follow_up.period),
        lines=facts.lines(follow_up.committee, year=follow_up.year),
        projects=facts.investment_projects(follow_up.committee),
    )
    columns: dict[int, list[ColumnDefinition]] = {}
    rows: dict[int, list[RowDefinition]] = {}
    for column in ColumnDefinition.objects.filter(table__in=definitions):
        columns.setdefault(column.table_id, []).append(column)
    for row in RowDefinition.objects.filter(table__in=definitions):
        rows.setdefault(row.table_id, []).append(row)
    for definition in definitions:
        yield TableSpec(
            key=definition.key,
            title=definition.title,
            stub=definition.stub,
            scale=Scale(Unit(definition.unit), definition.decimals),
            costs_positive=definition.costs_positive,
            columns=tuple(_column(c) for c in columns.get(definition.pk, ())),
            rows=tuple(_row(r, codes) for r in rows.get(definition.pk, ())),
            notes=tuple(filter(None, definition.note.split("\n"))),
        )


def _column(column: ColumnDefinition) -> ColumnSpec:
    """A column's definition as a value."""
    return ColumnSpec(
        key=column.key,
        label=column.label,
        measure=Measure(column.measure),
        scenario=Scenario(column.scenario) if column.scenario else None,
        year_offset=column.year_offset,
        span=Span(column.span) if column.span else None,
        minuend=column.minuend,
        subtrahend=column.subtrahend,
    )


def _row(row: RowDefinition, codes: _Codes) -> RowSpec:
    """A row's definition as a value."""
    return RowSpec(
        key=row.key,
        label=row.label,
        kind=RowKind(row.kind),
        selection=_selection(row, codes),
        code=row.code,
        level=row.level,
        measure=Measure(row.measure) if row.measure else None,
        omitted=frozenset(row.omitted.split()),
    )


def _selection(row: RowDefinition, codes: _Codes) -> Selection | None:
    """What a row selects; None where it is a heading."""
    named = (row.activities, row.groups, row.projects, row.accounts, row.decisions)
    if not any(named):
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
    )


def _union(among: dict[str, frozenset[int]], codes: str) -> frozenset[int]:
    """Everything that some codes stand for."""
    return frozenset().union(*(among.get(code, frozenset()) for code in codes.split()))
