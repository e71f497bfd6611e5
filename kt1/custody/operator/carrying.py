"""Planning how the operator carried units: packed, sent and arrived."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from kt1.custody.bags import acts as bags
from kt1.custody.handovers import acts as handovers
from kt1.custody.handovers.acts import Opened
from kt1.custody.handovers.rules import HandoverKind, Offered, Outcome, Seen, Witness, judge
from kt1.custody.items.acts import Sides
from kt1.custody.operator import acts
from kt1.custody.operator.rules import OFFER_STANDS, Event, row_id
from kt1.custody.operator.things import Move, Thing
from kt1.custody.operator.workings import Workings
from kt1.custody.units.rules import Kind


def bagged(works: Workings, events: Sequence[Event]) -> None:
    """Items that went into one bag, and its closing."""
    first, at = events[0], events[0].at
    place = works.place(first.place).id
    going = works.place(first.other).id if first.other else None
    bag = works.bag(first, place, going, at)
    works.empty(bag, at)
    items = _things(works, events)
    works.loosen(items, at)
    works.bring([bag, *items], place, at)
    works.do(bags.packed(bag.held(), [t.held() for t in items], already=0), at)
    for item in items:
        works.known.stays.add((item.id, bag.id, at))
    if first.seal:
        works.do(acts.closed(bag.held(), seal=first.seal, destination=going, at=at), at)
        bag.seal = first.seal


def sent(works: Workings, events: Sequence[Event]) -> None:
    """Units that left on a dispatch: offered, until the other end says that they arrived."""
    first, at = events[0], events[0].at
    place, other = works.place(first.place).id, works.place(first.other).id
    units = _units(works, events, place, other)
    works.loosen(units, at)
    works.bring(units, place, at)
    move = Move(
        id=works.handover_id(first),
        dispatch=first.dispatch,
        giver_place=place,
        giver_person=None,
        taker_place=other,
        taker_person=None,
        outcome=Outcome.OFFERED.value,
        offered_at=at,
        lapses_at=at + OFFER_STANDS,
        settled_at=None,
        units={t.id for t in units},
    )
    offered = handovers.offered(
        [t.held() for t in units],
        handover=move.id,
        kind=HandoverKind.TRANSFER,
        sides=_sides(move),
        seals={t.id: t.seal for t in units if t.seal},
        weights={},
        trip=None,
        lapses_after=OFFER_STANDS,
        at=at,
    )
    for table, rows in offered.rows:
        if table == "handover":
            rows[0]["sheet"] = first.dispatch
    works.known.add_move(move)
    works.do(offered, at)


def arrived(works: Workings, events: Sequence[Event]) -> None:
    """Units that came by a dispatch: each offer of it is settled, the rest is moved."""
    first = events[0]
    place, other = works.place(first.place).id, works.place(first.other).id
    units = _units(works, events, other, place)
    offers: dict[UUID, list[Thing]] = {}
    for unit in units:
        if unit.offer is not None:
            offers.setdefault(unit.offer, []).append(unit)
    for offer, came in offers.items():
        _settle(works, works.known.moves[offer], came, first)
    _move(works, [u for u in units if u.place != place or u.inside], place, first)


def _settle(works: Workings, move: Move, came: Sequence[Thing], event: Event) -> None:
    """What did not come with the rest stays with its giver, and a sự vụ opens: bag by bag."""
    expected = [works.known.things[u] for u in sorted(move.units)]
    judgement = judge(
        [
            Offered(unit=t.id, code=t.code, kind=t.kind, seal=t.seal, weight_g=None)
            for t in expected
        ],
        [Seen(code=t.code, seal=t.seal) for t in came],
        tolerance_g=0,
    )
    done = handovers.settled(
        [t.held() for t in expected],
        handover=Opened(
            id=move.id,
            kind=HandoverKind.TRANSFER.value,
            outcome=move.outcome,
            sides=_sides(move),
            offered_at=move.offered_at,
            lapses_at=move.lapses_at,
        ),
        judgement=judgement,
        taker_person=None,
        witness=Witness.OPERATOR_FILE.value,
        sheet=move.dispatch,
        irregularity=row_id(event.at, "missing", move.id),
        at=event.at,
    )
    move.outcome, move.settled_at = str(done.body["outcome"]), event.at
    move.units -= judgement.refused
    works.do(done, event.at)


def _move(works: Workings, units: Sequence[Thing], place: int, event: Event) -> None:
    """Arrivals of a dispatch whose departure nobody wrote down."""
    if not units:
        return
    works.loosen(units, event.at)
    givers: dict[int, list[Thing]] = {}
    for unit in units:
        if unit.place is not None and unit.place != place:
            givers.setdefault(unit.place, []).append(unit)
    for giver, group in givers.items():
        key = row_id(event.at, "arrived", giver, *event.together)
        works.known.add_move(
            Move(
                id=key,
                dispatch=event.dispatch,
                giver_place=giver,
                giver_person=None,
                taker_place=place,
                taker_person=None,
                outcome=Outcome.TAKEN.value,
                offered_at=event.at,
                lapses_at=event.at + timedelta(0),
                settled_at=event.at,
                units={u.id for u in group},
            )
        )
        works.do(
            acts.transferred(
                [u.held() for u in group],
                handover=key,
                giver=giver,
                taker=place,
                dispatch=event.dispatch,
                at=event.at,
            ),
            event.at,
        )


def _units(works: Workings, events: Sequence[Event], place: int, going: int) -> list[Thing]:
    """Bags and loose items of a dispatch; a bag first told of here began at `place`."""
    found = {}
    for event in events:
        if event.bag is not None and event.item is None:
            unit = works.bag(event, place, going, event.at)
        else:
            (unit,) = _things(works, [event])
        found[unit.id] = unit
    return sorted(found.values(), key=lambda t: (t.kind == Kind.ITEM, t.id))


def _things(works: Workings, events: Sequence[Event]) -> list[Thing]:
    found = {t.id: t for e in events if (t := works.known.thing(e.item, e.code)) is not None}
    return sorted(found.values(), key=lambda t: t.id)


def _sides(move: Move) -> Sides:
    return Sides(
        giver_place=move.giver_place,
        giver_person=move.giver_person,
        taker_place=move.taker_place,
        taker_person=move.taker_person,
    )
