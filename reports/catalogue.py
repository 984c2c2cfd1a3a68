"""A follow-up's report tables: definitions, facts and the engine put together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from uuid import UUID

from committees.access import Place
from committees.kept import Kept
from committees.models import FollowUp, Role
from committees.periods import Month
from committees.stored import Stored, rows_of
from finance.figures import Measure
from reports.known import Known
from reports.known_facts import Need, known
from reports.listings.building import listed, money_years
from reports.listings.names import INTERNAL, listing_of
from reports.models import TableDefinition
from reports.table_specs import specs
from reports.tables import matrix
from reports.tables.model import Table
from reports.tables.spec import Asked, QuantityKind, TableSpec

CASE_OFFICERS = frozenset({Role.CASE_OFFICER})
"""Who reads lists of single decisions."""


class UnknownTableError(LookupError):
    """A table that the follow-up does not have; its text names those that it has."""


def keys(follow_up: FollowUp) -> tuple[str, ...]:
    """The keys of the follow-up's tables, in their order."""
    found = TableDefinition.objects.for_follow_up(follow_up)
    return tuple(found.values_list("key", flat=True))


@dataclass(frozen=True, slots=True)
class Reading:
    """A follow-up's tables with what they were built from, for charts of the same."""

    follow_up: FollowUp
    specs: tuple[TableSpec, ...] = ()
    tables: tuple[Table, ...] = ()
    known: Known = field(default_factory=Known)


def reading(follow_up: FollowUp) -> Reading:
    """All report tables of a follow-up, and the net of its year by leaf."""
    found = TableDefinition.objects.for_follow_up(follow_up)
    return _read(follow_up, found, beside=frozenset({Measure.NET}))


def tables(follow_up: FollowUp) -> tuple[Table, ...]:
    """All report tables of a follow-up, from one reading of the facts."""
    return _read(follow_up, TableDefinition.objects.for_follow_up(follow_up)).tables


def filled(follow_up: FollowUp) -> tuple[Table, ...]:
    """The tables that have rows: listings may have none at a follow-up."""
    return tuple(table for table in tables(follow_up) if table.rows)


def table(follow_up: FollowUp, key: str) -> Table:
    """One report table; UnknownTableError where the follow-up has none of that key."""
    return reading_of(follow_up, key).tables[0]


def reading_of(follow_up: FollowUp, key: str) -> Reading:
    """One report table with what it was built from; UnknownTableError as for it."""
    built = _read(follow_up, _definition(follow_up, key))
    if not built.tables:
        known = ", ".join(keys(follow_up)) or "inga"
        message = f"Det finns ingen tabell {key}. De som finns: {known}."
        raise UnknownTableError(message)
    return built


_DEFINITIONS = Stored(TableDefinition)
_DEFINED = """
SELECT {columns} FROM reports_tabledefinition t
 WHERE t.committee_id = %s AND t.key = %s AND %s BETWEEN t.from_month AND t.to_month
"""


_KEPT: Kept[tuple[UUID, Month, str], list[TableDefinition]] = Kept(most=1000)


def _definition(follow_up: FollowUp, key: str) -> list[TableDefinition]:
    """The definition of a key, if the follow-up has such a table for everybody."""
    place = follow_up.committee.structure, follow_up.period, key
    return _KEPT.get(place, lambda: _read_definition(follow_up, key))


def _read_definition(follow_up: FollowUp, key: str) -> list[TableDefinition]:
    """The definition of a key, read; no more than one."""
    question = _DEFINED.format(columns=_DEFINITIONS.columns("t"))
    where = [follow_up.committee_id, key, follow_up.period.number]
    found = map(_DEFINITIONS.made, rows_of(question, where))
    return [each for each in found if listing_of(each.listing).kind not in INTERNAL]


def internal(place: Place, follow_up: FollowUp) -> tuple[Table, ...]:
    """The tables that list single decisions; none but to a case officer of theirs."""
    here = place.committee.pk == follow_up.committee_id
    if not here or not place.may(CASE_OFFICERS):
        return ()
    return _read(follow_up, TableDefinition.objects.internal(follow_up)).tables


def _read(
    follow_up: FollowUp,
    definitions: Iterable[TableDefinition],
    *,
    beside: frozenset[Measure] = frozenset(),
) -> Reading:
    """Tables of definitions; measures of the year that are read beside theirs."""
    found = list(definitions)
    if not found and not beside:
        return Reading(follow_up)
    read = specs(follow_up, found) if found else ()
    need = _need(follow_up, read)
    years = need.years | ({follow_up.year} if beside else set())
    held = known(follow_up, replace(need, measures=need.measures | beside, years=years))
    listings = {
        table.key: table
        for table in listed(
            follow_up, [spec for spec in read if spec.listing], books=held.books
        )
    }
    built = (
        listings[spec.key] if spec.listing else _built(spec, held, follow_up)
        for spec in read
    )
    return Reading(follow_up, read, tuple(built), held)


def _built(spec: TableSpec, held: Known, follow_up: FollowUp) -> Table:
    """A table of rows that are defined."""
    source = _source(spec, follow_up)
    return matrix.build(spec, held, month=follow_up.period, source=source)


def _source(spec: TableSpec, follow_up: FollowUp) -> str:
    """What a table rests on."""
    if spec.is_money:
        return f"nämndens huvudbok, budget och prognos, {follow_up.title}"
    if spec.indicators:
        return f"nämndens indikatorer, {follow_up.title}"
    if Asked.SHARE in spec.asks:
        return f"nämndens huvudbok och budget, {follow_up.title}"
    kinds = {quantity.kind for quantity in spec.quantities}
    if spec.asks_effects or spec.measures or QuantityKind.UNIT_COST in kinds:
        return f"nämndens volymer och huvudbok, {follow_up.title}"
    return f"nämndens volymer, {follow_up.title}"


def _need(follow_up: FollowUp, read: Sequence[TableSpec]) -> Need:
    """What a set of tables reads; listings read all but money for themselves."""
    month = follow_up.period
    beside = money_years(follow_up, read)
    read = [spec for spec in read if not spec.listing]
    ids: dict[QuantityKind, set[int]] = {kind: set() for kind in QuantityKind}
    for spec in read:
        for quantity in spec.quantities:
            ids[quantity.kind].update(quantity.ids)
    return Need(
        measures=frozenset({Measure.NET} if beside else ()).union(
            *(spec.measures for spec in read)
        ),
        years=beside.union(*(spec.years(month) for spec in read)),
        series=frozenset(ids[QuantityKind.SERIES]),
        unit_costs=frozenset(ids[QuantityKind.UNIT_COST]),
        ratios=frozenset(ids[QuantityKind.RATIO]),
        prices=any(spec.asks_effects for spec in read),
        units=any(spec.by_unit for spec in read),
        indicators=frozenset().union(*(spec.indicators for spec in read)),
        indicator_years=frozenset().union(
            *(spec.indicator_years(month) for spec in read)
        ),
        asked=frozenset().union(*(spec.asked(follow_up.period) for spec in read)),
    )
