"""A million lines against a million, in a database of its own: matched, classed and summed.

The ratio is to a bare join of the same rows in the same run, so a slow machine hides nothing.
"""

import random
import resource
from contextlib import suppress
from datetime import UTC, date, datetime
from pathlib import Path
from time import perf_counter
from typing import Any

from django.db import connection, transaction

from kt1.assurance.books.models import Account, Line
from kt1.assurance.books.rules import Side
from kt1.assurance.reconciliation import matching, reads
from kt1.assurance.reconciliation.queries import balance
from kt1.custody.units.codes import ALPHABET
from kt1.network.agencies.models import Agency
from kt1.web.reconciliation.pairs import rows_of

LINES = 1_000_000
#: Of a hundred lines: how many only the post has, only the sender, differ, are mistyped.
ONLY_POST, ONLY_SENDER, DIFFER, MISTYPED = 1, 1, 2, 1
STARTS, ENDS = date(1999, 1, 1), date(1999, 1, 31)
AT = datetime(2026, 2, 2, tzinfo=UTC)
KB = 1024
AGENCY_MONTH = 500

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
    accounts = _accounts()
    _fill(accounts)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL work_mem = '256MB'")
        began = perf_counter()
        cursor.execute(_BARE, {"a": accounts})
        bare = perf_counter() - began
    began = perf_counter()
    with transaction.atomic():
        matching.compare(accounts, at=AT)
        peak = _peak_mb()
    took = perf_counter() - began
    return {
        "reconcile_million_s": round(took, 2),
        "reconcile_ratio_to_join": round(took / bare, 1),
        "reconcile_peak_mb": peak,
        "agency_month_ms": _agency_month(accounts[0]),
    }


def _accounts() -> list[int]:
    bodies = Agency.objects.order_by("pk")
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


def _agency_month(account: int) -> float:
    """What the page of a month of 500 items reads, in milliseconds; the median of a few."""
    found = Account.objects.get(pk=account)
    times = []
    for _round in range(9):
        began = perf_counter()
        balance(found)
        posts = Line.objects.filter(account=account, side=Side.POST_SENT).order_by("n")
        rows_of(reads.of_posts(found, list(posts[:AGENCY_MONTH])))
        reads.cells(found)
        times.append(perf_counter() - began)
    return round(sorted(times)[len(times) // 2] * 1000, 1)
