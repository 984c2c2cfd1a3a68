"""Volumes and staff: series, what was budgeted, reported and is expected of them.

A series counts one thing of one activity: hours done, places filled, people employed.
Quantities are whole thousandths of the series' unit. What differs in kind (granted
and delivered hours, places and place-years) is different series; what is part of
another series (`part_of`, *varav*) is never added to it.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from committees.models import (
    Activity,
    Committee,
    CostCentre,
    FollowUp,
    ImportBatch,
    Provider,
    User,
    month_number,
)
from committees.periods import FOREVER

MILLI = 1000
"""Stored steps in one of a series' unit."""


class Subject(models.TextChoices):
    """What a series counts: what is done for people, or those who do it."""

    VOLUME = "volym", "volym"
    STAFF = "personal", "personal"


class OverTime(models.TextChoices):
    """How a series' months make a longer span."""

    SUM = "summa", "summa"
    MEAN = "genomsnitt", "genomsnitt"
    LAST = "senaste", "senaste värdet"


class OverUnits(models.TextChoices):
    """Whether units' quantities make a whole: unique people do not."""

    SUM = "summa", "summa"
    NONE = "ingen", "räknas inte ihop"


class Counted(models.TextChoices):
    """What is counted. Different things of one activity are never mixed."""

    PLACES = "fysiska platser", "fysiska platser"
    PLACE_YEARS = "årsplatser", "belagda årsplatser"
    DECISIONS = "verkställda beslut", "verkställda beslut"
    PRESENT = "närvarande", "närvarande"
    GRANTED_HOURS = "beviljade timmar", "beviljade timmar"
    ORDERED_HOURS = "beställda timmar", "beställda timmar"
    DELIVERED_HOURS = "utförda timmar", "utförda timmar"
    HOURS = "timmar", "timmar"
    PEOPLE = "brukare", "brukare"
    DAYS = "dygn", "dygn"
    FULL_TIME = "årsarbetare", "årsarbetare"
    EMPLOYED = "anställda", "anställda"
    WORKED_HOURS = "arbetade timmar", "arbetade timmar"
    SICK_HOURS = "sjukfrånvarotimmar", "sjukfrånvarotimmar"
    OVERTIME_HOURS = "övertidstimmar", "övertidstimmar"


class StaffCategory(models.TextChoices):
    """Which staff a series of staff counts."""

    NONE = "", "ej personal"
    MANAGERS = "chefer", "chefer"
    OTHER = "övrig personal", "övrig personal"


class VolumeSeries(models.Model):
    """A series. `individuals` marks those that count service users (rule 13)."""

    committee = models.ForeignKey(
        Committee, models.PROTECT, related_name="volume_series", verbose_name="nämnd"
    )
    code = models.CharField("kod", max_length=60)
    name = models.CharField("namn", max_length=200)
    subject = models.CharField(
        "slag", max_length=10, choices=Subject.choices, default="volym"
    )
    activity = models.ForeignKey(
        Activity, models.PROTECT, related_name="+", verbose_name="verksamhet"
    )
    provider = models.CharField(
        "utförare", max_length=10, choices=Provider.choices, blank=True
    )
    counted = models.CharField("räknar", max_length=30, choices=Counted.choices)
    category = models.CharField(
        "kategori", max_length=20, choices=StaffCategory.choices, blank=True
    )
    unit = models.CharField("enhet", max_length=40)
    decimals = models.PositiveSmallIntegerField("decimaler", default=0)
    over_time = models.CharField(
        "över tid", max_length=12, choices=OverTime.choices, default="summa"
    )
    over_units = models.CharField(
        "över enheter", max_length=10, choices=OverUnits.choices, default="summa"
    )
    part_of = models.ForeignKey(
        "self",
        models.PROTECT,
        related_name="parts",
        null=True,
        blank=True,
        verbose_name="varav i",
    )
    individuals = models.BooleanField("enskilda", default=False)
    position = models.PositiveSmallIntegerField("ordning", default=0)
    from_month = month_number(0, verbose_name="från")
    to_month = month_number(FOREVER, verbose_name="till")

    class Meta:
        verbose_name = "volymserie"
        verbose_name_plural = "volymserier"
        ordering: ClassVar = ["position", "code"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["committee", "code"], name="one_series_per_code"
            )
        ]

    def __str__(self) -> str:
        """The name."""
        return self.name


class VolumeBudget(models.Model):
    """A month of a series' budget in a cost centre; thousandths."""

    committee = models.ForeignKey(
        Committee, models.PROTECT, related_name="+", db_index=False
    )
    series = models.ForeignKey(VolumeSeries, models.PROTECT, related_name="+")
    cost_centre = models.ForeignKey(CostCentre, models.PROTECT, related_name="+")
    batch = models.ForeignKey(
        ImportBatch, models.PROTECT, related_name="+", null=True, blank=True
    )
    year = models.PositiveSmallIntegerField("år")
    month = models.PositiveSmallIntegerField("månad")
    quantity_milli = models.BigIntegerField("mängd")

    class Meta:
        verbose_name = "volymbudget"
        verbose_name_plural = "volymbudget"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["committee", "year", "series", "cost_centre", "month"],
                name="one_volume_budget_a_month",
            ),
            models.CheckConstraint(
                condition=Q(month__gte=1, month__lte=12),
                name="volume_budget_month_is_a_month",
            ),
            models.CheckConstraint(
                condition=Q(quantity_milli__gte=0),
                name="volume_budget_is_not_negative",
            ),
        ]


class VolumeRow(models.Model):
    """What a cost centre reported of a series in a month; thousandths.

    One row a month, changed in place with an event for each change. `correction` is
    the reason that a closed month was changed, which only a controller may give.
    """

    committee = models.ForeignKey(
        Committee, models.PROTECT, related_name="+", db_index=False
    )
    series = models.ForeignKey(VolumeSeries, models.PROTECT, related_name="+")
    cost_centre = models.ForeignKey(CostCentre, models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField("år")
    month = models.PositiveSmallIntegerField("månad")
    quantity_milli = models.BigIntegerField("mängd")
    origin = models.CharField("ursprung", max_length=20, default="typed")
    batch = models.ForeignKey(
        ImportBatch, models.PROTECT, related_name="+", null=True, blank=True
    )
    line = models.PositiveIntegerField("rad i filen", default=0)
    correction = models.CharField("skäl till rättelse", max_length=500, blank=True)
    changed_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", null=True, blank=True
    )
    changed_at = models.DateTimeField("ändrad", auto_now=True)

    class Meta:
        verbose_name = "volym"
        verbose_name_plural = "volymer"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["committee", "year", "series", "cost_centre", "month"],
                name="one_volume_a_month",
            ),
            models.CheckConstraint(
                condition=Q(month__gte=1, month__lte=12),
                name="volume_month_is_a_month",
            ),
            models.CheckConstraint(
                condition=Q(quantity_milli__gte=0), name="volume_is_not_negative"
            ),
        ]


class VolumeForecast(models.Model):
    """What a cost centre expects of a series' whole year, in one follow-up.

    Thousandths of what the series' months make over the year: a sum of hours, a mean
    of places, the last stock.
    """

    committee = models.ForeignKey(
        Committee, models.PROTECT, related_name="+", db_index=False
    )
    follow_up = models.ForeignKey(
        FollowUp, models.PROTECT, related_name="+", db_index=False
    )
    series = models.ForeignKey(VolumeSeries, models.PROTECT, related_name="+")
    cost_centre = models.ForeignKey(CostCentre, models.PROTECT, related_name="+")
    quantity_milli = models.BigIntegerField("mängd")
    method = models.CharField("sätt", max_length=20, blank=True)
    origin = models.CharField("ursprung", max_length=20, default="typed")
    comment = models.TextField("kommentar", blank=True)
    changed_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", null=True, blank=True
    )
    changed_at = models.DateTimeField("ändrad", auto_now=True)

    class Meta:
        verbose_name = "volymprognos"
        verbose_name_plural = "volymprognoser"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["follow_up", "series", "cost_centre"],
                name="one_volume_forecast_a_follow_up",
            ),
            models.CheckConstraint(
                condition=Q(quantity_milli__gte=0),
                name="volume_forecast_is_not_negative",
            ),
        ]


class UnitPrice(models.Model):
    """A decided price per unit of a series (prislapp) for a year; öre, positive.

    Where `reconciled`, the council pays or takes back the price for each unit that
    differs from the budget (volymavstämning).
    """

    committee = models.ForeignKey(Committee, models.PROTECT, related_name="+")
    series = models.ForeignKey(VolumeSeries, models.PROTECT, related_name="prices")
    year = models.PositiveSmallIntegerField("år")
    price_ore = models.BigIntegerField("prislapp")
    reconciled = models.BooleanField("volymavstämning", default=False)
    decided_on = models.DateField("beslutad")
    diary_number = models.CharField("diarienummer", max_length=40, blank=True)

    class Meta:
        verbose_name = "prislapp"
        verbose_name_plural = "prislappar"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["committee", "series", "year"], name="one_price_a_year"
            ),
            models.CheckConstraint(
                condition=Q(price_ore__gt=0), name="price_is_positive"
            ),
        ]


class CostBasis(models.TextChoices):
    """Which money a unit cost divides."""

    NET = "netto", "nettokostnad"
    GROSS = "brutto", "bruttokostnad"


class UnitCost(models.Model):
    """What one unit costs: money of some activities through the volume of some series.

    The figures are computed where both rooms meet (reports.unit_costs), never typed.
    `groups` are codes of account groups (blank: all), which part own from bought.
    `per_day` divides place-years by the calendar's days too. Unit costs of one
    `family` are sub-series that make up a whole, for volume, mix and price.
    """

    committee = models.ForeignKey(
        Committee, models.PROTECT, related_name="unit_costs", verbose_name="nämnd"
    )
    code = models.CharField("kod", max_length=60)
    name = models.CharField("namn", max_length=200)
    label = models.CharField("mått", max_length=120)
    basis = models.CharField(
        "kostnad", max_length=10, choices=CostBasis.choices, default="netto"
    )
    activities = models.ManyToManyField(
        Activity, related_name="+", verbose_name="verksamheter"
    )
    groups = models.CharField("kontogrupper", max_length=200, blank=True)
    series = models.ManyToManyField(
        VolumeSeries, related_name="unit_costs", verbose_name="volymer"
    )
    per_day = models.BooleanField("per dygn", default=False)
    unit = models.CharField("enhet", max_length=10, default="kr")
    per = models.CharField("per", max_length=40)
    decimals = models.PositiveSmallIntegerField("decimaler", default=0)
    provider = models.CharField(
        "utförare", max_length=10, choices=Provider.choices, blank=True
    )
    family = models.CharField("delar av", max_length=60, blank=True)
    position = models.PositiveSmallIntegerField("ordning", default=0)

    class Meta:
        verbose_name = "nyckeltal"
        verbose_name_plural = "nyckeltal"
        ordering: ClassVar = ["position", "code"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["committee", "code"], name="one_unit_cost_per_code"
            )
        ]

    def __str__(self) -> str:
        """The name."""
        return self.name


class UnitCostBasis(models.Model):
    """Money that a unit cost divides in a year, where the ledger does not part it.

    Öre in stored sign (cost negative). It stands instead of the ledger's, and says
    where it comes from: *återräknad* was made from a printed unit cost and its volume.
    """

    committee = models.ForeignKey(Committee, models.PROTECT, related_name="+")
    unit_cost = models.ForeignKey(UnitCost, models.CASCADE, related_name="bases")
    year = models.PositiveSmallIntegerField("år")
    scenario = models.CharField("scenario", max_length=10)
    amount_ore = models.BigIntegerField("belopp")
    source = models.CharField("härkomst", max_length=40)
    batch = models.ForeignKey(
        ImportBatch, models.PROTECT, related_name="+", null=True, blank=True
    )

    class Meta:
        verbose_name = "underlag till nyckeltal"
        verbose_name_plural = "underlag till nyckeltal"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["unit_cost", "year", "scenario"], name="one_basis_a_year"
            )
        ]


class Ratio(models.Model):
    """A series through another: occupancy, delivered of granted, hours per person.

    Where `percent`, the figure is shown in percent.
    """

    committee = models.ForeignKey(
        Committee, models.PROTECT, related_name="ratios", verbose_name="nämnd"
    )
    code = models.CharField("kod", max_length=60)
    name = models.CharField("namn", max_length=200)
    above = models.ManyToManyField(
        VolumeSeries, related_name="+", verbose_name="täljare"
    )
    below = models.ManyToManyField(
        VolumeSeries, related_name="+", verbose_name="nämnare"
    )
    percent = models.BooleanField("i procent", default=True)
    unit = models.CharField("enhet", max_length=40, default="procent")
    decimals = models.PositiveSmallIntegerField("decimaler", default=1)
    position = models.PositiveSmallIntegerField("ordning", default=0)

    class Meta:
        verbose_name = "kvot"
        verbose_name_plural = "kvoter"
        ordering: ClassVar = ["position", "code"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["committee", "code"], name="one_ratio_per_code"
            )
        ]

    def __str__(self) -> str:
        """The name."""
        return self.name
