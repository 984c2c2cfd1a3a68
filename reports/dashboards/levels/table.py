"""A level as a table: the deviation first, then what it is made of."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import partial

from committees.models import FollowUp
from committees.numbers import Scale, Unit, scaled
from committees.periods import MONTH_NAMES, span_text
from reports.dashboards.asked_figure import What
from reports.dashboards.levels.level import Level, Line, Told
from reports.dashboards.levels.pieces import LABELS
from reports.tables.model import Column, Row, RowKind, Table, Tone, Value

DEVIATION, SHARE, SINCE = "avvikelse", "andel", "sedan"
SINCE_AT = 1
"""Since when stands beside the deviation, where a phone shows it."""
PERCENT = Scale(Unit.PERCENT, 1)


@dataclass(frozen=True, slots=True)
class Field:
    """A column: how it is read of a line, and what its figures are asked for as."""

    column: Column
    of: Callable[[Line], Value]
    what: What | None = None


def fields(level: Level) -> tuple[Field, ...]:
    """The columns of what is told of a level."""
    found = {
        Told.FORECAST: _of_forecast,
        Told.OUTCOME: _of_outcome,
        Told.TO_DATE: _to_date,
    }
    return found[level.told](level)


def _of_forecast(level: Level) -> tuple[Field, ...]:
    """The forecast against the budget, the outcome to date, and the change."""
    follow_up, year = level.follow_up, level.follow_up.year
    found = [
        _deviation("Avvikelse", What.DEVIATION),
        Field(
            Column(SHARE, "% av budget", Tone.DEVIATION, scale=PERCENT),
            partial(share_of, level),
        ),
        _budget(year),
        Field(Column("prognos", f"Prognos {year}"), _forecast, What.FORECAST),
        Field(
            Column("hittills", f"Avvikelse {_so_far(follow_up)}", Tone.DEVIATION),
            lambda line: level.known.to_date(line.sums),
            What.DEVIATION_TO_DATE,
        ),
    ]
    if level.last_month:
        name = f"Ändrad sedan {MONTH_NAMES[level.last_month - 1]}"
        column = Column("forandring", name, Tone.DEVIATION)
        found.append(Field(column, lambda line: line.sums.change, What.CHANGE))
    return tuple(found)


def _of_outcome(level: Level) -> tuple[Field, ...]:
    """A closed year against its budget, and what was last expected of it."""
    year = level.follow_up.year
    found = [
        _deviation("Avvikelse", What.DEVIATION_TO_DATE),
        Field(
            Column(SHARE, "% av budget", Tone.DEVIATION, scale=PERCENT),
            partial(share_of, level),
        ),
        _budget(year),
        Field(Column("utfall", f"Utfall {year}"), _outcome, What.OUTCOME_TO_DATE),
    ]
    if level.last_month:
        column = Column("forra", f"Prognos i {MONTH_NAMES[level.last_month - 1]}")
        of = Field(column, lambda line: line.sums.last_forecast, What.LAST_FORECAST)
        found.append(of)
    return tuple(found)


def _to_date(level: Level) -> tuple[Field, ...]:
    """The outcome to date against its budget, where no forecast is made."""
    follow_up = level.follow_up
    so_far = _so_far(follow_up)
    return (
        _deviation("Avvikelse hittills", What.DEVIATION_TO_DATE),
        Field(
            Column(SHARE, "% av budget hittills", Tone.DEVIATION, scale=PERCENT),
            partial(share_of, level),
        ),
        Field(
            Column("budget-hittills", f"Budget {so_far}"),
            lambda line: line.sums.budget_to_date,
            What.BUDGET_TO_DATE,
        ),
        Field(Column("utfall", f"Utfall {so_far}"), _outcome, What.OUTCOME_TO_DATE),
        _budget(follow_up.year),
    )


def _budget(year: int) -> Field:
    """The year's budget."""
    column = Column("budget", f"Budget {year}")
    return Field(column, lambda line: line.sums.budget, What.BUDGET)


def _deviation(label: str, what: What) -> Field:
    """The deviation that the level is about."""
    column = Column(DEVIATION, label, Tone.DEVIATION)
    return Field(column, lambda line: line.deviation, what)


def _forecast(line: Line) -> Value:
    """What is expected of the year."""
    return line.sums.forecast


def _outcome(line: Line) -> Value:
    """What is booked."""
    return line.sums.outcome_to_date


def share_of(level: Level, line: Line) -> Fraction | None:
    """The deviation in percent of its budget; None where that shows as nothing."""
    of = line.sums
    budget = of.budget_to_date if level.told is Told.TO_DATE else of.budget
    if budget is None or not scaled(budget, level.scale):
        return None
    return share(line.deviation, budget)


def share(part: int | None, budget: int | None) -> Fraction | None:
    """A deviation in percent of a budget's size; None where there is no budget."""
    return Fraction(part * 100, abs(budget)) if part is not None and budget else None


def _so_far(follow_up: FollowUp) -> str:
    """`jan–aug`: the months through the follow-up's."""
    names = span_text(follow_up.period).split()[0].split("\N{EN DASH}")
    return "\N{EN DASH}".join(name[:3] for name in names)


def level_table(
    level: Level, lines: Sequence[Line], *, since: Callable[[Line], str] | None = None
) -> Table:
    """Some lines of a level with the total of all; `since` tells a line's deficit."""
    told = fields(level)
    columns = [field.column for field in told]
    if since:
        columns.insert(SINCE_AT, Column(SINCE, "Underskott i år sedan", Tone.TEXT))
    total = replace(
        _row(told, level.total, key="summa", since=since),
        label=f"Summa {level.total.piece.name}",
        kind=RowKind.TOTAL,
    )
    rows = [
        _row(told, line, key=f"r{at}", since=since) for at, line in enumerate(lines)
    ]
    return Table(
        key="avvikelser",
        title=_title(level),
        stub=LABELS[level.shown.by],
        scale=level.scale,
        columns=tuple(columns),
        rows=(*rows, total),
        source=f"huvudbok, budget och prognos, {level.follow_up.title}",
    )


def _row(
    told: Sequence[Field],
    line: Line,
    *,
    key: str,
    since: Callable[[Line], str] | None,
) -> Row:
    """A line as a row; a share of no budget is not applicable."""
    values = [field.of(line) for field in told]
    omitted = [
        field.column.key == SHARE and value is None and line.deviation is not None
        for field, value in zip(told, values, strict=True)
    ]
    if since:
        values.insert(SINCE_AT, since(line))
        omitted.insert(SINCE_AT, False)
    return Row(
        key=key,
        label=line.piece.name,
        values=tuple(values),
        code=line.piece.code,
        omitted=tuple(omitted) if any(omitted) else (),
    )


def _title(level: Level) -> str:
    """What the table compares."""
    year = level.follow_up.year
    if level.told is Told.FORECAST:
        return f"Prognos mot budget {year}"
    if level.told is Told.OUTCOME:
        return f"Utfall mot budget {year}"
    return f"Utfall mot budget {span_text(level.follow_up.period)}"
