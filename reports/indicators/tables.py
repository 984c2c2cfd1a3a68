"""One indicator as a chart and tables: its years, women and men, and other places."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction

from committees.numbers import Scale, Unit
from goals.figures import Reached, Thousandths
from goals.indicator_text import (
    is_kolada,
    outcome_text,
    source_text,
    target_text,
    year_head,
)
from goals.indicators import KOLADA, SEXES, Elsewhere, Followed
from goals.models import Sex
from goals.municipalities import municipality_name
from goals.readings import DECEMBER, Reading
from reports.charts import Amount, Chart, ChartKind, Series, SeriesRole
from reports.tables.model import Column, Row, Table, Value

MILLI = 1000
FLAT = 8
"""Where the lines lie within an eighth of their height, the axis begins above zero."""
COMPARED = 3
NAMES = {Sex.ALL: "Totalt", Sex.WOMEN: "Kvinnor", Sex.MEN: "Män"}
ROLES = {
    Sex.ALL: SeriesRole.OUTCOME,
    Sex.WOMEN: SeriesRole.PART,
    Sex.MEN: SeriesRole.PART,
}
PERCENT = frozenset({"procent", "%"})


def scale_of(each: Followed) -> Scale:
    """How an indicator's figures are counted and shown."""
    one = each.indicator
    unit = Unit.PERCENT if one.unit.lower() in PERCENT else Unit.COUNT
    return Scale(unit, one.decimals)


def shown_years(each: Followed) -> tuple[int, ...]:
    """The years from the first that is known of, to the follow-up's."""
    known = [y for y in each.years if each.measured_by(y) or each.target_in(y)]
    return tuple(y for y in each.years if known and y >= known[0])


def drawn_years(each: Followed) -> tuple[int, ...]:
    """The years from the first to the last that has been measured."""
    known = [year for year in each.years if each.measured_by(year)]
    return tuple(y for y in each.years if known and known[0] <= y <= known[-1])


def sexes_of(each: Followed) -> tuple[Sex, ...]:
    """Of whom the indicator is measured."""
    return SEXES if each.indicator.by_sex else (Sex.ALL,)


def years_chart(each: Followed) -> Chart | None:
    """The years as lines, with the target dashed; None with fewer than two values."""
    years, one = drawn_years(each), each.indicator
    lines = (_line(each, sex) for sex in sexes_of(each))
    series = [line for line in lines if any(v is not None for v in line.values)]
    known = [value for line in series for value in line.values if value is not None]
    if len(known) < len(("before", "now")):
        return None
    series.extend(_target_line(each, years))
    return Chart(
        key=f"indikator-{one.pk}",
        kind=ChartKind.LINES,
        title=_title(each),
        description=_description(each, years),
        stub="År",
        categories=tuple(year_head(each, year) for year in years),
        series=tuple(series),
        scale=scale_of(each),
        unit=one.unit,
        from_zero=not _is_flat(series),
    )


def _line(each: Followed, sex: Sex) -> Series:
    """The years of all, women or men."""
    values = (each.outcome(year, sex).milli for year in drawn_years(each))
    return Series(NAMES[sex], tuple(map(_exact, values)), ROLES[sex])


def _exact(milli: Thousandths | None) -> Fraction | None:
    """Thousandths as ones."""
    return None if milli is None else Fraction(milli) / MILLI


def _target_line(each: Followed, years: Sequence[int]) -> Iterator[Series]:
    """The years' targets; that of one year alone lies across as what is aimed at."""
    targets = tuple(_target(each, year) for year in years)
    known = [year for year, value in zip(years, targets, strict=True) if value]
    if len(known) == 1:
        aimed = _target(each, known[0])
        name = f"Mål {known[0]}"
        yield Series(name, (aimed,) * len(years), SeriesRole.BUDGET)
    elif known:
        yield Series("Mål", targets, SeriesRole.BUDGET)


def _target(each: Followed, year: int) -> Fraction | None:
    """What a year should reach; of a band, its nearest end below."""
    target = each.target_in(year)
    return _exact(target.milli) if target else None


def _is_flat(series: Iterable[Series]) -> bool:
    """Whether the lines would look like one from zero."""
    known: list[Amount] = [v for s in series for v in s.values if v is not None]
    low, high = min(known), max(known)
    return 0 < low < high and (high - low) * FLAT < high


def _title(each: Followed) -> str:
    """What the year showed, and how it stands to its target."""
    one, year = each.indicator, each.here.year
    if each.waiting:
        return f"{one.name}: {each.waiting}"
    text = f"{outcome_text(one, each.now)} {one.unit}"
    if each.status is Reached.UNKNOWN:
        return f"{one.name}: {text} {year_head(each, year)}"
    target = target_text(one, each.target)
    return f"{one.name}: {text} {year_head(each, year)}, {each.status} {target}"


def _description(each: Followed, years: Sequence[int]) -> str:
    """The chart in full, for those who do not see it."""
    parts = ", ".join(NAMES[sex].lower() for sex in sexes_of(each))
    text = f"Linjer över åren {years[0]} till {years[-1]}: {parts}"
    return f"{text}, i {each.indicator.unit}, med målet som streckad linje."


def years_table(each: Followed) -> Table:
    """Outcome of all, women and men, and the target, by year."""
    years, one = shown_years(each), each.indicator
    rows = [
        Row(sex or "T", NAMES[sex], tuple(_value(each.outcome(y, sex)) for y in years))
        for sex in sexes_of(each)
    ]
    targets = tuple(
        _target(each, y) if _is_number(each, y) else _words(each, y) for y in years
    )
    rows.append(Row("target", "Mål", targets))
    return Table(
        key=f"indikator-{one.pk}-ar",
        title="Utfall och mål",
        stub="",
        scale=scale_of(each),
        columns=tuple(Column(f"y{y}", year_head(each, y)) for y in years),
        rows=tuple(_in_unit(row, each) for row in rows),
        notes=_notes(each, years),
        source=source_text(each),
    )


def _in_unit(row: Row, each: Followed) -> Row:
    """A row that says what it counts."""
    return Row(row.key, row.label, row.values, unit=each.indicator.unit)


def _value(reading: Reading) -> Value:
    """What was measured: a number, or words where there is none."""
    return (reading.text or None) if reading.milli is None else _exact(reading.milli)


def _is_number(each: Followed, year: int) -> bool:
    """Whether a year's target is one number."""
    target = each.target_in(year)
    return target is not None and target.milli is not None and target.upper is None


def _words(each: Followed, year: int) -> str | None:
    """A target that is a band or words."""
    target = each.target_in(year)
    return target_text(each.indicator, target) if target else None


def _notes(each: Followed, years: Sequence[int]) -> tuple[str, ...]:
    """What is to be known of the figures."""
    notes = ["Målen är nämndens egna."] if any(map(each.target_in, years)) else []
    preliminary = [str(y) for y in years if each.outcome(y).preliminary]
    if preliminary:
        notes.append(f"Preliminärt: {', '.join(preliminary)}.")
    words = [
        f"{year_head(each, y)}: {text}."
        for y in years
        if (text := each.outcome(y).text) and each.outcome(y).milli is not None
    ]
    if each.indicator.footnote:
        notes.append(each.indicator.footnote)
    return (*notes, *words)


def gap_table(each: Followed) -> Table | None:
    """Women's outcome less men's by year: our own computation."""
    years = [y for y in shown_years(each) if _gap(each, y) is not None]
    if not years:
        return None
    values = tuple(_gap(each, y) for y in years)
    row = Row("gap", "Kvinnor minus män", values, unit=each.indicator.unit)
    return Table(
        key=f"indikator-{each.indicator.pk}-skillnad",
        title="Skillnad mellan kvinnor och män",
        stub="",
        scale=scale_of(each),
        columns=tuple(Column(f"y{y}", year_head(each, y)) for y in years),
        rows=(row,),
        source="egen beräkning",
    )


def _gap(each: Followed, year: int) -> Fraction | None:
    """A year's difference."""
    women = _exact(each.outcome(year, Sex.WOMEN).milli)
    men = _exact(each.outcome(year, Sex.MEN).milli)
    return None if women is None or men is None else women - men


def places_table(
    each: Followed, others: Sequence[Elsewhere], *, ours: str
) -> Table | None:
    """Other municipalities beside ours in the latest years that any is known of."""
    years = sorted({other.year for other in others})[-COMPARED:]
    if not years:
        return None
    latest = years[-1]
    keys = [(year, Sex.ALL) for year in years]
    keys += [(latest, sex) for sex in sexes_of(each)[1:]]
    places: dict[str, dict[tuple[int, Sex], Reading]] = {
        ours: {key: own for key in keys if (own := _whole_year(each, *key))}
    }
    for other in others:
        name = municipality_name(other.municipality).capitalize()
        told = places.setdefault(name, {})
        told.update({(other.year, Sex(s)): r for s, r in other.values.items()})
    rows = tuple(
        Row(
            f"k{place}",
            name,
            tuple(_value(told.get(key, Reading(0))) for key in keys),
            unit=each.indicator.unit,
        )
        for place, (name, told) in enumerate(places.items())
        if any(key in told for key in keys)
    )
    readings = [told[key] for told in places.values() for key in keys if key in told]
    return Table(
        key=f"indikator-{each.indicator.pk}-kommuner",
        title="Vår kommun och andra",
        stub="Kommun",
        scale=scale_of(each),
        columns=tuple(
            Column(f"{year}{sex}", f"{NAMES[sex]} {year}" if sex else str(year))
            for year, sex in keys
        ),
        rows=rows,
        source=KOLADA if is_kolada(readings) else "",
    )


def _whole_year(each: Followed, year: int, sex: Sex) -> Reading | None:
    """Our own outcome of a whole year."""
    if each.measured_by(year) != DECEMBER:
        return None
    return each.outcome(year, sex)
