"""Reminders that were sent, so that none is sent twice."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("committees", "0002_guards"),
    ]

    operations = [
        migrations.CreateModel(
            name="Reminder",
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
                            ("opened", "öppnad"),
                            ("deadline", "snart sista dag"),
                            ("returned", "återsänd"),
                        ],
                        max_length=10,
                        verbose_name="slag",
                    ),
                ),
                (
                    "occasion",
                    models.CharField(
                        blank=True, max_length=60, verbose_name="tillfälle"
                    ),
                ),
                ("at", models.DateTimeField(auto_now_add=True, verbose_name="tid")),
                (
                    "follow_up",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reminders",
                        to="committees.followup",
                        verbose_name="uppföljning",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "påminnelse",
                "verbose_name_plural": "påminnelser",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("follow_up", "user", "kind", "occasion"),
                        name="one_reminder_an_occasion",
                    )
                ],
            },
        ),
    ]
