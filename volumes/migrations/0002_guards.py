"""Volumes stay at home, and what is closed is changed only with a reason."""

from django.db import migrations

from committees import triggers

COST_CENTRE = {"cost_centre_id": "committees_costcentre"}
CLOSED_MONTH = "Månaden är stängd. Ange ett skäl för att rätta den."
CLOSED = (
    "EXISTS (SELECT 1 FROM committees_followup f"
    " WHERE f.committee_id = {row}.committee_id AND f.state = 'closed'"
    " AND f.year = {row}.year AND f.month >= {row}.month"
    # A month is worked with in the first follow-up that covers it, while that is open.
    " AND NOT EXISTS (SELECT 1 FROM committees_followup o"
    " WHERE o.committee_id = f.committee_id AND o.state = 'open' AND o.year = f.year"
    " AND o.month >= {row}.month AND o.month < f.month))"
)


GUARDS = (
    *triggers.same_municipality(
        "volumes_volumeseries", {"activity_id": "committees_activity"}
    ),
    *(
        guard
        for table in ("volumerow", "volumebudget", "volumeforecast")
        for guard in triggers.same_municipality(f"volumes_{table}", COST_CENTRE)
    ),
    *(
        guard
        for table in ("volumerow", "volumebudget", "volumeforecast", "unitprice")
        for guard in triggers.same_committee(
            f"volumes_{table}", {"series_id": "volumes_volumeseries"}
        )
    ),
    *triggers.closed_follow_up("volumes_volumeforecast"),
    *(
        triggers.Guard(
            f"volumes_volumerow_closed_{operation.lower()}",
            "volumes_volumerow",
            operation,
            f"NEW.correction = '' AND {CLOSED.format(row='NEW')}",
            CLOSED_MONTH,
        )
        for operation in ("INSERT", "UPDATE")
    ),
    triggers.Guard(
        "volumes_volumerow_closed_delete",
        "volumes_volumerow",
        "DELETE",
        CLOSED.format(row="OLD"),
        CLOSED_MONTH,
    ),
)


class Migration(migrations.Migration):
    dependencies = [("volumes", "0001_initial"), ("committees", "0004_volumes")]

    operations = [
        migrations.RunPython(
            lambda _, editor: triggers.install(editor, GUARDS),
            lambda _, editor: triggers.remove(editor, GUARDS),
        )
    ]
