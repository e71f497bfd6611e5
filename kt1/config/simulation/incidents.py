"""Incidents of a demonstration: those of its last days, at every stage, and a drill.

The worker of a real installation reads its ledger from the first entry. A demonstration begins ten
days before its end, so that it is built in seconds and nobody is shown months of open cases.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

from django.db import connection

from kt1.assurance.gaps import follower
from kt1.assurance.gaps.reading import ABOUT
from kt1.assurance.incidents import actions, drills, ending
from kt1.assurance.incidents.drill_rules import STEPS
from kt1.assurance.incidents.models import Incident
from kt1.assurance.incidents.rules import (
    Addressee,
    Cause,
    Cover,
    Kind,
    Means,
)
from kt1.config.simulation.service import actor_of
from kt1.custody.items.models import Item
from kt1.ledger.checkpoints.actions import sequence_all
from kt1.ledger.checkpoints.rules import LOG
from kt1.ledger.followers.models import Cursor
from kt1.ledger.requests.rules import RequestKey
from kt1.network.units.models import AdminUnit
from kt1.people.accounts.rules import Role
from kt1.people.actor import Actor

_NAMESPACE = UUID("0c7f7b64-50b6-5f3e-8a0f-6d0b8a4f6e21")
DAYS = 10
_AT_A_TIME = 5_000
#: The newest of each province stay open, each a step further than the one before.
OPEN_ONES = 4

_FIRST = """
SELECT coalesce(min(leaf.idx), 0) FROM ledger_leaf leaf
JOIN ledger_entry entry ON entry.id = leaf.entry_id
WHERE leaf.log = %s AND entry.at >= %s AND split_part(entry.kind, '.', 1) || '.' = ANY(%s)
"""
# Which units are bags and boxes: the entries that made them came earlier.
_BAGS = """
INSERT INTO assurance_whereabouts (unit_id, code, kind, state, seen, rests)
SELECT id, code, kind, 'open', 0, false FROM custody_unit WHERE kind <> 'item'
ON CONFLICT (unit_id) DO NOTHING
"""
# What was handled to the end before: in sets, as a dispatcher would have left it.
_OVER = (
    """
    UPDATE assurance_incidentnotice n
    SET told_at = i.found_at + interval '25 minutes', told_by_id = %(by)s, means = 'phone'
    FROM assurance_incident i WHERE i.id = n.incident_id AND i.id = ANY(%(ids)s)
    """,
    """
    UPDATE assurance_incidentunit u
    SET intact = true, looked_at = i.found_at + interval '20 minutes'
    FROM assurance_incident i WHERE i.id = u.incident AND i.id = ANY(%(ids)s)
    """,
    """
    UPDATE assurance_incidentreport r
    SET sent_at = i.found_at + interval '20 hours', sent_by_id = %(by)s, number = 'MH/BC-BĐT',
        dated = (i.found_at + interval '20 hours')::date
    FROM assurance_incident i WHERE i.id = r.incident_id AND i.id = ANY(%(ids)s)
    """,
    """
    UPDATE assurance_incident
    SET state = 'learned', cover = 'intact', contained_at = found_at + interval '20 minutes',
        notified_at = found_at + interval '25 minutes', cause = 'person',
        investigated_at = found_at + interval '3 hours',
        minutes = CASE WHEN gap = 'dwell' OR kind = 'delay' THEN '' ELSE 'MH/BB-BĐT' END,
        minutes_on = CASE WHEN gap = 'dwell' OR kind = 'delay' THEN NULL
                     ELSE (found_at + interval '3 hours')::date END,
        ending = 'handled', closed_at = found_at + interval '5 hours',
        measure = 'reminder', learned_at = found_at + interval '6 hours'
    WHERE id = ANY(%(ids)s)
    """,
    """
    UPDATE ledger_hold h SET ended_at = i.found_at + interval '5 hours'
    FROM assurance_incident i
    WHERE h.holder = 'incident:' || i.id AND h.ended_at IS NULL AND i.id = ANY(%(ids)s)
    """,
)


def happen(provinces: Sequence[str], until: datetime) -> int:
    """Let the last days show their incidents, and handle most of them. Returns how many."""
    _begin(until - timedelta(days=DAYS))
    while follower.catch_up(_AT_A_TIME):
        pass
    for code in provinces:
        _handled(code, until)
        _told_of(code, until)
        _drilled(code, until)
    sequence_all()
    return Incident.objects.count()


def _begin(since: datetime) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_FIRST, [LOG, since, list(ABOUT)])
        (first,) = cursor.fetchone()
        cursor.execute(_BAGS)
    Cursor.objects.update_or_create(follower=follower.NAME, log=LOG, defaults={"next_index": first})


def _handled(code: str, until: datetime) -> None:
    province = AdminUnit.objects.get(code=code, parent=None)
    ids = list(
        Incident.objects.filter(province=province)
        .order_by("-found_at", "-pk")
        .values_list("pk", flat=True)
    )
    by = actor_of(code, Role.DISPATCHER)
    with connection.cursor() as cursor:
        for statement in _OVER:
            cursor.execute(statement, {"ids": ids[OPEN_ONES:], "by": by.user_id})
    for stage, one in enumerate(ids[:OPEN_ONES]):
        _to_stage(one, stage, by, until - timedelta(hours=1))


def _to_stage(one: UUID, stage: int, by: Actor, at: datetime) -> None:
    """0: found; 1: contained; 2: everybody told; 3: looked into."""
    if stage == 0:
        return
    row = Incident.objects.get(pk=one)
    watched = dict.fromkeys(row.units.values_list("unit_id", flat=True), True)
    key: dict[str, Any] = {"incident_id": one, "by": by, "at": at}
    actions.contain(intact=watched, cover=Cover.INTACT, once=_once("contain", one), **key)
    if stage == 1:
        return
    for notice in row.notices.all():
        actions.tell(
            addressee=Addressee(notice.addressee),
            means=Means.PHONE,
            paper="",
            once=_once(f"tell-{notice.addressee}", one),
            **key,
        )
    if stage > 2:  # noqa: PLR2004 - the last of the four
        ending.investigate(cause=Cause.RECORDING, note="", once=_once("investigate", one), **key)


def _told_of(code: str, until: datetime) -> None:
    """Signs of opening that a dispatcher entered this afternoon; nobody was told yet."""
    by, at = actor_of(code, Role.DISPATCHER), until - timedelta(hours=2)
    item = (
        Item.objects.filter(from_province__code=code, unit__state="in_post", unit__inside=None)
        .select_related("unit")
        .order_by("-pk")
        .first()
    )
    if item is not None:
        actions.open_by_hand(
            kind=Kind.OPENED,
            code=item.unit.code,
            cover=Cover.RESEALED,
            found_at=at,
            note="",
            by=by,
            at=at,
            once=_once("opened", item.pk),
        )


def _drilled(code: str, until: datetime) -> None:
    """A broken seal, simulated a week ago: one step late, one left out."""
    by, at = actor_of(code, Role.DISPATCHER), until - timedelta(days=7)
    where = drills.places_of(by).first()
    if where is None:
        return
    facts: dict[str, Any] = {"by": by}
    drill = drills.start(
        scenario=Kind.BROKEN_SEAL,
        place_id=where.pk,
        covers=8,
        at=at,
        once=_once("drill", where.pk),
        **facts,
    )
    for n, step in enumerate(STEPS[Kind.BROKEN_SEAL][:-1], 1):
        drills.step(
            drill_id=drill,
            done=step,
            at=at + timedelta(minutes=4 + 8 * n),
            once=_once(f"drill-{step}", drill),
            **facts,
        )
    drills.end(drill_id=drill, at=at + timedelta(hours=2), once=_once("drill-end", drill), **facts)


def _once(what: str, of: object) -> RequestKey:
    return RequestKey.of(uuid5(_NAMESPACE, f"{what}/{of}"), {"demonstration": what})
