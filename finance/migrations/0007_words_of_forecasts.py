"""Find what is said of forecasts without reading them all."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("committees", "0007_summaries_by_mail"),
        ("finance", "0006_year_summary"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddIndex(
            model_name="forecastrow",
            index=models.Index(
                condition=models.Q(("comment", ""), _negated=True),
                fields=["follow_up", "cost_centre"],
                name="forecast_rows_with_words",
            ),
        ),
    ]
