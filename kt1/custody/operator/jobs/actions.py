"""What a person does with a long file: leave it to the worker, agree, stop, take wrong rows back.

And what they say of its columns. The worker's own part is in `working`.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from procrastinate.contrib.django import app

from kt1.custody.operator import permissions
from kt1.custody.operator.faults import EventFaultsError
from kt1.custody.operator.jobs import parts, steps
from kt1.custody.operator.jobs.models import EventFile, EventLayout
from kt1.custody.operator.jobs.queries import seen_by
from kt1.custody.operator.jobs.rules import OVER, FileState
from kt1.custody.operator.reading import Layout, Parsed
from kt1.ledger.requests.rules import RequestKey
from kt1.ledger.requests.steps import begin, finish
from kt1.network.sheets.cells import Cell
from kt1.people.actor import Actor, NotAllowedError

#: The worker's task, by its name: it stands where the clock is read.
TASK = "kt1.config.tasks.work_on_event_file"
#: One file is worked at at a time, so that none waits for another's locks.
_LOCK = "event_file"


class NotOpenError(Exception):
    """The file was agreed to, stopped or given up already."""


@transaction.atomic(durable=True)
def ask(
    *,
    rows: Sequence[tuple[int, Sequence[Cell]]],
    parsed: Parsed,
    layout: Layout,
    digest: str,
    by: Actor,
    at: datetime,
    once: RequestKey,
) -> int:
    """Leave a file whose every row was understood to the worker. Returns its number.

    Args:
        rows: as they stood; only the cells of the columns named are kept, until it is over.
        parsed: what they say, marks not stored here and unknown codes among its faults.

    Raises:
        NotAllowedError: taking files is not `by`'s duty.
        EventFaultsError: a row is wrong, so nothing of the file is kept.
    """
    if (done := begin(once, actor=str(by), at=at)) is not None:
        return int(done["file"])
    _must_be_allowed(by)
    if by.duty_id is None:
        raise NotAllowedError(permissions.needs_a_duty())
    if parsed.faults:
        raise EventFaultsError(list(parsed.faults))
    file = EventFile.objects.create(
        province_id=by.province_id,
        duty_id=by.duty_id,
        rows=len(rows),
        digest=digest,
        columns=list(layout.columns),
        days=layout.days,
        asked_at=at,
        told_at=at,
    )
    parts.put(file.pk, list(parts.chosen(rows, layout)))
    _defer(file.pk)
    finish(once, actor=str(by), answer={"file": file.pk})
    return file.pk


@transaction.atomic(durable=True)
def agree(*, file_id: int, by: Actor, at: datetime, once: RequestKey) -> None:
    """Let the worker take a file that was checked and shown.

    Raises:
        EventFile.DoesNotExist: not theirs to know.
        NotAllowedError
        NotOpenError: it does not wait for an agreement.
    """
    if begin(once, actor=str(by), at=at) is not None:
        return
    file = _theirs(file_id, by)
    if file.state != FileState.CHECKED:
        raise NotOpenError
    steps.go_to(file, FileState.AGREED, at, done=0)
    _defer(file.pk)
    finish(once, actor=str(by), answer={"file": file.pk})


@transaction.atomic(durable=True)
def stop(*, file_id: int, by: Actor, at: datetime, once: RequestKey) -> bool:
    """Stop a file, also while it is being taken; nothing of it was. Returns whether it could be.

    Raises:
        EventFile.DoesNotExist: not theirs to know.
        NotAllowedError
    """
    if (done := begin(once, actor=str(by), at=at)) is not None:
        return bool(done["stopped"])
    file = _theirs(file_id, by)
    still = file.state not in OVER
    if still:
        steps.end(file, FileState.STOPPED, by=by, at=at)
    finish(once, actor=str(by), answer={"stopped": still})
    return still


@transaction.atomic(durable=True)
def give_back(
    *, file_id: int, by: Actor, at: datetime, once: RequestKey
) -> list[tuple[int, list[str]]]:
    """The wrong rows of a file, once: with the answer they are gone here.

    Raises:
        EventFile.DoesNotExist: not theirs to know.
        NotAllowedError
        NotOpenError: they were given back, or the time to fetch them is over.
    """
    if begin(once, actor=str(by), at=at) is not None:
        raise NotOpenError
    file = _theirs(file_id, by)
    if file.state != FileState.FAULTY:
        raise NotOpenError
    steps.open_rows(by=by, at=at)
    rows = list(parts.of(file.pk))
    steps.end(file, FileState.RETURNED, by=by, at=at)
    finish(once, actor=str(by), answer={"rows": len(rows)})
    return rows


@transaction.atomic(durable=True)
def remember(*, headings: str, layout: Layout, by: Actor, at: datetime, once: RequestKey) -> None:
    """Which column of this source's files holds what, for the next of them.

    Args:
        headings: the digest of the headings, by `mapping.shape_of`.
    """
    if begin(once, actor=str(by), at=at) is not None:
        return
    _must_be_allowed(by)
    EventLayout.objects.update_or_create(
        province_id=by.province_id,
        headings=headings,
        defaults={"columns": dict(layout.columns), "days": layout.days, "used_at": at},
    )
    finish(once, actor=str(by), answer={})


def _must_be_allowed(by: Actor) -> None:
    if reason := permissions.why_not_take_file(by):
        raise NotAllowedError(reason)


def _theirs(file_id: int, by: Actor) -> EventFile:
    _must_be_allowed(by)
    found: EventFile = seen_by(by).select_for_update(of=("self",)).get(pk=file_id)
    return found


def _defer(file_id: int) -> None:
    app.configure_task(TASK, lock=_LOCK).defer(file_id=file_id)
