"""What reports are made of: table definitions, outline, texts and exported files.

A table is data of its committee. One engine (reports.tables.matrix) builds them
all, so that no code knows which committee it serves.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from committees.models import Committee, FollowUp, User, month_number
from committees.periods import FOREVER
from reports.listings.names import INTERNAL


class TableQuerySet(models.QuerySet["TableDefinition"]):
    """Questions asked of table definitions."""

    def for_follow_up(self, follow_up: FollowUp) -> TableQuerySet:
        """The committee's tables that apply to a follow-up, in their order.

        Never those that list single decisions: they are in no report and no file.
        """
        return self._of(follow_up).exclude(_is_internal())

    def internal(self, follow_up: FollowUp) -> TableQuerySet:
        """The tables that list single decisions, for case officers alone."""
        return self._of(follow_up).filter(_is_internal())

    def published(self) -> TableQuerySet:
        """Tables that a report may show."""
        return self.exclude(_is_internal())

    def _of(self, follow_up: FollowUp) -> TableQuerySet:
        """Every table that applies to a follow-up."""
        month = follow_up.period.number
        return self.filter(
            committee=follow_up.committee, from_month__lte=month, to_month__gte=month
        ).order_by("position")


def _is_internal() -> models.Q:
    """That a table lists what is for case officers alone."""
    found = models.Q(listing__in=INTERNAL)
    for kind in INTERNAL:
        found |= models.Q(listing__startswith=f"{kind}:")
    return found


class TableDefinition(models.Model):
    """A report table of a committee: its unit, sign, columns and rows.

    A `listing` names what the rows are instead of row definitions: the committee's
    topics of a kind, its savings, its decisions.
    """

    committee = models.ForeignKey(
        Committee, models.PROTECT, related_name="table_definitions"
    )
    key = models.SlugField("nyckel", max_length=60)
    position = models.PositiveSmallIntegerField("ordning")
    title = models.CharField("titel", max_length=200)
    stub = models.CharField("förspalt", max_length=120)
    unit = models.CharField("enhet", max_length=10)
    decimals = models.PositiveSmallIntegerField("decimaler", default=0)
    costs_positive = models.BooleanField("kostnader visas positiva", default=False)
    from_month = month_number(0, verbose_name="från")
    to_month = month_number(FOREVER, verbose_name="till")
    note = models.TextField("not", blank=True)
    listing = models.CharField("förteckning", max_length=80, blank=True)

    objects: ClassVar = TableQuerySet.as_manager()

    class Meta:
        verbose_name = "tabell"
        verbose_name_plural = "tabeller"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["committee", "key"], name="one_table_per_key"
            )
        ]

    def __str__(self) -> str:
        """The title."""
        return self.title


class ColumnDefinition(models.Model):
    """A column: which measure, of which scenario, year and span."""

    table = models.ForeignKey(TableDefinition, models.CASCADE, related_name="columns")
    position = models.PositiveSmallIntegerField("ordning")
    key = models.CharField("kolumn", max_length=60)
    label = models.CharField("rubrik", max_length=120)
    measure = models.CharField("mått", max_length=16)
    scenario = models.CharField("scenario", max_length=10, blank=True)
    year_offset = models.SmallIntegerField("årsförskjutning", default=0)
    span = models.CharField("omfång", max_length=10, blank=True)
    minuend = models.CharField("minuend", max_length=60, blank=True)
    subtrahend = models.CharField("subtrahend", max_length=60, blank=True)
    month = models.PositiveSmallIntegerField("månad", default=0)
    attribute = models.CharField("uppgift", max_length=40, blank=True)
    sex = models.CharField("kön", max_length=1, blank=True)
    unit = models.CharField("enhet", max_length=10, blank=True)
    decimals = models.PositiveSmallIntegerField("decimaler", default=0)

    class Meta:
        verbose_name = "tabellkolumn"
        verbose_name_plural = "tabellkolumner"
        ordering: ClassVar = ["table", "position"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["table", "key"], name="one_column_per_key")
        ]


class RowDefinition(models.Model):
    """A row: what it selects, by codes. A total selects what it sums."""

    table = models.ForeignKey(TableDefinition, models.CASCADE, related_name="rows")
    position = models.PositiveSmallIntegerField("ordning")
    key = models.CharField("rad", max_length=80)
    code = models.CharField("kod", max_length=40, blank=True)
    label = models.CharField("etikett", max_length=200)
    kind = models.CharField("slag", max_length=10)
    level = models.PositiveSmallIntegerField("nivå", default=0)
    measure = models.CharField("mått", max_length=16, blank=True)
    activities = models.TextField("verksamheter", blank=True)
    groups = models.TextField("grupper", blank=True)
    projects = models.TextField("projekt", blank=True)
    accounts = models.TextField("konton", blank=True)
    decisions = models.TextField("beslut", blank=True)
    series = models.TextField("serier", blank=True)
    unit_cost = models.CharField("nyckeltal", max_length=60, blank=True)
    ratio = models.CharField("kvot", max_length=60, blank=True)
    indicator = models.CharField("indikator", max_length=60, blank=True)
    cost_centres = models.TextField("ansvar", blank=True)
    scenario = models.CharField("scenario", max_length=10, blank=True)
    year_offset = models.SmallIntegerField("årsförskjutning", default=0)
    texts = models.JSONField("texter", default=dict, blank=True)
    unit = models.CharField("enhet", max_length=40, blank=True)
    decimals = models.PositiveSmallIntegerField("decimaler", null=True, blank=True)
    omitted = models.TextField("utelämna", blank=True)

    class Meta:
        verbose_name = "tabellrad"
        verbose_name_plural = "tabellrader"
        ordering: ClassVar = ["table", "position"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["table", "key"], name="one_row_per_key")
        ]


class OutlineKind(models.TextChoices):
    """What a line of the outline brings into the report."""

    HEADING = "rubrik", "rubrik"
    TEXT = "text", "text"
    TABLE = "tabell", "tabell"
    CHART = "diagram", "diagram"


class OutlineItem(models.Model):
    """A line of a committee's report outline, in reading order."""

    committee = models.ForeignKey(Committee, models.PROTECT, related_name="outline")
    position = models.PositiveSmallIntegerField("ordning")
    kind = models.CharField("typ", max_length=10, choices=OutlineKind.choices)
    key = models.CharField("nyckel", max_length=80)
    heading = models.CharField("rubrik", max_length=200, blank=True)
    level = models.PositiveSmallIntegerField("nivå", default=1)
    placement = models.CharField("placering", max_length=20, default="kapitel")

    class Meta:
        verbose_name = "rad i disposition"
        verbose_name_plural = "disposition"
        ordering: ClassVar = ["committee", "position"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["committee", "position"], name="one_outline_item_a_place"
            )
        ]


class ReportText(models.Model):
    """A section's text in one follow-up: sanitised HTML, figures by reference.

    A figure is `<data value="table/row/column@mkr1">`; what stands inside is a cache.
    """

    follow_up = models.ForeignKey(FollowUp, models.PROTECT, related_name="report_texts")
    key = models.CharField("nyckel", max_length=80)
    html = models.TextField("text")

    class Meta:
        verbose_name = "rapporttext"
        verbose_name_plural = "rapporttexter"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["follow_up", "key"], name="one_text_per_section"
            )
        ]


class ExportState(models.TextChoices):
    """Where an export stands."""

    WAITING = "waiting", "i kö"
    RUNNING = "running", "pågår"
    DONE = "done", "klar"
    FAILED = "failed", "misslyckades"


class Export(models.Model):
    """A report file that was asked for: its progress and, when done, its bytes."""

    follow_up = models.ForeignKey(FollowUp, models.PROTECT, related_name="exports")
    format = models.CharField("format", max_length=4, default="pdf")
    by = models.ForeignKey(
        User, models.PROTECT, related_name="+", verbose_name="beställd av"
    )
    asked_at = models.DateTimeField("beställd", auto_now_add=True)
    done_at = models.DateTimeField("klar", null=True, blank=True)
    state = models.CharField(
        "läge", max_length=8, choices=ExportState.choices, default="waiting"
    )
    step = models.CharField("steg", max_length=100, blank=True)
    percent = models.PositiveSmallIntegerField("procent", default=0)
    fault = models.TextField("fel", blank=True)
    file_name = models.CharField("filnamn", max_length=200, blank=True)
    content = models.BinaryField("innehåll", null=True)
    sha256 = models.CharField("SHA-256", max_length=64, blank=True)
    snapshot_sha256 = models.CharField("underlagets SHA-256", max_length=64, blank=True)

    class Meta:
        verbose_name = "export"
        verbose_name_plural = "exporter"
        indexes: ClassVar = [models.Index(fields=["follow_up", "-asked_at"])]

    def __str__(self) -> str:
        """The file's name, or what is being made."""
        return self.file_name or f"{self.follow_up} ({self.format})"


class SavedView(models.Model):
    """A view of the dashboards that a person keeps under a name of her own.

    `address` is what follows the follow-up's address, with its choices, so that the
    view is of whichever follow-up one stands in.
    """

    committee = models.ForeignKey(Committee, models.PROTECT, related_name="+")
    user = models.ForeignKey(
        User, models.PROTECT, related_name="saved_views", verbose_name="person"
    )
    name = models.CharField("namn", max_length=80)
    address = models.CharField("adress", max_length=1000)
    at = models.DateTimeField("sparad", auto_now_add=True)

    class Meta:
        verbose_name = "sparad vy"
        verbose_name_plural = "sparade vyer"
        ordering: ClassVar = ["name"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["committee", "user", "name"], name="one_saved_view_a_name"
            )
        ]

    def __str__(self) -> str:
        """The name."""
        return self.name
