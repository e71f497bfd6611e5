"""What the ledger witnesses of a month: its frozen books, and from which root on.

The entry of a freezing holds the SHA-256 of each book; the entry of a book brought later that of
the lines put in its place. Both are compared here with the lines as they are stored. That the
entries themselves stand as they were written is for `kt1 verify` to say.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from kt1.assurance.books import steps
from kt1.assurance.books.models import Account, Book
from kt1.assurance.books.rules import Side, Source
from kt1.ledger.checkpoints import rules as log
from kt1.ledger.checkpoints.models import Checkpoint, Leaf
from kt1.ledger.entries.models import Entry
from kt1.ledger.entries.queries import body_of, lines_of
from kt1.network.agencies.models import Agency

FROZEN, BROUGHT, AGREED = (
    f"reconciliation.{kind}" for kind in ("frozen", "book_brought", "agreed")
)
#: (SHA-256 of the lines, how many).
Digest = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Standing:
    """How the stored books of one account stand to what the ledger says of them."""

    account: int
    differing: tuple[Side, ...]

    @property
    def agrees(self) -> bool:
        return not self.differing


def standings(accounts: Collection[Account]) -> dict[int, Standing]:
    """Recompute every book of these accounts and compare it with its entry.

    A book that no entry tells of differs, and so does one whose lines are gone. A bounded number
    of queries, however many accounts and lines.
    """
    wanted = {account.pk: account for account in accounts}
    said = _frozen(wanted.values()) | _brought(wanted.values())
    stored = steps.digests(wanted)
    for account, side in Book.objects.filter(account__in=wanted).values_list("account_id", "side"):
        stored.setdefault((account, side), ("", 0))
    return {
        key: Standing(
            key,
            tuple(
                side
                for side in Side
                if stored.get((key, side.value)) != said.get((key, side.value))
            ),
        )
        for key in wanted
    }


def _frozen(accounts: Iterable[Account]) -> dict[tuple[int, str], Digest]:
    """As the entries of their freezing say, one entry for all that were frozen together."""
    codes = dict(
        Agency.objects.filter(pk__in={one.agency_id for one in accounts}).values_list("pk", "code")
    )
    of = {(one.period.name, one.frozen_at, codes[one.agency_id]): one.pk for one in accounts}
    found: dict[tuple[int, str], Digest] = {}
    for entry in _entries_of_freezing({(period, at) for period, at, _code in of}):
        period = entry.subject.removeprefix("reconciliation:")
        for line in lines_of(entry):
            if key := of.get((period, entry.at, line["agency"])):
                found[key, line["side"]] = (line["sha256"], line["rows"])
    return found


def _entries_of_freezing(moments: Collection[tuple[str, datetime]]) -> QuerySet[Entry]:
    subjects = {f"reconciliation:{period}" for period, _at in moments}
    return Entry.objects.filter(
        kind=FROZEN, subject__in=subjects, at__in={at for _period, at in moments}
    )


def _brought(accounts: Iterable[Account]) -> dict[tuple[int, str], Digest]:
    """As the last entry of each book says that stands in place of the one of the freezing."""
    rows = Book.objects.filter(account__in=[one.pk for one in accounts], source=Source.FILE)
    books = {
        (f"reconciliation:{book.account.starts:%Y-%m}:{book.account.agency.code}", book.side): book
        for book in rows.select_related("account__agency")
    }
    found: dict[tuple[int, str], Digest] = {}
    subjects = {subject for subject, _side in books}
    entries = Entry.objects.filter(kind=BROUGHT, subject__in=subjects).order_by("id")
    for entry in entries:
        said: dict[str, Any] = body_of(entry)
        if book := books.get((entry.subject, said["side"])):
            found[book.account_id, book.side] = (said.get("lines_sha256", ""), said["rows"])
    return found


def witness(account: Account) -> Checkpoint | None:
    """The first checkpoint that covers the freezing of an account and, once agreed, its agreement.

    None while the ledger has not taken them in. The answer never changes once there is one.
    """
    entries = _moments(account)
    if entries is None:
        return None
    places = list(Leaf.objects.filter(log=log.LOG, entry__in=entries).values_list("idx", flat=True))
    if len(places) < len(entries):
        return None
    later = Checkpoint.objects.filter(log=log.LOG, size__gt=max(places))
    return later.order_by("size").first()


def _moments(account: Account) -> list[UUID] | None:
    """The entries that a paper of the account bears witness to; None where one is not found."""
    code = account.agency.code
    entries = _entries_of_freezing({(account.period.name, account.frozen_at)})
    frozen = list(entries.values_list("pk", flat=True))
    if len(frozen) > 1:  # several provinces at one moment: the one that names the body
        frozen = [
            entry.pk for entry in entries if any(line["agency"] == code for line in lines_of(entry))
        ]
    if account.agreed_at is None:
        return frozen or None
    subject = f"reconciliation:{account.starts:%Y-%m}:{code}"
    agreed = Entry.objects.filter(kind=AGREED, subject=subject, at=account.agreed_at)
    found = [*frozen, *agreed.values_list("pk", flat=True)]
    return found if len(found) > 1 else None
