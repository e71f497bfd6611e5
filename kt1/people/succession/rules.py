"""Which duties come after a body that ended. Pure."""

from kt1.people.accounts.rules import Role

#: A head is appointed by the paper that founds the new body, never by this register.
NOT_INHERITED = frozenset({Role.HEAD})


def follows(role: str) -> bool:
    """Whether a duty for an ended body becomes the same duty for its heir."""
    return role not in NOT_INHERITED


def called_after(title: str, before: str, after: str) -> str:
    """A person's shown title with their body's name as it is now."""
    return title.replace(before, after) if before else title
