"""The trail is append-only; placements of a node do not overlap."""

from django.db import migrations

from committees import triggers

GUARDS = (
    *triggers.append_only(
        "committees_event", message="Händelser kan inte ändras eller tas bort."
    ),
    *triggers.append_only(
        "committees_storedfile", message="Sparade filer kan inte ändras eller tas bort."
    ),
    *triggers.no_overlap("committees_costcentreplacement", "cost_centre_id"),
    *triggers.no_overlap("committees_activityplacement", "activity_id"),
)


class Migration(migrations.Migration):
    dependencies = [("committees", "0001_initial")]

    operations = [
        migrations.RunPython(
            lambda _, editor: triggers.install(editor, GUARDS),
            lambda _, editor: triggers.remove(editor, GUARDS),
        )
    ]
