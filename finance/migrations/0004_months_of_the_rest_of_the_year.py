"""A forecast is spread over months that are not booked yet, and stands when closed."""

from django.db import migrations

from committees import triggers

CLOSED = (
    "EXISTS (SELECT 1 FROM finance_forecastrow r"
    " JOIN committees_followup f ON f.id = r.follow_up_id"
    " WHERE r.id = {row}.row_id AND ({rule}))"
)
STATE = "f.state = 'closed'"
MESSAGE = "Uppföljningen är stängd och kan inte ändras."
BOOKED = "Månaden är stängd och visar utfall."

GUARDS = (
    *(
        triggers.Guard(
            f"finance_forecastmonth_closed_{operation.lower()}",
            "finance_forecastmonth",
            operation,
            " OR ".join(CLOSED.format(row=row, rule=STATE) for row in rows),
            MESSAGE,
        )
        for operation, rows in (
            ("INSERT", ["NEW"]),
            ("UPDATE", ["NEW", "OLD"]),
            ("DELETE", ["OLD"]),
        )
    ),
    *(
        triggers.Guard(
            f"finance_forecastmonth_booked_{operation.lower()}",
            "finance_forecastmonth",
            operation,
            CLOSED.format(row="NEW", rule="NEW.period <= f.month"),
            BOOKED,
        )
        for operation in ("INSERT", "UPDATE")
    ),
)


class Migration(migrations.Migration):
    dependencies = [("finance", "0003_undistributed_units")]

    operations = [
        migrations.RunPython(
            lambda _, editor: triggers.install(editor, GUARDS),
            lambda _, editor: triggers.remove(editor, GUARDS),
        )
    ]
