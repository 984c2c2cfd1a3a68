"""The interim report of a follow-up as a document, after the committee's outline."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from committees.models import FollowUp
from committees.periods import span_text
from finance.facts import rests_on_generated
from reports import catalogue
from reports.document import (
    Block,
    ChartBlock,
    Document,
    Heading,
    Note,
    Placement,
    TableBlock,
    Text,
)
from reports.drawing import CHARTS
from reports.models import OutlineItem, OutlineKind, ReportText
from reports.tables.model import Table
from reports.texts import resolved

EXAMPLE_DATA = (
    "Exempeldata. Beloppen i rapporttabellerna är hämtade ur en publicerad rapport;"
    " månader, enheter, konton och tidigare uppföljningar är genererade så att de"
    " summerar till de tryckta beloppen."
)

PRINCIPLES = (
    (
        "Siffrorna är beräknade ur nämndens bokförda rader, beslutad budget och"
        " budgethållarnas prognoser. Ingen summa, avvikelse eller andel är inskriven"
        " för hand."
    ),
    (
        "Belopp räknas i hela ören och avrundas en gång, när de visas. Därför kan en"
        " visad summa skilja sig från de visade raderna med högst avrundningen."
    ),
    (
        "Avvikelse är prognos minus budget, eller utfall minus budget samma månader."
        " Plus är överskott och minus är underskott."
    ),
    (
        "Köp och försäljning inom nämnden räknas inte in i nämndens intäkter och"
        " kostnader. Bara beslut som är fattade senast periodens sista dag räknas."
    ),
    (
        "Tecken i tabellerna: – betyder att inget belopp finns, 0 att beloppet är noll"
        " och .. att uppgiften inte är tillämplig."
    ),
)


def interim_report(follow_up: FollowUp) -> Document:
    """The follow-up's report; BrokenReferenceError where a text names no cell."""
    committee = follow_up.committee
    return Document(
        title=_title(follow_up),
        subtitle=f"Uppföljning av ekonomin {span_text(follow_up.period)}",
        municipality=committee.municipality.full_name,
        committee=committee.name,
        period=span_text(follow_up.period),
        diary_number=follow_up.diary_number,
        as_of=follow_up.period.last_day,
        blocks=tuple(_blocks(follow_up)),
        colophon=PRINCIPLES,
        accent=committee.municipality.accent,
        version=f"{follow_up.get_state_display()} uppföljning",
    )


def _title(follow_up: FollowUp) -> str:
    """`Delårsrapport 2 2017`, `Månadsuppföljning mars 2017`, `Bokslut 2017`."""
    title = follow_up.title
    return title.replace("Delår ", "Delårsrapport ")


def _blocks(follow_up: FollowUp) -> Iterator[Block]:
    """The outline's items as blocks; what a follow-up does not have is left out."""
    tables = {table.key: table for table in catalogue.tables(follow_up)}
    texts = dict(
        ReportText.objects.filter(follow_up=follow_up).values_list("key", "html")
    )
    if rests_on_generated(follow_up):
        yield Note(EXAMPLE_DATA)
    for item in OutlineItem.objects.filter(committee=follow_up.committee):
        block = _block(item, follow_up, tables, texts)
        if block is not None:
            yield block


def _block(
    item: OutlineItem,
    follow_up: FollowUp,
    tables: Mapping[str, Table],
    texts: Mapping[str, str],
) -> Block | None:
    """One item of the outline; None where the follow-up has nothing for it."""
    placement = Placement(item.placement)
    match item.kind:
        case OutlineKind.HEADING:
            return Heading(item.heading, item.key, item.level, placement)
        case OutlineKind.TEXT:
            html = texts.get(item.key)
            if html is None:
                return None
            return Text(resolved(html, tables), item.key, placement)
        case OutlineKind.TABLE:
            table = tables.get(item.key)
            return TableBlock(table, placement) if table else None
        case _:
            chart = CHARTS[item.key](follow_up)
            return ChartBlock(chart, placement) if chart else None
