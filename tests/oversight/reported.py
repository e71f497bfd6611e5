"""Mail for reports: rows as they stand after acceptance, and the count of them, one by one."""

import random
from collections import Counter
from datetime import date, datetime, timedelta
from itertools import count
from typing import Any

from kt1.custody.clock.models import Clock
from kt1.custody.items.models import Item
from kt1.custody.units.models import Unit
from kt1.law.calendars.rules import VIETNAM
from kt1.network.agencies.models import Agency, AnnexMembership
from kt1.oversight.reports import keys
from kt1.oversight.reports.rules import Span
from tests.custody import factories as make
from tests.custody.world import World

_CODES = count(1)


def annexed(*bodies: Agency) -> None:
    for body in bodies:
        AnnexMembership.objects.create(
            agency=body, annex="II", source="phụ lục", valid_from=make.SINCE
        )


def mailed(
    world: World,
    sender: Agency,
    receiver: Agency,
    when: datetime,
    *,
    number: int = 1,
    urgency: str = "none",
    late: bool | None = False,
    grams: int | None = 100,
) -> None:
    """Items accepted at a moment; `late` None: still open past the deadline."""
    deadline = when + timedelta(days=2)
    stopped = None if late is None else deadline + timedelta(hours=1 if late else -1)
    for _n in range(number):
        unit = Unit.objects.create(
            code=f"{next(_CODES):017d}", kind="item", state="delivered",
            place=world.office, since=when,
        )  # fmt: skip
        within = sender.province_id == receiver.province_id
        Item.objects.create(
            unit=unit, sender=sender, receiver=receiver, from_province=sender.province,
            to_province=receiver.province, urgency=urgency,
            agreed_at=deadline if urgency == "HG" else None,
            scope="noi_tinh" if within else "lien_tinh", weight_g=grams, declared_at=when,
        )  # fmt: skip
        Clock.objects.create(
            unit=unit, started_at=when, deadline=deadline, stopped_at=stopped, derivation=0
        )


def at_random(world: World, seed: int, first: date, days: int, number: int) -> None:
    """Mail between everybody, at any hour, some of it late, some still open."""
    drawn = random.Random(seed)  # noqa: S311 - the same mail in every run
    bodies = (world.sender, world.receiver, world.neighbour, world.far)
    for _n in range(number):
        sender, receiver = drawn.sample(bodies, 2)
        day = first + timedelta(days=drawn.randrange(days))
        moment = datetime(day.year, day.month, day.day, drawn.randrange(24), tzinfo=VIETNAM)
        mailed(
            world, sender, receiver, moment,
            urgency=drawn.choice(["none", "none", "none", "HT", "HG"]),
            late=drawn.choice([False, False, False, True, None]),
            grams=drawn.choice([None, 40, 250]),
        )  # fmt: skip


def recounted(province_id: int, span: Span, as_of: datetime) -> dict[str, int]:
    """The figures of mail, item by item and without a statement of the product's own."""
    found: Counter[str] = Counter()
    bodies: dict[str, set[int]] = {"sent": set(), "received": set()}
    rows = Item.objects.select_related("unit__clock", "sender", "receiver")
    for item in rows.filter(unit__clock__isnull=False):
        clock = item.unit.clock
        started = clock.started_at.astimezone(VIETNAM).date()
        ends = (item.from_province_id, item.to_province_id)
        if province_id not in ends or not span.first <= started <= span.last:
            continue
        way = "within" if ends[0] == ends[1] else "out" if ends[0] == province_id else "in"
        grams = item.weight_g or 0
        for name in (f"{way}.{item.urgency}", way, "all"):
            found[f"{name}.items"] += 1
            found[f"{name}.weight_g"] += grams
        for side, mine, body in (
            ("sent", ends[0] == province_id, item.sender),
            ("received", ends[1] == province_id, item.receiver),
        ):
            if mine:
                found[f"{side}.items"] += 1
                found[f"{side}.weight_g"] += grams
                found[f"bloc.{body.bloc}.{side}"] += 1
                bodies[side].add(body.pk)
        _timed(found, item, clock, as_of)
    found["active.sent"], found["active.received"] = map(len, bodies.values())
    return dict(found)


def _timed(found: Counter[str], item: Item, clock: Any, as_of: datetime) -> None:
    if clock.deadline >= as_of:
        return
    on_time = clock.stopped_at is not None and clock.stopped_at <= clock.deadline
    outcome = "on_time" if on_time else "late_post"
    group = "timed" if item.urgency == "HG" else "main"
    for prefix in ("quality", f"quality.{group}.{item.urgency}.{item.scope}"):
        found[f"{prefix}.population"] += 1
        found[f"{prefix}.{outcome}"] += 1


#: Every figure of mail that a recount can say something of.
COUNTED = {
    *(
        f"{cell}.{measure}"
        for cell in (
            *(f"{way}.{urgency}" for way in keys.WAYS for urgency in keys.URGENCIES),
            *keys.WAYS,
            *("sent", "received", "all"),
        )
        for measure in ("items", "weight_g")
    ),
    *(keys.bloc(one, side) for one in keys.BLOCS for side in ("sent", "received")),
    *(keys.quality(*cell, measure) for cell in keys.quality_cells() for measure in keys.MEASURES),
    *(f"quality.{measure}" for measure in keys.MEASURES),
    "active.sent",
    "active.received",
}
