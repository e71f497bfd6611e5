"""Directives and tasks as an actor may see them. Every answer is a bounded number of queries."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Exists, F, Max, OuterRef, Q, QuerySet

from kt1.law.parameters.keys import Key
from kt1.law.parameters.queries import norms
from kt1.network.agencies.models import Agency
from kt1.network.agencies.queries import in_force, memberships_on
from kt1.network.agencies.rules import Family
from kt1.oversight.directives.models import (
    Assignment,
    Directive,
    DirectiveReceipt,
    DirectiveTask,
    Progress,
)
from kt1.oversight.directives.permissions import KEEPERS, SPEAKERS, lines_seen
from kt1.oversight.directives.rules import (
    TO_DO,
    Addressable,
    Part,
    Stage,
    Standing,
    State,
    Target,
    carried_by,
)
from kt1.oversight.reminders.rules import Owed
from kt1.people.accounts.rules import AGENCY_ROLES, Role
from kt1.people.actor import Actor
from kt1.people.reminders.rules import lines_of

RULE = "directive"
_GENERAL = "CHUNG"


def near_days(on: date) -> int:
    """How many days before its day a task is said to be near."""
    return norms(_GENERAL, on).count(Key.TASK_NEAR_DAYS)


def own_bodies(actor: Actor) -> Q:
    """Bodies this person reports for."""
    if actor.role is Role.DISPATCHER:
        return Q(agency__family=Family.POST, agency__province=actor.province_id)
    if actor.role in AGENCY_ROLES | SPEAKERS and actor.agency_id is not None:
        return Q(agency=actor.agency_id)
    return Q(pk__in=())


def assignments_seen_by(actor: Actor) -> QuerySet[Assignment]:
    """Tasks of one's own body; of whoever keeps directives those of the lines they see."""
    rows = Assignment.objects.exclude(task__directive__stage=Stage.DRAFT).select_related(
        "task__directive", "agency"
    )
    condition = own_bodies(actor)
    if lines := lines_seen(actor.role):
        condition |= Q(agency__line__in=lines, agency__province=actor.province_id)
    return rows.filter(condition)


def seen_by(actor: Actor) -> QuerySet[Directive]:
    """What one's body keeps, and what is addressed to a body that one sees."""
    rows = Directive.objects.select_related("province", "under").order_by("-registered_at", "-pk")
    mine = Exists(assignments_seen_by(actor).filter(task__directive=OuterRef("pk")))
    condition = Q(mine)
    if (keeper := KEEPERS.get(actor.role)) is not None:
        condition |= Q(keeper=keeper, province=actor.province_id)
    return rows.filter(condition)


def followed_by(actor: Actor) -> QuerySet[Assignment]:
    """Tasks of bodies whose reports this person looks at."""
    lines = lines_of(actor.role) if actor.role in KEEPERS else frozenset()
    return assignments_seen_by(actor).filter(
        agency__line__in=lines, agency__province=actor.province_id
    )


def overdue(rows: QuerySet[Assignment], on: date) -> QuerySet[Assignment]:
    """Past their day and not reported; a body that helps owes nothing."""
    return rows.filter(owing(on))


def owing(on: date) -> Q:
    return Q(
        part=Part.LEAD,
        state__in=TO_DO,
        due__lt=on,
        task__directive__stage=Stage.ISSUED,
    )


def by_standing(rows: QuerySet[Assignment], wanted: Standing, on: date) -> QuerySet[Assignment]:
    """Those that a list shows so on the day."""
    return rows.filter(standing_is(wanted, on))


def standing_is(wanted: Standing, on: date) -> Q:
    """The same rule as `rules.standing`, for sets."""
    near = on + timedelta(days=near_days(on))
    to_do, lead = Q(state__in=TO_DO), Q(part=Part.LEAD)
    late = to_do & lead & Q(due__lt=on)
    close = to_do & lead & Q(due__gte=on, due__lte=near)
    conditions = {
        Standing.DONE: Q(state=State.DONE),
        Standing.OUT: Q(state__in=[State.NOT_CONCERNED, State.CANCELLED]),
        Standing.WAITING: Q(state=State.REPORTED),
        Standing.OVERDUE: late,
        Standing.NEAR: close,
        Standing.NOT_STARTED: Q(state=State.OPEN) & ~late & ~close,
        Standing.UNDER_WAY: Q(state__in=[State.STARTED, State.RETURNED]) & ~late & ~close,
    }
    return conditions[wanted]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """One task of a directive with how many bodies stand how; `others` are of unseen lines."""

    task: DirectiveTask
    counts: Mapping[Standing, int]
    others: int

    @property
    def bodies(self) -> int:
        return sum(self.counts.values())


def tallies(directive: Directive, actor: Actor, on: date) -> list[Tally]:
    """Each task with the bodies the actor sees, by standing. Three queries."""
    seen = assignments_seen_by(actor).filter(task__directive=directive)
    wanted = {f"n_{one.value}": Count("pk", filter=standing_is(one, on)) for one in Standing}
    counted = {row["task"]: row for row in seen.order_by().values("task").annotate(**wanted)}
    whole = dict(
        Assignment.objects.filter(task__directive=directive)
        .values_list("task")
        .annotate(n=Count("pk"))
        .order_by()
    )
    found = []
    for task in directive.tasks.order_by("n"):
        row = counted.get(task.pk, {})
        counts = {one: row.get(f"n_{one.value}", 0) for one in Standing}
        others = whole.get(task.pk, 0) - sum(counts.values())
        found.append(Tally(task=task, counts=counts, others=others))
    return found


def acknowledged(directive: Directive, actor: Actor) -> tuple[int, int]:
    """Of the bodies the actor sees: how many have it, how many said so."""
    bodies = (
        assignments_seen_by(actor)
        .filter(task__directive=directive)
        .order_by()
        .values("agency")
        .distinct()
    )
    said = DirectiveReceipt.objects.filter(directive=directive, agency__in=bodies)
    return bodies.count(), said.count()


def unheard_of(directive: Directive, actor: Actor) -> list[Agency]:
    """Bodies whose papers the actor may enter and that nobody has said to have received it."""
    given = followed_by(actor).filter(task__directive=directive).exclude(agency=actor.agency_id)
    said = DirectiveReceipt.objects.filter(directive=directive).values("agency")
    bodies = Agency.objects.filter(pk__in=given.order_by().values("agency"))
    return list(bodies.exclude(pk__in=said).order_by("-works_on_paper", "sort_key", "pk"))


def unacknowledged_by(actor: Actor) -> QuerySet[Directive]:
    """Directives with tasks for a body one speaks for that nobody has said to have received."""
    given = Assignment.objects.filter(own_bodies(actor), task__directive=OuterRef("pk"))
    said = DirectiveReceipt.objects.filter(own_bodies(actor), directive=OuterRef("pk"))
    return Directive.objects.filter(Exists(given), ~Exists(said), stage=Stage.ISSUED)


def targets_of(directive: Directive) -> dict[int, list[Target]]:
    """By task."""
    found: dict[int, list[Target]] = {}
    rows = directive.tasks.values_list(
        "pk",
        "targets__part",
        "targets__family",
        "targets__commune",
        "targets__agency",
        "targets__annex_only",
    )
    for task, part, family, commune, agency, annex_only in rows.order_by("n", "targets__pk"):
        mine = found.setdefault(task, [])
        if part is not None:
            mine.append(
                Target(
                    part=Part(part),
                    family=family,
                    commune_id=commune,
                    agency_id=agency,
                    annex_only=annex_only,
                )
            )
    return found


def addressables(province_id: int, on: date) -> list[Addressable]:
    """The bodies of a province on a day. Two queries."""
    named = set(memberships_on(on).values_list("agency_id", flat=True))
    rows = in_force(on).filter(province=province_id)
    return [
        Addressable(id=pk, family=family, commune_id=commune, in_annex=pk in named)
        for pk, family, commune in rows.values_list("pk", "family", "commune_id")
    ]


def carriers(directive: Directive, on: date) -> dict[int, dict[int, Part]]:
    """By task, the bodies that carry it on the day and in what part."""
    bodies = addressables(directive.province_id, on)
    return {task: carried_by(these, bodies) for task, these in targets_of(directive).items()}


def last_said(assignments: Collection[int]) -> dict[int, Progress]:
    """The newest progress of each."""
    newest = (
        Progress.objects.filter(assignment__in=assignments)
        .values("assignment")
        .annotate(last=Max("n"))
        .values_list("assignment", "last")
    )
    wanted = dict(newest)
    rows = Progress.objects.filter(assignment__in=wanted, n__in=set(wanted.values()))
    return {
        row.assignment_id: row
        for row in rows.select_related("by")
        if wanted[row.assignment_id] == row.n
    }


def owed(*, province_id: int, on: date) -> tuple[Owed, ...]:
    """What bodies lead and have not reported, however far its day: reminders take their steps.

    A body that the directive does not address, or that only helps, or that ended, is not in it.
    """
    rows = Assignment.objects.filter(
        Q(agency__valid_to=None) | Q(agency__valid_to__gte=on),
        part=Part.LEAD,
        state__in=TO_DO,
        due__isnull=False,
        task__directive__stage=Stage.ISSUED,
        agency__province=province_id,
    ).annotate(code=F("agency__code"), directive=F("task__directive"), n=F("task__n"))
    return tuple(
        Owed(
            rule=RULE,
            subject=f"task:{row.directive}.{row.n}/agency:{row.code}",
            agency_id=row.agency_id,
            province_id=province_id,
            due=row.due,
        )
        for row in rows.order_by("due", "pk")
        if row.due is not None
    )


def bodies_of(codes: Collection[str], province_id: int, on: date) -> dict[str, Agency]:
    """Bodies of a province by code."""
    rows = in_force(on).filter(province=province_id, code__in=codes)
    return {row.code: row for row in rows}
