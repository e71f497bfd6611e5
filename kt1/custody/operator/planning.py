"""From the events of a file to acts: what is new, what is known already, what contradicts.

Nothing is written here. Events are taken in the order they happened; those of one moment, kind
and place are one act. Each act is applied to the things in memory, so that a later row of the
file finds what an earlier one did.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby

from kt1.custody.clock.rules import AgreedTooEarlyError, MissingFactError
from kt1.custody.deliveries.queries import WrongDoorError
from kt1.custody.handovers.rules import LINES_MAX
from kt1.custody.operator import accepting, carrying, doors
from kt1.custody.operator.columns import HEADINGS
from kt1.custody.operator.faults import Fault, Wrong
from kt1.custody.operator.reading import SKEW
from kt1.custody.operator.rules import Clash, Event, EventKind, in_order
from kt1.custody.operator.things import Known, Thing
from kt1.custody.operator.workings import ClashError, FaultError, Workings
from kt1.custody.units.rules import Act, NotPossibleError, micros
from kt1.law.services.rules import Mark


@dataclass(frozen=True, slots=True)
class Conflict:
    """A row that contradicts the record, and how."""

    event: Event
    unit: int | None
    code: str
    clash: Clash


@dataclass(slots=True)
class Plan:
    """What taking a file would do."""

    acts: list[tuple[Act, datetime]] = field(default_factory=list)
    new: int = 0
    unchanged: int = 0
    conflicts: list[Conflict] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


Handler = Callable[[Workings, Sequence[Event]], None]
_HANDLERS: Mapping[EventKind, Handler] = {
    EventKind.ACCEPTED: accepting.accepted,
    EventKind.BAGGED: carrying.bagged,
    EventKind.SENT: carrying.sent,
    EventKind.ARRIVED: carrying.arrived,
    EventKind.FAILED: doors.failed,
    EventKind.DELIVERED: doors.delivered,
}


def plan(
    events: tuple[Event, ...],
    known: Known,
    *,
    marks: frozenset[Mark],
    now: datetime,
    province: int | None,
) -> Plan:
    """What these events would do to what is known.

    Args:
        marks: what this installation stores.
        now: events later than this are refused.
        province: the only province whose events are taken; None for all.
    """
    made = Plan(faults=_unfit(events, known, marks, now, province))
    if made.faults:
        return made
    works = Workings(known=known)
    for (_at, kind, _key), group in groupby(in_order(events), key=_act_of):
        if fresh := _fresh(works, made, list(group)):
            _do(works, made, kind, fresh)
    made.acts = works.acts
    for act, _at in made.acts:
        act.body |= {"source": "operator_file", "recorded_at": micros(now)}
    return made


def _act_of(event: Event) -> tuple[datetime, EventKind, tuple[str, ...]]:
    return event.at, event.kind, event.together


def _fresh(works: Workings, made: Plan, group: Sequence[Event]) -> list[Event]:
    """The rows that are neither known already nor contradict; none once there is a fault."""
    fresh: list[Event] = []
    for event in group:
        try:
            if works.is_known(event):
                made.unchanged += 1
            else:
                works.must_fit(event)
                fresh.append(event)
        except ClashError as clash:
            thing = works.thing_of(event)
            unit = thing.id if thing else None
            made.conflicts.append(Conflict(event, unit, _code(thing), clash.clash))
        except FaultError as fault:
            made.faults.append(fault.fault)
    return [] if made.faults else fresh


def _do(works: Workings, made: Plan, kind: EventKind, fresh: Sequence[Event]) -> None:
    """Let the rows be one act, or say why they cannot be."""
    if len(fresh) > LINES_MAX:
        made.faults += _every(fresh, "", Wrong.CANNOT_BE)
        return
    try:
        _HANDLERS[kind](works, fresh)
    except FaultError as fault:
        made.faults.append(fault.fault)
    except (AgreedTooEarlyError, MissingFactError):
        made.faults += _every(fresh, HEADINGS["agreed"], Wrong.BAD_AGREED)
    except WrongDoorError:
        made.faults += _every(fresh, HEADINGS["point"], Wrong.WRONG_DOOR)
    except NotPossibleError:
        made.faults += _every(fresh, "", Wrong.CANNOT_BE)
    made.new += len(fresh)


def _every(events: Sequence[Event], column: str, wrong: Wrong) -> list[Fault]:
    return [Fault(event.row, column, wrong) for event in events]


def _code(thing: Thing | None) -> str:
    return thing.code if thing else ""


def _unfit(
    events: Sequence[Event],
    known: Known,
    marks: frozenset[Mark],
    now: datetime,
    province: int | None,
) -> list[Fault]:
    """What is wrong with rows by themselves: codes nobody knows, moments to come."""
    found: list[Fault] = []
    for event in events:
        wrong = [
            *_unknown(event, known),
            *([("at", Wrong.IN_THE_FUTURE)] if event.at > now + SKEW else []),
            *([("service", Wrong.REFUSED_MARK)] if event.mark not in marks else []),
            *([("receiver", Wrong.SAME_BODY)] if _to_itself(event) else []),
            *([("other", Wrong.SAME_PLACE)] if event.other == event.place else []),
        ]
        if not wrong and province is not None and province not in _provinces(event, known):
            wrong.append(("place", Wrong.NOT_YOUR_PROVINCE))
        found += [Fault(event.row, HEADINGS[fills], what) for fills, what in wrong]
    return found


def _unknown(event: Event, known: Known) -> list[tuple[str, Wrong]]:
    wrong = []
    for fills in ("place", "other", "point"):
        code = getattr(event, fills)
        place = known.places.get(code)
        if code and place is None:
            wrong.append((fills, Wrong.UNKNOWN_CODE))
        elif place is not None and fills != "point" and not place.of_the_post:
            wrong.append((fills, Wrong.NOT_OF_THE_POST))
    wrong += [
        (fills, Wrong.UNKNOWN_CODE)
        for fills in ("sender", "receiver")
        if getattr(event, fills) and getattr(event, fills) not in known.bodies
    ]
    if event.code and event.code not in known.codes:
        wrong.append(("code", Wrong.UNKNOWN_CODE))
    return wrong


def _to_itself(event: Event) -> bool:
    return event.sender != "" and event.sender == event.receiver


def _provinces(event: Event, known: Known) -> set[int]:
    """Provinces that an event concerns: of its places, its bodies, and of the item it is about."""
    found = {known.places[c].province for c in (event.place, event.other) if c in known.places}
    found |= {known.bodies[c].province for c in (event.sender, event.receiver) if c in known.bodies}
    thing = known.thing(event.item or event.bag, event.code)
    return found | set(thing.provinces if thing else ())
