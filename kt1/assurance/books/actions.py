"""Bringing an agency's book. A file comes in whole or not at all, and once."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from kt1.assurance.books import steps
from kt1.assurance.books.columns import Fact
from kt1.assurance.books.models import Account, Book
from kt1.assurance.books.models import Mapping as Remembered
from kt1.assurance.books.reading import Parsed
from kt1.assurance.books.rules import Side, Source
from kt1.assurance.reconciliation import matching, permissions
from kt1.assurance.reconciliation.queries import seen_by
from kt1.ledger.entries.actions import append
from kt1.ledger.requests.rules import RequestKey
from kt1.ledger.requests.steps import begin, finish
from kt1.people.actor import Actor, NotAllowedError
from kt1.people.readings.steps import log_reading

PAGE = "reconciliation.bring"
_PAIR = {
    Side.SENDER: (Side.POST_SENT, Side.SENDER),
    Side.RECEIVER: (Side.POST_DELIVERED, Side.RECEIVER),
}


class FaultyBookError(Exception):
    """Some rows cannot be read, so none of the file was taken."""


@dataclass(frozen=True, slots=True)
class Layout:
    """How a source's files look, to be remembered for the next."""

    headings: str
    columns: Mapping[Fact, int]


@transaction.atomic(durable=True)
def bring(
    *,
    account_id: int,
    side: Side,
    parsed: Parsed,
    layout: Layout,
    by: Actor,
    at: datetime,
    once: RequestKey,
) -> bool:
    """Take a body's book in place of the one before and compare anew.

    Returns whether anything changed: the same file again changes nothing.

    Raises:
        Account.DoesNotExist: not theirs to know.
        NotAllowedError: not theirs to bring, or the account is being signed.
        FaultyBookError
    """
    if (done := begin(once, actor=str(by), at=at)) is not None:
        return bool(done["changed"])
    account = seen_by(by).select_for_update(of=("self",)).get(pk=account_id)
    if why := permissions.why_not_bring(by, account):
        raise NotAllowedError(why)
    if parsed.faults:
        raise FaultyBookError
    columns = {fact.value: index for fact, index in layout.columns.items()}
    remember(account, side, headings=layout.headings, columns=columns, at=at)

    def write() -> None:
        steps.replace(account.pk, side, parsed.rows, dict(parsed.marks))

    digest = steps.digest_of([*parsed.rows, sorted(parsed.marks.items())])
    told = Put(digest=digest, rows=len(parsed.rows), write=write)
    changed = put(account, side, told, by=by, at=at)
    finish(once, actor=str(by), answer={"changed": changed})
    return changed


@dataclass(frozen=True, slots=True)
class Put:
    """A book that takes the place of another, and how its lines are written."""

    digest: str
    rows: int
    write: Callable[[], None]


def put(account: Account, side: Side, told: Put, *, by: Actor, at: datetime) -> bool:
    """The step of taking a book, in the transaction of whoever brings it.

    Returns whether anything changed: the same book again changes nothing.
    """
    if Book.objects.filter(account=account, side=side, digest=told.digest).exists():
        return False
    matching.forget([account.pk], _PAIR[side])
    log_reading(by, at, PAGE, ())
    steps.drop(account.pk, side)
    told.write()
    Book.objects.update_or_create(
        account=account,
        side=side,
        defaults={
            "source": Source.FILE,
            "digest": told.digest,
            "rows": told.rows,
            "at": at,
            "by_id": by.user_id,
        },
    )
    matching.compare([account.pk], at=at, pairs=[_PAIR[side]])
    matching.compare_marks([account.pk], _PAIR[side])
    append(
        kind="reconciliation.book_brought",
        subject=f"reconciliation:{account.starts:%Y-%m}:{account.agency.code}",
        actor=str(by),
        at=at,
        body={
            "side": side.value,
            "rows": told.rows,
            "sha256": told.digest,
            "lines_sha256": steps.digests([account.pk]).get((account.pk, side.value), ("", 0))[0],
        },
    )
    return True


def remember(
    account: Account, side: Side, *, headings: str, columns: Mapping[str, int], at: datetime
) -> None:
    """Which column of this source's files holds what, for the next of them."""
    Remembered.objects.update_or_create(
        agency_id=account.agency_id,
        side=side,
        headings=headings,
        defaults={"columns": dict(columns), "used_at": at},
    )
