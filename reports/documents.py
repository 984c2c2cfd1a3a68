"""The interim report of a follow-up as a document, after the committee's outline."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from committees.models import FollowUp
from committees.periods import span_text
from finance.facts import rests_on_generated
from reports import catalogue
from reports.catalogue import Reading
from reports.document import (
    Block,
    ChartBlock,
    Document,
    Heading,
    Note,
    Placement,
    TableBlock,
    Text,
    without_empty_headings,
)
from reports.drawing import chart
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
        "Tecken i tabellerna: – betyder att ingen uppgift finns, 0 att den är noll"
        " och .. att den inte är tillämplig."
    ),
)


def interim_report(follow_up: FollowUp) -> Document:
    """The follow-up's report; BrokenReferenceError where a text names no cell."""
    return report_of(catalogue.reading(follow_up))


def report_of(reading: Reading) -> Document:
    """The report of a follow-up's tables, where they are read already."""
    follow_up = reading.follow_up
    committee = follow_up.committee
    return Document(
        title=_title(follow_up),
        subtitle=f"Uppföljning av ekonomin {span_text(follow_up.period)}",
        municipality=committee.municipality.full_name,
        committee=committee.name,
        period=span_text(follow_up.period),
        diary_number=follow_up.diary_number,
        as_of=follow_up.period.last_day,
        blocks=without_empty_headings(_blocks(reading)),
        colophon=PRINCIPLES,
        accent=committee.municipality.accent,
        version=f"{follow_up.get_state_display()} uppföljning",
    )


def _title(follow_up: FollowUp) -> str:
    """`Delårsrapport 2 2017`, `Månadsuppföljning mars 2017`, `Bokslut 2017`."""
    title = follow_up.title
    return title.replace("Delår ", "Delårsrapport ")


def _blocks(reading: Reading) -> Iterator[Block]:
    """The outline's items as blocks; what a follow-up does not have is left out."""
    follow_up = reading.follow_up
    tables = {table.key: table for table in reading.tables}
    texts = dict(
        ReportText.objects.filter(follow_up=follow_up).values_list("key", "html")
    )
    if rests_on_generated(follow_up):
        yield Note(EXAMPLE_DATA)
    outline = OutlineItem.objects.filter(committee=follow_up.committee)
    here = _Material(reading, tables, texts, frozenset(_printed(outline)))
    for item in outline:
        block = _block(item, here)
        if block is not None:
            yield block


@dataclass(frozen=True, slots=True)
class _Material:
    """What a report is put together from; `printed` are the tables it shows."""

    reading: Reading
    tables: Mapping[str, Table]
    texts: Mapping[str, str]
    printed: frozenset[str]


def _printed(outline: Iterable[OutlineItem]) -> Iterator[str]:
    """The keys of the tables that an outline shows."""
    return (item.key for item in outline if item.kind == OutlineKind.TABLE)


def _block(item: OutlineItem, here: _Material) -> Block | None:
    """One item of the outline; None where the follow-up has nothing for it."""
    placement = Placement(item.placement)
    match item.kind:
        case OutlineKind.HEADING:
            return Heading(item.heading, item.key, item.level, placement)
        case OutlineKind.TEXT:
            html = here.texts.get(item.key)
            if html is None:
                return None
            return Text(resolved(html, here.tables), item.key, placement)
        case OutlineKind.TABLE:
            table = here.tables.get(item.key)
            return TableBlock(table, placement) if table and table.rows else None
        case _:
            return _chart_block(item.key, here, placement)


def _chart_block(key: str, here: _Material, placement: Placement) -> ChartBlock | None:
    """A chart; one of a table that the report shows refers to it for its figures."""
    drawn = chart(key, here.reading)
    if drawn is None:
        return None
    if key in here.tables and key in here.printed:
        drawn = replace(drawn, figures_in=here.tables[key].title)
    return ChartBlock(drawn, placement)
