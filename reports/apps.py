"""Django application of the reports."""

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    """Reports: tables, documents, exports and the pages that read several rooms."""

    name = "reports"
    verbose_name = "Rapporter"
    default_auto_field = "django.db.models.BigAutoField"
