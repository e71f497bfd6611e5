"""What an item costs: tables of prices in versions, and a price with every step to it. Pure.

A price is base(scope, weight step) + the surcharge of urgency + the surcharge of the mark, then
tax. Money is whole Vietnamese đồng, weight whole grams; nothing is ever a float. A table is
never edited: the next one closes it, and both what held on a day and what was known of it at a
moment can be asked for again.

Source: TT23-2017; QD55-2016 Đ.8, Đ.11; W5
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from kt1.law.parameters.keys import Evidence
from kt1.law.services.rules import Mark, Scope, Urgency


class Reach(StrEnum):
    """For which way of an item a base price is said. *Nội vùng* stands in the table of 2017 only:
    its regions are not known, so no item is priced by it."""

    WITHIN = "noi_tinh"
    REGION = "noi_vung"
    BETWEEN = "lien_tinh"


class RateKind(StrEnum):
    STEP = "step"  # up to so many grams
    FURTHER = "further"  # each further so many grams
    SURCHARGE = "surcharge"  # HG, HT, A, B, C


#: What surcharges there may be: the codes of the two other axes.
SURCHARGES: Sequence[str] = (
    Urgency.TIMED.value,
    Urgency.EXPRESS.value,
    Mark.A.value,
    Mark.B.value,
    Mark.C.value,
)

VND_MAX = 100_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """One amount of a table. `grams`: the upper end of a step, or the size of a further one."""

    kind: RateKind
    reach: str = ""
    key: str = ""
    grams: int = 0
    vnd: int
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """One version of the tariff as it holds from its first day on."""

    id: int
    code: str
    title: str
    rates: tuple[Rate, ...]
    with_tax: bool
    valid_from: date
    valid_to: date | None = None
    instrument: str = ""
    evidence: Evidence = Evidence.ASSUMPTION
    confirmed: bool = False
    entered_at: datetime
    note: str = ""

    def steps(self, reach: str) -> tuple[Rate, ...]:
        """The steps of one reach, the lightest first."""
        found = (r for r in self.rates if r.kind is RateKind.STEP and r.reach == reach)
        return tuple(sorted(found, key=lambda rate: rate.grams))

    def further(self, reach: str) -> Rate | None:
        found = (r for r in self.rates if r.kind is RateKind.FURTHER and r.reach == reach)
        return next(found, None)

    def surcharge(self, key: str) -> Rate | None:
        found = (r for r in self.rates if r.kind is RateKind.SURCHARGE and r.key == key)
        return next(found, None)

    @property
    def standing(self) -> "Standing":
        if self.evidence is Evidence.HISTORIC:
            return Standing.HISTORIC
        return Standing.CONFIRMED if self.confirmed else Standing.UNCONFIRMED


class Standing(StrEnum):
    """How far a table can be relied on."""

    CONFIRMED = "confirmed"
    UNCONFIRMED = "unconfirmed"
    HISTORIC = "historic"


class Why(StrEnum):
    """What one line of a price is."""

    BASE = "base"
    FURTHER = "further"
    URGENCY = "urgency"
    MARK = "mark"
    TAX = "tax"


class Open(StrEnum):
    """What a price does not hold, and why it is not the whole price."""

    WEIGHT = "weight"  # not weighed yet: the price follows at the centre
    MARK_ON_PAPER = "mark_on_paper"  # flag mode: one amount a month, from paper
    MARK_UNREAD = "mark_unread"  # whoever asks is not shown the mark
    TAX = "tax"  # no rate of VAT is known for the day


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One step of a price. `times` × `each` is `vnd`; tax is `percent` of what stands above."""

    why: Why
    vnd: int
    key: str = ""
    grams: int = 0
    times: int = 1
    each: int = 0
    percent: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Price:
    """A price and how it came about. `open` names what is still missing from it."""

    table: Table
    lines: tuple[Line, ...]
    net: int
    tax: int
    open: frozenset[Open]

    @property
    def total(self) -> int:
        return self.net + self.tax

    @property
    def whole(self) -> bool:
        return not self.open


class NoTariffError(LookupError):
    """No table of prices holds on that day, or it has no price for this."""


def choose(tables: Iterable[Table], on: date, *, known_at: datetime | None = None) -> Table:
    """The table that holds on a day; with `known_at`, as one would have answered at that moment.

    Raises:
        NoTariffError: none was entered by then that holds on the day.
    """
    known = [t for t in tables if known_at is None or t.entered_at <= known_at]
    begun = [t for t in known if t.valid_from <= on]
    if not begun:
        raise NoTariffError(on.isoformat())
    table = max(begun, key=lambda t: t.valid_from)
    # What a table unknown at that moment closed was still open then.
    closed_by_known = known_at is None or any(_closes(t, table) for t in known)
    if table.valid_to is not None and table.valid_to < on and closed_by_known:
        raise NoTariffError(on.isoformat())
    return table


def _closes(later: Table, earlier: Table) -> bool:
    return earlier.valid_to is not None and later.valid_from == earlier.valid_to + timedelta(days=1)


def base(table: Table, reach: str, grams: int) -> tuple[Line, ...]:
    """The base price of a weight: its step, and what goes beyond the last one.

    Raises:
        NoTariffError: the table does not reach that far or that heavy.
    """
    steps = table.steps(reach)
    if not steps:
        raise NoTariffError(reach)
    for step in steps:
        if grams <= step.grams:
            return (Line(why=Why.BASE, vnd=step.vnd, key=reach, grams=step.grams, each=step.vnd),)
    last, more = steps[-1], table.further(reach)
    if more is None:
        raise NoTariffError(f"{reach} {grams}")
    times = -(-(grams - last.grams) // more.grams)
    return (
        Line(why=Why.BASE, vnd=last.vnd, key=reach, grams=last.grams, each=last.vnd),
        Line(
            why=Why.FURTHER,
            vnd=times * more.vnd,
            key=reach,
            grams=more.grams,
            times=times,
            each=more.vnd,
        ),
    )


def price(
    table: Table,
    *,
    scope: Scope,
    urgency: Urgency,
    mark: Mark | None,
    grams: int | None,
    percent: int | None,
) -> Price:
    """What one item costs by this table.

    Args:
        mark: as on the cover; None where whoever asks may not be shown it.
        grams: as weighed; None before.
        percent: rate of value added tax of the day; None where it is not known.

    Raises:
        NoTariffError: the table has no price for this service or weight.
    """
    lines: list[Line] = []
    missing: set[Open] = set()
    if grams is None:
        missing.add(Open.WEIGHT)
    else:
        lines.extend(base(table, scope.value, grams))
    if urgency is not Urgency.NONE:
        lines.append(_surcharge(table, Why.URGENCY, urgency.value))
    if mark is None:
        missing.add(Open.MARK_UNREAD)
    elif mark is Mark.FLAG:
        missing.add(Open.MARK_ON_PAPER)
    elif mark is not Mark.NONE:
        lines.append(_surcharge(table, Why.MARK, mark.value))
    net = sum(line.vnd for line in lines)
    owed, taxed = _taxed(table, net, percent)
    if taxed is None:
        missing.add(Open.TAX)
    elif owed:
        lines.append(taxed)
    return Price(table=table, lines=tuple(lines), net=net, tax=owed, open=frozenset(missing))


def _taxed(table: Table, net: int, percent: int | None) -> tuple[int, Line | None]:
    """Tax on top; none where the table's amounts hold it already. No line: the rate is unknown."""
    if table.with_tax:
        return 0, Line(why=Why.TAX, vnd=0)
    if percent is None:
        return 0, None
    owed = tax(net, percent)
    return owed, Line(why=Why.TAX, vnd=owed, percent=percent)


def _surcharge(table: Table, why: Why, key: str) -> Line:
    rate = table.surcharge(key)
    if rate is None:
        raise NoTariffError(key)
    return Line(why=why, vnd=rate.vnd, key=key, each=rate.vnd)


def tax(net: int, percent: int) -> int:
    """Tax on an amount, halves of a đồng upwards. Of a month it is taken on the sum, once."""
    return (net * percent + 50) // 100


def tax_within(gross: int, percent: int) -> int:
    """Tax in an amount that holds it, halves of a đồng upwards; the rest is the net amount.

    The two always make up the amount again.
    """
    whole = 100 + percent
    return (2 * gross * percent + whole) // (2 * whole)
