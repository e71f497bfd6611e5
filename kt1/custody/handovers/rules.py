"""Rules for one hand-over (giao nhận). Pure: no database, no clock, no settings."""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from enum import StrEnum

LINES_MAX = 999


class HandoverKind(StrEnum):
    ACCEPTANCE = "acceptance"  # chấp nhận gửi: the first change of holder
    TRANSFER = "transfer"  # between two holders of the post
    DELIVERY = "delivery"  # phát: to the agency
    INSIDE = "inside"  # trực → văn thư, within the agency
    RETURN = "return"  # chuyển hoàn, back to the sender


class Outcome(StrEnum):
    OFFERED = "offered"  # đã giao, chờ nhận
    TAKEN = "taken"  # đã nhận
    PARTLY = "partly"  # nhận một phần
    REFUSED = "refused"  # từ chối nhận
    LAPSED = "lapsed"  # quá giờ chưa nhận
    WITHDRAWN = "withdrawn"  # người giao rút lại


# docs/states/handover.md is drawn from this table; `make check` compares them.
NEXT: Mapping[Outcome, AbstractSet[Outcome]] = {
    Outcome.OFFERED: {
        Outcome.TAKEN,
        Outcome.PARTLY,
        Outcome.REFUSED,
        Outcome.LAPSED,
        Outcome.WITHDRAWN,
    },
    Outcome.TAKEN: set(),
    Outcome.PARTLY: set(),
    Outcome.REFUSED: set(),
    Outcome.LAPSED: set(),
    Outcome.WITHDRAWN: set(),
}


class Witness(StrEnum):
    """How a settlement is witnessed; all but the first show as such everywhere."""

    TWO_SESSIONS = "two_sessions"
    ONE_DEVICE = "one_device"
    PAPER = "paper"
    OPERATOR_FILE = "operator_file"


class Finding(StrEnum):
    """One way in which what is seen differs from what was offered."""

    MISSING = "missing"  # offered, not seen
    EXTRA = "extra"  # seen, not offered
    SEAL_DIFFERS = "seal_differs"
    SEAL_BROKEN = "seal_broken"
    COVER_TORN = "cover_torn"
    WEIGHT_DIFFERS = "weight_differs"
    NOT_WANTED = "not_wanted"  # refused by the taker without a finding of state


#: Findings that keep a line with its giver.
KEEPS = frozenset(
    {
        Finding.MISSING,
        Finding.SEAL_DIFFERS,
        Finding.SEAL_BROKEN,
        Finding.COVER_TORN,
        Finding.NOT_WANTED,
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Offered:
    """One line as the giver states it."""

    unit: int
    code: str
    kind: str
    seal: str
    weight_g: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """One unit as the taker states it, without having been shown the seal."""

    code: str
    seal: str = ""
    intact: bool = True
    weight_g: int | None = None
    refuse: bool = False
    typed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """What a comparison of both sides says: per offered unit its findings, and what is extra."""

    findings: Mapping[int, tuple[Finding, ...]]
    extra: tuple[str, ...]

    @property
    def refused(self) -> frozenset[int]:
        return frozenset(u for u, found in self.findings.items() if KEEPS & set(found))


def same_seal(one: str, other: str) -> bool:
    """Seal numbers agree when they agree without blanks, dashes and case."""
    return _plain(one) == _plain(other)


def _plain(number: str) -> str:
    return "".join(c for c in number.upper() if c.isalnum())


def judge(offered: Sequence[Offered], seen: Sequence[Seen], tolerance_g: int) -> Judgement:
    """Compare what was offered with what was seen, line by line.

    Args:
        offered: the giver's lines.
        seen: the taker's, one a unit; a unit seen twice counts once.
        tolerance_g: grams by which two weighings may differ.
    """
    by_code = {s.code: s for s in seen}
    findings: dict[int, tuple[Finding, ...]] = {}
    for line in offered:
        look = by_code.pop(line.code, None)
        found = [Finding.MISSING] if look is None else _look(line, look, tolerance_g)
        if found:
            findings[line.unit] = tuple(found)
    return Judgement(findings=findings, extra=tuple(sorted(by_code)))


def _look(line: Offered, look: Seen, tolerance_g: int) -> list[Finding]:
    found = []
    is_bag = line.kind != "item"
    if look.refuse:
        found.append(Finding.NOT_WANTED)
    if not look.intact:
        found.append(Finding.SEAL_BROKEN if is_bag else Finding.COVER_TORN)
    # A broken seal that nobody could read is broken; its number is no second finding.
    readable = look.intact or bool(look.seal)
    if is_bag and line.seal and readable and not same_seal(line.seal, look.seal):
        found.append(Finding.SEAL_DIFFERS)
    if (
        line.weight_g is not None
        and look.weight_g is not None
        and abs(line.weight_g - look.weight_g) > tolerance_g
    ):
        found.append(Finding.WEIGHT_DIFFERS)
    return found


def outcome_of(lines: int, refused: int) -> Outcome:
    if refused == 0:
        return Outcome.TAKEN
    return Outcome.REFUSED if refused >= lines else Outcome.PARTLY
