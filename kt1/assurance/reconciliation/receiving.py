"""The account of a body that only received: opened by itself, to bring its sổ giao nhận."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from django.db import connection, transaction

from kt1.assurance.books.models import Account
from kt1.assurance.books.rules import Period, Side
from kt1.assurance.books.steps import span
from kt1.assurance.reconciliation import permissions
from kt1.assurance.reconciliation.actions import due_of, open_accounts
from kt1.assurance.reconciliation.models import Total
from kt1.law.calendars.rules import VIETNAM
from kt1.ledger.requests.rules import RequestKey
from kt1.ledger.requests.steps import begin, finish
from kt1.network.agencies.models import Agency
from kt1.people.actor import Actor, NotAllowedError

_RECEIVED_ALONE = """
SELECT k.starts FROM unnest(%s::date[], %s::timestamptz[], %s::timestamptz[])
    AS k (starts, since, until)
WHERE EXISTS (
        SELECT 1 FROM custody_item it JOIN custody_delivery d ON d.unit_id = it.unit_id
        WHERE it.receiver_id = %s AND d.at >= k.since AND d.at < k.until)
    AND NOT EXISTS (
        SELECT 1 FROM custody_item it JOIN custody_clock c ON c.unit_id = it.unit_id
        WHERE it.sender_id = %s AND c.started_at >= k.since AND c.started_at < k.until)
    AND NOT EXISTS (
        SELECT 1 FROM assurance_account a WHERE a.agency_id = %s AND a.starts = k.starts)
"""


def received_alone(agency_id: int, periods: Sequence[Period]) -> list[Period]:
    """Of these periods those in which the body received and sent nothing, with no account yet."""
    spans = [span(period) for period in periods]
    with connection.cursor() as cursor:
        cursor.execute(
            _RECEIVED_ALONE,
            [
                [period.starts for period in periods],
                [since for since, _until in spans],
                [until for _since, until in spans],
                agency_id,
                agency_id,
                agency_id,
            ],
        )
        found = {row[0] for row in cursor.fetchall()}
    return [period for period in periods if period.starts in found]


def received(account: Account) -> dict[str, int]:
    """How many items the post says it delivered and the body says it received, by side. One query.

    A side without a book is left out.
    """
    sides = [Side.POST_DELIVERED.value, Side.RECEIVER.value]
    rows = Total.objects.filter(account=account, side__in=sides).values_list("side", "items")
    found: Counter[str] = Counter()
    for side, items in rows:
        found[side] += items
    return dict(found)


@transaction.atomic(durable=True)
def open_received(*, period: Period, by: Actor, at: datetime, once: RequestKey) -> int:
    """Give a body that only received in a period an account, so that it can bring its book.

    Nothing is owed for what was received, so nobody is asked for such an account: it opens when
    the body's records clerk wants to compare. Whoever also sent waits for the post to freeze.

    Returns the account's id, also of one that was there already.

    Raises:
        NotAllowedError: not theirs to open, the period is not over, or there is nothing in it
            for which the post does not freeze by itself.
        UnsetNormError: no norms hold for the period.
    """
    if (done := begin(once, actor=str(by), at=at)) is not None:
        return int(done["account"])
    on = at.astimezone(VIETNAM).date()
    if reason := permissions.why_not_open_received(by, period.ends, on):
        raise NotAllowedError(reason)
    agency_id = by.agency_id or 0
    mine = Account.objects.filter(agency=agency_id, starts=period.starts)
    if not mine.exists():
        if not received_alone(agency_id, [period]):
            raise NotAllowedError(permissions.nothing_received_alone())
        # Opened long after the period, it still leaves as many days as any other.
        due = max(due_of(period), on + (due_of(period) - period.ends))
        province_id = Agency.objects.values_list("province_id", flat=True).get(pk=agency_id)
        open_accounts(province_id, period, due, by=str(by), at=at, agency_id=agency_id)
    account = mine.get()
    finish(once, actor=str(by), answer={"account": account.pk})
    return account.pk
