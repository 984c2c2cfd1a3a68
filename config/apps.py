"""Django application of the ground: it owns the shared cache table and nothing else."""

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    """Ground: what every room stands on."""

    name = "config"
    verbose_name = "Grund"
