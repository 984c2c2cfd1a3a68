"""Cost centres that hold undistributed frame, for the frame check."""

import django.db.models.deletion
from django.db import migrations, models

from committees import triggers

GUARDS = triggers.same_municipality(
    "finance_undistributedunit", {"cost_centre_id": "committees_costcentre"}
)


class Migration(migrations.Migration):
    dependencies = [
        ("committees", "0002_guards"),
        ("finance", "0002_guards"),
    ]

    operations = [
        migrations.CreateModel(
            name="UndistributedUnit",
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
                    "committee",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="undistributed_units",
                        to="committees.committee",
                    ),
                ),
                (
                    "cost_centre",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="committees.costcentre",
                        verbose_name="ansvar",
                    ),
                ),
            ],
            options={
                "verbose_name": "ansvar med ofördelad ram",
                "verbose_name_plural": "ansvar med ofördelad ram",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("committee", "cost_centre"),
                        name="one_undistributed_unit_each",
                    )
                ],
            },
        ),
        migrations.RunPython(
            lambda _, editor: triggers.install(editor, GUARDS),
            lambda _, editor: triggers.remove(editor, GUARDS),
        ),
    ]
