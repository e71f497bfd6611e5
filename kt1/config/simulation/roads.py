"""The way between the doors: bags from the offices to the centre, on, and out again."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from kt1.config.simulation.cast import Office, Vehicle
from kt1.config.simulation.play import Cover, Stage, look, on
from kt1.custody.bags import actions as bags
from kt1.custody.handovers import actions as handovers
from kt1.custody.handovers import central
from kt1.custody.handovers.rules import Seen, Witness

_BROKEN_SEALS = 30  # of ten thousand, drawn with the first cover in the bag
_OTHER_NODE = {"24": "CPT-HN", "75": "CPT-SG"}
Closed = tuple[Office, str, str, list[Cover]]


def to_centre(stage: Stage, province: str, day: date) -> None:
    """17:20: every office that has covers closes a bag; vehicles bring them to the centre."""
    at = on(day, 17, 20)
    centre = stage.cast.centre(province)
    closed: list[Closed] = []
    for office in stage.cast.branches(province):
        stock = stage.stocks[office.code]
        out = [c for c in stock.covers if c.posted.receiver.site != office.code]
        if out and not stage.over(at):
            bag, number = stage.close(office, out, centre.place, at)
            stock.covers = [c for c in stock.covers if c not in out]
            closed.append((office, bag, number, out))
    for vehicle, load in _loads(stage, province, closed):
        _bring_in(stage, centre, vehicle, load, at + timedelta(minutes=10))


def _loads(
    stage: Stage, province: str, closed: Sequence[Closed]
) -> list[tuple[Vehicle, list[Closed]]]:
    """Bags shared out among the dedicated vehicles, in the order of the offices."""
    vehicles = [v for v in stage.cast.vehicles[province] if v.dedicated]
    loads: dict[int, list[Closed]] = {}
    for n, one in enumerate(closed):
        loads.setdefault(n % len(vehicles), []).append(one)
    return [(vehicles[n], load) for n, load in sorted(loads.items())]


def _bring_in(
    stage: Stage, centre: Office, vehicle: Vehicle, load: Sequence[Closed], at: datetime
) -> None:
    for n, (office, bag, number, _covers) in enumerate(load):
        when = at + timedelta(minutes=8 * n)
        stage.give(office.controller, vehicle.courier, [Seen(code=bag, seal=number)], when)
    arrives = at + timedelta(minutes=50)
    whole = [one for one in load if not _broken(one[3])]
    seen = [Seen(code=bag, seal=number) for _o, bag, number, _c in whole]
    if seen:
        stage.give(vehicle.courier, centre.controller, seen, arrives)
    for _office, bag, number, covers in load:
        broken = _broken(covers)
        if broken:
            _found_broken(stage, centre, vehicle, bag, number, covers, arrives)
        else:
            _open(stage, centre, bag, number, covers, arrives + timedelta(minutes=10))


def _broken(covers: Sequence[Cover]) -> bool:
    return covers[0].posted.fate % 10_000 < _BROKEN_SEALS and len(covers) > 1


def _found_broken(  # noqa: PLR0917 - the facts of one finding
    stage: Stage,
    centre: Office,
    vehicle: Vehicle,
    bag: str,
    number: str,
    covers: Sequence[Cover],
    at: datetime,
) -> None:
    """The taker refuses the bag; both count, and the covers go on by themselves (W8)."""
    stage.give(vehicle.courier, centre.controller, [Seen(code=bag, seal=number, intact=False)], at)
    stage.do(
        bags.open_sealed,
        vehicle.courier,
        at + timedelta(minutes=6),
        bag=bag,
        number_seen=number,
        intact=False,
        counted=[c.code for c in covers],
    )
    stage.give(vehicle.courier, centre.controller, look(covers), at + timedelta(minutes=9))
    stage.stocks[centre.code].covers += covers


def _open(  # noqa: PLR0917 - the facts of one opening
    stage: Stage, office: Office, bag: str, number: str, covers: Sequence[Cover], at: datetime
) -> None:
    stage.do(
        bags.open_sealed,
        office.controller,
        at,
        bag=bag,
        number_seen=number,
        intact=True,
        counted=[c.code for c in covers],
    )
    stock = stage.stocks[office.code]
    stock.bags.append(bag)
    stock.covers += covers


def to_central(stage: Stage, province: str, day: date) -> None:
    """20:50: what goes to other provinces leaves for the central network, a bag for each."""
    centre = stage.cast.centre(province)
    stock = stage.stocks[centre.code]
    away = [c for c in stock.covers if c.posted.receiver.province != province]
    for n, other in enumerate(sorted({c.posted.receiver.province for c in away})):
        at = on(day, 20, 50) + timedelta(minutes=2 * n)
        if stage.over(at):
            return
        out = [c for c in away if c.posted.receiver.province == other]
        bag, number = stage.close(centre, out, stage.cast.centre(other).place, at)
        stock.covers = [c for c in stock.covers if c not in out]
        _leave(stage, province, bag, number, at)
        stage.in_central.append((day + timedelta(days=1), province, other, bag, number, out))


def _leave(stage: Stage, province: str, bag: str, number: str, at: datetime) -> None:
    """The trunk vehicle brings the bag to the node, where it is signed for on a sheet."""
    node = stage.cast.central[_OTHER_NODE[province]]
    vehicle = stage.cast.vehicles[province][0]
    seen = [Seen(code=bag, seal=number)]
    stage.give(
        stage.cast.centre(province).controller, vehicle.courier, seen, at + timedelta(minutes=10)
    )
    arrives = at + timedelta(minutes=85)
    offered = stage.do(handovers.offer, vehicle.courier, arrives, codes=[bag], taker_place_id=node)
    stage.do(
        handovers.settle_for_taker,
        vehicle.courier,
        arrives + timedelta(minutes=5),
        handover_id=_id(offered),
        seen=seen,
        witness=Witness.PAPER,
        sheet=stage.sheet(),
    )


def from_central(stage: Stage, province: str, day: date) -> None:
    """18:30: bags that the central network brings are taken over on its sheet."""
    at = on(day, 18, 30)
    due = [b for b in stage.in_central if b[0] <= day and b[2] == province]
    if not due or stage.over(at):
        return
    stage.in_central = [b for b in stage.in_central if b not in due]
    centre = stage.cast.centre(province)
    for n, (_due, origin, _here, bag, number, covers) in enumerate(due):
        when = at + timedelta(minutes=3 * n)
        stage.do(
            central.take_over,
            centre.controller,
            when,
            codes=[bag],
            giver_place_id=stage.cast.central[_OTHER_NODE[origin]],
            seen=[Seen(code=bag, seal=number)],
            sheet=stage.sheet(),
        )
        _open(stage, centre, bag, number, covers, when + timedelta(minutes=5))


def to_offices(stage: Stage, province: str, day: date) -> None:
    """18:45: the centre closes a bag for every office that has mail; vehicles take them out."""
    at = on(day, 18, 45)
    centre = stage.cast.centre(province)
    stock = stage.stocks[centre.code]
    closed: list[Closed] = []
    for office in stage.cast.branches(province):
        out = [c for c in stock.covers if c.posted.receiver.site == office.code]
        if out and not stage.over(at):
            bag, number = stage.close(centre, out, office.place, at)
            stock.covers = [c for c in stock.covers if c not in out]
            closed.append((office, bag, number, out))
    for vehicle, load in _loads(stage, province, closed):
        seen = [Seen(code=bag, seal=number) for _o, bag, number, _c in load]
        stage.give(centre.controller, vehicle.courier, seen, at + timedelta(minutes=10))
        for n, (office, bag, number, covers) in enumerate(load):
            when = at + timedelta(minutes=50 + 12 * n)
            stage.give(vehicle.courier, office.controller, [Seen(code=bag, seal=number)], when)
            _open(stage, office, bag, number, covers, when + timedelta(minutes=6))


def _id(offered: dict[str, str]) -> UUID:
    return UUID(offered["handover"])
