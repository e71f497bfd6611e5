"""The figures of a report as they are frozen, shared and compared. Pure.

Every figure is a whole number under a key, for the window and for the same days of the year
before. What is shared passes `shared` first: small cells and what would give them away are gone.

Source: practice §C.5; N11
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from kt1.ledger.entries.canonical import JSON, canonical
from kt1.oversight.reports.rules import Span

PER_MILLE = 1000
Pair = tuple[int | None, int | None]


@dataclass(frozen=True, slots=True)
class Lacking:
    """One body that has not done something, as table 06 names it. Codes say what."""

    code: str
    name: str
    bloc: str
    lacks: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Frozen:
    """All that was counted, for which days, when, and how the ledger stood then."""

    span: Span
    counted_at: datetime
    ledger_size: int
    ledger_root: str  # hexadecimal
    least: int  # a cell of fewer items is not shared
    values: Mapping[str, Pair]
    lacking: tuple[Lacking, ...] = ()
    #: Which norms it rests on; what stands beside every figure while they are not confirmed.
    basis: str = ""
    hidden: frozenset[str] = field(default_factory=frozenset)

    def now(self, key: str) -> int | None:
        return self.values.get(key, (None, None))[0]

    def before(self, key: str) -> int | None:
        return self.values.get(key, (None, None))[1]


def to_json(frozen: Frozen) -> dict[str, Any]:
    """As it is stored and hashed: integers and strings alone."""
    return {
        "first": frozen.span.first.isoformat(),
        "last": frozen.span.last.isoformat(),
        "counted_at": frozen.counted_at.isoformat(),
        "ledger_size": frozen.ledger_size,
        "ledger_root": frozen.ledger_root,
        "least": frozen.least,
        "basis": frozen.basis,
        "values": {key: list(pair) for key, pair in sorted(frozen.values.items())},
        "hidden": sorted(frozen.hidden),
        "lacking": [[one.code, one.name, one.bloc, list(one.lacks)] for one in frozen.lacking],
    }


def of_json(said: Mapping[str, Any]) -> Frozen:
    return Frozen(
        span=Span(date.fromisoformat(said["first"]), date.fromisoformat(said["last"])),
        counted_at=datetime.fromisoformat(said["counted_at"]),
        ledger_size=said["ledger_size"],
        ledger_root=said["ledger_root"],
        least=said["least"],
        basis=said["basis"],
        values={key: (pair[0], pair[1]) for key, pair in said["values"].items()},
        hidden=frozenset(said["hidden"]),
        lacking=tuple(
            Lacking(code, name, bloc, tuple(lacks)) for code, name, bloc, lacks in said["lacking"]
        ),
    )


def digest(said: Mapping[str, JSON]) -> str:
    """SHA-256 of the figures as stored: what an entry of the ledger binds."""
    return hashlib.sha256(canonical(said)).hexdigest()


def change_per_mille(pair: Pair) -> int | None:
    """Growth in thousandths, towards zero; None where there was nothing before."""
    now, then = pair
    if now is None or not then:
        return None
    sign = -1 if now < then else 1
    return sign * (abs(now - then) * PER_MILLE // then)


# ---------------------------------------------------------------------------------- small cells


def hidden(
    values: Mapping[str, Pair],
    sums: Sequence[Sequence[str]],
    dependents: Mapping[str, Sequence[str]],
    least: int,
) -> frozenset[str]:
    """Which figures may not be shared: small cells, and those that would give a small one away.

    Each of `sums` is a total and the cells that add up to it. What is hidden of one must not be a
    single number, nor may hidden cells be too few together; so the smallest others go with them,
    the total last of all, until nothing changes: a cell stands in several sums. An empty cell
    tells nothing. What hangs on a hidden cell goes too. Each year is closed by itself, and what
    either hides is hidden in both: a change in per cent would tell the other year.
    """
    found: set[str] = set()
    for year in (0, 1):
        sizes = {key: pair[year] or 0 for key, pair in values.items()}
        found |= _closed(sizes, sums, dependents, least)
    return frozenset(found)


def _closed(
    sizes: Mapping[str, int],
    sums: Sequence[Sequence[str]],
    dependents: Mapping[str, Sequence[str]],
    least: int,
) -> set[str]:
    """What one year hides."""
    gone = {key for group in sums for key in group if 0 < sizes.get(key, 0) < least}
    while True:
        more = {one for key in gone for one in dependents.get(key, ())}
        more |= {
            key for total, *parts in sums for key in _given_away(sizes, total, parts, gone, least)
        }
        if more <= gone:
            return gone
        gone |= more


def _given_away(
    sizes: Mapping[str, int], total: str, parts: Sequence[str], gone: set[str], least: int
) -> tuple[str, ...]:
    """The one more figure of a sum that must go, or nothing."""
    counted = [key for key in parts if sizes.get(key, 0)]
    lacking = [key for key in counted if key in gone]
    others = sorted((sizes[key], key) for key in counted if key not in gone)
    if total in gone:
        alone = not lacking
    else:
        few = sum(sizes[key] for key in lacking) < least
        alone = bool(lacking) and (len(lacking) == 1 or few)
    if not alone:
        return ()
    if others:
        return (others[0][1],)
    return () if total in gone else (total,)


def shared(frozen: Frozen) -> dict[str, Pair]:
    """The figures as anybody may be given them: what is hidden has no number at all."""
    return {
        key: (None, None) if key in frozen.hidden else pair for key, pair in frozen.values.items()
    }


# --------------------------------------------------------------------------------- differences


@dataclass(frozen=True, slots=True)
class Difference:
    """One figure that a later version states otherwise."""

    key: str
    was: Pair
    now: Pair


def differences(old: Mapping[str, Pair], new: Mapping[str, Pair]) -> tuple[Difference, ...]:
    """What changed from one version to the next, in the order of the keys."""
    nothing: Pair = (None, None)
    return tuple(
        Difference(key, old.get(key, nothing), new.get(key, nothing))
        for key in sorted({*old, *new})
        if old.get(key, nothing) != new.get(key, nothing)
    )


def lacking_changed(
    old: Iterable[Lacking], new: Iterable[Lacking]
) -> tuple[tuple[Lacking, ...], tuple[Lacking, ...]]:
    """Bodies of table 06 that came, and those that went."""
    was, now = {one.code: one for one in old}, {one.code: one for one in new}
    came = tuple(one for code, one in sorted(now.items()) if was.get(code) != one)
    went = tuple(one for code, one in sorted(was.items()) if code not in now)
    return came, went
