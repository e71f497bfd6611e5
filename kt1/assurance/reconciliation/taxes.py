"""Value added tax of a month, when some prices hold it and others do not. Pure.

A line keeps its net price. Where the table of prices held the tax, the line keeps that tax too,
parted from the price by the rate of its day, so that net and tax make up the price to the đồng.
Everything else is taxed once, on the sum, by the rate of the period's last day. A month in which
the table changed is both: each line as the table of its day says. A line that a settled difference
takes out of the month, or prices anew, takes its held tax with it.

Source: TT23-2017; W5
"""

from collections.abc import Iterable
from dataclasses import dataclass

from kt1.assurance.reconciliation.rules import Reason, Told, effect
from kt1.law.tariffs.rules import tax


@dataclass(frozen=True, slots=True)
class Held:
    """The part of a net amount whose prices held their tax, and that tax. Whole đồng."""

    net: int = 0
    tax: int = 0

    def __add__(self, other: "Held") -> "Held":
        return Held(self.net + other.net, self.tax + other.tax)

    def __sub__(self, other: "Held") -> "Held":
        return Held(self.net - other.net, self.tax - other.tax)


NONE = Held()


def all_held(parts: Iterable[Held]) -> Held:
    return sum(parts, NONE)


def still_priced(reason: Reason, post: Told, agency: Told | None) -> bool:
    """Whether the item counts at the post's own price once its difference is settled so."""
    change = effect(reason, post, agency)
    return change.items == 0 and change.amount == 0


def owed(net: int, held: Held, percent: int | None) -> int:
    """Tax of a month: what its prices held, and once on the sum of the rest.

    Without a rate only what was held is owed.
    """
    return held.tax + (0 if percent is None else tax(net - held.net, percent))
