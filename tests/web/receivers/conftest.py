"""The small network of the custody tests, and who signed in from it."""

from tests.web.delivery.conftest import as_, now, world

__all__ = ["as_", "now", "world"]
