"""Django application of the kernel."""

from django.apps import AppConfig


class CommitteesConfig(AppConfig):
    """Committees: who, where, when, and how numbers are written."""

    name = "committees"
    verbose_name = "Nämnder"
    default_auto_field = "django.db.models.BigAutoField"
