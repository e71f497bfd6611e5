"""Playing days of the post on the demonstration's network, through the actions and nothing else.

Whether the actions write into the database or into a book in memory is not known here.
"""

import random
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from kt1.config.simulation.cast import Body, Cast, Office
from kt1.config.simulation.mail import HANOI, Posted
from kt1.custody.bags import actions as bags
from kt1.custody.bags import seals
from kt1.custody.handovers import actions as handovers
from kt1.custody.handovers.rules import Seen
from kt1.custody.units.codes import new
from kt1.custody.units.keys import keyring
from kt1.ledger.requests.rules import RequestKey
from kt1.people.actor import Actor

SEALS_AT_A_TIME = 60
_CODE_BITS = 50


@dataclass(slots=True)
class Cover:
    """One item under way, as the players know it."""

    code: str
    posted: Posted
    tries: int = 0
    not_before: date = date.min


@dataclass(slots=True)
class Stock:
    """What one site has at hand: covers to sort or deliver, open bags, unused seals."""

    covers: list[Cover] = field(default_factory=list)
    bags: list[str] = field(default_factory=list)
    seals: list[str] = field(default_factory=list)


class Stage:
    """What all players share: the cast, the stocks, and one way of doing an act."""

    def __init__(self, cast: Cast, seed: int, until: datetime) -> None:
        self.cast, self.until = cast, until
        self._draw = random.Random(f"{seed}:stage")  # noqa: S311 - a play, not a secret
        self.stocks: dict[str, Stock] = {code: Stock() for code in cast.offices}
        self.to_confirm: dict[int, list[tuple[Body, str]]] = {}
        #: Giấy báo phát on their way back: from when, to which clerk, for which item.
        self.advices: list[tuple[date, Body, str]] = []
        self.in_central: list[tuple[date, str, str, str, str, list[Cover]]] = []
        self.acts = 0
        self._seal = 0
        self._sheet = 0

    def do(
        self, action: Callable[..., dict[str, Any]], by: Actor, at: datetime, **facts: Any
    ) -> dict[str, Any]:
        self.acts += 1
        key = UUID(int=self._draw.getrandbits(128))
        return action(by=by, at=at, once=RequestKey(key=key, digest=key.bytes * 2), **facts)

    def code(self) -> str:
        ring = keyring()
        return str(new(ring.keys, ring.issuing, self._draw.getrandbits(_CODE_BITS)))

    def sheet(self) -> str:
        self._sheet += 1
        return f"PG{self._sheet:06}"

    def over(self, at: datetime) -> bool:
        return at > self.until

    def bag(self, office: Office, at: datetime) -> str:
        """An open, empty bag of this site; a new one is taken into use when there is none."""
        stock = self.stocks[office.code]
        if stock.bags:
            return stock.bags.pop(0)
        return str(self.do(bags.make, office.controller, at, code=self.code())["code"])

    def seal(self, office: Office, at: datetime) -> str:
        stock = self.stocks[office.code]
        if not stock.seals:
            first = self._seal + 1
            self._seal += SEALS_AT_A_TIME
            numbers = [f"MH{n:07}" for n in range(first, self._seal + 1)]
            self.do(seals.receive, office.controller, at, numbers=numbers)
            self.do(
                seals.issue, office.controller, at, numbers=numbers, to=office.controller.user_id
            )
            stock.seals = numbers
        return stock.seals.pop(0)

    def close(
        self, office: Office, covers: Sequence[Cover], destination: int, at: datetime
    ) -> tuple[str, str]:
        """Pack covers into a bag and seal it. Returns the bag's code and the seal's number."""
        bag, number = self.bag(office, at), self.seal(office, at)
        self.do(bags.pack, office.controller, at, bag=bag, codes=[c.code for c in covers])
        self.do(
            bags.seal,
            office.controller,
            at + timedelta(minutes=5),
            bag=bag,
            number=number,
            destination_id=destination,
        )
        return bag, number

    def give(
        self,
        giver: Actor,
        taker: Actor,
        seen: Sequence[Seen],
        at: datetime,
    ) -> dict[str, Any]:
        """Offer and settle between two sessions, a few minutes apart."""
        offered = self.do(
            handovers.offer,
            giver,
            at,
            codes=[s.code for s in seen],
            taker_place_id=taker.place_id,
            taker_person_id=taker.user_id,
        )
        return self.do(
            handovers.settle,
            taker,
            at + timedelta(minutes=4),
            handover_id=UUID(offered["handover"]),
            seen=list(seen),
        )


def look(covers: Iterable[Cover]) -> list[Seen]:
    return [Seen(code=c.code) for c in covers]


def on(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute), HANOI)
