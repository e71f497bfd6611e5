"""Persons for the tests of the law: who enters it, who confirms it, who may do neither."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from kt1.ledger.requests.rules import RequestKey

AT = datetime.fromisoformat("2026-06-01T08:00+07:00")


@dataclass(frozen=True, slots=True)
class Person:
    user_id: int
    role: str

    def __str__(self) -> str:
        return f"user:{self.user_id}"


KEEPER = Person(1, "admin")
SECOND_KEEPER = Person(2, "admin")
MANAGER = Person(3, "dispatcher")
REGULATOR = Person(4, "regulator")
CLERK = Person(5, "clerk")


def once(key: UUID | None = None) -> RequestKey:
    return RequestKey.of(key or uuid4(), {})
