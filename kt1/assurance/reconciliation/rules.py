"""How two books are compared, and what a difference does to the figures. Pure.

Two lines are the same item

1. by their number, exactly, once both are written in one manner (`books.rules.key_of`);
2. else by a number with a typing error: at most two signs wrong, missing, added or swapped, the
   score of all fields together is at least `SCORE_MIN`, and no other line comes near it;
3. else, where the agency's book states no number at all, by everything besides: the other body,
   the day, and every further field both state; only where one pair alone agrees so.

Source: QD55-2016 Đ.11.4; N16
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Class(StrEnum):
    """What kind of disagreement it is. What agrees in everything is matched and not listed."""

    ONLY_POST = "only_post"  # chỉ có ở Bưu điện
    ONLY_SENDER = "only_sender"  # chỉ có ở sổ của cơ quan gửi
    DIFFERS = "differs"  # có ở cả hai, khác trục dịch vụ, khối lượng, ngày, cước
    NUMBER = "number"  # cùng một bưu gửi, số hiệu ghi sai hoặc không ghi; khớp theo quy tắc
    REPEATED = "repeated"  # ghi hai lần trong một sổ
    NOT_RECEIVED = "not_received"  # đã phát, sổ nơi nhận không có
    RECEIVED_NOT_SENT = "received_not_sent"  # nơi nhận có, không có bưu gửi nào


class Field(StrEnum):
    """In what two lines of one item differ."""

    CODE = "code"
    DAY = "day"
    OTHER = "other"
    URGENCY = "urgency"
    SCOPE = "scope"
    MARK = "mark"
    PIECES = "pieces"
    WEIGHT = "weight"
    PRICE = "price"


class Rule(StrEnum):
    """By what two lines were taken for one item."""

    NONE = ""
    CODE = "code"
    NEAR = "near"
    FIELDS = "fields"


class Reason(StrEnum):
    """Why a difference is settled, and so whose figures count."""

    POST_RIGHT = "post_right"
    AGENCY_RIGHT = "agency_right"
    OTHER_PERIOD = "other_period"
    ENTERED_TWICE = "entered_twice"
    NOT_KT1 = "not_kt1"


class Party(StrEnum):
    """The two sides."""

    POST = "post"
    AGENCY = "agency"


class Step(StrEnum):
    """In this order on each side."""

    PREPARED = "prepared"  # người lập: văn thư
    CHECKED = "checked"  # kế toán
    APPROVED = "approved"  # thủ trưởng


_ONE_SIDED = frozenset({Reason.POST_RIGHT, Reason.AGENCY_RIGHT, Reason.OTHER_PERIOD})
REASONS: Mapping[Class, AbstractSet[Reason]] = {
    Class.ONLY_POST: _ONE_SIDED | {Reason.NOT_KT1},
    Class.ONLY_SENDER: _ONE_SIDED | {Reason.NOT_KT1},
    Class.DIFFERS: _ONE_SIDED,
    Class.NUMBER: frozenset({Reason.POST_RIGHT}),
    Class.REPEATED: frozenset({Reason.ENTERED_TWICE}),
    Class.NOT_RECEIVED: _ONE_SIDED,
    Class.RECEIVED_NOT_SENT: _ONE_SIDED | {Reason.NOT_KT1, Reason.ENTERED_TWICE},
}

#: Points of 100. A number with one sign wrong and all else alike has 90.
SCORE_CODE: Mapping[int, int] = {0: 60, 1: 50, 2: 40}
SCORE_OTHER, SCORE_DAY, SCORE_URGENCY, SCORE_PIECES, SCORE_WEIGHT = 15, 10, 5, 3, 7
SCORE_MIN = 70
#: A second candidate so near the first leaves the pair to people.
SCORE_APART = 10
WRONG_SIGNS_MAX = 2
#: In a shorter number two wrong signs say nothing.
NEAR_LENGTH_MIN = 9


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One item as one book tells of it. None and empty: not stated, so not compared."""

    id: int
    code: str
    day: date
    other: int | None = None
    urgency: str = ""
    scope: str = ""
    pieces: int | None = None
    weight_g: int | None = None
    amount: int | None = None


@dataclass(frozen=True, slots=True)
class Figures:
    """How many, how heavy in grams, how much in đồng. Whole numbers only."""

    items: int = 0
    weight_g: int = 0
    amount: int = 0

    def __add__(self, other: "Figures") -> "Figures":
        return Figures(
            self.items + other.items, self.weight_g + other.weight_g, self.amount + other.amount
        )

    def __sub__(self, other: "Figures") -> "Figures":
        return Figures(
            self.items - other.items, self.weight_g - other.weight_g, self.amount - other.amount
        )


NOTHING = Figures()


def of_line(line: Told | None) -> Figures:
    """What one line adds to the totals of its book."""
    return NOTHING if line is None else Figures(1, line.weight_g or 0, line.amount or 0)


def summed(figures: Iterable[Figures]) -> Figures:
    return sum(figures, NOTHING)


def stated(agency: Told, post: Told) -> Figures:
    """What the agency's line says, the post's figure standing where it says nothing."""
    weight = post.weight_g if agency.weight_g is None else agency.weight_g
    amount = post.amount if agency.amount is None else agency.amount
    return Figures(1, weight or 0, amount or 0)


def differing(post: Told, agency: Told) -> tuple[Field, ...]:
    """The fields in which two lines of one item disagree."""
    asked = (
        (Field.CODE, post.code != agency.code),
        (Field.DAY, post.day != agency.day),
        (Field.OTHER, _apart(post.other, agency.other)),
        (Field.URGENCY, agency.urgency and post.urgency and agency.urgency != post.urgency),
        (Field.SCOPE, agency.scope and post.scope and agency.scope != post.scope),
        (Field.PIECES, _apart(post.pieces, agency.pieces)),
        (Field.WEIGHT, _apart(post.weight_g, agency.weight_g)),
        (Field.PRICE, _apart(post.amount, agency.amount)),
    )
    return tuple(field for field, differs in asked if differs)


def _apart(one: int | None, other: int | None) -> bool:
    return one is not None and other is not None and one != other


def score(post: Told, agency: Told) -> int:
    """How much speaks for one item, of 100; 0 where the numbers are too far apart."""
    if min(len(post.code), len(agency.code)) < NEAR_LENGTH_MIN:
        return 0
    wrong = wrong_signs(post.code, agency.code)
    if wrong > WRONG_SIGNS_MAX:
        return 0
    alike = (
        (SCORE_OTHER, post.other is not None and post.other == agency.other),
        (SCORE_DAY, post.day == agency.day),
        (SCORE_URGENCY, not agency.urgency or post.urgency == agency.urgency),
        (SCORE_PIECES, not _apart(post.pieces, agency.pieces)),
        (SCORE_WEIGHT, not _apart(post.weight_g, agency.weight_g)),
    )
    return SCORE_CODE[wrong] + sum(points for points, true in alike if true)


def wrong_signs(one: str, other: str) -> int:
    """Signs to replace, add, drop or swap with their neighbour; `WRONG_SIGNS_MAX` + 1 is "many"."""
    many = WRONG_SIGNS_MAX + 1
    if abs(len(one) - len(other)) > WRONG_SIGNS_MAX:
        return many
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, sign in enumerate(one, 1):
        before, last, row = row, before, [i]
        for j, its in enumerate(other, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (sign != its))
            if i > 1 and j > 1 and sign == other[j - 2] and one[i - 2] == its:
                cost = min(cost, last[j - 2] + 1)
            row.append(cost)
    return min(row[-1], many)


@dataclass(frozen=True, slots=True)
class Pair:
    """Two lines taken for one item without the same number."""

    post: int
    agency: int
    rule: Rule
    score: int
    fields: tuple[Field, ...]


def near(candidates: Iterable[tuple[Told, Told]]) -> list[Pair]:
    """Of possible pairs (post, agency) those that stand alone. Any order gives the same answer."""
    scored = {
        (post.id, agency.id): (score(post, agency), post, agency) for post, agency in candidates
    }
    good = {key: said for key, said in scored.items() if said[0] >= SCORE_MIN}
    by_post = _two_best((post, said[0]) for (post, _), said in good.items())
    by_agency = _two_best((agency, said[0]) for (_, agency), said in good.items())
    return [
        Pair(post, agency, Rule.NEAR, points, differing(its, theirs))
        for (post, agency), (points, its, theirs) in sorted(good.items())
        if _stands_alone(points, by_post[post]) and _stands_alone(points, by_agency[agency])
    ]


def _two_best(points: Iterable[tuple[int, int]]) -> dict[int, tuple[int, int]]:
    best: dict[int, tuple[int, int]] = {}
    for key, value in points:
        first, second = best.get(key, (0, 0))
        best[key] = (max(first, value), max(second, min(first, value)))
    return best


def _stands_alone(points: int, best: tuple[int, int]) -> bool:
    return points == best[0] and points - best[1] >= SCORE_APART


def by_fields(posts: Sequence[Told], agencies: Sequence[Told]) -> list[Pair]:
    """Lines without a number, by everything else; only where one pair alone agrees."""
    numberless = [line for line in agencies if not line.code and line.other is not None]
    at: dict[tuple[int | None, date], list[Told]] = {}
    for post in posts:
        at.setdefault((post.other, post.day), []).append(post)
    fitting = [
        (post, line)
        for line in numberless
        for post in at.get((line.other, line.day), ())
        if differing(post, line) == (Field.CODE,)
    ]
    of_post = Counter(post.id for post, _ in fitting)
    of_line_ = Counter(line.id for _, line in fitting)
    return [
        Pair(post.id, line.id, Rule.FIELDS, SCORE_OTHER + SCORE_DAY, (Field.CODE,))
        for post, line in fitting
        if of_post[post.id] == 1 and of_line_[line.id] == 1
    ]


def kind_of(fields: Sequence[Field]) -> Class:
    """Of a pair that differs in these fields."""
    return Class.NUMBER if tuple(fields) == (Field.CODE,) else Class.DIFFERS


def gap(post: Told | None, agency: Told | None) -> Figures:
    """What this difference makes between the totals of the two books."""
    if post is not None and agency is not None:
        return stated(agency, post) - of_line(post)
    return of_line(agency) - of_line(post)


def effect(reason: Reason, post: Told | None, agency: Told | None) -> Figures:
    """What a resolution adds to the post's totals to give the agreed ones.

    Of the sending side only; receiving costs nothing.
    """
    match reason:
        case Reason.AGENCY_RIGHT:
            return gap(post, agency)
        case Reason.OTHER_PERIOD | Reason.NOT_KT1:
            return NOTHING - of_line(post)
        case Reason.POST_RIGHT | Reason.ENTERED_TWICE:
            return NOTHING


def next_step(signed: AbstractSet[Step]) -> Step | None:
    """The step that comes next on one side; None once all are done."""
    return next((step for step in Step if step not in signed), None)
