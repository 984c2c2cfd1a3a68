"""Django application of the goals; its models come with the goals themselves."""

from django.apps import AppConfig


class GoalsConfig(AppConfig):
    """Goals: indicators, assessments and commitments of a committee."""

    name = "goals"
    verbose_name = "Mål"
    default_auto_field = "django.db.models.BigAutoField"
