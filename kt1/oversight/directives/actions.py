"""Registering directives and carrying them out. The only writer of their tables."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from kt1.law.screening.rules import passed
from kt1.ledger.requests.rules import RequestKey
from kt1.ledger.requests.steps import begin, finish
from kt1.network.agencies.models import Agency
from kt1.oversight.directives import permissions, queries, steps
from kt1.oversight.directives.models import Directive, DirectiveTask
from kt1.oversight.directives.rules import TASKS_MAX, Direction, PaperKind, Target
from kt1.oversight.directives.templates import wordings
from kt1.people.actor import Actor, NotAllowedError
from kt1.people.coverage.rules import day_of


class UnfitDirectiveError(ValueError):
    """It cannot be kept so. The sentence says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """The public facts of a directive. The number may be blank for as long as it has none."""

    direction: Direction
    kind: PaperKind
    issuer: str
    title: str
    number: str = ""
    dated: date | None = None
    arrived_on: date | None = None
    under_id: int | None = None
    instrument: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One task and whom it is for."""

    text: str
    targets: tuple[Target, ...]
    clause: str = ""
    duty: str = ""
    due: date | None = None
    due_in_paper: bool = False


@transaction.atomic(durable=True)
def register(
    *, paper: Paper, tasks: Sequence[Task] = (), by: Actor, at: datetime, once: RequestKey
) -> int:
    """Enter a directive, with tasks where they are known. Bodies see it once it is issued.

    Raises:
        NotAllowedError, UnfitDirectiveError.
        RefusedTextError: a text holds what may not be kept.
    """
    if (done := begin(once, actor=str(by), at=at)) is not None:
        return int(done["directive"])
    if reason := permissions.why_not_register(by):
        raise NotAllowedError(reason)
    _must_be_fit(paper, tasks, by)
    made = Directive.objects.create(
        province_id=by.province_id or 0,
        keeper=permissions.KEEPERS[by.role].value,
        direction=paper.direction,
        kind=paper.kind,
        issuer=passed(paper.issuer.strip()),
        number=passed(paper.number.strip(), names_a_paper=True),
        dated=paper.dated,
        arrived_on=paper.arrived_on,
        title=passed(paper.title.strip(), names_a_paper=True),
        instrument=paper.instrument,
        under_id=paper.under_id,
        registered_by_id=by.user_id,
        registered_at=at,
    )
    for n, task in enumerate(tasks, 1):
        _write(DirectiveTask(directive=made, n=n), task)
    steps.say(
        "directive.registered",
        made,
        by=by,
        at=at,
        body={"kind": made.kind, "direction": made.direction, "keeper": made.keeper},
        lines=[{"task": n, "duty": task.duty} for n, task in enumerate(tasks, 1)],
        notes={"title": made.title, "number": made.number},
    )
    finish(once, actor=str(by), answer={"directive": made.pk})
    return made.pk


@transaction.atomic(durable=True)
def put_task(
    *,
    directive_id: int,
    task: Task,
    by: Actor,
    at: datetime,
    once: RequestKey,
    n: int | None = None,
) -> int:
    """Add a task to a directive that is not issued, or change task `n`. Returns its number.

    Raises:
        Directive.DoesNotExist, DirectiveTask.DoesNotExist, NotAllowedError,
        UnfitDirectiveError, RefusedTextError.
    """
    if (done := begin(once, actor=str(by), at=at)) is not None:
        return int(done["n"])
    directive = steps.locked(directive_id, by)
    if reason := permissions.why_not_edit(by, directive):
        raise NotAllowedError(reason)
    _must_be_tasks([task], by)
    if n is None:
        last = directive.tasks.aggregate(last=Max("n"))["last"] or 0
        if last >= TASKS_MAX:
            raise UnfitDirectiveError(_("At most %(n)d tasks.") % {"n": TASKS_MAX})
        row = DirectiveTask(directive=directive, n=last + 1)
    else:
        row = directive.tasks.get(n=n)
    _write(row, task)
    steps.say(
        "directive.task_entered",
        directive,
        by=by,
        at=at,
        body={"task": row.n, "duty": row.duty, "due": row.due.isoformat() if row.due else None},
    )
    finish(once, actor=str(by), answer={"n": row.n})
    return row.n


@transaction.atomic(durable=True)
def drop_task(*, directive_id: int, n: int, by: Actor, at: datetime, once: RequestKey) -> None:
    """Take a task out of a directive that is not issued.

    Raises:
        Directive.DoesNotExist, DirectiveTask.DoesNotExist, NotAllowedError.
    """
    if begin(once, actor=str(by), at=at) is not None:
        return
    directive = steps.locked(directive_id, by)
    if reason := permissions.why_not_edit(by, directive):
        raise NotAllowedError(reason)
    row = directive.tasks.get(n=n)
    row.targets.all().delete()
    row.delete()
    steps.say("directive.task_dropped", directive, by=by, at=at, body={"task": n})
    finish(once, actor=str(by), answer={"n": n})


@transaction.atomic(durable=True)
def set_days(
    *, directive_id: int, due: date, numbers: Sequence[int], by: Actor, at: datetime,
    once: RequestKey,
) -> int:  # fmt: skip
    """Set one day for several tasks of a directive that is not issued. Returns how many.

    Raises:
        Directive.DoesNotExist, NotAllowedError, UnfitDirectiveError.
    """
    if (done := begin(once, actor=str(by), at=at)) is not None:
        return int(done["tasks"])
    directive = steps.locked(directive_id, by)
    if reason := permissions.why_not_edit(by, directive):
        raise NotAllowedError(reason)
    if due < day_of(at):
        raise UnfitDirectiveError(_("The day to do it by lies in the past."))
    changed = directive.tasks.filter(n__in=numbers, due_in_paper=False).update(due=due)
    steps.say(
        "directive.days_set",
        directive,
        by=by,
        at=at,
        body={"due": due.isoformat()},
        lines=[{"task": n} for n in sorted(set(numbers))],
    )
    finish(once, actor=str(by), answer={"tasks": changed})
    return changed


@transaction.atomic(durable=True)
def number(
    *, directive_id: int, number: str, dated: date | None, by: Actor, at: datetime,
    once: RequestKey,
) -> None:  # fmt: skip
    """Enter the number that a directive was given since.

    Raises:
        Directive.DoesNotExist, NotAllowedError, UnfitDirectiveError, RefusedTextError.
    """
    if begin(once, actor=str(by), at=at) is not None:
        return
    directive = steps.locked(directive_id, by)
    if reason := permissions.why_not_number(by, directive):
        raise NotAllowedError(reason)
    if not number.strip():
        raise UnfitDirectiveError(_("Type the number."))
    directive.number = passed(number.strip(), names_a_paper=True)
    directive.dated = directive.dated or dated
    _must_be_the_only(directive)
    directive.save(update_fields=["number", "dated"])
    steps.say(
        "directive.numbered", directive, by=by, at=at,
        body={"dated": directive.dated.isoformat() if directive.dated else None},
        notes={"number": directive.number},
    )  # fmt: skip
    finish(once, actor=str(by), answer={"directive": directive.pk})


def _write(row: DirectiveTask, task: Task) -> None:
    row.clause = passed(task.clause.strip())
    row.text = _public(task.text.strip())
    row.duty, row.due, row.due_in_paper = task.duty, task.due, task.due_in_paper
    row.save()
    steps.put_targets(row, task.targets)


def _public(text: str) -> str:
    """What a paper that the product knows says word for word is public; the rest is screened."""
    return text if text in wordings() else passed(text, names_a_paper=True)


def _must_be_fit(paper: Paper, tasks: Sequence[Task], by: Actor) -> None:
    if not paper.title.strip() or not paper.issuer.strip():
        raise UnfitDirectiveError(_("Say who issued it and what it is about."))
    if paper.under_id is not None and not queries.seen_by(by).filter(pk=paper.under_id).exists():
        raise UnfitDirectiveError(_("The paper it carries out is not in the register."))
    _must_be_the_only(
        Directive(
            province_id=by.province_id or 0,
            keeper=permissions.KEEPERS[by.role].value,
            issuer=paper.issuer.strip(),
            number=paper.number.strip(),
            dated=paper.dated,
        )
    )
    _must_be_tasks(tasks, by)


def _must_be_the_only(one: Directive) -> None:
    same = Directive.objects.filter(
        province=one.province_id,
        keeper=one.keeper,
        issuer=one.issuer,
        number=one.number,
        dated=one.dated,
    )
    if one.number and same.exclude(pk=one.pk).exists():
        raise UnfitDirectiveError(_("A directive of this number and day is in the register."))


def _must_be_tasks(tasks: Sequence[Task], by: Actor) -> None:
    if len(tasks) > TASKS_MAX:
        raise UnfitDirectiveError(_("At most %(n)d tasks.") % {"n": TASKS_MAX})
    for task in tasks:
        if not task.text.strip():
            raise UnfitDirectiveError(_("Say what is to be done."))
        if not all(one.fits for one in task.targets):
            raise UnfitDirectiveError(_("A task is for a family, a commune or a body."))
        if task.due_in_paper and task.due is None:
            raise UnfitDirectiveError(_("Type the day that the paper names."))
    named = {one.agency_id for task in tasks for one in task.targets if one.agency_id is not None}
    known = Agency.objects.filter(pk__in=named, province=by.province_id).count()
    if known != len(named):
        raise UnfitDirectiveError(_("A body named here is not of this province."))
