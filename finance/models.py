"""Facts of money, at the grain they are booked, decided and forecast.

Amounts are whole öre in stored sign: their effect on the result, revenue positive
and cost negative. Balance rows keep the ledger's sign (debit positive).
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
    Municipality,
    User,
)
from finance.through import through


class Basis(models.TextChoices):
    """Where a row's amount comes from; all but BOOKED exist in example data only."""

    BOOKED = "booked", "bokförd"
    PRINTED = "printed", "tryckt"
    FITTED = "fitted", "anpassad"
    GENERATED = "generated", "genererad"


class AccountKind(models.TextChoices):
    """What an account holds."""

    REVENUE = "revenue", "intäkt"
    COST = "cost", "kostnad"
    ASSET = "asset", "tillgång"
    EQUITY = "equity", "eget kapital"
    LIABILITY = "liability", "skuld"


class Account(models.Model):
    """An account of the municipality's plan."""

    municipality = models.ForeignKey(
        Municipality, models.PROTECT, related_name="accounts"
    )
    code = models.CharField("konto", max_length=20)
    name = models.CharField("namn", max_length=200)
    kind = models.CharField("slag", max_length=10, choices=AccountKind.choices)
    buys_services = models.BooleanField("köp av verksamhet", default=False)

    class Meta:
        verbose_name = "konto"
        verbose_name_plural = "konton"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["municipality", "code"], name="one_account_per_code"
            )
        ]

    def __str__(self) -> str:
        """`5010 Månadslön`."""
        return f"{self.code} {self.name}"


class Purpose(models.TextChoices):
    """What a grouping of accounts is for."""

    ENTRY = "inmatning", "inmatning"
    STATEMENT = "resultaträkning", "resultaträkning"
    BALANCE = "balansräkning", "balansräkning"


class AccountGrouping(models.Model):
    """One committee's way of grouping accounts, for a purpose and some years."""

    committee = models.ForeignKey(
        Committee, models.PROTECT, related_name="account_groupings"
    )
    purpose = models.CharField("syfte", max_length=20, choices=Purpose.choices)
    from_year = models.PositiveSmallIntegerField("från år", default=0)
    to_year = models.PositiveSmallIntegerField("till år", default=9999)

    class Meta:
        verbose_name = "kontogruppering"
        verbose_name_plural = "kontogrupperingar"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["committee", "purpose", "from_year"],
                name="one_grouping_for_a_purpose",
            )
        ]

    def __str__(self) -> str:
        """The purpose."""
        return self.get_purpose_display()


class GroupKind(models.TextChoices):
    """What an account group gathers."""

    REVENUE = "revenue", "intäkt"
    COST = "cost", "kostnad"
    FINANCIAL = "financial", "finansiell"
    ASSET = "asset", "tillgång"
    EQUITY = "equity", "eget kapital"
    LIABILITY = "liability", "skuld"


class AccountGroup(models.Model):
    """A line of accounts, such as Personal or Köp av verksamhet."""

    grouping = models.ForeignKey(AccountGrouping, models.PROTECT, related_name="groups")
    code = models.CharField("kod", max_length=40)
    name = models.CharField("namn", max_length=120)
    kind = models.CharField("slag", max_length=10, choices=GroupKind.choices)
    position = models.PositiveSmallIntegerField("ordning")

    class Meta:
        verbose_name = "kontogrupp"
        verbose_name_plural = "kontogrupper"
        ordering: ClassVar = ["grouping", "position"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["grouping", "code"], name="one_group_per_code"
            )
        ]

    def __str__(self) -> str:
        """The group's name."""
        return self.name


class AccountGroupMember(models.Model):
    """An account's place in a grouping; at most one group each."""

    grouping = models.ForeignKey(AccountGrouping, models.PROTECT, related_name="+")
    group = models.ForeignKey(AccountGroup, models.PROTECT, related_name="members")
    account = models.ForeignKey(Account, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "konto i kontogrupp"
        verbose_name_plural = "konton i kontogrupper"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["grouping", "account"], name="one_group_per_account"
            )
        ]


class Project(models.Model):
    """A project in the code string; the one with an empty code means none."""

    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    code = models.CharField("projekt", max_length=40, blank=True)
    name = models.CharField("namn", max_length=200, blank=True)

    class Meta:
        verbose_name = "projekt"
        verbose_name_plural = "projekt"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["municipality", "code"], name="one_project_per_code"
            )
        ]

    def __str__(self) -> str:
        """The code and name."""
        return f"{self.code} {self.name}".strip()


class CounterpartKind(models.TextChoices):
    """Whom a row is with. Rows within the committee are eliminated in its totals."""

    NONE = "none", "ingen"
    INTERNAL = "internal", "inom nämnden"
    MUNICIPAL = "municipal", "annan nämnd eller bolag"
    EXTERNAL = "external", "extern"


class Counterpart(models.Model):
    """A counterpart (motpart) in the code string; the empty code means none."""

    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    code = models.CharField("motpart", max_length=40, blank=True)
    name = models.CharField("namn", max_length=200, blank=True)
    kind = models.CharField(
        "slag", max_length=10, choices=CounterpartKind.choices, default="none"
    )

    class Meta:
        verbose_name = "motpart"
        verbose_name_plural = "motparter"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["municipality", "code"], name="one_counterpart_per_code"
            )
        ]

    def __str__(self) -> str:
        """The code and name."""
        return f"{self.code} {self.name}".strip()


class DecisionKind(models.TextChoices):
    """What sort of decision gave or moved money."""

    ORIGINAL = "original", "ursprunglig"
    SUPPLEMENTARY = "supplementary", "tilläggsbudget"
    FRAME = "frame", "ramjustering"
    VOLUME = "volume", "volymavstämning"
    REALLOCATION = "reallocation", "omdisponering"
    CARRIED = "carried", "ombudgetering"


class DecisionState(models.TextChoices):
    """Only decided decisions count."""

    REQUESTED = "requested", "äskad"
    DECIDED = "decided", "beslutad"
    REJECTED = "rejected", "avslagen"


class BudgetDecision(models.Model):
    """A decision that set or changed the frame and the budget of a year."""

    committee = models.ForeignKey(
        Committee, models.PROTECT, related_name="budget_decisions"
    )
    code = models.CharField("beslut", max_length=40)
    title = models.CharField("benämning", max_length=200)
    year = models.PositiveSmallIntegerField("år")
    kind = models.CharField("slag", max_length=16, choices=DecisionKind.choices)
    body = models.CharField("instans", max_length=100)
    state = models.CharField("läge", max_length=10, choices=DecisionState.choices)
    one_off = models.BooleanField("engångs", default=False)
    decided_on = models.DateField("datum")
    diary_number = models.CharField("diarienummer", max_length=40, blank=True)

    class Meta:
        verbose_name = "budgetbeslut"
        verbose_name_plural = "budgetbeslut"
        ordering: ClassVar = ["decided_on", "code"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["committee", "code"], name="one_decision_per_code"
            )
        ]

    def __str__(self) -> str:
        """The decision's title."""
        return self.title


class BudgetRow(models.Model):
    """A month of budget under a decision, as decided; öre, cost negative."""

    committee = models.ForeignKey(
        Committee, models.PROTECT, related_name="+", db_index=False
    )
    decision = models.ForeignKey(BudgetDecision, models.PROTECT, related_name="rows")
    batch = models.ForeignKey(ImportBatch, models.PROTECT, related_name="+")
    cost_centre = models.ForeignKey(
        CostCentre, models.PROTECT, related_name="+", db_index=False
    )
    activity = models.ForeignKey(
        Activity, models.PROTECT, related_name="+", db_index=False
    )
    account = models.ForeignKey(
        Account, models.PROTECT, related_name="+", db_index=False
    )
    project = models.ForeignKey(
        Project, models.PROTECT, related_name="+", db_index=False
    )
    counterpart = models.ForeignKey(
        Counterpart, models.PROTECT, related_name="+", db_index=False
    )
    year = models.PositiveSmallIntegerField("år")
    period = models.PositiveSmallIntegerField("period")
    amount_ore = models.BigIntegerField("belopp")
    basis = models.CharField(
        "härkomst", max_length=10, choices=Basis.choices, default="booked"
    )
    line = models.PositiveIntegerField("rad i filen", default=0)

    class Meta:
        verbose_name = "budgetrad"
        verbose_name_plural = "budgetrader"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=[
                    "committee",
                    "year",
                    "decision",
                    "cost_centre",
                    "activity",
                    "account",
                    "project",
                    "counterpart",
                    "period",
                ],
                name="one_budget_row_per_grain",
            ),
            models.CheckConstraint(
                condition=Q(period__gte=1, period__lte=12), name="budget_period"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["committee", "cost_centre", "year", "period"]),
        ]


class OutcomeRow(models.Model):
    """What was booked on one grain in one ledger period; öre, cost negative.

    Insert-only. Which batch counts for a period is told by LiveMonth.
    """

    committee = models.ForeignKey(
        Committee, models.PROTECT, related_name="+", db_index=False
    )
    batch = models.ForeignKey(ImportBatch, models.PROTECT, related_name="+")
    cost_centre = models.ForeignKey(
        CostCentre, models.PROTECT, related_name="+", db_index=False
    )
    activity = models.ForeignKey(
        Activity, models.PROTECT, related_name="+", db_index=False
    )
    account = models.ForeignKey(
        Account, models.PROTECT, related_name="+", db_index=False
    )
    project = models.ForeignKey(
        Project, models.PROTECT, related_name="+", db_index=False
    )
    counterpart = models.ForeignKey(
        Counterpart, models.PROTECT, related_name="+", db_index=False
    )
    year = models.PositiveSmallIntegerField("år")
    period = models.PositiveSmallIntegerField("period")
    amount_ore = models.BigIntegerField("belopp")
    basis = models.CharField(
        "härkomst", max_length=10, choices=Basis.choices, default="booked"
    )
    first_line = models.PositiveIntegerField("första rad", default=0)
    line_count = models.PositiveIntegerField("antal rader", default=1)

    class Meta:
        verbose_name = "utfallsrad"
        verbose_name_plural = "utfallsrader"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=[
                    "committee",
                    "year",
                    "batch",
                    "cost_centre",
                    "activity",
                    "account",
                    "project",
                    "counterpart",
                    "period",
                ],
                name="one_outcome_row_per_grain",
            ),
            models.CheckConstraint(
                condition=Q(period__gte=0, period__lte=13), name="outcome_period"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["committee", "year", "activity", "period"]),
            models.Index(fields=["committee", "cost_centre", "year", "period"]),
        ]


class LiveMonth(models.Model):
    """Which batch's outcome counts for a ledger period. Closed ones do not move."""

    committee = models.ForeignKey(Committee, models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField("år")
    period = models.PositiveSmallIntegerField("period")
    batch = models.ForeignKey(ImportBatch, models.PROTECT, related_name="+")
    closed = models.BooleanField("stängd", default=False)

    class Meta:
        verbose_name = "gällande månad"
        verbose_name_plural = "gällande månader"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["committee", "year", "period"], name="one_live_batch_a_period"
            )
        ]


class GrantRow(models.Model):
    """A month of the committee's grant (nämndbidrag) to an activity; öre, positive."""

    committee = models.ForeignKey(
        Committee, models.PROTECT, related_name="+", db_index=False
    )
    decision = models.ForeignKey(
        BudgetDecision, models.PROTECT, related_name="grant_rows"
    )
    batch = models.ForeignKey(ImportBatch, models.PROTECT, related_name="+")
    activity = models.ForeignKey(
        Activity, models.PROTECT, related_name="+", db_index=False
    )
    year = models.PositiveSmallIntegerField("år")
    period = models.PositiveSmallIntegerField("period")
    amount_ore = models.BigIntegerField("belopp")
    basis = models.CharField(
        "härkomst", max_length=10, choices=Basis.choices, default="booked"
    )

    class Meta:
        verbose_name = "nämndbidragsrad"
        verbose_name_plural = "nämndbidragsrader"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["committee", "year", "decision", "activity", "period"],
                name="one_grant_row_per_grain",
            ),
            models.CheckConstraint(
                condition=Q(period__gte=1, period__lte=12), name="grant_period"
            ),
        ]


class UndistributedUnit(models.Model):
    """A cost centre whose budget is frame held in wait, given to no unit yet."""

    committee = models.ForeignKey(
        Committee, models.PROTECT, related_name="undistributed_units"
    )
    cost_centre = models.ForeignKey(
        CostCentre, models.PROTECT, related_name="+", verbose_name="ansvar"
    )

    class Meta:
        verbose_name = "ansvar med ofördelad ram"
        verbose_name_plural = "ansvar med ofördelad ram"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["committee", "cost_centre"], name="one_undistributed_unit_each"
            )
        ]


class Method(models.TextChoices):
    """How a forecast figure was made."""

    MANUAL = "manual", "manuell"
    RUN_RATE = "run_rate", "run rate"
    PROFILE = "profile", "profil"
    REMAINING_BUDGET = "remaining_budget", "återstående budget"
    CARRIED = "carried", "kvar från förra uppföljningen"
    BUDGET = "budget", "budget"


class ForecastRow(models.Model):
    """The expected full-year amount of a unit's activity and entry group; öre.

    Made in one follow-up. The year is the truth; months only spread it.
    """

    committee = models.ForeignKey(
        Committee, models.PROTECT, related_name="+", db_index=False
    )
    follow_up = models.ForeignKey(
        FollowUp, models.PROTECT, related_name="forecast_rows"
    )
    cost_centre = models.ForeignKey(
        CostCentre, models.PROTECT, related_name="+", db_index=False
    )
    activity = models.ForeignKey(
        Activity, models.PROTECT, related_name="+", db_index=False
    )
    group = models.ForeignKey(
        AccountGroup, models.PROTECT, related_name="+", db_index=False
    )
    amount_ore = models.BigIntegerField("helårsprognos")
    method = models.CharField("metod", max_length=20, choices=Method.choices)
    origin = models.CharField("ursprung", max_length=20, default="file")
    comment = models.TextField("kommentar", blank=True)
    outcome_changed = models.BooleanField("utfall ändrat", default=False)
    changed_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", null=True, verbose_name="ändrad av"
    )
    changed_at = models.DateTimeField("ändrad", null=True)
    basis = models.CharField(
        "härkomst", max_length=10, choices=Basis.choices, default="booked"
    )

    class Meta:
        verbose_name = "prognosrad"
        verbose_name_plural = "prognosrader"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=[
                    "committee",
                    "follow_up",
                    "cost_centre",
                    "activity",
                    "group",
                ],
                name="one_forecast_row_per_grain",
            )
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["follow_up", "cost_centre"],
                condition=~Q(comment=""),
                name="forecast_rows_with_words",
            )
        ]


class UnitState(models.TextChoices):
    """How far a unit's forecast has come in a follow-up."""

    NOT_STARTED = "not_started", "ej påbörjad"
    IN_PROGRESS = "in_progress", "pågår"
    SUBMITTED = "submitted", "inlämnad"
    RETURNED = "returned", "återsänd"
    HOLDER_APPROVED = "holder_approved", "godkänd av ansvarig ovanför"
    APPROVED = "approved", "godkänd"


class UnitForecast(models.Model):
    """A cost centre that is to forecast in a follow-up, and how far it has come."""

    committee = models.ForeignKey(Committee, models.PROTECT, related_name="+")
    follow_up = models.ForeignKey(
        FollowUp, models.PROTECT, related_name="unit_forecasts"
    )
    cost_centre = models.ForeignKey(CostCentre, models.PROTECT, related_name="+")
    state = models.CharField(
        "läge", max_length=16, choices=UnitState.choices, default="not_started"
    )
    note = models.TextField("meddelande", blank=True)
    changed_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", null=True, verbose_name="ändrad av"
    )
    changed_at = models.DateTimeField("ändrad", null=True)

    class Meta:
        verbose_name = "enhets prognos"
        verbose_name_plural = "enheters prognoser"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["follow_up", "cost_centre"], name="one_unit_forecast_each"
            )
        ]


class ActivityComment(models.Model):
    """A comment on a unit's whole activity; it covers all its rows."""

    committee = models.ForeignKey(Committee, models.PROTECT, related_name="+")
    follow_up = models.ForeignKey(
        FollowUp, models.PROTECT, related_name="activity_comments"
    )
    cost_centre = models.ForeignKey(CostCentre, models.PROTECT, related_name="+")
    activity = models.ForeignKey(Activity, models.PROTECT, related_name="+")
    text = models.TextField("kommentar", blank=True)
    changed_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", null=True, verbose_name="ändrad av"
    )
    changed_at = models.DateTimeField("ändrad", null=True)

    class Meta:
        verbose_name = "kommentar till verksamhet"
        verbose_name_plural = "kommentarer till verksamheter"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["follow_up", "cost_centre", "activity"],
                name="one_activity_comment_each",
            )
        ]


class RowLock(models.Model):
    """An entry group that budget holders do not own, in all or in one activity."""

    committee = models.ForeignKey(Committee, models.PROTECT, related_name="+")
    group = models.ForeignKey(AccountGroup, models.PROTECT, related_name="locks")
    activity = models.ForeignKey(
        Activity, models.PROTECT, related_name="+", null=True, blank=True
    )
    reason = models.CharField("skäl", max_length=200, blank=True)

    class Meta:
        verbose_name = "låst rad"
        verbose_name_plural = "låsta rader"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["committee", "group", "activity"], name="one_lock_an_activity"
            ),
            models.UniqueConstraint(
                fields=["committee", "group"],
                condition=Q(activity__isnull=True),
                name="one_lock_of_a_group",
            ),
        ]


class ControlTotal(models.Model):
    """What the ledger itself says of an account class to date; öre, ledger sign."""

    committee = models.ForeignKey(Committee, models.PROTECT, related_name="+")
    follow_up = models.ForeignKey(
        FollowUp, models.PROTECT, related_name="control_totals"
    )
    account_class = models.CharField("kontoklass", max_length=2)
    total_ore = models.BigIntegerField("huvudbokens summa")

    class Meta:
        verbose_name = "kontrollsumma"
        verbose_name_plural = "kontrollsummor"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["follow_up", "account_class"], name="one_control_total_each"
            )
        ]


class Reconciliation(models.Model):
    """A controller's word that the outcome equals the ledger (avstämd)."""

    committee = models.ForeignKey(Committee, models.PROTECT, related_name="+")
    follow_up = models.OneToOneField(
        FollowUp, models.PROTECT, related_name="reconciliation"
    )
    signed_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    signed_at = models.DateTimeField("avstämd")

    class Meta:
        verbose_name = "avstämning"
        verbose_name_plural = "avstämningar"


class Duration(models.TextChoices):
    """Whether a deviation passes or stays."""

    NONE = "", "ej angivet"
    ONE_OFF = "one_off", "engångs"
    LASTING = "lasting", "varaktig"


class Analysis(models.Model):
    """A short analysis of a unit's activity: cause, duration, action, risk."""

    committee = models.ForeignKey(Committee, models.PROTECT, related_name="+")
    follow_up = models.ForeignKey(FollowUp, models.PROTECT, related_name="analyses")
    cost_centre = models.ForeignKey(CostCentre, models.PROTECT, related_name="+")
    activity = models.ForeignKey(Activity, models.PROTECT, related_name="+")
    cause = models.TextField("orsak", blank=True)
    duration = models.CharField(
        "varaktighet", max_length=8, choices=Duration.choices, blank=True
    )
    action = models.TextField("åtgärd", blank=True)
    risk = models.TextField("risk", blank=True)
    approved = models.BooleanField("godkänd", default=False)
    changed_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", null=True, verbose_name="ändrad av"
    )
    changed_at = models.DateTimeField("ändrad", null=True)

    class Meta:
        verbose_name = "analys"
        verbose_name_plural = "analyser"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["follow_up", "cost_centre", "activity"],
                name="one_analysis_each",
            )
        ]


class ForecastMonth(models.Model):
    """An open month's part of a forecast row; öre."""

    row = models.ForeignKey(ForecastRow, models.PROTECT, related_name="months")
    period = models.PositiveSmallIntegerField("period")
    amount_ore = models.BigIntegerField("belopp")

    class Meta:
        verbose_name = "prognosmånad"
        verbose_name_plural = "prognosmånader"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["row", "period"], name="one_forecast_month_each"
            )
        ]


class ForecastVersion(models.Model):
    """A submitted forecast, kept as it was."""

    follow_up = models.ForeignKey(
        FollowUp, models.PROTECT, related_name="forecast_versions"
    )
    cost_centre = models.ForeignKey(CostCentre, models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField("nummer")
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField("tid", auto_now_add=True)
    rows = models.JSONField("rader")

    class Meta:
        verbose_name = "prognosversion"
        verbose_name_plural = "prognosversioner"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["follow_up", "cost_centre", "number"],
                name="one_forecast_version_per_number",
            )
        ]


class ControllerAdjustment(models.Model):
    """A controller's correction on top of the forecasts of a follow-up; öre."""

    committee = models.ForeignKey(Committee, models.PROTECT, related_name="+")
    follow_up = models.ForeignKey(
        FollowUp, models.PROTECT, related_name="controller_adjustments"
    )
    activity = models.ForeignKey(Activity, models.PROTECT, related_name="+")
    group = models.ForeignKey(AccountGroup, models.PROTECT, related_name="+")
    amount_ore = models.BigIntegerField("belopp")
    reason = models.TextField("skäl")
    by = models.ForeignKey(
        User, models.PROTECT, related_name="+", null=True, verbose_name="av"
    )
    basis = models.CharField(
        "härkomst", max_length=10, choices=Basis.choices, default="booked"
    )

    class Meta:
        verbose_name = "justering på kontrollernivå"
        verbose_name_plural = "justeringar på kontrollernivå"
        indexes: ClassVar = [models.Index(fields=["committee", "follow_up"])]


class AdjustmentReason(models.TextChoices):
    """Why the ledger does not show the outcome as it is."""

    NOT_BOOKED = "not_booked", "ej bokfört"
    WRONG_PERIOD = "wrong_period", "fel period"
    FULL_YEAR = "full_year", "helårspost"
    HOLIDAY_PAY = "holiday_pay", "semesterlöneskuld"
    MISPOSTED = "misposted", "felkonterat"


class OutcomeAdjustment(models.Model):
    """What the outcome to date lacks or holds too much of; öre, effect on the result.

    The ledger's outcome never changes; the adjusted outcome stands beside it.
    """

    committee = models.ForeignKey(Committee, models.PROTECT, related_name="+")
    follow_up = models.ForeignKey(
        FollowUp, models.PROTECT, related_name="outcome_adjustments"
    )
    cost_centre = models.ForeignKey(CostCentre, models.PROTECT, related_name="+")
    activity = models.ForeignKey(Activity, models.PROTECT, related_name="+")
    group = models.ForeignKey(AccountGroup, models.PROTECT, related_name="+")
    amount_ore = models.BigIntegerField("belopp")
    reason = models.CharField("orsak", max_length=20, choices=AdjustmentReason.choices)
    text = models.TextField("text", blank=True)
    expected_month = models.IntegerField("väntas bokföras", null=True, blank=True)
    booked = models.BooleanField("bokförd", default=False)
    basis = models.CharField(
        "härkomst", max_length=10, choices=Basis.choices, default="booked"
    )

    class Meta:
        verbose_name = "justering av utfall"
        verbose_name_plural = "justeringar av utfall"
        indexes: ClassVar = [models.Index(fields=["committee", "follow_up"])]


class ActionState(models.TextChoices):
    """How far an action has come. Proposals never count."""

    PROPOSED = "proposed", "förslag"
    DECIDED = "decided", "beslutad"
    STARTED = "started", "påbörjad"
    EFFECTIVE = "effective", "ger effekt"
    DONE = "done", "klar"


class Action(models.Model):
    """An action (åtgärd) for a balanced budget."""

    committee = models.ForeignKey(Committee, models.PROTECT, related_name="actions")
    code = models.CharField("kod", max_length=40)
    name = models.CharField("benämning", max_length=200)
    decided_on = models.DateField("beslutad", null=True, blank=True)
    state = models.CharField("läge", max_length=10, choices=ActionState.choices)

    class Meta:
        verbose_name = "åtgärd"
        verbose_name_plural = "åtgärder"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["committee", "code"], name="one_action_per_code"
            )
        ]

    def __str__(self) -> str:
        """The action's name."""
        return self.name


class ActionEffect(models.Model):
    """What an action gives in a year, in öre on the result; unplaced if no unit."""

    committee = models.ForeignKey(Committee, models.PROTECT, related_name="+")
    action = models.ForeignKey(Action, models.PROTECT, related_name="effects")
    year = models.PositiveSmallIntegerField("år")
    cost_centre = models.ForeignKey(
        CostCentre, models.PROTECT, related_name="+", null=True, blank=True
    )
    activity = models.ForeignKey(
        Activity, models.PROTECT, related_name="+", null=True, blank=True
    )
    group = models.ForeignKey(
        AccountGroup, models.PROTECT, related_name="+", null=True, blank=True
    )
    decided_ore = models.BigIntegerField("beslutat i år")
    realised_ore = models.BigIntegerField("realiserat")
    remaining_ore = models.BigIntegerField("återstår")
    basis = models.CharField(
        "härkomst", max_length=10, choices=Basis.choices, default="booked"
    )

    class Meta:
        verbose_name = "effekt av åtgärd"
        verbose_name_plural = "effekter av åtgärder"
        indexes: ClassVar = [models.Index(fields=["committee", "year"])]


class SavingList(models.TextChoices):
    """Who stands behind a saving: what was proposed, or what was decided."""

    PROPOSED = "förslag", "förvaltningens förslag"
    DECIDED = "beslut", "nämndens beslut"


class Saving(models.Model):
    """A saving (effektivisering): its full-year effect, and that of a named year.

    Öre on the result, plus improves; None where nothing is estimated. A proposal and
    the decision on it may name the same action.
    """

    committee = models.ForeignKey(Committee, models.PROTECT, related_name="savings")
    code = models.CharField("kod", max_length=40)
    name = models.CharField("benämning", max_length=200)
    list = models.CharField("lista", max_length=10, choices=SavingList.choices)
    table = models.CharField("tabell", max_length=60, blank=True)
    year = models.PositiveSmallIntegerField("år")
    full_year_ore = models.BigIntegerField("helårseffekt", null=True, blank=True)
    effect_ore = models.BigIntegerField("effekt i år", null=True, blank=True)
    action = models.ForeignKey(
        Action, models.PROTECT, related_name="savings", null=True, blank=True
    )
    position = models.PositiveSmallIntegerField("ordning", default=0)

    class Meta:
        verbose_name = "effektivisering"
        verbose_name_plural = "effektiviseringar"
        ordering: ClassVar = ["position", "code"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["committee", "code"], name="one_saving_per_code"
            )
        ]

    def __str__(self) -> str:
        """The name."""
        return self.name


class SavingAxis(models.TextChoices):
    """What a saving is parted by."""

    COST_TYPE = "kostnadsslag", "kostnadsslag"
    RESPONSIBILITY = "ansvarsområde", "ansvarsområde"


class SavingPart(models.Model):
    """The part of a saving that falls on a cost type or an area; öre, plus improves."""

    saving = models.ForeignKey(Saving, models.CASCADE, related_name="parts")
    axis = models.CharField("indelning", max_length=16, choices=SavingAxis.choices)
    name = models.CharField("del", max_length=120)
    amount_ore = models.BigIntegerField("belopp")
    basis = models.CharField(
        "härkomst", max_length=10, choices=Basis.choices, default="booked"
    )

    class Meta:
        verbose_name = "del av effektivisering"
        verbose_name_plural = "delar av effektiviseringar"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["saving", "axis", "name"], name="one_part_of_a_saving"
            )
        ]


class InvestmentKind(models.TextChoices):
    """Annual projects have a frame a year, multi-year ones a frame in all."""

    ANNUAL = "annual", "ettårig"
    MULTIYEAR = "multiyear", "flerårig"


class InvestmentProject(models.Model):
    """An investment project of a committee."""

    committee = models.ForeignKey(
        Committee, models.PROTECT, related_name="investment_projects"
    )
    code = models.CharField("projekt", max_length=40)
    name = models.CharField("namn", max_length=200)
    kind = models.CharField("slag", max_length=10, choices=InvestmentKind.choices)
    frame = models.CharField("ram", max_length=60, blank=True)

    class Meta:
        verbose_name = "investeringsprojekt"
        verbose_name_plural = "investeringsprojekt"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["committee", "code"], name="one_investment_project_per_code"
            )
        ]

    def __str__(self) -> str:
        """`3300 Inventarier`."""
        return f"{self.code} {self.name}"


class InvestmentScenario(models.TextChoices):
    """What an investment row tells."""

    BUDGET = "budget", "budget"
    TOTAL_BUDGET = "total_budget", "totalbudget"
    OUTCOME = "outcome", "utfall"


class InvestmentRow(models.Model):
    """Spending (negative) or grants (positive) of a project in a period; öre.

    Budgets of a year and of the whole project stand in period 0.
    """

    committee = models.ForeignKey(Committee, models.PROTECT, related_name="+")
    project = models.ForeignKey(InvestmentProject, models.PROTECT, related_name="rows")
    batch = models.ForeignKey(ImportBatch, models.PROTECT, related_name="+")
    scenario = models.CharField(
        "uppgift", max_length=14, choices=InvestmentScenario.choices
    )
    year = models.PositiveSmallIntegerField("år")
    period = models.PositiveSmallIntegerField("period")
    amount_ore = models.BigIntegerField("belopp")
    basis = models.CharField(
        "härkomst", max_length=10, choices=Basis.choices, default="booked"
    )

    class Meta:
        verbose_name = "investeringsrad"
        verbose_name_plural = "investeringsrader"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["committee", "project", "scenario", "year", "period", "batch"],
                name="one_investment_row_per_grain",
            )
        ]


class InvestmentForecast(models.Model):
    """A follow-up's forecast of a project: the year and, if multi-year, in all; öre."""

    committee = models.ForeignKey(Committee, models.PROTECT, related_name="+")
    follow_up = models.ForeignKey(
        FollowUp, models.PROTECT, related_name="investment_forecasts"
    )
    project = models.ForeignKey(
        InvestmentProject, models.PROTECT, related_name="forecasts"
    )
    year_ore = models.BigIntegerField("helår")
    total_ore = models.BigIntegerField("totalt", null=True, blank=True)
    basis = models.CharField(
        "härkomst", max_length=10, choices=Basis.choices, default="booked"
    )

    class Meta:
        verbose_name = "investeringsprognos"
        verbose_name_plural = "investeringsprognoser"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["follow_up", "project"], name="one_investment_forecast_each"
            )
        ]


class BalanceRow(models.Model):
    """Movement of a balance account in a ledger period; öre, ledger sign.

    Period 0 holds the opening balance. The rows of a period sum to zero.
    """

    committee = models.ForeignKey(Committee, models.PROTECT, related_name="+")
    batch = models.ForeignKey(ImportBatch, models.PROTECT, related_name="+")
    account = models.ForeignKey(Account, models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField("år")
    period = models.PositiveSmallIntegerField("period")
    amount_ore = models.BigIntegerField("belopp")
    basis = models.CharField(
        "härkomst", max_length=10, choices=Basis.choices, default="booked"
    )

    class Meta:
        verbose_name = "balansrad"
        verbose_name_plural = "balansrader"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["committee", "account", "year", "period", "batch"],
                name="one_balance_row_per_grain",
            ),
            models.CheckConstraint(
                condition=Q(period__gte=0, period__lte=13), name="balance_period"
            ),
        ]


class SummaryKind(models.TextChoices):
    """What a summary row sums. Rows within the committee are kept apart."""

    OUTCOME = "outcome", "utfall"
    OUTCOME_INTERNAL = "outcome_internal", "utfall inom nämnden"
    BUDGET = "budget", "budget"
    BUDGET_INTERNAL = "budget_internal", "budget inom nämnden"
    FORECAST = "forecast", "prognos"


class ActivitySummary(models.Model):
    """Öre by activity and entry group in a period, at leaf level.

    Outcome: of live batches. Budget: by decision, since a follow-up counts only
    those decided by its month. Forecast: the full year, in its follow-up's month.
    """

    committee = models.ForeignKey(
        Committee, models.PROTECT, related_name="+", db_index=False
    )
    kind = models.CharField("slag", max_length=16, choices=SummaryKind.choices)
    year = models.PositiveSmallIntegerField("år")
    period = models.PositiveSmallIntegerField("period")
    decision_id = models.BigIntegerField("beslut", default=0)
    activity = models.ForeignKey(
        Activity, models.PROTECT, related_name="+", db_index=False
    )
    group = models.ForeignKey(
        AccountGroup, models.PROTECT, related_name="+", db_index=False
    )
    amount_ore = models.BigIntegerField("belopp")

    class Meta:
        verbose_name = "summa per verksamhet"
        verbose_name_plural = "summor per verksamhet"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=[
                    "committee",
                    "year",
                    "kind",
                    "period",
                    "activity",
                    "group",
                    "decision_id",
                ],
                name="one_activity_summary_each",
            )
        ]


class CostCentreSummary(models.Model):
    """Öre by cost centre and entry group in a period, at leaf level."""

    committee = models.ForeignKey(
        Committee, models.PROTECT, related_name="+", db_index=False
    )
    kind = models.CharField("slag", max_length=16, choices=SummaryKind.choices)
    year = models.PositiveSmallIntegerField("år")
    period = models.PositiveSmallIntegerField("period")
    decision_id = models.BigIntegerField("beslut", default=0)
    cost_centre = models.ForeignKey(
        CostCentre, models.PROTECT, related_name="+", db_index=False
    )
    group = models.ForeignKey(
        AccountGroup, models.PROTECT, related_name="+", db_index=False
    )
    amount_ore = models.BigIntegerField("belopp")

    class Meta:
        verbose_name = "summa per ansvar"
        verbose_name_plural = "summor per ansvar"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=[
                    "committee",
                    "year",
                    "kind",
                    "period",
                    "cost_centre",
                    "group",
                    "decision_id",
                ],
                name="one_cost_centre_summary_each",
            )
        ]


class YearKind(models.TextChoices):
    """What a year's row tells; rows within the committee are part of it."""

    OUTCOME = "outcome", "utfall"
    BUDGET = "budget", "budget"
    FORECAST = "forecast", "prognos"
    GROSS = "gross", "prognosens bruttokostnad"


class YearSummary(models.Model):
    """The net of a cost centre's activity, a year a row; öre, None where nothing is.

    Outcome: of live batches by ledger period, the last is the closing entries. Budget:
    by decision. Forecast: the full year, in the month of the follow-up that made it;
    beside it the size of its costs without sign, which coverage is a share of.
    `through_8` is January through August, which only outcome and budget have a use of.
    """

    committee = models.ForeignKey(
        Committee, models.PROTECT, related_name="+", db_index=False
    )
    kind = models.CharField("slag", max_length=8, choices=YearKind.choices)
    year = models.PositiveSmallIntegerField("år")
    decision_id = models.BigIntegerField("beslut", default=0)
    cost_centre = models.ForeignKey(
        CostCentre, models.PROTECT, related_name="+", db_index=False
    )
    activity = models.ForeignKey(
        Activity, models.PROTECT, related_name="+", db_index=False
    )
    ore_1 = models.BigIntegerField("januari", null=True)
    ore_2 = models.BigIntegerField("februari", null=True)
    ore_3 = models.BigIntegerField("mars", null=True)
    ore_4 = models.BigIntegerField("april", null=True)
    ore_5 = models.BigIntegerField("maj", null=True)
    ore_6 = models.BigIntegerField("juni", null=True)
    ore_7 = models.BigIntegerField("juli", null=True)
    ore_8 = models.BigIntegerField("augusti", null=True)
    ore_9 = models.BigIntegerField("september", null=True)
    ore_10 = models.BigIntegerField("oktober", null=True)
    ore_11 = models.BigIntegerField("november", null=True)
    ore_12 = models.BigIntegerField("december", null=True)
    ore_13 = models.BigIntegerField("bokslutsposter", null=True)
    through_2 = through(2)
    through_3 = through(3)
    through_4 = through(4)
    through_5 = through(5)
    through_6 = through(6)
    through_7 = through(7)
    through_8 = through(8)
    through_9 = through(9)
    through_10 = through(10)
    through_11 = through(11)
    through_12 = through(12)
    through_13 = through(13)

    class Meta:
        verbose_name = "årssumma per ansvar och verksamhet"
        verbose_name_plural = "årssummor per ansvar och verksamhet"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=[
                    "committee",
                    "year",
                    "kind",
                    "cost_centre",
                    "activity",
                    "decision_id",
                ],
                name="one_year_summary_each",
            )
        ]
