"""Who and where: people, municipalities, committees, the two trees, follow-ups, trail.

A node of a tree is an identity (municipality, code). Its name, parent, committee,
legal basis and role are dated placements, since organisations are redrawn every
year while the rows that were booked stay where they were booked.
"""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar
from uuid import uuid4

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower

from committees.periods import FOREVER, Month


class UserManager(BaseUserManager["User"]):
    """People are found and made by their e-mail address, whatever its case."""

    def create_user(
        self, email: str, *, name: str, password: str | None = None
    ) -> User:
        """A person who can sign in; without a password only by resetting it."""
        user = self.model(email=email.strip().lower(), name=name)
        user.set_password(password)
        user.full_clean(exclude=["password"])
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> User:
        """Look a person up by address, case-insensitively."""
        return self.get(email__iexact=username)


class AmountUnit(models.TextChoices):
    """The unit a person reads and types amounts in."""

    KR = "kr", "kr"
    TKR = "tkr", "tkr"
    MKR = "mkr", "mkr"


class User(AbstractBaseUser):
    """A person who signs in. People are deactivated, never deleted."""

    email = models.EmailField("e-post", max_length=254)
    name = models.CharField("namn", max_length=200)
    is_active = models.BooleanField("aktiv", default=True)
    wants_reminders = models.BooleanField("vill ha påminnelser", default=True)
    wants_summaries = models.BooleanField("vill ha sammanfattningar", default=False)
    amount_unit = models.CharField(
        "enhet vid inmatning", max_length=3, choices=AmountUnit.choices, default="tkr"
    )

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        verbose_name = "person"
        verbose_name_plural = "personer"
        constraints: ClassVar = [
            models.UniqueConstraint(Lower("email"), name="one_person_per_address")
        ]

    def __str__(self) -> str:
        """The person's name."""
        return self.name

    def get_full_name(self) -> str:
        """The name, as libraries ask for it."""
        return self.name


class Municipality(models.Model):
    """A municipality: the legal entity that owns the chart of accounts."""

    code = models.CharField("kommunkod", max_length=4, unique=True)
    name = models.CharField("namn", max_length=100)
    full_name = models.CharField("fullständigt namn", max_length=100)
    accent = models.CharField("profilfärg", max_length=7, default="#1f4e5f")

    class Meta:
        verbose_name = "kommun"
        verbose_name_plural = "kommuner"

    def __str__(self) -> str:
        """The municipality's name."""
        return self.name


class ApprovalSteps(models.TextChoices):
    """Who approves a submitted forecast before the controller does."""

    HOLDER_THEN_CONTROLLER = "holder", "ansvarig ovanför, sedan controller"
    CONTROLLER = "controller", "bara controller"


class Committee(models.Model):
    """An elected committee that owns a budget frame.

    A forecast deviation above both thresholds asks for a comment. `structure` is
    renewed whenever trees, groupings or table definitions change; what is read from
    them may be kept under it. Counts of service users below `fewest_shown` are
    suppressed in what leaves the committee (domain, rule 13).
    """

    municipality = models.ForeignKey(
        Municipality, models.PROTECT, related_name="committees", verbose_name="kommun"
    )
    name = models.CharField("namn", max_length=200)
    short_name = models.CharField("kortnamn", max_length=40)
    slug = models.SlugField("adress", max_length=60, unique=True)
    comment_above_ore = models.BigIntegerField(
        "kommentar krävs över", default=50_000_000
    )
    comment_above_percent = models.PositiveSmallIntegerField(
        "och över andel av budgeten", default=5
    )
    approval_steps = models.CharField(
        "godkännande", max_length=12, choices=ApprovalSteps.choices, default="holder"
    )
    structure = models.UUIDField("struktur", default=uuid4, editable=False)
    reminder_days = models.PositiveSmallIntegerField(
        "påminnelse dagar före sista dag", default=3
    )
    fewest_shown = models.PositiveSmallIntegerField("minsta antal som visas", default=5)

    class Meta:
        verbose_name = "nämnd"
        verbose_name_plural = "nämnder"

    def __str__(self) -> str:
        """`Vård- och omsorgsnämnden, Botkyrka`."""
        return f"{self.name}, {self.municipality.name}"

    def renew_structure(self) -> None:
        """Let go of everything that is kept of trees, groupings and tables."""
        self.structure = uuid4()
        self.save(update_fields=["structure"])


class LegalBasis(models.TextChoices):
    """The law an activity is run under; carried by the lowest activities."""

    NONE = "", "inget lagrum"
    SOL = "SoL", "SoL"
    LSS = "LSS", "LSS"
    SFB = "SFB", "SFB"
    HSL = "HSL", "HSL"
    HOUSING_ADAPTATION = "bostadsanpassning", "bostadsanpassning"
    MOBILITY = "färdtjänst", "färdtjänst"
    COMMON = "gemensamt", "gemensamt"


class Provider(models.TextChoices):
    """Who delivers: the committee's own units or an external provider."""

    NONE = "", "ej angivet"
    OWN = "egen", "egen regi"
    EXTERNAL = "extern", "extern utförare"


class CostCentreRole(models.TextChoices):
    """What a cost centre is in the administration."""

    AUTHORITY = "myndighet", "myndighet"
    PROVIDER = "utförare", "utförare"
    CENTRAL = "central", "central"


def month_number(
    default: int | None = None, **kwargs: Any
) -> models.IntegerField[int, int]:
    """A field that stores a month as 201708."""
    if default is not None:
        kwargs["default"] = default
    return models.IntegerField(**kwargs)


class PlacementQuerySet(models.QuerySet[Any]):
    """Questions asked of dated placements."""

    def at(self, month: Month) -> PlacementQuerySet:
        """Placements that hold in a month."""
        return self.filter(from_month__lte=month.number, to_month__gte=month.number)


class CostCentre(models.Model):
    """A cost centre (ansvar): who is responsible for the money."""

    municipality = models.ForeignKey(
        Municipality, models.PROTECT, related_name="cost_centres"
    )
    code = models.CharField("kod", max_length=40)

    class Meta:
        verbose_name = "ansvar"
        verbose_name_plural = "ansvar"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["municipality", "code"], name="one_cost_centre_per_code"
            )
        ]

    def __str__(self) -> str:
        """The code."""
        return self.code


class CostCentrePlacement(models.Model):
    """Where a cost centre belongs, and what it is called, from month to month."""

    cost_centre = models.ForeignKey(
        CostCentre, models.PROTECT, related_name="placements", verbose_name="ansvar"
    )
    committee = models.ForeignKey(
        Committee, models.PROTECT, related_name="+", verbose_name="nämnd"
    )
    parent = models.ForeignKey(
        CostCentre,
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name="överordnat",
    )
    name = models.CharField("namn", max_length=200)
    role = models.CharField(
        "roll", max_length=12, choices=CostCentreRole.choices, default="utförare"
    )
    from_month = month_number(verbose_name="från")
    to_month = month_number(FOREVER, verbose_name="till")

    objects: ClassVar = PlacementQuerySet.as_manager()

    class Meta:
        verbose_name = "placering av ansvar"
        verbose_name_plural = "placeringar av ansvar"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["cost_centre", "from_month"],
                name="one_cost_centre_placement_a_month",
            ),
            models.CheckConstraint(
                condition=Q(from_month__lte=F("to_month")),
                name="cost_centre_placement_ends_after_it_begins",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["committee", "from_month"])]

    def __str__(self) -> str:
        """`7310 Hemtjänst norr`."""
        return f"{self.cost_centre.code} {self.name}"


class CostCentreSuccession(models.Model):
    """Which cost centre took over which, and what share, when units merge or split."""

    predecessor = models.ForeignKey(CostCentre, models.PROTECT, related_name="+")
    successor = models.ForeignKey(CostCentre, models.PROTECT, related_name="+")
    share = models.DecimalField("andel", max_digits=7, decimal_places=6, default=1)
    from_month = month_number(verbose_name="från")

    class Meta:
        verbose_name = "efterträdare till ansvar"
        verbose_name_plural = "efterträdare till ansvar"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["predecessor", "successor", "from_month"],
                name="one_cost_centre_succession",
            )
        ]


class Activity(models.Model):
    """An activity (verksamhet): what the money is for."""

    municipality = models.ForeignKey(
        Municipality, models.PROTECT, related_name="activities"
    )
    code = models.CharField("kod", max_length=40)

    class Meta:
        verbose_name = "verksamhet"
        verbose_name_plural = "verksamheter"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["municipality", "code"], name="one_activity_per_code"
            )
        ]

    def __str__(self) -> str:
        """The code."""
        return self.code


class ActivityPlacement(models.Model):
    """Where an activity belongs, its name and its law, from month to month."""

    activity = models.ForeignKey(
        Activity, models.PROTECT, related_name="placements", verbose_name="verksamhet"
    )
    committee = models.ForeignKey(
        Committee, models.PROTECT, related_name="+", verbose_name="nämnd"
    )
    parent = models.ForeignKey(
        Activity,
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name="överordnad",
    )
    name = models.CharField("namn", max_length=200)
    legal_basis = models.CharField(
        "lagrum", max_length=20, choices=LegalBasis.choices, blank=True
    )
    provider = models.CharField(
        "utförare", max_length=10, choices=Provider.choices, blank=True
    )
    from_month = month_number(verbose_name="från")
    to_month = month_number(FOREVER, verbose_name="till")

    objects: ClassVar = PlacementQuerySet.as_manager()

    class Meta:
        verbose_name = "placering av verksamhet"
        verbose_name_plural = "placeringar av verksamhet"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["activity", "from_month"],
                name="one_activity_placement_a_month",
            ),
            models.CheckConstraint(
                condition=Q(from_month__lte=F("to_month")),
                name="activity_placement_ends_after_it_begins",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["committee", "from_month"])]

    def __str__(self) -> str:
        """`775 Hemtjänst`."""
        return f"{self.activity.code} {self.name}"


class ActivitySuccession(models.Model):
    """Which activity took over which, and what share of it."""

    predecessor = models.ForeignKey(Activity, models.PROTECT, related_name="+")
    successor = models.ForeignKey(Activity, models.PROTECT, related_name="+")
    share = models.DecimalField("andel", max_digits=7, decimal_places=6, default=1)
    from_month = month_number(verbose_name="från")

    class Meta:
        verbose_name = "efterträdare till verksamhet"
        verbose_name_plural = "efterträdare till verksamhet"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["predecessor", "successor", "from_month"],
                name="one_activity_succession",
            )
        ]


class Role(models.TextChoices):
    """What a person is in a committee; a person may be several things.

    A case officer reads and keeps the list of decisions that are not executed; of the
    rest she sees what an elected member sees.
    """

    ADMINISTRATOR = "administrator", "administratör"
    CONTROLLER = "controller", "controller"
    BUDGET_HOLDER = "budget_holder", "budgethållare"
    MANAGER = "manager", "chef"
    SECRETARY = "secretary", "sekreterare"
    MEMBER = "member", "förtroendevald"
    AUDITOR = "auditor", "revisor"
    CASE_OFFICER = "case_officer", "beslutsansvarig"


class Membership(models.Model):
    """A person's role in a committee, for all of it or one cost-centre subtree."""

    user = models.ForeignKey(
        User, models.PROTECT, related_name="memberships", verbose_name="person"
    )
    committee = models.ForeignKey(
        Committee, models.PROTECT, related_name="memberships", verbose_name="nämnd"
    )
    role = models.CharField("roll", max_length=16, choices=Role.choices)
    cost_centre = models.ForeignKey(
        CostCentre,
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name="ansvar",
    )
    from_date = models.DateField("från", default=date(2000, 1, 1))
    to_date = models.DateField("till", default=date(9999, 12, 31))

    class Meta:
        verbose_name = "roll i nämnd"
        verbose_name_plural = "roller i nämnder"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["user", "committee", "role", "cost_centre"],
                name="one_membership_a_unit",
            ),
            models.UniqueConstraint(
                fields=["user", "committee", "role"],
                condition=Q(cost_centre__isnull=True),
                name="one_membership_of_the_whole",
            ),
        ]

    def __str__(self) -> str:
        """`Ann Ek, controller`."""
        return f"{self.user.name}, {self.get_role_display()}"


class Deputy(models.Model):
    """A person who stands in for another's role (ersättare) between two dates."""

    membership = models.ForeignKey(
        Membership, models.PROTECT, related_name="deputies", verbose_name="roll"
    )
    user = models.ForeignKey(
        User, models.PROTECT, related_name="deputyships", verbose_name="ersättare"
    )
    from_date = models.DateField("från")
    to_date = models.DateField("till")

    class Meta:
        verbose_name = "ersättare"
        verbose_name_plural = "ersättare"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(from_date__lte=F("to_date")),
                name="deputy_ends_after_beginning",
            )
        ]


class FollowUpKind(models.TextChoices):
    """What sort of follow-up a month has; it decides the report's parts."""

    MONTH = "month", "månadsuppföljning"
    INTERIM_1 = "interim1", "delår 1"
    INTERIM_2 = "interim2", "delår 2"
    ANNUAL = "annual", "bokslut"


class FollowUpState(models.TextChoices):
    """Where a follow-up stands. Sent out and closed ones are read-only."""

    PLANNED = "planned", "planerad"
    OPEN = "open", "öppen"
    SENT = "sent", "utsänd"
    CLOSED = "closed", "stängd"


class FollowUpQuerySet(models.QuerySet["FollowUp"]):
    """Questions asked of follow-ups."""

    def for_committee(self, committee: Committee) -> FollowUpQuerySet:
        """A committee's follow-ups, newest first."""
        return self.filter(committee=committee).order_by("-year", "-month")

    def started(self) -> FollowUpQuerySet:
        """Follow-ups that have opened."""
        return self.exclude(state=FollowUpState.PLANNED)


class FollowUp(models.Model):
    """A committee's follow-up of a month: what opens, is forecast, reported, closed."""

    committee = models.ForeignKey(
        Committee, models.PROTECT, related_name="follow_ups", verbose_name="nämnd"
    )
    year = models.PositiveSmallIntegerField("år")
    month = models.PositiveSmallIntegerField("månad")
    kind = models.CharField("slag", max_length=10, choices=FollowUpKind.choices)
    state = models.CharField(
        "läge", max_length=10, choices=FollowUpState.choices, default="planned"
    )
    opens_on = models.DateField("öppnar")
    deadline = models.DateField("sista dag")
    meeting_on = models.DateField("sammanträde", null=True, blank=True)
    diary_number = models.CharField("diarienummer", max_length=40, blank=True)
    instructions = models.TextField("anvisningar", blank=True)
    settled_by = models.ForeignKey(
        User,
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name="fastställd av",
    )
    settled_at = models.DateTimeField("fastställd", null=True, blank=True)

    objects: ClassVar = FollowUpQuerySet.as_manager()

    class Meta:
        verbose_name = "uppföljningstillfälle"
        verbose_name_plural = "uppföljningstillfällen"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["committee", "year", "month"], name="one_follow_up_a_month"
            ),
            models.CheckConstraint(
                condition=Q(month__gte=1, month__lte=12),
                name="follow_up_month_is_a_month",
            ),
        ]

    def __str__(self) -> str:
        """`Delår 2 2017`."""
        return self.title

    @property
    def title(self) -> str:
        """What people call it: `Delår 2 2017`, `Månadsuppföljning mars 2017`."""
        kind = self.get_kind_display().capitalize()
        if self.kind == FollowUpKind.MONTH:
            return f"{kind} {self.period.name} {self.year}"
        return f"{kind} {self.year}"

    @property
    def period(self) -> Month:
        """The month it follows up."""
        return Month(self.year, self.month)

    @property
    def is_closed(self) -> bool:
        """Whether nothing in it may change any more."""
        return self.state == FollowUpState.CLOSED

    def clean(self) -> None:
        """A deadline comes after the opening."""
        if self.deadline < self.opens_on:
            raise ValidationError({"deadline": "Sista dag är före öppningsdagen."})


class StoredFile(models.Model):
    """The bytes of a file that was taken in, kept for ever under their SHA-256."""

    sha256 = models.CharField("SHA-256", max_length=64, unique=True)
    size = models.PositiveBigIntegerField("storlek")
    content = models.BinaryField("innehåll")

    class Meta:
        verbose_name = "sparad fil"
        verbose_name_plural = "sparade filer"

    def __str__(self) -> str:
        """The fingerprint."""
        return self.sha256


class ImportKind(models.TextChoices):
    """What a file holds."""

    OUTCOME = "outcome", "utfall"
    BUDGET = "budget", "budget"
    GRANT = "grant", "nämndbidrag"
    FORECAST = "forecast", "prognos"
    BALANCE = "balance", "balansposter"
    INVESTMENT = "investment", "investeringar"
    VOLUME = "volume", "volymer"
    STAFF = "staff", "personal"
    INDICATOR = "indicator", "indikatorer"
    MASTER = "master", "grunddata"


class ImportBatch(models.Model):
    """One file taken in at one moment by one person, with what became of it.

    A batch of balance or investment rows is no longer live once a later file of the
    same kind and year replaced it; outcome is replaced month by month (LiveMonth).
    """

    committee = models.ForeignKey(
        Committee, models.PROTECT, related_name="imports", verbose_name="nämnd"
    )
    kind = models.CharField("slag", max_length=12, choices=ImportKind.choices)
    file = models.ForeignKey(
        StoredFile, models.PROTECT, related_name="+", verbose_name="fil"
    )
    file_name = models.CharField("filnamn", max_length=200)
    by = models.ForeignKey(
        User,
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name="av",
    )
    at = models.DateTimeField("tid", auto_now_add=True)
    row_count = models.PositiveIntegerField("rader", default=0)
    live = models.BooleanField("gäller", default=True)
    generated = models.BooleanField("innehåller genererade rader", default=False)
    protocol = models.JSONField("protokoll", default=dict, blank=True)

    class Meta:
        verbose_name = "inläsning"
        verbose_name_plural = "inläsningar"
        indexes: ClassVar = [models.Index(fields=["committee", "kind", "-at"])]

    def __str__(self) -> str:
        """The file's name."""
        return self.file_name


class Event(models.Model):
    """Who set what to what, when and from where. Append-only, by a database trigger."""

    committee = models.ForeignKey(
        Committee, models.PROTECT, related_name="+", null=True, verbose_name="nämnd"
    )
    by = models.ForeignKey(
        User, models.PROTECT, related_name="+", null=True, verbose_name="av"
    )
    at = models.DateTimeField("tid", auto_now_add=True)
    subject = models.CharField("föremål", max_length=60)
    subject_id = models.CharField("nyckel", max_length=60)
    field = models.CharField("fält", max_length=60, blank=True)
    old = models.TextField("förut", blank=True)
    new = models.TextField("nu", blank=True)
    origin = models.CharField("ursprung", max_length=40, blank=True)

    class Meta:
        verbose_name = "händelse"
        verbose_name_plural = "händelser"
        indexes: ClassVar = [
            models.Index(fields=["committee", "subject", "subject_id"]),
            models.Index(fields=["committee", "-at"]),
        ]

    def __str__(self) -> str:
        """`followup 12: state`."""
        return f"{self.subject} {self.subject_id}: {self.field}"


class SavedRequest(models.Model):
    """A request of cells that was carried out, by its key, with what was answered.

    A queue that is sent again after a lost connection gets the same answer and
    writes nothing twice.
    """

    key = models.UUIDField("nyckel", unique=True)
    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField("tid", auto_now_add=True)
    answer = models.JSONField("svar")

    class Meta:
        verbose_name = "sparad begäran"
        verbose_name_plural = "sparade begäranden"
        indexes: ClassVar = [models.Index(fields=["at"])]


class ReminderKind(models.TextChoices):
    """What a reminder is about."""

    OPENED = "opened", "öppnad"
    DEADLINE = "deadline", "snart sista dag"
    RETURNED = "returned", "återsänd"
    SUMMARY = "summary", "sammanfattning"


class Reminder(models.Model):
    """A reminder that was sent to a person about a follow-up, so that it is sent once.

    `occasion` tells apart what may happen several times, such as a return.
    """

    follow_up = models.ForeignKey(
        FollowUp, models.PROTECT, related_name="reminders", verbose_name="uppföljning"
    )
    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    kind = models.CharField("slag", max_length=10, choices=ReminderKind.choices)
    occasion = models.CharField("tillfälle", max_length=60, blank=True)
    at = models.DateTimeField("tid", auto_now_add=True)

    class Meta:
        verbose_name = "påminnelse"
        verbose_name_plural = "påminnelser"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["follow_up", "user", "kind", "occasion"],
                name="one_reminder_an_occasion",
            )
        ]


class TextDraft(models.Model):
    """A text that its author must change before others may read it.

    What the guard of free texts stops (a personal number, one person's cost) is kept
    here, for its author alone, under the cell it was written in.
    """

    committee = models.ForeignKey(Committee, models.PROTECT, related_name="+")
    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    place = models.CharField("plats", max_length=200)
    text = models.TextField("text")
    reason = models.CharField("skäl", max_length=500)
    at = models.DateTimeField("tid", auto_now=True)

    class Meta:
        verbose_name = "utkast"
        verbose_name_plural = "utkast"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["committee", "user", "place"], name="one_draft_a_place"
            )
        ]
