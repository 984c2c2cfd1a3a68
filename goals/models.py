"""What a committee set out to do, promised, measures and guards against.

A *topic* (uppföljningspunkt) is whatever a person answers for in words at each
follow-up: a goal, an assignment, a line of the action plan, a control. They share a
responsible person, texts by follow-up, a state and, on some, an assessment on the
committee's own scale; what only one kind has stands in a table of its own.

Quantities of indicators are whole thousandths of their unit.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from committees.models import (
    Activity,
    Committee,
    FollowUp,
    ImportBatch,
    User,
)

ALWAYS = 9999
"""The last year of a topic or an indicator that has no end."""


class AssessmentLevel(models.Model):
    """A step of the committee's own scale: a word and a shape, never colour alone.

    The best step has rank 0.
    """

    committee = models.ForeignKey(
        Committee, models.PROTECT, related_name="assessment_levels"
    )
    code = models.CharField("kod", max_length=20)
    word = models.CharField("ord", max_length=40)
    shape = models.CharField("form", max_length=10)
    rank = models.PositiveSmallIntegerField("ordning")

    class Meta:
        verbose_name = "steg i bedömningsskalan"
        verbose_name_plural = "bedömningsskala"
        ordering: ClassVar = ["rank"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["committee", "code"], name="one_assessment_level_per_code"
            )
        ]

    def __str__(self) -> str:
        """The word."""
        return self.word


class TopicKind(models.TextChoices):
    """What a topic is."""

    COUNCIL_GOAL = "kf-mål", "kommunfullmäktiges mål"
    AREA = "målområde", "målområde"
    GOAL = "nämndmål", "nämndmål"
    COMMITMENT = "åtagande", "åtagande"
    ASSIGNMENT = "uppdrag", "uppdrag"
    INITIATIVE = "satsning", "särskild satsning"
    PROGRAMME = "program", "program"
    PREMISES = "lokalprojekt", "lokalprojekt"
    PLAN = "handlingsplan", "handlingsplan"
    CONTROL = "kontroll", "internkontroll"
    HUSBANDRY = "geh", "god ekonomisk hushållning"


class TopicState(models.TextChoices):
    """How far what was promised has come, whatever the follow-up."""

    NONE = "", "ej angivet"
    DECIDED = "beslutad", "beslutad"
    STARTED = "påbörjad", "påbörjad"
    EFFECTIVE = "ger effekt", "ger effekt"
    DONE = "klar", "klar"
    STOPPED = "avslutad", "avslutad utan att vara klar"


class Topic(models.Model):
    """Something that a person answers for and follows up in words.

    `responsible` is the person who writes; `title` is how the report names whoever
    answers (Myndighetschef), where it does. `table` groups topics that stand in one
    table of the report.
    """

    committee = models.ForeignKey(
        Committee, models.PROTECT, related_name="topics", verbose_name="nämnd"
    )
    kind = models.CharField("slag", max_length=20, choices=TopicKind.choices)
    code = models.CharField("kod", max_length=40)
    name = models.CharField("benämning", max_length=300)
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        related_name="children",
        null=True,
        blank=True,
        verbose_name="hör till",
    )
    table = models.CharField("tabell", max_length=60, blank=True)
    number = models.CharField("nummer", max_length=40, blank=True)
    activity = models.ForeignKey(
        Activity,
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name="verksamhet",
    )
    responsible = models.ForeignKey(
        User,
        models.PROTECT,
        related_name="topics",
        null=True,
        blank=True,
        verbose_name="ansvarig",
    )
    title = models.CharField("ansvarig i rapporten", max_length=120, blank=True)
    deadline = models.DateField("ska vara klart", null=True, blank=True)
    state = models.CharField(
        "läge", max_length=20, choices=TopicState.choices, blank=True
    )
    position = models.PositiveSmallIntegerField("ordning", default=0)
    from_year = models.PositiveSmallIntegerField("från år", default=0)
    to_year = models.PositiveSmallIntegerField("till år", default=ALWAYS)

    class Meta:
        verbose_name = "uppföljningspunkt"
        verbose_name_plural = "uppföljningspunkter"
        ordering: ClassVar = ["position", "code"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["committee", "code"], name="one_topic_per_code"
            ),
            models.CheckConstraint(
                condition=Q(from_year__lte=models.F("to_year")),
                name="topic_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        """The name."""
        return self.name


class PlanLine(models.Model):
    """A line of the action plan: what is wrong, why, what is done, what it leads to.

    `actions` are codes of actions in the money room, whose kronor it draws on.
    """

    topic = models.OneToOneField(Topic, models.CASCADE, related_name="plan")
    situation = models.TextField("nuläge", blank=True)
    analysis = models.TextField("analys", blank=True)
    action = models.TextField("åtgärd", blank=True)
    consequence = models.TextField("konsekvens", blank=True)
    activities = models.CharField("verksamheter", max_length=200, blank=True)
    actions = models.CharField("åtgärder", max_length=200, blank=True)

    class Meta:
        verbose_name = "rad i handlingsplanen"
        verbose_name_plural = "rader i handlingsplanen"


class ControlItem(models.Model):
    """An item of internal control: the risk, and how it is guarded against.

    Likelihood and consequence are 1 to 4; their product is the risk's value.
    """

    topic = models.OneToOneField(Topic, models.CASCADE, related_name="control")
    likelihood = models.PositiveSmallIntegerField("sannolikhet")
    consequence = models.PositiveSmallIntegerField("konsekvens")
    control = models.TextField("kontroll", blank=True)
    method = models.TextField("metod", blank=True)
    frequency = models.CharField("frekvens", max_length=60, blank=True)

    class Meta:
        verbose_name = "kontrollpunkt"
        verbose_name_plural = "kontrollpunkter"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(likelihood__gte=1, likelihood__lte=4)
                & Q(consequence__gte=1, consequence__lte=4),
                name="risk_is_one_to_four",
            )
        ]


class ControlResult(models.TextChoices):
    """What a control showed."""

    NONE = "", "ej genomförd"
    NO_DEVIATION = "ingen", "genomförd utan avvikelse"
    SMALL = "mindre", "genomförd med mindre avvikelse"
    LARGE = "stor", "genomförd med stor avvikelse"


class StandingState(models.TextChoices):
    """How far the follow-up of a topic or an indicator has come."""

    NOT_STARTED = "not_started", "ej påbörjad"
    IN_PROGRESS = "in_progress", "påbörjad"
    READY = "ready", "klarmarkerad"
    RETURNED = "returned", "återsänd"


class Standing(models.Model):
    """A topic at a follow-up: its assessment or result, and how far the text has come.

    `assessment` is a person's judgement; what its children say is shown beside it.
    """

    committee = models.ForeignKey(
        Committee, models.PROTECT, related_name="+", db_index=False
    )
    follow_up = models.ForeignKey(FollowUp, models.PROTECT, related_name="+")
    topic = models.ForeignKey(Topic, models.PROTECT, related_name="standings")
    assessment = models.ForeignKey(
        AssessmentLevel,
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name="bedömning",
    )
    result = models.CharField(
        "resultat", max_length=10, choices=ControlResult.choices, blank=True
    )
    state = models.CharField(
        "läge", max_length=12, choices=StandingState.choices, default="not_started"
    )
    returned_because = models.CharField("återsänd för att", max_length=500, blank=True)
    changed_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", null=True, blank=True
    )
    changed_at = models.DateTimeField("ändrad", auto_now=True)

    class Meta:
        verbose_name = "läge vid uppföljning"
        verbose_name_plural = "lägen vid uppföljning"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["follow_up", "topic"], name="one_standing_a_follow_up"
            )
        ]


class NoteField(models.TextChoices):
    """Which text of a topic; each kind uses some of them."""

    TEXT = "text", "uppföljning"
    DONE = "genomfört", "genomförda aktiviteter"
    AHEAD = "kommande", "kommande aktiviteter"
    RESULT = "resultat", "resultat"
    COMMENT = "kommentar", "kommentar"
    STAGE = "byggskede", "byggskede"
    EXPECTED = "väntas", "prognos för start"


class TopicNote(models.Model):
    """A text on a topic at a follow-up, in simple markup; never HTML."""

    committee = models.ForeignKey(
        Committee, models.PROTECT, related_name="+", db_index=False
    )
    follow_up = models.ForeignKey(FollowUp, models.PROTECT, related_name="+")
    topic = models.ForeignKey(Topic, models.PROTECT, related_name="notes")
    field = models.CharField("text", max_length=20, choices=NoteField.choices)
    text = models.TextField("innehåll", blank=True)
    changed_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", null=True, blank=True
    )
    changed_at = models.DateTimeField("ändrad", auto_now=True)

    class Meta:
        verbose_name = "uppföljningstext"
        verbose_name_plural = "uppföljningstexter"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["follow_up", "topic", "field"], name="one_note_a_field"
            )
        ]


class Direction(models.TextChoices):
    """Which way an indicator is better."""

    HIGHER = "högre", "högre är bättre"
    LOWER = "lägre", "lägre är bättre"
    BAND = "intervall", "inom ett intervall är bäst"


class Indicator(models.Model):
    """A measure of a goal. `link` names a figure it reads instead of being entered.

    A link is `nyckeltal:KOD`, `kvot:KOD`, `serie:KOD` or `netto:VERKSAMHETER`. `share`
    says that no value may be above 100.
    """

    committee = models.ForeignKey(
        Committee, models.PROTECT, related_name="indicators", verbose_name="nämnd"
    )
    code = models.CharField("kod", max_length=60)
    name = models.CharField("namn", max_length=300)
    goal = models.ForeignKey(
        Topic,
        models.PROTECT,
        related_name="indicators",
        null=True,
        blank=True,
        verbose_name="mål",
    )
    table = models.CharField("tabell", max_length=60, blank=True)
    number = models.CharField("nummer", max_length=40, blank=True)
    unit = models.CharField("enhet", max_length=40)
    decimals = models.PositiveSmallIntegerField("decimaler", default=0)
    direction = models.CharField(
        "riktning", max_length=10, choices=Direction.choices, default="högre"
    )
    share = models.BooleanField("andel", default=False)
    numeric = models.BooleanField("tal", default=True)
    by_sex = models.BooleanField("delas på kön", default=False)
    source = models.CharField("källa", max_length=200, blank=True)
    measured_in = models.PositiveSmallIntegerField("mäts i månad", default=0)
    kolada = models.CharField("nyckeltal i Kolada", max_length=20, blank=True)
    link = models.CharField("hämtas ur", max_length=200, blank=True)
    footnote = models.TextField("fotnot", blank=True)
    responsible = models.ForeignKey(
        User,
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name="ansvarig",
    )
    position = models.PositiveSmallIntegerField("ordning", default=0)
    from_year = models.PositiveSmallIntegerField("från år", default=0)
    to_year = models.PositiveSmallIntegerField("till år", default=ALWAYS)

    class Meta:
        verbose_name = "indikator"
        verbose_name_plural = "indikatorer"
        ordering: ClassVar = ["position", "code"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["committee", "code"], name="one_indicator_per_code"
            )
        ]

    def __str__(self) -> str:
        """The name."""
        return self.name


class Sex(models.TextChoices):
    """Whom a value is of."""

    ALL = "", "totalt"
    WOMEN = "K", "kvinnor"
    MEN = "M", "män"


class IndicatorValue(models.Model):
    """An outcome of an indicator: of a whole year (month 0), or as measured by a month.

    Thousandths, or a text where there is no number (`NYTT`). `municipality` is blank
    for our own and another's code where it is there to compare with.
    """

    committee = models.ForeignKey(
        Committee, models.PROTECT, related_name="+", db_index=False
    )
    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="values")
    year = models.PositiveSmallIntegerField("år")
    month = models.PositiveSmallIntegerField("månad", default=0)
    sex = models.CharField("kön", max_length=1, choices=Sex.choices, blank=True)
    municipality = models.CharField("kommunkod", max_length=4, blank=True)
    value_milli = models.BigIntegerField("värde", null=True, blank=True)
    text = models.CharField("i ord", max_length=300, blank=True)
    source = models.CharField("källa", max_length=40, blank=True)
    preliminary = models.BooleanField("preliminärt", default=False)
    batch = models.ForeignKey(
        ImportBatch, models.PROTECT, related_name="+", null=True, blank=True
    )
    changed_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", null=True, blank=True
    )
    changed_at = models.DateTimeField("ändrad", auto_now=True)

    class Meta:
        verbose_name = "indikatorvärde"
        verbose_name_plural = "indikatorvärden"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=[
                    "committee",
                    "indicator",
                    "year",
                    "month",
                    "sex",
                    "municipality",
                ],
                name="one_indicator_value",
            ),
            models.CheckConstraint(
                condition=Q(month__gte=0, month__lte=12),
                name="indicator_month_is_a_month",
            ),
        ]


class IndicatorTarget(models.Model):
    """What an indicator should reach in a year; a band has two ends. Thousandths."""

    committee = models.ForeignKey(Committee, models.PROTECT, related_name="+")
    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="targets")
    year = models.PositiveSmallIntegerField("år")
    value_milli = models.BigIntegerField("mål", null=True, blank=True)
    upper_milli = models.BigIntegerField("övre gräns", null=True, blank=True)
    text = models.CharField("i ord", max_length=120, blank=True)

    class Meta:
        verbose_name = "målvärde"
        verbose_name_plural = "målvärden"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["indicator", "year"], name="one_target_a_year"
            )
        ]


class ProviderArea(models.Model):
    """A part of what the committee runs where external providers deliver.

    Its share of the net cost is computed from money: what is bought (account groups)
    of what the activities cost.
    """

    committee = models.ForeignKey(
        Committee, models.PROTECT, related_name="provider_areas"
    )
    code = models.CharField("kod", max_length=40)
    name = models.CharField("benämning", max_length=200)
    activities = models.CharField("verksamheter", max_length=200)
    groups = models.CharField("kontogrupper", max_length=200)
    position = models.PositiveSmallIntegerField("ordning", default=0)

    class Meta:
        verbose_name = "område med externa utförare"
        verbose_name_plural = "områden med externa utförare"
        ordering: ClassVar = ["position", "code"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["committee", "code"], name="one_provider_area_per_code"
            )
        ]

    def __str__(self) -> str:
        """The name."""
        return self.name


class ProviderCount(models.Model):
    """How many external providers an area has, and how many were followed up."""

    committee = models.ForeignKey(
        Committee, models.PROTECT, related_name="+", db_index=False
    )
    follow_up = models.ForeignKey(FollowUp, models.PROTECT, related_name="+")
    area = models.ForeignKey(ProviderArea, models.PROTECT, related_name="counts")
    providers = models.PositiveIntegerField("antal utförare", null=True, blank=True)
    followed_up = models.PositiveIntegerField("uppföljda", null=True, blank=True)
    comment = models.TextField("kommentar", blank=True)
    changed_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", null=True, blank=True
    )
    changed_at = models.DateTimeField("ändrad", auto_now=True)

    class Meta:
        verbose_name = "externa utförare vid uppföljning"
        verbose_name_plural = "externa utförare vid uppföljning"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["follow_up", "area"], name="one_provider_count_a_follow_up"
            )
        ]


class Provision(models.Model):
    """A provision of law that decisions are made under, while it is in force.

    Laws replace each other: SoL 2025:400 replaced SoL 2001:453.
    """

    code = models.CharField("kod", max_length=40)
    law = models.CharField("lag", max_length=10)
    reference = models.CharField("lagrum", max_length=80)
    service = models.CharField("insats", max_length=200)
    from_date = models.DateField("gäller från")
    to_date = models.DateField("gäller till")

    class Meta:
        verbose_name = "lagrum"
        verbose_name_plural = "lagrum"
        ordering: ClassVar = ["law", "code", "from_date"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["code", "from_date"], name="one_provision_a_day"
            )
        ]

    def __str__(self) -> str:
        """`Daglig verksamhet, 9 § 10 LSS`."""
        return f"{self.service}, {self.reference}"


class DecisionReason(models.TextChoices):
    """Why a decision has not been executed."""

    RESOURCES = "resursbrist", "resursbrist"
    DECLINED = "tackat nej", "den enskilde har tackat nej till erbjudande"
    OTHER = "annat", "annat skäl"


class UnexecutedDecision(models.Model):
    """A decision in favour that was not executed in time, or was interrupted.

    Holds no name, number or sex. Read by named roles only; what leaves the committee
    is counts per kind.
    """

    committee = models.ForeignKey(
        Committee, models.PROTECT, related_name="unexecuted_decisions"
    )
    number = models.PositiveIntegerField("löpnummer")
    provision = models.ForeignKey(
        Provision, models.PROTECT, related_name="+", verbose_name="lagrum"
    )
    decided_on = models.DateField("beslutsdag", null=True, blank=True)
    interrupted_on = models.DateField("avbrottsdag", null=True, blank=True)
    offered_on = models.DateField("erbjudandedag", null=True, blank=True)
    executed_on = models.DateField("verkställd", null=True, blank=True)
    ended_on = models.DateField("avslutad", null=True, blank=True)
    reason = models.CharField("skäl", max_length=20, choices=DecisionReason.choices)
    comment = models.CharField("kommentar", max_length=300, blank=True)
    changed_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", null=True, blank=True
    )
    changed_at = models.DateTimeField("ändrad", auto_now=True)

    class Meta:
        verbose_name = "ej verkställt beslut"
        verbose_name_plural = "ej verkställda beslut"
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["committee", "number"], name="one_decision_per_number"
            ),
            models.CheckConstraint(
                condition=Q(decided_on__isnull=False) ^ Q(interrupted_on__isnull=False),
                name="a_decision_or_an_interruption",
            ),
        ]


class DecisionQuarter(models.Model):
    """A quarter's report of decisions, as of a day; which decisions were in it."""

    committee = models.ForeignKey(
        Committee, models.PROTECT, related_name="decision_quarters"
    )
    year = models.PositiveSmallIntegerField("år")
    quarter = models.PositiveSmallIntegerField("kvartal")
    as_of = models.DateField("räknat till")
    decisions = models.ManyToManyField(UnexecutedDecision, related_name="quarters")

    class Meta:
        verbose_name = "kvartalsrapport"
        verbose_name_plural = "kvartalsrapporter"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["committee", "year", "quarter"], name="one_report_a_quarter"
            ),
            models.CheckConstraint(
                condition=Q(quarter__gte=1, quarter__lte=4),
                name="quarter_is_a_quarter",
            ),
        ]
