"""A small network with everybody in it: two provinces, four bodies, a night guard."""

import pickle
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import time
from typing import Any

from django.db import connection, transaction
from psycopg import sql

from kt1.network.agencies.models import Agency
from kt1.network.places.models import Place
from kt1.network.places.rules import PlaceKind
from kt1.network.revisions.steps import rise
from kt1.network.routes.models import Route
from kt1.people.accounts.rules import Role
from kt1.people.actor import Actor
from kt1.people.focal_points.models import FocalPoint
from kt1.people.focal_points.rules import ReceiverKind
from tests.custody import factories as make

OFFICE_HOURS = (time(7, 30), time(17, 0))
NIGHT_HOURS = (time(17, 0), time(7, 30))


@dataclass(frozen=True, slots=True)
class World:
    """Bắc Ninh with a centre, an office and three bodies; Đồng Nai with a centre and one body."""

    centre: Place
    office: Place
    counter_place: Place
    vehicle: Place
    hired: Place  # a vehicle that is not dedicated: an escort goes along
    far_centre: Place
    sender: Agency
    receiver: Agency
    neighbour: Agency  # shares the receiver's door
    far: Agency
    sender_door: Place
    door: Place
    far_door: Place
    guard: FocalPoint
    round: Route
    trunk: Route
    clerk: Actor
    receiving_clerk: Actor
    neighbour_clerk: Actor
    far_clerk: Actor
    counter: Actor
    controller: Actor
    second_controller: Actor
    courier: Actor
    escort: Actor
    dispatcher: Actor
    far_controller: Actor
    far_courier: Actor


@dataclass(frozen=True, slots=True)
class _Kept:
    """The world as it was made once in this database, and taken back."""

    database: str
    rows: bytes  # one statement for each table
    world: bytes


_kept: list[_Kept] = []


def build() -> World:
    """Rows of the world, and the norms of TT 16/2017 in force."""
    for kept in _kept:
        if kept.database == connection.settings_dict["NAME"]:
            return _put_back(kept)
    return made()


def keep() -> None:
    """Make the world once and take it back, in a database that is as migrations left it.

    What `build` makes there from now on is the same rows in one go: most of what thousands of
    tests waited for were these. Nobody else gets their numbers, as sequences do not go back.
    """
    with transaction.atomic():
        with _tables_filled() as tables:
            world = made()
        rows = sql.SQL("; ").join([_inserted(table) for table in tables])
        name = connection.settings_dict["NAME"]
        _kept[:] = [_Kept(name, rows.as_bytes(), pickle.dumps(world))]
        transaction.set_rollback(True)


def _put_back(kept: _Kept) -> World:
    connection.ensure_connection()
    connection.connection.execute(kept.rows, prepare=False)
    make.norms()
    rise()
    world: World = pickle.loads(kept.world)  # noqa: S301 - our own, of this process
    return world


@contextmanager
def _tables_filled() -> Iterator[list[str]]:
    """Names of the tables into which rows are put meanwhile, in that order."""
    found: dict[str, None] = {}

    def note(execute: Callable[..., Any], text: str, *rest: Any) -> Any:
        if text.startswith('INSERT INTO "'):
            found[text.split('"')[1]] = None
        return execute(text, *rest)

    tables: list[str] = []
    with connection.execute_wrapper(note):
        yield tables
    tables += found


def _inserted(table: str) -> sql.Composable:
    """The statement that puts all rows of this table in again, with their numbers."""
    with connection.cursor() as cursor:
        columns = [
            one.name for one in connection.introspection.get_table_description(cursor, table)
        ]
        texts = ", ".join(f'"{name}"::text' for name in columns)
        cursor.execute(f'SELECT {texts} FROM "{table}" ORDER BY 1')
        rows = [sql.SQL("({})").format(sql.SQL(", ").join(map(sql.Literal, row))) for row in cursor]
    return sql.SQL("INSERT INTO {} ({}) OVERRIDING SYSTEM VALUE VALUES {}").format(
        sql.Identifier(table),
        sql.SQL(", ").join(map(sql.Identifier, columns)),
        sql.SQL(", ").join(rows),
    )


def made() -> World:
    """The same, made row by row."""
    make.norms()
    here, there = make.province("24"), make.province("75")
    centre = make.place(PlaceKind.CENTRE, "24-TT")
    office = make.place(PlaceKind.POST_OFFICE, "24-BC01", parent=centre)
    counter_place = make.place(PlaceKind.COUNTER, "24-BC01-Q1", parent=office)
    vehicle = make.place(PlaceKind.VEHICLE, "24-XE1", parent=centre)
    hired = make.place(PlaceKind.VEHICLE, "24-XE2", parent=centre, dedicated=False)
    far_centre = make.place(PlaceKind.CENTRE, "75-TT", at_province=there)
    sender = make.agency("24-UB1", name="UBND phường thứ nhất")
    receiver = make.agency("24-S1", name="Sở thứ nhất")
    neighbour = make.agency("24-S2", name="Sở thứ hai")
    far = make.agency("75-S1", name="Sở của tỉnh kia", at_province=there)
    sender_door = make.point(sender, code="24-P-UB1")
    door = make.point(receiver, neighbour, code="24-P-S")
    far_door = make.point(far, code="75-P-S1")
    for body, where in ((receiver, door), (neighbour, door), (far, far_door)):
        make.receiver(where, body, hours=OFFICE_HOURS, title="Đầu mối trong giờ")
    guard = make.receiver(
        door, receiver, hours=NIGHT_HOURS, kind=ReceiverKind.DUTY_ROOM, title="Phòng trực"
    )
    return World(
        centre=centre,
        office=office,
        counter_place=counter_place,
        vehicle=vehicle,
        hired=hired,
        far_centre=far_centre,
        sender=sender,
        receiver=receiver,
        neighbour=neighbour,
        far=far,
        sender_door=sender_door,
        door=door,
        far_door=far_door,
        guard=guard,
        round=make.route("24-PH1", centre, door, sender_door),
        trunk=make.route("24-75", centre, end=far_centre),
        clerk=make.clerk(sender),
        receiving_clerk=make.clerk(receiver),
        neighbour_clerk=make.clerk(neighbour),
        far_clerk=make.clerk(far),
        counter=make.actor(Role.COUNTER, where=counter_place),
        controller=make.actor(Role.CONTROLLER, where=centre),
        second_controller=make.actor(Role.CONTROLLER, where=centre),
        courier=make.actor(Role.COURIER, where=centre),
        escort=make.actor(Role.COURIER, where=centre),
        dispatcher=make.actor(Role.DISPATCHER, where=centre, at_province=here),
        far_controller=make.actor(Role.CONTROLLER, where=far_centre),
        far_courier=make.actor(Role.COURIER, where=far_centre),
    )
