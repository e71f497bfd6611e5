"""Who pays for an item: the rule table of the Decision, as data. Pure.

Source: QD55-2016 Đ.8, Đ.11; whether the Decision of 2025 says the same is not known.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from kt1.law.parameters.keys import Evidence


class Party(StrEnum):
    """What a body is when it comes to paying."""

    CENTRAL_OFFICE = "office"  # the four central offices
    CENTRAL = "I"  # Annex I
    LOCAL = "II"  # Annex II
    ADMITTED = "admitted"
    OUTSIDE = "outside"
    ANY = "any"  # in a rule only: whoever it is


class Charge(StrEnum):
    FREE = "free"
    SENDER_PAYS = "sender_pays"
    AGREEMENT = "agreement"
    NOT_PROVIDED = "not_provided"  # the text says nothing of this


class Funds(StrEnum):
    """Whose money it is."""

    CENTRAL_BUDGET = "central_budget"
    LOCAL_BUDGET = "local_budget"
    BY_AGREEMENT = "by_agreement"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class PayerRule:
    """One row of the table, as it holds from its first day to its last."""

    id: int = 0
    sender: Party
    receiver: Party
    charge: Charge
    funds: Funds
    valid_from: date
    valid_to: date | None = None
    instrument: str = ""
    article: str = ""
    evidence: Evidence = Evidence.ASSUMPTION
    confirmed: bool = False
    note: str = ""

    def holds(self, on: date) -> bool:
        return self.valid_from <= on and (self.valid_to is None or on <= self.valid_to)


def who_pays(
    rules: Iterable[PayerRule], *, sender: Party, receiver: Party, on: date
) -> PayerRule | None:
    """The rule for these two on a day: one that names the receiver before one for anybody.

    The four central offices stand in Annex I: where no rule names them as receivers, what is
    said of Annex I holds.

    None: the table says nothing of them.
    """
    of = {rule.receiver: rule for rule in rules if rule.sender is sender and rule.holds(on)}
    as_annex = of.get(Party.CENTRAL) if receiver is Party.CENTRAL_OFFICE else None
    return of.get(receiver) or as_annex or of.get(Party.ANY)


def charged(rule: PayerRule | None) -> bool:
    """Whether the tariff is asked for. Only where a rule says it is free it is not."""
    return rule is None or rule.charge is not Charge.FREE
