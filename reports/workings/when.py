"""What a figure of one scenario is made of in time: months of files, or decisions."""

from __future__ import annotations

from django.utils.safestring import SafeString

from committees.models import FollowUp
from committees.periods import CLOSING, Scenario
from committees.stored import rows_of
from finance.browsing import period_name
from finance.models import BudgetDecision
from finance.parts import Slice, by_decision
from finance.sums import months
from reports.render.html import table_html
from reports.tables.model import Column, Row, RowKind, Table, Tone
from reports.workings.links import Here
from reports.workings.money import Parts
from reports.workings.tables import KRONOR


def when_table(here: Here, parts: Parts) -> SafeString | str:
    """The months or the decisions of a figure that is of one scenario alone."""
    if len(parts.figure.terms) > 1:
        return ""
    asked, follow_up = parts.figure.terms[0].slice, here.ground.follow_up
    if asked.scenario is Scenario.BUDGET:
        return _decisions(follow_up, asked)
    if asked.scenario is Scenario.OUTCOME and not asked.external:
        return _months(follow_up, asked)
    return ""


def _months(follow_up: FollowUp, asked: Slice) -> SafeString:
    """The outcome by month, with the file that counts for each."""
    found = months(follow_up, years=[asked.year], where=asked.where)
    ore = found.get((Scenario.OUTCOME, asked.year), (None,) * CLOSING)
    files = _files(follow_up, asked)
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
    return table_html(table)


_LIVE = """
SELECT l.period, b.file_name
  FROM finance_livemonth l
  JOIN committees_importbatch b ON b.id = l.batch_id
 WHERE l.committee_id = %s AND l.year = %s AND l.period BETWEEN %s AND %s
"""


def _files(follow_up: FollowUp, asked: Slice) -> dict[int, str]:
    """The file that counts for each ledger period; none is told of one not loaded."""
    here = (follow_up.committee_id, asked.year, asked.first, asked.last)
    return dict(rows_of(_LIVE, here))


def _decisions(follow_up: FollowUp, asked: Slice) -> SafeString:
    """The budget by the decisions that gave it, by date."""
    found = by_decision(follow_up, asked)
    decisions = BudgetDecision.objects.filter(pk__in=found).order_by("decided_on", "pk")
    rows = [
        Row(
            key=str(each.pk),
            label=each.title,
            values=(
                found[each.pk],
                each.get_kind_display(),
                each.decided_on.isoformat(),
                each.diary_number,
            ),
        )
        for each in decisions
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
    return table_html(table)
