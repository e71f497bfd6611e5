"""A database that already holds a million items, built once and kept as a template.

A million declarations of one entry each; nine in ten accepted, five hundred at a time. Written
by the pure acts of custody into a book, a slice at a time, and copied.
"""

import random
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from time import monotonic
from uuid import UUID

import psycopg
from django.db import connection

from kt1.config import connections, installation, migrations
from kt1.config.embedded import databases
from kt1.config.installation import Kind
from kt1.config.simulation import bulk, demonstration
from kt1.config.simulation.cast import Body, Cast, gather
from kt1.config.simulation.mail import HANOI
from kt1.custody.clock import steps as clock
from kt1.custody.handovers.rules import Witness
from kt1.custody.items import acts, queries
from kt1.custody.items.rules import Declaration
from kt1.custody.units import book
from kt1.custody.units.codes import new
from kt1.custody.units.ids import act_id
from kt1.custody.units.keys import keyring
from kt1.custody.units.steps import write
from kt1.ledger.checkpoints.actions import sequence_all
from kt1.ledger.requests.rules import RequestKey

ITEMS = 1_000_000
SLICE = 50_000
AT_ONCE = 500
#: Declared and not yet accepted: what the measurements accept.
WAITING = 100_000
SCENE = demonstration.Scene(letters=False)


@contextmanager
def database() -> Iterator[None]:
    """Inside, the connection leads to a fresh copy of the template; it is dropped afterwards."""
    server = connections.migrate_conninfo("postgres")
    template, copy = f"kt1_million_{installation.fingerprint()}", "kt1_bench"
    if not databases.exists(server, template):
        _build(server, template)
    databases.drop(server, copy)
    _clone(server, copy, template)
    before = connection.settings_dict.copy()
    connection.close()
    connection.settings_dict.update(connections.django_settings(connections.app_conninfo(copy)))
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict.clear()
        connection.settings_dict.update(before)
        databases.drop(server, copy)


def _clone(server: str, copy: str, template: str) -> None:
    """By file copy: a million items are too many for the write-ahead log."""
    with psycopg.connect(server, autocommit=True) as admin:
        statement = f"CREATE DATABASE {copy} OWNER kt1_owner TEMPLATE {template} STRATEGY file_copy"
        admin.execute(statement)


def _build(server: str, template: str) -> None:
    started, half = monotonic(), "kt1_million_half"
    databases.drop(server, half)
    migrations.apply(half)
    installation.declare(Kind.DRILL, now_is=SCENE.until, database=half)
    before = connection.settings_dict.copy()
    connection.close()
    connection.settings_dict.update(connections.django_settings(connections.app_conninfo(half)))
    demonstration.ground(SCENE)
    _fill()
    sequence_all()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    connection.close()
    connection.settings_dict.clear()
    connection.settings_dict.update(before)
    databases.rename(server, half, template)
    _say(f"a million items built in {monotonic() - started:.0f} s, kept as {template}")


def _fill() -> None:
    cast = gather(list(demonstration.PROVINCES))
    draw = random.Random(1)  # noqa: S311 - a play, not a secret
    start = datetime.combine(SCENE.first, datetime.min.time(), HANOI)
    for first in range(0, ITEMS, SLICE):
        kept = bulk.opened()
        begun = kept.next_unit
        with book.opened(kept):
            for n in range(first, first + SLICE, AT_ONCE):
                at = start + timedelta(seconds=20 * n)
                _five_hundred(cast, draw, n, at)
        bulk.copy(kept, first_unit=begun)
        _say(f"{first + SLICE:,} items")


def _five_hundred(cast: Cast, draw: random.Random, n: int, at: datetime) -> None:
    """Covers of one desk, declared one by one, accepted together unless they are to wait."""
    sender = cast.bodies[n // AT_ONCE % len(cast.bodies)]
    codes = [_declare(cast, sender, draw, at) for _ in range(AT_ONCE)]
    if n >= ITEMS - WAITING:
        return
    courier = cast.offices[sender.site].courier
    items = queries.lock(codes, by=courier)
    once = RequestKey.of(act_id(_key(n), by="bench", at=at), {"n": n})
    started = clock.start(items, place=courier.place_id or 0, at=at)
    sides = acts.Sides(
        giver_place=sender.desk,
        giver_person=sender.clerk.user_id,
        taker_place=courier.place_id or 0,
        taker_person=courier.user_id,
    )
    act = acts.accepted(
        items,
        handover=act_id(once, by=courier, at=at),
        sides=sides,
        starts=started.starts,
        derivations=started.derivations,
        witness=Witness.ONE_DEVICE.value,
        sheet="",
        checks=["cover"],
        at=at,
    )
    write(act, by=courier, at=at)


def _key(n: int) -> RequestKey:
    return RequestKey(key=UUID(int=n), digest=bytes(32))


def _declare(cast: Cast, sender: Body, draw: random.Random, at: datetime) -> str:
    receiver = sender
    while receiver.id == sender.id:
        receiver = cast.bodies[draw.randrange(len(cast.bodies))]
    ring, opened = keyring(), book.current()
    assert opened is not None  # noqa: S101 - called inside a book
    fresh = acts.NewItem(
        unit=opened.unit_ids(1)[0],
        code=str(new(ring.keys, ring.issuing, draw.getrandbits(50))),
        sender=sender.id,
        desk=sender.desk,
        from_province=sender.clerk.province_id or 0,
        to_province=receiver.clerk.province_id or 0,
        declaration=Declaration(receiver=receiver.id),
    )
    write(acts.declared([fresh], person=sender.clerk.user_id, at=at), by=sender.clerk, at=at)
    return fresh.code


def _say(text: str) -> None:
    sys.stderr.write(f"  {text}\n")
