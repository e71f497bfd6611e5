"""The sequencer's rate, and the time to verify a million entries and units."""

import statistics
from time import perf_counter

from django.db import transaction

from kt1.config.bench import million
from kt1.config.cli.verify import replayed
from kt1.ledger.checkpoints.actions import sequence_all
from kt1.ledger.entries.actions import append_many, rows_of
from kt1.ledger.verify.queries import verify

LEAVES, ROUNDS, AT_ONCE = 20_000, 3, 5_000


def sequencer() -> dict[str, object]:
    rates = []
    for _round in range(ROUNDS):
        for first in range(0, LEAVES, AT_ONCE):
            rows = [
                rows_of(
                    kind="bench.leaf",
                    subject=f"bench:{n}",
                    actor="bench",
                    at=million.SCENE.until,
                    body={"n": n},
                )
                for n in range(first, first + AT_ONCE)
            ]
            with transaction.atomic():
                append_many(rows)
        began = perf_counter()
        done = sequence_all()
        rates.append(done / (perf_counter() - began))
    return {"sequencer_leaves_per_s": round(statistics.median(rates))}


def verify_million() -> dict[str, object]:
    times = []
    for _round in range(ROUNDS):
        began = perf_counter()
        report = verify(replay=replayed)
        times.append(perf_counter() - began)
    return {
        "verify_million_s": round(statistics.median(times), 1),
        "verify_entries": report.entries,
        "verify_units": report.units,
        "verify_ok": report.ok,
    }
