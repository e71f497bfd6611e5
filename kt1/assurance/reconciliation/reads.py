"""What the page of one month shows: its rows side by side, and its volume by service."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet, Sum

from kt1.assurance.books.models import Account, Line
from kt1.assurance.books.rules import Side, State
from kt1.assurance.reconciliation.models import Difference, Signature, Total
from kt1.assurance.reconciliation.queries import lines_of
from kt1.assurance.reconciliation.rules import Party, Step


def to_be_stamped(rows: QuerySet[Account]) -> QuerySet[Account]:
    """Accounts whose signed and stamped paper may be entered now."""
    of = {"account": OuterRef("pk")}
    approved = Signature.objects.filter(**of, party=Party.POST, step=Step.APPROVED)
    open_ = Difference.objects.filter(**of, resolved_at=None)
    by_paper = Q(Exists(approved), state=State.FROZEN, agency__works_on_paper=True)
    return rows.filter(Q(state=State.AGREED) | (by_paper & ~Exists(open_)))


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


def unpriced(account: Account) -> int:
    """Items that the post accepted and no table prices: their price is in no sum."""
    found = Total.objects.filter(account=account, side=Side.POST_SENT)
    return int(found.aggregate(n=Sum("unpriced"))["n"] or 0)


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


def of_differences(differences: Iterable[Difference]) -> list[Pair]:
    """Each with both its lines. One query."""
    found = list(differences)
    lines = lines_of(found)
    return [Pair(lines.get(d.post_line or 0), lines.get(d.agency_line or 0), d) for d in found]


def of_posts(account: Account, posts: Sequence[Line]) -> list[Pair]:
    """Lines of the post's book, each with the sender's and what differs. Three queries."""
    differing = account.differences.select_related("resolved_by").filter(
        post_line__in=[one.pk for one in posts]
    )
    found = {pair.difference.post_line: pair for pair in of_differences(differing)
             if pair.difference}  # fmt: skip
    codes = [one.code for one in posts if one.pk not in found]
    senders = Line.objects.filter(account=account.pk, side=Side.SENDER, copy=0, code__in=codes)
    theirs = {one.code: one for one in senders}
    return [found.get(one.pk) or Pair(one, theirs.get(one.code), None) for one in posts]
