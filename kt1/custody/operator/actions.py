"""Taking a file of the operator's events: all of it or nothing, and twice is once."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from kt1.custody.deliveries.rules import IrregularityKind
from kt1.custody.operator import permissions, queries
from kt1.custody.operator.faults import EventFaultsError, Fault
from kt1.custody.operator.planning import Conflict, Plan, Tell, plan, unfit
from kt1.custody.operator.reading import Parsed
from kt1.custody.operator.rules import Event, row_id
from kt1.custody.operator.things import Known
from kt1.custody.units import book
from kt1.custody.units.batches import write_many
from kt1.custody.units.rules import JSON, Act
from kt1.custody.units.steps import Once, write
from kt1.law.modes.queries import current_mode
from kt1.law.services.rules import marks_allowed
from kt1.ledger.requests.rules import RequestKey
from kt1.people.actor import Actor, NotAllowedError

#: Ids of sự vụ in one entry of the ledger; more are said in further entries.
_MATTERS_AN_ENTRY = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What taking a file would do: rows that are new, known already, and contradict."""

    new: int = 0
    unchanged: int = 0
    conflicts: tuple[Conflict, ...] = ()
    faults: tuple[Fault, ...] = ()


def preview(parsed: Parsed, *, by: Actor, at: datetime, tell: Tell | None = None) -> Preview:
    """Plan a file and forget the plan. Nothing of it is kept, and nobody waits for it.

    Raises:
        NotAllowedError: taking files is not `by`'s duty.
        UnsetNormError, NoCalendarError: a deadline cannot be derived.
    """
    _must_be_allowed(by)
    if faults := [*parsed.faults, *misfits(parsed.events, at=at)]:
        return Preview(faults=tuple(sorted(faults)))
    known = queries.known(parsed.events, locked=False)
    with book.opened(queries.memory(known)):
        made = plan(parsed.events, known, now=at, province=by.province_id, tell=tell)
    return Preview(
        new=made.new,
        unchanged=made.unchanged,
        conflicts=tuple(made.conflicts),
        faults=tuple(sorted(made.faults)),
    )


def misfits(events: Sequence[Event], *, at: datetime) -> list[Fault]:
    """Rows that are wrong by themselves: marks not stored here, codes nobody knows."""
    known = Known(places=queries.places(events), bodies=queries.bodies(events))
    known.codes.update(queries.codes(events))
    return unfit(events, known, marks=marks_allowed(current_mode()), now=at)


def take(
    *, parsed: Parsed, digest: str, by: Actor, at: datetime, once: RequestKey
) -> dict[str, Any]:
    """Write what a file tells. Rows that contradict the record change nothing and are reported.

    Args:
        digest: SHA-256 of the file, by `digest_of`.

    Raises:
        NotAllowedError: as `preview`.
        EventFaultsError: something in the file cannot be taken, so none of it was.
        BusyError: another file is being taken in.
    """
    with Once(once, by=by, at=at) as act:
        if act.known is not None:
            return act.known
        queries.one_at_a_time(waits=False)
        answer = put(parsed, digest=digest, by=by, at=at)
        return act.store(answer)


def put(
    parsed: Parsed, *, digest: str, by: Actor, at: datetime, tell: Tell | None = None
) -> dict[str, Any]:
    """The step of taking a file, in the transaction of whoever brings it.

    However many rows, the acts leave some thousands at a time, in sets. Raises what `take` does.
    """
    _must_be_allowed(by)
    if faults := [*parsed.faults, *misfits(parsed.events, at=at)]:
        raise EventFaultsError(faults)
    known = queries.known(parsed.events, locked=True)
    wrote = False

    def leave(acts: Sequence[tuple[Act, datetime]]) -> None:
        nonlocal wrote
        wrote = wrote or bool(acts)
        write_many(acts, by=by)

    with book.opened(queries.memory(known)):
        made = plan(
            parsed.events, known, now=at, province=by.province_id, write=leave, tell=tell
        )  # fmt: skip
    if made.faults:
        raise EventFaultsError(made.faults)
    matters = _matters(made, at)
    answer: dict[str, JSON] = {
        "new": made.new,
        "unchanged": made.unchanged,
        "conflicts": len(made.conflicts),
        "reported": len(matters),
    }
    if wrote or matters:
        _say(digest, answer, matters, by=by, at=at)
    return dict(answer)


def digest_of(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _must_be_allowed(by: Actor) -> None:
    if reason := permissions.why_not_take_file(by):
        raise NotAllowedError(reason)


def _matters(made: Plan, at: datetime) -> list[dict[str, object]]:
    """One sự vụ for each contradicting row, and never two for the same row."""
    places = {c.event.place for c in made.conflicts}
    rows = {row_id(c.event.at, "clash", *c.event.told): c for c in made.conflicts}
    known = queries.reported(list(rows))
    by_code = queries.places_of(places)
    return [
        {
            "id": key,
            "kind": IrregularityKind.FILE_CONFLICT.value,
            "place_id": by_code[conflict.event.place],
            "unit_id": conflict.unit,
            "findings": {conflict.code: [conflict.event.kind.value, conflict.clash.value]},
            "opened_at": at,
        }
        for key, conflict in rows.items()
        if key not in known
    ]


def _say(
    digest: str,
    answer: dict[str, JSON],
    matters: list[dict[str, object]],
    *,
    by: Actor,
    at: datetime,
) -> None:
    """What the file was, by its digest, beside what it did; then the sự vụ that no longer fit."""
    for start in range(0, max(1, len(matters)), _MATTERS_AN_ENTRY):
        some = matters[start : start + _MATTERS_AN_ENTRY]
        told: dict[str, JSON] = {"file": digest, "irregularities": [str(m["id"]) for m in some]}
        act = Act(
            kind="operator.reported" if start else "operator.taken",
            subject=f"file:{digest[:32]}",
            body=told if start else {**told, **answer},
            rows=[("irregularity", some)],
        )
        write(act, by=by, at=at)
