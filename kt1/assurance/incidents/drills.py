"""Starting, stepping through and ending a drill. Writes to tables of drills alone."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from kt1.assurance.incidents.drill_rules import (
    COVERS_MAX,
    SCENARIOS,
    STEPS,
    Mark,
    Step,
    marks,
    score,
)
from kt1.assurance.incidents.models import Drill, DrillStep
from kt1.assurance.incidents.norms import drill_minutes
from kt1.assurance.incidents.rules import Kind, code_of, incident_id
from kt1.ledger.entries.actions import append
from kt1.ledger.entries.canonical import JSON
from kt1.ledger.requests.rules import RequestKey
from kt1.ledger.requests.steps import begin, finish
from kt1.network.places.models import Place
from kt1.network.places.rules import PlaceKind
from kt1.people.accounts.rules import Role
from kt1.people.actor import Actor, NotAllowedError

PREFIX = "DT"
_WHERE = (PlaceKind.POST_OFFICE, PlaceKind.CENTRE)
READERS = frozenset({Role.CONTROLLER, Role.DISPATCHER, Role.REGULATOR})


class UnfitDrillError(Exception):
    """The drill cannot go so. The sentence says why."""


def why_not_read(actor: Actor) -> str | None:
    if actor.role in READERS and actor.province_id is not None:
        return None
    return _("Drills are read by the post and by the Department of Science and Technology.")


def why_not_start(actor: Actor) -> str | None:
    if actor.role is Role.DISPATCHER and actor.province_id is not None:
        return None
    return _("The dispatcher of the post starts and ends a drill.")


def why_not_step(actor: Actor, drill: Drill) -> str | None:
    at_it = actor.role is Role.CONTROLLER and actor.is_at(drill.place_id)
    runs_it = actor.role is Role.DISPATCHER and actor.is_in(drill.province_id)
    if not at_it and not runs_it:
        return _("Whoever works at this place, and the dispatcher, do the steps of a drill.")
    if drill.ended_at is not None:
        return _("This drill is over.")
    return None


def why_not_end(actor: Actor, drill: Drill) -> str | None:
    if drill.ended_at is not None:
        return _("This drill is over.")
    return why_not_start(actor)


def seen_by(actor: Actor) -> QuerySet[Drill]:
    """Those of one's province; a controller those at their place."""
    found = Drill.objects.select_related("place")
    if actor.role is Role.CONTROLLER:
        return found.filter(place=actor.place_id or 0)
    if actor.role in READERS:
        return found.filter(province=actor.province_id or 0)
    return found.none()


def places_of(actor: Actor) -> QuerySet[Place]:
    """Where a drill can be held."""
    return Place.objects.filter(
        kind__in=_WHERE, valid_to=None, province=actor.province_id or 0
    ).order_by("sort_key")


def marks_of(drill: Drill) -> tuple[Mark, ...]:
    """The steps with their times so far. One query."""
    done = {Step(one.step): one.at for one in drill.steps.all()}
    return marks(Kind(drill.scenario), drill.started_at, done, _within(drill))


def _within(drill: Drill) -> Mapping[Step, timedelta]:
    found = {s: drill_minutes(s.value, drill.started_at) for s in STEPS[Kind(drill.scenario)]}
    return {step: timedelta(minutes=n) for step, n in found.items() if n is not None}


@transaction.atomic(durable=True)
def start(
    *, scenario: Kind, place_id: int, covers: int, by: Actor, at: datetime, once: RequestKey
) -> UUID:
    """Start a drill at a place: from now on its steps are timed.

    Raises:
        NotAllowedError
        UnfitDrillError: no such place or scenario, or one runs there already.
    """
    if (done := begin(once, actor=str(by), at=at)) is not None:
        return UUID(done["drill"])
    if reason := why_not_start(by):
        raise NotAllowedError(reason)
    place = places_of(by).select_for_update().filter(pk=place_id).first()
    if place is None or scenario not in SCENARIOS or not 0 < covers <= COVERS_MAX:
        raise UnfitDrillError(_("Choose a scenario, a place of your province and some covers."))
    if Drill.objects.filter(place=place, ended_at=None).exists():
        raise UnfitDrillError(_("A drill runs at this place already."))
    key = incident_id(f"drill/{once.key}")
    drill = Drill.objects.create(
        id=key,
        code=code_of(key, PREFIX),
        scenario=scenario,
        province_id=place.province_id,
        place=place,
        covers=covers,
        started_at=at,
        started_by_id=by.user_id,
    )
    _tell(drill, "started", {"scenario": scenario.value, "place": place_id}, by=by, at=at)
    finish(once, actor=str(by), answer={"drill": str(key)})
    return key


@transaction.atomic(durable=True)
def step(*, drill_id: UUID, done: Step, by: Actor, at: datetime, once: RequestKey) -> None:
    """One step is done: its time is the moment of the request.

    Raises:
        Drill.DoesNotExist, NotAllowedError
        UnfitDrillError: it is not a step of this scenario, or done already.
    """
    if begin(once, actor=str(by), at=at) is not None:
        return
    drill = seen_by(by).select_for_update(of=("self",)).get(pk=drill_id)
    if reason := why_not_step(by, drill):
        raise NotAllowedError(reason)
    known = done in STEPS[Kind(drill.scenario)]
    if not known or drill.steps.filter(step=done).exists():
        raise UnfitDrillError(_("This step is done already, or not one of this drill."))
    DrillStep.objects.create(drill=drill, step=done, at=at, by_id=by.user_id)
    _tell(drill, "stepped", {"step": done.value}, by=by, at=at)
    finish(once, actor=str(by), answer={})


@transaction.atomic(durable=True)
def end(*, drill_id: UUID, by: Actor, at: datetime, once: RequestKey) -> int:
    """End a drill; what was not done by now counts nothing. Returns the score in percent.

    Raises:
        Drill.DoesNotExist, NotAllowedError
    """
    if (known := begin(once, actor=str(by), at=at)) is not None:
        return int(known["score"])
    drill = seen_by(by).select_for_update(of=("self",)).get(pk=drill_id)
    if reason := why_not_end(by, drill):
        raise NotAllowedError(reason)
    drill.score = score(marks_of(drill))
    drill.ended_at, drill.ended_by_id = at, by.user_id
    drill.save(update_fields=["score", "ended_at", "ended_by"])
    _tell(drill, "ended", {"score": drill.score}, by=by, at=at)
    finish(once, actor=str(by), answer={"score": drill.score})
    return drill.score


def _tell(drill: Drill, what: str, body: dict[str, JSON], *, by: Actor, at: datetime) -> None:
    append(kind=f"drill.{what}", subject=f"drill:{drill.pk}", actor=str(by), at=at, body=body)
