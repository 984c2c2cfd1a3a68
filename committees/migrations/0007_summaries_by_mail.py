"""Summaries by e-mail, off by default."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("committees", "0006_case_officer"),
    ]

    operations = [
        migrations.AddField(
            model_name="user",
            name="wants_summaries",
            field=models.BooleanField(
                default=False, verbose_name="vill ha sammanfattningar"
            ),
        ),
        migrations.AlterField(
            model_name="reminder",
            name="kind",
            field=models.CharField(
                choices=[
                    ("opened", "öppnad"),
                    ("deadline", "snart sista dag"),
                    ("returned", "återsänd"),
                    ("summary", "sammanfattning"),
                ],
                max_length=10,
                verbose_name="slag",
            ),
        ),
    ]
