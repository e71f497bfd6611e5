"""Who and what the access matrix is walked with.

The page owner of a route that names a thing adds it to ARGUMENTS, with one entry for each relation
the matrix tells apart; one that needs more than an empty form adds the form to PAYLOADS.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

from kt1.network.models import Agency, AnnexMembership, Place
from kt1.people.accounts.models import Duty
from kt1.people.accounts.rules import Role
from kt1.people.actor import Actor
from kt1.people.approvals import steps as approvals
from kt1.people.approvals.rules import ApprovalKind
from kt1.people.sign_ins.models import SignIn
from kt1.people.tokens.models import ApiToken
from tests.architecture import (
    scene_api,
    scene_assessments,
    scene_budget,
    scene_complaints,
    scene_coverage,
    scene_delivery,
    scene_directives,
    scene_doors,
    scene_figures,
    scene_handling,
    scene_incidents,
    scene_inspections,
    scene_items,
    scene_norms,
    scene_operator,
    scene_quality,
    scene_reconciliation,
    scene_reminders,
    scene_reports,
    scene_reviews,
    scene_rosters,
    scene_service,
    scene_settle,
    scene_succession,
    scene_vetting,
)
from tests.custody import factories as make
from tests.custody import world
from tests.custody.world import World

#: Relations of a person to a thing.
OWN = "own"  # held, sent or received by the person's own place or agency
OTHER = "other"  # of somebody else in the same province
FAR = "far"  # of another province
NONE = "-"  # the route names no thing
#: Files differ by what they hold, and so by who keeps it.
FILES = ("agencies", "annex", "places", "points", "routes", "units", "successions")


@dataclass(frozen=True, slots=True)
class Scene:
    world: World
    people: Mapping[Role, Actor]


def build() -> Scene:
    """The small world of the custody tests, and one person for every role."""
    made = world.build()
    here = make.province("24")
    of_province = {"at_province": here}
    places: dict[Role, dict[str, Any]] = {
        Role.ACCOUNTANT: {"body": made.sender},
        Role.HEAD: {"body": made.sender},
        Role.PARTY_OFFICE: {"body": made.sender} | of_province,
        Role.DISPATCHER: of_province,
        Role.REGULATOR: of_province,
        Role.POLICE_PA03: of_province,
        Role.POLICE_PA05: of_province,
        Role.FINANCE: of_province,
        Role.PROVINCE_LEADER: of_province,
        Role.MINISTRY: {},
        Role.WITNESS: {},
        Role.ADMIN: {},
    }
    people = {role: make.actor(role, **where) for role, where in places.items()}
    people[Role.CLERK] = made.clerk
    people[Role.COUNTER] = made.counter
    people[Role.CONTROLLER] = made.controller
    people[Role.COURIER] = made.courier
    return Scene(made, people)


def _sign_in_of(actor: Actor) -> int:
    duty = Duty.objects.get(pk=actor.duty_id or 0)
    opened = SignIn.objects.create(
        user=duty.user, duty=duty, opened_at=make.MORNING, seen_at=make.MORNING
    )
    return opened.pk


def _user_of(actor: Actor) -> dict[str, Any]:
    return {"user_id": actor.user_id}


def _duty_of(actor: Actor) -> dict[str, Any]:
    return {"duty_id": actor.duty_id}


def _token_of(actor: Actor) -> dict[str, Any]:
    token = ApiToken.objects.create(
        sha256=uuid4().bytes * 2,
        user_id=actor.user_id,
        duty_id=actor.duty_id or 0,
        made_at=make.MORNING,
        expires_at=make.MORNING + timedelta(days=30),
    )
    return {"token_id": token.pk}


def _asked_by(actor: Actor) -> dict[str, Any]:
    """A request for a second person, made by somebody else than whoever is asking."""
    asked = approvals.ask(
        kind=ApprovalKind.LOSS,
        subject="unit:X",
        payload={"code": uuid4().hex},
        by=actor,
        at=make.MORNING,
    )
    return {"approval_id": asked.pk}


def _receiver_of(body: Agency, door: Place) -> dict[str, Any]:
    return {"receiver_id": make.receiver(door, body).pk}


def _far_route(scene: Scene) -> dict[str, Any]:
    return {"code": make.route("75-PH1", scene.world.far_centre, scene.world.far_door).code}


def _named(body: Agency) -> dict[str, Any]:
    """An agency named in an annex since the year began."""
    AnnexMembership.objects.create(
        agency=body, annex="II", source="QĐ 32/2025/QĐ-TTg", valid_from=date(2026, 1, 1)
    )
    return {"code": body.code, "since": "2026-01-01"}


def _once(_scene: Scene, _person: Actor | None) -> dict[str, Any]:
    return {"once": str(uuid4())}


#: Given the scene and who asks: the person of a role, or nobody.
Maker = Callable[[Scene, Actor | None], dict[str, Any]]


def _file(kind: str, **more: str) -> Maker:
    return lambda _scene, _person: {"name": kind, **more}


#: Route → relation → the arguments of its address.
ARGUMENTS: dict[str, dict[str, Maker]] = {
    "end_sign_in": {
        OWN: lambda scene, person: {"sign_in_id": _sign_in_of(person or scene.world.clerk)},
        FAR: lambda scene, _: {"sign_in_id": _sign_in_of(scene.world.far_clerk)},
    },
    "kill_sign_in": {
        FAR: lambda scene, _: {
            **_user_of(scene.world.far_clerk),
            "sign_in_id": _sign_in_of(scene.world.far_clerk),
        },
    },
    "revoke_token": {FAR: lambda scene, _: _token_of(scene.world.far_clerk)},
    **{
        name: {FAR: lambda scene, _: _user_of(scene.world.far_clerk)}
        for name in ("account", "reset_password", "set_enabled", "give_duty")
    },
    **{
        name: {FAR: lambda scene, _: _duty_of(scene.world.far_clerk)}
        for name in ("end_duty", "make_token")
    },
    **{
        name: {
            OTHER: lambda scene, _: _asked_by(scene.world.second_controller),
            FAR: lambda scene, _: _asked_by(scene.world.far_controller),
        }
        for name in ("approve", "refuse")
    },
    **{
        name: {
            OWN: lambda scene, _: _receiver_of(scene.world.sender, scene.world.sender_door),
            OTHER: lambda scene, _: _receiver_of(scene.world.receiver, scene.world.door),
            FAR: lambda scene, _: _receiver_of(scene.world.far, scene.world.far_door),
        }
        for name in ("receiver", "end_receiver")
    },
    **{
        name: {
            OTHER: lambda scene, _: {"code": scene.world.receiver.code},
            FAR: lambda scene, _: {"code": scene.world.far.code},
        }
        for name in (
            "agency",
            "agency_edit",
            "agency_point_new",
            "agency_point_end",
            "agency_annex_new",
        )
    },
    "agency_annex_edit": {
        OTHER: lambda scene, _: _named(scene.world.receiver),
        FAR: lambda scene, _: _named(scene.world.far),
    },
    **{
        name: {
            OTHER: lambda scene, _: {"code": scene.world.door.code},
            FAR: lambda scene, _: {"code": scene.world.far_door.code},
        }
        for name in ("place", "place_edit")
    },
    **{
        name: {
            OTHER: lambda scene, _: {"code": scene.world.round.code},
            FAR: lambda scene, _: _far_route(scene),
        }
        for name in ("route", "route_edit")
    },
    **{
        name: {kind: _file(kind) for kind in FILES}
        for name in ("sheet", "sheet_take", "sheet_form")
    },
    "sheet_file": {kind: _file(kind, form="csv") for kind in FILES},
}

#: Route → the form it is sent; an empty one without.
PAYLOADS: dict[str, Maker] = dict.fromkeys(
    ("approve", "refuse", "end_receiver", "reset_password", "set_enabled", "end_duty",
     "kill_sign_in", "revoke_token", "end_sign_in"),
    _once,
)  # fmt: skip
PAYLOADS["agency_point_end"] = lambda scene, person: {
    **_once(scene, person), "point": scene.world.door.code, "day_kind": "any", "hours": "any",
}  # fmt: skip

ARGUMENTS.update(scene_items.ARGUMENTS)
PAYLOADS.update(scene_items.PAYLOADS)
ARGUMENTS.update(scene_handling.ARGUMENTS)
ARGUMENTS.update(scene_delivery.ARGUMENTS)
ARGUMENTS.update(scene_doors.ARGUMENTS)
PAYLOADS.update(scene_doors.PAYLOADS)
PAYLOADS.update(scene_figures.PAYLOADS)
ARGUMENTS.update(scene_succession.ARGUMENTS)
ARGUMENTS.update(scene_budget.ARGUMENTS)
PAYLOADS.update(scene_budget.PAYLOADS)
ARGUMENTS.update(scene_api.ARGUMENTS)
PAYLOADS.update(scene_api.PAYLOADS)
ARGUMENTS.update(scene_vetting.ARGUMENTS)
ARGUMENTS.update(scene_coverage.ARGUMENTS)
ARGUMENTS.update(scene_norms.ARGUMENTS)
PAYLOADS.update(scene_norms.PAYLOADS)
ARGUMENTS.update(scene_service.ARGUMENTS)
PAYLOADS.update(scene_service.PAYLOADS)
ARGUMENTS.update(scene_rosters.ARGUMENTS)
PAYLOADS.update(scene_rosters.PAYLOADS)
ARGUMENTS.update(scene_reconciliation.ARGUMENTS)
PAYLOADS.update(scene_reconciliation.PAYLOADS)
ARGUMENTS.update(scene_complaints.ARGUMENTS)
ARGUMENTS.update(scene_incidents.ARGUMENTS)
ARGUMENTS.update(scene_inspections.ARGUMENTS)
ARGUMENTS.update(scene_quality.ARGUMENTS)
ARGUMENTS.update(scene_operator.ARGUMENTS)
PAYLOADS.update(scene_operator.PAYLOADS)
ARGUMENTS.update(scene_reports.ARGUMENTS)
ARGUMENTS.update(scene_settle.ARGUMENTS)
PAYLOADS.update(scene_settle.PAYLOADS)
PAYLOADS.update(scene_quality.PAYLOADS)
PAYLOADS.update(scene_reports.PAYLOADS)
ARGUMENTS.update(scene_reminders.ARGUMENTS)
PAYLOADS.update(scene_reminders.PAYLOADS)
ARGUMENTS.update(scene_directives.ARGUMENTS)
PAYLOADS.update(scene_directives.PAYLOADS)
ARGUMENTS.update(scene_reviews.ARGUMENTS)
PAYLOADS.update(scene_reviews.PAYLOADS)
ARGUMENTS.update(scene_assessments.ARGUMENTS)
PAYLOADS.update(scene_assessments.PAYLOADS)
