"""Steps that several acts share. They open no transaction."""

import secrets
from datetime import datetime

from kt1.people.accounts.models import NoticeKind, SecurityNotice

# Small letters and digits that nobody mistakes for one another when read aloud or copied.
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


def notify(*, user_id: int, kind: NoticeKind, at: datetime) -> None:
    """Tell a person what happened to their account."""
    SecurityNotice.objects.create(user_id=user_id, kind=kind, at=at)


def temporary_password() -> str:
    """Four groups of five: 98 bits, easy to copy from a slip of paper."""
    return "-".join("".join(secrets.choice(_LETTERS) for _ in range(5)) for _ in range(4))
