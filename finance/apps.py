"""Django application of the money."""

from django.apps import AppConfig


class FinanceConfig(AppConfig):
    """Finance: what was granted, what is used, what is expected."""

    name = "finance"
    verbose_name = "Ekonomi"
    default_auto_field = "django.db.models.BigAutoField"
