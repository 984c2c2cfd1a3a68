"""What holds a report up: texts that say too much of one person, and drafts.

A report is not made into a file before they are changed.
"""

from __future__ import annotations

import html
from collections.abc import Iterable, Iterator

from django.core.exceptions import PermissionDenied
from django.utils.html import strip_tags

from committees.drafts import spot
from committees.models import FollowUp
from committees.navigation import address
from committees.stops import Naming, Spot, Stop, Written, of_drafts, of_stored
from finance.free_texts import Names
from goals.entry import texts as of_indicators
from goals.models import ProviderArea, ProviderCount
from goals.writing import drafts as of_topics
from reports.document import Block, Document, Heading, Note, TableBlock, Text
from reports.models import ReportText
from reports.tables.model import Table
from volumes import free_texts as of_volumes


class StoppedError(Exception):
    """A report that is not made into a file; carries what holds it up."""

    def __init__(self, stops: Iterable[Stop]) -> None:
        """Keep what to change first."""
        self.stops = tuple(stops)
        super().__init__("; ".join(f"{s.where}: {s.reason}" for s in self.stops))


def stops(follow_up: FollowUp) -> tuple[Stop, ...]:
    """The stored texts that the report rests on, and everybody's drafts."""
    stored = (
        *_report_texts(follow_up),
        *of_topics.texts(follow_up),
        *of_indicators.texts(follow_up),
        *_provider_comments(follow_up),
    )
    return (*of_stored(stored), *of_drafts(follow_up, _naming(follow_up)))


def _naming(follow_up: FollowUp) -> Naming:
    """What each room calls its drafts."""
    rooms = (
        Names.of(follow_up).spot,
        of_volumes.naming(follow_up),
        of_topics.naming(follow_up),
        of_indicators.naming(follow_up),
        _own_naming(follow_up),
    )

    def named(place: str) -> Spot | None:
        return next((spot for room in rooms if (spot := room(place))), None)

    return named


def _report_texts(follow_up: FollowUp) -> Iterator[Written]:
    """The report's own texts."""
    url = address("reports:report", follow_up)
    texts = ReportText.objects.filter(follow_up=follow_up).order_by("key")
    for key, text in texts.values_list("key", "html"):
        yield Written(f"Rapporten, text {key}", f"{url}#{key}", _plain(text))


PROVIDERS, PLAN = "utforare", "handlingsplan"


def provider_spot(follow_up: FollowUp, area: str) -> str:
    """Where drafts of what is said of an area's providers are kept."""
    return spot(follow_up, "mal", PROVIDERS, area)


def plan_spot(follow_up: FollowUp) -> str:
    """Where a draft of the name of a new line of the plan is kept."""
    return spot(follow_up, "mal", PLAN, "ny")


def _provider_comments(follow_up: FollowUp) -> Iterator[Written]:
    """What is said of the external providers."""
    url = address("reports:providers", follow_up)
    counts = ProviderCount.objects.filter(follow_up=follow_up).exclude(comment="")
    for name, text in counts.order_by("area").values_list("area__name", "comment"):
        yield Written(_of_providers(name), url, text)


def _own_naming(follow_up: FollowUp) -> Naming:
    """What drafts on the report's own pages are called."""
    areas = ProviderArea.objects.filter(committee=follow_up.committee_id)
    names = dict(areas.values_list("code", "name"))

    def named(place: str) -> Spot | None:
        match place.split("/"):
            case [_, "mal", section, area, _] if section == PROVIDERS:
                url = address("reports:providers", follow_up)
                return Spot(_of_providers(names.get(area, area)), url)
            case [_, "mal", section, *_] if section == PLAN:
                url = address("reports:plan_line_new", follow_up)
                return Spot("Ny rad i handlingsplanen", url)
            case _:
                return None

    return named


def _of_providers(area: str) -> str:
    """The comment on an area's providers, in words."""
    return f"Externa utförare, {area}: kommentar"


def of_document(document: Document) -> tuple[Stop, ...]:
    """Whatever is read in a report that nobody but its author should read."""
    return of_stored(
        Written(where, "", text)
        for block in document.blocks
        for where, text in _strings(block)
    )


def of_table(table: Table) -> tuple[Stop, ...]:
    """Whatever is read in a table that nobody but its author should read."""
    return of_stored(Written(where, "", text) for where, text in _cells(table))


def refuse_stopped(tables: Iterable[Table]) -> None:
    """PermissionDenied where a table's text says too much of one person."""
    for each in tables:
        for stop in of_table(each):
            raise PermissionDenied(f"{stop.where}: {stop.reason}")


def _strings(block: Block) -> Iterator[tuple[str, str]]:
    """The texts of a block, each with where it stands."""
    match block:
        case Heading():
            yield "rubrik", block.text
        case Text():
            yield f"text {block.key}", _plain(block.html)
        case Note():
            yield "anmärkning", block.text
        case TableBlock():
            yield from _cells(block.table)


def _cells(table: Table) -> Iterator[tuple[str, str]]:
    """The texts of a table."""
    yield table.title, "\n".join(table.notes)
    for row in table.rows:
        where = f"{table.title}, {row.label[:60]}"
        yield where, row.label
        for value in row.values:
            if isinstance(value, str):
                yield where, value


def _plain(text: str) -> str:
    """The words of a text in HTML; what stands apart stays apart."""
    return html.unescape(strip_tags(text.replace("<", " <")))
