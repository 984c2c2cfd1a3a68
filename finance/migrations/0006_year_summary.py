"""The net of cost centres' activities, a year a row, filled from the rows."""

import django.db.models.deletion
from django.db import migrations, models


PERIODS = range(1, 14)
COLUMNS = ", ".join(f"ore_{period}" for period in PERIODS)
KEY = "committee_id, year, kind, cost_centre_id, activity_id, decision_id"
GROUPED = """
  JOIN finance_accountgroupmember m ON m.account_id = r.account_id
  JOIN finance_accountgrouping g ON g.id = m.grouping_id
   AND g.committee_id = r.committee_id AND g.purpose = 'inmatning'
   AND r.year BETWEEN g.from_year AND g.to_year
"""


def sums(column: str) -> str:
    return ", ".join(
        f"SUM(CASE WHEN {column} = {period} THEN r.amount_ore END)"
        for period in PERIODS
    )


OUTCOME = f"""
INSERT INTO finance_yearsummary ({KEY}, {COLUMNS})
SELECT r.committee_id, r.year, 'outcome', r.cost_centre_id, r.activity_id, 0,
       {sums("r.period")}
  FROM finance_outcomerow r
  JOIN finance_livemonth l ON l.batch_id = r.batch_id AND l.period = r.period
   AND l.year = r.year AND l.committee_id = r.committee_id
  {GROUPED}
 WHERE r.period BETWEEN 1 AND 13
 GROUP BY r.committee_id, r.year, r.cost_centre_id, r.activity_id
"""
BUDGET = f"""
INSERT INTO finance_yearsummary ({KEY}, {COLUMNS})
SELECT r.committee_id, r.year, 'budget', r.cost_centre_id, r.activity_id,
       r.decision_id, {sums("r.period")}
  FROM finance_budgetrow r
  {GROUPED}
 GROUP BY r.committee_id, r.year, r.cost_centre_id, r.activity_id, r.decision_id
"""
FORECAST = f"""
INSERT INTO finance_yearsummary ({KEY}, {COLUMNS})
SELECT r.committee_id, f.year, 'forecast', r.cost_centre_id, r.activity_id, 0,
       {sums("f.month")}
  FROM finance_forecastrow r
  JOIN committees_followup f ON f.id = r.follow_up_id
 GROUP BY r.committee_id, f.year, r.cost_centre_id, r.activity_id
"""
GROSS = (
    FORECAST.replace("'forecast'", "'gross'")
    .replace("r.amount_ore", "ABS(r.amount_ore)")
    .replace(
        " GROUP BY",
        "  JOIN finance_accountgroup c ON c.id = r.group_id AND c.kind <> 'revenue'\n"
        " GROUP BY",
    )
)


class Migration(migrations.Migration):
    dependencies = [
        ("committees", "0007_summaries_by_mail"),
        ("finance", "0005_savings"),
    ]

    operations = [
        migrations.CreateModel(
            name="YearSummary",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("outcome", "utfall"),
                            ("budget", "budget"),
                            ("forecast", "prognos"),
                            ("gross", "prognosens bruttokostnad"),
                        ],
                        max_length=8,
                        verbose_name="slag",
                    ),
                ),
                ("year", models.PositiveSmallIntegerField(verbose_name="år")),
                (
                    "decision_id",
                    models.BigIntegerField(default=0, verbose_name="beslut"),
                ),
                ("ore_1", models.BigIntegerField(null=True, verbose_name="januari")),
                ("ore_2", models.BigIntegerField(null=True, verbose_name="februari")),
                ("ore_3", models.BigIntegerField(null=True, verbose_name="mars")),
                ("ore_4", models.BigIntegerField(null=True, verbose_name="april")),
                ("ore_5", models.BigIntegerField(null=True, verbose_name="maj")),
                ("ore_6", models.BigIntegerField(null=True, verbose_name="juni")),
                ("ore_7", models.BigIntegerField(null=True, verbose_name="juli")),
                ("ore_8", models.BigIntegerField(null=True, verbose_name="augusti")),
                ("ore_9", models.BigIntegerField(null=True, verbose_name="september")),
                ("ore_10", models.BigIntegerField(null=True, verbose_name="oktober")),
                ("ore_11", models.BigIntegerField(null=True, verbose_name="november")),
                ("ore_12", models.BigIntegerField(null=True, verbose_name="december")),
                (
                    "ore_13",
                    models.BigIntegerField(null=True, verbose_name="bokslutsposter"),
                ),
                (
                    "activity",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="committees.activity",
                    ),
                ),
                (
                    "committee",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="committees.committee",
                    ),
                ),
                (
                    "cost_centre",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="committees.costcentre",
                    ),
                ),
            ],
            options={
                "verbose_name": "årssumma per ansvar och verksamhet",
                "verbose_name_plural": "årssummor per ansvar och verksamhet",
                "constraints": [
                    models.UniqueConstraint(
                        fields=(
                            "committee",
                            "year",
                            "kind",
                            "cost_centre",
                            "activity",
                            "decision_id",
                        ),
                        name="one_year_summary_each",
                    )
                ],
            },
        ),
        migrations.RunSQL([OUTCOME, BUDGET, FORECAST, GROSS], migrations.RunSQL.noop),
    ]
