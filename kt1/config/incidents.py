"""What incidents read of the ledger, a bounded part every second."""

from kt1.assurance.gaps import follower


def follow_incidents() -> int:
    """One batch of the ledger. Returns how many entries were read."""
    return follower.catch_up()
