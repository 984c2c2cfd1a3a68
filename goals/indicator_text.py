"""Outcomes, targets and sources of indicators as they are shown."""

from __future__ import annotations

from collections.abc import Sequence

from committees.numbers import MISSING
from committees.periods import MONTH_HEADS
from goals.entry.words import quantity_text, read_from
from goals.indicators import KOLADA, SEXES, Followed
from goals.models import Indicator
from goals.readings import DECEMBER, Reading, TargetRead

OWN = "egen uppgift"
PRELIMINARY = "preliminärt"


def outcome_text(one: Indicator, reading: Reading) -> str:
    """A number with the indicator's decimals, or words where there is none."""
    if reading.milli is None:
        return reading.text or MISSING
    return quantity_text(one, reading.milli)


def target_text(one: Indicator, target: TargetRead | None) -> str:
    """What should be reached: a number, the ends of a band, or words."""
    if target is None or (target.milli is None and not target.text):
        return MISSING
    if target.milli is None:
        return target.text
    low = quantity_text(one, target.milli)
    if target.upper is None:
        return low
    return f"{low}\N{EN DASH}{quantity_text(one, target.upper)}"


def year_head(each: Followed, year: int) -> str:
    """`2016`; `aug 2017` where the year's latest measurement is by a month."""
    month = each.measured_by(year)
    if month in {0, DECEMBER}:
        return str(year)
    return f"{MONTH_HEADS[month - 1].lower()} {year}"


def source_text(each: Followed) -> str:
    """Where the outcomes come from; only Kolada's own values are credited to it."""
    one = each.indicator
    if one.link:
        return f"egen beräkning. {read_from(one)}"
    by_source: dict[str, list[str]] = {}
    for year in each.years:
        for name, whose in _sources(each, year).items():
            by_source.setdefault(name, []).append(whose)
    if len(by_source) < 2:  # noqa: PLR2004  one source needs no years
        return "".join(by_source) or one.source
    parts = (f"{name} ({_spans(told)})" for name, told in by_source.items())
    return "; ".join(parts)


def _sources(each: Followed, year: int) -> dict[str, str]:
    """The sources of a year's outcome: `2016`, or whose of it is from each."""
    found: dict[str, list[str]] = {}
    for sex in SEXES:
        reading = each.outcome(year, sex)
        if reading.milli is not None or reading.text:
            source = reading.source or each.indicator.source or OWN
            found.setdefault(source, []).append(str(sex.label))
    if len(found) == 1:
        return dict.fromkeys(found, str(year))
    return {name: f"{year} {' och '.join(whose)}" for name, whose in found.items()}


def _spans(told: Sequence[str]) -> str:
    """`2014–2016`, or years one by one where some are missing between."""
    first, last = told[0], told[-1]
    whole = first.isdigit() and last.isdigit() and len(told) > 1
    if whole and int(last) - int(first) == len(told) - 1:
        return f"{first}\N{EN DASH}{last}"
    return ", ".join(told)


def is_kolada(readings: Sequence[Reading]) -> bool:
    """Whether Kolada has published every number among some readings."""
    known = [reading for reading in readings if reading.milli is not None]
    return bool(known) and all(reading.source == KOLADA for reading in known)
