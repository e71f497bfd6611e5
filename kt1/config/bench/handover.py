"""Five hundred loose items with their clocks, accepted in one act, against plain inserts."""

import hashlib
import statistics
from datetime import timedelta
from time import perf_counter
from typing import Any
from uuid import UUID, uuid4

from django.db import connection, transaction

from kt1.config.bench import million, waiting
from kt1.custody.items import actions
from kt1.ledger.requests.rules import RequestKey

LINES, ACTS, ROUNDS = 500, 12, 3

# As many rows into the same tables, put there by one plain statement each. Their codes are as
# unordered as those of labels: where a code lands in its index is a good part of what it costs.
_FLOOR = (
    """INSERT INTO custody_handover (id, kind, giver_place_id, taker_place_id, outcome, witness,
        offered_at, lapses_at, settled_at, items, bags, refused, sheet)
        SELECT %(handover)s, 'acceptance', giver, taker, 'taken', 'one_device', %(at)s, %(at)s,
        %(at)s, 500, 0, 0, '' FROM (SELECT min(id) AS giver, max(id) AS taker
        FROM network_place) p""",
    """INSERT INTO custody_unit (id, code, kind, state, place_id, since)
        SELECT u, c, 'item', 'in_post', (SELECT min(id) FROM network_place), %(at)s
        FROM unnest(%(units)s::bigint[], %(codes)s::text[]) AS v (u, c)""",
    """INSERT INTO custody_handover_line (unit_id, handover, seal, refused, findings)
        SELECT u, %(handover)s, '', false, '[]' FROM unnest(%(units)s::bigint[]) AS u""",
    """INSERT INTO custody_clock (unit_id, started_at, deadline, derivation)
        SELECT u, %(at)s, %(due)s, 1 FROM unnest(%(units)s::bigint[]) AS u""",
)


def measure() -> dict[str, object]:
    desks = waiting.by_desk(LINES)
    rates, ratios = [], []
    next_id = 1 << 40
    for _round in range(ROUNDS):
        ours, floors = [], []
        for _act in range(ACTS):
            courier, codes = next(desks)
            once = RequestKey(key=uuid4(), digest=bytes(32))
            began = perf_counter()
            actions.accept(
                codes=codes[:LINES],
                checks=["cover"],
                by=courier,
                at=million.SCENE.until,
                once=once,
            )
            ours.append(perf_counter() - began)
            floors.append(_floor(next_id))
            next_id += LINES
        ours.sort()
        rates.append(LINES / statistics.median(ours))
        ratios.append(statistics.median(floors) / statistics.median(ours))
    return {
        "handover_lines_per_s": round(statistics.median(rates)),
        "handover_ratio_to_floor": round(statistics.median(ratios), 2),
    }


def _code(n: int) -> str:
    return hashlib.sha256(str(n).encode()).hexdigest()[:17].upper()


def _floor(first: int) -> float:
    at = million.SCENE.until
    values: dict[str, Any] = {
        "handover": UUID(int=first),
        "at": at,
        "due": at + timedelta(days=2),
        "units": list(range(first, first + LINES)),
        "codes": [_code(n) for n in range(first, first + LINES)],
    }
    began = perf_counter()
    with transaction.atomic(), connection.cursor() as cursor:
        for statement in _FLOOR:
            cursor.execute(statement, values)
    return perf_counter() - began
