"""docs/openapi.json: the contract of the API, as the code gives it."""

import importlib.util
import json
import os


def documents() -> dict[str, str]:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kt1.config.settings")
    import django  # noqa: PLC0415 - after the settings are named

    django.setup()
    if importlib.util.find_spec("kt1.api.v1") is None:
        return {}
    api = importlib.import_module("kt1.api.v1").api
    text = json.dumps(api.get_openapi_schema(), indent=2, ensure_ascii=False, sort_keys=True)
    return {"docs/openapi.json": text + "\n"}
