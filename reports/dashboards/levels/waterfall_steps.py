"""The waterfall from budget to forecast: a level's deviations as steps. Pure values."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import accumulate

from committees.numbers import scaled, with_unit
from finance.sums import NOTHING
from reports.charts import Chart, ChartKind, Opens, Series
from reports.dashboards.asked_figure import What
from reports.dashboards.levels.level import Level, Line, Told, worst_and_best
from reports.dashboards.levels.pieces import LABELS, Piece, way_on
from reports.dashboards.narrowing import Ground
from reports.render.html import Link
from reports.tables.model import Column, Row, RowKind, Table, Tone
from reports.workings.chart_links import cell_opens

ROOM = 12
"""How many steps a waterfall has room for."""
LONG = 25
"""A table of more lines than this tells only those that are drawn."""
SMALL = 50
"""A step less than so many parts of all steps together is gathered with others."""
ENDS = {
    Told.FORECAST: "Prognos",
    Told.OUTCOME: "Utfall",
    Told.TO_DATE: "Utfall hittills",
}


@dataclass(frozen=True, slots=True)
class Steps:
    """The lines that are drawn, in order, and those that are gathered."""

    drawn: tuple[Line, ...]
    gathered: tuple[Line, ...]

    @property
    def rest(self) -> Line | None:
        """What is gathered, as one line; None where nothing is."""
        if len(self.gathered) <= 1:
            return next(iter(self.gathered), None)
        sums = NOTHING
        for line in self.gathered:
            sums = sums.plus(line.sums)
        of = Piece("", f"Övriga {len(self.gathered)}", frozenset())
        return Line(of, sums, sum(line.deviation or 0 for line in self.gathered))

    @property
    def lines(self) -> tuple[Line, ...]:
        """The lines that are drawn, with the gathered as the last."""
        return (*self.drawn, self.rest) if self.rest else self.drawn


def steps(level: Level) -> Steps:
    """The level's lines as steps: the large ones, and the others gathered."""
    told = [line for line in level.lines if line.deviation is not None]
    everything = sum(abs(line.deviation or 0) for line in told)
    by_size = sorted(told, key=lambda line: -abs(line.deviation or 0))
    large = {
        id(line)
        for line in by_size[:ROOM]
        if abs(line.deviation or 0) * SMALL >= everything
        and scaled(line.deviation or 0, level.scale)
    }
    return Steps(
        tuple(line for line in told if id(line) in large),
        tuple(line for line in told if id(line) not in large),
    )


def waterfall_chart(level: Level) -> Chart | None:
    """The waterfall: budget as zero, the steps, and the deviation they come to."""
    total, found = level.total.deviation, steps(level)
    if total is None or not found.drawn:
        return None
    lines = found.lines
    between = (None,) * len(lines)
    end = ENDS[level.told]
    return Chart(
        key="vattenfall",
        kind=ChartKind.WATERFALL,
        title=sentence(level),
        description=(
            "Vattenfall med liggande staplar: från budgeten, som är nollinjen, till"
            f" avvikelsen i {end.lower()}, ett steg för varje rad, i"
            f" {level.scale.unit}. Plus är överskott och minus underskott."
        ),
        stub=LABELS[level.shown.by],
        categories=(
            "Budget",
            *(line.piece.label for line in lines),
            f"{end} mot budget",
        ),
        series=(
            Series("Nivå", (0, *between, total)),
            Series("Steg", (None, *(line.deviation for line in lines), None)),
        ),
        scale=level.scale,
        source=f"huvudbok, budget och prognos, {level.follow_up.title}",
    )


def sentence(level: Level) -> str:
    """From what, to what, and the largest steps."""
    sums, scale = level.total.sums, level.scale
    first, last = _ends(level, level.total)
    gap, end = level.total.deviation, ENDS[level.told].lower()
    start = "ingen budget" if first is None else f"budget {with_unit(first, scale)}"
    none = "ingen" if level.told is Told.FORECAST else "inget"
    reached = f"{none} {end}" if last is None else f"{end} {with_unit(last, scale)}"
    told_gap = with_unit(gap, scale, plus=True)
    if gap is not None and not scaled(gap, scale):
        told_gap = "i nivå med budget"
    text = f"Från {start} till {reached}: {told_gap}"
    low, high = worst_and_best(level.lines)
    told = [
        f"störst steg {way} är {line.piece.label}"
        f" ({with_unit(line.deviation, scale, plus=True)})"
        for way, line in (("nedåt", low), ("uppåt", high))
        if line and sums and scaled(line.deviation or 0, scale)
    ]
    return f"{text}; {' och '.join(told)}" if told else text


def _ends(level: Level, line: Line) -> tuple[int | None, int | None]:
    """What a line goes from and to."""
    of = line.sums
    if level.told is Told.FORECAST:
        return of.budget, of.forecast
    return of.budget_to_date, of.outcome_to_date


def told_lines(level: Level) -> tuple[Line, ...]:
    """The lines of the table: all of them, or of a long level those that are drawn."""
    return level.lines if len(level.lines) <= LONG else steps(level).lines


def waterfall_table(level: Level) -> Table:
    """Every step with what it goes from and to, and how far they have come."""
    end, lines = ENDS[level.told], told_lines(level)
    running = accumulate(line.deviation or 0 for line in lines)
    rows = [
        _row(level, line, key=f"r{at}", running=so_far)
        for at, (line, so_far) in enumerate(zip(lines, running, strict=True))
    ]
    total = _row(level, level.total, key="summa", running=level.total.deviation)
    return Table(
        key="steg",
        title=f"Från budget till {end.lower()}, steg för steg",
        stub=LABELS[level.shown.by],
        scale=level.scale,
        columns=(
            Column("steg", "Steg", Tone.DEVIATION),
            Column("hit", "Avvikelse så långt", Tone.DEVIATION),
            Column("fran", "Budget"),
            Column("till", end),
        ),
        rows=(*rows, _as_total(total)),
        source=f"huvudbok, budget och prognos, {level.follow_up.title}",
    )


def _row(level: Level, line: Line, *, key: str, running: int | None) -> Row:
    """A step as a row."""
    values = (line.deviation, running, *_ends(level, line))
    return Row(key=key, label=line.piece.name, values=values, code=line.piece.code)


def _as_total(row: Row) -> Row:
    """The last row: where the steps come to."""
    return Row(row.key, f"Summa {row.label}", row.values, kind=RowKind.TOTAL)


ASKED = {
    Told.FORECAST: {
        "steg": What.DEVIATION,
        "fran": What.BUDGET,
        "till": What.FORECAST,
    },
    Told.OUTCOME: {
        "steg": What.DEVIATION_TO_DATE,
        "fran": What.BUDGET_TO_DATE,
        "till": What.OUTCOME_TO_DATE,
    },
}


def figure_link(level: Level) -> Link:
    """Where each figure of the table is explained, relative to the page."""
    whats = ASKED.get(level.told, ASKED[Told.OUTCOME])
    parts = dict(_parts(level))

    def link(row: Row, column: Column) -> str | None:
        """The address behind a cell."""
        part, what = parts.get(row.key), whats.get(column.key)
        missing = row.values[[*_KEYS].index(column.key)] is None
        if part is None or what is None or missing:
            return None
        return f"../siffra/?matt={what.value}" + (f"&{part}" if part else "")

    return link


def heads(level: Level, ground: Ground) -> dict[str, str]:
    """Where each row's name leads, by its key: to the steps that it is made of."""
    found: dict[str, str] = {}
    for at, line in enumerate(told_lines(level)):
        piece, by = line.piece, level.shown.by
        if piece.to is None:
            continue
        down = way_on(ground, piece.to) if piece.is_leaf else by
        if down is not None:
            found[f"r{at}"] = piece.to.query(efter=down.value)
    return found


def waterfall_opens(level: Level, table: Table | None, link: Link) -> Opens:
    """The steps of the chart, as the table's rows of the same lines explain them."""
    if table is None:
        return {}
    rows = {id(line.piece): f"r{at}" for at, line in enumerate(told_lines(level))}
    lines = steps(level).lines
    cells = [
        ((1, at), rows.get(id(line.piece), ""), "steg")
        for at, line in enumerate(lines, start=1)
    ]
    end = ((0, len(lines) + 1), "summa", "steg")
    return cell_opens(table, link, (*cells, end))


_KEYS = ("steg", "hit", "fran", "till")


def _parts(level: Level) -> Iterable[tuple[str, str]]:
    """The choice that each row's figures are of, as parameters of an address."""
    yield "summa", level.shown.narrowing.query().removeprefix("?")
    for at, line in enumerate(told_lines(level)):
        if line.piece.to:
            yield f"r{at}", line.piece.to.query().removeprefix("?")
