"""The accounts of a demonstration, shown on its sign-in page. Nowhere else.

Only in a database that says of itself that it is a demonstration, and only to a browser on the
machine itself: an installation put on a network by mistake shows nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from ipaddress import ip_address

from django.http import HttpRequest

from kt1.people.accounts.labels import ROLE_LABELS
from kt1.people.accounts.rules import Role
from kt1.people.demonstration.queries import demo_accounts
from kt1.web.frame import installation
from kt1.web.words import Words


@dataclass(frozen=True, slots=True)
class Account:
    username: str
    title: str
    role: Words


def accounts(request: HttpRequest, at: datetime) -> Sequence[Account]:
    """One account a role, in the order of the roles; none outside a demonstration."""
    if not on_this_machine(request) or installation.kind() != installation.DEMONSTRATION:
        return ()
    return [
        Account(duty.user.username, duty.user.title, ROLE_LABELS[Role(duty.role)])
        for duty in demo_accounts(at)
    ]


def on_this_machine(request: HttpRequest) -> bool:
    """Whether browser and server are one machine, and no proxy speaks for others."""
    if any(name in request.headers for name in ("X-Forwarded-For", "Forwarded", "Via")):
        return False
    try:
        return ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False
