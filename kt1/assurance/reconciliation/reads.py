"""What the page of one month shows: its rows side by side, and its volume by service."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import connection

from kt1.assurance.books.models import Account, Line
from kt1.assurance.books.rules import Side
from kt1.assurance.reconciliation.models import Difference, Total
from kt1.assurance.reconciliation.queries import lines_of


def units_of(account: Account) -> list[int]:
    """The items that the post accepted of this account, as the reading log names them."""
    lines = Line.objects.filter(account=account.pk, side=Side.POST_SENT)
    return [unit for unit in lines.values_list("unit", flat=True) if unit is not None]


@dataclass(frozen=True, slots=True)
class InCell:
    """What the post accepted in one cell; the mark is empty where it is folded away."""

    mark: str
    urgency: str
    scope: str
    items: int
    weight_g: int
    amount: int


def cells(account: Account) -> list[InCell]:
    """The 6 cells that name no mark, as they were frozen."""
    rows = Total.objects.filter(account=account, side=Side.POST_SENT).order_by("urgency", "scope")
    return [InCell("", r.urgency, r.scope, r.items, r.weight_g, r.amount) for r in rows]


_WITH_MARKS = """
SELECT m.mark, l.urgency, l.scope, count(*), coalesce(sum(l.weight_g), 0),
    coalesce(sum(l.amount), 0)
FROM assurance_line l JOIN custody_mark m ON m.unit_id = l.unit
WHERE l.account = %s AND l.side = 'P'
GROUP BY m.mark, l.urgency, l.scope ORDER BY m.mark, l.urgency, l.scope
"""


def cells_with_marks(account: Account) -> list[InCell]:
    """The 24 cells, for the two sides alone. The transaction must have written the reading log."""
    with connection.cursor() as cursor:
        cursor.execute(_WITH_MARKS, [account.pk])
        return [InCell(*row[:3], *map(int, row[3:])) for row in cursor.fetchall()]


@dataclass(frozen=True, slots=True)
class Pair:
    """One row of the three columns: what each book says, and the difference if there is one."""

    post: Line | None
    agency: Line | None
    difference: Difference | None


def pairs(account: Account, *, all_lines: bool, most: int) -> list[Pair]:
    """Differences first, the open ones before the resolved; then, if asked, what agrees."""
    found = list(
        account.differences.select_related("resolved_by").order_by("resolved_at", "kind", "pk")
    )
    found.sort(key=lambda one: one.resolved_at is not None)
    lines = lines_of(found)
    shown = [
        Pair(lines.get(one.post_line or 0), lines.get(one.agency_line or 0), one)
        for one in found[:most]
    ]
    if all_lines and len(shown) < most:
        shown += _agreeing(account, lines, most - len(shown))
    return shown


def _agreeing(account: Account, differing: Mapping[int, Line], most: int) -> list[Pair]:
    rows = Line.objects.filter(account=account.pk, copy=0).exclude(pk__in=differing)
    posts = list(rows.filter(side=Side.POST_SENT).order_by("n")[:most])
    codes = [one.code for one in posts]
    theirs = {one.code: one for one in rows.filter(side=Side.SENDER, code__in=codes)}
    return [Pair(one, theirs.get(one.code), None) for one in posts]
