"""Steps that several acts on directives share. They open no transaction."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count, Q

from kt1.law.screening.rules import passed
from kt1.ledger.entries.actions import append
from kt1.oversight.directives import queries
from kt1.oversight.directives.models import (
    Assignment,
    Directive,
    DirectiveTask,
    Progress,
    TaskTarget,
)
from kt1.oversight.directives.rules import Part, State, Target, Why
from kt1.people.actor import Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What is said of some assignments at once. `note` is a remark, screened."""

    state: State
    why: Why | None = None
    paper: str = ""
    note: str = ""
    due: date | None = None


def subject_of(directive_id: int) -> str:
    return f"directive:{directive_id}"


def locked(directive_id: int, by: Actor) -> Directive:
    """The directive, held: two acts never follow the same state of it."""
    seen = queries.seen_by(by).get(pk=directive_id)
    return Directive.objects.select_for_update().get(pk=seen.pk)


def say(
    kind: str,
    directive: Directive,
    *,
    by: Actor,
    at: datetime,
    body: Mapping[str, str | int | None] | None = None,
    lines: Sequence[Mapping[str, str | int | None]] = (),
    notes: Mapping[str, str] | None = None,
) -> UUID:
    return append(
        kind=kind,
        subject=subject_of(directive.pk),
        actor=str(by),
        at=at,
        body=dict(body or {}),
        lines=[dict(line) for line in lines],
        notes={field: text for field, text in (notes or {}).items() if text},
    )


def put_targets(task: DirectiveTask, targets: Collection[Target]) -> None:
    task.targets.all().delete()
    TaskTarget.objects.bulk_create(
        TaskTarget(
            task=task,
            part=one.part,
            family=one.family,
            commune_id=one.commune_id,
            agency_id=one.agency_id,
            annex_only=one.annex_only,
        )
        for one in dict.fromkeys(targets)
    )


def give(directive: Directive, *, on: date, at: datetime) -> list[Assignment]:
    """Give the tasks to the bodies of the day that have them not yet."""
    wanted = queries.carriers(directive, on)
    had = set(Assignment.objects.filter(task__in=wanted).values_list("task_id", "agency_id"))
    due = dict(directive.tasks.values_list("pk", "due"))
    return Assignment.objects.bulk_create(
        Assignment(
            task_id=task,
            agency_id=body,
            part=part,
            due=due[task] if part is Part.LEAD else None,
            given_at=at,
            changed_at=at,
        )
        for task, bodies in wanted.items()
        for body, part in sorted(bodies.items())
        if (task, body) not in had
    )


def record(
    rows: Sequence[Assignment],
    said: Said,
    *,
    kind: str,
    for_others: Collection[int],
    by: Actor,
    at: datetime,
) -> UUID:
    """What was said of these assignments of one directive: rows, history and one entry."""
    directive = rows[0].task.directive
    paper = passed(said.paper.strip(), names_a_paper=True)
    entry = say(
        kind,
        directive,
        by=by,
        at=at,
        body={"state": said.state.value, "why": said.why.value if said.why else None,
              "due": said.due.isoformat() if said.due else None},
        lines=[{"task": row.task.n, "agency": row.agency.code} for row in rows],
        notes={"paper": paper, "note": passed(said.note.strip())},
    )  # fmt: skip
    numbers = dict(
        Assignment.objects.filter(pk__in=[row.pk for row in rows])
        .annotate(said=Count("progress"))
        .values_list("pk", "said")
    )
    Progress.objects.bulk_create(
        Progress(
            assignment=row,
            n=numbers[row.pk] + 1,
            state=said.state,
            why=said.why or "",
            paper=paper,
            for_the_body=row.pk in for_others,
            due=said.due,
            at=at,
            by_id=by.user_id,
            entry=entry,
        )
        for row in rows
    )
    changed: dict[str, object] = {"state": said.state, "changed_at": at}
    if paper:
        changed["paper"] = paper
    if said.due is not None:
        changed["due"] = said.due
    Assignment.objects.filter(pk__in=[row.pk for row in rows]).update(**changed)
    return entry


def cancel(condition: Q, *, at: datetime) -> list[Assignment]:
    """Stop following what is not done of these. Returns those stopped."""
    open_ones = Assignment.objects.filter(condition).exclude(
        state__in=[State.DONE, State.NOT_CONCERNED, State.CANCELLED]
    )
    rows = list(open_ones.select_for_update(of=("self",)).select_related("agency", "task"))
    Assignment.objects.filter(pk__in=[row.pk for row in rows]).update(
        state=State.CANCELLED, changed_at=at
    )
    return rows
