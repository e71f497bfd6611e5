"""Handing a long book to the worker, its steps, and stopping it.

The rows wait packed in the job, their marks under the guard of `assurance_linemark`. Each step
writes some of the lines under an account of no body; the last gives them all to the account and
compares, in one transaction. Stopping, failing and crashing therefore leave the book of before.
"""

import json
import zlib
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection, transaction

from kt1.assurance.books import actions as bringing
from kt1.assurance.books import steps
from kt1.assurance.books.actions import PAGE, FaultyBookError, Layout
from kt1.assurance.books.jobs.models import BookJob
from kt1.assurance.books.jobs.rules import HOURS_KEPT, ROWS_A_STEP, JobState
from kt1.assurance.books.models import Account
from kt1.assurance.books.reading import Parsed
from kt1.assurance.books.rules import Side
from kt1.assurance.reconciliation import permissions
from kt1.assurance.reconciliation.queries import seen_by
from kt1.ledger.requests.rules import RequestKey
from kt1.ledger.requests.steps import begin, finish
from kt1.people.accounts.models import Duty
from kt1.people.accounts.queries import acting, in_force
from kt1.people.accounts.rules import Role
from kt1.people.actor import Actor, NotAllowedError
from kt1.people.readings.steps import log_reading

_OPEN = (JobState.WAITING, JobState.WRITING)
_RESERVE = """
SELECT nextval(pg_get_serial_sequence('assurance_line', 'id')) FROM generate_series(1, %s)
"""
_MARKS = (
    "INSERT INTO assurance_linemark (line_id, mark) SELECT * FROM unnest(%s::bigint[], %s::text[])"
)
_WRITE = """
INSERT INTO assurance_line
    (id, account, side, n, copy, code, day, other, urgency, scope, pieces, weight_g, amount)
SELECT coalesce(k.id, nextval(pg_get_serial_sequence('assurance_line', 'id'))), %s, %s,
    k.n, k.copy, k.code, k.day, k.other, k.urgency, k.scope, k.pieces, k.weight_g, k.amount
FROM unnest(%s::bigint[], %s::int[], %s::int[], %s::text[], %s::date[], %s::bigint[], %s::text[],
    %s::text[], %s::int[], %s::int[], %s::bigint[]) AS k
    (id, n, copy, code, day, other, urgency, scope, pieces, weight_g, amount)
"""
_DROP_MARKS = "DELETE FROM assurance_linemark WHERE line_id = ANY(%s)"
_DROP = "DELETE FROM assurance_line WHERE account = %s AND side = %s"
_GIVE = "UPDATE assurance_line SET account = %s WHERE account = %s AND side = %s"


@transaction.atomic(durable=True)
def ask(
    *,
    account_id: int,
    side: Side,
    parsed: Parsed,
    layout: Layout,
    by: Actor,
    at: datetime,
    once: RequestKey,
) -> int:
    """Leave a book that was read without a fault to the worker. Returns the job.

    A book of the same side that is still on its way in is stopped: the new one takes its place.

    Raises:
        Account.DoesNotExist: not theirs to know.
        NotAllowedError: not theirs to bring, or the account is being signed.
        FaultyBookError
    """
    if (done := begin(once, actor=str(by), at=at)) is not None:
        return int(done["job"])
    account = seen_by(by).select_for_update(of=("self",)).get(pk=account_id)
    if why := permissions.why_not_bring(by, account):
        raise NotAllowedError(why)
    if parsed.faults:
        raise FaultyBookError
    if by.duty_id is None:
        raise NotAllowedError(permissions.why_not_bring(by, account))
    log_reading(by, at, PAGE, ())
    for before in BookJob.objects.select_for_update().filter(
        account=account, side=side, state__in=_OPEN
    ):
        _end(before, JobState.STOPPED, at)
    ids = _reserved(parsed)
    rows = [(ids.get(row[0]), *row) for row in parsed.rows]
    job = BookJob.objects.create(
        account=account,
        side=side,
        rows=len(rows),
        digest=steps.digest_of([*parsed.rows, sorted(parsed.marks.items())]),
        headings=layout.headings,
        columns={fact.value: index for fact, index in layout.columns.items()},
        packed=_packed(rows),
        duty_id=by.duty_id,
        asked_at=at,
    )
    finish(once, actor=str(by), answer={"job": job.pk})
    return job.pk


def _reserved(parsed: Parsed) -> dict[int, int]:
    """Ids that the marked lines will have, by their number; their marks wait under them."""
    if not parsed.marks:
        return {}
    numbers = sorted(parsed.marks)
    with connection.cursor() as cursor:
        cursor.execute(_RESERVE, [len(numbers)])
        ids = [row[0] for row in cursor.fetchall()]
        cursor.execute(_MARKS, [ids, [parsed.marks[n] for n in numbers]])
    return dict(zip(numbers, ids, strict=True))


def _packed(rows: Sequence[Sequence[Any]]) -> bytes:
    """Days as text: nothing else in a row is not plain."""
    plain = [[one.isoformat() if isinstance(one, date) else one for one in row] for row in rows]
    return zlib.compress(json.dumps(plain, separators=(",", ":")).encode())


def _unpacked(job: BookJob) -> list[list[Any]]:
    rows: list[list[Any]] = json.loads(zlib.decompress(bytes(job.packed)))
    return rows


@transaction.atomic(durable=True)
def stop(*, job_id: int, by: Actor, at: datetime, once: RequestKey) -> bool:
    """Stop a book on its way in; nothing of it was taken. Returns whether it was still possible.

    Raises:
        BookJob.DoesNotExist: not theirs to know.
        NotAllowedError
    """
    if (done := begin(once, actor=str(by), at=at)) is not None:
        return bool(done["stopped"])
    job = BookJob.objects.select_for_update(of=("self",)).get(
        pk=job_id, account__in=seen_by(by).order_by()
    )
    account = Account.objects.select_related("agency").get(pk=job.account_id)
    if by.role is not Role.CLERK or not by.is_of(account.agency_id):
        raise NotAllowedError(permissions.why_not_bring(by, account))
    still = job.state in _OPEN
    if still:
        log_reading(by, at, PAGE, ())
        _end(job, JobState.STOPPED, at)
    finish(once, actor=str(by), answer={"stopped": still})
    return still


@transaction.atomic(durable=True)
def take_step(*, at: datetime) -> int:
    """One step of the oldest book that waits: some of its lines, or the last of all.

    Returns how many rows were written; 0 where no book waits or another worker is at it.
    """
    waiting = BookJob.objects.select_for_update(of=("self",), skip_locked=True)
    job = waiting.filter(state__in=_OPEN).order_by("asked_at", "pk").first()
    if job is None:
        return 0
    by = acting(job.duty_id)
    if not _still_acts(job, at) or at - job.asked_at > timedelta(hours=HOURS_KEPT):
        _fail(job, by, at)
        return 1
    rows = _unpacked(job)[job.done : job.done + ROWS_A_STEP]
    if rows:
        _write(job, rows)
        job.state, job.done = JobState.WRITING, job.done + len(rows)
        job.save(update_fields=["state", "done"])
        return len(rows)
    _take(job, by, at)
    return 1


def _write(job: BookJob, rows: Sequence[Sequence[Any]]) -> None:
    columns = [list(column) for column in zip(*rows, strict=True)]
    with connection.cursor() as cursor:
        cursor.execute(_WRITE, [-job.pk, job.side, *columns])


def _still_acts(job: BookJob, at: datetime) -> bool:
    return Duty.objects.filter(in_force(at), pk=job.duty_id).exists()


def _take(job: BookJob, by: Actor, at: datetime) -> None:
    """All lines at once in place of the book before, compared; or none, if it was signed since."""
    account = seen_by(by).select_for_update(of=("self",)).get(pk=job.account_id)
    if permissions.why_not_bring(by, account):
        _fail(job, by, at)
        return
    side = Side(job.side)

    def give() -> None:
        with connection.cursor() as cursor:
            cursor.execute(_GIVE, [account.pk, -job.pk, job.side])

    job.changed = bringing.put(
        account,
        side,
        bringing.Put(digest=job.digest, rows=job.rows, write=give),
        by=by,
        at=at,
    )
    bringing.remember(account, side, headings=job.headings, columns=job.columns, at=at)
    _end(job, JobState.DONE, at)


def _fail(job: BookJob, by: Actor, at: datetime) -> None:
    log_reading(by, at, PAGE, ())
    _end(job, JobState.FAILED, at)


def _end(job: BookJob, state: JobState, at: datetime) -> None:
    """What was not given to the account goes, with the marks that waited for it."""
    waiting = [] if state is JobState.DONE and job.changed else _unpacked(job)
    marked = [row[0] for row in waiting if row[0] is not None]
    with connection.cursor() as cursor:
        cursor.execute(_DROP_MARKS, [marked])
        cursor.execute(_DROP, [-job.pk, job.side])
    job.state, job.ended_at, job.packed = state, at, b""
    job.save(update_fields=["state", "ended_at", "packed", "changed", "done"])
