"""What the worker does with a long file: check it, take it in one transaction, give it up.

How far it has come is told over a connection of its own, where everybody sees it at once; there a
press on "stop" is found too, and the transaction is undone.
"""

from collections.abc import Callable
from datetime import datetime
from types import TracebackType
from typing import Self
from uuid import NAMESPACE_OID, uuid5

from django.db import OperationalError, connection, transaction
from django.db.models import Q

from kt1.custody.operator import actions, queries
from kt1.custody.operator.columns import Days
from kt1.custody.operator.faults import EventFaultsError
from kt1.custody.operator.jobs import parts, steps
from kt1.custody.operator.jobs.models import EventFile
from kt1.custody.operator.jobs.rules import OVER, SHOWN_FOR, WAITS_FOR, FileState, Why
from kt1.custody.operator.reading import Layout, Parsed, parse
from kt1.custody.units.steps import Once
from kt1.law.calendars.rules import NoCalendarError
from kt1.law.parameters.rules import UnsetNormError
from kt1.ledger.requests.rules import RequestKey
from kt1.people.accounts.models import Duty
from kt1.people.accounts.queries import acting, in_force
from kt1.people.actor import Actor

_TELL = "UPDATE custody_event_file SET done = %s WHERE id = %s AND state = %s"
_SHOWN = (FileState.CHECKED, FileState.FAULTY)


class StoppedError(Exception):
    """Somebody stopped the file while it was worked at."""


class LostError(Exception):
    """The rows are gone: the file was stopped meanwhile, or a server crashed and lost them."""


class _Told:
    """Says how far a file has come, beside whatever transaction is open."""

    def __init__(self, file: EventFile, state: FileState) -> None:
        self._file, self._state = file.pk, state

    def __enter__(self) -> Self:
        self._beside = connection.copy()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._beside.close()

    def __call__(self, done: int) -> None:
        with self._beside.cursor() as cursor:
            cursor.execute(_TELL, [done, self._file, self._state])
            if not cursor.rowcount:
                raise StoppedError


def work(file_id: int, *, now: Callable[[], datetime]) -> None:
    """What comes next with this file: its check, or its taking. Nothing where it is over."""
    file = EventFile.objects.filter(pk=file_id).exclude(state__in=OVER).first()
    if file is None:
        return
    by = acting(file.duty_id)
    try:
        _go_on(file, by=by, now=now)
    except StoppedError:
        return
    except (UnsetNormError, NoCalendarError):
        _give_up(file_id, Why.NORM, by=by, at=now())
    except OperationalError:
        raise  # the server went away, or two acts waited for each other: the task is tried again
    except Exception:
        _give_up(file_id, Why.BROKEN, by=by, at=now())
        raise


def _go_on(file: EventFile, *, by: Actor, now: Callable[[], datetime]) -> None:
    if not Duty.objects.filter(in_force(now()), pk=file.duty_id).exists():
        _give_up(file.pk, Why.GONE, by=by, at=now())
    elif file.state in {FileState.WAITING, FileState.CHECKING}:
        _check(file, by=by, now=now)
    elif file.state in {FileState.AGREED, FileState.TAKING}:
        _take(file, by=by, now=now)


def _begin(file: EventFile, state: FileState, at: datetime) -> EventFile:
    """The file in this state, whether it comes to it now or a worker before was cut off in it."""
    with transaction.atomic(durable=True):
        found = _open(file.pk)
        if found.state != state:
            steps.go_to(found, state, at, done=0)
    return found


def _open(file_id: int) -> EventFile:
    """The file, locked.

    Raises:
        StoppedError: it is over.
    """
    found = EventFile.objects.select_for_update().filter(pk=file_id).first()
    if found is None or found.state in OVER:
        raise StoppedError
    return found


def _parsed(file: EventFile, *, by: Actor, at: datetime) -> Parsed:
    with transaction.atomic():
        steps.open_rows(by=by, at=at)
        layout = Layout({fills: n for n, fills in enumerate(file.columns)}, Days(file.days))
        found = parse(parts.of(file.pk), layout)
    if not found.faults and len(found.events) != file.rows:
        raise LostError(file.pk)
    return found


def _check(file: EventFile, *, by: Actor, now: Callable[[], datetime]) -> None:
    file = _begin(file, FileState.CHECKING, now())
    parsed = _parsed(file, by=by, at=now())
    with _Told(file, FileState.CHECKING) as tell:
        found = actions.preview(parsed, by=by, at=now(), tell=tell)
    with transaction.atomic(durable=True):
        file = _open(file.pk)
        if found.faults:
            steps.blame(file, found.faults, by=by, at=now())
        else:
            steps.go_to(file, FileState.CHECKED, now(), found=steps.said(found), done=file.rows)


def _take(file: EventFile, *, by: Actor, now: Callable[[], datetime]) -> None:
    """All of it and the end of its rows in one transaction, with its answer; or nothing."""
    file = _begin(file, FileState.TAKING, now())
    parsed = _parsed(file, by=by, at=now())
    key = RequestKey.of(uuid5(NAMESPACE_OID, f"event file {file.pk}"), {"file": file.pk})
    at = now()
    try:
        with _Told(file, FileState.TAKING) as tell, Once(key, by=by, at=at) as act:
            if act.known is not None:
                return
            queries.one_at_a_time(waits=True)
            answer = actions.put(parsed, digest=file.digest, by=by, at=at, tell=tell)
            found = _open(file.pk)
            if found.state != FileState.TAKING:
                raise StoppedError
            facts = {**(found.found or {}), **answer}
            steps.end(found, FileState.DONE, by=by, at=at, found=facts, done=found.rows)
            act.store(answer)
    except EventFaultsError as error:
        with transaction.atomic(durable=True):
            steps.blame(_open(file.pk), error.faults, by=by, at=now())


def _give_up(file_id: int, why: Why, *, by: Actor, at: datetime) -> None:
    with transaction.atomic(durable=True):
        try:
            steps.fail(_open(file_id), why, by=by, at=at)
        except StoppedError:
            return


def sweep(*, at: datetime) -> int:
    """Give up files that wait for a person or a worker too long. Returns how many."""
    late = Q(state__in=_SHOWN, told_at__lt=at - SHOWN_FOR) | Q(told_at__lt=at - WAITS_FOR)
    found = EventFile.objects.exclude(state__in=OVER).filter(late)
    given_up = list(found.values_list("pk", "duty_id"))
    for file_id, duty_id in given_up:
        _give_up(file_id, Why.LATE, by=acting(duty_id), at=at)
    return len(given_up)
