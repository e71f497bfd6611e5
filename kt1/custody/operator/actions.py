"""Taking a file of the operator's events: all of it or nothing, and twice is once."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from kt1.custody.deliveries.rules import IrregularityKind
from kt1.custody.operator import permissions, queries
from kt1.custody.operator.faults import EventFaultsError, Fault
from kt1.custody.operator.planning import Conflict, Plan, plan
from kt1.custody.operator.reading import Parsed
from kt1.custody.operator.rules import row_id
from kt1.custody.units.rules import JSON, Act
from kt1.custody.units.steps import Once, write
from kt1.law.modes.queries import current_mode
from kt1.law.services.rules import marks_allowed
from kt1.ledger.requests.rules import RequestKey
from kt1.people.actor import Actor, NotAllowedError


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What taking a file would do: rows that are new, known already, and contradict."""

    new: int
    unchanged: int
    conflicts: tuple[Conflict, ...]
    faults: tuple[Fault, ...]


def preview(parsed: Parsed, *, by: Actor, at: datetime) -> Preview:
    """Plan a file and forget the plan. Nothing of it is kept.

    Raises:
        NotAllowedError: taking files is not `by`'s duty.
        UnsetNormError, NoCalendarError: a deadline cannot be derived.
    """
    _must_be_allowed(by)
    with transaction.atomic():
        made = _plan(parsed, by, at)
        transaction.set_rollback(True)
    return Preview(
        new=made.new,
        unchanged=made.unchanged,
        conflicts=tuple(made.conflicts),
        faults=tuple(sorted(made.faults)),
    )


def take(
    *, parsed: Parsed, content: bytes, by: Actor, at: datetime, once: RequestKey
) -> dict[str, Any]:
    """Write what a file tells. Rows that contradict the record change nothing and are reported.

    Raises:
        NotAllowedError: as `preview`.
        EventFaultsError: something in the file cannot be taken, so none of it was.
    """
    with Once(once, by=by, at=at) as act:
        if act.known is not None:
            return act.known
        _must_be_allowed(by)
        made = _plan(parsed, by, at)
        if made.faults:
            raise EventFaultsError(made.faults)
        for one, moment in made.acts:
            write(one, by=by, at=moment)
        matters = _matters(made, at)
        answer: dict[str, JSON] = {
            "new": made.new,
            "unchanged": made.unchanged,
            "conflicts": len(made.conflicts),
            "reported": len(matters),
        }
        if made.acts or matters:
            write(_taken(content, answer, matters), by=by, at=at)
        return act.store(dict(answer))


def _must_be_allowed(by: Actor) -> None:
    if reason := permissions.why_not_take_file(by):
        raise NotAllowedError(reason)


def _plan(parsed: Parsed, by: Actor, at: datetime) -> Plan:
    if parsed.faults:
        return Plan(faults=list(parsed.faults))
    queries.one_at_a_time()
    return plan(
        parsed.events,
        queries.known(parsed.events),
        marks=marks_allowed(current_mode()),
        now=at,
        province=by.province_id,
    )


def _matters(made: Plan, at: datetime) -> list[dict[str, object]]:
    """One sự vụ for each contradicting row, and never two for the same row."""
    places = {c.event.place for c in made.conflicts}
    rows = {row_id(c.event.at, "clash", *c.event.told): c for c in made.conflicts}
    known = queries.reported(rows.keys())
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


def _taken(content: bytes, answer: dict[str, JSON], matters: list[dict[str, object]]) -> Act:
    """What the file was, by its digest, beside what it did."""
    digest = hashlib.sha256(content).hexdigest()
    return Act(
        kind="operator.taken",
        subject=f"file:{digest[:32]}",
        body={"file": digest, **answer, "irregularities": [str(m["id"]) for m in matters]},
        rows=[("irregularity", matters)],
    )
