"""The API's contract and its refusals, as `kt1 api write` draws them."""

import os


def documents() -> dict[str, str]:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kt1.config.settings")
    import django  # noqa: PLC0415 - after the settings are named

    django.setup()
    from kt1.config.cli import api  # noqa: PLC0415 - needs Django set up

    return {"docs/openapi.json": api.schema(), "docs/api-problems.md": api.problems()}
