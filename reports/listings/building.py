"""Listings as tables: their rows read once for all the tables that ask."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property

from committees.models import FollowUp
from finance.figures import Books
from finance.models import Saving, SavingPart
from goals.models import DecisionQuarter
from reports.listings import names
from reports.listings.counts import HIDDEN, count_rows, note
from reports.listings.decisions import decision_rows, quarters
from reports.listings.names import COUNTS, Listing, listing_of
from reports.listings.plans import PlanMoney
from reports.listings.providers import Providers, provider_rows
from reports.listings.savings import all_parts, all_savings, part_rows, saving_rows
from reports.listings.topics import Told, told_topics, topic_rows
from reports.tables.model import Column, Row, Table, Tone
from reports.tables.spec import TableSpec, filled

EMPTY = "Det finns inget att visa vid uppföljningen."
OF_TOPICS = frozenset({*names.TOPICS, names.CONTROLS, names.PLANS})
OF_PARTS = frozenset({names.BY_COST_TYPE, names.BY_RESPONSIBILITY})


class Material:
    """What a follow-up's listings are made of; read where first asked for."""

    def __init__(
        self, follow_up: FollowUp, specs: Sequence[TableSpec], books: Books
    ) -> None:
        """Nothing is read yet but the money that `money_years` asked for."""
        self.follow_up = follow_up
        self.specs = specs
        self.books = books

    @cached_property
    def topics(self) -> tuple[Told, ...]:
        """The topics of every kind that is listed."""
        kinds = {listing_of(spec.listing).kind for spec in self.specs} & OF_TOPICS
        return told_topics(self.follow_up, kinds)

    @cached_property
    def plan_money(self) -> PlanMoney:
        """The money of the action plans' lines."""
        columns = [
            column
            for spec in self.specs
            if listing_of(spec.listing).kind == names.PLANS
            for column in spec.columns
        ]
        return PlanMoney(self.follow_up, columns, books=self.books)

    @cached_property
    def providers(self) -> Providers:
        """The areas with external providers."""
        return Providers(self.follow_up, books=self.books)

    @cached_property
    def savings(self) -> tuple[Saving, ...]:
        """The committee's savings."""
        return all_savings(self.follow_up.committee)

    @cached_property
    def parts(self) -> tuple[SavingPart, ...]:
        """What the savings fall on."""
        return all_parts(self.follow_up.committee)

    @cached_property
    def quarters(self) -> tuple[DecisionQuarter, ...]:
        """The quarters of decisions."""
        return quarters(self.follow_up)


def money_years(follow_up: FollowUp, specs: Iterable[TableSpec]) -> frozenset[int]:
    """The years of which some listings need the net."""
    offsets: set[int] = set()
    for spec in specs:
        kind = listing_of(spec.listing).kind
        if kind == names.PLANS:
            offsets.add(0)
        if kind == names.PROVIDERS:
            offsets.update(c.year_offset for c in spec.columns if c.scenario)
    return frozenset(follow_up.year + offset for offset in offsets)


def listed(
    follow_up: FollowUp, specs: Iterable[TableSpec], *, books: Books | None = None
) -> Iterator[Table]:
    """The tables of some listings, in their order; `books` hold their `money_years`."""
    every = list(specs)
    material = Material(follow_up, every, books or Books())
    for spec in every:
        yield _table(spec, material)


def _table(spec: TableSpec, material: Material) -> Table:
    """One listing as a table."""
    listing, month = listing_of(spec.listing), material.follow_up.period
    rows = tuple(_rows(spec, listing, material))
    notes = [filled(text, month) for text in spec.notes]
    if not rows:
        notes = [EMPTY]
    if any(HIDDEN in row.values for row in rows) and listing.kind in COUNTS:
        notes.append(note(material.follow_up.committee.fewest_shown))
    return Table(
        key=spec.key,
        title=filled(spec.title, month),
        stub=filled(spec.stub, month),
        scale=spec.scale,
        columns=tuple(
            Column(
                column.key,
                filled(column.label, month),
                names.tone_of(spec.listing, column.attribute) or Tone.TEXT,
                scale=column.scale,
            )
            for column in spec.columns
        ),
        rows=rows,
        notes=tuple(notes),
        source=f"{_source(listing)}, {material.follow_up.title}",
    )


def _rows(spec: TableSpec, listing: Listing, material: Material) -> Iterator[Row]:
    """The rows of a listing."""
    if listing.kind in OF_TOPICS:
        money = material.plan_money if listing.kind == names.PLANS else None
        return topic_rows(material.topics, listing, spec.columns, money=money)
    if listing.kind == names.SAVINGS:
        return saving_rows(material.savings, listing, spec.columns)
    if listing.kind in OF_PARTS:
        return part_rows(material.parts, listing, spec.columns)
    if listing.kind == names.PROVIDERS:
        return provider_rows(material.providers, spec.columns)
    if listing.kind in COUNTS:
        return count_rows(
            material.quarters,
            listing,
            spec.columns,
            fewest=material.follow_up.committee.fewest_shown,
            year=material.follow_up.year,
        )
    return decision_rows(material.quarters, listing, spec.columns)


def _source(listing: Listing) -> str:
    """What a listing rests on."""
    if listing.kind in OF_TOPICS:
        return "nämndens uppföljning"
    if listing.kind == names.PROVIDERS:
        return "nämndens huvudbok, budget och uppföljning av utförare"
    if listing.kind in {names.SAVINGS, *OF_PARTS}:
        return "nämndens effektiviseringar"
    return "nämndens kvartalsrapporter om beslut som inte verkställts"
