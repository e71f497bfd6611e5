"""The small network of the custody tests, with somebody signed in on a Wednesday morning."""

from tests.web.items.conftest import browsing, now, world

__all__ = ["browsing", "now", "world"]
