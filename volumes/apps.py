"""Django application of the volumes; its models come with the volumes themselves."""

from django.apps import AppConfig


class VolumesConfig(AppConfig):
    """Volumes: how much is done, beside what it costs."""

    name = "volumes"
    verbose_name = "Volymer"
    default_auto_field = "django.db.models.BigAutoField"
