"""What one item costs whom: the tariff of its day, its weight, and who pays. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from kt1.law.tariffs.payers import Party, PayerRule, charged
from kt1.law.tariffs.rules import Price
from kt1.network.agencies.rules import Annex

AMOUNT_MAX_VND = 10_000_000_000

_PARTIES: Mapping[str, Party] = {
    Annex.CENTRAL: Party.CENTRAL,
    Annex.LOCAL: Party.LOCAL,
    Annex.ADMITTED: Party.ADMITTED,
}


@dataclass(frozen=True, slots=True)
class Membership:
    """Between two days (the last one included) a body was under an annex."""

    agency: int
    annex: str
    valid_from: date
    valid_to: date | None


@dataclass(frozen=True, slots=True)
class Parties:
    """What each body is when it comes to paying, on any day."""

    memberships: Mapping[int, Sequence[Membership]]
    central_offices: frozenset[int]

    @staticmethod
    def of(memberships: Iterable[Membership], central_offices: Iterable[int]) -> "Parties":
        by_body: dict[int, list[Membership]] = {}
        for one in memberships:
            by_body.setdefault(one.agency, []).append(one)
        return Parties(by_body, frozenset(central_offices))

    def on(self, agency: int, day: date) -> Party:
        if agency in self.central_offices:
            return Party.CENTRAL_OFFICE
        for one in self.memberships.get(agency, ()):
            if one.valid_from <= day and (one.valid_to is None or day <= one.valid_to):
                return _PARTIES[one.annex]
        return Party.OUTSIDE


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemPrice:
    """The price of one item by the tariff of `day`, and who pays it.

    `price` is None where no tariff answers for the day. `rule` is None where the rule table says
    nothing of these two; then the tariff is shown and who pays is left open.
    """

    day: date
    sender: Party
    receiver: Party
    grams: int | None
    price: Price | None
    rule: PayerRule | None

    @property
    def free(self) -> bool:
        return not charged(self.rule)

    @property
    def due_net(self) -> int:
        """What the sender owes before tax, in đồng; 0 where it is free or has no price yet."""
        return 0 if self.free or self.price is None else self.price.net
