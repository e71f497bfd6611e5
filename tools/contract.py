"""docs/openapi.json: the contract of the API, as the code gives it."""

import json
import os


def documents() -> dict[str, str]:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kt1.config.settings")
    import django  # noqa: PLC0415 - after the settings are named

    django.setup()
    from kt1.api.urls import api  # noqa: PLC0415 - needs Django set up

    text = json.dumps(api.get_openapi_schema(), indent=2, ensure_ascii=False, sort_keys=True)
    return {"docs/openapi.json": text + "\n"}
