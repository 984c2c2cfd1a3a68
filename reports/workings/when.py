"""What a figure of one scenario is made of in time: months of files, or decisions."""

from __future__ import annotations

from committees.models import FollowUp
from committees.periods import CLOSING, Scenario
from finance.browsing import period_name
from finance.figure_facts import FigureFacts
from finance.parts import Slice, by_decision
from finance.sums import months
from reports.tables.model import Column, Row, RowKind, Table, Tone
from reports.workings.links import Here
from reports.workings.money import Parts
from reports.workings.tables import KRONOR, Drawn


def when_table(here: Here, parts: Parts) -> Drawn | None:
    """The months or the decisions of a figure that is of one scenario alone."""
    if len(parts.figure.terms) > 1:
        return None
    asked, follow_up = parts.figure.terms[0].slice, here.ground.follow_up
    if asked.scenario is Scenario.BUDGET:
        return _decisions(follow_up, asked, parts.facts)
    if asked.scenario is Scenario.OUTCOME and asked.external == asked.where.external:
        return _months(follow_up, asked, parts.facts)
    return None


def _months(follow_up: FollowUp, asked: Slice, facts: FigureFacts) -> Drawn:
    """The outcome by month, with the file that counts for each."""
    found = months(follow_up, years=[asked.year], where=asked.where)
    ore = found.get((Scenario.OUTCOME, asked.year), (None,) * CLOSING)
    files = {
        period: name
        for (year, period), name in facts.files.items()
        if year == asked.year
    }
    periods = [
        period
        for period in range(asked.first, asked.last + 1)
        if period in files or ore[period - 1] is not None or period < CLOSING
    ]
    rows = [
        Row(
            key=str(period),
            label=period_name(period),
            values=(ore[period - 1], files.get(period, "inte inläst")),
        )
        for period in periods
    ]
    told = [each for each in ore[asked.first - 1 : asked.last] if each is not None]
    total = sum(told) if told else None
    rows.append(Row("summa", "Summa", (total, ""), RowKind.TOTAL))
    table = Table(
        key="manader",
        title="Efter månad, och filen som gäller för den",
        stub="Månad",
        scale=KRONOR,
        columns=(Column("belopp", "Belopp"), Column("fil", "Fil", Tone.TEXT)),
        rows=tuple(rows),
    )
    return Drawn(table)


def _decisions(follow_up: FollowUp, asked: Slice, facts: FigureFacts) -> Drawn:
    """The budget by the decisions that gave it, by date."""
    found = by_decision(follow_up, asked)
    decisions = sorted(
        ((pk, facts.decisions[pk]) for pk in found),
        key=lambda one: (one[1].day, one[0]),
    )
    rows = [
        Row(
            key=str(pk),
            label=each.title,
            values=(found[pk], each.kind, each.day, each.diary_number),
        )
        for pk, each in decisions
    ]
    total = sum(found.values()) if found else None
    rows.append(Row("summa", "Summa", (total, "", "", ""), RowKind.TOTAL))
    table = Table(
        key="beslut",
        title="Efter beslut",
        stub="Beslut",
        scale=KRONOR,
        columns=(
            Column("belopp", "Belopp"),
            Column("slag", "Slag", Tone.TEXT),
            Column("datum", "Datum", Tone.TEXT),
            Column("dnr", "Diarienr", Tone.TEXT),
        ),
        rows=tuple(rows),
    )
    return Drawn(table)
