"""Who acts, as far as the law needs to know. `kt1.people.actor.Actor` is such a one.

The law lies to the left of people and cannot name their roles; it compares their values.
"""

from typing import Protocol

from django.utils.translation import gettext as _

#: They enter what the law says: figures, days, papers.
KEEPERS = frozenset({"admin"})
#: They compare what was entered with the paper.
CONFIRMERS = frozenset({"admin", "regulator", "ministry"})
#: They set the mode of the installation; the second of two is one of them too.
MODE_SETTERS = frozenset({"admin", "dispatcher"})


class Acting(Protocol):
    """The acting person: a number, a role, and `str()` as the ledger names them."""

    @property
    def user_id(self) -> int: ...

    @property
    def role(self) -> str: ...


class NotAllowedError(Exception):
    """The actor may know of the thing but may not do this. The sentence is for the clerk."""


def why_not_keep_law(actor: Acting) -> str | None:
    if actor.role not in KEEPERS:
        return _("Only the administrator enters norms, days and instruments.")
    return None


def why_not_confirm_law(actor: Acting) -> str | None:
    if actor.role not in CONFIRMERS:
        return _("Only who has read the paper in office confirms a figure or a day.")
    return None


def require(reason: str | None) -> None:
    if reason is not None:
        raise NotAllowedError(reason)
