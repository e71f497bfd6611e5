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

    new: int = 0
    unchanged: int = 0
    conflicts: list[Conflict] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    spoiled: set[tuple[str, str] | str] = field(default_factory=set)  # items of rows with faults


Write = Callable[[Sequence[tuple[Act, datetime]]], None]
Tell = Callable[[int], None]
#: So many acts leave at once, and after so many rows it is told how far planning has come.
_ACTS_AT_ONCE = 2_000
_ROWS_TOLD = 1_000
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
    events: Sequence[Event],
    known: Known,
    *,
    now: datetime,
    province: int | None,
    write: Write | None = None,
    tell: Tell | None = None,
) -> Plan:
    """What these events do to what is known.

    Args:
        events: rows that are fit by themselves (`unfit`).
        now: the moment the acts say they were recorded.
        province: the only province whose events are taken; None for all.
        write: is given the acts, some at a time, in their order; none after a fault.
        tell: is told now and then how many rows are planned.
    """
    made, works = Plan(), Workings(known=known)
    passed = told = 0
    for (_at, kind, _key), group in groupby(in_order(events), key=_act_of):
        rows = list(group)
        if fresh := _fresh(works, made, rows, province):
            _do(works, made, kind, fresh)
        passed += len(rows)
        if len(works.acts) >= _ACTS_AT_ONCE:
            _leave(works, made, now, write)
        if tell is not None and passed - told >= _ROWS_TOLD:
            tell(passed)
            told = passed
    _leave(works, made, now, write)
    return made


def _leave(works: Workings, made: Plan, now: datetime, write: Write | None) -> None:
    acts, works.acts = works.acts, []
    if write is None or made.faults:
        return
    for act, _at in acts:
        act.body |= {"source": "operator_file", "recorded_at": micros(now)}
    write(acts)


def _act_of(event: Event) -> tuple[datetime, EventKind, tuple[str, ...]]:
    return event.at, event.kind, event.together


def _fresh(
    works: Workings, made: Plan, group: Sequence[Event], province: int | None
) -> list[Event]:
    """The rows that are neither known already nor contradict nor have a fault."""
    fresh: list[Event] = []
    for event in group:
        try:
            _must_concern(event, works.known, province)
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
            _blame(made, [event], [fault.fault])
    return fresh


def _must_concern(event: Event, known: Known, province: int | None) -> None:
    if province is not None and province not in _provinces(event, known):
        raise FaultError(event, "place", Wrong.NOT_YOUR_PROVINCE)


def _blame(made: Plan, events: Sequence[Event], faults: Sequence[Fault]) -> None:
    """An item whose row has a fault is wrong in its later rows for that: they are not named too."""
    made.faults += [
        fault
        for fault in faults
        if fault.wrong is not Wrong.UNKNOWN_ITEM or made.spoiled.isdisjoint(_named(events))
    ]
    made.spoiled |= _named(events)


def _named(events: Sequence[Event]) -> set[tuple[str, str] | str]:
    return {n for e in events for n in (e.item or e.bag, e.code) if n}


def _do(works: Workings, made: Plan, kind: EventKind, fresh: Sequence[Event]) -> None:
    """Let the rows be one act, or say why they cannot be."""
    if len(fresh) > LINES_MAX:
        _blame(made, fresh, _every(fresh, "", Wrong.CANNOT_BE))
        return
    try:
        _HANDLERS[kind](works, fresh)
    except FaultError as fault:
        _blame(made, fresh, [fault.fault])
    except (AgreedTooEarlyError, MissingFactError):
        _blame(made, fresh, _every(fresh, HEADINGS["agreed"], Wrong.BAD_AGREED))
    except WrongDoorError:
        _blame(made, fresh, _every(fresh, HEADINGS["point"], Wrong.WRONG_DOOR))
    except NotPossibleError:
        _blame(made, fresh, _every(fresh, "", Wrong.CANNOT_BE))
    made.new += len(fresh)


def _every(events: Sequence[Event], column: str, wrong: Wrong) -> list[Fault]:
    return [Fault(event.row, column, wrong) for event in events]


def _code(thing: Thing | None) -> str:
    return thing.code if thing else ""


def unfit(
    events: Sequence[Event], known: Known, *, marks: frozenset[Mark], now: datetime
) -> list[Fault]:
    """What is wrong with rows by themselves: codes nobody knows, moments to come.

    Args:
        known: places, bodies and codes; of units nothing is asked here.
        marks: what this installation stores.
        now: events later than this are refused.
    """
    found: list[Fault] = []
    for event in events:
        wrong = [
            *_unknown(event, known),
            *([("at", Wrong.IN_THE_FUTURE)] if event.at > now + SKEW else []),
            *([("service", Wrong.REFUSED_MARK)] if event.mark not in marks else []),
            *([("receiver", Wrong.SAME_BODY)] if _to_itself(event) else []),
            *([("other", Wrong.SAME_PLACE)] if event.other == event.place else []),
        ]
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
