"""The scripts of the pages as they are served, not as they are written."""

import re
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import override_settings


@pytest.fixture
def served(tmp_path: Path) -> Path:
    """What `make setup` puts into build/static, put elsewhere."""
    backend = {"BACKEND": "kt1.config.statics.HashedFiles"}
    with override_settings(STATIC_ROOT=tmp_path, STORAGES={"staticfiles": backend}):
        call_command("collectstatic", verbosity=0, interactive=False)
    return tmp_path


def test_every_module_asks_for_files_that_are_served(served: Path) -> None:
    scripts = list((served / "kt1" / "js").glob("*.js"))
    asked = [
        (script, name)
        for script in scripts
        for name in re.findall(r"""from\s*["']([^"']+)["']""", script.read_text("utf8"))
    ]
    assert asked
    assert [name for script, name in asked if not (script.parent / name).exists()] == []
