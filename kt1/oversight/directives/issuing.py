"""Issuing directives, keeping their bodies up to date, ending them, and saying they arrived."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from kt1.law.screening.rules import passed
from kt1.ledger.requests.rules import RequestKey
from kt1.ledger.requests.steps import begin, finish
from kt1.network.agencies.lines import Body
from kt1.network.agencies.models import LINE_LABELS, Agency
from kt1.oversight.directives import permissions, queries, steps
from kt1.oversight.directives.actions import UnfitDirectiveError
from kt1.oversight.directives.models import Directive, DirectiveReceipt
from kt1.oversight.directives.rules import Stage
from kt1.oversight.papers import SignedPaper, written
from kt1.people.actor import Actor, NotAllowedError
from kt1.people.coverage.rules import day_of
from kt1.people.reminders.rules import lines_of


@transaction.atomic(durable=True)
def issue(*, directive_id: int, by: Actor, at: datetime, once: RequestKey) -> int:
    """Give every task to its bodies. Returns how many tasks of bodies there are.

    Raises:
        Directive.DoesNotExist, NotAllowedError.
        UnfitDirectiveError: no task, a task that reaches nobody, or a body that this keeper may
            not put a task on.
    """
    if (done := begin(once, actor=str(by), at=at)) is not None:
        return int(done["given"])
    directive = steps.locked(directive_id, by)
    if reason := permissions.why_not_move(by, directive, Stage.ISSUED):
        raise NotAllowedError(reason)
    _must_reach(directive, by, at)
    given = steps.give(directive, on=day_of(at), at=at)
    directive.stage, directive.issued_at = Stage.ISSUED, at
    directive.save(update_fields=["stage", "issued_at"])
    steps.say("directive.issued", directive, by=by, at=at, body={"given": len(given)})
    finish(once, actor=str(by), answer={"given": len(given)})
    return len(given)


@transaction.atomic(durable=True)
def refresh(*, directive_id: int, by: Actor, at: datetime, once: RequestKey) -> tuple[int, int]:
    """Give the tasks to bodies that came since; stop following those that ended.

    Returns how many tasks of bodies were given and stopped.

    Raises:
        Directive.DoesNotExist, NotAllowedError.
    """
    if (done := begin(once, actor=str(by), at=at)) is not None:
        return int(done["given"]), int(done["stopped"])
    directive = steps.locked(directive_id, by)
    if reason := permissions.why_not_refresh(by, directive):
        raise NotAllowedError(reason)
    today = day_of(at)
    given = steps.give(directive, on=today, at=at)
    stopped = steps.cancel(Q(task__directive=directive, agency__valid_to__lt=today), at=at)
    steps.say(
        "directive.bodies_renewed",
        directive,
        by=by,
        at=at,
        body={"given": len(given)},
        lines=[{"task": row.task.n, "agency": row.agency.code} for row in stopped],
    )
    answer = {"given": len(given), "stopped": len(stopped)}
    finish(once, actor=str(by), answer=answer)
    return len(given), len(stopped)


@transaction.atomic(durable=True)
def end(
    *, directive_id: int, after: Stage, paper: str, by: Actor, at: datetime, once: RequestKey
) -> int:
    """Close a directive, or enter that it was revoked. What is not done is followed no longer.

    Raises:
        Directive.DoesNotExist, NotAllowedError, UnfitDirectiveError, RefusedTextError.
    """
    if (done := begin(once, actor=str(by), at=at)) is not None:
        return int(done["stopped"])
    directive = steps.locked(directive_id, by)
    if reason := permissions.why_not_move(by, directive, after):
        raise NotAllowedError(reason)
    if after is Stage.WITHDRAWN and directive.issued_at and not paper.strip():
        raise UnfitDirectiveError(_("Name the paper that revokes it, with its date."))
    stopped = steps.cancel(Q(task__directive=directive), at=at)
    directive.stage, directive.ended_at = after, at
    directive.ended_paper = passed(paper.strip(), names_a_paper=True)
    directive.save(update_fields=["stage", "ended_at", "ended_paper"])
    steps.say(
        "directive.ended", directive, by=by, at=at,
        body={"stage": after.value, "stopped": len(stopped)},
        notes={"paper": directive.ended_paper},
    )  # fmt: skip
    finish(once, actor=str(by), answer={"stopped": len(stopped)})
    return len(stopped)


@transaction.atomic(durable=True)
def acknowledge(
    *, directive_id: int, agency_id: int, paper: SignedPaper | None = None, by: Actor,
    at: datetime, once: RequestKey,
) -> bool:  # fmt: skip
    """Say that a body has received a directive. False when it was said before.

    Args:
        paper: the body's own, where whoever follows its line enters it.

    Raises:
        Directive.DoesNotExist, Agency.DoesNotExist: not addressed to that body, or not known.
        NotAllowedError, RefusedTextError, UnfitPaperError.
    """
    if (done := begin(once, actor=str(by), at=at)) is not None:
        return bool(done["new"])
    directive = queries.seen_by(by).get(pk=directive_id)
    given = queries.assignments_seen_by(by).filter(task__directive=directive, agency=agency_id)
    agency = Agency.objects.filter(pk__in=given.values("agency")).get()
    if reason := permissions.why_not_acknowledge(by, agency, by_paper=paper is not None):
        raise NotAllowedError(reason)
    said = written(paper, at=at) if paper and not permissions.speaks_for(by, agency) else ""
    _row, new = DirectiveReceipt.objects.get_or_create(
        directive=directive,
        agency=agency,
        defaults={"at": at, "by_id": by.user_id, "paper": said},
    )
    if new:
        steps.say(
            "directive.received", directive, by=by, at=at,
            body={"agency": agency.code, "by_paper": int(bool(said))},
            notes={"paper": said} if said else {},
        )  # fmt: skip
    finish(once, actor=str(by), answer={"new": new})
    return new


def _must_reach(directive: Directive, by: Actor, at: datetime) -> None:
    reached = queries.carriers(directive, day_of(at))
    if not reached:
        raise UnfitDirectiveError(_("Enter at least one task first."))
    numbers = dict(directive.tasks.values_list("pk", "n"))
    if nobody := sorted(numbers[task] for task, bodies in reached.items() if not bodies):
        raise UnfitDirectiveError(
            _("Nobody carries task %(numbers)s: say whom it is for.")
            % {"numbers": ", ".join(map(str, nobody))}
        )
    if directive.keeper != Body.PARTY_OFFICE:
        return
    lines = lines_of(by.role)
    bodies = {body for each in reached.values() for body in each}
    if Agency.objects.filter(pk__in=bodies).exclude(line__in=lines).exists():
        raise UnfitDirectiveError(
            _("The Party office puts tasks on the bodies of its own lines: %(lines)s.")
            % {"lines": ", ".join(str(LINE_LABELS[one]) for one in sorted(lines))}
        )
