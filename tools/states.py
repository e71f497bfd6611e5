"""docs/states: the tables of transitions, drawn by `kt1.config.states`."""

import os


def documents() -> dict[str, str]:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kt1.config.settings")
    import django  # noqa: PLC0415 - after the settings are named

    django.setup()
    from kt1.config.states import documents as drawn  # noqa: PLC0415 - needs Django set up

    return drawn()
