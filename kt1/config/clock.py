"""The one place that reads the clock.

Actions take `at` as an argument; pages and the API find it on the request, which has one
moment of its own. A demonstration, drill or test database may carry an offset; any other
database refuses one (see `kt1.config.checks`).
"""

from datetime import UTC, datetime, timedelta

_offset = timedelta(0)


def now() -> datetime:
    """The present moment, aware, in UTC, moved by the offset of a demonstration database."""
    return datetime.now(UTC) + _offset


def set_offset(offset: timedelta) -> None:
    global _offset  # noqa: PLW0603 - one clock in one process is the point
    _offset = offset


def offset() -> timedelta:
    return _offset
