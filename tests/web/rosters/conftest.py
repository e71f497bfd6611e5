"""The pages of rosters stand where those of delivery do: the morning of 14/01/2026."""

from tests.web.delivery.conftest import as_, now, world

__all__ = ["as_", "now", "world"]
