"""Registers the start-up checks. Holds no model: config only joins the others together."""

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    name = "kt1.config"
    label = "config"

    def ready(self) -> None:
        from kt1.config import checks  # noqa: F401, PLC0415 - registering is its effect
