"""Reporting on tasks and looking at reports: many at once, one entry for each directive."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from kt1.ledger.requests.rules import RequestKey
from kt1.ledger.requests.steps import begin, finish
from kt1.network.agencies.rules import Line
from kt1.oversight.directives import permissions, queries, steps
from kt1.oversight.directives.actions import UnfitDirectiveError
from kt1.oversight.directives.models import Assignment
from kt1.oversight.directives.rules import SAID_BY_BODY, SAID_BY_FOLLOWER, State
from kt1.oversight.directives.steps import Said
from kt1.people.actor import Actor, NotAllowedError
from kt1.people.coverage.rules import day_of

AT_ONCE_MAX = 2_000


@transaction.atomic(durable=True)
def report(
    *, assignment_ids: Collection[int], said: Said, by: Actor, at: datetime, once: RequestKey
) -> int:
    """A body says how it stands with its tasks; another enters its signed paper. Returns how many.

    Nobody looks at what a body of a closed line reports (a court, the police): it is done then.

    Raises:
        Assignment.DoesNotExist: one of them is not known to `by`.
        NotAllowedError, UnfitDirectiveError, RefusedTextError.
    """
    if (stored := begin(once, actor=str(by), at=at)) is not None:
        return int(stored["said"])
    if said.state not in SAID_BY_BODY:
        raise UnfitDirectiveError(_("A body says that it has begun, or that it has done it."))
    rows = _found(assignment_ids, by)
    for row in rows:
        if reason := permissions.why_not_report(by, row, said.state, said.paper.strip()):
            raise NotAllowedError(reason)
    others = {row.pk for row in rows if not permissions.speaks_for(by, row.agency)}
    finished = {row.pk for row in rows if _nobody_looks(row, said)}
    for these in _of_each_directive([row for row in rows if row.pk not in finished]):
        steps.record(these, said, kind="directive.reported", for_others=others, by=by, at=at)
    done = replace(said, state=State.DONE)
    for these in _of_each_directive([row for row in rows if row.pk in finished]):
        steps.record(these, done, kind="directive.reported", for_others=others, by=by, at=at)
    finish(once, actor=str(by), answer={"said": len(rows)})
    return len(rows)


@transaction.atomic(durable=True)
def decide(
    *, assignment_ids: Collection[int], said: Said, by: Actor, at: datetime, once: RequestKey
) -> int:
    """Whoever follows a body looks at its report: done, to be completed, or not concerned.

    Sending back may grant a later day; a body that is concerned after all begins anew.

    Raises:
        Assignment.DoesNotExist, NotAllowedError, UnfitDirectiveError, RefusedTextError.
    """
    if (stored := begin(once, actor=str(by), at=at)) is not None:
        return int(stored["said"])
    if said.state not in SAID_BY_FOLLOWER:
        raise UnfitDirectiveError(_("Say whether it is done, to be completed or not concerned."))
    if (said.state is State.RETURNED) != (said.why is not None):
        raise UnfitDirectiveError(_("Say why it comes back."))
    if said.due is not None and said.due < day_of(at):
        raise UnfitDirectiveError(_("The day to do it by lies in the past."))
    rows = _found(assignment_ids, by)
    for row in rows:
        if reason := permissions.why_not_decide(by, row, said.state):
            raise NotAllowedError(reason)
    for these in _of_each_directive(rows):
        steps.record(these, said, kind="directive.decided", for_others=(), by=by, at=at)
    finish(once, actor=str(by), answer={"said": len(rows)})
    return len(rows)


def _nobody_looks(row: Assignment, said: Said) -> bool:
    return said.state is State.REPORTED and not permissions.is_followed(Line(row.agency.line))


def _found(ids: Collection[int], by: Actor) -> list[Assignment]:
    wanted = set(ids)
    if not wanted:
        raise UnfitDirectiveError(_("Choose at least one task."))
    if len(wanted) > AT_ONCE_MAX:
        raise UnfitDirectiveError(_("At most %(n)d at once.") % {"n": AT_ONCE_MAX})
    rows = list(
        queries.assignments_seen_by(by)
        .filter(pk__in=wanted)
        .select_for_update(of=("self",))
        .order_by("pk")
    )
    if len(rows) != len(wanted):
        raise Assignment.DoesNotExist
    return rows


def _of_each_directive(rows: Sequence[Assignment]) -> list[list[Assignment]]:
    found: dict[int, list[Assignment]] = {}
    for row in rows:
        found.setdefault(row.task.directive_id, []).append(row)
    return list(found.values())
