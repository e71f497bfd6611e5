"""A million lines against a million, in a database of its own: matched, classed and summed.

The ratio is to a bare join of the same rows in the same run, so a slow machine hides nothing. Each
of three rounds compares the same books anew: what the round before found is rolled back. The most
memory held is that of the whole run, as the system keeps no other figure of a process.
"""

import random
import resource
import statistics
from contextlib import suppress
from datetime import UTC, date, datetime
from pathlib import Path
from time import perf_counter
from typing import Any

import psycopg
from django.db import connection, transaction

from kt1.assurance.books.models import Account
from kt1.assurance.reconciliation import matching
from kt1.config import connections
from kt1.config.bench import million
from kt1.config.bench.http import serving
from kt1.config.bench.web import openings
from kt1.custody.units.codes import ALPHABET
from kt1.network.agencies.models import Agency
from kt1.people.accounts.models import Duty
from kt1.people.accounts.rules import Role
from kt1.people.demonstration.queries import demo_accounts

LINES = 1_000_000
#: Of a hundred lines: how many only the post has, only the sender, differ, are mistyped.
ONLY_POST, ONLY_SENDER, DIFFER, MISTYPED = 1, 1, 2, 1
STARTS, ENDS = date(1999, 1, 1), date(1999, 1, 31)
AT = datetime(2026, 2, 2, tzinfo=UTC)
KB = 1024
AGENCY_MONTH, ROUNDS, PAGES = 500, 3, 15

_BARE = """
SELECT count(*) FROM (SELECT * FROM assurance_line WHERE side = 'P' AND account = ANY(%(a)s)) p
FULL JOIN (SELECT * FROM assurance_line WHERE side = 'S' AND account = ANY(%(a)s)) s
    ON s.account = p.account AND s.code = p.code
"""
_COPY = """
COPY assurance_line (account, side, n, copy, code, day, other, urgency, scope, pieces, weight_g,
    amount) FROM STDIN
"""


def measure() -> dict[str, object]:
    clerk = _clerk()
    accounts = _accounts(first=clerk.agency_id or 0)
    _fill(accounts)
    floors, times, peak = [], [], 0
    for left in reversed(range(ROUNDS)):
        floors.append(_bare(accounts))
        began = perf_counter()
        with transaction.atomic():
            matching.compare(accounts, at=AT)
            peak = max(peak, _peak_mb())
            transaction.set_rollback(left > 0)
        times.append(perf_counter() - began)
    took = statistics.median(times)
    return {
        "reconcile_million_s": round(took, 2),
        "reconcile_ratio_to_join": round(took / statistics.median(floors), 1),
        "reconcile_peak_mb": peak,
        "agency_month_ms": _agency_month(clerk.user.username, accounts[0]),
    }


def _clerk() -> Duty:
    """A records clerk of the demonstration who can sign in: most of its clerks cannot."""
    shown = demo_accounts(million.SCENE.until)
    return next(one for one in shown if one.role == Role.CLERK and one.agency_id)


def _bare(accounts: list[int]) -> float:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL work_mem = '256MB'")
        began = perf_counter()
        cursor.execute(_BARE, {"a": accounts})
        return perf_counter() - began


def _accounts(*, first: int) -> list[int]:
    """One a body; that of the `first` body, whose month is opened, comes first."""
    bodies = sorted(Agency.objects.order_by("pk"), key=lambda body: body.pk != first)
    made = Account.objects.bulk_create(
        Account(
            agency=body, province_id=body.province_id, starts=STARTS, ends=ENDS, frozen_at=AT,
            due=ENDS,
        )
        for body in bodies
    )  # fmt: skip
    return [one.pk for one in made]


def _fill(accounts: list[int]) -> None:
    """Both books, and a record that each body has one."""
    draw = random.Random(4)  # noqa: S311 - a play, not a secret
    each = -(-(LINES - AGENCY_MONTH) // max(1, len(accounts) - 1))
    with connection.cursor() as cursor, cursor.copy(_COPY) as copy:
        left = LINES
        for place, account in enumerate(accounts):
            number = min(left, each if place else AGENCY_MONTH)
            left -= number
            for n in range(1, number + 1):
                for row in _both(account, n, draw):
                    copy.write_row(row)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO assurance_book (account_id, side, source, digest, rows, at)"
            " SELECT unnest(%s::bigint[]), 'S', 'file', '', 0, %s",
            [accounts, AT],
        )


def _both(account: int, n: int, draw: random.Random) -> list[tuple[Any, ...]]:
    bits = draw.getrandbits(85)
    code = "".join(ALPHABET[bits >> 5 * place & 31] for place in range(17))
    wanted = draw.randrange(100)
    facts: list[Any] = [
        date(1999, 1, 1 + bits % 31), bits % 997, ("none", "HT")[bits % 2],
        ("noi_tinh", "lien_tinh")[bits % 2], 1, 20 + bits % 2000, 8_000 + bits % 60 * 500,
    ]  # fmt: skip
    post = (account, "P", n, 0, code, *facts)
    if wanted < ONLY_POST:
        return [post]
    wanted -= ONLY_POST
    if wanted < ONLY_SENDER:
        return [(account, "S", n, 0, code, *facts)]
    wanted -= ONLY_SENDER
    if wanted < DIFFER:
        facts[5] += 10
    elif wanted < DIFFER + MISTYPED:
        code = code[:4] + ("0" if code[4] != "0" else "1") + code[5:]
    return [post, (account, "S", n, 0, code, *facts)]


def _peak_mb() -> int:
    """The most memory that this process and its server process ever held, together."""
    mine = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (pid,) = cursor.fetchone()
    theirs = 0
    with suppress(OSError):  # a server on another machine
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
        theirs = next(int(line.split()[1]) for line in lines if line.startswith("VmHWM"))
    return (mine + theirs) // KB


def _agency_month(username: str, account: int) -> float:
    """How long its clerk's page of a month of 500 items takes to open over HTTP, in ms."""
    # The planner knows nothing yet of rows that came all at once.
    name = str(connection.settings_dict["NAME"])
    with psycopg.connect(connections.owner_conninfo(name), autocommit=True) as owner:
        owner.execute("VACUUM ANALYZE")
    # Without the worker: on a fresh copy it would read a million entries from the first.
    with serving(("web",)) as port:
        times = openings(port, username, f"/doi-soat/{account}", PAGES)
    return round(statistics.median(times) * 1000, 1)
