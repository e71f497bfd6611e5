"""Long books that agencies brought, taken in a bounded part every second."""

from kt1.assurance.books.jobs import actions
from kt1.config import clock


def take_in_books() -> int:
    """One step of one book. Returns how many rows were written."""
    return actions.take_step(at=clock.now())
