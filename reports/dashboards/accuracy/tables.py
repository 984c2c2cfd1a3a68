"""How far forecasts were from the outcome, as tables: never ranked, without colours."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from committees.models import CostCentre
from committees.numbers import Scale, Unit
from committees.periods import MONTH_NAMES, Month
from finance.models import Method
from reports.dashboards.accuracy.asked import BESIDE as NO_PLACE
from reports.dashboards.accuracy.asked import asked_query
from reports.dashboards.accuracy.figures import Measured, Way
from reports.dashboards.accuracy.seen import NOWHERE, Seen
from reports.dashboards.accuracy.shown import scale_of, source_of, ways_of
from reports.dashboards.accuracy.words import PERCENT, WAYS, definitions, months_left
from reports.dashboards.asked_figure import AskedFigure, What
from reports.tables.model import Column, Row, RowKind, Table, Value

COUNT = Scale(Unit.COUNT)
ROWS = "rows"
FORECAST, OUTCOME = Column("forecast", "Prognos"), Column("outcome", "Utfall")
BESIDE_WORDS = "Utan ansvar: justering på kontrollernivå och åtgärder"


def horizon_table(seen: Seen) -> Table | None:
    """A row per month that forecasts were made in, and the mean of them all."""
    found = seen.accuracy
    if found is None:
        return None
    ways = ways_of(seen)
    rows = [
        _row(
            f"m{month}",
            f"{MONTH_NAMES[month - 1].capitalize()}, {months_left(month)}",
            (*_means(each), *_errors(each, ways)),
        )
        for month, each in sorted(found.by_month.items())
    ]
    whole = (*_means(found.whole), *_errors(found.whole, ways))
    rows.append(replace(_row("mean", "I medel", whole), kind=RowKind.TOTAL))
    return Table(
        key="horizons",
        title=f"Efter hur mycket som återstod av året{seen.of_name}",
        stub="Prognos gjord i",
        scale=scale_of(seen),
        columns=(FORECAST, OUTCOME, *_columns(ways)),
        rows=tuple(rows),
        notes=definitions(seen),
        source=source_of(seen),
    )


def method_table(seen: Seen) -> Table | None:
    """A row per way in which forecasts' rows were made, in the order of the choices."""
    made = [(each, seen.methods[each]) for each in Method if each in seen.methods]
    if not made:
        return None
    ways = (Way.FORECAST,)
    return Table(
        key="methods",
        title=f"Efter hur prognosen gjordes{seen.of_name}",
        stub="Metod",
        scale=scale_of(seen),
        columns=(
            Column(ROWS, "Prognosrader", scale=COUNT),
            FORECAST,
            OUTCOME,
            *(replace(each, span="") for each in _columns(ways)),
        ),
        rows=tuple(
            _row(
                str(method.value),
                str(method.label).capitalize(),
                (rows, *_means(each), *_errors(each, ways)),
            )
            for method, (rows, each) in made
        ),
        notes=(
            (
                "I medel per uppföljning. WAPE är här mätt per prognosrad, alltså per"
                " ansvar, verksamhet och kontogrupp, och kan inte jämföras rakt av med"
                " de andra tabellerna."
            ),
        ),
        source=source_of(seen),
    )


def cost_centre_rows(seen: Seen, codes: Mapping[int, tuple[str, str]]) -> list[Row]:
    """A row per cost centre in order of codes; last what has none."""
    found = seen.accuracy
    if found is None:
        return []
    ways, by_place = ways_of(seen), found.by_cost_centre
    rows = []
    for place in sorted(codes, key=lambda each: codes[each]):
        code, name = codes[place]
        each = by_place[place]
        row = _row(f"u{place}", name, (_means(each)[1], *_errors(each, ways)))
        rows.append(replace(row, code=code))
    if NOWHERE in by_place:
        each = by_place[NOWHERE]
        rows.append(_row(NO_PLACE, BESIDE_WORDS, (None, *_errors(each, ways))))
    return rows


def cost_centre_table(seen: Seen, rows: Sequence[Row]) -> Table | None:
    """The cost centres of a page."""
    if not rows:
        return None
    return Table(
        key="cost-centres",
        title=f"Per ansvar, i kodordning{seen.of_name}",
        stub="Ansvar",
        scale=scale_of(seen),
        columns=(OUTCOME, *_columns(ways_of(seen))),
        rows=tuple(rows),
        notes=("Utfall och fel är medel av årets uppföljningar.",),
        source=source_of(seen),
    )


def codes_of(seen: Seen) -> dict[int, tuple[str, str]]:
    """Code and name of the measured cost centres; of one no longer there its code."""
    if seen.accuracy is None:
        return {}
    nodes = seen.part.ground.cost_centres.nodes
    places = set(seen.accuracy.by_cost_centre) - {NOWHERE}
    found = {id_: (nodes[id_].code, nodes[id_].name) for id_ in places & nodes.keys()}
    if gone := places - nodes.keys():
        rows = CostCentre.objects.filter(pk__in=gone).values_list("pk", "code")
        found |= {pk: (code, "finns inte längre") for pk, code in rows}
    return found


def _columns(ways: Iterable[Way]) -> tuple[Column, ...]:
    """The columns of errors."""
    found: list[Column] = []
    for way in ways:
        found.append(Column(f"{way}_bias", "Fel", span=WAYS[way]))
        if way is Way.FORECAST:
            share = Column(f"{way}_share", "% av utfallet", scale=PERCENT)
            found.append(replace(share, span=WAYS[way]))
        wape = Column(f"{way}_wape", "WAPE, %", span=WAYS[way], scale=PERCENT)
        found.append(wape)
    return tuple(found)


def _errors(measured: Measured, ways: Iterable[Way]) -> list[Value]:
    """The cells of `_columns`."""
    found: list[Value] = []
    for way in ways:
        found.append(measured.bias(way))
        if way is Way.FORECAST:
            found.append(measured.share(way))
        found.append(measured.wape(way))
    return found


def _means(measured: Measured) -> tuple[Fraction, Fraction]:
    """Forecast and outcome, in the mean of the follow-ups."""
    times = measured.times
    return Fraction(measured.forecast, times), Fraction(measured.outcome, times)


def _row(key: str, label: str, values: Sequence[Value]) -> Row:
    """A row; a cell without an outcome to divide by is not applicable."""
    omitted = tuple(value is None for value in values)
    return Row(key, label, tuple(values), omitted=omitted if any(omitted) else ())


def link(seen: Seen) -> Callable[[Row, Column], str | None]:
    """Where a figure is explained: as elsewhere where an address can tell it so.

    Means and errors are explained by the follow-ups, and the cost centres, they are of.
    """
    told = {f"m{month.month}": month for month in seen.said}

    def to(row: Row, column: Column) -> str | None:
        if column.key == ROWS or (row.key == NO_PLACE and column is OUTCOME):
            return None
        plain = None
        if column in {FORECAST, OUTCOME} and len(seen.years) == 1:
            plain = _plain(seen, row, column, told.get(row.key))
        return plain or f"siffra/{asked_query(seen, row.key, column.key)}"

    return to


def _plain(seen: Seen, row: Row, column: Column, month: Month | None) -> str | None:
    """A forecast or an outcome of a year that is a figure of its own elsewhere."""
    part, year, tree = seen.part, seen.years[0], seen.part.ground.cost_centres
    if row.key.startswith("u"):
        place = int(row.key[1:])
        if place not in tree.nodes or tree.children.get(place):
            return None
        narrowing = part.narrowing.with_("cost_centre", row.code)
        asked = AskedFigure(What.OUTCOME_OF_YEAR, narrowing, year)
        return asked.address(part.follow_up)
    if month is None or not seen.is_exact:
        return None
    if column is OUTCOME:
        return part.figure(What.OUTCOME_OF_YEAR, year=year)
    return _said(seen, month)


def _said(seen: Seen, month: Month) -> str | None:
    """Where a forecast is explained, as its own follow-up told it."""
    by = next((each for each in seen.follow_ups if each.period == month), None)
    return seen.part.figure(What.FORECAST, seen_from=by) if by else None
