"""Two books with known truth: what was planted is what has to be found."""

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db import transaction

from kt1.assurance.books import steps
from kt1.assurance.books.models import Account, Book, Line
from kt1.assurance.books.rules import Side
from kt1.assurance.reconciliation import matching
from kt1.assurance.reconciliation.models import Difference
from kt1.assurance.reconciliation.queries import told_of
from kt1.assurance.reconciliation.rules import NOTHING, Figures, of_line, stated, summed
from kt1.custody.units.codes import ALPHABET
from kt1.network.agencies.models import Agency
from tests.custody import factories as make

STARTS, ENDS = date(2026, 1, 1), date(2026, 1, 31)
AFTER = make.at("2026-02-02")

#: (code, day, other, urgency, scope, pieces, weight_g, amount) of one line.
Row = tuple[Any, ...]


def draws(seed: int) -> random.Random:
    return random.Random(seed)  # noqa: S311 - a play, not a secret


def account(body: Agency | None = None) -> Account:
    body = body or make.agency()
    return Account.objects.create(
        agency=body,
        province=body.province,
        starts=STARTS,
        ends=ENDS,
        frozen_at=AFTER,
        due=date(2026, 2, 10),
    )


def row(draw: random.Random, **said: Any) -> Row:
    """A line as the post has it."""
    code = "".join(draw.choice(ALPHABET) for _ in range(17))
    whole = {
        "code": code,
        "day": STARTS + timedelta(days=draw.randrange(31)),
        "other": draw.randrange(1, 40),
        "urgency": draw.choice(["none", "HT", "HG"]),
        "scope": draw.choice(["noi_tinh", "lien_tinh"]),
        "pieces": draw.randrange(1, 4),
        "weight_g": draw.randrange(20, 3000),
        "amount": draw.randrange(8, 90) * 1000,
        **said,
    }
    return tuple(whole.values())


def changed(one: Row, **said: Any) -> Row:
    names = ("code", "day", "other", "urgency", "scope", "pieces", "weight_g", "amount")
    return tuple({**dict(zip(names, one, strict=True)), **said}.values())


def numbered(rows: Sequence[Row]) -> list[Row]:
    """Lines in their order; a number that stands there twice is told apart by its copy."""
    seen: dict[str, int] = {}
    full = []
    for n, one in enumerate(rows, 1):
        copy = seen.get(one[0], 0)
        if one[0]:
            seen[one[0]] = copy + 1
        full.append((n, copy if one[0] else 0, *one))
    return full


def put(to: Account, side: Side, rows: list[Row]) -> None:
    """Write a book as it stands."""
    with transaction.atomic():
        steps.replace(to.pk, side, numbered(rows), {})
        Book.objects.update_or_create(
            account=to,
            side=side,
            defaults={"source": "file", "digest": "", "rows": len(rows), "at": AFTER},
        )


def compared(*accounts: Account) -> list[Difference]:
    keys = [one.pk for one in accounts]
    with transaction.atomic():
        matching.compare(keys, at=AFTER)
    return list(Difference.objects.filter(account__in=keys).order_by("pk"))


def row_of(line: Line) -> Row:
    """A line as the other side could write it down."""
    return (
        line.code, line.day, line.other, line.urgency, line.scope, line.pieces, line.weight_g,
        line.amount,
    )  # fmt: skip


def added_up(to: Account) -> tuple[Figures, Figures]:
    """The post's and the sender's book line by line, without the totals that are kept.

    What the sender's line leaves open of an item that both have counts as the post has it.
    """
    lines = {line.pk: line for line in Line.objects.filter(account=to.pk)}
    post = [told_of(one) for one in lines.values() if one.side == Side.POST_SENT]
    by_code = {one.code: one for one in post if one is not None}
    paired = {
        one.agency_line: told_of(lines[one.post_line])
        for one in Difference.objects.filter(account=to)
        if one.post_line and one.agency_line
    }
    sender = NOTHING
    for line in lines.values():
        said = told_of(line) if line.side == Side.SENDER else None
        if said is not None:
            alike = None if line.copy else by_code.get(line.code)
            its = paired.get(line.pk) or alike
            sender += of_line(said) if its is None else stated(said, its)
    return summed(map(of_line, post)), sender


def mistyped(code: str, draw: random.Random) -> str:
    """One error as hands make it: another sign, one missing, one too many, two swapped."""
    at = draw.randrange(len(code) - 1)
    other = draw.choice([sign for sign in ALPHABET if sign != code[at]])
    match draw.randrange(4):
        case 0:
            return code[:at] + other + code[at + 1 :]
        case 1:
            return code[:at] + code[at + 1 :]
        case 2:
            return code[:at] + other + code[at:]
        case _:
            swapped = code[:at] + code[at + 1] + code[at] + code[at + 2 :]
            return swapped if swapped != code else other + code[1:]


@dataclass(slots=True)
class Planted:
    """A month of one body with disagreements of each kind, and what they are."""

    post: list[Row] = field(default_factory=list)
    sender: list[Row] = field(default_factory=list)
    kinds: dict[str, tuple[str, tuple[str, ...]]] = field(default_factory=dict)


def plant(draw: random.Random, items: int) -> Planted:
    """Each tenth line or so differs in one known way."""
    found = Planted()
    for _ in range(items):
        one = row(draw)
        found.post.append(one)
        _one(found, one, draw)
    return found


_FIELDS: dict[str, Any] = {
    "urgency": lambda one: changed(one, urgency="HT" if one[3] != "HT" else "none"),
    "weight": lambda one: changed(one, weight_g=one[6] + 100),
    "day": lambda one: changed(one, day=one[1] + timedelta(days=1)),
    "price": lambda one: changed(one, amount=one[7] + 1000),
    "scope": lambda one: changed(one, scope="noi_tinh" if one[4] != "noi_tinh" else "lien_tinh"),
    "pieces": lambda one: changed(one, pieces=one[5] + 1),
    "other": lambda one: changed(one, other=one[2] + 100),
}


def _one(found: Planted, one: Row, draw: random.Random) -> None:
    wanted = draw.randrange(100)
    code = one[0]
    if wanted < 3:
        found.kinds[code] = ("only_post", ())
    elif wanted < 6:
        found.post.pop()
        found.sender.append(one)
        found.kinds[code] = ("only_sender", ())
    elif wanted < 13:
        name = draw.choice(sorted(_FIELDS))
        found.sender.append(_FIELDS[name](one))
        found.kinds[code] = ("differs", (name,))
    elif wanted < 15:
        found.sender += [one, one]
        found.kinds[code] = ("repeated", ())
    else:
        found.sender.append(one)
