"""Rows stay at home, imported rows stay as they are, and what is closed stays closed."""

from django.db import migrations

from committees import triggers

COST_CENTRE = {"cost_centre_id": "committees_costcentre"}
ACTIVITY = {"activity_id": "committees_activity"}
CODE_STRING = {
    **COST_CENTRE,
    **ACTIVITY,
    "account_id": "finance_account",
    "project_id": "finance_project",
    "counterpart_id": "finance_counterpart",
}
IMPORTED = "Inlästa rader kan inte ändras eller tas bort. Läs in månaden på nytt."
CLOSED_MONTH = "Månaden är stängd. Öppna den innan utfallet byts."

GUARDS = (
    *triggers.append_only("finance_outcomerow", message=IMPORTED),
    *triggers.append_only(
        "finance_forecastversion", message="Inlämnade prognoser kan inte ändras."
    ),
    *triggers.same_municipality("finance_outcomerow", CODE_STRING),
    *triggers.same_municipality("finance_budgetrow", CODE_STRING),
    *triggers.same_municipality("finance_forecastrow", {**COST_CENTRE, **ACTIVITY}),
    *triggers.same_municipality("finance_grantrow", ACTIVITY),
    *triggers.same_municipality(
        "finance_outcomeadjustment", {**COST_CENTRE, **ACTIVITY}
    ),
    *triggers.same_municipality("finance_controlleradjustment", ACTIVITY),
    *triggers.same_municipality(
        "finance_balancerow", {"account_id": "finance_account"}
    ),
    *triggers.closed_follow_up("finance_forecastrow"),
    *triggers.closed_follow_up("finance_controlleradjustment"),
    *triggers.closed_follow_up("finance_outcomeadjustment"),
    *triggers.closed_follow_up("finance_investmentforecast"),
    *triggers.closed_follow_up("finance_unitforecast"),
    *triggers.closed_follow_up("finance_activitycomment"),
    *triggers.closed_follow_up("finance_analysis"),
    *triggers.same_municipality("finance_activitycomment", {**COST_CENTRE, **ACTIVITY}),
    *triggers.same_municipality("finance_analysis", {**COST_CENTRE, **ACTIVITY}),
    *triggers.same_municipality("finance_unitforecast", COST_CENTRE),
    triggers.Guard(
        "finance_livemonth_closed_update",
        "finance_livemonth",
        "UPDATE",
        "OLD.closed AND NEW.batch_id <> OLD.batch_id",
        CLOSED_MONTH,
    ),
    triggers.Guard(
        "finance_livemonth_closed_delete",
        "finance_livemonth",
        "DELETE",
        "OLD.closed",
        CLOSED_MONTH,
    ),
)


class Migration(migrations.Migration):
    dependencies = [
        ("finance", "0001_initial"),
        ("committees", "0002_guards"),
    ]

    operations = [
        migrations.RunPython(
            lambda _, editor: triggers.install(editor, GUARDS),
            lambda _, editor: triggers.remove(editor, GUARDS),
        )
    ]
